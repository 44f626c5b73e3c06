"""The rows of a form of questions, and the one that is answered with one key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from funnelboard.domain.deal import Answer
from funnelboard.ui.look import Look
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE, look_of
from funnelboard.ui.text import cells, content, width_of
from funnelboard.ui.widgets.lines import wrap

_NUMBER = 2
_SIGN = 7
_NARROW = 44
"""Below this width an answer is a sign without a word."""

_STYLES = {Answer.YES: "bold $success", Answer.NO: "bold $error", Answer.UNKNOWN: DIM_STYLE}
_WORDS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: ""}
WRONG_STYLE = "bold $error"


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question that is answered with one key.

    Attributes:
        name: Key of the result.
        text: The question.
        told: What is known about the answer that stands: how, from whom, when.
    """

    name: str
    text: str
    answer: Answer = Answer.UNKNOWN
    told: str = ""


class AnswerRow(Widget):
    """One question: its number, how it stands, its words, and what is wrong with the answer."""

    DEFAULT_CSS = """
    AnswerRow {
        height: 1;
        color: $foreground;
        &:focus { background: $panel; }
        &:ansi:focus { background: ansi_default; text-style: bold underline; }
    }
    """

    class Answered(Message):
        """The row has another answer than before."""

        def __init__(self, row: AnswerRow, *, go_on: bool) -> None:
            super().__init__()
            self.row, self.go_on = row, go_on

    def __init__(self, name: str, number: int | None) -> None:
        super().__init__()
        self.key = name
        self.number = number
        self.problem = ""

    @property
    def look(self) -> Look:
        """The look the app has chosen."""
        return look_of(self.app)

    @property
    def answer(self) -> Answer:
        """How the question stands."""
        raise NotImplementedError

    @property
    def indent(self) -> int:
        """Cells before the words."""
        if self.number is None:
            return _NUMBER
        return _NUMBER + (2 if self.size.width < _NARROW else _SIGN)

    def enter(self) -> None:
        """Give it the focus."""
        self.focus()

    def tell(self, problem: str) -> None:
        """Say what is wrong with the answer; empty for nothing."""
        self.problem = problem
        self.lay_out()

    def lay_out(self) -> None:
        """Take as many lines as there is to say."""
        if self.size.width:
            self.styles.height = max(1, len(self.lines()))
            self.refresh()

    def on_resize(self) -> None:
        self.lay_out()

    def render(self) -> Content:
        return Content("\n").join(self.lines())

    def lines(self) -> list[Content]:
        """What the row shows."""
        raise NotImplementedError

    def head(self) -> Content:
        """Number and sign, in as many cells as stand before the words."""
        if self.number is None:
            return Content(" " * self.indent)
        glyphs = self.look.glyphs
        sign = {Answer.YES: glyphs.yes, Answer.NO: glyphs.no}.get(self.answer, glyphs.unknown)
        word = _WORDS[self.answer] if self.indent > _NUMBER + 2 else ""
        return Content.assemble(
            Content.styled(f"{self.number} ", KEY_STYLE),
            Content.styled(f"{sign} {word}".ljust(self.indent - _NUMBER), _STYLES[self.answer]),
        )

    def below(self, text: str, style: str) -> Iterable[Content]:
        """Further lines under the words."""
        room = max(self.size.width - self.indent, 8)
        for line in wrap(cells(text, ascii_look=self.look.ascii), room) if text else ():
            yield Content.assemble(" " * self.indent, content(line).stylize(style))


class YesNoRow(AnswerRow, can_focus=True):
    """Answered with y, n or ?.

    Attributes:
        given: The answer pressed here; None while none was.
    """

    def __init__(self, question: YesNo, number: int, given: Answer | None = None) -> None:
        super().__init__(question.name, number)
        self.question = question
        self.given = given

    @property
    def answer(self) -> Answer:
        """What was pressed here, or what stood before."""
        return self.question.answer if self.given is None else self.given

    def lines(self) -> list[Content]:
        room = max(self.size.width - self.indent, 8)
        shown = wrap(cells(self.question.text, ascii_look=self.look.ascii), room)
        lines = [Content.assemble(" " * self.indent, line) for line in shown]
        lines[0] = Content.assemble(self.head(), shown[0])
        told = cells(self.question.told, ascii_look=self.look.ascii) if self.given is None else ""
        if told and width_of(shown[-1]) + width_of(told) + 2 <= room:
            lines[-1] = Content.assemble(lines[-1], Content.styled(f"  {told}", DIM_STYLE))
        else:
            lines += self.below(told, DIM_STYLE)
        return [*lines, *self.below(self.problem, WRONG_STYLE)]

    def on_key(self, event: events.Key) -> None:
        chosen = {
            "y": Answer.YES,
            "n": Answer.NO,
            "question_mark": Answer.UNKNOWN,
            "delete": Answer.UNKNOWN,
            "backspace": Answer.UNKNOWN,
        }.get(event.key)
        if event.key == "space":
            order = tuple(Answer)
            chosen = order[(order.index(self.answer) + 1) % len(order)]
        if chosen is not None:
            event.stop()
            self.given = chosen
            self.tell("")
            self.post_message(self.Answered(self, go_on=event.key != "space"))

    def on_click(self) -> None:
        self.focus()
