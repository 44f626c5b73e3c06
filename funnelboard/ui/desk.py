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
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from funnelboard.errors import Conflict, DealGone, FunnelBoardError, Unconfirmed
from funnelboard.memory.draft import DraftKey
from funnelboard.memory.pending_text import PendingText
from funnelboard.services.sight import PLACE
from funnelboard.ui.commands import BY_ID
from funnelboard.ui.dispatcher import Dispatcher, Left, Mode
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.link import Latest
from funnelboard.ui.writer import Writer

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.board import Card
    from funnelboard.domain.settings import BoardSettings
    from funnelboard.domain.stage import Stage
    from funnelboard.memory.memory import Memory
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written
    from funnelboard.ui.board import Action, AtHand, Board
    from funnelboard.ui.link import Link
    from funnelboard.ui.looks.styles import Styles
    from funnelboard.ui.sheet.asked import Form
    from funnelboard.ui.sheet.choices import Deed, Row
    from funnelboard.ui.sheet.given import Answers
    from funnelboard.ui.viewport import Viewport

P = ParamSpec("P")
T = TypeVar("T")

NO_DEAL = "There is no deal here."


class NotDone(FunnelBoardError):
    """What was asked for means nothing here; the sentence says why."""


@dataclass(eq=False, kw_only=True)
class Desk:
    """One conversation's way to everything around it.

    Attributes:
        board: The board below everything.
        dispatcher: Gives the keys to what asks.
        viewport: For what is said.
        link: The way to the database.
        memory: Drafts and what was typed before.
        command: Id of the command it carries out.
        leave: Ends the program.
        play: Ends the board, for the sample's in its place.
        copy: Puts text onto the seller's clipboard.
        about: What it is about, where that is not the board's cursor.
    """

    board: Board
    dispatcher: Dispatcher
    viewport: Viewport
    link: Link
    memory: Memory
    command: str
    leave: Callable[[], None]
    play: Callable[[], None]
    copy: Callable[[str], None]
    about: AtHand | None
    _pending: PendingText = field(init=False)
    _writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        self._pending = PendingText(self.memory.drafts)
        self._writer = Writer(self.board, self.link, self._pending, self._bring_back)

    # -- what is at hand -----------------------------------------------------------

    def look(self) -> None:
        """What the seller sees now is what they mean from here on."""
        self._writer.look()

    @property
    def styles(self) -> Styles:
        """Colours and signs, for what is written as lines."""
        return self.viewport.styles

    @property
    def workspace(self) -> Workspace:
        """The services."""
        return self.link.workspace

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

    # -- asking --------------------------------------------------------------------

    async def ask(
        self,
        label: str,
        read: Callable[[str], T] = str.strip,  # type: ignore[assignment]
        *,
        about: tuple[int, ...] = (),
        command: str = "",
        elsewhere: str = "",
        text: str = "",
        selected: bool = False,
        placeholder: str = "",
        changed: Callable[[str], None] = lambda _: None,
        **more: Any,
    ) -> T:
        """Ask for text, until it can be read; a draft of it comes back.

        Args:
            read: The value of a text; raises `BadInput` with a sentence, and then the text stays.
            about: The deals it is about: the draft belongs to them.
            command: Whose draft it is, where it is not this conversation's command.
            elsewhere: The command that offers the text when the row is gone that it was to change.
            text: What stands there at first.
            selected: Whether the first letter replaces that; a draft is gone on with.
            more: As `Prompt` takes it.

        Raises:
            Left: The seller left it, or gave no answer where one is needed.
        """
        from funnelboard.ui.sheet.prompt import Prompt

        key, drafts = DraftKey(command or self.command, about), self.memory.drafts
        draft = drafts.take(key)
        title = self.title_of(about) if about else ""
        if elsewhere:
            self._pending.elsewhere, title = elsewhere, f"{label} of {title}"
        for orphan in drafts.orphans(key.command)[:1]:
            placeholder = f"↑ brings back what was meant for “{orphan.title}”, which is gone"

        def keep(typed: str) -> None:
            drafts.keep(key, "" if typed == text else typed, title)
            changed(typed)

        prompt = Prompt(
            label,
            text=draft.text if draft is not None else text,
            selected=selected and draft is None,
            read=read,
            placeholder=placeholder,
            earlier=drafts.earlier(key.command),
            changed=keep,
            **more,
        )
        value: T = await self._fill(prompt, key, lambda: prompt.edit.text != text and prompt.edit.text.strip())
        self._pending.add(key, prompt.edit.text)
        return value

    async def form(
        self,
        form: Form,
        *,
        about: tuple[int, ...] = (),
        command: str = "",
        problem: str = "",
        anew: Callable[[], Form | None] = lambda: None,
    ) -> Answers:
        """Show a form until everything in it can be read; a draft of it comes back.

        Args:
            anew: Makes the form as it is by now, on the database thread, whenever somebody else has written.
            problem: Why what was given in it before could not be kept.

        Raises:
            Left: The seller left it.
        """
        from funnelboard.ui.sheet.form import FormSheet
        from funnelboard.ui.sheet.given import Given

        key, drafts = DraftKey(command or self.command, about), self.memory.drafts
        draft = drafts.take(key)
        title = self.title_of(about) if about else ""
        given = Given.read(draft.text) if draft is not None else None

        def show(now: Form | None) -> None:
            if now is not None:
                sheet.show(now)
                self.viewport.foot_soon()

        forms = Latest(self.link, show, lambda _: None)
        sheet = FormSheet(
            form,
            given,
            problem=problem,
            changed=lambda typed: drafts.keep(key, typed, title),
            look_again=partial(forms.want, anew),
        )
        edit = self.workspace.presence.edit
        self.link.ask(partial(edit, about), lambda _: None)
        try:
            answers: Answers = await self._fill(sheet, key, lambda: sheet.given.write())
        finally:
            self.link.ask(partial(edit, ()), lambda _: None)
        self._pending.add(key)
        return answers

    async def _fill(self, sheet: Mode, key: DraftKey, typed: Callable[[], object]) -> Any:
        """Give the keys to what is typed into; where it is left and something was typed, say how to go on with it."""
        try:
            return await self.open(sheet)
        except Left:
            if not typed():
                raise
            name = self.key_of(key.command)
            kept = f"Kept: {name} goes on with it." if key.command in BY_ID else "Kept for the next time."
            raise Left(self.memory.drafts.unsaved or kept) from None

    async def pick(
        self,
        title: str,
        rows: Sequence[Row],
        deeds: Sequence[Deed] = (),
        **more: Any,
    ) -> Any:
        """Let a row of a list be taken, or do with it what the seller wants; the row's value, None of a deed alone.

        Args:
            more: As `Choices` takes it.

        Raises:
            Left: The seller left it.
        """
        from funnelboard.ui.sheet.choices import Choices

        does, value = await self.open(Choices(title, rows, deeds=deeds, **more))
        if does is not None:
            await does(value)
        return value

    async def choose(self, title: str, choices: Sequence[tuple[str, str, T]], chosen: T | None = None) -> T:
        """Let one of a few things be chosen by its key: (key, words, value) each. The words may be user text.

        Raises:
            Left: The seller left it.
        """
        from funnelboard.ui.sheet.choices import Row

        rows = [Row((((self.styles.cells(words), "text"),),), value, key) for key, words, value in choices]
        value: T = await self.pick(title, rows, chosen=chosen)
        return value

    async def open(self, page: Mode, *, foreseen: bool = True) -> Any:
        """Give the keys to a page until the seller leaves it.

        Args:
            foreseen: Whether keys that are typed already may be meant for it.
        """
        return await self.dispatcher.keys_to(page, foreseen=foreseen)

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
