"""``NAME=VALUE`` as it is typed after a command, and what ``edit`` makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from funnelboard.cli.choices import choose
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.grammar import with_article
from funnelboard.domain.money import parse_money
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace

DETAILS: Mapping[str, str] = {
    "pain-point": "pain_point",
    "current-supplier": "current_supplier",
    "competitor": "competitor",
    "decision-process": "decision_process",
    "buyer-next-step": "buyer_next_step",
}
"""What is known about a deal in words, as it can be typed, and the fields it stands for."""

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
    "referred-by": "referred_by",
    **DETAILS,
}
"""The names that can be typed, and the fields of ``services.editing`` they stand for."""


def parse_assignments(
    assignments: Iterable[str],
    deal: Deal,
    currency: str,
    read_day: Callable[[str], date],
    sources: Sequence[str] = SOURCES,
) -> dict[str, object]:
    """Read all assignments of ``edit``.

    Args:
        assignments: Texts such as ``amount=12k`` or ``company=``; an empty value clears the field.
        deal: The deal as it is; tags can be added to its own and taken from them.
        currency: Of an amount that names none.
        read_day: What reads a typed date.
        sources: Where a lead can come from.

    Returns:
        The changes as ``Pipeline.edit`` takes them.

    Raises:
        BadInput: A field does not exist or is named twice, or a value cannot be understood.
    """
    typed = named_values(assignments, FIELDS, "field")
    return {field: _parse(field, value, deal, currency, read_day, sources) for field, value in typed.items()}


def named_values(assignments: Iterable[str], names: Mapping[str, str], noun: str) -> dict[str, str]:
    """The text each assignment gives, by what its name stands for; dashes, underscores and case do not matter.

    Args:
        assignments: Texts such as ``amount=12k``.
        names: What can be typed before the ``=``, and what it stands for.
        noun: What such a name is called.

    Raises:
        BadInput: There is no ``=``, or a name is unknown or there twice.
    """
    values: dict[str, str] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise BadInput(
                f"“{assignment}” has no “=”. Write it like {noun}=value, in quotes if there is a blank in it."
            )
        found = names.get(name.strip().casefold().replace("_", "-").replace(" ", "-"))
        if found is None:
            raise BadInput(f"“{name}” is not {with_article(noun)}. The {noun}s are {', '.join(names)}.")
        if found in values:
            raise BadInput(f"“{name}” is there twice. Keep the one that is meant.")
        values[found] = value.strip()
    return values


def currency_of(deal: Deal, workspace: Workspace) -> str:
    """The currency of an amount that names none: the deal's own, else the board's."""
    return deal.amount.currency if deal.amount else workspace.default_currency


def _parse(
    field: str, value: str, deal: Deal, currency: str, read_day: Callable[[str], date], sources: Sequence[str]
) -> object:
    match field:
        case "amount":
            return parse_money(value, currency) if value else None
        case "probability":
            return _probability(value)
        case "expected_close":
            return read_day(value) if value else None
        case "source":
            return choose(value, sources, "source") if value else ""
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
