"""A form of one-line fields that says what it understood, and why not, beside the field itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE, Dialog, key_line
from funnelboard.ui.text import cells, content
from funnelboard.ui.widgets.lines import wrap

_KEYS = (("Enter", "keep"), ("Tab", "next"), ("Esc", "back"))
_LABEL_WIDTH = 14


@dataclass(frozen=True, slots=True)
class FormField:
    """One field.

    Attributes:
        name: Key of the result.
        label: As shown, at most 13 cells.
        text: What stands in it at first.
        read: The value of a text; raises `BadInput` with a sentence for the user.
        echo: What to say about a value that was understood; empty for nothing.
        suggestions: Completions offered while typing.
    """

    name: str
    label: str
    text: str
    read: Callable[[str], Any] = str.strip
    echo: Callable[[Any], str] = lambda _: ""
    suggestions: Sequence[str] = ()


class FormRow(Widget):
    """A label, a field, and below it what was understood: the row writes label and remark itself around its field."""

    DEFAULT_CSS = """
    FormRow {
        height: 1;
        & Input, & Input:focus {
            dock: top;
            height: 1;
            margin: 0 0 0 14;
            border: none;
            padding: 0;
            background: $surface;
        }
        & Input:focus { background: $panel; background-tint: transparent; }
        &:ansi Input { background: ansi_default; }
        &:ansi Input:focus { text-style: underline; background: ansi_default; }
    }
    """

    def __init__(self, field: FormField, text: str) -> None:
        super().__init__()
        self.field = field
        suggester = SuggestFromList([cells(one) for one in field.suggestions], case_sensitive=False)
        self.input = Input(text, suggester=suggester if field.suggestions else None, select_on_focus=False)
        self.input.cursor_blink = False
        self._remark = ""
        self._wrong = False

    def compose(self) -> ComposeResult:
        yield self.input

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._lay_out()

    def render(self) -> Content:
        """The label, and the remark under the field."""
        label = Content.styled(self.field.label, KEY_STYLE if self.input.has_focus else DIM_STYLE)
        style = "bold $error" if self._wrong else DIM_STYLE
        remark = (content(" " * _LABEL_WIDTH + line).stylize(style) for line in self._remark_lines())
        return Content("\n").join((label, *remark))

    def value(self) -> Any:
        """The value of what stands in the field.

        Raises:
            BadInput: There is none; the row now says so.
        """
        try:
            return self.field.read(clean(self.input.value))
        except BadInput as error:
            self._say(str(error), wrong=True)
            raise

    @on(Input.Changed)
    def _typed(self) -> None:
        self._tell()

    @on(Input.Blurred)
    def _left(self) -> None:
        try:
            self.value()
        except BadInput:
            return
        self._tell()

    @on(events.DescendantFocus)
    def _entered(self) -> None:
        self.refresh()

    def _tell(self) -> None:
        """Echo what was understood; what is not understood yet is no mistake while it is being typed."""
        text = clean(self.input.value)
        try:
            said = self.field.echo(self.field.read(text))
        except BadInput:
            said = ""
        self._say("" if said == text.strip() else said)

    def _say(self, remark: str, *, wrong: bool = False) -> None:
        self._remark, self._wrong = cells(remark), wrong
        self._lay_out()

    def _lay_out(self) -> None:
        self.styles.height = 1 + len(self._remark_lines())
        self.refresh()

    def _remark_lines(self) -> list[str]:
        return wrap(self._remark, max(self.size.width - _LABEL_WIDTH, 8)) if self._remark else []


class FormDialog(Dialog[dict[str, Any]]):
    """A form over some fields; returns the values of those whose text was changed, all of them understood.

    Enter or ctrl+s keeps. A field that is not understood gets the cursor and nothing typed is lost. Esc asks once if
    something was typed.
    """

    DEFAULT_CSS = """
    FormDialog > Vertical { width: 72; }
    FormDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    """
    WIDTH = 72
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "keep", show=False)]

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        *,
        typed: dict[str, str] | None = None,
        problem: str = "",
        on_typed: Callable[[dict[str, str]], None] | None = None,
    ) -> None:
        """Show the form.

        Args:
            title: What the form is about.
            fields: In the order of Tab.
            typed: Texts that were typed before and could not be kept, by field name.
            problem: Why they could not.
            on_typed: Called with all changed texts after each key, for a draft.
        """
        super().__init__(title, _KEYS)
        self._problem = problem
        self._on_typed = on_typed
        self._rows = [FormRow(field, (typed or {}).get(field.name, field.text)) for field in fields]
        self._refused = self.typed
        self._sure = False

    @property
    def typed(self) -> dict[str, str]:
        """The texts that differ from what stood there at first, by field name."""
        return {row.field.name: row.input.value for row in self._rows if row.input.value != row.field.text}

    def body(self) -> Iterable[Widget]:
        """One row to each field."""
        yield VerticalScroll(*self._rows, id="body", can_focus=False)

    def on_mount(self) -> None:
        self._rows[0].input.focus()
        if self._problem:
            self.tell_keys(content(self._problem).stylize("bold $error"))

    def action_keep(self) -> None:
        """Return what was changed, unless something is wrong with it."""
        typed, values, wrong = self.typed, {}, []
        for row in self._rows:
            if row.field.name in typed:
                try:
                    values[row.field.name] = row.value()
                except BadInput:
                    wrong.append(row)
        if wrong:
            wrong[0].input.focus()
        else:
            self.dismiss(values)

    def action_cancel(self) -> None:
        if self.typed and not self._sure:
            self._sure = True
            self.tell_keys(
                Content.assemble(
                    Content.styled("Not kept yet. ", "bold $warning"),
                    key_line((("Esc", "throw away"), ("Enter", "keep"))),
                )
            )
        else:
            self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    @on(Input.Changed)
    def _changed(self) -> None:
        if self._sure or (self._problem and self.typed != self._refused):
            self._sure, self._problem = False, ""
            self.tell_keys(key_line(_KEYS))
        if self._on_typed is not None:
            self._on_typed(self.typed)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("down", "up"):
            event.stop()
            (self.focus_next if event.key == "down" else self.focus_previous)(Input)
