"""The rows of a CSV file as deals: which rows say the same, what tells them apart, and which make no deal and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from funnelboard.domain.own_fields import OwnFields
from funnelboard.errors import BadInput
from funnelboard.exchange.amounts import AmountReader, settle_decimal_mark
from funnelboard.exchange.column_guess import DATE_FIELDS
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile, Reject
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.headers import AMOUNT_FIELDS, Columns
from funnelboard.exchange.imported_deal import ImportedDeal, digest, fitted
from funnelboard.exchange.row_cells import SetAside
from funnelboard.exchange.row_reader import RowReader
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.stage_reading import StageReader, StageWord
from funnelboard.exchange.values import UnclearDates, settle_day_first

_BARE_ID_NAMES = frozenset(("", "id", "number", "uuid", "guid", "key", "no", "nr"))


class ReadDeals(NamedTuple):
    """A file's rows as they were understood.

    Attributes:
        deals: In the file's order.
        rejected: The rows that make no deal, those of the file included, by line.
        stages: Each word of the stage column and what was made of it, the most frequent first.
        set_aside: Columns with cells that could not be read.
        assumed: How many amounts were taken to be in a currency that nothing says for certain, by its code.
        day_first: For each field of dates that has a column, how dates like 03/04/2026 were read.
    """

    deals: tuple[ImportedDeal, ...]
    rejected: tuple[Reject, ...]
    stages: tuple[StageWord, ...]
    set_aside: tuple[SetAside, ...]
    assumed: Mapping[str, int]
    day_first: Mapping[str, bool]


def read_deals(
    file: CsvFile,
    columns: Columns,
    currency: str | None,
    day_first: bool | None,
    *,
    default_currency: str = "EUR",
    stages: Mapping[str, str] | None = None,
) -> ReadDeals:
    """Read every row.

    Args:
        file: The rows.
        columns: Which column fills which field.
        currency: ISO 4217 code of amounts that name no currency, if the user said so.
        day_first: How dates like 03/04/2026 are meant; None lets the file's own dates decide.
        default_currency: The currency where neither the file nor the user says.
        stages: For words of the stage column what the user said they mean, a key of ``PLACES`` or ``AS_TAG``.

    Raises:
        UnclearDates: The order of day and month cannot be told.
    """
    marks = {
        name: settle_decimal_mark(_column(file, columns, name)) or file.decimal_mark
        for name in AMOUNT_FIELDS
        if name in columns.positions
    }
    currencies = _column(file, columns, "currency") if "currency" in columns.positions else ()
    amounts = AmountReader(columns.units, marks, currencies, currency, default_currency)
    orders = _date_orders(file, columns, day_first)
    reader = RowReader(columns, orders, amounts, StageReader(stages))
    deals: list[ImportedDeal] = []
    rejects = list(file.rejects)
    for row in file.rows:
        try:
            deals.append(reader.read(row))
        except BadInput as problem:
            rejects.append(Reject(row.line, str(problem), row.cells))
    return ReadDeals(
        _told_apart(deals),
        tuple(sorted(rejects)),
        reader.stages.words(),
        reader.set_aside,
        amounts.assumed,
        orders,
    )


def source_name(file: CsvFile, columns: Columns) -> str:
    """What the external ids of a file belong to, the same for every export of the same program.

    It is the name of the column they are in. Where that is just "id", or there is none, the names of all columns count.
    """
    has_ids = "external_id" in columns.positions
    name = words_of(columns.name_of("external_id")) if has_ids else "rows"
    if has_ids and name not in _BARE_ID_NAMES:
        return name
    others = "\n".join(words_of(column) for column in columns.header if column != REASON_COLUMN)
    return f"{name or 'id'} {digest(others)}"


def _date_orders(file: CsvFile, columns: Columns, day_first: bool | None) -> dict[str, bool]:
    """For each column of dates whether the day is first: as all of them tell together, or else each by itself."""
    names = [name for name in DATE_FIELDS if name in columns.positions]
    if day_first is None:
        cells = {columns.name_of(name): _column(file, columns, name) for name in names}
        try:
            day_first = settle_day_first(cells)
        except UnclearDates:
            if len(cells) == 1:
                raise
            return {name: settle_day_first({(column := columns.name_of(name)): cells[column]}) for name in names}
    return dict.fromkeys(names, day_first)


def _told_apart(deals: Sequence[ImportedDeal]) -> tuple[ImportedDeal, ...]:
    """The deals, each with an id of its own that does not depend on the order of the rows.

    Rows of one id that say the same are one deal, whatever they have in own fields; others are deals of their own.
    Without ids, each row is one.
    """
    if len({deal.external_id for deal in deals}) == len(deals):
        return tuple(deals)
    rows_of: dict[str, list[ImportedDeal]] = defaultdict(list)
    for deal in deals:
        rows_of[deal.external_id].append(deal)
    apart = (deal for rows in rows_of.values() for deal in (_tell_apart(rows) if len(rows) > 1 else rows))
    return tuple(sorted(apart))


def _tell_apart(rows: Sequence[ImportedDeal]) -> Iterator[ImportedDeal]:
    if rows[0].is_known_by_content:
        for number, deal in enumerate(sorted(rows, key=lambda deal: deal.fields), start=1):
            yield deal if number == 1 else deal._replace(external_id=f"{deal.external_id}-{number}")
        return
    same: dict[ImportedDeal, list[ImportedDeal]] = defaultdict(list)
    for deal in rows:
        same[deal._replace(line=0, fields=())].append(deal)
    taken: Counter[str] = Counter()
    for said, (first, *repeats) in sorted(same.items(), key=lambda each: (each[0].identity, repr(each[0]))):
        row_id = f"{said.external_id} {said.identity}" if taken else said.external_id
        taken[row_id] += 1
        if taken[row_id] > 1:
            row_id = f"{row_id}-{taken[row_id]}"
        fields = _joined([first, *repeats]) if repeats else first.fields
        yield first._replace(external_id=row_id, repeats=len(repeats), fields=fields)


def _joined(rows: Sequence[ImportedDeal]) -> OwnFields:
    """The own fields of rows that are one deal: each text once, in an order that is not the rows'."""
    names = list(dict.fromkeys(name for deal in rows for name, _ in deal.fields))
    said = sorted({each for deal in rows for each in deal.fields}, key=lambda each: (names.index(each[0]), each[1]))
    return fitted(said)


def _column(file: CsvFile, columns: Columns, field: str) -> Sequence[str]:
    position = columns.positions[field]
    return [clean(row.cells[position]).strip() for row in file.rows]
