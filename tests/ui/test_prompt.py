"""The prompt: one line, or as many as a note wants; it fits every window and keeps its caret in sight."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput
from funnelboard.ui.dispatcher import Key, Left, Over, Paste
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.sheet.prompt import TOO_LONG, Prompt
from funnelboard.ui.strips import rich_style

DARK = make_styles("dark")
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=200)


def number(text: str) -> int:
    """Reads a number."""
    if not text.strip().isdigit():
        raise BadInput(f"“{text}” is no number. Type digits.")
    return int(text)


def press(prompt: Prompt, *keys: str) -> Any:
    """Press keys; what came of the last."""
    over = None
    for key in keys:
        over = prompt.take(Key(key, key if len(key) == 1 else None))
    return over


def last_line(prompt: Prompt, width: int = 80) -> str:
    """What stands where the hints stand."""
    return prompt.strips(width, 24, DARK)[-1].text.strip()


def remark(prompt: Prompt, width: int = 80) -> str:
    """What is said of the text, without the hints at its right."""
    return last_line(prompt, width).partition("   ")[0]


@given(texts, st.integers(1, 120), st.integers(1, 40), st.booleans(), st.integers(0, 200))
def test_it_fits_every_window(text: str, width: int, height: int, multiline: bool, caret: int) -> None:
    prompt = Prompt("what was said", text=text, multiline=multiline, placeholder="call: wants a price")
    prompt.edit.caret = min(caret, len(prompt.edit.text))
    strips = prompt.strips(width, height, DARK)
    assert len(strips) <= max(height, 2)
    for strip in strips:
        assert sum(segment.cell_length for segment in strip) == width


@pytest.mark.parametrize("multiline", [False, True])
def test_the_caret_is_always_in_sight(multiline: bool) -> None:
    prompt = Prompt("note", text="x" * 300, multiline=multiline)
    for place in (0, 10, 150, 299, 300):
        prompt.edit.caret = place
        strips = prompt.strips(40, 12, DARK)
        assert any(segment.style == rich_style(DARK.caret.on(DARK.bar_ground)) for strip in strips for segment in strip)


def test_a_note_takes_as_many_lines_as_it_wants_and_leaves_the_board_in_sight() -> None:
    prompt = Prompt("note", multiline=True)
    assert len(prompt.strips(80, 24, DARK)) == 2
    prompt.take(Paste("\n".join(f"line {number}" for number in range(100))))
    strips = prompt.strips(80, 24, DARK)
    assert 10 <= len(strips) <= 16
    assert "line 99" in strips[-2].text
    assert prompt.edit.text.count("\n") == 99


def test_enter_answers_with_what_was_read() -> None:
    assert press(Prompt("how many", read=number), "4", "2", "enter") == Over(42)


def test_what_cannot_be_read_stays_with_the_reason_until_the_next_key() -> None:
    prompt = Prompt("how many", read=number)
    assert press(prompt, "4", "x", "enter") is None
    assert remark(prompt) == "“4x” is no number. Type digits."
    assert prompt.edit.text == "4x"
    press(prompt, "backspace")
    assert "no number" not in last_line(prompt)


def test_enter_alone_leaves_unless_it_is_an_answer() -> None:
    assert isinstance(press(Prompt("note"), "enter").left, Left)
    assert press(Prompt("what came of it", may_be_empty=True), "enter") == Over("")


def test_what_was_understood_is_said_and_what_was_not() -> None:
    prompt = Prompt("how many", read=number, understood=lambda text: f"{number(text)} of them")
    press(prompt, "7")
    assert remark(prompt) == "7 of them"
    assert last_line(prompt).endswith("Enter keep  Esc leave, kept")
    press(prompt, "q")
    assert "no number" in last_line(prompt)


def test_up_walks_through_what_was_typed_before_and_down_comes_back() -> None:
    typed: list[str] = []
    prompt = Prompt("note", text="new", earlier=("second", "first"), changed=typed.append)
    press(prompt, "up", "up", "up")
    assert prompt.edit.text == "first"
    press(prompt, "down", "down", "down")
    assert prompt.edit.text == "new"
    assert typed == ["second", "first", "second", "new"]


def test_in_a_note_of_several_lines_up_goes_up_first() -> None:
    prompt = Prompt("note", text="one\ntwo", multiline=True, earlier=("before",))
    prompt.strips(80, 24, DARK)
    press(prompt, "up")
    assert prompt.edit.text == "one\ntwo"
    press(prompt, "up")
    assert prompt.edit.text == "before"


def test_a_paste_that_does_not_fit_is_said() -> None:
    prompt = Prompt("note", multiline=True)
    prompt.take(Paste("x" * 30_000))
    assert remark(prompt, 120) == TOO_LONG


def test_escape_leaves_with_the_text_still_there() -> None:
    prompt = Prompt("note", text="half")
    assert isinstance(press(prompt, "escape").left, Left)
    assert prompt.edit.text == "half"
