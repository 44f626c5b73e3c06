"""The settings that everybody on the database shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnelboard.services.done import Done
    from funnelboard.services.settings import SettingValue
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.screens.board import BoardScreen
    from funnelboard.ui.screens.page import Page


def show_settings(board: BoardScreen) -> None:
    """List all settings, to change them."""

    def show(settings: tuple[SettingValue, ...]) -> None:
        from funnelboard.ui.screens.settings import SettingsScreen

        board.app.push_screen(SettingsScreen(board, settings))

    board.link.ask(board.workspace.settings.all, show)


def ask_preset(board: BoardScreen) -> None:
    """Ask for which kind of business the board has its words."""
    workspace = board.workspace
    board.link.ask(partial(workspace.settings.get, "preset"), lambda preset: choose_preset(board, workspace, preset))


def choose_preset(
    screen: BoardScreen | Page, workspace: Workspace, preset: str, then: Callable[[Done], None] | None = None
) -> None:
    """Let a preset be chosen, and write it."""
    from funnelboard.domain.presets import PRESETS
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    def chosen(name: str | None) -> None:
        if name is not None:
            screen.write(partial(workspace.settings.set, "preset", name), then)

    choices = [Choice(name[0], f"{name}: {found.label}", name) for name, found in PRESETS.items()]
    screen.app.push_screen(ChoiceModal("Words and checklists for", choices, preset), chosen)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"settings": show_settings, "choose-preset": ask_preset}
