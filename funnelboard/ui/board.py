"""The board as conversations see it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from funnelboard.domain.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.config import Density
    from funnelboard.domain.board import Sort
    from funnelboard.domain.stage import Stage
    from funnelboard.services.sight import Sight
    from funnelboard.services.written import Written
    from funnelboard.ui.board_state import BoardState
    from funnelboard.ui.commands import Command

Action = Callable[[Any], Coroutine[Any, Any, object]]
"""A conversation: it takes the desk, and may ask, read and write."""


class AtHand(NamedTuple):
    """What is at hand on a page that covers the board.

    Attributes:
        deal_ids: The deals, if any.
        title: Of the deal, if it is one.
        run: Carries out a command on them.
    """

    deal_ids: tuple[int, ...]
    title: str
    run: Callable[[str], None]


class Board(Protocol):
    """The board below everything, as far as a conversation has to do with it; `BoardScreen` says what each part does.

    Attributes:
        state: What it shows and where its cursor is.
        commands: With the seller's own keys.
        last_action: What ``.`` does again.
        density: How much room a card takes.
        first_change: Id of the newest change of the log when it was opened.
    """

    state: BoardState
    commands: Sequence[Command]
    last_action: Action | None
    density: Density
    first_change: int

    @property
    def today(self) -> date: ...
    @property
    def now(self) -> int: ...
    def reader(self, *, fresh: bool = False) -> Callable[[int | None], Any]: ...
    def show_written(self, written: Written, reading: Any, cursor: int | None) -> None: ...
    def sight(self) -> Sight: ...
    def refuse_taken(self) -> None: ...
    def look_up(self, told: Iterable[int]) -> None: ...
    def went_on(self, before: int | None) -> None: ...
    def show_saving(self, *, saves: bool) -> None: ...
    def show_query(self, text: str, sort: Sort | None = None) -> None: ...
    async def rest(self) -> None: ...
    def go_to(self, deal_id: int) -> None: ...
    def moved_cursor(self, before: Stage) -> None: ...
    def set_density(self, density: Density) -> None: ...
    def touch_all(self) -> None: ...
    def run_command(self, command_id: str) -> None: ...
