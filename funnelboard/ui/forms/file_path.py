"""The path of a file as it is typed: read, said what is there, completed; nothing here draws."""

from __future__ import annotations

import os
from pathlib import Path

from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.editor.line_edit import LineEdit

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
"""How the names of files end that are offered to be imported."""

_OFFERED = 12
"""Ways to go on that are named."""


def read_file_path(text: str) -> Path:
    """A typed path of a file that is there; ``~`` is the home directory.

    Raises:
        BadInput: There is no such file.
    """
    path = _expanded(text.strip())
    if path.is_dir():
        raise BadInput(f"“{clean(path.name) or path}” is a folder. Type on; Tab completes.")
    if not path.exists():
        raise BadInput(f"There is no file “{text.strip()}”. Tab completes.")
    return path


def read_new_path(text: str) -> Path:
    """A typed path where nothing is yet; ``~`` is the home directory.

    Raises:
        BadInput: There is something, or no folder to put it in.
    """
    path = _expanded(text.strip())
    if path.is_dir():
        raise BadInput(f"“{clean(path.name) or path}” is a folder. Type on: the file needs a name.")
    if os.path.lexists(path):
        raise BadInput(f"There is a file “{text.strip()}” already. Give it another name.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder “{path.parent}”. Tab completes.")
    return path


def complete_path(edit: LineEdit) -> str:
    """Go on with the path before the caret as far as only one thing is meant; what else is said of it."""
    typed, rest = edit.text[: edit.caret], edit.text[edit.caret :]
    if typed == "~":
        typed = "~/"
    folder, slash, begun = typed.rpartition("/")
    try:
        names = sorted(_offered(_expanded(folder + slash), begun))
    except (OSError, BadInput):
        return "There is no such folder."
    alike = [name for name in names if name.startswith(begun)]
    if not alike:
        alike = [name for name in names if name.casefold().startswith(begun.casefold())]
    if not alike:
        return "Nothing here begins like that."
    common = os.path.commonprefix(alike)  # noqa: RUF071 - names, not paths
    before = folder + slash + max(begun, common, key=len)
    edit.replace(before + rest)
    edit.caret = len(before)
    more = f"  and {len(alike) - _OFFERED:,} more" if len(alike) > _OFFERED else ""
    return "  ".join(alike[:_OFFERED]) + more if len(alike) > 1 else ""


def _offered(folder: Path, begun: str) -> list[str]:
    """Folders and tables; hidden ones only once their dot is typed, and no name that could not be typed."""
    with os.scandir(folder) as entries:
        return [
            entry.name + ("/" if entry.is_dir() else "")
            for entry in entries
            if entry.name.startswith(".") <= begun.startswith(".")
            and (entry.is_dir() or entry.name.casefold().endswith(TABLES))
            and clean(entry.name) == entry.name
        ]


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError) as error:
        raise BadInput(f"There is no file “{text}”.") from error
