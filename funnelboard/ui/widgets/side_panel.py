"""The side panel: everything about the deal under the cursor, and the field for a note about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message

from funnelboard.domain.note import NoteKind
from funnelboard.domain.presets import GENERAL
from funnelboard.domain.timeline import EntryKind
from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.lines import Line, Span
from funnelboard.ui.widgets.lines_view import LinesView
from funnelboard.ui.widgets.note_text import read_note
from funnelboard.ui.widgets.side_panel_deal import Detail
from funnelboard.ui.widgets.side_panel_lines import KINDS, PanelText

if TYPE_CHECKING:
    from funnelboard.ui.widgets.note_field import NoteField

_HINTS = (("n", "note"), ("← →", "timeline"), ("i", "score"), ("e", "edit a note"), ("Esc", "back"))
_ASCII_ARROWS = {"←": "<-", "→": "->"}


class SidePanel(LinesView):
    """Shows one deal at a time; never reads or writes anything itself.

    Keys while it has the focus: j k PgUp PgDn g G scroll, left and right narrow the timeline to a kind, ``n`` opens
    the note field, ``e`` asks to edit a note, Esc leaves. All other keys go on to the screen.

    Attributes:
        kind_filter: What the timeline shows, None for everything; it stays when another deal is shown.
        preset: For the words of a kind of business.
    """

    class NoteSubmitted(Message):
        """A note was written to its end; the field is closed and empty."""

        def __init__(self, deal_id: int, text: str, kind: NoteKind) -> None:
            super().__init__()
            self.deal_id, self.text, self.kind = deal_id, text, kind

    class NoteTyped(Message):
        """What stands in the note field now, for the draft; empty when there is nothing to keep."""

        def __init__(self, deal_id: int, text: str) -> None:
            super().__init__()
            self.deal_id, self.text = deal_id, text

    class NotesAsked(Message):
        """The seller wants to edit or delete a note of the deal shown."""

        def __init__(self, deal_id: int) -> None:
            super().__init__()
            self.deal_id = deal_id

    class KindChosen(Message):
        """The timeline was narrowed to a kind, or widened again: there may be more such entries to load."""

        def __init__(self, kind: EntryKind | None) -> None:
            super().__init__()
            self.kind = kind

    class PanelLeft(Message):
        """Esc: the keys go back to the board. A note that was being written stays as a draft."""

    def __init__(self, look: Look, *, notes: bool = True, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show no deal yet.

        Args:
            notes: Whether there is a place for writing a note.
        """
        super().__init__(look, edge=look.glyphs.edge, id=id)
        self.kind_filter: EntryKind | None = None
        self.preset = GENERAL
        self._notes = notes
        self._unfolded = False
        self._detail: Detail | None = None
        self._now = 0
        self._today = date.min
        self._drafts: dict[int, str] = {}
        self._writing_for: int | None = None
        self._field: NoteField | None = None
        self._keys |= {
            "left": lambda: self._narrow(-1),
            "right": lambda: self._narrow(1),
            "h": lambda: self._narrow(-1),
            "l": lambda: self._narrow(1),
            "n": self.write_note,
            "e": self._ask_for_notes,
            "escape": lambda: self._post(self.PanelLeft()),
            "tab": lambda: self._post(self.PanelLeft()),
        }

    @property
    def deal_id(self) -> int | None:
        """The deal shown."""
        return self._detail.deal.id if self._detail else None

    @property
    def writing(self) -> bool:
        """Whether the note field is open."""
        return self._writing_for is not None

    def show(self, detail: Detail | None, now: int, today: date) -> None:
        """Show a deal, or that there is none. The same deal again stays scrolled where it is.

        Args:
            detail: With a timeline that is newest first.
            now: UTC epoch microseconds.
            today: The seller's local date.
        """
        same = detail is not None and detail.deal.id == self.deal_id
        self._detail, self._now, self._today = detail, now, today
        self._tell(top=self.top if same else 0)

    def toggle_score(self) -> None:
        """Tell every point of the score and every answer, or fold them again."""
        self._unfolded = not self._unfolded
        self._tell(top=self.top)

    def write_note(self, text: str | None = None) -> None:
        """Open the note field and give it the keys.

        Args:
            text: What is to stand in it; by default the draft that was left for this deal.
        """
        if self.deal_id is None or self.writing:
            return
        from funnelboard.ui.widgets.note_field import NoteField

        self._writing_for = self.deal_id
        written = self._drafts.get(self.deal_id, "") if text is None else text
        if self._field is None:
            self._field = NoteField(written)
            self.mount(self._field)
        else:
            self._field.begin(written)
        self._field.focus()
        self.redraw()

    def take_back(self, deal_id: int, text: str) -> None:
        """Put a note that could not be kept back into the field, or make it the draft of a deal not shown now."""
        self._drafts[deal_id] = text
        if deal_id == self.deal_id:
            self.write_note()

    def foot(self) -> Sequence[Line]:
        """The note field's place, or how to open it."""
        field = self._field
        if not self.writing or field is None:
            return (self._hints(),) if self._notes else ()
        kind, _ = read_note(field.text)
        keys = f"Enter keeps {self.look.glyphs.dot} ctrl+j breaks"
        name = kind.capitalize()
        gap = self.line_width - width_of(name) - width_of(keys)
        head: Line = ((name, "heading"), (" " * gap, "dim"), (keys, "dim")) if gap > 1 else ((name, "heading"),)
        return (head, *[()] * max(1, field.size.height))

    def rewrap(self) -> None:
        """Wrap the deal's text anew."""
        self._tell(top=self.top)

    def on_click(self, event: events.Click) -> None:
        if self._notes and event.y == self.size.height - 1:
            event.stop()
            self.write_note()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _field_focus_changed(self) -> None:
        self.redraw()

    def on_text_area_changed(self) -> None:
        field = self._field
        if field is None or self._writing_for is None:
            return
        self._drafts[self._writing_for] = field.text
        self.post_message(self.NoteTyped(self._writing_for, field.text))
        self.call_after_refresh(self.redraw)

    def on_note_field_kept(self) -> None:
        field, deal_id = self._field, self._writing_for
        if field is None or deal_id is None:
            return
        kind, words = read_note(field.text)
        self._close_field()
        self._drafts.pop(deal_id, None)
        self.post_message(self.NoteSubmitted(deal_id, words, kind) if words else self.NoteTyped(deal_id, ""))
        self.post_message(self.PanelLeft())

    def on_note_field_left(self) -> None:
        self._close_field()
        self.post_message(self.PanelLeft())

    def _close_field(self) -> None:
        """Hide the field. It is not removed: Textual could still be asked to paint it while it goes."""
        self._writing_for = None
        if self._field is not None:
            self._field.display = False
        self.redraw()

    def _hints(self) -> Line:
        draft = self._drafts.get(self.deal_id, "") if self.deal_id is not None else ""
        if draft.strip():
            text = f"n goes on with: {cells(draft, ascii_look=self.look.ascii)}"
            return self._prompt, (fit(text, self.line_width - 2, self.look.glyphs.ellipsis), "text")
        if not self.has_focus:
            return self._prompt, ("n writes a note", "dim")
        line: list[Span] = []
        room = self.line_width
        for key, what in _HINTS:
            shown = "".join(_ASCII_ARROWS.get(sign, sign) for sign in key) if self.look.ascii else key
            room -= width_of(shown) + len(what) + 3
            if room < -2:
                break
            line += [(shown, "key"), (f" {what}  ", "hint")]
        return tuple(line)

    @property
    def _prompt(self) -> Span:
        return f"{self.look.glyphs.prompt} ", "accent"

    def _tell(self, *, top: int) -> None:
        if self._detail is None:
            self.set_source(iter([(("no deal here", "dim"),)]))
            return
        text = PanelText(self.look, self.line_width, self._now, self._today, self.preset, self._unfolded)
        self.set_source(text.lines(self._detail, self.kind_filter), top=top)

    def _narrow(self, by: int) -> None:
        self.kind_filter = KINDS[(KINDS.index(self.kind_filter) + by) % len(KINDS)]
        self._tell(top=self.top)
        self.post_message(self.KindChosen(self.kind_filter))

    def _ask_for_notes(self) -> None:
        if self.deal_id is not None:
            self.post_message(self.NotesAsked(self.deal_id))

    def _post(self, message: Message) -> None:
        self.post_message(message)
