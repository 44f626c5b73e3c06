"""The rows of a form: a question, a field, and how the answers were learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from funnelboard.domain.criteria import AskedHow
from funnelboard.domain.deal import Answer
from funnelboard.errors import BadInput
from funnelboard.ui.dispatcher import Key
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import Span
from funnelboard.ui.drawing.text import fit, padded, width_of
from funnelboard.ui.editor.line_edit import LineEdit
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.asked import Field, Question
from funnelboard.ui.sheet.edit_line import edit_lines

_ANSWER_KEYS = {
    "y": Answer.YES,
    "n": Answer.NO,
    "question_mark": Answer.UNKNOWN,
    "delete": Answer.UNKNOWN,
    "backspace": Answer.UNKNOWN,
}

_TOLD = 20
"""Cells of an answer from which on it is said how it was learnt."""

HOW_KEYS: dict[str, AskedHow] = {how.value[0]: how for how in AskedHow}
"""The key for each way an answer is learnt."""


class FormRow:
    """One row: its name, label and question, what is told about how it stands, and the keys it takes."""

    def __init__(self, name: str, label: str, question: str = "", told: str = "") -> None:
        self.name = name
        self.label = label
        self.question = question
        self.told = told
        self._answer_at = 0

    @property
    def answered(self) -> bool:
        """Whether there is nothing left to do here."""
        return True

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys only this row takes."""
        return ()

    def value(self) -> dict[str, Any]:
        """What it adds to the form's values, by name; nothing if nothing was given.

        Raises:
            BadInput: What is typed cannot be understood.
        """
        return {}

    def press(self, key: Key) -> bool:
        """Obey a key; whether anything came of it."""
        return False

    def click(self, x: int) -> bool:
        """Obey a click on a cell, as last drawn; whether anything came of it."""
        return False

    def line(self, label: int, question: int, width: int, styles: Styles, *, at: bool) -> Iterator[Span]:
        """Label and question in columns of these widths, and the answer; without a question it begins further left."""
        yield f" {padded(styles.cells(self.label), label)}  ", "key" if at else "label"
        room = width - label - 3
        if question and self.question:
            yield f"{padded(styles.cells(self.question), question)}   ", "text"
            room -= question + 3
        self._answer_at = width - room
        yield from self.answer_spans(room, styles, at=at)

    def answer_spans(self, width: int, styles: Styles, *, at: bool) -> Iterator[Span]:
        """How it stands."""
        return iter(())


class QuestionRow(FormRow):
    """Answered with y, n or ?.

    Attributes:
        given: The answer pressed here; None while none was.
    """

    def __init__(self, question: Question, given: Answer | None = None) -> None:
        super().__init__(question.name, question.label, question.text, question.told)
        self._asked = question
        self.given = given

    @property
    def answer(self) -> Answer:
        """What was pressed here, what stood before, or what is offered."""
        if self.given is not None:
            return self.given
        return self._asked.offered if self.is_offered else self._asked.answer

    @property
    def is_offered(self) -> bool:
        """Whether the answer is one that nobody has given yet."""
        unknown = self.given is None and self._asked.answer is Answer.UNKNOWN
        return unknown and self._asked.offered is not Answer.UNKNOWN

    @property
    def answered(self) -> bool:
        """Whether it is a yes that somebody has given."""
        return self.answer is Answer.YES and not self.is_offered

    @property
    def hints(self) -> Sequence[Hint]:
        return [("y n ?", "answer")]

    def value(self) -> dict[str, Any]:
        return {} if self.given is None and not self.is_offered else {self.name: self.answer}

    def press(self, key: Key) -> bool:
        """An answer, or Space for the next of them."""
        if key.name == "space":
            order = tuple(Answer)
            self.given = order[(order.index(self.answer) + 1) % len(order)]
        elif key.name in _ANSWER_KEYS:
            self.given = _ANSWER_KEYS[key.name]
        else:
            return False
        return True

    def click(self, x: int) -> bool:
        """The next answer, where the answer is."""
        return x >= self._answer_at and self.press(Key("space"))

    def goes_on(self, key: Key) -> bool:
        """Whether an answer by this key leads to the next row."""
        return key.name in _ANSWER_KEYS

    def answer_spans(self, width: int, styles: Styles, *, at: bool) -> Iterator[Span]:
        glyphs = styles.glyphs
        sign = {Answer.YES: glyphs.yes, Answer.NO: glyphs.no}.get(self.answer, glyphs.unknown)
        yield f"{sign} {self.answer.value}", self.answer.value
        told = "with Enter" if self.is_offered else styles.cells(self.told) if self.given is None else ""
        if told and width >= _TOLD:
            yield f"  {fit(told, width - len(self.answer.value) - 4, glyphs.ellipsis)}", "dim"


