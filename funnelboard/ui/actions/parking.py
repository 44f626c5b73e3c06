"""Setting deals aside until a day, and having them back before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.errors import BadInput
from funnelboard.ui.actions.asking import ask_and_write, refusing

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.board import Card
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen

PLACEHOLDER = "in 3 months budget"


def park_or_wake(board: BoardScreen) -> None:
    """Ask until when the deals are parked and why; parked ones are woken instead."""
    cards = [card for card in _loaded(board) if card is not None]
    if cards and all(card.parked_until is not None for card in cards):
        wake(board)
        return
    targets = board.state.targets
    draft = board.memory.take_draft("park") if board.memory else None
    if draft is not None and draft.deal_id is not None:
        targets = (draft.deal_id,)
    if not targets:
        board.say("There is no deal here.")
        return
    parking, today = board.workspace.parking, board.moment.today

    def deed(text: str) -> Callable[[], Done]:
        from funnelboard.domain.parking import parse_park_line

        until, reason, words = parse_park_line(text, today)
        board.state.marks.clear()
        park = partial(parking.park, until=until, reason=reason, words=words)
        board.last_deed = park
        return partial(park, targets)

    ask_and_write(
        board,
        "park until" if len(targets) == 1 else f"park {len(targets)} deals until",
        deed,
        command="park",
        about=board.state.card,
        echo=refusing(partial(understood, today=today, dot=board.look.glyphs.dot)),
        placeholder=PLACEHOLDER,
        text=draft.text if draft else "",
    )


def understood(text: str, today: date, dot: str) -> str:
    """What a line about parking says: the day, how far away it is, the reason.

    Raises:
        BadInput: There is no day in it that can be parked until, or no word for another reason.
    """
    from funnelboard.domain.dates import describe_date, describe_distance
    from funnelboard.domain.parking import ParkReason, parse_park_line

    until, reason, words = parse_park_line(text, today)
    if reason is ParkReason.OTHER and not words:
        raise BadInput("Say in a few words why, after “other”.")
    why = f"{reason.value}: {words}" if words else reason.value
    day, distance = describe_date(until, today), describe_distance(until, today)
    return f" {dot} ".join(dict.fromkeys((day, distance, why)))


def wake(board: BoardScreen) -> None:
    """Put parked deals back on the board."""
    board.act(board.workspace.parking.wake)


def _loaded(board: BoardScreen) -> list[Card | None]:
    """The cards an action is for, as far as they are loaded."""
    if not board.state.marks:
        return [board.state.card]
    loaded = (card for shown in board.state.columns.values() for card in shown.column.cards)
    return [card for card in loaded if card.id in board.state.marks]


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"park": park_or_wake, "wake": wake}
