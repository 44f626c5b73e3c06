"""The board as conversations see it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.config import Density
    from funnelboard.domain.board import Sort
    from funnelboard.domain.stage import Stage
    from funnelboard.services.written import Written
    from funnelboard.ui.board_state import BoardState
    from funnelboard.ui.commands import Command

Action = Callable[[Any], Coroutine[Any, Any, object]]
"""A conversation: it takes the desk, and may ask, read and write."""


class Board(Protocol):
    """The board below everything, as far as a conversation has to do with it.

    Attributes:
        state: What it shows and where its cursor is.
        commands: With the seller's own keys.
        last_action: What ``.`` does again.
        density: How much room a card takes.
    """

    state: BoardState
    commands: Sequence[Command]
    last_action: Action | None
    density: Density

    @property
    def today(self) -> date: ...
    @property
    def now(self) -> int: ...
    def reader(self, *, fresh: bool = False) -> Callable[[int | None], Any]:
        """What reads the board as it is now shown, the cursor on the deal it is given."""

    def show_written(self, written: Written, reading: Any, cursor: int | None) -> None:
        """Show the board as it is after a write that began with the cursor on a deal."""

    def show_saving(self, *, saves: bool) -> None:
        """Say whether writes work."""

    def show_query(self, text: str, sort: Sort | None = None) -> None:
        """Show the deals that match a query, in an order."""

    async def rest(self) -> None:
        """Wait until it shows what it was asked for."""

    def go_to(self, deal_id: int) -> None:
        """Put the cursor on a deal, wherever it is."""

    def moved_cursor(self, before: Stage) -> None:
        """The cursor has moved, maybe from another column."""

    def set_density(self, density: Density) -> None:
        """Give every card more or less room."""

    def touch_all(self) -> None:
        """Everything looks different."""

    def run_command(self, command_id: str) -> None:
        """Carry out a command of the table."""
