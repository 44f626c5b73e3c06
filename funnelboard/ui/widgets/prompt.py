"""The board's own one-line prompt: what is being asked, what was typed, what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from funnelboard.ui.line_edit import LineEdit
from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.strips import LeanStrip, strip_of

MULTILINE_SIGN = "↵"


@dataclass(frozen=True, slots=True)
class Echo:
    """What was understood of the text so far, or what is wrong with it."""

    text: str = ""
    wrong: bool = False


def _silent(_: str) -> Echo:
    return Echo()


@dataclass(slots=True)
class Prompt:
    """One question on the bottom line.

    Attributes:
        command: Id of the command that takes up a draft of it; empty for text not worth keeping, such as a filter.
        label: The question.
        submit: Called with the text on Enter.
        edit: The text.
        echo: What to say below for a text.
        changed: Called with the text after every change.
        cancel: Called on Esc.
        about: The deal the text is about, or None.
        title: That deal's title, to offer a draft of it back by name.
        placeholder: Shown while nothing is typed.
    """

    command: str
    label: str
    submit: Callable[[str], None]
    edit: LineEdit = field(default_factory=LineEdit)
    echo: Callable[[str], Echo] = _silent
    changed: Callable[[str], None] | None = None
    cancel: Callable[[], None] | None = None
    about: int | None = None
    title: str = ""
    placeholder: str = ""


def prompt_strip(prompt: Prompt, width: int, look: Look) -> LeanStrip:
    """The line with the question and the text around the caret."""
    ground = look.bar_ground
    label = f" {fit(prompt.label, max(1, width // 3), look.glyphs.ellipsis)} {look.glyphs.prompt} "
    before, at, after = _window(prompt.edit, width - width_of(label), look)
    hint = cells(prompt.placeholder, ascii_look=look.ascii) if not prompt.edit.text else ""
    room = width - width_of(label) - width_of(before) - width_of(at) - width_of(after)
    return strip_of(
        [
            (label, ground + look.key),
            (before, ground + look.text),
            (at, ground + look.caret),
            (after, ground + look.text),
            (fit(hint, room - 1, look.glyphs.ellipsis), ground + look.dim),
        ],
        width,
        ground,
    )


def _window(edit: LineEdit, width: int, look: Look) -> tuple[str, str, str]:
    """The part of the text around the caret that fits: before, at and after it."""
    break_sign = "|" if look.ascii else MULTILINE_SIGN

    def shown(text: str) -> str:
        return cells(text.replace("\n", break_sign), ascii_look=look.ascii)

    before, after = shown(edit.text[: edit.caret]), shown(edit.text[edit.caret :])
    at, after = (after[0], after[1:]) if after else (" ", "")
    at = at if width_of(at) <= width else " "[:width]
    most = max(0, width - width_of(at) - min(width // 4, width_of(after)))
    if width_of(before) > most:
        while before and width_of(before) > most - 1:
            before = before[1:]
        before = look.glyphs.ellipsis + before if most else ""
    return before, at, fit(after, max(0, width - width_of(before) - width_of(at)), look.glyphs.ellipsis)
