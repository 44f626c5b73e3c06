"""The last lines of the screen: what was last said, and below it the keys."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, line_width, wrap
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.key_names import key_named
from funnelboard.ui.looks.styles import Styles

BADGE = "BOARD"
"""What the board's columns are called where something else could have the keys."""

Hint = tuple[str, str]
"""A key as printed, and what it does."""


class Status(NamedTuple):
    """What the board last said.

    Attributes:
        wrong: Whether it is a refusal.
        after: Added in a quieter voice when there is room, such as "u undoes it".
        whole: Whether it is to be read to its end, as a refusal is.
        news: Whether it is what others have done; then all of it is in that voice.
    """

    text: str = ""
    wrong: bool = False
    after: str = ""
    whole: bool = False
    news: bool = False


def foot_lines(
    status: Status, hints: Sequence[Hint], badge: str, width: int, lines: int, styles: Styles
) -> list[FullLine]:
    """What was last said and the keys, in one or two lines; with one, the status hides the hints.

    A refusal, and what is to be read whole, has as many lines as it needs.

    Args:
        badge: Who has the keys, where that needs saying.
    """
    said = wrap(styles.cells(status.text), width - 2) if status.wrong or status.whole else [status.text]
    role = "error" if status.wrong else "hint" if status.news else "status"
    upper = [_status_line(words, role, status.after, width, styles) for words in said]
    lower = hints_line(hints, width, styles, badge)
    return [*upper, lower] if lines > 1 else upper if status.text else [lower]


def remark_line(text: str, role: str, hints: Sequence[Hint], width: int, styles: Styles) -> FullLine:
    """What is said of what is typed, and at the right as many hints as there is room for."""
    shown = fit(styles.cells(text), width - 2, styles.glyphs.ellipsis)
    room = width - width_of(shown) - 3
    spans = _hint_spans(hints, room, styles)
    gap = " " * (room + 2 - line_width(spans))
    return FullLine(((" " + shown, role), *([(gap, "text"), *spans] if spans else [])), "bar_ground")


def hints_line(hints: Sequence[Hint], width: int, styles: Styles, badge: str = "") -> FullLine:
    """Who has the keys and as many hints as fit; the last one, which leads to all others or out, is never left out."""
    shown = f" {badge} " if badge and width_of(badge) + 2 <= width // 3 else ""
    spans = _hint_spans(hints, width - width_of(shown), styles)
    return FullLine(((shown, "badge"), *spans) if shown else spans, "bar_ground")


def key_at(line: Line, x: int) -> str:
    """The key, as printed, of the hint at a cell of a line that ends with hints; empty where there is none.

    Of several keys that share their words it is the one that is meant: ``w x won lost``.
    """
    start, keys = 0, [""]
    for text, role in line:
        end = start + width_of(text)
        if role == "key":
            keys = text.split()
        if start <= x < end and role in ("key", "hint"):
            if role == "key" and len(keys) == 1 and keys[0].isalpha() and key_named(keys[0]) == keys[0]:
                return text[x - start].strip()  # as in ``jk go``
            before = len(text[: x - start + 1].split())
            words = text.split()
            same = len(words) == len(keys) > 1
            return keys[0] if len(keys) == 1 else keys[before - 1] if same and before else ""
        start = end
    return ""


def _status_line(text: str, role: str, after: str, width: int, styles: Styles) -> FullLine:
    shown = fit(styles.cells(text), width - 2, styles.glyphs.ellipsis)
    more = f" {styles.glyphs.dot} {after}" if after else ""
    if width_of(shown) + width_of(more) > width - 2:
        more = ""
    return FullLine(((" " + shown, role), (more, "dim")), "bar_ground")


def _hint_spans(hints: Sequence[Hint], room: int, styles: Styles) -> Line:
    """The hints that there is room for, in their order: the last one and Enter before the others.

    Where there is no room for these and the first one, no words after a comma are said.
    """
    full: list[Line] = [
        ((" " + _key(key, styles), "key"), (f" {styles.cells(words)} ", "hint")) for key, words in hints
    ]
    brief: list[Line] = [(key, (words.partition(",")[0].rstrip() + " ", role)) for key, (words, role) in full]
    places = sorted(range(len(hints)), key=lambda place: (place != len(hints) - 1, hints[place][0] != "Enter"))
    drawn = full if sum(line_width(full[place]) for place in places[:3]) <= room else brief
    shown: set[int] = set()
    for place in places:
        if line_width(drawn[place]) <= room:
            shown.add(place)
            room -= line_width(drawn[place])
        elif not shown:
            return EMPTY
    return tuple(span for place in sorted(shown) for span in drawn[place])


def _key(key: str, styles: Styles) -> str:
    """A key as printed; arrows look as the styles have them."""
    if not styles.ascii:
        return key
    glyphs = styles.glyphs
    for arrow, plain in (("←", glyphs.left), ("→", glyphs.right), ("↑", glyphs.up), ("↓", glyphs.down)):
        key = key.replace(arrow, plain)
    return key
