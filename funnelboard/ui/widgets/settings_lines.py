"""The shared settings as lines; nothing here knows Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from funnelboard.services.settings import SettingValue
from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, fit, padded
from funnelboard.ui.widgets.lines import EMPTY, Line, Span, hang

_HEADINGS = {
    "stale": "DAYS UNTIL STALE",
    "probability": "PROBABILITY, PER CENT",
    "score": "POINTS OF THE SCORE",
    "rate": "EXCHANGE RATES",
}
_BOARD = ("gates", "preset", "currency")
_NAME = 26
"""Most cells of a name."""


@dataclass(frozen=True, slots=True)
class SettingsText:
    """Writes the settings for one width and look."""

    look: Look
    width: int

    def blocks(self, settings: Sequence[SettingValue], place: int) -> Iterator[tuple[Line, ...]]:
        """One block to each setting, the first of a group with a heading above it."""
        number = 0
        for heading, group in groupby(settings, key=_heading):
            for first, setting in enumerate(group):
                lines: list[Line] = []
                if not first:
                    lines = [*([EMPTY] if number else []), ((f" {heading}", "heading"),)]
                yield (*lines, *self._setting(setting, at=number == place))
                number += 1

    def _setting(self, setting: SettingValue, *, at: bool) -> Iterator[Line]:
        look = self.look
        bar: Span = (look.glyphs.cursor if at else " ", "bar")
        _, dot, rest = setting.name.partition(".")
        indent = min(_NAME, self.width // 2)
        name = padded(rest if dot else setting.name, indent - 1, look.glyphs.ellipsis)
        value = cells(setting.value, ascii_look=look.ascii) or look.glyphs.none
        room = self.width - 1 - indent
        line: list[Span] = [bar, (name + " ", "title_cursor" if at else "text")]
        line.append((fit(value, room, look.glyphs.ellipsis), "accent" if setting.is_set else "dim"))
        yield tuple(line)
        if not at:
            return
        default = cells(setting.default, ascii_look=look.ascii)
        told = [setting.help]
        if setting.is_set:
            told.append(f"By default {default}: {setting.reason}." if default else f"By default {setting.reason}.")
        else:
            told.append(f"As by default: {setting.reason}.")
        for text in told:
            for part in hang((), text, "dim", self.width - 3, 0):
                yield (bar, ("  ", "text"), *part)


def _heading(setting: SettingValue) -> str:
    group, dot, _ = setting.name.partition(".")
    if dot:
        return _HEADINGS[group]
    return "THE BOARD" if setting.name in _BOARD else "WORDS TO CHOOSE FROM"
