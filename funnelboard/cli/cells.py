"""How many cells of a terminal a text takes, and a text in so many cells."""

from __future__ import annotations

from collections.abc import Iterator

_FIRST_WIDE_OR_COMBINING = "\u0300"


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii() or max(text) < _FIRST_WIDE_OR_COMBINING:
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def shortened(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most ``width`` cells, with an ellipsis where something had to go."""
    if cells(text) <= width:
        return text
    room = width - len(ellipsis)
    return pieces(text, room)[0].rstrip() + ellipsis if room > 0 else ellipsis[:width]


def broken(line: str, room: int) -> Iterator[str]:
    """The line in lines of so many cells, broken between words; a longer word stays whole."""
    part = ""
    for word in line.split(" "):
        if part and cells(part) + 1 + cells(word) > room:
            yield part.rstrip()
            part = word
        else:
            part = f"{part} {word}" if part else word
    yield part


def pieces(text: str, width: int) -> list[str]:
    """The text in pieces of at most so many cells; no sign is taken apart."""
    if text.isascii():
        return [text[start : start + width] for start in range(0, len(text), width)] or [""]
    from rich.cells import chop_cells

    return chop_cells(text, width) or [""]
