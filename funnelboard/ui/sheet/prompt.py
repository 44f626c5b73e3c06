"""A line of text at the bottom, or as many as a note wants: what is asked, what was typed, what was understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from funnelboard.errors import BadInput
from funnelboard.ui.dispatcher import Key, Left, Over
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import NOWHERE, Line, line_width
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.editor.line_edit import LineEdit
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.edit_line import edit_lines
from funnelboard.ui.sheet.sheet import Sheet, SheetLine

TOO_LONG = "The end did not fit and was left out: a text has 20,000 characters at most."


class Prompt(Sheet):
    """Asks for text; over with the value that ``read`` makes of it.

    Attributes:
        edit: The text.
    """

    RULED: ClassVar[bool] = False

    def __init__(
        self,
        label: str,
        *,
        text: str = "",
        selected: bool = False,
        multiline: bool = False,
        read: Callable[[str], Any] = str.strip,
        may_be_empty: bool = False,
        understood: Callable[[str], str] | None = None,
        placeholder: str = "",
        earlier: Sequence[str] = (),
        complete: Callable[[LineEdit], str] | None = None,
        enter: str = "keep",
        leave: str = "leave, kept",
        changed: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Ask.

        Args:
            text: What stands there at first.
            selected: Whether the first letter replaces it; any other key goes on with it.
            multiline: Whether line breaks are kept.
            read: The value of a text; raises `BadInput` with a sentence, and then the text stays.
            may_be_empty: Whether Enter alone is an answer; otherwise it leaves.
            understood: What to say of a text while it is typed; may raise `BadInput` too.
            placeholder: Shown while nothing is typed.
            earlier: What was typed here before, newest first; Up walks through it.
            complete: Goes on with what stands before the caret, on Tab; what it says is shown.
            enter, leave: What Enter and Esc do, for the hints.
            changed: Told of the text after every change.
        """
        super().__init__(label)
        self.edit = LineEdit(text, multiline=multiline)
        self._read = read
        self._may_be_empty = may_be_empty
        self._understood = understood
        self._placeholder = placeholder
        self._earlier = ("", *earlier)
        self._walked = 0
        self._complete = complete
        self._enter, self._leave = enter, leave
        self._changed = changed
        self._said = ""
        self._selected = selected and bool(text)
        self._indent = 0
        self._in_ascii = False

    @property
    def hints(self) -> Sequence[Hint]:
        """What Enter and Esc do, and how a line is broken."""
        breaks = [("ctrl+j", "new line")] if self.edit.multiline else []
        walks = [("↑", "typed before")] if len(self._earlier) > 1 else []
        completes = [("Tab", "complete")] if self._complete is not None else []
        return [("Enter", self._enter), *breaks, *completes, *walks, ("Esc", self._leave)]

    def remark(self) -> tuple[str, bool]:
        """What was understood, or why nothing was; nothing of no text."""
        if self._selected:
            return "Typing replaces it.", False
        if self._said or self._understood is None:
            return self._said, False
        try:
            return self._understood(self.edit.text), False
        except BadInput as error:
            return (str(error), True) if self.edit.text.strip() else ("", False)

    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """The question, and the text around the caret."""
        glyphs = styles.glyphs
        title = fit(styles.cells(self.title), max(1, width // 3), glyphs.ellipsis)
        head: Line = ((f" {title} ", "badge"), (f"{glyphs.prompt} ", "key"))
        self._indent, self._in_ascii = line_width(head), styles.ascii
        lines = edit_lines(self.edit, head, width, most, styles, self._placeholder)
        here = range(self._indent, line_width(lines[0]) - 1) if self._selected else NOWHERE
        return [(line, here) for line in lines]

    def press(self, key: Key) -> Over[Any] | None:
        """Enter answers, Tab completes, Up and Down walk through what was typed before, all else edits."""
        self._said = ""
        if key.name == "enter":
            return self._answer()
        if key.printable or key.name in ("backspace", "delete"):
            self._replace_selected()
        self._selected = False
        if key.name == "tab" and self._complete is not None:
            self._said = self._complete(self.edit)
            self._changed(self.edit.text)
        elif self.edit.press(key.name, key.character):
            self._changed(self.edit.text)
        elif key.name in ("up", "down"):
            self._walk(1 if key.name == "up" else -1)
        return None

    def knows_alt(self, name: str) -> bool:
        return self.edit.knows_alt(name)

    def paste(self, text: str) -> None:
        self._replace_selected()
        self._said = TOO_LONG if self.edit.insert(text) else ""
        self._changed(self.edit.text)

    def click(self, line: int, x: int) -> Over[Any] | None:
        """Put the caret on the letter."""
        self._selected = False
        self.edit.point(line, x - self._indent, ascii_look=self._in_ascii)
        return None

    def wheel(self, by: int) -> Over[Any] | None:
        """Go through the lines of the text; what was typed before is not brought back by a wheel."""
        self.edit.press("down" if by > 0 else "up", None)
        return None

    def _replace_selected(self) -> None:
        if self._selected:
            self._selected = False
            self.edit.replace("")

    def _answer(self) -> Over[Any] | None:
        text = self.edit.text
        if not text.strip() and not self._may_be_empty:
            return Over(left=Left())
        try:
            return Over(self._read(text))
        except BadInput as error:
            self.problem = str(error)
            return None

    def _walk(self, by: int) -> None:
        place = self._walked + by
        if 0 <= place < len(self._earlier):
            if not self._walked:
                self._earlier = (self.edit.text, *self._earlier[1:])
            self._walked = place
            self.edit = LineEdit(self._earlier[place], multiline=self.edit.multiline)
            self._changed(self.edit.text)
