"""``log``, ``undo`` and ``redo``: who changed what, and taking it back."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, whole_number
from funnelboard.cli.command import SHOWN_DEALS, Request, command
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.instant import instant_on

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        entries = workspace.undoing.log(deal, since=first, seller=seller, limit=limit)
    _write_log(request, entries, workspace.clock.today())


@command("undo", "undo", "undo 854", "undo --list")
@click.argument("change", type=number_of("change"), required=False, metavar="[CHANGE]")
@click.option("--list", "listing", is_flag=True, help="List what can be undone, newest first, and undo nothing.")
def undo(request: Request, change: int | None, *, listing: bool) -> None:
    """Take back your last change, or CHANGE.

    It is refused where somebody has changed the same thing since. The log has the numbers of changes.
    """
    with request.workspace() as workspace:
        if not listing:
            _answer(request, workspace, workspace.undoing.undo(change))
            return
        entries = [entry for entry in workspace.undoing.log(seller="me") if not entry.undone and entry.undoes is None]
    _write_log(request, entries, workspace.clock.today())


@command("redo", "redo")
def redo(request: Request) -> None:
    """Do again what was undone last."""
    with request.workspace() as workspace:
        _answer(request, workspace, workspace.undoing.redo())


def _answer(request: Request, workspace: Workspace, written: Written) -> None:
    # An import may have had more deals than there is room for: undone, none of them is left; done again, few are shown.
    lots = (written.deal_ids[start : start + _LOT] for start in range(0, len(written.deal_ids), _LOT))
    deals = (deal for lot in lots for deal in workspace.board.by_ids(lot) if not deal.deleted)
    if not request.json:
        request.answer(workspace, written, list(islice(deals, SHOWN_DEALS)), more=sum(1 for _ in deals))
        return
    from funnelboard.exchange.deal_json import deal_to_json

    output.write_json(
        {"change": written.change, "summary": written.summary, "deals": [deal_to_json(deal) for deal in deals]}
    )


def _write_log(request: Request, entries: Sequence[LogEntry], today: date) -> None:
    if request.json:
        from funnelboard.exchange.log_json import log_entry_to_json

        output.write_json([log_entry_to_json(entry) for entry in entries])
        return
    if not entries:
        output.say("Nothing has been changed.")
        return
    from funnelboard.cli.deal_text import local_time

    rows = [
        (str(entry.id), local_time(entry.at, today), entry.seller, entry.summary, "undone" if entry.undone else "")
        for entry in entries
    ]
    write_table(_COLUMNS, rows)
