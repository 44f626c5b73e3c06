"""Importing Textual's app without its palette, as the board has one of its own: that is a twentieth of the start."""

from __future__ import annotations

import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

PALETTE = "textual.command"


class _Absent(ModuleType):
    """Stands for a module of which nothing is going to be used: whatever it is asked for is an empty class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def import_app() -> None:
    """Import Textual's app, if nobody has; one that cannot do without its palette has it with the next import."""
    if not sys.modules.keys().isdisjoint(("textual.app", PALETTE)):
        return
    sys.modules[PALETTE] = _Absent(PALETTE)
    try:
        with suppress(Exception):
            import textual.app  # noqa: F401
    finally:
        del sys.modules[PALETTE]
