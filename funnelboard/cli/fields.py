"""``FIELD=VALUE`` as it is typed after ``edit``, read into what the pipeline changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from funnelboard.cli.choices import choose
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.money import parse_money
from funnelboard.errors import BadInput

FIELDS: Mapping[str, str] = {
    "title": "title",
    "amount": "amount",
    "probability": "probability",
    "close": "expected_close",
    "expected-close": "expected_close",
    "source": "source",
    "owner": "owner",
    "company": "company",
    "contact": "contact",
    "email": "email",
    "phone": "phone",
    "job-title": "job_title",
    "role": "role",
    "tags": "tags",
    "pain-point": "pain_point",
}
"""The names that can be typed, and the fields of ``services.editing`` they stand for."""


def parse_assignments(
    assignments: Iterable[str], deal: Deal, currency: str, read_day: Callable[[str], date]
) -> dict[str, object]:
    """Read all assignments.

    Args:
        assignments: Texts such as ``amount=12k`` or ``company=``; an empty value clears the field.
        deal: The deal as it is; tags can be added to its own and taken from them.
        currency: Of an amount that names none.
        read_day: What reads a typed date.

    Returns:
        The changes as ``Pipeline.edit`` takes them.

    Raises:
        BadInput: A field does not exist or is named twice, or a value cannot be understood.
    """
    changes: dict[str, object] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise BadInput(f"“{assignment}” has no “=”. Write it like amount=12k, in quotes if there is a blank in it.")
        field = FIELDS.get(name.strip().casefold().replace("_", "-").replace(" ", "-"))
        if field is None:
            raise BadInput(f"“{name}” is not a field. The fields are {', '.join(FIELDS)}.")
        if field in changes:
            raise BadInput(f"“{name}” is there twice. Keep the one that is meant.")
        changes[field] = _parse(field, value.strip(), deal, currency, read_day)
    return changes


def _parse(field: str, value: str, deal: Deal, currency: str, read_day: Callable[[str], date]) -> object:
    match field:
        case "amount":
            return parse_money(value, currency) if value else None
        case "probability":
            return _probability(value)
        case "expected_close":
            return read_day(value) if value else None
        case "source":
            return choose(value, SOURCES, "source") if value else ""
        case "owner":
            return None if value.casefold() in ("", "none", "nobody") else value
        case "role":
            return choose(value, Role, "role") if value else Role.OTHER
        case "tags":
            return _tags(value, deal.tags)
        case "title" if not value:
            raise BadInput("A deal needs a title. Write it like title='Acme Oy: pilot'.")
        case _:
            return value


def _probability(value: str) -> int | None:
    """Per cent; None for the stage's own."""
    if value.casefold() in ("", "stage"):
        return None
    digits = value.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 100):
        raise BadInput(f"“{value}” is not a probability. Write 0 to 100, or “stage” for the stage's own.")
    return int(digits)


def _tags(value: str, present: tuple[str, ...]) -> tuple[str, ...]:
    """The tags that ``a,b`` replaces all by, or that ``+a -b`` leaves."""
    words = [word for word in value.replace(",", " ").split() if word.strip("#")]
    signed = [word for word in words if word[0] in "+-"]
    if not signed:
        return tuple(dict.fromkeys(word.lstrip("#") for word in words))
    if len(signed) < len(words):
        raise BadInput(f"“{value}” mixes new tags with +added and -removed ones. Use one way or the other.")
    names = {word[1:].lstrip("#"): word[0] == "+" for word in words}
    kept = [tag for tag in present if names.get(tag, True)]
    return tuple(dict.fromkeys([*kept, *(tag for tag, added in names.items() if added)]))
