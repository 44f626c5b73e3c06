"""Setting deals aside until a day, and having them back before it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.dates import describe_date, describe_distance
from funnelboard.errors import BadInput
from funnelboard.ui.desk import Desk

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.parking import ParkReason


async def park_or_wake(desk: Desk) -> None:
    """Ask until when the deals are parked and why; where all of them are parked, wake them instead."""
    targets = desk.targets
    deals = await desk.read(desk.workspace.board.by_ids, targets)
    if deals and all(deal.parked_until is not None for deal in deals):
        await desk.act(targets, desk.workspace.parking.wake)
    else:
        await park(desk, targets)


async def park(desk: Desk, targets: tuple[int, ...]) -> None:
    """Ask until when some deals are parked and why, and park them."""
    until, reason, words = await desk.ask(
        "park until" if len(targets) == 1 else f"park {len(targets)} deals until",
        partial(_read, desk),
        about=targets,
        command="park",
        understood=partial(_understood, desk),
        placeholder="in 3 months budget",
    )
    await desk.act(targets, partial(desk.workspace.parking.park, until=until, reason=reason, words=words))


async def wake(desk: Desk) -> None:
    """Put parked deals back on the board."""
    await desk.act(desk.targets, desk.workspace.parking.wake)


def _read(desk: Desk, text: str) -> tuple[date, ParkReason, str]:
    """The day, the reason, and words about it.

    Raises:
        BadInput: There is no day in it that can be parked until, or no word for another reason.
    """
    from funnelboard.domain.parking import ParkReason, parse_park_line

    until, reason, words = parse_park_line(text, desk.today, day_first=desk.workspace.day_first)
    if reason is ParkReason.OTHER and not words:
        raise BadInput("Say in a few words why, after “other”.")
    return until, reason, words


def _understood(desk: Desk, text: str) -> str:
    """The day, how far away it is, the reason."""
    until, reason, words = _read(desk, text)
    why = f"{reason.value}: {words}" if words else reason.value
    day, distance = describe_date(until, desk.today), describe_distance(until, desk.today)
    return f" {desk.styles.glyphs.dot} ".join(dict.fromkeys((day, distance, why)))
