"""Keys: how they are written and shown, and which command each of them is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from funnelboard.errors import ConfigError
from funnelboard.ui.commands import BY_ID, COMMANDS, Command

_SHOWN = {
    "space": "Space",
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "comma": ",",
    "semicolon": ";",
    "minus": "-",
    "plus": "+",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "number_sign": "#",
    "asterisk": "*",
    "underscore": "_",
    "apostrophe": "'",
    "quotation_mark": '"',
    "equals_sign": "=",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "ampersand": "&",
    "percent_sign": "%",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Delete",
    "insert": "Insert",
    "backspace": "Backspace",
}
_NAMED = {shown.casefold(): key for key, shown in _SHOWN.items()}


def shown_key(key: str) -> str:
    """A Textual key name as people write it: ``/`` for ``slash``, ``shift+←`` for ``shift+left``."""
    *modifiers, name = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(name, name)])


def with_own_keys(own: Mapping[str, str]) -> tuple[Command, ...]:
    """The commands with the seller's own keys in place of those given here.

    A key that is given to one command is taken from the command that had it.

    Args:
        own: Command id to its keys, separated by commas: ``"x"``, ``"ctrl+o, f5"``, ``"?"``.

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
    if not own:
        return COMMANDS
    changed = []
    for command in COMMANDS:
        keys = tuple(key for key, command_id in chosen.items() if command_id == command.id)
        if command.id not in own:
            keys = tuple(key for key in command.keys if key not in chosen)
        if keys != command.keys:
            command = replace(command, keys=keys, shown_keys=" ".join(map(shown_key, keys)))
        changed.append(command)
    return tuple(changed)


def key_map(commands: Iterable[Command] = COMMANDS) -> dict[str, str]:
    """Textual key name to command id."""
    return {key: command.id for command in commands for key in command.keys}


def _key_names(text: str) -> Iterator[str]:
    for written in text.replace(",,", "comma,").split(","):
        *modifiers, name = written.strip().rsplit("+", 1) if len(written.strip()) > 1 else [written.strip()]
        if name:
            yield "+".join([*modifiers, _NAMED.get(name.casefold(), name)])
