"""Writing the rows of a file that were rejected into a file of the same columns, to be put right there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from funnelboard.errors import BadInput, reason
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile, csv_line
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.safe_text import clean, csv_cell, from_csv_cell
from funnelboard.new_file import write_new

_MARK = "\ufeff"
"""The byte order mark that spreadsheets know UTF-8 by."""


def require_free(path: Path) -> None:
    """Refuse a name that something has already.

    Raises:
        BadInput: Something has.
    """
    if os.path.lexists(path):
        raise _taken(path)


def write_rejects(path: Path, file: CsvFile, rejects: Iterable[Reject]) -> None:
    """Write rejected rows as a CSV file of the same columns and delimiter, and a last one: which line it was, and why.

    It is UTF-8, can be imported once it has been put right, and gets its name when all of it is there.

    Raises:
        BadInput: The file exists already, or cannot be written.
    """
    try:
        write_new(path, _lines(file, rejects))
    except FileExistsError:
        raise _taken(path) from None
    except (OSError, ValueError) as error:
        name = clean(path.name)
        raise BadInput(f"“{name}” cannot be written: {reason(error)}. Nothing was imported.") from error


def _lines(file: CsvFile, rejects: Iterable[Reject]) -> Iterator[str]:
    yield _MARK + csv_line((*map(_exported, file.header), REASON_COLUMN), file.delimiter)
    for reject in rejects:
        cells = (*reject.row, *[""] * (len(file.header) - len(reject.row)))
        why = f"line {reject.line}: {reject.reason}"
        yield csv_line((*map(_exported, cells), csv_cell(why)), file.delimiter)


def _exported(cell: str) -> str:
    """The cell made safe for a spreadsheet, unless it already was when it was read."""
    return cell if from_csv_cell(cell) != cell else csv_cell(cell)


def _taken(path: Path) -> BadInput:
    return BadInput(f"“{clean(path.name)}” exists already. Give --rejects the name of a new file.")
