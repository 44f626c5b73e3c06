"""The line editor: what its keys do to a text. How the text is laid out is tried in test_line_layout.py."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from funnelboard.exchange.safe_text import clean
from funnelboard.ui.editor.graphemes import is_break
from funnelboard.ui.editor.line_edit import MAX_LENGTH, MAX_UNDONE, LineEdit

FAMILY = "👩‍👩‍👧"
NORWAY = "🇳🇴"
NASTY = [
    *"aé ×漢ᄀ가각🙂–.",
    "\u0301",
    "\u0323",
    "\u1161",
    "\u11a8",
    "\u200d",
    "\u200c",
    "\ufe0f",
    "🇳",
    "🇴",
    "🏽",
    "❤",
    "\n",
]
"""Pieces that join, compose, widen or vanish beside each other."""

TEXTS = st.lists(st.sampled_from(NASTY), max_size=30).map("".join)
KEYS = (
    *("left", "right", "up", "down", "home", "end", "ctrl+left", "ctrl+right", "backspace", "delete"),
    *("ctrl+w", "alt+backspace", "ctrl+u", "ctrl+k", "alt+d", "ctrl+y", "ctrl+z", "ctrl+j"),
)


def pressed(edit: LineEdit, *keys: str) -> LineEdit:
    """The editor after some keys; a single letter types itself."""
    for key in keys:
        assert edit.press(key, key if len(key) == 1 else None), key
    return edit


def shown(edit: LineEdit) -> str:
    """The text with the caret as a bar."""
    return edit.text[: edit.caret] + "|" + edit.text[edit.caret :]


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("", ("a", "b"), "ab|"),
        ("ab", ("left", "x"), "ax|b"),
        ("ab", ("ctrl+b", "ctrl+b", "ctrl+f", "x"), "ax|b"),
        ("ab", ("home", "x"), "x|ab"),
        ("ab", ("ctrl+a", "ctrl+e", "x"), "abx|"),
        ("ab", ("backspace",), "a|"),
        ("ab", ("ctrl+h",), "a|"),
        ("", ("backspace", "left", "delete", "ctrl+w", "ctrl+k", "ctrl+z"), "|"),
        ("ab", ("home", "delete"), "|b"),
        ("ab", ("home", "ctrl+d"), "|b"),
        ("one two  ", ("ctrl+w",), "one |"),
        ("a b@c.no", ("ctrl+w",), "a |"),
        ("a b@c.no", ("alt+backspace",), "a b@c.|"),
        ("one two", ("alt+b", "alt+b", "alt+f"), "one| two"),
        ("one two", ("ctrl+left", "alt+left", "ctrl+right", "alt+right"), "one two|"),
        ("one two", ("ctrl+left", "ctrl+u"), "|two"),
        ("one two", ("ctrl+left", "ctrl+k"), "one |"),
        ("one two", ("home", "alt+d"), "| two"),
        ("one two", ("home", "alt+d", "alt+d", "ctrl+y", "ctrl+y"), "one twoone two|"),
        ("one two three", ("ctrl+w", "ctrl+w", "ctrl+y"), "one two three|"),
        ("one two", ("ctrl+w", "left", "right", "ctrl+w", "ctrl+y", "ctrl+y"), "one one |"),
        ("one two", ("ctrl+left", "ctrl+k", "ctrl+u", "ctrl+y"), "one two|"),
    ],
)
def test_keys(text: str, keys: tuple[str, ...], expected: str) -> None:
    assert shown(pressed(LineEdit(text), *keys)) == expected


@pytest.mark.parametrize(
    "character",
    [
        "漢",
        "x\u0323\u0307",
        "é",
        FAMILY,
        NORWAY,
        "👍🏽",
        "❤️",
        "1️⃣",
        "각",
        "그ᇹ",
        "नि",
        "🏴\U000e0067\U000e0062\U000e007f",
    ],
)
def test_what_looks_like_one_character_is_one(character: str) -> None:
    edit = LineEdit(f"a{character}b")
    assert shown(pressed(edit, "home", "right", "right")) == f"a{edit.text[1:-1]}|b"
    assert shown(pressed(edit, "left")) == f"a|{edit.text[1:]}"
    assert shown(pressed(edit, "delete")) == "a|b"
    edit.insert(character)
    assert shown(pressed(edit, "backspace")) == "a|b"


def test_two_flags_are_two_characters() -> None:
    assert shown(pressed(LineEdit(NORWAY * 3), "left", "backspace")) == f"{NORWAY}|{NORWAY}"


def test_a_joiner_that_joins_no_pictures_does_not_take_the_next_letter_along() -> None:
    assert shown(pressed(LineEdit("a\u200db"), "backspace")) == "a\u200d|"


def test_an_accent_typed_after_its_letter_goes_with_it() -> None:
    assert shown(pressed(LineEdit("xe"), "\u0301")) == "xé|"


@pytest.mark.parametrize("key", ["f5", "alt+x", "ctrl+x", "enter", "up", "down", "ctrl+j", "alt+enter", "tab"])
def test_keys_that_are_for_somebody_else(key: str) -> None:
    edit = LineEdit("a")
    assert not edit.press(key, {"alt+x": "x", "enter": "\r", "ctrl+j": "\n"}.get(key))
    assert not edit.press("escape", "\x1b")
    assert shown(edit) == "a|"


def test_line_breaks_are_kept_only_where_they_may_be() -> None:
    one, many = LineEdit(), LineEdit(multiline=True)
    one.insert("a\r\nb")
    many.insert("a\r\nb")
    assert (one.text, many.text) == ("a b", "a\nb")


def test_a_hundred_pasted_lines_are_kept_whole() -> None:
    lines = "\n".join(f"line {number}" for number in range(100))
    edit = LineEdit(multiline=True)
    assert not edit.insert(lines)
    assert edit.text == lines
    assert shown(pressed(edit, "ctrl+z")) == "|"


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "shift+enter"])
def test_a_line_can_be_broken(key: str) -> None:
    assert shown(pressed(LineEdit("ab", multiline=True), "left", key)) == "a\n|b"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("home",), "one\n|two"),
        (("home", "end"), "one\ntwo|"),
        (("ctrl+home",), "|one\ntwo"),
        (("ctrl+home", "ctrl+end"), "one\ntwo|"),
        (("ctrl+u",), "one\n|"),
        (("ctrl+u", "ctrl+u"), "one|"),
        (("ctrl+home", "ctrl+k", "ctrl+k"), "|two"),
        (("ctrl+home", "ctrl+k", "ctrl+k", "ctrl+y"), "one\n|two"),
    ],
)
def test_keys_of_the_line_keep_to_the_line(keys: tuple[str, ...], expected: str) -> None:
    assert shown(pressed(LineEdit("one\ntwo", multiline=True), *keys)) == expected


def test_what_is_cut_from_one_text_goes_into_another() -> None:
    pressed(LineEdit("one\ntwo", multiline=True), "ctrl+u", "ctrl+u", "ctrl+u")
    assert LineEdit.killed == "one\ntwo"
    assert shown(pressed(LineEdit(), "ctrl+y")) == "one two|"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((*"one two", "ctrl+z"), "one |"),
        ((*"one two", "ctrl+z", "ctrl+z", "ctrl+z"), "|"),
        ((*"one two", "ctrl+w", "ctrl+underscore"), "one two|"),
        ((*"one two", "backspace", "backspace", "ctrl+z"), "one two|"),
        ((*"ab", "left", "x", "ctrl+z"), "a|b"),
        ((*"ab", "left", "x", "ctrl+z", "ctrl+z"), "|"),
    ],
)
def test_edits_can_be_taken_back(keys: tuple[str, ...], expected: str) -> None:
    assert shown(pressed(LineEdit(), *keys)) == expected


def test_another_text_in_its_place_can_be_taken_back() -> None:
    edit = LineEdit("half a thought")
    edit.caret = 4
    edit.replace("an earlier one")
    assert shown(edit) == "an earlier one|"
    assert shown(pressed(edit, "ctrl+z")) == "half| a thought"


def test_only_so_many_edits_can_be_taken_back() -> None:
    edit = LineEdit()
    for _ in range(MAX_UNDONE + 5):
        edit.insert("x")
    pressed(edit, *["ctrl+z"] * (MAX_UNDONE + 5))
    assert edit.text == "x" * 5


def test_what_has_no_room_is_left_out_and_said() -> None:
    edit = LineEdit("a" * (MAX_LENGTH - 2))
    assert not edit.insert("b")
    assert edit.insert(f"c{FAMILY}")
    assert len(edit.text) == MAX_LENGTH
    pressed(edit, "d")
    assert edit.left_out
    assert len(edit.text) == MAX_LENGTH
    pressed(edit, "backspace")
    assert not edit.left_out
    assert edit.insert(FAMILY)
    assert edit.text.endswith("ab"), "half a family"


def test_a_very_large_paste_is_cut() -> None:
    edit = LineEdit(multiline=True)
    assert edit.insert("\n\u202e" * 3_000_000)
    assert len(edit.text) == MAX_LENGTH


def test_up_and_down_keep_the_cell_and_end_at_the_first_and_the_last_line() -> None:
    edit = LineEdit("abcdef\n漢字\n\nabcdef", multiline=True)
    edit.caret = 3
    assert shown(pressed(edit, "down")) == "abcdef\n漢|字\n\nabcdef"
    assert shown(pressed(edit, "down")) == "abcdef\n漢字\n|\nabcdef"
    assert shown(pressed(edit, "down")) == "abcdef\n漢字\n\nabc|def"
    assert not edit.press("down", None)
    assert shown(pressed(edit, "up", "up", "up")) == "abc|def\n漢字\n\nabcdef"
    assert not edit.press("up", None)
    assert shown(edit) == "abc|def\n漢字\n\nabcdef"


def test_up_and_down_go_through_the_rows_of_a_long_line_as_it_was_drawn() -> None:
    edit = LineEdit("one two three", multiline=True)
    edit.view(6, 3)
    assert shown(pressed(edit, "up")) == "one two| three"
    assert shown(pressed(edit, "up")) == "one| two three"
    assert not edit.press("up", None)


@settings(deadline=None)
@given(st.lists(st.text(max_size=8) | TEXTS), st.booleans())
def test_whatever_is_pasted_the_text_is_clean_and_the_caret_between_characters(
    pasted: list[str], multiline: bool
) -> None:
    edit = LineEdit(multiline=multiline)
    for text in pasted:
        edit.insert(text)
        edit.press("left", None)
        assert clean(edit.text, multiline=multiline) == edit.text
        assert is_break(edit.text, edit.caret)


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from(KEYS) | st.sampled_from(NASTY), max_size=30), st.booleans())
def test_whatever_is_pressed_the_text_is_clean_and_the_caret_between_characters(
    text: str, keys: list[str], multiline: bool
) -> None:
    edit = LineEdit(text, multiline=multiline)
    for key in keys:
        edit.press(key, None if key in KEYS else key)
        assert clean(edit.text, multiline=multiline) == edit.text
        assert 0 <= edit.caret <= len(edit.text)
        assert is_break(edit.text, edit.caret)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 30), st.sampled_from(["a", "漢", "🙂", FAMILY]))
def test_backspace_takes_back_what_was_put_in(text: str, place: int, character: str) -> None:
    edit = LineEdit(text, multiline=True)
    edit.caret = place
    before = shown(edit)
    start, end = edit.caret, edit.caret + len(character)
    edit.insert(character)
    assume(edit.text == before.replace("|", character))
    assume(is_break(edit.text, start) and is_break(edit.text, end))
    assert shown(pressed(edit, "backspace")) == before


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from(KEYS[:-2]) | st.sampled_from(NASTY), max_size=30))
def test_undo_goes_all_the_way_back(text: str, keys: list[str]) -> None:
    edit = LineEdit(text, multiline=True)
    before = edit.text
    for key in keys:
        edit.press(key, None if key in KEYS else key)
    pressed(edit, *["ctrl+z"] * len(keys))
    assert edit.text == before


@settings(deadline=None)
@given(TEXTS)
def test_left_and_right_stop_at_the_same_places(text: str) -> None:
    edit = LineEdit(text, multiline=True)
    back = {edit.caret}
    while edit.caret:
        back.add(pressed(edit, "left").caret)
    forth = {edit.caret}
    while edit.caret < len(edit.text):
        forth.add(pressed(edit, "right").caret)
    assert back == forth