class FieldRow(FormRow):
    """Typed.

    Attributes:
        edit: The text.
        over: What stood there when it was begun to be typed, maybe in an earlier showing.
    """

    def __init__(self, field: Field, text: str | None = None, over: str | None = None) -> None:
        super().__init__(field.name, field.label, field.question)
        self._field = field
        self._first = LineEdit(field.text).text
        self.edit = LineEdit(self._first if text is None else text)
        self._drawn_at_hand = self._in_ascii = False
        self.over = self._first if over is None else over

    @property
    def changed(self) -> bool:
        """Whether another text stands there than at first."""
        return self.edit.text != self._first

    @property
    def overtaken(self) -> bool:
        """Whether it was typed over another text than stands there now."""
        return self.changed and self.over != self._first

    @property
    def answered(self) -> bool:
        """Whether there is a text, where one is asked for."""
        return not self.question or bool(self.edit.text.strip())

    def value(self) -> dict[str, Any]:
        return {self.name: self._field.read(self.edit.text)} if self.changed else {}

    def press(self, key: Key) -> bool:
        """Edit; at the end Right takes what is suggested."""
        ghost = self._ghost()
        if ghost and key.name in ("right", "ctrl+e", "ctrl+f", "end"):
            self.edit.insert(ghost)
            return True
        before = self.edit.text
        return self.edit.press(key.name, key.character) and self.edit.text != before

    def click(self, x: int) -> bool:
        """Put the caret on the letter; nothing is changed by that."""
        cell = x - self._answer_at - 2 * bool(self.question)
        self.edit.point(0, cell, ascii_look=self._in_ascii, from_start=not self._drawn_at_hand)
        return False

    def answer_spans(self, width: int, styles: Styles, *, at: bool) -> Iterator[Span]:
        self._drawn_at_hand, self._in_ascii = at, styles.ascii
        if self.question:
            sign = styles.glyphs.yes if self.answered else styles.glyphs.unknown
            yield f"{sign} ", "yes" if self.answered else "unknown"
            width -= 2
        if not (at or self.answered):
            yield "unknown", "unknown"
            return
        if at:
            shown = edit_lines(self.edit, (), width, 1, styles, self._field.hint)[0]
        else:
            text = styles.cells(self.edit.text)
            shown = ((fit(text, width, styles.glyphs.ellipsis), "text"),)
        yield from shown
        ghost = self._ghost() if at else ""
        more = ghost or self._echo()
        room = width - sum(width_of(text) for text, _ in shown)
        if more and room > 8:
            gap = "  " if self.edit.text and not ghost else ""
            yield gap + fit(styles.cells(more), room - 2, styles.glyphs.ellipsis), "offered" if ghost else "dim"

    def _ghost(self) -> str:
        """How what is typed would go on."""
        typed = self.edit.text.casefold()
        if not typed.strip() or self.edit.caret < len(self.edit.text):
            return ""
        found = (one for one in self._field.suggestions if one.casefold().startswith(typed))
        return next(found, "")[len(self.edit.text) :]

    def _echo(self) -> str:
        """What was understood, or what another has written meanwhile; half a word is no mistake yet."""
        if self.overtaken:
            return f"now {self._first or 'empty'}"
        try:
            said = self._field.echo(self._field.read(self.edit.text))
        except BadInput:
            return ""
        return "" if said == self.edit.text.strip() else said


class WaysRow(FormRow):
    """How the answers were learnt, and from whom: chosen once for all of them.

    Attributes:
        how: The way, or empty.
        who: Place of the person among the people.
    """

    def __init__(self, people: Sequence[tuple[int, str]], how: str = "", who: int = 0) -> None:
        super().__init__("", "learnt by")
        self._people = people
        self.how = how
        self.who = who if who < len(people) else 0
        self._ends: list[tuple[int, str]] = []

    @property
    def contact_id(self) -> int | None:
        """Who answered; nobody is known to have, as long as it is not said how."""
        return self._people[self.who][0] if self.how and self._people else None

    @property
    def hints(self) -> Sequence[Hint]:
        return [("c m f e", "how"), *([("w", "from whom")] if len(self._people) > 1 else [])]

    def press(self, key: Key) -> bool:
        """A way, or the next person."""
        if key.name in HOW_KEYS:
            self.how = "" if self.how == HOW_KEYS[key.name] else HOW_KEYS[key.name].value
        elif key.name == "w" and len(self._people) > 1:
            self.who = (self.who + 1) % len(self._people)
        else:
            return False
        return True

    def click(self, x: int) -> bool:
        """The way that was clicked, or the next person."""
        key = next((key for end, key in self._ends if x < end), "w")
        return x >= self._answer_at and self.press(Key(key))

    def answer_spans(self, width: int, styles: Styles, *, at: bool) -> Iterator[Span]:
        glyphs = styles.glyphs
        ways = [way.value for way in HOW_KEYS.values()]
        signs = sum(map(len, ways)) + 4 * len(ways) - 2 <= width
        said = f"from {styles.cells(self._people[self.who][1])}" if self.how and self._people else ""
        x, self._ends = self._answer_at, []
        for key, way in zip(HOW_KEYS, ways, strict=True):
            chosen = self.how == way
            sign = f"{glyphs.chosen if chosen else key} " if signs or chosen else ""
            words = way if signs or chosen or not said else key  # who said it is to be seen too
            words += "  " if signs else " "
            x += width_of(sign) + len(words)
            self._ends.append((x, key))
            if sign:
                yield sign, "key"
            else:
                yield key, "key"
                words = words.removeprefix(key)
            yield words, "title_cursor" if chosen else "dim"
        if said:
            yield said, "text"
