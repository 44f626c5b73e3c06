"""The rows of a list of people: who they are, and which rows name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import CsvFile
from funnelboard.exchange.csv_text import Reject, Row
from funnelboard.exchange.headers import Columns, NoTitle
from funnelboard.exchange.imported_person import ImportedPerson
from funnelboard.exchange.row_cells import CellReader, SetAside
from funnelboard.exchange.row_people import company_of, people_of, phone_of
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.spool import Spool
from funnelboard.exchange.values import local_day, read_moment, settle_day_first

FIELDS = ("first_name", "last_name", "contact", "company", "email", "phone", "mobile", "job_title", "birthday")
"""What a file can say of a person."""

_NAMES = ("first_name", "last_name", "contact", "email", "phone", "mobile")


class ReadPeople(NamedTuple):
    """A file's rows as they were understood.

    Attributes:
        people: In the file's order.
        rejected: The rows that name nobody, those of the file included, by line.
        set_aside: Columns with cells that could not be read; they are left out.
    """

    people: tuple[ImportedPerson, ...]
    rejected: Sequence[Reject]
    set_aside: tuple[SetAside, ...]


class NoNames(NoTitle):
    """Nothing in a file can be the name of a person."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(columns.header, "the people's names", "contact")


def read_people(file: CsvFile, columns: Columns, day_first: bool | None) -> ReadPeople:
    """Read every row.

    Args:
        file: The rows.
        columns: Which column fills which field.
        day_first: How birthdays like 03/04/1980 are meant; None lets the file's own dates decide.

    Raises:
        NoNames: No column has names, addresses or numbers.
        UnclearDates: The order of day and month cannot be told.
    """
    if not columns.positions.keys() & _NAMES:
        raise NoNames(columns)
    if day_first is None and "birthday" in columns.positions:
        position = columns.positions["birthday"]
        cells = (clean(row.cells[position]).strip() for row in file.rows())
        day_first = settle_day_first({columns.name_of("birthday"): cells})
    reader = CellReader(columns)
    people: list[ImportedPerson] = []
    rejected = Spool[Reject]()
    for row in file.read():
        if isinstance(row, Reject):
            rejected.append(row)
            continue
        try:
            people += _people(reader, row, day_first or False)
        except BadInput as problem:
            rejected.append(Reject(row.line, str(problem), row.cells))
    return ReadPeople(tuple(people), rejected, tuple(reader.set_aside.values()))


def _people(reader: CellReader, row: Row, day_first: bool) -> list[ImportedPerson]:
    cells = reader.read(row.cells)
    company, phone = company_of(cells), phone_of(cells)
    (name, email), *others = people_of(cells)
    if not (name or email or phone):
        raise BadInput("it names nobody")
    birthday = cells.try_read("birthday", lambda cell: read_moment(cell, day_first))
    day = local_day(birthday).isoformat() if birthday else None
    first = ImportedPerson(name or email or phone, company, email, phone, cells.text["job_title"], day)
    return [first, *(ImportedPerson(name or email, company, email) for name, email in others)]
