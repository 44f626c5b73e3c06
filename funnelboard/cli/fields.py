"""``NAME=VALUE`` as it is typed after a command, and what ``edit`` makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from funnelboard.cli.choices import choose, unknown
from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.deal import SOURCES, Answer, Deal
from funnelboard.domain.money import Money, checked_currency, exponent, format_money, parse_money
from funnelboard.domain.own_fields import PREFIX, key_of, own_name
from funnelboard.domain.sources import read_source, source_words
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
    "currency": "currency",
    "probability": "probability",
    "close": "expected_close",
    "expected-close": "expected_close",
    "source": "source",
    "source-detail": "source_detail",
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
    **{criterion.value: criterion.value for criterion in YES_OR_NO},
}
"""The names that can be typed, and what they stand for: fields of ``services.editing``, the currency, criteria."""

NOBODY = ("none", "nobody")
"""What can be typed instead of an owner."""

ELSEWHERE: Mapping[str, str] = {
    "stage": "move {deal} STAGE",
    "outcome": "move {deal} --won",
    "lost-reason": "move {deal} --lost --reason R",
    "lost-detail": "move {deal} --lost --reason R --detail WORDS",
    "may-return": "move {deal} --lost --reason R --may-return no",
    "closed-at": "move {deal} --won --date D",
    "parked-until": "park {deal} WHEN",
    "parked-reason": "park {deal} WHEN --reason R",
    "next-follow-up": "follow-up {deal} WHEN WHAT",
    "objections": "objection {deal} TEXT",
    "contacts": "contact {deal} add NAME",
}
"""What is known about a deal but changes with something else, and the command that does it."""


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
        The changes as ``Pipeline.edit`` takes them, the answers among them by the names of their criteria.

    Raises:
        BadInput: A field does not exist or is named twice, or a value cannot be understood.
    """
    texts = tuple(assignments)
    for text in texts:
        name = text.partition("=")[0]
        if _plain(name) in ("field", "fields"):
            raise BadInput(f"Own fields are changed one by one. Write it like {PREFIX}renewal=2027-03.")
        if command := ELSEWHERE.get(_plain(name)):
            raise BadInput(f"“{name}” is not changed by edit but by “funnelboard {command.format(deal=deal.id)}”.")
    own = _own_fields(texts)
    typed = named_values((text for text in texts if not _is_own(text)), FIELDS, "field")
    if (detail := typed.pop("source_detail", None)) is not None:
        typed["source"] = source_words(typed.get("source", deal.source), detail)
    code = _currency(typed.pop("currency", ""))
    changes = {field: _parse(field, value, deal, code or currency, read_day, sources) for field, value in typed.items()}
    if code and "amount" not in changes:
        changes["amount"] = _amount_in(code, deal.amount)
    elif code and getattr(changes["amount"], "currency", "") != code:
        raise BadInput(f"The amount is not in {code}. Leave one of amount and currency out.")
    return {**changes, **own}


def _own_fields(assignments: Iterable[str]) -> dict[str, object]:
    """What is to be in own fields, by their names with the prefix, each as it was first typed."""
    found: dict[str, tuple[str, str]] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        own = own_name(name) if equals and _is_own(assignment) else None
        if own is None:
            continue
        if key_of(own) in found:
            raise BadInput(f"“{name}” is there twice. Keep the one that is meant.")
        found[key_of(own)] = f"{PREFIX}{own}", text.strip()
    return dict(found.values())


def _is_own(assignment: str) -> bool:
    return "=" in assignment and assignment.casefold().startswith(PREFIX)


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
            known = assignment if _plain(name) in names else noun
            raise BadInput(
                f"“{assignment}” has no “=”. Write it like {known}=value, in quotes if there is a blank in it."
            )
        plain = _plain(name)
        found = names.get(plain)
        if found is None:
            raise unknown(name, plain, tuple(names), noun)
        if found in values:
            raise BadInput(f"“{name}” is there twice. Keep the one that is meant.")
        values[found] = value.strip()
    return values


def currency_of(deal: Deal, workspace: Workspace) -> str:
    """The currency of an amount that names none: the deal's own, else the board's."""
    return deal.amount.currency if deal.amount else workspace.default_currency


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", "-").replace(" ", "-")


def _currency(typed: str) -> str:
    return checked_currency(typed.upper()) if typed else ""


def _amount_in(currency: str, amount: Money | None) -> Money:
    """The same figure in another currency.

    Raises:
        BadInput: There is none, or the currency has not so many decimals.
    """
    if amount is None:
        raise BadInput(f"There is no amount to be in {currency}. Write it like amount='12k {currency}'.")
    minor = amount.major.scaleb(exponent(currency))
    if minor != int(minor):
        raise BadInput(f"{format_money(amount)} has too many decimals for {currency}. Write the amount too.")
    return Money(int(minor), currency)


def _parse(
    field: str, value: str, deal: Deal, currency: str, read_day: Callable[[str], date], sources: Sequence[str]
) -> object:
    match field:
        case "amount":
            return parse_money(value, currency) if value else None
        case "probability":
            return read_probability(value)
        case "expected_close":
            return read_day(value) if value else None
        case "source":
            return source_words(*read_source(value, sources))
        case "owner":
            return None if value.casefold() in ("", *NOBODY) else value
        case "role":
            return choose(value, Role, "role") if value else Role.OTHER
        case "tags":
            return _tags(value, deal.tags)
        case _ if field in YES_OR_NO:
            return choose(value, Answer, "answer") if value else Answer.UNKNOWN
        case "title" if not value:
            raise BadInput("A deal needs a title. Write it like title='Acme Oy: pilot'.")
        case _:
            return value


def read_probability(value: str) -> int | None:
    """Per cent; None for the stage's own.

    Raises:
        BadInput: It is neither.
    """
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
