"""Importing deals from a CSV file: first a plan, which only reads; then one transaction, undone as one change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from funnelboard.domain.grammar import counted
from funnelboard.domain.money import checked_currency
from funnelboard.domain.own_fields import MOST_FIELDS
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.deal_table import Table, imported, is_table, read_table, table_columns
from funnelboard.exchange.file_kind import NotDeals, other_kind, with_header
from funnelboard.exchange.file_reading import read_file
from funnelboard.exchange.headers import Columns, match_columns
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.imported_deals import ReadDeals, read_deals, source_name
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.spool import Spool
from funnelboard.services.importing.alike import Alike
from funnelboard.services.importing.carrying_out import importing, rejecting
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.stage_tally import StageCount
from funnelboard.services.importing.table_writer import TableWriter
from funnelboard.services.importing.writer import ImportWriter
from funnelboard.services.workspace import Workspace
from funnelboard.store.change import Change
from funnelboard.store.progress import Progress, unwatched


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A file as it was understood.

    Attributes:
        file: The rows as written.
        columns: Which column fills which field, which are kept as own fields, and which are left out.
        source: What the file's external ids belong to; another import of the same source updates.
        read: The rows as they were understood.
        table: Of a file that FunnelBoard has exported, all that its rows say; None of any other.
    """

    file: CsvFile
    columns: Columns
    source: str
    read: ReadDeals
    table: Table | None = None

    @property
    def deals(self) -> Sequence[ImportedDeal]:
        """The deals that the rows make, in the file's order."""
        return self.read.deals

    @property
    def rejected(self) -> Sequence[Reject]:
        """The rows that make none, by line."""
        return self.read.rejected

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return clean(self.file.path.name)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Attributes:
        summary: One sentence, as in the change log.
        created, updated, unchanged: Deals. A deal is updated where the file says something else than at its last
            import; what sellers changed here meanwhile is kept otherwise.
        in_bin: Deals left alone because somebody deleted them here.
        kept: Deals of an exported table left alone because they are here already and have come to differ.
        rejected: Rows not imported.
        companies: Companies added.
        possible_duplicates: New deals, each with the id of one of the same title and company that was here before.
        alike: New companies and contacts, each with one of a like name, that was here or is in the file too.
        by_stage: The file's deals under ``lead``, ``prospect``, ``opportunity``, ``won`` and ``lost``.
        change: Id in the change log; 0 when nothing changed or it was a dry run.
        dry_run: Nothing was written.
    """

    summary: str
    created: int
    updated: int
    unchanged: int
    in_bin: int
    kept: int
    rejected: Sequence[Reject]
    companies: int
    possible_duplicates: Sequence[tuple[ImportedDeal, int]]
    alike: tuple[Alike, ...]
    by_stage: Mapping[str, StageCount]
    change: int
    dry_run: bool


def plan_import(
    path: Path,
    mapping: Iterable[tuple[str, str]] = (),
    *,
    day_first: bool | None = None,
    currency: str | None = None,
    default_currency: str = "EUR",
    stages: Mapping[str, str] | None = None,
    as_deals: bool = False,
    sheet: str | None = None,
) -> ImportPlan:
    """Read a file and understand its columns and rows, without touching a database.

    Args:
        path: A CSV file, or a workbook.
        mapping: (column, field) pairs that overrule what the columns' names suggest; an empty field leaves its column
            out.
        day_first: How dates such as 03/04/2026 are meant; None lets the file's dates decide.
        currency: ISO 4217 code of the amounts that name none, if the user said so.
        default_currency: The same, if neither the user nor the amount column's name says.
        stages: For words of the stage column what they mean, a key of ``PLACES`` or ``AS_TAG``.
        as_deals: Each row is a deal, whatever the file seems to be a list of.
        sheet: Of a workbook; None takes the first that has rows.

    Raises:
        NotFound: There is no such file.
        NotDeals: It seems to be a list of something else.
        BadInput: The file cannot be read, or it cannot be told what its columns or dates mean.
    """
    currency = currency and checked_currency(currency.upper())
    choices = ImportChoices(tuple(mapping), stages or {}, day_first, currency, as_deals)
    return understand(with_header(read_file(path, sheet)), choices, default_currency)


def understand(file: CsvFile, choices: ImportChoices, default_currency: str) -> ImportPlan:
    """Understand the columns and rows of a file that was read.

    Args:
        default_currency: ISO 4217 code of amounts of which neither the user nor the file says it.

    Raises:
        NotDeals, BadInput: As :func:`plan_import`.
    """
    if is_table(file):
        return _plan_table(file, choices.day_first, choices.currency, default_currency)
    columns = match_columns(file.header, choices.columns, (row.cells for row in file.rows()))
    if (count := len(columns.own)) > MOST_FIELDS:
        raise BadInput(
            f"“{clean(file.path.name)}” has {count:,} columns of which nothing is known, and a deal at most "
            f"{MOST_FIELDS} own fields. Leave some out with --skip COLUMN."
        )
    if not choices.as_deals and (kind := other_kind(columns)):
        raise NotDeals(clean(file.path.name), kind)
    read = read_deals(
        file, columns, choices.currency, choices.day_first, default_currency=default_currency, stages=choices.stages
    )
    return ImportPlan(file, columns, source_name(file, columns), read)


def _plan_table(file: CsvFile, day_first: bool | None, currency: str | None, default_currency: str) -> ImportPlan:
    """Understand what FunnelBoard has exported."""
    table = read_table(file, day_first, currency, default_currency)
    read = ReadDeals(Spool(map(imported, table.rows)), Spool(table.rejects))
    return ImportPlan(file, table_columns(file), table.source, read, table)


def run_import(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress = unwatched,
) -> ImportReport:
    """Carry out a plan in one transaction.

    Args:
        workspace: Where to.
        plan: From :func:`plan_import`.
        dry_run: Go through all of it and report it, but write nothing and be in nobody's way.
        rejects: A new file for the rejected rows; without it a plan with rejected rows is refused.
        progress: Called now and then with the number of deals done and of all deals.

    Raises:
        BadInput: There are rejected rows and no file for them, or it cannot be written; nothing was imported.
        DatabaseBusy, NotSaved: The database could not be written; nothing was imported.
    """
    with (
        rejecting(workspace, plan.file, plan.rejected, len(plan.deals), rejects, dry_run=dry_run) as keep_rejected,
        importing(workspace, dry_run=dry_run) as operating,
    ):
        writer = _writer(operating, plan, workspace.clock.today(), progress)
        writer.write(plan.deals)
        operating.summary = _summary(plan, writer)
        keep_rejected()
    return ImportReport(
        summary=_summary(plan, writer),
        created=writer.created,
        updated=writer.updated,
        unchanged=writer.unchanged,
        in_bin=writer.in_bin,
        kept=writer.kept,
        rejected=plan.rejected,
        companies=writer.companies,
        possible_duplicates=writer.possible_duplicates,
        alike=writer.alike,
        by_stage=writer.by_stage.counts(),
        change=operating.id,
        dry_run=dry_run,
    )


def _writer(change: Change, plan: ImportPlan, today: date, progress: Progress) -> ImportWriter | TableWriter:
    if plan.table is not None:
        return TableWriter(change, plan.table, plan.name, progress)
    corrected = REASON_COLUMN in plan.file.header
    columns = plan.columns.kept
    return ImportWriter(change, plan.source, plan.name, progress, today, corrected=corrected, columns=columns)


def _summary(plan: ImportPlan, writer: ImportWriter | TableWriter) -> str:
    if not writer.created and not writer.updated:
        return f"imported nothing new from “{plan.name}”"
    if not writer.updated:
        return f"imported {counted(writer.created, 'deal')} from “{plan.name}”"
    if not writer.created:
        return f"updated {counted(writer.updated, 'deal')} from “{plan.name}”"
    return f"imported {counted(writer.created, 'deal')} and updated {writer.updated:,} from “{plan.name}”"
