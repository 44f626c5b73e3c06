"""The field a note is written in, one to six lines high."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from funnelboard.exchange.safe_text import clean


class NoteField(TextArea):
    """Enter keeps the note, ctrl+j or alt+Enter breaks the line, Esc leaves; what is pasted keeps its line breaks."""

    DEFAULT_CSS = """
    NoteField {
        dock: bottom;
        height: auto;
        min-height: 1;
        max-height: 6;
        margin: 0 1 0 2;
        padding: 0;
        border: none;
        background: $panel;
        scrollbar-size: 0 0;
        & .text-area--cursor-line { background: transparent; }
        &:focus { border: none; }
        &:ansi { background: ansi_default; }
    }
    """

    class Kept(Message):
        """Enter was pressed."""

    class Left(Message):
        """Esc was pressed."""

    def __init__(self, text: str) -> None:
        super().__init__(clean(text, multiline=True), compact=True, placeholder="write a note, Enter keeps it")
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def begin(self, text: str) -> None:
        """Show the field again, with another text in it and nothing to undo."""
        self.load_text(clean(text, multiline=True))
        self.move_cursor(self.document.end)
        self.display = True

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Kept())
        elif event.key == "escape":
            self.post_message(self.Left())
        elif event.key in ("ctrl+j", "alt+enter", "shift+enter"):
            self.insert("\n")
        elif event.key not in ("tab", "shift+tab"):
            if event.is_printable:
                event.stop()
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = self.selection
        self.replace(clean(event.text, multiline=True), start, end)
