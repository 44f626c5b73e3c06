"""What all dialogs share: a frame in the middle of the screen that fits any terminal, a title and a line of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, content
from funnelboard.ui.widgets.lines import wrap

Result = TypeVar("Result")

KEY_STYLE = "bold $primary"
DIM_STYLE = "$text-muted"


def look_of(app: App[Any]) -> Look:
    """The look that the app, or the screen below all others, has as its ``look``; else the default one."""
    from funnelboard.ui.themes import LOOK_NAMES, make_look

    holders = (app, *app.screen_stack[:1])
    found = (getattr(holder, "look", None) for holder in holders)
    return next((look for look in found if isinstance(look, Look)), make_look(LOOK_NAMES[0]))


def key_line(keys: Iterable[tuple[str, str]]) -> Content:
    """Keys and what they do, in one line."""
    return Content("   ").join(
        Content.assemble(Content.styled(key, KEY_STYLE), Content.styled(f" {what}", DIM_STYLE)) for key, what in keys
    )


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A modal screen with a frame. Esc returns None."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: transparent;
        & > Vertical {
            width: 64;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $border;
            background: $surface;
            color: $foreground;
        }
        &.-ascii > Vertical { border: ascii $border; }
        &.-roomy > Vertical { padding: 0 2; }
        &.-roomy #body { margin: 1 0; }
        & .dialog--title { text-style: bold; height: auto; }
        & .dialog--keys { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
        &:ansi > Vertical { background: ansi_default; color: ansi_default; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    WIDTH = 64
    """Cells, on a terminal that has so many."""

    BELOW = 1
    """Lines below the body: the line of keys, and what a dialog adds to it."""

    ROOMY = 20
    """From this height on there is some air around the body."""

    def __init__(self, title: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._key_line = keys

    @property
    def look(self) -> Look:
        """The look the app has chosen."""
        return look_of(self.app)

    def body(self) -> Iterable[Widget]:
        """The widgets between the title and the line of keys; the one called ``body`` scrolls."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.say(self._title), classes="dialog--title")
            yield from self.body()
            yield Static(key_line(self._key_line), classes="dialog--keys")

    def on_mount(self) -> None:
        self.set_class(self.look.ascii, "-ascii")

    def on_resize(self, event: events.Resize) -> None:
        roomy = event.size.height >= self.ROOMY
        self.set_class(roomy, "-roomy")
        inner = min(self.WIDTH, event.size.width) - (6 if roomy else 4)
        around = 2 + len(wrap(self._title, inner)) + self.BELOW + (2 if roomy else 0)
        self.query_one("#body").styles.max_height = max(1, event.size.height - around)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def say(self, text: str) -> Content:
        """Text for one line of the dialog, harmless and in ASCII where the look asks for it."""
        return content(cells(text, ascii_look=self.look.ascii))

    def tell_keys(self, keys: Content) -> None:
        """Say something else in the line of keys."""
        self.query_one(".dialog--keys", Static).update(keys)


class Rows(OptionList):
    """A list without a frame of its own, one line to a row, cut with an ellipsis."""

    DEFAULT_CSS = """
    Rows {
        height: auto;
        padding: 0;
        border: none;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background: transparent; background-tint: transparent; }
        & > .option-list--option { padding: 0; }
    }
    """

    def step(self, key: str) -> bool:
        """Go down with j, up with k; whether it was one of them."""
        if key == "j":
            self.action_cursor_down()
        elif key == "k":
            self.action_cursor_up()
        return key in ("j", "k")


Item = TypeVar("Item")


class ListDialog(Dialog[tuple[str, Item]], Generic[Item]):
    """A list of things and what can be done with the one under the cursor.

    Returns the action's name and the thing; see each dialog's ``ACTIONS``.
    """

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = ()
    """Key, name of the action, words for the line of keys. Enter does the first."""

    EMPTY = "Nothing here yet."
    """What is said instead of an empty list."""

    def __init__(self, title: str, items: Sequence[Item], more_keys: Sequence[tuple[str, str]] = ()) -> None:
        keys = [("Enter" if number == 0 else key, what) for number, (key, _, what) in enumerate(self.ACTIONS)]
        super().__init__(title, [*(keys if items else []), *more_keys, ("Esc", "back")])
        self._items = items

    def row(self, item: Item) -> Content:
        """How a thing is shown."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """The list, or what is said instead of it."""
        if self._items:
            yield Rows(*(Option(self.row(item)) for item in self._items), id="body")
        else:
            yield Static(Content.styled(self.EMPTY, DIM_STYLE), id="body")

    def do(self, action: str, item: Item) -> None:
        """An action was chosen."""
        self.dismiss((action, item))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.do(self.ACTIONS[0][1], self._items[event.option_index])

    def on_key(self, event: events.Key) -> None:
        if self.press(event.key):
            event.stop()

    def press(self, key: str) -> bool:
        """Obey a key that is not the list's own; whether it was one."""
        rows = self.focused
        if not isinstance(rows, Rows) or rows.highlighted is None:
            return False
        actions = {its_key: action for its_key, action, _ in self.ACTIONS}
        if key in actions:
            self.do(actions[key], self._items[rows.highlighted])
        return key in actions or rows.step(key)
