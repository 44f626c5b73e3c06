"""A question that is answered by typing, in a form of questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from funnelboard.domain.deal import Answer
from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.modals.answer_rows import WRONG_STYLE, AnswerRow
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE
from funnelboard.ui.text import cells
from funnelboard.ui.widgets.lines import wrap

_LEAST_FIELD = 16
"""Cells a field needs beside its label; with fewer it goes below."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A question that is answered by typing.

    Attributes:
        name: Key of the result.
        label: The question, or what is to be typed.
        text: What stands in the field at first.
        read: The value of a text; raises `BadInput` with a sentence for the user.
        echo: What to say about a value that was understood; empty for nothing.
        hint: Shown in the empty field.
        asked: Whether it is one of the questions, with a number and a sign, or something that may be left empty.
    """

    name: str
    label: str
    text: str = ""
    read: Callable[[str], Any] = str.strip
    echo: Callable[[Any], str] = lambda _: ""
    hint: str = ""
    asked: bool = True


class TypedRow(AnswerRow):
    """A label, a field beside or below it, and what was understood."""

    DEFAULT_CSS = """
    TypedRow {
        & Input, & Input:focus {
            dock: top;
            height: 1;
            border: none;
            padding: 0;
            background: $surface;
        }
        & Input:focus { background: $panel; background-tint: transparent; }
        &:ansi Input { background: ansi_default; }
        &:ansi Input:focus { text-style: underline; background: ansi_default; }
    }
    """

    def __init__(self, question: Typed, number: int | None, label_width: int, text: str | None = None) -> None:
        """Make it.

        Args:
            label_width: Cells of the widest label that its field is to be in line with.
            text: What was typed before.
        """
        super().__init__(question.name, number)
        self.question = question
        self.label_width = label_width
        shown = cells(question.text if text is None else text)
        self.input = Input(shown, placeholder=question.hint, select_on_focus=False)
        self.input.cursor_blink = False
        self._remark = ""
        self._beside = True

    def compose(self) -> ComposeResult:
        yield self.input

    def on_mount(self) -> None:
        self._understand()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return clean(self.input.value)

    @property
    def changed(self) -> bool:
        """Whether another text stands there than at first."""
        return self.input.value != cells(self.question.text)

    @property
    def answer(self) -> Answer:
        """Yes, once there is a value."""
        try:
            return Answer.YES if self.text.strip() and self.question.read(self.text) is not None else Answer.UNKNOWN
        except BadInput:
            return Answer.UNKNOWN

    def value(self) -> Any:
        """The value of what stands in the field.

        Raises:
            BadInput: There is none; the row now says so.
        """
        try:
            return self.question.read(self.text)
        except BadInput as error:
            self.tell(str(error))
            raise

    def enter(self) -> None:
        self.input.focus()

    def lay_out(self) -> None:
        room = self.size.width - self.indent
        beside = room - self.label_width - 2 >= _LEAST_FIELD
        labels = 0 if beside else len(self._label_lines())
        self.input.styles.margin = (labels, 0, 0, self.indent + (self.label_width + 2 if beside else 0))
        self._beside = beside
        super().lay_out()

    def lines(self) -> list[Content]:
        style = KEY_STYLE if self.input.has_focus and self.number is None else ""
        if not style and self.number is None:
            style = DIM_STYLE
        shown = self._label_lines()
        lines = [Content.assemble(" " * self.indent, Content(line).stylize(style)) for line in shown]
        lines[0] = Content.assemble(self.head(), Content(shown[0]).stylize(style))
        if not self._beside:
            lines.append(Content())
        remark = (self.problem, WRONG_STYLE) if self.problem else (self._remark, DIM_STYLE)
        return [*lines, *self.below(*remark)]

    def _label_lines(self) -> list[str]:
        return wrap(cells(self.question.label, ascii_look=self.look.ascii), max(self.size.width - self.indent, 8))

    def _understand(self) -> None:
        """Echo what was understood; what is not understood yet is no mistake while it is being typed."""
        try:
            said = self.question.echo(self.question.read(self.text)) if self.text.strip() else ""
        except BadInput:
            said = ""
        self._remark = "" if said == self.text.strip() else said
        self.tell("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._understand()
        self.post_message(self.Answered(self, go_on=False))

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        try:
            if self.text.strip():
                self.question.read(self.text)
        except BadInput as error:
            self.tell(str(error))
        self.refresh()

    @on(events.DescendantFocus)
    def _entered(self) -> None:
        self.refresh()
