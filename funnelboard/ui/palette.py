"""The command palette: every command of the board by name, with its keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Protocol, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from funnelboard.ui.commands import Command
from funnelboard.ui.modals.dialog import look_of


class Commanded(Protocol):
    """A screen that has commands."""

    commands: Sequence[Command]

    def run_command(self, command_id: str) -> None:
        """Carry out a command."""


class BoardCommands(Provider):
    """Finds commands of the screen the palette was opened on; in a locked seat only those it has."""

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(_shown(Content(command.name), command), self._run(command), command.name)

    async def search(self, query: str) -> Hits:
        """The commands whose name is like the query."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, _shown(matcher.highlight(command.name), command), self._run(command), command.name)

    def _commands(self) -> Iterable[Command]:
        locked = getattr(self.app, "locked", False)
        commands = cast(Commanded, self.screen).commands
        return [c for c in commands if c.id != "palette" and (c.locked_ok or not locked)]

    def _run(self, command: Command) -> partial[None]:
        return partial(cast(Commanded, self.screen).run_command, command.id)


class BoardPalette(CommandPalette):
    """Textual's command palette over the board's commands, in the dress of the other dialogs."""

    DEFAULT_CSS = """
    BoardPalette {
        background: transparent;
        & > Vertical { margin-top: 1; width: 72; max-width: 100%; background: $surface; }
        & #--input, & #--input.--list-visible { border: round $border; height: 3; }
        & SearchIcon { display: none; }
        & CommandInput, & CommandInput:focus { margin: 0; padding: 0 1; height: 1; border: none; }
        & CommandList { border: none; padding: 0 2; background: $surface; max-height: 70vh; }
        &.-ascii #--input, &.-ascii #--input.--list-visible { border: ascii $border; }
    }
    """

    def __init__(self) -> None:
        super().__init__([BoardCommands], placeholder="a command")

    def on_mount(self) -> None:
        self.set_class(look_of(self.app).ascii, "-ascii")


def _shown(name: Content, command: Command) -> Content:
    """Name, keys and help. Textual would read its own ``help`` of a hit as markup."""
    keys = Content.styled(f"  {command.shown_keys}", "$primary")
    return Content.assemble(name, keys, "\n", Content.styled(command.help, "$text-muted"))
