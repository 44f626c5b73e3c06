"""The settings that everybody on the database shares: what they are, why, and changing them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from funnelboard.domain.settings import RATE, tidy
from funnelboard.errors import BadInput
from funnelboard.services.settings import SettingValue
from funnelboard.ui.actions.conflicts import write_over
from funnelboard.ui.desk import Desk
from funnelboard.ui.drawing.lines import EMPTY, Line, Span, hang
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.drawing.text import fit, padded
from funnelboard.ui.screens.page import Page, open_page, undo

_HEADINGS = {
    "stale": "DAYS UNTIL STALE",
    "probability": "PROBABILITY, PER CENT",
    "score": "POINTS OF THE SCORE",
    "rate": "EXCHANGE RATES",
}
_BOARD = ("gates", "preset", "currency")
_NAME = 26
"""Most cells of a name."""


async def open_settings(desk: Desk) -> None:
    """List all settings, to change them."""
    await open_page(desk, SettingsPage(desk))


async def choose_preset(desk: Desk) -> None:
    """Let it be chosen for which kind of business the board has its words."""
    from funnelboard.domain.presets import PRESETS

    now = await desk.read(desk.workspace.settings.get, "preset")
    choices = [(name[0], f"{name}: {found.label}", name) for name, found in PRESETS.items()]
    name = await desk.choose("Words and checklists for", choices, now)
    await desk.write(desk.workspace.settings.set, "preset", name)


class SettingsPage(Page[tuple[SettingValue, ...]]):
    """A list of all settings. Each change is written at once, logged, and can be undone."""

    hints = (
        ("Enter", "change"),
        ("x", "default"),
        ("a", "add a rate"),
        ("u", "undo"),
        ("jk", "go"),
        ("Esc", "back"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._settings: tuple[SettingValue, ...] = ()
        self._place = 0
        self.keys = {**self.keys, **self.going(self._go)}
        self.talks = {
            **dict.fromkeys(("enter", "e"), ("settings", self.change)),
            **dict.fromkeys(("x", "D", "delete"), ("settings", self.reset)),
            "a": ("settings", self.add_rate),
            "u": ("undo", undo),
        }

    def head(self) -> tuple[str, str]:
        changed = sum(setting.is_set for setting in self._settings)
        aside = f"{changed} changed" if changed else "nothing changed yet"
        return f"Settings {self.styles.glyphs.dot} {self.board.workspace.name}", aside

    def read(self) -> tuple[SettingValue, ...]:
        return self.board.workspace.settings.all()

    def show(self, reading: tuple[SettingValue, ...]) -> None:
        """Show them, the cursor where it was."""
        self._settings = reading
        self._go(0)

    async def change(self, desk: Desk) -> None:
        """Ask for another value of the setting at the cursor."""
        setting = self._settings[self._place]
        if setting.name == "preset":
            await choose_preset(desk)
            return

        def understood(text: str) -> str:
            if not text.strip():
                return "x in the list puts the default back"
            tidied = tidy(setting.name, text)
            return "" if tidied == text.strip() else f"kept as: {tidied}"

        value = await desk.ask(
            setting.name,
            partial(tidy, setting.name),
            command=f"setting-{setting.name}",
            text=setting.value,
            understood=understood,
        )
        keep = partial(desk.workspace.settings.set, setting.name)
        again = partial(self.change, desk)
        column = "per_unit" if setting.name.startswith(RATE) else "value"
        await write_over(desk, setting.name, {column: value}, lambda values: keep(values[column]), again)

    async def add_rate(self, desk: Desk) -> None:
        """Ask for an exchange rate."""
        name, rate = await desk.ask(
            "exchange rate", _read_rate, command="exchange-rate", understood=_understood_rate, placeholder="NOK 0.086"
        )
        await desk.write(desk.workspace.settings.set, name, rate)

    async def reset(self, desk: Desk) -> None:
        """Put the default back."""
        await desk.write(desk.workspace.settings.set, self._settings[self._place].name, "")

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._settings) - 1))
        self.lines.tell_blocks(lambda width: [*self._blocks(width)], self._place)
        self.redraw()

    def _blocks(self, width: int) -> Iterator[Block]:
        """One block to each setting, the first of a group with a heading above it."""
        number = 0
        for heading, group in groupby(self._settings, key=_heading):
            for first, setting in enumerate(group):
                above = [] if first else [*([EMPTY] if number else []), ((f" {heading}", "heading"),)]
                yield (*above, *self._setting(setting, width, at=number == self._place))
                number += 1

    def _setting(self, setting: SettingValue, width: int, *, at: bool) -> Iterator[Line]:
        """Name and value, and for the one at the cursor what it is for and why it is so."""
        styles = self.styles
        ellipsis = styles.glyphs.ellipsis
        bar: Span = (styles.glyphs.cursor if at else " ", "bar")
        _, dot, rest = setting.name.partition(".")
        indent = min(_NAME, width // 2)
        name = padded(rest if dot else setting.name, indent - 1, ellipsis)
        sign = styles.glyphs.chosen if setting.is_set else " "
        value = f"{sign} {styles.cells(setting.value) or styles.glyphs.none}"
        shown: Span = (fit(value, width - 1 - indent, ellipsis), "accent" if setting.is_set else "dim")
        yield (bar, (name + " ", "title_cursor" if at else "text"), shown)
        if not at:
            return
        default = styles.cells(setting.default)
        named = f" is {default}" if setting.is_set and default else ""
        why = f"The default{named}: {setting.reason}."
        for text in (setting.help, why):
            for part in hang((), text, "dim", width - 3, 0):
                yield (bar, ("  ", "text"), *part)


def _heading(setting: SettingValue) -> str:
    group, dot, _ = setting.name.partition(".")
    if dot:
        return _HEADINGS[group]
    return "THE BOARD" if setting.name in _BOARD else "WORDS TO CHOOSE FROM"


def _read_rate(text: str) -> tuple[str, str]:
    """The setting and the value of a typed exchange rate.

    Raises:
        BadInput: It is no currency with a rate.
    """
    code, _, rate = text.strip().replace("=", " ").partition(" ")
    name = f"{RATE}{code.upper()}"
    if not rate.strip():
        raise BadInput("Type a currency and what one of it is worth: NOK 0.086.")
    return name, tidy(name, rate)


def _understood_rate(text: str) -> str:
    name, rate = _read_rate(text)
    return f"one {name.removeprefix(RATE)} is worth {rate}"
