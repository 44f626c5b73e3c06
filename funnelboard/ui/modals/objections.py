"""The objections of a deal: the open ones to be answered, the others with what answered them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from funnelboard.domain.objection import Objection
from funnelboard.ui.modals.dialog import DIM_STYLE, ListDialog


class ObjectionsModal(ListDialog[Objection | None]):
    """The open ones first: ``resolve``, ``reopen``, ``edit`` or ``delete`` one, or ``add`` another (with None)."""

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("r", "resolve", "answer"),
        ("o", "reopen", "reopen"),
        ("e", "edit", "edit"),
        ("D", "delete", "delete"),
    )
    EMPTY = "No objections. b raises one."
    DEFAULT_CSS = "ObjectionsModal > Vertical { width: 76; }"
    WIDTH = 76

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__("Objections", objections, [("b", "another")])

    def row(self, item: Objection | None) -> Content:
        """Whether it is open, what it says, and what answered it."""
        if item is None:
            return Content()
        glyphs = self.look.glyphs
        text = self.say(item.text)
        if item.resolved_at is None:
            return Content.assemble(Content.styled(f"{glyphs.objection} ", "bold $warning"), text)
        answer = self.say(f"  {glyphs.arrow} {item.answer}")
        return Content.assemble(Content.styled(f"{glyphs.won} ", "$success"), text, "\n", answer.stylize(DIM_STYLE))

    def press(self, key: str) -> bool:
        """``b`` raises another."""
        if key == "b":
            self.dismiss(("add", None))
        return key == "b" or super().press(key)
