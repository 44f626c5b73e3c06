"""``import``: deals from a file of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.command import Request, command
from funnelboard.cli.contact_import import contacts_from
from funnelboard.cli.import_report import alike_to_json, counts_to_json, say_rejected, say_summary
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.money import format_money
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from funnelboard.services.importing.csv_import import ImportPlan, ImportReport

_COLUMNS = (Column("stage"), Column("deals", right=True), Column("worth"))


@command(
    "import",
    "import deals.csv --dry-run",
    "import deals.csv --map 'Deal name=title' --map Value=amount --currency SEK",
    "import deals.csv --stage 'Site visit=prospect' --stage Closed=won",
    "import deals.csv --map 'Deal name=title' --skip Value",
    "import people.csv --as contacts",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What COLUMN is.")
@click.option("--skip", "skipped", multiple=True, metavar="COLUMN", help="Leave COLUMN out.")
@click.option("--stage", "stages", multiple=True, metavar="WORD=STAGE", help="What WORD means in the stage column.")
@click.option(
    "--as", "kind", type=click.Choice(["deals", "contacts"]), help="What each row is, whatever it looks like."
)
@click.option("--sheet", metavar="NAME", help="Of a workbook; otherwise the first that has rows.")
@click.option("--day-first/--month-first", default=None, help="Whether 3/12 is 3 December or March 12.")
@click.option("--currency", metavar="EUR", help="Of amounts that name none: an ISO 4217 code.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Where to put rows that cannot be read."
)
def import_deals(
    request: Request,
    file: Path,
    mapping: tuple[str, ...],
    skipped: tuple[str, ...],
    stages: tuple[str, ...],
    kind: str | None,
    sheet: str | None,
    day_first: bool | None,
    currency: str | None,
    dry_run: bool,
    rejects: Path | None,
) -> None:
    """Import the deals, or the contacts, of a CSV file or a workbook.

    All of it happens in one step, which "funnelboard undo" takes back. Columns and stages are recognised by their
    names; what is not known is kept as the deals' own fields, and so is a cell that cannot be read, under its column's
    name. A deal whose stage is not known becomes a lead with the word as its tag. Importing the same file again changes
    what has changed in it, and adds nothing twice.
    """
    from funnelboard.exchange.headers import read_mapping
    from funnelboard.exchange.stage_reading import read_stage_choices
    from funnelboard.services.importing.csv_import import plan_import, run_import

    pairs = (*read_mapping(mapping), *((column, "") for column in skipped))
    chosen = read_stage_choices(stages)
    if kind == "contacts":
        if chosen or currency:
            raise BadInput("Contacts have no stage and no amount. Leave --stage and --currency out.")
        contacts_from(request, file, pairs, sheet=sheet, day_first=day_first, dry_run=dry_run, rejects=rejects)
        return
    with request.workspace() as workspace, request.progress("Importing") as progress:
        plan = plan_import(
            file,
            pairs,
            day_first=day_first,
            currency=currency,
            default_currency=workspace.default_currency,
            stages=chosen,
            as_deals=kind == "deals",
            sheet=sheet,
        )
        report = run_import(workspace, plan, dry_run=dry_run, rejects=rejects, progress=progress)
    _say(plan, report)
    if request.json:
        output.write_json(_report_to_json(plan, report))
    else:
        rows = [
            (name, f"{stage.count:,}", ", ".join(format_money(amount) for amount in stage.amounts))
            for name, stage in report.by_stage.items()
        ]
        write_table(_COLUMNS, rows)


def _say(plan: ImportPlan, report: ImportReport) -> None:
    from funnelboard.services.importing.telling import told

    if plan.table is None:
        output.say(f"Columns: {', '.join(f'{column}={field}' for column, field in plan.columns.used)}")
        if own := plan.columns.own:
            output.say(f"Own fields: {', '.join(name for _, name in own)}")
    if plan.columns.skipped:
        output.say(f"Left out: {', '.join(plan.columns.left_out)}")
    for text, option in told(plan, report):
        output.say(f"{text}. Otherwise: {option}" if option else text)
    say_rejected(report.rejected)
    if report.kept:
        output.say(f"Left as they are, since they have come to differ here: {report.kept:,}")
    if report.in_bin:
        output.say(f"Left in the bin: {report.in_bin:,}")
    say_summary(report)


def _report_to_json(plan: ImportPlan, report: ImportReport) -> dict[str, object]:
    read = plan.read
    return {
        **counts_to_json(plan.file, report),
        "in_bin": report.in_bin,
        "kept": report.kept,
        "by_stage": {
            name: {"count": stage.count, "amounts": {amount.currency: amount.major for amount in stage.amounts}}
            for name, stage in report.by_stage.items()
        },
        "columns": dict(sorted(plan.columns.used, key=lambda pair: pair[1] != "title")),
        "unmapped_columns": list(plan.columns.ignored),
        "own_fields": [name for _, name in plan.columns.own],
        "left_out": list(plan.columns.left_out),
        "stages": {word.word: dict(word.places) for word in read.stages},
        "unknown_stages": [
            {"word": word.word, "count": word.count, "taken_for": dict(word.places), "tagged": word.tagged}
            for word in read.stages
            if word.unclear
        ],
        "set_aside": [{"column": each.column, "count": each.count, "reason": each.reason} for each in read.set_aside],
        "assumed_currency": max(read.assumed, key=lambda code: read.assumed[code], default=None),
        "possible_duplicates": [
            {
                "kind": "deal",
                "line": deal.line,
                "title": deal.title,
                "company": deal.company,
                "deal": deal_id,
                "why": "the same title and company",
            }
            for deal, deal_id in report.possible_duplicates
        ]
        + alike_to_json(report.alike),
    }
