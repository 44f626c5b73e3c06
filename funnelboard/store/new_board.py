"""A new database that is made of the rows of another one: whole, and the same, or not there at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from funnelboard.errors import DatabaseError
from funnelboard.store.contents import HELD, Contents, columns_of, row_name
from funnelboard.store.database import READ_AT_ONCE
from funnelboard.store.progress import Progress

NOTHING_KEPT = "Nothing was copied."


class WrongRow(DatabaseError):
    """A row that no database of this schema can have; the message ends a sentence about it.

    Attributes:
        number: Where the row stands among those of its table, from 1; 0 where that is not known.
    """

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


class NewBoard(ABC):
    """What is being made: nobody sees it before all is in it."""

    @abstractmethod
    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put all rows of a table into it, with their columns in order.

        Raises:
            WrongRow: The engine cannot keep one of them.
        """

    @abstractmethod
    def complete(self, last_ids: Mapping[str, int], step: Callable[[float], None]) -> None:
        """Have indexes and rules, now that all rows are there.

        Args:
            last_ids: By table the last id that was given in it.
            step: Told now and then how much of that is done, of 1.

        Raises:
            WrongRow: The rows break a rule between them.
        """

    @abstractmethod
    def contents(self) -> Contents:
        """What is in it."""


def copy_board(held: Contents, made: NewBoard, source: str, progress: Progress) -> dict[str, int]:
    """Put all there is into a new board, and compare both table by table, row by row, and by their last ids.

    Args:
        source: What the rows are from, for sentences.

    Returns:
        How many rows there are, by table.

    Raises:
        DatabaseError: A row cannot be kept, or is not as it was; the new board is not to be kept then.
    """
    watch = _Watch(held.about, progress)
    written, table = dict[str, _Digest](), ""
    try:
        for table in HELD:
            written[table] = _Digest()
            made.fill(table, written[table].taken_of(watch.count(held.of(table))))
        table = ""
        made.complete(held.last_ids, watch.step)
    except WrongRow as error:
        row = next(islice(held.of(table), error.number - 1, None)) if table and error.number else None
        what = row_name(table, row) if row is not None else f"the table {table}" if table else "it"
        raise DatabaseError(
            f"{source} cannot be copied: {what} cannot be kept there, for {error}. {NOTHING_KEPT}"
        ) from error
    there = made.contents()
    for table, digest in written.items():
        found = _Digest()
        for _ in found.taken_of(watch.count(there.of(table))):
            pass
        if found != digest:
            raise DatabaseError(f"The table {table} is not the same in the copy as in {source}. {NOTHING_KEPT}")
    if dict(there.last_ids) != dict(held.last_ids):
        raise DatabaseError(f"The copy would give other numbers to new rows than {source}. {NOTHING_KEPT}")
    watch.finish()
    return {table: digest.rows for table, digest in written.items()}


class _Digest:
    """What tells the rows of a table from any others."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = sha256()

    def taken_of(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows, handed on."""
        while lot := list(islice(rows, READ_AT_ONCE)):
            self._sum.update(repr(lot).encode(errors="surrogatepass"))
            self.rows += len(lot)
            yield from lot

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Digest) and (self.rows, self._sum.digest()) == (other.rows, other._sum.digest())

    __hash__ = None  # type: ignore[assignment]


class _Watch:
    """Tells how far it is: what is written and compared are rows, and what is between them takes as long as half."""

    def __init__(self, rows: int, progress: Progress) -> None:
        self._rows = max(rows, 1)
        self._total = 5 * self._rows // 2
        self._done = 0
        self._progress = progress

    def count(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows, handed on."""
        for number, row in enumerate(rows, 1):
            yield row
            if number % READ_AT_ONCE == 0:
                self._done += READ_AT_ONCE
                self._progress(min(self._done, self._total), self._total)

    def step(self, part: float) -> None:
        """So much of what is between them is done."""
        self._done = self._rows + int(self._rows * part / 2)
        self._progress(min(self._done, self._total), self._total)

    def finish(self) -> None:
        """All is done."""
        self._progress(self._total, self._total)


def in_order(table: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Rows by their columns as rows with their columns in order; what is not named has no value.

    Raises:
        WrongRow: The table has no such column, or a value is neither a number nor a text.
    """
    columns = columns_of(table)
    for values in rows:
        if unknown := values.keys() - set(columns):
            raise WrongRow(f"the table “{table}” has no column “{min(unknown)}”")
        if not all(isinstance(value, int | str) for value in values.values()):
            raise WrongRow("a value is neither a number nor a text")
        yield [values.get(column) for column in columns]
