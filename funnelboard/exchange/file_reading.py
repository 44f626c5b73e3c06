"""Reading a file of any kind that is understood."""

from __future__ import annotations

from pathlib import Path

from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import WORKBOOK_STARTS, CsvFile, read_csv
from funnelboard.exchange.csv_text import open_named
from funnelboard.exchange.safe_text import clean


def read_file(path: Path, sheet: str | None = None) -> CsvFile:
    """Read a CSV file, or one sheet of a workbook.

    Args:
        path: The file.
        sheet: The sheet's name; without it, the first that has rows.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or is none of these; so does reading its rows, as :func:`read_csv` tells.
    """
    if (workbook := _workbook_in(path)) is not None:
        from funnelboard.exchange.workbook_file import read_workbook

        return read_workbook(path, workbook, sheet)
    if sheet is not None:
        raise BadInput(f"“{clean(path.name)}” is no workbook and has no sheets. Leave --sheet out.")
    return read_csv(path)


def sheets_in(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook that have rows; none of any other file. Raises as :func:`read_file`."""
    if (workbook := _workbook_in(path)) is None:
        return ()
    from funnelboard.exchange.workbook_file import sheets_of

    return sheets_of(path, workbook)


def _workbook_in(path: Path) -> bytes | None:
    """What is in a file, if it seems to be a workbook."""
    with open_named(path) as file:
        return file.read() if file.peek(4).startswith(WORKBOOK_STARTS) else None
