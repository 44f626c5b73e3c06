"""Typed text as values: what several forms and lines have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from funnelboard.domain.dates import describe_date, describe_distance, parse_date
from funnelboard.domain.money import Money, format_money, parse_money
from funnelboard.domain.note import NoteKind
from funnelboard.errors import BadInput
from funnelboard.ui.sheet.asked import Field

Value = TypeVar("Value")


class DayReader(Protocol):
    """Reads a typed day, as of today, in the seller's order of day and month."""

    def __call__(self, text: str, today: date, *, day_first: bool) -> date: ...


_KINDS = {**{kind.value: kind for kind in NoteKind}, "mail": NoteKind.EMAIL, "phone": NoteKind.CALL}


def needed(what: str) -> Callable[[str], str]:
    """Reads a text that must not be empty."""

    def read(text: str) -> str:
        if not text.strip():
            raise BadInput(f"A {what} is needed.")
        return text.strip()

    return read


def if_any(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Reads no text as None."""
    return lambda text: read(text) if text.strip() else None


def one_of(text: str, choices: Sequence[str], what: str) -> str:
    """The only choice that begins like the text; empty for no text.

    Raises:
        BadInput: There is none, or there are several.
    """
    wanted = text.strip().casefold()
    if not wanted or wanted in choices:
        return wanted
    found = [choice for choice in choices if choice.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise BadInput(f"“{text.strip()}” is no {what}. Choose one of: {', '.join(found or choices)}.")


def date_in_words(day: date, today: date) -> str:
    """A day and how far away it is."""
    words, distance = describe_date(day, today), describe_distance(day, today)
    return words if words == distance else f"{words}, {distance.replace('overdue', 'ago')}"


def amount_field(name: str, amount: Money | None, default_currency: str, question: str = "") -> Field:
    """An amount as it stands; one typed without a currency has the amount's own, else the one by default."""
    currency = amount.currency if amount else default_currency
    as_it_stands = format_money(amount) if amount else ""

    def read(text: str) -> Money | None:
        return amount if text == as_it_stands else parse_money(text, currency)

    return Field(
        name,
        "amount",
        as_it_stands,
        if_any(read),
        lambda money: format_money(money) if money else "",
        hint="such as 12k",
        question=question,
    )


def day_field(
    name: str,
    label: str,
    text: str,
    today: date,
    *,
    day_first: bool,
    read: DayReader = parse_date,
    hint: str = "such as 3 dec",
    question: str = "",
) -> Field:
    """A day as it stands; what is typed is read as of today, and said in words."""
    return Field(
        name,
        label,
        text,
        if_any(lambda typed: read(typed, today, day_first=day_first)),
        lambda day: date_in_words(day, today) if day else "",
        hint=hint,
        question=question,
    )


def read_note(text: str) -> tuple[NoteKind, str]:
    """The kind and the words of a typed note.

    ``call: wants a price`` is a call; ``Call him`` and ``Acme: pilot`` are plain notes, whole. The words are stripped
    and come out empty when nothing was said.
    """
    first, colon, rest = text.partition(":")
    kind = _KINDS.get(first.strip().casefold()) if colon else None
    return (kind, rest.strip()) if kind is not None else (NoteKind.NOTE, text.strip())
