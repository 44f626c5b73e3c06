"""Editing a note that was written before."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget

from funnelboard.domain.note import NoteKind
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.ui.modals.dialog import Dialog
from funnelboard.ui.widgets.note_field import NoteField
from funnelboard.ui.widgets.note_text import read_note


class NoteModal(Dialog[tuple[NoteKind, str]]):
    """Shows a note with its kind in front, ``call: …``; returns kind and words, or None if nothing is to be changed."""

    DEFAULT_CSS = """
    NoteModal NoteField { dock: none; margin: 0; max-height: 12; min-height: 3; }
    NoteModal #body { height: auto; }
    """

    def __init__(self, entry: TimelineEntry) -> None:
        super().__init__("Edit the note", [("Enter", "keep"), ("ctrl+j", "new line"), ("Esc", "back")])
        self._before = entry.text if entry.label == NoteKind.NOTE else f"{entry.label}: {entry.text}"

    def body(self) -> Iterable[Widget]:
        """The field."""
        yield Vertical(NoteField(self._before), id="body")

    def on_mount(self) -> None:
        self.query_one(NoteField).focus()

    def on_note_field_kept(self) -> None:
        text = self.query_one(NoteField).text
        kind, words = read_note(text)
        self.dismiss((kind, words) if words and text != self._before else None)

    def on_note_field_left(self) -> None:
        self.dismiss(None)
