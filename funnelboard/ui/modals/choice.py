"""Choosing one of a few things with one key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from funnelboard.ui.modals.dialog import KEY_STYLE, Dialog, Rows

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """One thing to choose.

    Attributes:
        key: The key that chooses it at once; empty for none.
        label: As shown; may be user text.
        value: What the dialog returns; None would mean that nothing was chosen.
    """

    key: str
    label: str
    value: Value


class ChoiceModal(Dialog[Value], Generic[Value]):
    """Asks for one of several choices by its key, or with the arrows and Enter; returns its value."""

    def __init__(self, title: str, choices: Sequence[Choice[Value]], chosen: Value | None = None) -> None:
        """Ask.

        Args:
            title: The question.
            choices: At least one.
            chosen: The value the cursor is to begin on.
        """
        super().__init__(title, [("Enter", "choose"), ("Esc", "back")])
        self._choices = choices
        self._first = next((place for place, choice in enumerate(choices) if choice.value == chosen), 0)

    def body(self) -> Iterable[Widget]:
        """The list."""
        width = max(len(choice.key) for choice in self._choices)
        rows = Rows(*(Option(self._row(choice, width)) for choice in self._choices), id="body")
        rows.highlighted = self._first
        yield rows

    def on_key(self, event: events.Key) -> None:
        chosen = next((choice for choice in self._choices if choice.key == event.key), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.value)
        elif self.query_one(Rows).step(event.key):
            event.stop()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index].value)

    def _row(self, choice: Choice[Value], width: int) -> Content:
        return Content.assemble(Content.styled(choice.key.ljust(width), KEY_STYLE), "  ", self.say(choice.label))


class ConfirmModal(ChoiceModal[bool]):
    """Asks before something that undo cannot bring back; returns True, or False or None for no."""

    def __init__(self, question: str, yes: str, no: str = "no, go back") -> None:
        super().__init__(question, [Choice("y", yes, True), Choice("n", no, False)], chosen=False)
