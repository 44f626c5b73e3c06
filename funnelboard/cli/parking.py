"""``park`` and ``wake``: deals whose answer was “not ready”."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from funnelboard.cli.choices import number_of, one_of
from funnelboard.cli.command import Request, command
from funnelboard.domain.parking import ParkReason
from funnelboard.errors import BadInput

deal_number = number_of("deal")


@command("park", "park 63 in 3 months --reason budget")
@click.argument("words", nargs=-1, required=True, metavar="DEAL… WHEN")
@click.option(
    "--reason", type=one_of(ParkReason, "reason"), metavar="R", help=f"Why: {', '.join(ParkReason)}. Usually timing."
)
@click.option("--words", "more", default="", metavar="W", help="More about why; needed when the reason is other.")
def park(request: Request, words: tuple[str, ...], reason: ParkReason | None, more: str) -> None:
    """Set deals aside until WHEN: in 3 months, 1 mar, next quarter.

    They leave the board and come back by themselves on that day, with a follow-up.
    """
    if reason is ParkReason.OTHER and not more.strip():
        raise click.UsageError("The reason “other” needs words: add --words W.")
    with request.workspace() as workspace:
        deal_ids, until = _deals_and_day(words, workspace.day)
        usual = ParkReason.OTHER if more.strip() else ParkReason.TIMING
        written = workspace.parking.park(deal_ids, until, reason or usual, more)
        deals = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deal_ids)]
        request.answer(workspace, written, deals)


@command("wake", "wake 38")
@click.argument("deals", type=deal_number, nargs=-1, required=True, metavar="DEAL…")
def wake(request: Request, deals: tuple[int, ...]) -> None:
    """Bring parked deals back to the board before their day."""
    with request.workspace() as workspace:
        written = workspace.parking.wake(deals)
        woken = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deals)]
        request.answer(workspace, written, woken)


def _deals_and_day(words: tuple[str, ...], read_day: Callable[[str], date]) -> tuple[list[int], date]:
    """Deals, and the day that the words after them name; the longest date wins, so that ``17 3 dec`` is one deal.

    Raises:
        BadInput: No date follows the deals.
    """
    numbers = [word for word in words if word.casefold() not in ("until", "till")]
    deal_ids = [deal_number(numbers.pop(0))] if numbers else []
    if not numbers:
        raise click.UsageError("Say which deal and until when, for example: park 17 in 3 months.")
    while True:
        try:
            return deal_ids, read_day(" ".join(numbers))
        except BadInput:
            if len(numbers) == 1 or not numbers[0].removeprefix("#").isdigit():
                raise
        deal_ids.append(deal_number(numbers.pop(0)))
