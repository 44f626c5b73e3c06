"""What only all cells of a column tell together: how its amounts and dates are written."""

from __future__ import annotations

from functools import lru_cache

from funnelboard.exchange.amounts import mark_in, settled_mark
from funnelboard.exchange.column_guess import DATE_FIELDS
from funnelboard.exchange.csv_file import CsvFile
from funnelboard.exchange.headers import AMOUNT_FIELDS, Columns
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.values import REMEMBERED, DayOrder, UnclearDates

_MOST_CURRENCIES = 1_000
"""Different cells of a currency column that are looked at: there are fewer currencies."""


class ColumnSurvey:
    """One reading of a file for the sake of its columns of amounts and dates.

    Attributes:
        marks: What stands in front of decimals in a column of amounts, by the field it fills; "" where none tells.
        currencies: The different cells of the currency column.
    """

    def __init__(self, file: CsvFile, columns: Columns) -> None:
        self._columns = columns
        self._dates = DayOrder()
        positions = columns.positions
        amounts = {name: positions[name] for name in AMOUNT_FIELDS if name in positions}
        dates = [(columns.name_of(name), positions[name]) for name in DATE_FIELDS if name in positions]
        marks: dict[str, set[str]] = {name: set() for name in amounts}
        self.currencies: set[str] = set()
        currency = positions.get("currency")
        for row in file.rows() if amounts or dates else ():
            cells = row.cells
            for name, position in amounts.items():
                marks[name].add(mark_in(_plain(cells[position])))
            for name, position in dates:
                self._dates.see(name, _plain(cells[position]))
            if currency is not None and len(self.currencies) < _MOST_CURRENCIES:
                self.currencies.add(_plain(cells[currency]))
        self.marks = {name: settled_mark(found) for name, found in marks.items()}

    def date_orders(self, day_first: bool | None) -> dict[str, bool]:
        """For each column of dates whether the day is first: as all of them tell together, or else each by itself.

        Args:
            day_first: What the user has said of it.

        Raises:
            UnclearDates: It cannot be told.
        """
        columns = {name: self._columns.name_of(name) for name in DATE_FIELDS if name in self._columns.positions}
        if day_first is None:
            try:
                day_first = self._dates.settle(columns.values())
            except UnclearDates:
                if len(columns) == 1:
                    raise
                return {name: self._dates.settle((column,)) for name, column in columns.items()}
        return dict.fromkeys(columns, day_first)

    def either_way(self, name: str) -> str | None:
        """A cell of a field of dates that is another day when it is read the other way; None without one."""
        return self._dates.either_way(self._columns.name_of(name))


@lru_cache(maxsize=REMEMBERED)
def _plain(cell: str) -> str:
    return clean(cell).strip()
