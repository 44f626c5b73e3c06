"""A form at the bottom: questions answered with one key, fields that are typed, and how the answers were learnt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from funnelboard.errors import BadInput
from funnelboard.ui.dispatcher import Key, Over
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import GAP, NOWHERE, Line, filled
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.asked import Asked, Form, Problem, Question
from funnelboard.ui.sheet.form_layout import Column, bands_of, column_lines
from funnelboard.ui.sheet.form_rows import FieldRow, FormRow, QuestionRow, WaysRow
from funnelboard.ui.sheet.given import Answers, Given
from funnelboard.ui.sheet.prompt import TOO_LONG
from funnelboard.ui.sheet.sheet import Sheet, SheetLine


class FormSheet(Sheet):
    """Over with ``Answers``. Tab and the arrows go, and ``j`` ``k`` ``1`` to ``9`` where nothing is typed."""

    def __init__(
        self,
        form: Form,
        given: Given | None = None,
        *,
        problem: str = "",
        changed: Callable[[str], object] = lambda _: None,
        look_again: Callable[[], None] = lambda: None,
    ) -> None:
        """Show the form.

        Args:
            given: What was pressed and typed before.
            problem: Why that could not be kept.
            changed: Told of all that is given after each change, as a draft's text.
            look_again: Asked, when somebody else may have written, to :meth:`show` the form as it then is.
        """
        super().__init__(form.title)
        self.problem = problem
        self._changed = changed
        self._look_again = look_again
        self._spots: list[list[tuple[int, FormRow]]] = []
        self._fill(form, given or Given())
        self._at = next((n for n, row in enumerate(self._main) if not row.answered), 0)

    def look_again(self) -> None:
        self._look_again()

    def show(self, form: Form) -> None:
        """Ask the same of what is known by now; what was pressed and typed stays, and so does the cursor.

        A form that asks anything else is not shown: that is told when this one is to be kept.
        """
        rows, before = self._rows, self._form
        if [each.name for each in (*form.rows, *form.more)] != [each.name for each in (*before.rows, *before.more)]:
            return
        self._fill(replace(form, people=before.people), self.given)
        for old, new in zip(rows, self._rows, strict=True):
            if isinstance(old, FieldRow) and isinstance(new, FieldRow) and old.edit.text == new.edit.text:
                new.edit = old.edit

    def _fill(self, form: Form, given: Given) -> None:
        self._form = form
        self._main = [_row(asked, given) for asked in form.rows]
        self._more = [_row(asked, given) for asked in form.more]
        self._ways = WaysRow(form.people, given.how, given.who) if form.people is not None else None
        self._asked: list[FormRow] = [*self._main, *([self._ways] if self._ways else [])]
        self._rows = [*self._asked, *self._more]
        self.aside = form.aside(self._read()[0])

    @property
    def given(self) -> Given:
        """What was pressed and typed so far."""
        changed = [row for row in self._rows if isinstance(row, FieldRow) and row.changed]
        return Given(
            {row.name: row.given for row in self._rows if isinstance(row, QuestionRow) and row.given is not None},
            {row.name: row.edit.text for row in changed},
            {row.name: row.over for row in changed},
            self._ways.how if self._ways else "",
            self._ways.who if self._ways else 0,
        )

    @property
    def row(self) -> FormRow:
        """The row at hand."""
        return self._rows[self._at]

    @property
    def hints(self) -> Sequence[Hint]:
        """What the row at hand takes, and what ends the form."""
        stay = [("ctrl+s", self._form.stay)] if self._form.stay else []
        learnt = [("c m f e", "learnt by")] if self._ways and isinstance(self.row, QuestionRow) else []
        because = [("b", "go on without")] if self._form.because and not isinstance(self.row, FieldRow) else []
        ends = [("Enter", self._form.enter), *because, *stay, ("Tab", "next"), *learnt, ("Esc", "leave, kept")]
        return [*self.row.hints, *ends]

    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """The rows in one column or two."""
        self._spots = []
        bands = bands_of(self._asked, self._more, width)
        return [line for band in bands for line in self._band_lines(band, styles)]

    def _band_lines(self, columns: Sequence[Column], styles: Styles) -> Iterator[SheetLine]:
        """The lines of columns that stand beside each other."""
        gap = GAP if len(columns) > 1 else 0
        drawn = [[*column_lines(column, self._more, styles, at_hand=self.row, gap=gap)] for column in columns]
        for number in range(max(map(len, drawn))):
            spans: Line = ()
            here = NOWHERE
            spots: list[tuple[int, FormRow]] = []
            for (_, room, _), column in zip(columns, drawn, strict=True):
                line, row = column[number] if number < len(column) else ((), None)
                x = sum(width_of(text) for text, _ in spans)
                spots += [(x, row)] if row is not None else []
                spans = (*spans, *(filled(line, room, styles.glyphs.ellipsis) if gap else line))
                here = range(x, x + room) if row is self.row else here
            self._spots.append(spots)
            yield spans, here

    def click(self, line: int, x: int) -> None:
        """Go to the row; on an answer or a way it is chosen."""
        spots = [spot for spot in self._spots[line + self._top] if spot[0] <= x]
        if spots:
            start, row = spots[-1]
            self._at = self._rows.index(row)
            if row.click(x - start - 1):
                self._note_change()

    def press(self, key: Key) -> Over[Any] | None:
        """Go, answer, type, or end."""
        name = key.name
        typing = isinstance(self.row, FieldRow)
        if name == "enter":
            return self._end(stay=False)
        if name == "ctrl+s":
            return self._end(stay=True) if self._form.stay else None
        if name in ("tab", "shift+tab", "down", "up") or (not typing and name in ("j", "k")):
            self._at = (self._at + (1 if name in ("tab", "down", "j") else -1)) % len(self._rows)
        elif not typing and name.isdigit():
            self._at = min(int(name), len(self._rows)) - 1 if int(name) else self._at
        elif not typing and name == "b" and self._form.because:
            self._go_to(self._form.because)
        elif self.row.press(key) or (not typing and self._ways is not None and self._ways.press(key)):
            if isinstance(self.row, QuestionRow) and self.row.goes_on(key) and self._at + 1 < len(self._main):
                self._at += 1
            self._note_change()
        return None

    def knows_alt(self, name: str) -> bool:
        return isinstance(self.row, FieldRow) and self.row.edit.knows_alt(name)

    def paste(self, text: str) -> None:
        if isinstance(self.row, FieldRow):
            self.problem = TOO_LONG if self.row.edit.insert(text) else ""
            self._note_change()

    def _end(self, *, stay: bool) -> Over[Any] | None:
        """Over, unless something is wrong with what was given; then the cursor goes there."""
        values, problem = self._read()
        if problem is None and not stay:
            problem = self._form.check(values)
        if problem is not None:
            self._go_to(problem[0])
            self.problem = problem[1]
            return None
        ways = self._ways
        overtaken = frozenset(row.name for row in self._rows if isinstance(row, FieldRow) and row.overtaken)
        return Over(Answers(values, ways.how if ways else "", ways.contact_id if ways else None, stay, overtaken))

    def _read(self) -> tuple[dict[str, Any], Problem | None]:
        """What can be read of the values, and what is wrong with the first that cannot."""
        values: dict[str, Any] = {}
        problem = None
        for row in self._rows:
            try:
                values |= row.value()
            except BadInput as error:
                problem = problem or (row.name, str(error))
        return values, problem

    def _go_to(self, name: str) -> None:
        self._at = next((n for n, row in enumerate(self._rows) if row.name == name), self._at)

    def _note_change(self) -> None:
        self._changed(self.given.write())
        self.aside = self._form.aside(self._read()[0])


def _row(asked: Asked, before: Given) -> FormRow:
    if isinstance(asked, Question):
        return QuestionRow(asked, before.answers.get(asked.name))
    return FieldRow(asked, before.texts.get(asked.name), before.over.get(asked.name))
