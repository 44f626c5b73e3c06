"""What a person calls one character: where it begins in a text, and how many cells it takes.

An accent goes with its letter, and a family, a flag or a Korean syllable is one character, of however many code points.
Nothing here imports Textual.
"""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size

from funnelboard.exchange.safe_text import PICTURES, shown
from funnelboard.ui.cell_width import width_of

_JOINER = "\u200d"
_FIRST_ZERO_WIDTH = "\u0300"
_FIRST_FLAG, _LAST_FLAG = "\U0001f1e6", "\U0001f1ff"
_PICTURE = f"[{PICTURES}]"


def is_plain(text: str) -> bool:
    """Whether every code point of a clean text is a character of one cell; line breaks count as one too."""
    return text.isascii() or max(text) < _FIRST_ZERO_WIDTH


def next_break(text: str, place: int) -> int:
    """Where the character that begins at ``place`` ends; ``place`` itself at the end of the text."""
    end = place + 1
    if end >= len(text) or text[place] == "\n":
        return min(end, len(text))
    if _is_flag(text[place]) and _is_flag(text[end]):
        end += 1
    while end < len(text) and _joins(text[end - 1], text[end]):
        end += 1
    return end


def previous_break(text: str, place: int) -> int:
    """Where the character before ``place`` begins; 0 at the start of the text."""
    place = max(0, place - 1)
    while place > 0 and not is_break(text, place):
        place -= 1
    return place


def break_from(text: str, place: int) -> int:
    """The first place from this one on where a character begins or the text ends."""
    place = max(0, min(place, len(text)))
    while not is_break(text, place):
        place += 1
    return place


def is_break(text: str, place: int) -> bool:
    """Whether a character begins at this place, or the text begins or ends there."""
    if place <= 0 or place >= len(text):
        return True
    before, here = text[place - 1], text[place]
    if _joins(before, here):
        return False
    if not (_is_flag(before) and _is_flag(here)):
        return True
    first = place - 1
    while first > 0 and _is_flag(text[first - 1]):
        first -= 1
    if first > 0 and _joins(text[first - 1], text[first]):
        first += 1
    return (place - first) % 2 == 0


def cells(text: str, *, ascii_look: bool = False) -> int:
    """Cells that one clean line takes on the screen."""
    return width_of(shown(text, in_ascii=ascii_look))


def _joins(before: str, here: str) -> bool:
    if here < _FIRST_ZERO_WIDTH or before == "\n":
        return False
    return get_character_cell_size(here) == 0 or (before == _JOINER and re.match(_PICTURE, here) is not None)


def _is_flag(character: str) -> bool:
    return _FIRST_FLAG <= character <= _LAST_FLAG
