"""Files that are written for other programs and for people, under names that sellers give them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from funnelboard.errors import BadInput, NotSaved
from funnelboard.exchange.safe_text import clean
from funnelboard.new_file import write_new
from funnelboard.store.faults import not_made
from funnelboard.store.target import parse_path


def write_exported(target: str, parts: Iterable[str], noun: str) -> Path:
    """Write text to a new file of the seller's own, whole or not at all; its path.

    Args:
        target: Its name, as typed.
        parts: The text; the first is asked for when it is known that nothing has this name.
        noun: What it is, such as ``export``.

    Raises:
        BadInput: There is something of that name.
        NotSaved: It cannot be written.
    """
    path = parse_path(target)
    try:
        write_new(path, parts)
    except FileExistsError:
        raise BadInput(f"{clean(str(path))} exists already. Name a new file for the {noun}.") from None
    except OSError as error:
        raise NotSaved(f"{clean(str(path))} was not written: {not_made(error, path)}") from error
    return path
