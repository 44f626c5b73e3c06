"""Whole deals as a CSV file that spreadsheets open and the import reads back: a row for each deal.

What of a deal no cell can hold goes on in further rows of the same number, without a title. The name of the first
column tells which database a deal's number is of; the last column holds a digest of every other one, by which it shows
what somebody has changed in the file since, and what has changed in the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from funnelboard.domain.money import Money, exponent
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import key_of
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.whole_deal import TakingPart, WholeDeal
from funnelboard.errors import BadInput
from funnelboard.exchange.amounts import AmountReader, settle_decimal_mark
from funnelboard.exchange.column_digests import OWN, differing, digests_in, split_digests
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile
from funnelboard.exchange.csv_text import Reject, Row
from funnelboard.exchange.deal_cells import Reading
from funnelboard.exchange.deal_columns import BLOCKS, COLUMNS, IN_FRONT, Column
from funnelboard.exchange.deal_record import LAST, digests_of
from funnelboard.exchange.headers import Columns, own_column
from funnelboard.exchange.imported_deal import ImportedDeal, digest, fitted
from funnelboard.exchange.safe_text import clean, from_csv_cell
from funnelboard.exchange.values import settle_day_first

_FIRST = re.compile(r"FunnelBoard ID ([0-9a-f]{16})")
_STATE = re.compile(r"columns ((?:[0-9a-f]{8})+)")
_GOES_ON = re.compile(r"\+([0-9]{1,6})")
_BY_NAME = {column.name: column for column in COLUMNS}
_BLOCKS = tuple(column.name for column in BLOCKS)
_DATES = ("expected_close", "parked_until", "birthday")
_EXACT = re.compile(r"[0-9]+(?:\.([0-9]+))?")


def is_table(file: CsvFile) -> bool:
    """Whether FunnelBoard has exported a file."""
    return any(map(_FIRST.fullmatch, file.header))


def table_columns(file: CsvFile) -> Columns:
    """What its columns are taken for: what they are called."""
    return Columns(file.header, {from_csv_cell(name): position for position, name in enumerate(file.header) if name})


def imported(row: TableRow) -> ImportedDeal:
    """What a row says, as far as a deal of any file can say it."""
    deal = row.deal
    person = deal.contacts[0] if deal.contacts else TakingPart("")
    promise = min((each for each in deal.follow_ups if each.done_at is None), default=None)
    return ImportedDeal(
        line=row.line, external_id=row.own_id, title=deal.title, stage=deal.stage, outcome=deal.outcome,
        company=deal.company, contact=person.name, email=person.email, phone=person.phone, job_title=person.job_title,
        owner=deal.owner, source=deal.source, source_detail=deal.source_detail,
        amount=deal.amount.minor if deal.amount else None, currency=deal.amount.currency if deal.amount else None,
        probability=deal.probability, created_at=deal.created_at, closed_at=deal.closed_at,
        expected_close=deal.expected_close.isoformat() if deal.expected_close else None,
        lost_reason=deal.lost_reason, lost_detail=deal.lost_detail, tags=deal.tags,
        note=deal.notes[0].text if deal.notes else "", follow_up=promise.due.isoformat() if promise else None,
        follow_up_time=None, follow_up_what=promise.what if promise else "",
        park_until=deal.parked_until.isoformat() if deal.parked_until else None,
    )  # fmt: skip


class TableRow(NamedTuple):
    """A deal as a file has it.

    Attributes:
        line: Of the file, on which it begins.
        own_id: What it is known by in the database it is from: its number there, or for a row that somebody has added
            to the file what does not change in the life of a deal.
        deal: What the file does not say is as in a new deal.
        edited: The attributes of the deal that somebody has changed in the file; None where it does not tell which.
        digests: Of the file's columns as they were exported.
    """

    line: int
    own_id: str
    deal: WholeDeal
    edited: frozenset[str] | None
    digests: Mapping[str, str]

    def changed_in(self, now: WholeDeal) -> frozenset[str]:
        """The attributes of the deal that are not, in the database it is from, as they were exported."""
        return differing(self.digests, digests_of(now))


class Table(NamedTuple):
    """A file's rows, and which of them are no deals.

    Attributes:
        board: Which database it is from.
        fields: The own fields that it has columns for, by the keys of their names.
    """

    board: str
    rows: tuple[TableRow, ...]
    rejects: tuple[Reject, ...]
    fields: frozenset[str]

    @property
    def source(self) -> str:
        """What the numbers of its deals belong to, in another database."""
        return f"funnelboard {self.board}"


def read_table(file: CsvFile, day_first: bool | None, currency: str | None, default_currency: str) -> Table:
    """Read every deal.

    Args:
        day_first: How dates like 03/04/2026 are meant, which a spreadsheet may have made of ours; None lets the file's
            own dates decide.
        currency: ISO 4217 code of amounts that name none, if the user said so.
        default_currency: The same, if nobody says.

    Raises:
        UnclearDates: The order of day and month cannot be told.
    """
    lines = file.whole()
    reader = _Reader(file.header, lines.rows, day_first, currency, default_currency)
    more: dict[str, list[tuple[int, Mapping[str, Sequence[str]]]]] = defaultdict(list)
    for row in lines.rows:
        if (place := reader.goes_on(row)) is not None:
            more[reader.number(row)].append((place, reader.texts(row)))
    found: dict[str, TableRow] = {}
    rejects = list(lines.rejects)
    for row in lines.rows:
        if reader.goes_on(row) is not None:
            continue
        number = reader.number(row)
        further = [texts for _, texts in sorted(more.get(number, ()), key=lambda each: each[0])]
        try:
            read = reader.read(row.line, number, reader.texts(row), further)
            if read.own_id in found:
                raise BadInput(
                    f"line {found[read.own_id].line} has this deal already; for another one, empty the first cell and "
                    "give it a title of its own"
                )
            found[read.own_id] = read
        except BadInput as problem:
            rejects.append(Reject(row.line, str(problem), row.cells))
    return Table(reader.board, tuple(found.values()), tuple(sorted(rejects)), reader.field_keys)


class _Reader:
    """Reads one file's rows.

    Attributes:
        board: Which database it is from.
    """

    def __init__(
        self,
        header: Sequence[str],
        rows: Sequence[Row],
        day_first: bool | None,
        currency: str | None,
        default_currency: str,
    ) -> None:
        self._positions = {from_csv_cell(name): position for position, name in enumerate(header) if name}
        self._number, self.board = next(
            (position, match[1]) for name, position in self._positions.items() if (match := _FIRST.fullmatch(name))
        )
        known = (*_BY_NAME, LAST, REASON_COLUMN, header[self._number])
        self._fields = {name: own_column(name) for name in self._positions if name not in known}
        columns = {name: self._column(rows, name) for name in (*_DATES, "amount", "currency")}
        if day_first is None:
            day_first = settle_day_first({name: columns[name] for name in _DATES})
        self._reading = Reading(day_first)
        marks = {"amount": settle_decimal_mark(columns["amount"])}
        self._amounts = AmountReader({}, marks, columns["currency"], currency, default_currency)

    @property
    def field_keys(self) -> frozenset[str]:
        """The own fields that there are columns for, by the keys of their names."""
        return frozenset(map(key_of, self._fields.values()))

    def _column(self, rows: Sequence[Row], name: str) -> list[str]:
        position = self._positions.get(name)
        return [] if position is None else [_text(row.cells[position]) for row in rows]

    def number(self, row: Row) -> str:
        """What stands in the first column."""
        return _text(row.cells[self._number]).removeprefix("#")

    def goes_on(self, row: Row) -> int | None:
        """Which of its deal's rows it is, if it is none with the deal itself."""
        last, title = self._positions.get(LAST), self._positions.get("title")
        if last is None or title is None or row.cells[title]:
            return None
        match = _GOES_ON.fullmatch(_text(row.cells[last]))
        return int(match[1]) if match else None

    def texts(self, row: Row) -> dict[str, tuple[str, ...]]:
        """The texts of the columns in which there is something."""
        return {name: (text,) for name, position in self._positions.items() if (text := _text(row.cells[position]))}

    def read(
        self, line: int, number: str, texts: dict[str, tuple[str, ...]], more: Iterable[Mapping[str, Sequence[str]]]
    ) -> TableRow:
        """The deal of a row and of those that go on with it.

        Raises:
            BadInput: It is none; the reason can follow a line number.
        """
        for further in more:
            texts |= {name: (*texts.get(name, ()), *further[name]) for name in _BLOCKS if name in further}
        (last,) = texts.get(LAST, ("",))
        state = _STATE.fullmatch(last)
        digests = split_digests(state[1]) if state else {}
        found = digests_in({name: cells for name, cells in texts.items() if name in _BY_NAME or name in self._fields})
        found = {name: digest for name, digest in found.items() if name in self._positions or name == OWN}
        edited = differing(digests, found) if digests else None
        if number and not (number.isascii() and number.isdigit() and len(number) < 19):
            raise BadInput(f"“{number[:40]}” is not the number of a deal")
        values = {column.name: self._value(column, texts.get(column.name, ())) for column in COLUMNS}
        deal = WholeDeal(
            id=int(number) if number else None,
            amount=self._amount(values.pop("amount"), values.pop("currency")),
            contacts=_contacts(values, "" if number else values["company"]),
            fields=fitted([(name, texts[each][0]) for each, name in self._fields.items() if each in texts]),
            **{column.attribute: values[column.name] for column in COLUMNS if column.attribute},
        )
        _require_consistent(deal)
        return TableRow(line, number or _identity(deal), deal, edited, digests)

    def _value(self, column: Column, texts: Sequence[str]) -> Any:
        if column.name in _BLOCKS:
            return tuple(each for text in texts for each in column.read(text, self._reading))
        return column.read(texts[0], self._reading) if texts else column.empty

    def _amount(self, amount: str, currency: str) -> Money | None:
        if not amount:
            return None
        exact = _EXACT.fullmatch(amount)
        if exact and currency and len(exact[1] or "") == exponent(currency):
            return Money(int(Decimal(amount).scaleb(exponent(currency))), currency)
        return self._amounts.read("amount", amount, currency=currency, country="")


