"""Importing contacts from a file: first a plan, which only reads; then one transaction, undone as one change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from funnelboard.domain.grammar import counted
from funnelboard.exchange.csv_file import CsvFile
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.file_kind import with_header
from funnelboard.exchange.file_reading import read_file
from funnelboard.exchange.headers import Columns, match_columns
from funnelboard.exchange.imported_people import FIELDS, ReadPeople, read_people
from funnelboard.exchange.imported_person import ImportedPerson
from funnelboard.exchange.safe_text import clean
from funnelboard.services.importing.alike import Alike, alike_companies, alike_people
from funnelboard.services.importing.carrying_out import importing, rejecting
from funnelboard.services.importing.contacts import ImportedContacts
from funnelboard.services.importing.names import add_companies
from funnelboard.services.workspace import Workspace
from funnelboard.store import imports
from funnelboard.store.search_text import fold


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """A list of people as it was understood.

    Attributes:
        file: The rows as written.
        columns: Which column fills which field.
        read: The people.
    """

    file: CsvFile
    columns: Columns
    read: ReadPeople

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return clean(self.file.path.name)

    @property
    def used(self) -> tuple[tuple[str, str], ...]:
        """Each column that says something of a person, and the field it fills."""
        return tuple(pair for pair in self.columns.used if pair[1] in FIELDS)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The columns that say nothing of a contact, and are left out."""
        used = {column for column, _ in self.used}
        return tuple(column for column in self.columns.header if column and column not in used)


@dataclass(frozen=True, slots=True)
class ContactReport:
    """What an import of contacts did, or would do.

    Attributes:
        summary: One sentence, as in the change log.
        created, updated, unchanged: Contacts. One is updated where the file says something else than it last did.
        rejected: Rows not imported.
        companies: Companies added.
        alike: New companies and contacts, each with one of a like name.
        change: Id in the change log; 0 when nothing changed or it was a dry run.
        dry_run: Nothing was written.
    """

    summary: str
    created: int
    updated: int
    unchanged: int
    rejected: Sequence[Reject]
    companies: int
    alike: tuple[Alike, ...]
    change: int
    dry_run: bool


def plan_contacts(
    path: Path,
    mapping: Iterable[tuple[str, str]] = (),
    *,
    day_first: bool | None = None,
    sheet: str | None = None,
) -> ContactPlan:
    """Read a file and understand whom it names, without touching a database.

    Args:
        path: A CSV file, or a workbook.
        mapping: (column, field) pairs that overrule what the columns' names suggest; an empty field ignores a column.
        day_first: How birthdays such as 03/04/1980 are meant; None lets the file's dates decide.
        sheet: Of a workbook; None takes the first that has rows.

    Raises:
        NotFound: There is no such file.
        BadInput: The file cannot be read, has no names, or it cannot be told what its dates mean.
    """
    file = with_header(read_file(path, sheet))
    columns = match_columns(file.header, mapping, (row.cells for row in file.rows()), of_people=True)
    return ContactPlan(file, columns, read_people(file, columns, day_first))


def import_contacts(
    workspace: Workspace, plan: ContactPlan, *, dry_run: bool = False, rejects: Path | None = None
) -> ContactReport:
    """Carry out a plan in one transaction.

    Args:
        workspace: Where to.
        plan: From :func:`plan_contacts`.
        dry_run: Do everything, report it, and take it back before anything reaches the disk.
        rejects: A new file for the rejected rows; without it a plan with rejected rows is refused.

    Raises:
        BadInput: There are rejected rows and no file for them, or it cannot be written; nothing was imported.
        DatabaseBusy, NotSaved: The database could not be written; nothing was imported.
    """
    people = plan.read.people
    with (
        rejecting(workspace, plan.file, plan.read.rejected, len(people), rejects, dry_run=dry_run) as keep_rejected,
        importing(workspace, dry_run=dry_run) as change,
    ):
        company_ids = imports.company_ids(change.database)
        new = add_companies(change, company_ids, (person.company for person in people), {})

        def company_of(person: ImportedPerson) -> int | None:
            return company_ids[fold(person.company)] if person.company else None

        contacts = ImportedContacts(change, people, company_of)
        alike = (*alike_companies(change.database, new), *alike_people(change.database, contacts.added))
        summary = _summary(plan.name, len(contacts.added), len(contacts.changed))
        change.summary = summary
        keep_rejected()
    return ContactReport(
        summary=summary,
        created=len(contacts.added),
        updated=len(contacts.changed),
        unchanged=len(people) - len(contacts.added) - len(contacts.changed),
        rejected=plan.read.rejected,
        companies=len(new),
        alike=alike,
        change=0 if dry_run else change.id,
        dry_run=dry_run,
    )


def _summary(name: str, created: int, updated: int) -> str:
    if not created and not updated:
        return f"imported nothing new from “{name}”"
    if not created:
        return f"updated {counted(updated, 'contact')} from “{name}”"
    more = f" and updated {updated:,}" if updated else ""
    return f"imported {counted(created, 'contact')}{more} from “{name}”"
