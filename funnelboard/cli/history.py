"""``log``, ``undo`` and ``redo``: who changed what, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, whole_number
from funnelboard.cli.command import SHOWN_DEALS, Request, command
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.instant import instant_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from funnelboard.domain.log_entry import LogEntry
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written

_COLUMNS = (
    Column("change", right=True),
    Column("when"),
    Column("seller", least=4, spare=True),
    Column("what", least=16, wrapped=True),
    Column("", least=6),
)

_LOT = 500
"""Deals that are read at a time."""

limit_option = click.option("--limit", type=whole_number(1), default=100, metavar="N", help="The newest N; 100.")


@command("log", "log", "log 63", "log --since -30d --seller me")
@click.argument("deal", type=number_of("deal"), required=False, metavar="[DEAL]")
@click.option("--since", metavar="D", help="From that day on: 2026-11-01, yesterday, -30d.")
@click.option("--seller", metavar="S", help="Changes by this seller only: me, a login or a name.")
@limit_option
def log(request: Request, deal: int | None, since: str | None, seller: str | None, limit: int) -> None:
    """List who changed what, newest first.

    Everything is listed, or what concerns DEAL.
    """
    with request.workspace() as workspace:
        if deal is not None:
            workspace.board.deal(deal)  # A deal that is not there has no history: say so.
        first = instant_on(workspace.past_day(since, any_year=True)) if since else None
        _write_log(request, workspace, workspace.undoing.log(deal, since=first, seller=seller, limit=limit))


@command("undo", "undo", "undo 854", "undo --list")
@click.argument("change", type=number_of("change"), required=False, metavar="[CHANGE]")
@click.option("--list", "listing", is_flag=True, help="List what can be undone, newest first, and undo nothing.")
def undo(request: Request, change: int | None, *, listing: bool) -> None:
    """Take back your last change, or CHANGE.

    It is refused where somebody has changed the same thing since. The log has the numbers of changes.
    """
    with request.workspace() as workspace:
        if not listing:
            with request.progress("Undoing") as progress:
                undone = workspace.undoing.undo(change, progress)
            _answer(request, workspace, undone)
            return
        entries = workspace.undoing.log(seller="me")
        _write_log(request, workspace, [each for each in entries if not each.undone and each.undoes is None])


@command("redo", "redo")
def redo(request: Request) -> None:
    """Do again what was undone last."""
    with request.workspace() as workspace:
        with request.progress("Doing again") as progress:
            done = workspace.undoing.redo(progress)
        _answer(request, workspace, done)


def _answer(request: Request, workspace: Workspace, written: Written) -> None:
    # An import may have had more deals than there is room for: undone, none of them is left; done again, few are shown.
    board = workspace.board
    live = board.live(written.deal_ids)
    if not request.json:
        shown = board.by_ids(live[:SHOWN_DEALS])
        request.answer(workspace, written, shown, more=len(live) - len(shown))
        return
    from funnelboard.exchange.deal_json import deal_to_json

    lots = (live[start : start + _LOT] for start in range(0, len(live), _LOT))
    deals = (deal for lot in lots for deal in board.by_ids(lot))
    output.write_json({"change": written.change, "summary": written.summary, "deals": map(deal_to_json, deals)})


def _write_log(request: Request, workspace: Workspace, entries: Sequence[LogEntry]) -> None:
    if request.json:
        output.write_json(_documents(workspace, entries))
        return
    if not entries:
        output.say("Nothing has been changed.")
        return
    from funnelboard.cli.deal_text import local_time

    today = workspace.clock.today()
    rows = [
        (str(entry.id), local_time(entry.at, today), entry.seller, entry.summary, "undone" if entry.undone else "")
        for entry in entries
    ]
    write_table(_COLUMNS, rows)


def _documents(workspace: Workspace, entries: Sequence[LogEntry]) -> Iterator[dict[str, object]]:
    from funnelboard.exchange.log_json import field_change_to_json, log_entry_to_json

    undoing = workspace.undoing
    for entry in entries:
        differences = map(field_change_to_json, undoing.differences(entry.id))
        yield log_entry_to_json(entry, iter(undoing.deal_ids(entry.id)), differences)
