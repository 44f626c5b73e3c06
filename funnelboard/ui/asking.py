"""How an action asks: for a line, a form, one of a list; and what becomes of what is typed meanwhile.

Whatever was typed when the seller leaves is kept as a draft and offered again by the same key on the same deals.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from funnelboard.memory.draft import DraftKey
from funnelboard.memory.pending_text import PendingText
from funnelboard.ui.commands import BY_ID
from funnelboard.ui.dispatcher import Dispatcher, Left, Mode
from funnelboard.ui.link import Latest
from funnelboard.ui.sheet.sheet import Sheet

if TYPE_CHECKING:
    from funnelboard.memory.memory import Memory
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.drawing.foot import Status
    from funnelboard.ui.link import Link
    from funnelboard.ui.looks.styles import Styles
    from funnelboard.ui.sheet.asked import Form
    from funnelboard.ui.sheet.choices import Deed, Row
    from funnelboard.ui.sheet.given import Answers
    from funnelboard.ui.viewport import Viewport

T = TypeVar("T")


@dataclass(eq=False, repr=False, kw_only=True)
class Asking(ABC):
    """What a conversation asks with.

    Attributes:
        dispatcher: Gives the keys to what asks.
        viewport: Where it is shown.
        link: The way to the database.
        memory: Drafts and what was typed before.
        command: Id of the command that is carried out.
    """

    dispatcher: Dispatcher
    viewport: Viewport
    link: Link
    memory: Memory
    command: str
    _pending: PendingText = field(init=False)
    _said_before: Status = field(init=False)

    def __post_init__(self) -> None:
        self._pending = PendingText(self.memory.drafts)
        self._said_before = self.viewport.status

    @property
    def styles(self) -> Styles:
        """Colours and signs, for what is written as lines."""
        return self.viewport.styles

    @property
    def workspace(self) -> Workspace:
        """The services."""
        return self.link.workspace

    @abstractmethod
    def title_of(self, deal_ids: Sequence[int]) -> str:
        """The title of a deal, as far as it is in sight, or how many deals there are."""

    @abstractmethod
    def key_of(self, command_id: str) -> str:
        """The seller's key for a command, as it is printed."""

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
        whole = f" {self.styles.glyphs.arrow} " not in title
        value: T = await self.pick(title, rows, chosen=chosen, whole=whole)
        return value

    async def open(self, page: Mode, *, foreseen: bool = True) -> Any:
        """Give the keys to a page until the seller leaves it. What was said before is not said again after a sheet.

        Args:
            foreseen: Whether keys that are typed already may be meant for it.
        """
        if isinstance(page, Sheet) and self.viewport.status is self._said_before:
            self.viewport.hush()
        return await self.dispatcher.keys_to(page, foreseen=foreseen)
