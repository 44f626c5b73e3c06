"""How answers were learnt, and from whom, chosen once for a form of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from funnelboard.domain.criteria import AskedHow
from funnelboard.ui.look import Glyphs
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE, look_of
from funnelboard.ui.text import cells, content

HOW_KEYS: dict[str, AskedHow] = {how.value[0]: how for how in AskedHow}
"""The key for each way an answer is learnt."""


class HowRow(Widget):
    """How the answers were learnt, and from whom: chosen once for all of them.

    Attributes:
        how: The way, or empty.
        who: Place of the person among ``people``.
    """

    DEFAULT_CSS = """
    HowRow { height: 1; color: $foreground; }
    """

    def __init__(self, people: Sequence[tuple[int, str]] = (), how: str = "", who: int = 0) -> None:
        """Make it.

        Args:
            people: Ids and names of those who may have answered.
        """
        super().__init__()
        self.people = people
        self.how = how
        self.who = who

    @property
    def contact_id(self) -> int | None:
        """Who answered; nobody is known to have, as long as it is not said how."""
        return self.people[self.who][0] if self.how and self.people else None

    def press(self, key: str) -> bool:
        """Obey a key; whether it was one of these."""
        if key in HOW_KEYS:
            self.how = "" if self.how == HOW_KEYS[key] else HOW_KEYS[key].value
        elif key == "w" and len(self.people) > 1:
            self.who = (self.who + 1) % len(self.people)
        else:
            return False
        self._lay_out()
        return True

    def on_resize(self) -> None:
        self._lay_out()

    def render(self) -> Content:
        return Content("\n").join(self._lines())

    def _lay_out(self) -> None:
        self.styles.height = len(self._lines())
        self.refresh()

    def _lines(self) -> list[Content]:
        look = look_of(self.app)
        parts = [Content.styled("asked by", DIM_STYLE), *self._ways(look.glyphs)]
        if self.how and self.people:
            name = cells(self.people[self.who][1], ascii_look=look.ascii)
            more = Content.styled("w ", KEY_STYLE) if len(self.people) > 1 else Content()
            parts.append(Content.assemble(Content.styled("of ", DIM_STYLE), more, content(name)))
        lines: list[Content] = []
        for part in parts:
            if lines and lines[-1].cell_length + part.cell_length + 2 <= self.size.width:
                lines[-1] = Content.assemble(lines[-1], "  ", part)
            else:
                lines.append(part.truncate(max(self.size.width, 4), ellipsis=True))
        return lines

    def _ways(self, glyphs: Glyphs) -> Iterable[Content]:
        for key, way in HOW_KEYS.items():
            chosen = self.how == way
            yield Content.assemble(
                Content.styled(glyphs.yes if chosen else glyphs.later, KEY_STYLE if chosen else DIM_STYLE),
                Content.styled(f" {key} ", KEY_STYLE),
                Content.styled(way.value, "bold" if chosen else DIM_STYLE),
            )
