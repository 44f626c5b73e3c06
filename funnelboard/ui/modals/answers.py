"""A form of questions: those of a stage, those a gate still asks, those that belong to an ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from funnelboard.domain.deal import Answer
from funnelboard.errors import BadInput
from funnelboard.ui.modals.answer_rows import WRONG_STYLE, AnswerRow, YesNo, YesNoRow
from funnelboard.ui.modals.dialog import Dialog, key_line
from funnelboard.ui.modals.how_row import HowRow
from funnelboard.ui.modals.typed_row import Typed, TypedRow
from funnelboard.ui.text import content, width_of

Problem = tuple[str, str]
"""The name of a row, and a sentence about it."""


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What a form asks.

    Attributes:
        rows: Questions in their order, with headings (plain text, or none for a gap) between them.
        lead: A sentence below the title.
        asks_how: Whether it is asked how the answers were learnt.
        people: Ids and names of those who may have given them, the likeliest first.
        enter: What Enter does, for the line of keys.
        stay: What ctrl+s does, if anything: it returns the answers with ``stay``.
        check: What is still wrong with all values together, those that were not changed left out; None for nothing.
    """

    title: str
    rows: Sequence[YesNo | Typed | str]
    lead: str = ""
    asks_how: bool = False
    people: Sequence[tuple[int, str]] = ()
    enter: str = "keep"
    stay: str = ""
    check: Callable[[Mapping[str, Any]], Problem | None] = lambda _: None


@dataclass(slots=True)
class Given:
    """What was pressed and typed into a form, so that it can be shown again.

    Attributes:
        answers: By row name, of the questions answered with a key.
        texts: By row name, of the fields.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    how: str = ""
    who: int = 0

    def __bool__(self) -> bool:
        return bool(self.answers or self.texts or self.how)


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of a form.

    Attributes:
        values: By row name, only of what was answered or typed.
        how: How it was learnt, or empty.
        contact_id: From whom, if that is known.
        stay: Whether the answers are to be kept and nothing else done.
        given: For showing the form again, should it be refused.
    """

    values: Mapping[str, Any]
    how: str
    contact_id: int | None
    stay: bool
    given: Given


