"""A new deal as one line of JSON, as a web form or another program sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from funnelboard.domain.grammar import in_quotes, meant
from funnelboard.errors import BadInput

LONGEST = 1_000_000
"""Bytes that a line may have."""

_MOST_DIGITS = 30

CONTACT = ("name", "email", "phone", "role", "job_title")
"""What can be said of the contact, in an object; all but the name also outside of it."""

FOLLOW_UP = ("when", "due", "time", "kind", "what")
"""What can be said of a follow-up: when as it is typed, or the day and time as ``show --json`` has them."""

DETAILS = ("pain_point", "current_supplier", "competitor", "decision_process", "buyer_next_step")

KEYS = (
    "title", "stage", "company", "contact", *CONTACT[1:], "amount", "currency", "probability", "source",
    "source_detail", "referred_by", "owner", "tags", "expected_close", "note", "follow_up", *DETAILS,
    "external_id", "external_source", "fields",
)  # fmt: skip
"""Every key that is understood."""


def read_deal_line(line: bytes) -> dict[str, Any]:
    """What a line says of a new deal, by the names in ``KEYS``; what is null or empty is left out.

    Texts stay as they are; numbers are ints or Decimals. ``contact`` and ``follow_up`` are objects, ``tags`` a list.

    Raises:
        BadInput: It is no JSON object, has a key that is not known, or a value of another kind.
    """
    said = _object_in(line)
    contact, follow_up = said.get("contact"), said.get("follow_up")
    if isinstance(contact, str):
        said["contact"] = {"name": contact}
    if isinstance(follow_up, str):
        said["follow_up"] = {"when": follow_up}
    if isinstance(said.get("tags"), str):
        said["tags"] = said["tags"].replace(",", " ").split()
    for name, value in said.items():
        _check(name, value)
    said = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    flat = {name: said.pop(name) for name in CONTACT[1:] if name in said}
    if both := flat.keys() & said.get("contact", {}).keys():
        raise BadInput(
            f"{in_quotes(min(both))} is there twice, in the contact and outside. Keep the one that is meant."
        )
    person = {**said.pop("contact", {}), **flat}
    return {**said, "contact": {name: text for name, text in person.items() if text}}


def _object_in(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            line.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except UnicodeDecodeError:
        raise BadInput("The line is not UTF-8 text. Convert it first.") from None
    except RecursionError:
        raise BadInput("The line has lists within lists without end.") from None
    except ValueError as error:
        problem = str(error).partition(":")[0] if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise BadInput(f"The line is not JSON ({problem[:1].lower()}{problem[1:]}). Write one object a line.") from None
    if not isinstance(found, dict):
        raise BadInput('The line is not an object. Write it like {"title": "Pilot", "company": "Acme"}.')
    return found


def _no_number(text: str) -> object:
    raise BadInput(f"{text} is not a number.")


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(f"{in_quotes(name)} is there twice. Keep the one that is meant.")
        found[name] = value
    return found


def _check(name: str, value: object) -> None:
    """Refuse a key that is not known, or a value that cannot be its.

    Raises:
        BadInput: It is such a one.
    """
    if name not in KEYS:
        raise BadInput(f"A new deal has no field {in_quotes(name)}{meant(name, KEYS)}")
    match name:
        case "contact" | "follow_up":
            _check_within(name, value, CONTACT if name == "contact" else FOLLOW_UP)
        case "fields":
            if not isinstance(value, Mapping | None):
                raise BadInput('The own fields are not an object. Write them like {"renewal": "2027-03"}.')
            for own, text in (value or {}).items():
                _check_text(f"own field {in_quotes(own)}", text)
        case "tags":
            if value is not None and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
                raise BadInput('The tags are not a list of texts. Write them like ["expo", "rental"].')
        case "amount" | "probability" | "external_id":
            if isinstance(value, bool) or not isinstance(value, str | int | Decimal | None):
                raise BadInput(f"The {name.replace('_', ' ')} is neither a number nor a text.")
            if isinstance(value, Decimal) and abs(value.adjusted()) > _MOST_DIGITS:
                raise BadInput(f"The {name.replace('_', ' ')} has too many digits.")
        case _:
            _check_text(name, value)


def _check_within(name: str, value: object, keys: Sequence[str]) -> None:
    if value is None:
        return
    noun = name.replace("_", "-")
    if not isinstance(value, Mapping):
        raise BadInput(f"The {noun} is neither a text nor an object with some of: {', '.join(keys)}.")
    for key, text in value.items():
        if key not in keys:
            raise BadInput(f"A {noun} has no field {in_quotes(key)}{meant(key, keys)}")
        _check_text(f"{noun}'s {key}", text)


def _check_text(name: str, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise BadInput(f"The {name.replace('_', ' ')} is not a text. Put it in double quotes.")
