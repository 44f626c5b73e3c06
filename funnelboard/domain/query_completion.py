"""Completing a query while it is typed: ``ow`` becomes ``owner:``, and ``stage:o`` becomes ``stage:opportunity``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.deal_query import FIELD, LIST_ITEM, TOKEN, field_values
from funnelboard.domain.own_fields import PREFIX, key_of, typed_name
from funnelboard.domain.query_fields import CHOICES, DUE, FIELDS, NUMBERS, OWN

WORDS: Mapping[str, Sequence[str]] = {**CHOICES, "due": DUE, "owner": ("me", "none"), OWN: ("none",)}
"""What the language itself has for a field, offered before anything given."""

_NEEDS_QUOTES = re.compile(r"[\s,]|^[<>=]")


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in the place of a part of a query.

    Attributes:
        start, end: The part, counted in characters; ``end`` is the one after its last.
        candidates: What may replace it, in the order to offer it. A field's name ends with its operator; a value is in
            quotes where it needs them, and a blank follows it at the end of the query.
    """

    start: int
    end: int
    candidates: tuple[str, ...] = ()

    def applied(self, text: str, index: int) -> tuple[str, int]:
        """The query with a candidate in its place, and the caret behind that.

        Args:
            text: The query that was completed.
            index: Of the candidate, of which there must be one; it goes round and round, as Tab does.
        """
        candidate = self.candidates[index % len(self.candidates)]
        return text[: self.start] + candidate + text[self.end :], self.start + len(candidate)


def complete_query(text: str, caret: int, values: Mapping[str, Sequence[str]]) -> Completion:
    """Complete the field or the value at the caret, whatever its case and diacritics.

    A field's name is completed where it ends at the caret, all names where there is a blank before it. A value is
    replaced as a whole, also when the caret is within it; values that are in the list already are not offered again.

    Args:
        text: The query as it stands.
        caret: Characters before the caret.
        values: What the board has for a field, in the order to offer it: logins for ``owner``, names for ``tag``,
            ``company`` and ``contact``, codes for ``currency``. For ``source`` they stand in for the usual sources, and
            for ``field`` they are the names of the own fields.

    Returns:
        No candidates where nothing can be completed: in quoted text, behind a date or a number, after a comparison.
    """
    caret = min(max(caret, 0), len(text))
    token = next((each for each in TOKEN.finditer(text) if each.start() <= caret <= each.end()), None)
    if token is None:
        return Completion(caret, caret, _names("", values))
    start, end = token.span()
    if text.startswith("-", start) and caret > start:
        start += 1
    match = FIELD.fullmatch(text, start, end)
    if match is not None and caret >= match.start("value"):
        return _complete_value(match, caret, values)
    return Completion(start, end, _names(text[start:end], values)) if caret == end else Completion(caret, caret)


def _names(typed: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names of fields that begin so, and then of own fields, in which only letters and digits count."""
    usual = (
        f"{field}{'>' if field in NUMBERS else ':'}" for field in FIELDS if _plain(field).startswith(_plain(typed))
    )
    begun = key_of(_plain(typed))
    own = (name for name in values.get(OWN, ()) if key_of(_plain(PREFIX + name)).startswith(begun))
    return (*usual, *(f"{PREFIX}{typed_name(name)}:" for name in own))


def _complete_value(match: re.Match[str], caret: int, values: Mapping[str, Sequence[str]]) -> Completion:
    field, text = match["name"].casefold(), match.string
    if match["operator"].removeprefix(":") not in ("", "="):
        return Completion(caret, caret)
    first, last = match.span("value")
    item = next((each for each in LIST_ITEM.finditer(text, first, last) if each.start() <= caret <= each.end()), None)
    start, end = item.span() if item is not None else (caret, caret)
    if text.count('"', start, end) % 2:
        # An open quote runs to the end of the query, over terms that are still meant.
        end = caret
    others = {_plain(value) for value in field_values(field, f"{text[first:start]},{text[end:last]}")}
    typed = _plain(text[start:caret].replace('"', "").lstrip())
    if field == "tag":
        typed = typed.removeprefix("#")
    found = [each for each in _offered(field, values) if _plain(each).startswith(typed) and _plain(each) not in others]
    blank = " " if end == len(text) else ""
    return Completion(start, end, tuple(f"{_quoted(each)}{blank}" for each in found))


def _offered(field: str, values: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """What a field can be completed to, once each; quotes cannot be asked for."""
    given = values.get(field, SOURCES if field == "source" else ())
    return (each for each in dict.fromkeys((*WORDS.get(field, ()), *given)) if each.strip() and '"' not in each)


def _quoted(value: str) -> str:
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value


def _plain(text: str) -> str:
    """Text without case and diacritics, for comparison."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
