"""Two sellers have changed the same field: both values, and a choice for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets.option_list import Option

from funnelboard.domain.seller import Seller
from funnelboard.errors import Conflict, Difference
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE, Dialog, Rows


class ConflictModal(Dialog[frozenset[str]]):
    """Shows both values of each field; returns the fields in which the seller's own value is to stand.

    Esc returns None: nothing is to be written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", show=False, priority=True)]

    def __init__(self, conflict: Conflict) -> None:
        keys = [("m", "mine"), ("t", "theirs"), ("Enter", "save"), ("Esc", "save nothing")]
        super().__init__(str(conflict), keys)
        self._differences = conflict.differences
        self._mine: set[str] = set()

    def body(self) -> Iterable[Widget]:
        """Three lines to each field: its name, their value, mine."""
        yield Rows(*(Option(self._row(difference)) for difference in self._differences), id="body")

    def on_key(self, event: events.Key) -> None:
        rows = self.query_one(Rows)
        if event.key in ("m", "t", "left", "right", "space") and rows.highlighted is not None:
            field = self._differences[rows.highlighted].field
            mine = event.key in ("m", "right") or (event.key == "space" and field not in self._mine)
            (self._mine.add if mine else self._mine.discard)(field)
            rows.replace_option_prompt_at_index(rows.highlighted, self._row(self._differences[rows.highlighted]))
        elif not rows.step(event.key):
            return
        event.stop()

    def action_keep(self) -> None:
        self.dismiss(frozenset(self._mine))

    def _row(self, difference: Difference) -> Content:
        mine = difference.field in self._mine
        return Content("\n").join(
            (
                Content.styled(difference.field.replace("_", " "), "bold"),
                self._value("theirs", difference.theirs, not mine),
                self._value("mine", difference.mine, mine),
            )
        )

    def _value(self, whose: str, value: object, stands: bool) -> Content:
        glyphs = self.look.glyphs
        sign = glyphs.yes if stands else glyphs.later
        style = KEY_STYLE if stands else DIM_STYLE
        shown = self.say(_in_words(value)).stylize("" if stands else DIM_STYLE)
        return Content.assemble(Content.styled(f" {sign} {whose:<7}", style), shown)


def _in_words(value: object) -> str:
    from funnelboard.domain.money import Money, format_money

    match value:
        case None | "" | ():
            return "nothing"
        case Money():
            return format_money(value)
        case Seller():
            return value.name
        case tuple():
            return ", ".join(str(part) for part in value)
        case _:
            return str(value)
