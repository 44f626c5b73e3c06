"""The line editor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.exchange.safe_text import clean
from funnelboard.ui.line_edit import LineEdit


def edited(text: str, *keys: str) -> str:
    """The text after some keys, with the caret as a bar."""
    edit = LineEdit(text)
    for key in keys:
        assert edit.press(key, key if len(key) == 1 else None)
    return edit.text[: edit.caret] + "|" + edit.text[edit.caret :]


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("", ("a", "b"), "ab|"),
        ("ab", ("left", "x"), "ax|b"),
        ("ab", ("home", "x"), "x|ab"),
        ("ab", ("home", "end", "x"), "abx|"),
        ("ab", ("backspace",), "a|"),
        ("", ("backspace", "left", "delete"), "|"),
        ("ab", ("home", "delete"), "|b"),
        ("one two  ", ("ctrl+w",), "one |"),
        ("one two", ("ctrl+left", "ctrl+left", "ctrl+right"), "one| two"),
        ("one two", ("ctrl+left", "ctrl+u"), "|two"),
        ("one two", ("ctrl+left", "ctrl+k"), "one |"),
        ("e\u0301a", ("home", "right", "x"), "éx|a"),
        ("x\u0323\u0307y", ("left", "backspace"), "|y"),
    ],
)
def test_keys(text: str, keys: tuple[str, ...], expected: str) -> None:
    assert edited(text, *keys) == expected


def test_keys_that_type_nothing_are_not_taken() -> None:
    edit = LineEdit("a")
    assert not edit.press("f5", None)
    assert not edit.press("escape", "\x1b")
    assert edit.text == "a"


def test_line_breaks_are_kept_only_where_they_may_be() -> None:
    one, many = LineEdit(), LineEdit(multiline=True)
    one.insert("a\r\nb")
    many.insert("a\r\nb")
    assert (one.text, many.text) == ("a b", "a\nb")


@given(st.lists(st.text(max_size=8)), st.booleans())
def test_whatever_is_pasted_the_text_is_clean_and_the_caret_inside(pasted: list[str], multiline: bool) -> None:
    edit = LineEdit(multiline=multiline)
    for text in pasted:
        edit.insert(text)
        edit.press("left", None)
        assert clean(edit.text, multiline=multiline) == edit.text
        assert 0 <= edit.caret <= len(edit.text)
