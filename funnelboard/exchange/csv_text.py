"""What is in a CSV file, record by record, from the disk as often as it is needed."""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput, NotFound, reason
from funnelboard.exchange.csv_dialect import Dialect
from funnelboard.exchange.safe_text import clean
from funnelboard.ordinary_file import State, open_ordinary, state_of

MAX_BYTES = 256 * 2**20
"""The largest file that is read."""

MAX_ROWS, MAX_CELLS = 1_000_000, 20_000_000
"""Records and cells that a file may have."""

MAX_COLUMNS, MAX_CELL = 2_000, 131_072
"""Cells that a record may have, and characters that a cell may have."""


class Row(NamedTuple):
    """One record as written in the file; ``line`` (from 1) is the line of the file it begins on."""

    line: int
    cells: tuple[str, ...]


class Reject(NamedTuple):
    """One row that was not taken over, and the sentence saying why."""

    line: int
    reason: str
    row: tuple[str, ...]


Records = Callable[[], Iterator[Row | Reject]]
"""What reads every record of a file, from the beginning."""


class CsvText:
    """What is in a CSV file, as it was when it was first looked at.

    Attributes:
        dialect: How it is written.
    """

    dialect: Dialect

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._state = state

    @contextmanager
    def open(self) -> Iterator[BufferedReader]:
        """Open it once more.

        Raises:
            BadInput: It is not the file that it was; at the end of the reading, others have written to it meanwhile.
        """
        with open_named(self.path) as file:
            self._require_same(file)
            yield file
            self._require_same(file)

    def records(self) -> Iterator[Row | Reject]:
        """Every record of it."""
        dialect, name = self.dialect, clean(self.path.name)
        with self.open() as file:
            lines = io.TextIOWrapper(file, dialect.encoding, errors="replace", newline="")
            yield from below(dialect.skip, _records(lines, dialect.delimiter, name))

    def _require_same(self, file: BufferedReader) -> None:
        if state_of(os.fstat(file.fileno())) != self._state:
            name = clean(self.path.name)
            raise BadInput(f"“{name}” has been changed since it was read first. Nothing was imported: do it again.")


@contextmanager
def open_named(path: Path) -> Iterator[BufferedReader]:
    """Open a file that somebody named.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or is larger than is read.
    """
    try:
        with open_ordinary(path, MAX_BYTES) as file:
            yield file
    except FileNotFoundError:
        raise NotFound(f"There is no file “{clean(str(path))}”. Check its name.") from None
    except UnicodeError:
        raise
    except (OSError, ValueError) as error:
        raise BadInput(f"“{clean(path.name)}” cannot be read: {reason(error)}. Name a CSV file.") from error


def below(line: int, records: Iterator[Row | Reject]) -> Iterator[Row | Reject]:
    """The records from the first one on that begins below a line."""
    return itertools.dropwhile(lambda record: record.line <= line, records)


def _records(lines: Iterable[str], delimiter: str, name: str) -> Iterator[Row | Reject]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    held = 0
    for count in itertools.count():
        line = reader.line_num + 1
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            problem = str(error)
            if "field limit" in problem or "unexpected end" in problem:
                raise BadInput(
                    f"“{name}” has a cell without an end, or with more than {MAX_CELL:,} characters, from line {line} "
                    "on. Is a quotation mark not closed there? Put it right."
                ) from None
            yield Reject(line, "a quotation mark inside a quoted cell is not doubled", ())
            continue
        if len(cells) > MAX_COLUMNS:
            raise BadInput(f"Line {line} of “{name}” has {len(cells):,} columns; {MAX_COLUMNS:,} fit. Leave some out.")
        held += len(cells)
        if count > MAX_ROWS or held > MAX_CELLS:
            raise BadInput(
                f"“{name}” has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells. Split it and import the parts."
            )
        yield Row(line, cells)
