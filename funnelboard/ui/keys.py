"""Which command each key is for, with the seller's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from funnelboard.errors import ConfigError
from funnelboard.ui.commands import BY_ID, COMMANDS, Command
from funnelboard.ui.key_names import key_named, shown_key


def with_own_keys(own: Mapping[str, str], *, locked: bool = False) -> tuple[Command, ...]:
    """The commands with the seller's own keys in place of those given here.

    A key that is given to one command is taken from the command that had it.

    Args:
        own: Command id to its keys, separated by commas: ``"x"``, ``"ctrl+o, f5"``, ``"?"``.
        locked: Whether to leave out what a locked seat may not do.

    Raises:
        ConfigError: There is no such command, or two commands were given the same key.
    """
    chosen: dict[str, str] = {}
    for command_id, written in own.items():
        if command_id not in BY_ID:
            raise ConfigError(f"The settings give a key to “{command_id}”, which is no command; “?” lists them all.")
        for key in _key_names(written):
            if chosen.setdefault(key, command_id) != command_id:
                raise ConfigError(
                    f"The settings give “{shown_key(key)}” to both “{chosen[key]}” and “{command_id}”; keep one."
                )
    commands = tuple(command for command in COMMANDS if command.locked_ok or not locked)
    if not own:
        return commands
    changed = []
    for command in commands:
        keys = tuple(key for key, command_id in chosen.items() if command_id == command.id)
        if command.id not in own:
            keys = tuple(key for key in command.keys if key not in chosen)
        if keys != command.keys:
            command = command._replace(keys=keys)
        changed.append(command)
    return tuple(changed)


def key_map(commands: Iterable[Command] = COMMANDS) -> dict[str, str]:
    """Textual key name to command id."""
    return {key: command.id for command in commands for key in command.keys}


def _key_names(text: str) -> Iterator[str]:
    for written in text.replace(",,", "comma,").split(","):
        *modifiers, name = written.strip().rsplit("+", 1) if len(written.strip()) > 1 else [written.strip()]
        if name:
            yield "+".join([*modifiers, key_named(name)])
