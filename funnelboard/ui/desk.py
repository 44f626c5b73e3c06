"""What an action may do: look at what is at hand, ask, read, write, say something, open a page.

An action is a coroutine that takes the desk and reads from top to bottom as the conversation it is. A refusal is an
exception that ends it with its sentence; Esc is another. Whatever was typed until then is kept and offered again by
the same key on the same deals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from funnelboard.errors import Conflict, DealGone, FunnelBoardError, Unconfirmed
from funnelboard.services.sight import PLACE
from funnelboard.ui.asking import Asking
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.writer import Writer

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.board import Card
    from funnelboard.domain.settings import BoardSettings
    from funnelboard.domain.stage import Stage
    from funnelboard.services.written import Written
    from funnelboard.ui.board import Action, AtHand, Board

P = ParamSpec("P")
T = TypeVar("T")

NO_DEAL = "There is no deal here."


class NotDone(FunnelBoardError):
    """What was asked for means nothing here; the sentence says why."""


@dataclass(eq=False, repr=False, kw_only=True)
class Desk(Asking):
    """One conversation's way to everything around it.

    Attributes:
        board: The board below everything.
        leave: Ends the program.
        leave_for: Ends the board for another in its place: the sample's, or that of the tour.
        copy: Puts text onto the seller's clipboard.
        about: What it is about, where that is not the board's cursor.
    """

    board: Board
    leave: Callable[[], None]
    leave_for: Callable[[str], None]
    copy: Callable[[str], None]
    about: AtHand | None
    _writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._writer = Writer(self.board, self.link, self._pending, self._bring_back)

    # -- what is at hand -----------------------------------------------------------

    def look(self) -> None:
        """What the seller sees now is what they mean from here on."""
        self._writer.look()

    @property
    def settings(self) -> BoardSettings:
        """What everybody on the database shares."""
        return self.board.state.settings

    @property
    def today(self) -> date:
        """The seller's local date."""
        return self.board.today

    @property
    def card(self) -> Card:
        """The card at the cursor.

        Raises:
            NotDone: There is none.
        """
        card = self.board.state.card
        if card is None:
            raise NotDone(NO_DEAL)
        return card

    @property
    def targets(self) -> tuple[int, ...]:
        """The deals the action is for: all marked, else the one at the cursor.

        Raises:
            NotDone: There are none.
        """
        state = self.board.state
        if self.about is None and not state.marks:
            self.board.refuse_taken()
        targets = self.about.deal_ids if self.about is not None else state.targets
        if not targets:
            raise NotDone(NO_DEAL)
        self._writer.meant = targets
        return targets

    @property
    def deal_id(self) -> int:
        """The one deal at hand, whatever is marked.

        Raises:
            NotDone: There is none.
        """
        if self.about is not None:
            return self.targets[0]
        self.board.refuse_taken()
        self._writer.meant = (self.card.id,)
        return self.card.id

    async def stage(self) -> Stage:
        """The stage of the deal at hand; on the board that with the cursor."""
        if self.about is None:
            return self.board.state.active
        return (await self.read(self.workspace.board.deal, self.deal_id)).stage

    def title_of(self, deal_ids: Sequence[int]) -> str:
        """The title of a deal, as far as the board or the page has it, or how many deals there are."""
        if len(deal_ids) != 1:
            return f"{len(deal_ids)} deals"
        columns = self.board.state.columns.values()
        known = (card.title for shown in columns for card in shown.column.cards if card.id == deal_ids[0])
        at_hand = self.about.title if self.about is not None and self.about.deal_ids == tuple(deal_ids) else ""
        return next(known, at_hand)

    def key_of(self, command_id: str) -> str:
        """The seller's key for a command, as it is printed."""
        command = next((one for one in self.board.commands if one.id == command_id), None)
        return shown_key(command.keys[0]) if command is not None and command.keys else shown_key("colon")

    # -- going on --------------------------------------------------------------------

    def run(self, command_id: str) -> None:
        """Carry out a command on what is at hand."""
        (self.about.run if self.about is not None else self.board.run_command)(command_id)

    # -- reading and writing ---------------------------------------------------------

    async def read(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service's reading on the database thread."""
        return await self.link.read(lambda: function(*args, **kwargs))

    async def require_unmoved(self, targets: tuple[int, ...]) -> None:
        """Refuse to go on, before anything is asked, when others have taken all these deals elsewhere.

        Raises:
            Conflict, DealGone: They have.
        """
        try:
            await self._writer.require_unchanged(targets, PLACE)
        except (Conflict, DealGone):
            self.board.look_up(targets)
            raise

    async def is_overtaken(self, targets: tuple[int, ...], matters: frozenset[str]) -> bool:
        """Whether others have changed what matters of all these deals since they were seen."""
        try:
            await self._writer.require_unchanged(targets, matters)
        except (Conflict, DealGone):
            return True
        return False

    async def write(self, deed: Callable[P, Written], /, *args: P.args, **kwargs: P.kwargs) -> Written:
        """Do one write, show the board as it is after it, and say what was done."""
        return await self._write(partial(deed, *args, **kwargs), to_result=False)

    async def write_and_go(self, deed: Callable[P, Written], /, *args: P.args, **kwargs: P.kwargs) -> Written:
        """The same, and the cursor goes to the first deal that was changed."""
        return await self._write(partial(deed, *args, **kwargs), to_result=True)

    def watch(self, done: str, things: str, stopped: str, *, first: str = "") -> Callable[[int, int], None]:
        """What a service is told of how far it is with something large; Esc stops that.

        Args:
            done: What becomes of the things meanwhile: ``undone``.
            things: What there are many of.
            stopped: The sentence that is said when it was stopped.
            first: What is said of it before it is known how much there is.
        """
        link = self.link
        link.under_way, link.stopped = first, Left(stopped)

        def advance(so_far: int, total: int) -> None:
            if link.given_up:
                raise link.stopped
            said = f"{100 * so_far // max(total, 1)} % {done}: {so_far:,} of {total:,} {things}. Esc stops it."
            link.tell(said, self.say)

        return advance

    async def act(self, targets: tuple[int, ...], deed: Callable[[tuple[int, ...]], Written]) -> Written:
        """Do a write to some deals, which are then no longer marked; ``.`` does it again to those then at hand."""
        self.repeats(lambda desk: desk.act(desk.targets, deed))
        written = await self.write(deed, targets)
        self.unmark(targets)
        return written

    def repeats(self, action: Action) -> None:
        """``.`` does this again, on the deals that are then at hand."""
        self.board.last_action = action

    def unmark(self, deal_ids: Sequence[int]) -> None:
        """What was marked has been dealt with."""
        if self.board.state.marks:
            self.board.state.marks.difference_update(deal_ids)
            self.board.touch_all()

    async def _write(self, doing: Callable[..., Written], *, to_result: bool) -> Written:
        """Write, after a question where it asks one.

        Raises:
            Left: The answer was no.
        """
        try:
            return await self._writer.write(doing, to_result=to_result)
        except Unconfirmed as doubt:
            await self._make_sure(doubt)
        return await self._writer.write(partial(doing, confirmed=True), to_result=to_result)

    async def _make_sure(self, doubt: Unconfirmed) -> None:
        with suppress(Left):
            if await self.choose(doubt.question, (("y", "yes", True), ("n", "no", False))):
                return
        raise Left(f"Not kept: {self.key_of(self.command)} goes on with it." if self._pending else "Not kept.")

    def _bring_back(self, command: str) -> str:
        """How the seller comes by a text that is offered where a command takes one."""
        return f"{self.key_of(command)} and {self.styles.glyphs.up} bring it back"

    # -- saying --------------------------------------------------------------------

    def say(self, text: str, *, after: str = "") -> None:
        """Show a sentence in the status line."""
        self.viewport.say(text, after=after)

    def done(self) -> None:
        """What was typed in this conversation has arrived where it was meant for: no draft of it is needed."""
        self._pending.arrived()
