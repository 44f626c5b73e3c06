"""``replay``: the board as it was on a day, and what has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.command import Request, command
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.board import Sort
from funnelboard.domain.calendar_days import monday
from funnelboard.domain.dates import parse_past_date
from funnelboard.domain.deal_query import Query
from funnelboard.domain.instant import instant_on
from funnelboard.domain.moments import parse_moment
from funnelboard.domain.money import Money, format_money
from funnelboard.domain.stage import STAGES, place
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.replay import Moved, Replay

_STAGES = (Column("stage"), Column("deals", right=True), Column("amount", right=True), Column("weighted", right=True))
_MOVES = (
    Column("deal", right=True),
    Column("title", least=12),
    Column("from"),
    Column("to"),
    Column("when"),
    Column("seller", least=4, spare=True),
)


@command(
    "replay",
    "replay --until yesterday",
    "replay owner:me --until -7d",
    "replay --since monday --json",
)
@click.argument("query", nargs=-1)
@click.option("--since", metavar="D", help="What moved from that day on; from Monday of that week.")
@click.option("--until", metavar="D", help="The day or the moment to show, at its end; now.")
def replay(request: Request, query: tuple[str, ...], since: str | None, until: str | None) -> None:
    """Show the board as it was on a day, and what had moved.

    It is rebuilt from the log: amounts, stages, owners and sums are what they were then. D is a day (yesterday, -7d,
    2026-11-23) or a moment (2026-11-23T14:05, 2026-11-23T13:05:09Z). With a QUERY the deals that matched it then are
    listed; --json has all that "list" would have had.
    """
    from funnelboard.domain.deal_query import parse_query
    from funnelboard.services.replay import Replay

    with request.workspace() as workspace:
        now, today = workspace.clock.now(), workspace.clock.today()
        last = min(now, _instant(request, until, today, last=True)) if until else now
        with closing(Replay(workspace)) as past:
            past.go(last)
            first = _instant(request, since, today) if since else min(last, instant_on(monday(past.today)))
            if first > last:
                raise BadInput("--since is after --until. Give the earlier of the two to --since.")
            moved = past.moved(first)
            currency, day_first = past.workspace.default_currency, workspace.day_first
            parsed = parse_query(" ".join(query), past.today, currency, day_first=day_first)
            past.workspace.board.require_sellers(parsed)
            deals = past.workspace.board.each_deal(parsed)
            if request.json:
                _write_json(past, first, deals, moved)
            else:
                _write(past, first, deals if query else None, moved, today)


def _instant(request: Request, text: str, today: date, *, last: bool = False) -> int:
    """The first instant, or the last, of a day or a moment."""
    from funnelboard.services.replay import end_of

    if moment := parse_moment(text):
        return moment.last if last else moment.first
    day = parse_past_date(text, today, day_first=request.config.day_first, any_year=True)
    return end_of(day) if last else instant_on(day)


def _write_json(past: Replay, first: int, deals: Iterator[Deal], moved: Sequence[Moved]) -> None:
    from funnelboard.exchange.deal_json import deal_to_json, instant_to_json

    output.write_json(
        {
            "at": instant_to_json(past.instant),
            "since": instant_to_json(first),
            "deals": [deal_to_json(deal) for deal in deals],
            "moved": [_move_to_json(move) for move in moved if move.start is not None],
            "new": [
                {"id": move.deal_id, "stage": move.end[0], "at": instant_to_json(move.at), "seller": move.seller}
                for move in moved
                if move.start is None
            ],
        }
    )


def _move_to_json(move: Moved) -> dict[str, object]:
    from funnelboard.exchange.deal_json import instant_to_json

    before, outcome_before = move.start or (None, None)
    return {
        "id": move.deal_id,
        "title": move.title,
        "from": before,
        "from_outcome": outcome_before,
        "to": move.end[0],
        "to_outcome": move.end[1],
        "at": instant_to_json(move.at),
        "seller": move.seller,
    }


def _write(past: Replay, first: int, deals: Iterator[Deal] | None, moved: Sequence[Moved], today: date) -> None:
    """The sums of the columns, the deals that were asked for, and what moved; the times are the seller's own."""
    from funnelboard.cli.deal_text import local_time, write_deals

    output.write(f"The board as it was: {local_time(past.instant, today)}", output.BOLD)
    write_table(_STAGES, _sums(past))
    if deals is not None:
        output.write("")
        write_deals(deals, past.today)
    output.write("")
    if not moved:
        output.write(f"Nothing had moved since {local_time(first, today)}.")
        return
    output.write(f"What had moved since {local_time(first, today)}", output.BOLD)
    write_table(
        _MOVES,
        [
            (
                f"#{move.deal_id}",
                move.title,
                place(*move.start) if move.start else "new",
                place(*move.end),
                local_time(move.at, today),
                move.seller,
            )
            for move in moved
        ],
    )


def _sums(past: Replay) -> Iterator[tuple[str, str, str, str]]:
    """A row for each stage, outcome and currency."""
    nothing = dict.fromkeys(STAGES, (0, 0))
    for column in past.workspace.board.load(Query(), Sort.RANK, nothing).columns:
        if not column.totals:
            yield column.stage, "0", "", ""
        for total in column.totals:
            worth = weighted = ""
            if total.currency:
                worth = format_money(Money(total.amount, total.currency))
                weighted = format_money(Money(round(total.weighted / 100), total.currency))
            yield total.outcome or column.stage, f"{total.count:,}", worth, "" if total.outcome else weighted
