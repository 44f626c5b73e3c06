"""Exchange rates from a CSV file: a column with currency codes, one with what a unit is worth, one with days if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from funnelboard.domain.money import checked_currency
from funnelboard.domain.rates import read_rate
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import read_csv
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.values import local_day, read_moment, settle_day_first

NAMES = {
    "currency": ("currency", "currency code", "code", "iso", "iso code"),
    "rate": ("rate", "exchange rate", "worth", "value", "per unit"),
    "date": ("date", "day", "as of", "valid from"),
}
"""What a column may be called, in lower case without accents."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rate of a file; without a day of its own where there is no column for it, or nothing in it."""

    currency: str
    worth: Decimal
    day: date | None


def read_rates(path: Path, day_first: bool | None = None) -> tuple[RateLine, ...]:
    """The rates of a file, of each currency the newest.

    Args:
        day_first: Whether 3/12 is the third of December; None to find out.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or a line is no rate: then none of them is taken.
    """
    file = read_csv(path)
    rows, rejects, _ = file.whole()
    if rejects:
        raise BadInput(f"Line {rejects[0].line}: {rejects[0].reason}. Nothing was imported.")
    places = {field: _place(field, file.header) for field in NAMES}
    code_at, rate_at, day_at = places["currency"], places["rate"], places["date"]
    if code_at is None or rate_at is None:
        raise BadInput("The file needs a column “currency” and a column “rate”, and may have a column “date”.")
    if day_first is None and day_at is not None:
        day_first = settle_day_first({file.header[day_at]: [row.cells[day_at].strip() for row in rows]})
    newest: dict[str, RateLine] = {}
    for row in rows:
        try:
            code = checked_currency(row.cells[code_at].strip().upper())
            moment = None if day_at is None else read_moment(row.cells[day_at].strip(), bool(day_first))
            found = RateLine(code, read_rate(row.cells[rate_at])[1], moment and local_day(moment))
        except BadInput as error:
            raise BadInput(f"Line {row.line}: {str(error).rstrip('.')}. Nothing was imported.") from None
        before = newest.get(code)
        if before is None or (found.day or date.min) >= (before.day or date.min):
            newest[code] = found
    return tuple(newest.values())


def _place(field: str, header: Sequence[str]) -> int | None:
    words = [words_of(name) for name in header]
    return next((words.index(name) for name in NAMES[field] if name in words), None)
