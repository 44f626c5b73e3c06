"""``report``: what a sales meeting asks for, as tables, as JSON, and as one page to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import one_of
from funnelboard.cli.command import Request, command
from funnelboard.domain import argument_words
from funnelboard.domain.reports.names import ReportName

if TYPE_CHECKING:
    from funnelboard.domain.reports.scope import Scope
    from funnelboard.services.workspace import Workspace

ALL = "all"


@command(
    "report",
    "report",
    "report funnel --since 2026-01-01",
    "report losses owner:me 'amount>10k' --json",
    "report --since mon --html monday.html",
)
@click.argument("name", required=False, type=one_of((*ReportName, ALL), "report"), metavar="[NAME")
@click.argument("query", nargs=-1, metavar="[QUERY]]")
@click.option("--since", metavar="DAY", help=argument_words.SINCE)
@click.option("--until", metavar="DAY", help=argument_words.UNTIL)
@click.option("--owner", metavar="me|none|LOGIN", help="Only the deals of this seller, or nobody's.")
@click.option("--source", metavar="SOURCE", help="Only the deals that came from there.")
@click.option("--html", "file", metavar="FILE", help="Write one page with tables and plots to a new file.")
def report(
    request: Request,
    name: str | None,
    query: tuple[str, ...],
    since: str | None,
    until: str | None,
    owner: str | None,
    source: str | None,
    file: str | None,
) -> None:
    """Tell how it goes: funnel, forecast, velocity, losses, sources, sellers or activity; without a NAME, all of them.

    QUERY is what the board's filter takes. What is open is told as it stands; DAYs are about what was closed, moved or
    done on them, of sources about the deals that began on them. What was won and what may come are never added up.
    The page of --html needs no network, prints on A4 and has the same figures.
    """
    named = [("owner", owner), ("source", source)]
    text = " ".join([*query, *(f"{field}:{_quoted(value)}" for field, value in named if value)])
    names = tuple(ReportName) if name in (None, ALL) else (ReportName(name or ""),)
    with request.workspace() as workspace:
        scope = _scope(workspace, text, since, until)
        reports = [workspace.reporting.read(each, scope) for each in names]
        path = workspace.reporting.write_page(reports, file) if file else None
    if request.json:
        from funnelboard.exchange.report_json import report_to_json

        documents = {each.name.value: report_to_json(each) for each in reports}
        output.write_json(documents if len(names) > 1 else documents[names[0]])
    if path is not None:
        output.say(f"Wrote {path}.")
    if request.json or path is not None:
        return

    from funnelboard.cli.report_text import write_report

    for number, each in enumerate(reports):
        if number:
            output.write("")
        write_report(each)


def _scope(workspace: Workspace, text: str, since: str | None, until: str | None) -> Scope:
    first, last = (None if day is None else workspace.past_day(day, any_year=True) for day in (since, until))
    scope = workspace.reporting.scope(text, first, last, day_first=workspace.day_first)
    workspace.board.require_sellers(scope.query)
    return scope


def _quoted(value: str) -> str:
    """A value as a query has it: whole, whatever blanks and commas are in it."""
    plain = value.replace('"', "")
    return f'"{plain}"' if " " in plain or "," in plain else plain
