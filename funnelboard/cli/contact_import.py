"""``import --as contacts``: the people of a file, and no deals; and what both ways of importing say alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.cli import output
from funnelboard.cli.command import Request, sentence
from funnelboard.domain.grammar import counted

if TYPE_CHECKING:
    from funnelboard.exchange.csv_file import Reject
    from funnelboard.services.importing.alike import Alike
    from funnelboard.services.importing.contact_import import ContactPlan, ContactReport

_REJECTS_TOLD = 10


def contacts_from(
    request: Request,
    file: Path,
    mapping: tuple[tuple[str, str], ...],
    *,
    sheet: str | None,
    day_first: bool | None,
    dry_run: bool,
    rejects: Path | None,
) -> None:
    """Import the people of a file as contacts, and say what came of it."""
    from funnelboard.services.importing.contact_import import import_contacts, plan_contacts

    with request.workspace() as workspace:
        plan = plan_contacts(file, mapping, day_first=day_first, sheet=sheet)
        report = import_contacts(workspace, plan, dry_run=dry_run, rejects=rejects)
    _say(plan, report)
    if request.json:
        output.write_json(_report_to_json(plan, report))


def say_rejected(rejected: Sequence[Reject]) -> None:
    """Say which lines of a file were left out, and why."""
    for reject in rejected[:_REJECTS_TOLD]:
        output.say(f"Line {reject.line} was left out: {reject.reason}")
    if len(rejected) > _REJECTS_TOLD:
        output.say(f"So were {len(rejected) - _REJECTS_TOLD:,} more lines.")


def alike_to_json(alike: Iterable[Alike]) -> list[dict[str, object]]:
    """The names an import brings that are like others; ``id`` is that of the other one, where it was here before."""
    return [
        {
            "kind": each.kind,
            "name": each.new.name,
            "like": each.other.name,
            "id": each.other.id if each.here else None,
            "why": each.why,
        }
        for each in alike
    ]


def _say(plan: ContactPlan, report: ContactReport) -> None:
    from funnelboard.services.importing.telling import told_alike

    output.say(f"Columns: {', '.join(f'{column}={field}' for column, field in plan.used)}")
    if plan.unmapped:
        output.say(f"Left out: {', '.join(plan.unmapped)}")
    for each in plan.read.set_aside:
        cells = counted(each.count, "cell")
        output.say(f"Left out: {cells} of “{each.column}”, the first because {each.reason.rstrip('.')}")
    for text, _ in told_alike(report.alike):
        output.say(text)
    say_rejected(report.rejected)
    if report.dry_run:
        output.say(f"A dry run: nothing was changed. It would have {report.summary}.")
    else:
        output.say(sentence(report.summary))


def _report_to_json(plan: ContactPlan, report: ContactReport) -> dict[str, object]:
    return {
        "file": str(plan.file.path),
        "dry_run": report.dry_run,
        "change": report.change,
        "summary": report.summary,
        "new": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "companies": report.companies,
        "rejected": [{"line": reject.line, "reason": reject.reason} for reject in report.rejected],
        "columns": dict(plan.used),
        "unmapped_columns": list(plan.unmapped),
        "unknown_stages": [],
        "set_aside": [
            {"column": each.column, "count": each.count, "reason": each.reason} for each in plan.read.set_aside
        ],
        "assumed_currency": None,
        "possible_duplicates": alike_to_json(report.alike),
    }