class AnswersModal(Dialog[Answers]):
    """Shows a form of questions. Enter returns the answers, Esc None, after asking once if there are any.

    On a question y, n and ? answer it and go to the next, a number goes to that question, and c, m, f, e say how the
    answers were learnt.
    """

    DEFAULT_CSS = """
    AnswersModal > Vertical { width: 72; }
    AnswersModal VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    AnswersModal .answers--heading, AnswersModal .answers--lead { height: auto; color: $text-muted; }
    AnswersModal .answers--gap { height: 0; }
    AnswersModal.-roomy .answers--gap { height: 1; }
    AnswersModal.-roomy .answers--heading { margin: 1 0 0 0; }
    AnswersModal.-roomy .answers--lead, AnswersModal.-roomy HowRow { margin: 0 0 1 0; }
    """
    WIDTH = 72
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "stay", show=False)]

    def __init__(
        self,
        form: AnswerForm,
        given: Given | None = None,
        problem: str = "",
        on_given: Callable[[Given], None] | None = None,
    ) -> None:
        """Show the form.

        Args:
            given: What was pressed and typed before.
            problem: Why that could not be kept.
            on_given: Called with everything given after each key, for a draft.
        """
        super().__init__(form.title, ())
        self._form = form
        self._problem = problem
        self._on_given = on_given
        self._sure = False
        before = self._refused = given or Given()
        self._how = HowRow(form.people, before.how, before.who) if form.asks_how else None
        self._rows = list(self._make_rows(before))

    def _make_rows(self, before: Given) -> Iterable[AnswerRow]:
        number = 0
        questions = [row for row in self._form.rows if not isinstance(row, str)]
        for row in questions:
            asked = isinstance(row, YesNo) or row.asked
            number += asked
            if isinstance(row, YesNo):
                yield YesNoRow(row, number, before.answers.get(row.name))
            else:
                alike = (other.label for other in questions if isinstance(other, Typed) and other.asked is row.asked)
                widest = max(map(width_of, alike))
                yield TypedRow(row, number if asked else None, widest, before.texts.get(row.name))

    @property
    def given(self) -> Given:
        """What was pressed and typed so far."""
        return Given(
            {row.key: row.given for row in self._rows if isinstance(row, YesNoRow) and row.given is not None},
            {row.key: row.text for row in self._rows if isinstance(row, TypedRow) and row.changed},
            self._how.how if self._how else "",
            self._how.who if self._how else 0,
        )

    def body(self) -> Iterable[Widget]:
        """Everything between title and keys."""
        widgets: list[Widget] = []
        if self._form.lead:
            widgets.append(Static(self.say(self._form.lead), classes="answers--lead"))
        if self._how is not None:
            widgets.append(self._how)
        rows = iter(self._rows)
        for row in self._form.rows:
            widgets.append(self._heading(row) if isinstance(row, str) else next(rows))
        yield VerticalScroll(*widgets, id="body", can_focus=False)

    def _heading(self, text: str) -> Widget:
        return Static(self.say(text), classes="answers--heading" if text else "answers--gap")

    def on_mount(self) -> None:
        self._first().enter()
        if self._problem:
            self.tell_keys(content(self._problem).stylize(WRONG_STYLE))

    def on_descendant_focus(self) -> None:
        if not self._problem and not self._sure:
            self._show_keys()

    def on_key(self, event: events.Key) -> None:
        row = self._focused_row()
        if event.key in ("down", "up", "tab", "shift+tab"):
            self._step(1 if event.key in ("down", "tab") else -1)
        elif not isinstance(row, YesNoRow):
            return
        elif event.key == "enter":
            self.action_keep()
        elif event.key in ("j", "k"):
            self._step(1 if event.key == "j" else -1)
        elif event.key.isdigit():
            wanted = next((row for row in self._rows if str(row.number) == event.key), None)
            if wanted is not None:
                wanted.enter()
        elif self._how is not None and self._how.press(event.key):
            self._changed()
        else:
            return
        event.stop()
        event.prevent_default()

    @on(AnswerRow.Answered)
    def _answered(self, event: AnswerRow.Answered) -> None:
        event.stop()
        self._changed()
        following = self._rows[self._rows.index(event.row) + 1 :]
        if event.go_on and following and following[0].number is not None:
            following[0].enter()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        row = self._focused_row()
        if row is not None and row.number is None and any(one.number for one in self._rows[self._rows.index(row) :]):
            self._step(1)
        else:
            self.action_keep()

    def action_keep(self) -> None:
        """Return the answers, unless something is wrong with them."""
        self._return(stay=False)

    def action_stay(self) -> None:
        """Return the answers to be kept, with nothing else done."""
        self._return(stay=bool(self._form.stay))

    def action_cancel(self) -> None:
        if self.given and not self._sure:
            self._sure = True
            self.tell_keys(
                Content.assemble(
                    Content.styled("Not kept yet. ", "bold $warning"),
                    key_line((("Esc", "throw away"), ("Enter", self._form.enter))),
                )
            )
        else:
            self.dismiss(None)

    def _return(self, *, stay: bool) -> None:
        values: dict[str, Any] = {}
        wrong: list[AnswerRow] = []
        for row in self._rows:
            if isinstance(row, YesNoRow) and row.given is not None:
                values[row.key] = row.given
            elif isinstance(row, TypedRow) and row.changed:
                try:
                    values[row.key] = row.value()
                except BadInput:
                    wrong.append(row)
        problem = None if wrong or stay else self._form.check(values)
        if problem is not None:
            name, sentence = problem
            about = next(row for row in self._rows if row.key == name)
            about.tell(sentence)
            wrong.append(about)
        if wrong:
            wrong[0].enter()
            return
        how = self._how
        self.dismiss(Answers(values, how.how if how else "", how.contact_id if how else None, stay, self.given))

    def _first(self) -> AnswerRow:
        """The first row that has no yes, or no text; what may be left empty below the questions does not count."""
        last = max((place for place, row in enumerate(self._rows) if row.number is not None), default=0)
        return next((row for row in self._rows[:last] if row.answer is not Answer.YES), self._rows[last])

    def _focused_row(self) -> AnswerRow | None:
        focused = self.focused
        return next((row for row in self._rows if focused is row or (focused and focused.parent is row)), None)

    def _step(self, by: int) -> None:
        row = self._focused_row()
        place = self._rows.index(row) + by if row is not None else 0
        self._rows[place % len(self._rows)].enter()

    def _changed(self) -> None:
        if self._sure or (self._problem and self.given != self._refused):
            self._sure, self._problem = False, ""
            self._show_keys()
        if self._on_given is not None:
            self._on_given(self.given)

    def _show_keys(self) -> None:
        keys = [("Enter", self._form.enter)]
        if self._form.stay:
            keys.append(("ctrl+s", self._form.stay))
        if isinstance(self._focused_row(), YesNoRow):
            keys = [("y", "yes"), ("n", "no"), ("?", "unknown"), *keys]
        else:
            keys.append(("Tab", "next"))
        self.tell_keys(key_line([*keys, ("Esc", "back")]))
