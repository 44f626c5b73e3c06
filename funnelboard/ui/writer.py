"""The writes of one conversation: each is for what the seller saw, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from funnelboard.errors import Conflict, DatabaseBusy, DealGone, NotFound, NotSaved, OutcomeUnknown, Unreachable
from funnelboard.ui.commands import BY_ID

if TYPE_CHECKING:
    from funnelboard.memory.pending_text import PendingText
    from funnelboard.services.sight import Sight
    from funnelboard.services.written import Written
    from funnelboard.ui.board import Board
    from funnelboard.ui.link import Link


class Writer:
    """Writes, and shows the board as it is after it.

    Attributes:
        meant: The deals that the conversation is about; of these the seller has been told when a write is refused.
    """

    def __init__(self, board: Board, link: Link, pending: PendingText, bring_back: Callable[[str], str]) -> None:
        """What ``bring_back`` says of a command is how text that it offers is come by."""
        self.meant: tuple[int, ...] = ()
        self._board = board
        self._link = link
        self._pending = pending
        self._bring_back = bring_back
        self._sight: Sight

    def look(self) -> None:
        """What the seller sees now is what they mean from here on."""
        self._sight = self._board.sight()

    async def require_unchanged(self, targets: tuple[int, ...], matters: frozenset[str]) -> None:
        """Refuse to go on when others have changed what matters of all these deals since they were seen.

        Raises:
            Conflict, DealGone: They have.
        """
        sight = self._sight
        await self._link.read(lambda: self._link.workspace.board.require_unchanged(targets, matters, sight))

    async def write(self, doing: Callable[[], Written], *, to_result: bool) -> Written:
        """Do one write, show the board as it is after it, and say what was done.

        Args:
            to_result: Whether the cursor goes to the first deal that was changed.

        Raises:
            Unconfirmed: It has to be confirmed first.
            NotSaved, DatabaseBusy, Conflict, NotFound: It was not done, or cannot be shown.
            OutcomeUnknown: It may have been done, or not.
        """
        board = self._board
        cursor = board.state.here.deal_id
        read = board.reader()
        sight = self._sight
        done: list[Written] = []

        def do() -> tuple[Written, Any]:
            with self._link.workspace.looking_on():
                if not done:
                    done.append(self._link.workspace.attempt(doing, sight))
                    self._link.under_way = ""  # nothing is left to be stopped
                (written,) = done
                return written, read(written.deal_ids[0] if to_result and written.deal_ids else cursor)

        try:
            written, reading = await self._link.write(do)
        except NotSaved:
            board.show_saving(saves=False)
            raise
        except OutcomeUnknown as unknown:
            raise OutcomeUnknown(f"{unknown}{self._kept}") from None
        except DatabaseBusy as busy:
            if done:
                self._pending.arrived()
                raise DatabaseBusy(f"Done: {done[0].summary}. The board shows it once it can be read.") from None
            if isinstance(busy, Unreachable):
                raise Unreachable(f"Not saved: the server could not be reached.{self._kept}") from None
            raise DatabaseBusy(f"Not saved: another writer was holding the database.{self._kept}") from None
        except (Conflict, NotFound) as refused:
            board.look_up(self.meant)
            if not self._pending:
                raise
            if isinstance(refused, DealGone) or (isinstance(refused, NotFound) and self._pending.elsewhere):
                under = self._pending.put_aside()
                how = f": {self._bring_back(under)}" if under in BY_ID else ""
                raise type(refused)(f"{refused} What was typed is kept{how}.") from None
            if isinstance(refused, Conflict) and not refused.differences:
                raise Conflict(f"{refused} What was typed is kept.") from None
            raise
        if written.change:
            board.show_saving(saves=True)
        self._pending.arrived()
        board.show_written(written, reading, cursor)
        self.look()
        return written

    @property
    def _kept(self) -> str:
        return " What was typed is kept for the next time." if self._pending else ""