def _contacts(values: Mapping[str, Any], company: str) -> tuple[TakingPart, ...]:
    """The contacts; the company is of the first, where nothing else is said."""
    said: dict[str, Any] = {"company": company}
    said |= {attribute: values[column] for column, attribute in IN_FRONT.items() if values[column] is not None}
    said.setdefault("name", said.get("email") or said.get("phone") or "")
    first = (TakingPart(**said),) if said["name"] else ()
    return (*first, *values["more_contacts"])


def _identity(deal: WholeDeal) -> str:
    names = (deal.title, deal.company, deal.contacts[0].name if deal.contacts else "")
    return f"new {digest(repr(names).casefold())}"


def _require_consistent(deal: WholeDeal) -> None:
    """Refuse what no deal can be.

    Raises:
        BadInput: It is.
    """
    if not deal.title:
        raise BadInput("it has no title")
    if (deal.stage is Stage.CLOSED) != (deal.outcome is not None):
        raise BadInput("a closed deal has an outcome, won or lost, and no other deal has one")
    if (deal.outcome is Outcome.LOST) != (deal.lost_reason is not None):
        raise BadInput(f"a lost deal has a lost_reason, and no other deal has one: {', '.join(LostReason)}")
    if bool(deal.external_id) != bool(deal.external_source):
        raise BadInput("it has only one of external_id and external_source")


def _text(cell: str) -> str:
    return clean(from_csv_cell(cell), multiline=True).strip()
