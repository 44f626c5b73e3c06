"""``import --as contacts``: the people of a file, and no deals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.cli import output
from funnelboard.cli.command import Request
from funnelboard.cli.import_report import alike_to_json, counts_to_json, say_rejected, say_summary
from funnelboard.domain.grammar import counted

if TYPE_CHECKING:
    from funnelboard.services.importing.contact_import import ContactPlan, ContactReport


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
    say_summary(report)


def _report_to_json(plan: ContactPlan, report: ContactReport) -> dict[str, object]:
    return {
        **counts_to_json(plan.file, report),
        "columns": dict(plan.used),
        "unmapped_columns": list(plan.unmapped),
        "unknown_stages": [],
        "set_aside": [
            {"column": each.column, "count": each.count, "reason": each.reason} for each in plan.read.set_aside
        ],
        "assumed_currency": None,
        "possible_duplicates": alike_to_json(report.alike),
    }
