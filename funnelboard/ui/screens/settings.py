"""The settings that everybody on the database shares: what they are, why, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.settings import RATE, tidy
from funnelboard.errors import BadInput
from funnelboard.ui.actions.asking import ask_and_write
from funnelboard.ui.screens.page import Page
from funnelboard.ui.widgets.prompt import Echo
from funnelboard.ui.widgets.settings_lines import SettingsText

if TYPE_CHECKING:
    from funnelboard.services.done import Done
    from funnelboard.services.settings import SettingValue
    from funnelboard.ui.screens.board import BoardScreen


class SettingsScreen(Page):
    """A list of all settings. Each change is written at once, logged, and can be undone."""

    HINTS = (
        ("Enter", "change"),
        ("x", "as by default"),
        ("a", "exchange rate"),
        ("u", "undo"),
        ("jk", "go"),
        ("Esc", "back"),
    )

    def __init__(self, board: BoardScreen, settings: Sequence[SettingValue]) -> None:
        super().__init__(board)
        self._settings = settings
        self._place = 0
        last = len(settings)
        self.keys = {
            **dict.fromkeys(("enter", "e"), self.change),
            **dict.fromkeys(("x", "D", "delete"), self.reset),
            **dict.fromkeys(("j", "down"), partial(self._go, 1)),
            **dict.fromkeys(("k", "up"), partial(self._go, -1)),
            **dict.fromkeys(("pagedown", "ctrl+d", "space"), partial(self._go, 5)),
            **dict.fromkeys(("pageup", "ctrl+u"), partial(self._go, -5)),
            **dict.fromkeys(("g", "home"), partial(self._go, -last)),
            **dict.fromkeys(("G", "end"), partial(self._go, last)),
            **dict.fromkeys(("escape", "q", "S"), self.leave),
            "a": self.add_rate,
            "u": self.undo,
        }

    def head(self) -> tuple[str, str]:
        """What the settings are of."""
        changed = sum(setting.is_set for setting in self._settings)
        aside = f"{changed} set, the others as by default" if changed else "all as by default"
        return f"Settings {self.look.glyphs.dot} {self.board.name_shown}", aside

    def draw(self) -> None:
        """Draw the list too."""
        text = SettingsText(self.look, self.list.line_width)
        self.list.show([*text.blocks(self._settings, self._place)], self._place)
        super().draw()

    def change(self) -> None:
        """Ask for another value of the setting at the cursor."""
        setting = self._settings[self._place]
        if setting.name == "preset":
            from funnelboard.ui.actions.settings import choose_preset

            choose_preset(self, self.board.workspace, setting.value, self._read_again)
        else:
            self._ask(setting.name, setting.value)

    def add_rate(self) -> None:
        """Ask for an exchange rate."""

        def deed(text: str) -> partial[Done]:
            code, _, rate = text.strip().replace("=", " ").partition(" ")
            return partial(self.board.workspace.settings.set, f"{RATE}{code}", rate)

        def echo(text: str) -> Echo:
            code, _, rate = text.strip().replace("=", " ").partition(" ")
            if not code:
                return Echo()
            try:
                return Echo(f"one {code.upper()} is worth {tidy(f'{RATE}{code}', rate)}" if rate.strip() else "")
            except BadInput as error:
                return Echo(str(error), wrong=True)

        ask_and_write(self, "exchange rate", deed, echo=echo, placeholder="NOK 0.086", then=self._read_again)

    def reset(self) -> None:
        """Put the default back."""
        name = self._settings[self._place].name
        self.write(partial(self.board.workspace.settings.set, name, ""), self._read_again)

    def undo(self) -> None:
        """Take the last change back."""
        self.write(self.board.workspace.undoing.undo, self._read_again)

    def _ask(self, name: str, value: str) -> None:
        def echo(text: str) -> Echo:
            if not text.strip():
                return Echo("x in the list puts the default back")
            try:
                tidied = tidy(name, text)
            except BadInput as error:
                return Echo(str(error), wrong=True)
            return Echo("" if tidied == text.strip() else f"kept as: {tidied}")

        change = partial(self.board.workspace.settings.set, name)
        ask_and_write(self, name, lambda text: partial(change, text), echo=echo, text=value, then=self._read_again)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._settings) - 1))
        self.draw()

    def _read_again(self, _: Done) -> None:
        def read(settings: Sequence[SettingValue]) -> None:
            self._settings = settings
            self._go(0)

        self.board.link.ask(self.board.workspace.settings.all, read, self.refuse)
