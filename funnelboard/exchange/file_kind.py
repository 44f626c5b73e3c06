"""What a file is a list of, where that is not deals; and files that begin with their first row instead of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from funnelboard.domain.money import parse_money
from funnelboard.errors import BadInput
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.column_words import KINDS
from funnelboard.exchange.csv_file import CsvFile, made_file
from funnelboard.exchange.csv_text import Reject, Row
from funnelboard.exchange.folding import squashed
from funnelboard.exchange.headers import Columns
from funnelboard.exchange.stage_words import OUTCOMES, STAGES
from funnelboard.exchange.values import read_moment

_SAMPLE = 200
_MOST = 0.8
_NAMELESS = re.compile(r"column \d+")
_ABOVE = 10
"""Lines above a header that are looked at."""
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,}")
_TELLING = {"companies": 2, "activities": 2, "products": 1}
"""How many columns of a kind tell that a file is a list of it."""

_OF_DEALS = frozenset(("outcome", "probability", "expected_close", "closed", "lost_reason", "source", "final_amount"))
_OF_PEOPLE = frozenset(("contact", "email", "first_name", "last_name"))
_NOT_OF = {
    "companies": _OF_DEALS | _OF_PEOPLE | {"stage"},
    "activities": _OF_DEALS | {"amount"},
    "products": _OF_DEALS | _OF_PEOPLE | {"stage", "company", "owner", "created"},
}
"""Fields that such a list does not have."""

_KINDS = {kind: frozenset(map(squashed, names.split(", "))) for kind, names in KINDS.items()}
_NAMES = frozenset(squashed(name) for names in FIELD_NAMES.values() for name in names)


class NotDeals(BadInput):
    """A file is a list of something else, as it seems.

    Attributes:
        kind: Of what, in the plural.
    """

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(
            f"“{name}” looks like a list of {kind}, not of deals. If each row is to be a deal, say so with --as deals; "
            "if the people in it are to become contacts, with --as contacts."
        )
        self.kind = kind


def other_kind(columns: Columns) -> str | None:
    """What a file seems to be a list of, when it does not seem to be one of deals or people."""
    names = set(map(squashed, columns.header))
    title = columns.positions.get("title")
    is_named = title != columns.positions.get("company") and squashed(columns.header[title or 0]) != "name"
    for kind, telling in _KINDS.items():
        is_of_it = len(names & telling) >= _TELLING[kind] and not _NOT_OF[kind] & columns.positions.keys()
        if is_of_it and not (kind == "companies" and is_named):
            return kind
    return None


def with_header(file: CsvFile) -> CsvFile:
    """The file, with columns named by what is in them when it begins with its first row instead of their names.

    It does so when nothing in its first line is the name of a column, and something there is a date, a number or an
    address.
    """
    file = _below_title(file)
    first = file.header
    if any(squashed(name) in _NAMES for name in first) or not any(map(_has_data, first)):
        return file
    rows = islice(file.rows(), _SAMPLE - 1)
    return replace(file, header=tuple(_names([first, *(row.cells for row in rows)])), above=file.above - 1)


def _below_title(file: CsvFile) -> CsvFile:
    """The file without the lines above its header, where these have one cell each and it has the names of columns."""
    above = ["" if _NAMELESS.fullmatch(name) else name for name in file.header]
    for record in islice(file.read(), _ABOVE):
        if sum(map(bool, above)) != 1:
            return file
        above = [cell.strip() for cell in _cells(record)]
        if sum(squashed(name) in _NAMES for name in above) > 1:
            return made_file(
                file.path, file.records, file.delimiter, file.encoding, file.decimal_mark, above=record.line - 1
            )
    return file


def _cells(record: Row | Reject) -> tuple[str, ...]:
    return record.row if isinstance(record, Reject) else record.cells


def _has_data(cell: str) -> bool:
    return _content(cell) in ("email", "phone", "amount", "close date")


def _names(rows: Sequence[Sequence[str]]) -> list[str]:
    names: list[str] = []
    texts = iter(("title", "company", "contact", "owner", "note"))
    for position in range(len(rows[0])):
        found = [_content(row[position].strip()) for row in rows if row[position].strip()]
        likeliest = max(set(found), key=found.count, default="")
        name = likeliest if likeliest and found.count(likeliest) >= _MOST * len(found) else next(texts, "")
        names.append(name if name and name not in names else f"column {position + 1}")
    return names


def _content(cell: str) -> str:
    """The field that a cell by itself is likely to belong to, or ""."""
    if _EMAIL.fullmatch(cell):
        return "email"
    word = squashed(cell)
    if word in STAGES or word in OUTCOMES:
        return "stage"
    if not any(map(str.isdigit, cell)):
        return ""
    try:
        read_moment(cell, day_first=True)
    except BadInput:
        pass
    else:
        return "close date"
    if _PHONE.fullmatch(cell) and (cell.startswith("+") or " " in cell):
        return "phone"
    try:
        parse_money(cell, "EUR")
    except BadInput:
        return ""
    return "amount"
