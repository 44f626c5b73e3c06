"""The rows of a file as deals, and which make none and why; of however many rows only a few are held at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from funnelboard.errors import BadInput
from funnelboard.exchange.amounts import AmountReader
from funnelboard.exchange.column_survey import ColumnSurvey
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.headers import Columns
from funnelboard.exchange.imported_deal import ImportedDeal, digest
from funnelboard.exchange.row_cells import SetAside
from funnelboard.exchange.row_reader import RowReader
from funnelboard.exchange.spool import Spool
from funnelboard.exchange.stage_reading import StageReader, StageWord
from funnelboard.exchange.telling_apart import SeenIds, told_apart

_BARE_ID_NAMES = frozenset(("", "id", "number", "uuid", "guid", "key", "no", "nr"))


@dataclass(frozen=True, slots=True)
class ReadDeals:
    """A file's rows as they were understood.

    Attributes:
        deals: In the file's order.
        rejected: The rows that make no deal, those of the file included, by line.
        stages: Each word of the stage column and what was made of it, the most frequent first.
        set_aside: Columns with cells that could not be read.
        assumed: How many amounts were taken to be in a currency that nothing says for certain, by its code.
        day_first: For each field of dates that has a column, how dates like 03/04/2026 were read.
        either_way: For those of them in which a date would be another day read the other way, the first such cell.
        repeats: Rows that say what others said already.
        footer: What stands below the last row.
    """

    deals: Spool[ImportedDeal]
    rejected: Spool[Reject]
    stages: tuple[StageWord, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    assumed: Mapping[str, int] = field(default_factory=dict)
    day_first: Mapping[str, bool] = field(default_factory=dict)
    either_way: Mapping[str, str] = field(default_factory=dict)
    repeats: int = 0
    footer: tuple[str, ...] = ()


def read_deals(
    file: CsvFile,
    columns: Columns,
    currency: str | None,
    day_first: bool | None,
    *,
    default_currency: str = "EUR",
    stages: Mapping[str, str] | None = None,
) -> ReadDeals:
    """Read every row: once for what only all cells of a column tell together, and then one after another.

    Args:
        file: The rows.
        columns: Which column fills which field.
        currency: ISO 4217 code of amounts that name no currency, if the user said so.
        day_first: How dates like 03/04/2026 are meant; None lets the file's own dates decide.
        default_currency: The currency where neither the file nor the user says.
        stages: For words of the stage column what the user said they mean, a key of ``PLACES`` or ``AS_TAG``.

    Raises:
        UnclearDates: The order of day and month cannot be told.
        BadInput: The file cannot be read to its end, or there is no room for what is in it.
    """
    seen = ColumnSurvey(file, columns)
    marks = {name: mark or file.decimal_mark for name, mark in seen.marks.items()}
    amounts = AmountReader(columns.units, marks, seen.currencies, currency, default_currency)
    orders = seen.date_orders(day_first)
    reader = RowReader(columns, orders, amounts, StageReader(stages))
    deals, rejected, ids = Spool(made=ImportedDeal._make), Spool(made=Reject._make), SeenIds()
    rows = file.read()
    for row in rows:
        if isinstance(row, Reject):
            rejected.append(row)
            continue
        try:
            deal = reader.read(row)
        except BadInput as problem:
            rejected.append(Reject(row.line, str(problem), row.cells))
        else:
            deals.append(deal)
            ids.add(deal.external_id)
    read = len(deals)
    if ids.any_again:
        deals = told_apart(deals)
    return ReadDeals(
        deals,
        rejected,
        reader.stages.words(),
        reader.set_aside,
        amounts.assumed,
        orders,
        {name: cell for name in orders if (cell := seen.either_way(name))},
        read - len(deals),
        rows.footer,
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
