"""How keys are written: by Textual's names in the code, as people write them on the screen and in the settings."""

from __future__ import annotations

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


def key_named(written: str) -> str:
    """The Textual name of a key without modifiers, as people write it."""
    return _NAMED.get(written.casefold(), written)
