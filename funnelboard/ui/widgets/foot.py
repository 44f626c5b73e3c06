"""The last lines of the screen: the status or the prompt, and below it the hints or the prompt's echo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.style import Style

from funnelboard.ui.commands import Command
from funnelboard.ui.keys import shown_key
from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.prompt import Echo, Prompt, prompt_strip
from funnelboard.ui.widgets.strips import LeanStrip, strip_of

Hint = tuple[str, str]
"""A key as printed, and what it does."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the board last said.

    Attributes:
        wrong: Whether it is a refusal.
        after: Added in a quieter voice when there is room, such as "u undoes it".
    """

    text: str = ""
    wrong: bool = False
    after: str = ""


def board_hints(commands: Iterable[Command]) -> tuple[Hint, ...]:
    """The hints of the board: neighbouring commands with one hint share it, as in ``HL move``."""
    hints: list[Hint] = []
    for command in commands:
        if command.hint is None or not command.keys:
            continue
        key = shown_key(command.keys[0])
        if hints and hints[-1][1] == command.hint:
            key = hints.pop()[0] + key
        hints.append((key, command.hint))
    return tuple(hints)


def foot_strips(
    status: Status, prompt: Prompt | None, echo: Echo, hints: Sequence[Hint], width: int, lines: int, look: Look
) -> list[LeanStrip]:
    """One or two lines; with one, the status hides the hints, and the echo stays unseen."""
    upper = prompt_strip(prompt, width, look) if prompt else _status_strip(status, width, look)
    if prompt:
        lower = _words_strip(echo.text, look.error if echo.wrong else look.status, "", width, look)
    else:
        lower = _hints_strip(hints, width, look)
    if lines > 1:
        return [upper, lower]
    return [upper if prompt or status.text else lower]


def _status_strip(status: Status, width: int, look: Look) -> LeanStrip:
    return _words_strip(status.text, look.error if status.wrong else look.status, status.after, width, look)


def _words_strip(text: str, style: Style, after: str, width: int, look: Look) -> LeanStrip:
    ground = look.bar_ground
    shown = fit(cells(text, ascii_look=look.ascii), width - 2, look.glyphs.ellipsis)
    more = f" {look.glyphs.dot} {after}" if after else ""
    if width_of(shown) + width_of(more) > width - 2:
        more = ""
    return strip_of([(" " + shown, ground + style), (more, ground + look.dim)], width, ground)


def _hints_strip(hints: Sequence[Hint], width: int, look: Look) -> LeanStrip:
    """As many hints as fit; the last one, which leads to all others, is never left out."""
    ground = look.bar_ground
    shown = [(cells(key, ascii_look=look.ascii), words) for key, words in hints]
    while len(shown) > 1 and sum(width_of(key) + len(words) + 3 for key, words in shown) > width:
        del shown[-2]
    parts: list[tuple[str, Style]] = []
    for key, words in shown:
        parts += [(" " + key, ground + look.key), (f" {words} ", ground + look.hint)]
    taken = sum(width_of(text) for text, _ in parts)
    return strip_of(parts if taken <= width else [], width, ground)
