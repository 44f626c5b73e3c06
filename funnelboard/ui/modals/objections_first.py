"""What the buyer still holds against a deal that is about to be closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from funnelboard.domain.objection import Objection
from funnelboard.ui.modals.dialog import ListDialog


class ObjectionsFirstModal(ListDialog[Objection | None]):
    """The open objections of a deal: ``resolve`` one, or ``close`` the deal all the same (with None)."""

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (("r", "resolve", "resolve"),)

    def __init__(self, title: str, objections: Sequence[Objection]) -> None:
        count = f"{len(objections)} open objections" if len(objections) > 1 else "1 open objection"
        super().__init__(f"{count}: {title}", objections, [("g", "close all the same")])

    def row(self, item: Objection | None) -> Content:
        """What was said."""
        return Content.assemble(f"{self.look.glyphs.objection} ", self.say(item.text if item else ""))

    def press(self, key: str) -> bool:
        """``g`` goes on."""
        if key == "g":
            self.dismiss(("close", None))
        return key == "g" or super().press(key)
