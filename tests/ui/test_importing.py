"""Textual's app, imported without its palette of commands."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORTED = """
import sys
from funnelboard.ui.private_parts import importing
{before}
importing.import_app()
loaded = "textual.app" in sys.modules
from textual.app import App
from funnelboard.ui.app import FunnelBoardApp
assert issubclass(FunnelBoardApp, App)
print(loaded, importing.PALETTE in sys.modules, "textual.widgets._input" in sys.modules)
from textual.command import CommandPalette
from textual.screen import Screen
assert issubclass(CommandPalette, Screen)
"""

IN_NEED = "importing._Absent.__getattr__ = lambda self, name: 1 / 0"


@pytest.mark.parametrize(
    ("before", "told"),
    [("", "True False False"), (IN_NEED, "False True True"), ("import textual.app", "True True True")],
    ids=["as it is", "one that needs it", "imported already"],
)
def test_the_palette_is_imported_where_it_is_needed_only(before: str, told: str) -> None:
    program = IMPORTED.format(before=before)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.strip() == told
