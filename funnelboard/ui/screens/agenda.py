"""Working today's agenda: one item after another, each with what was said, what came of it and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from funnelboard.domain.note import NoteKind
from funnelboard.errors import BadInput
from funnelboard.ui.actions import parking
from funnelboard.ui.actions.asking import ask_and_write, refusing
from funnelboard.ui.actions.follow_ups import read_follow_up, understood_follow_up
from funnelboard.ui.agenda_state import AgendaState, Key, key_of
from funnelboard.ui.geometry import SINGLE, WIDE
from funnelboard.ui.line_edit import LineEdit
from funnelboard.ui.screens.page import Page
from funnelboard.ui.widgets.agenda_lines import AgendaText
from funnelboard.ui.widgets.note_text import read_note
from funnelboard.ui.widgets.prompt import Echo, Prompt
from funnelboard.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from funnelboard.domain.agenda import Agenda, AgendaItem
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.ui.agenda_state import Words
    from funnelboard.ui.screens.board import BoardScreen

_LEAST_LIST = 36
"""Cells of the queue beside the deal."""


class AgendaScreen(Page):
    """The queue at the left, the deal at hand at the right; on a narrow terminal the item at hand above its deal.

    What is typed about an item is kept until it is written, whatever is done meanwhile, and all of it is one change.
    """

    DEFAULT_CSS = """
    AgendaScreen {
        & #deal { width: 1fr; height: 100%; }
        &.-narrow #middle { layout: vertical; }
        &.-narrow #list { width: 100%; height: auto; }
        &.-narrow #deal { width: 100%; height: 1fr; }
    }
    """
    HINTS = (
        ("Enter", "work it"),
        ("s", "skip"),
        ("z", "park"),
        ("b", "objection"),
        ("o", "on the board"),
        ("u", "undo"),
        ("jk", "go"),
        ("PgDn", "read on"),
        ("Esc", "stop"),
    )

    def __init__(self, board: BoardScreen, state: AgendaState, agenda: Agenda) -> None:
        """Show the agenda.

        Args:
            state: How far the seller has come; goes on changing.
        """
        super().__init__(board)
        self.state = state
        state.show(agenda)
        self.panel = SidePanel(board.look, notes=False, id="deal")
        self._shown: int | None = None
        self._share = _LEAST_LIST
        self.keys = {
            **dict.fromkeys(("enter", "n", "d"), self.work),
            **dict.fromkeys(("j", "down"), partial(self._go, 1)),
            **dict.fromkeys(("k", "up"), partial(self._go, -1)),
            **dict.fromkeys(("pagedown", "ctrl+d", "space"), partial(self._scroll, 1)),
            **dict.fromkeys(("pageup", "ctrl+u"), partial(self._scroll, -1)),
            **dict.fromkeys(("escape", "q", "A"), self.leave),
            "s": self.skip,
            "z": self.park,
            "b": self.add_objection,
            "o": self.show_on_board,
            "i": self.panel.toggle_score,
            "u": self.undo,
        }

    def middle(self) -> Sequence[Widget]:
        """The queue and the deal."""
        return (self.list, self.panel)

    def on_mount(self) -> None:
        """Read the first deal."""
        self._read_detail()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other."""
        narrow = event.size.width < SINGLE
        self.set_class(narrow, "-narrow")
        if not narrow:
            self._share = max(_LEAST_LIST, event.size.width * 2 // 5 if event.size.width >= WIDE else 0)
        super().on_resize(event)

    def head(self) -> tuple[str, str]:
        """Where one is in the queue, and what is done."""
        state, dot = self.state, f" {self.look.glyphs.dot} "
        count = len(state.items)
        place = f"{state.place + 1} of {count}" if state.item is not None else "the end" if count else ""
        skipped = f"{state.skips} skipped" if state.skips else ""
        day = f"{state.day:%a} {state.day.day} {state.day:%b}"
        return dot.join(filter(None, ("Agenda", place, skipped))), f"{state.done_today} done today{dot}{day}"

    def draw(self) -> None:
        """Draw the queue too."""
        narrow = self.has_class("-narrow")
        text = AgendaText(self.look, self.list.line_width, self.state.day)
        if narrow:
            item = self.state.item
            lines = tuple(text.item(item, at=True) if item is not None else text.end(self.state))
            blocks, place = [lines], 0
            most = max(1, self.size.height // 3)
            self.list.styles.height = min(len(lines), most) if item is not None else "1fr"
        else:
            blocks, place = [*text.blocks(self.state)], self.state.place
            self.list.styles.height = "100%"
        self.list.styles.width = self._share if self.state.item is not None and not narrow else "100%"
        self.panel.display = self.state.item is not None
        self.list.show(blocks, place)
        super().draw()

    # -- going through the queue -------------------------------------------------

    def skip(self) -> None:
        """Put the item off."""
        self.state.skip()
        self._moved()

    def leave(self) -> None:
        """Stop; the place is kept."""
        state = self.state
        self.board.say(f"Agenda: {state.done_today} done today, {len(state.items)} left.", after="A goes on")
        super().leave()

    def show_on_board(self) -> None:
        """Leave for the deal at hand, to do what the board can do with it."""
        item = self.state.item
        if item is not None:
            self.leave()
            self.board.link.reload(follow=item.deal_id)

    def _go(self, by: int) -> None:
        self.state.step(by)
        self._moved()

    def _scroll(self, direction: int) -> None:
        self.panel.scroll_lines(direction * max(1, self.panel.size.height - 2))

    def _moved(self) -> None:
        self.draw()
        self._read_detail()

    def _read_detail(self) -> None:
        item = self.state.item
        self._shown = None if item is None else item.deal_id
        if item is None:
            self._show(None, None)
        else:
            read = partial(self.board.workspace.board.detail, item.deal_id)
            self.board.link.ask(read, partial(self._show, item.deal_id), self.refuse)

    def _show(self, deal_id: int | None, detail: DealDetail | None) -> None:
        if deal_id == self._shown:
            self.panel.preset = self.board.state.settings.preset
            self.panel.show(detail, self.board.moment.now, self.board.moment.today)

    # -- working an item ---------------------------------------------------------

    def work(self) -> None:
        """Ask what was said about the item at hand, what came of it and what comes next."""
        item = self.state.item
        if item is not None:
            self._ask_note(item, self.state.typed())

    def _ask_note(self, item: AgendaItem, words: Words) -> None:
        def echo(text: str) -> Echo:
            return Echo("" if not text.strip() else _note_kind(text, item).value)

        then = self._ask_result if item.follow_up_id is not None else self._ask_following
        self._step(item, words, "note", then, "what was said; Enter alone: nothing", echo)

    def _ask_result(self, item: AgendaItem, words: Words) -> None:
        self._step(item, words, "result", self._ask_following, "what came of it; Enter alone is enough")

    def _ask_following(self, item: AgendaItem, words: Words) -> None:
        echo = refusing(partial(understood_follow_up, self.board))
        placeholder = "fri call about price; Enter alone: nothing"
        self._step(item, words, "following", self._keep, placeholder, echo)

    def _step(
        self,
        item: AgendaItem,
        words: Words,
        name: str,
        then: Callable[[AgendaItem, Words], None],
        placeholder: str,
        echo: Callable[[str], Echo] = lambda _: Echo(),
    ) -> None:
        """Ask for one of the words; Esc stops, and all that is typed stays to be taken up again."""

        def typed(text: str) -> None:
            setattr(words, name, text)
            if self.memory is not None:
                said = "\n".join(filter(str.strip, (words.note, words.result, words.following)))
                self.memory.keep_draft("write-note", said, item.deal_id, item.title)

        self.ask(
            Prompt(
                command="",
                label="next" if name == "following" else name,
                submit=lambda _: then(item, words),
                edit=LineEdit(getattr(words, name), multiline=name != "following"),
                echo=echo,
                changed=typed,
                placeholder=placeholder,
            )
        )

    def _keep(self, item: AgendaItem, words: Words) -> None:
        """Write all of it, and go on to the next item."""
        try:
            following = read_follow_up(self.board, words.following) if words.following.strip() else None
        except BadInput as error:
            self._ask_following(item, words)
            self.show_echo(Echo(str(error), wrong=True))
            return
        if item.follow_up_id is None and following is None and not words.note.strip():
            self.skip()
            self.say("Nothing was written down, so it is skipped.")
            return
        touch = partial(
            self.board.workspace.activity.touch,
            item.deal_id,
            note=read_note(words.note)[1],
            kind=_note_kind(words.note, item),
            follow_up_id=item.follow_up_id,
            result=words.result,
            following=following,
        )
        self.write(touch, partial(self._worked, key_of(item)))

    def _worked(self, key: Key, _: Done) -> None:
        if self.memory is not None:
            self.memory.forget_draft()
        if self.state.item is not None and key_of(self.state.item) == key:
            self.state.work()
        self._read_again()

    # -- what else can come of a call --------------------------------------------

    def park(self) -> None:
        """Ask until when the deal at hand is parked; it is done with, then."""
        item = self.state.item
        if item is None:
            return
        today, park = self.board.moment.today, self.board.workspace.parking.park

        def deed(text: str) -> Callable[[], Done]:
            from funnelboard.domain.parking import parse_park_line

            until, reason, why = parse_park_line(text, today)
            return partial(park, (item.deal_id,), until, reason, why)

        echo = refusing(partial(parking.understood, today=today, dot=self.look.glyphs.dot))
        ask_and_write(self, "park until", deed, echo=echo, placeholder=parking.PLACEHOLDER, then=self._read_after)

    def add_objection(self) -> None:
        """Ask what the buyer holds against it."""
        item = self.state.item
        if item is not None:
            make = partial(self.board.workspace.objections.raise_objection, (item.deal_id,))
            placeholder = "too expensive for a pilot"
            ask_and_write(self, "but", lambda text: partial(make, text), placeholder=placeholder, then=self._read_after)

    def undo(self) -> None:
        """Take the last change back; its item is at hand again."""

        def undone(done: Done) -> None:
            self._read_again(self.state.unwork() if done.change else None)

        self.write(self.board.workspace.undoing.undo, undone)

    def _read_after(self, _: Done) -> None:
        self._read_again()

    def _read_again(self, back_to: Key | None = None) -> None:
        def read(agenda: Agenda) -> None:
            self.state.show(agenda, back_to)
            self._moved()

        def failed(error: FunnelBoardError) -> None:
            self.refuse(error)
            self._moved()

        self.board.link.ask(self.board.workspace.agenda.today, read, failed)


def _note_kind(text: str, item: AgendaItem) -> NoteKind:
    """What a note says of its kind, else the kind of what was to be done."""
    kind, _ = read_note(text)
    known = {each.value: each for each in NoteKind}
    return known.get(item.follow_up_kind, kind) if kind is NoteKind.NOTE else kind
