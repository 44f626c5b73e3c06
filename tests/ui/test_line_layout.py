"""How the text of the line editor is laid out: rows, scrolling and where the caret is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from funnelboard.exchange.safe_text import shown
from funnelboard.ui.editor.graphemes import cells
from funnelboard.ui.editor.line_edit import LineEdit
from funnelboard.ui.editor.line_layout import View

NASTY = [
    *"aé  ×漢ᄀ각🙂–½€",
    "\u0301",
    "\u1161",
    "\u200d",
    "\ufe0f",
    "🇳",
    "🇴",
    "🏽",
    "❤",
    "👩‍👧",
    "\n",
    "word ",
    "Ærlig talt – ",
]
TEXTS = st.lists(st.sampled_from(NASTY), max_size=40).map("".join)
STEPS = st.lists(
    st.sampled_from([*NASTY, "left", "right", "up", "down", "home", "end", "backspace", "ctrl+u", "ctrl+z"])
)
WIDTHS = st.integers(1, 12)


def press(edit: LineEdit, step: str) -> None:
    """Press a key or paste a text."""
    if not edit.press(step, None):
        edit.insert(step if step not in ("up", "down") else "")


def at_once(edit: LineEdit, width: int, height: int, ascii_look: bool = False) -> View:
    """What an editor shows that has not been looked at before."""
    other = LineEdit(edit.text, multiline=edit.multiline)
    other.caret = edit.caret
    return other.view(width, height, ascii_look=ascii_look)


def lines_drawn(text: str, ascii_look: bool) -> list[str]:
    """Each line as drawn where there is room for all of it."""
    return [shown(line, in_ascii=ascii_look) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, ("",)),
        ("one", 5, ("one",)),
        ("one two", 5, ("one ", "two")),
        ("four five", 5, ("four ", "five")),
        ("abcdefghij", 5, ("abcd", "efgh", "ij")),
        ("a bcdefghij", 5, ("a ", "bcde", "fghi", "j")),
        ("one\n\ntwo\n", 5, ("one", "", "two", "")),
        ("漢字かな", 5, ("漢字", "かな")),
        ("four ", 5, ("four ", "")),
        ("Ærø – en", 5, ("Ærø ", "– en")),
        ("🇳🇴🇳🇴🇳🇴", 5, ("🇳🇴🇳🇴", "🇳🇴")),
        ("ab漢", 2, ("a", "b", "漢", "")),
        ("漢", 1, ("…", "")),
    ],
)
def test_rows_are_broken_at_blanks_with_room_for_the_caret(text: str, width: int, lines: tuple[str, ...]) -> None:
    edit = LineEdit(text, multiline=True)
    view = edit.view(width, 9)
    assert view.lines == lines
    assert view.row == len(lines) - 1
    assert view.cell == cell_len(lines[-1])
    assert not view.before
    assert not view.after


def test_rows_scroll_with_the_caret_and_no_further_than_needed() -> None:
    edit = LineEdit("one\ntwo\nthree\nfour", multiline=True)
    assert edit.view(9, 2) == View(("three", "four"), 1, 4, True, False)
    edit.press("up", None)
    assert edit.view(9, 2) == View(("three", "four"), 0, 4, True, False)
    edit.press("up", None)
    assert edit.view(9, 2) == View(("two", "three"), 0, 3, True, True)
    edit.press("ctrl+home", None)
    assert edit.view(9, 2) == View(("one", "two"), 0, 0, False, True)


@given(TEXTS, st.integers(0, 20), WIDTHS, WIDTHS)
def test_a_single_line_is_the_same_after_a_while_in_another_width(text: str, back: int, width: int, other: int) -> None:
    edit = LineEdit(text)
    for _ in range(back):
        edit.press("left", None)
    before = edit.view(width)
    edit.view(other)
    assert edit.view(width) == before


def test_a_single_line_scrolls_only_when_the_caret_leaves_it() -> None:
    edit = LineEdit("abcdefghijklmnop")
    assert edit.view(8) == View(("…klmnop",), 0, 7, True, False)
    edit.press("left", None)
    assert edit.view(8) == View(("…klmnop",), 0, 6, True, False)
    edit.press("end", None)
    edit.press("q", "q")
    assert edit.view(8) == View(("…mnopq",), 0, 6, True, False)
    edit.press("home", None)
    assert edit.view(8) == View(("abcdefg…",), 0, 0, False, True)
    for _ in range(6):
        edit.press("right", None)
    assert edit.view(8) == View(("abcdefg…",), 0, 6, False, True)
    edit.press("right", None)
    assert edit.view(8) == View(("…cdefgh…",), 0, 6, True, True)


def test_a_single_line_that_fits_is_shown_whole() -> None:
    edit = LineEdit("abcdefg")
    assert edit.view(8) == View(("abcdefg",), 0, 7, False, False)
    edit.press("h", "h")
    assert edit.view(8).before
    edit.press("home", None)
    assert edit.view(8) == View(("abcdefgh",), 0, 0, False, False)


def test_in_ascii_the_caret_stands_where_the_letters_are_drawn() -> None:
    edit = LineEdit("Ærø €5")
    assert edit.view(20, ascii_look=True) == View(("AEro EUR5",), 0, 9, False, False)
    assert edit.view(6, ellipsis="~", ascii_look=True).lines[0].isascii()
    wrapped = LineEdit("Ærø €5", multiline=True)
    assert wrapped.view(6, 3, ascii_look=True).lines == ("AEro ", "EUR5")


def test_a_joiner_that_joins_no_pictures_takes_no_letter_from_the_line() -> None:
    assert LineEdit("a\u200db").view(9) == View(("ab",), 0, 2, False, False)


@pytest.mark.parametrize("width", range(2, 13))
@pytest.mark.parametrize("step", ["backspace", "delete", "ctrl+w", "x", "漢", " ", "\n"])
def test_an_edit_anywhere_is_laid_out_as_if_at_once(width: int, step: str) -> None:
    text = "a lemon, twenty four\npears 漢字かな and – dash\n\nextraordinarily long words of all"
    for place in range(len(text) + 1):
        edit = LineEdit(text, multiline=True)
        edit.view(width, 99)
        edit.caret = place
        press(edit, step)
        assert edit.view(width, 99) == at_once(edit, width, 99), place


@settings(deadline=None)
@given(TEXTS, STEPS, WIDTHS, st.integers(1, 4), st.booleans())
def test_rows_are_the_text_and_fit_and_the_caret_is_on_its_letter(
    text: str, steps: list[str], width: int, height: int, ascii_look: bool
) -> None:
    edit = LineEdit(text, multiline=True)
    for step in ["", *steps]:
        press(edit, step)
        view = edit.view(width, height, ascii_look=ascii_look)
        assert 1 <= len(view.lines) <= height
        assert all(cells(line) <= width for line in view.lines)
        assert 0 <= view.row < len(view.lines)
        assert 0 <= view.cell < width
        whole = at_once(edit, width, 999, ascii_look)
        first = whole.row - view.row
        assert view.lines == whole.lines[first : first + len(view.lines)]
        assert (view.before, view.after) == (first > 0, first + len(view.lines) < len(whole.lines))
        if "…" not in whole.lines:
            assert "".join(whole.lines) == "".join(lines_drawn(edit.text, ascii_look))
            before = lines_drawn(edit.text[: edit.caret], ascii_look)
            assert sum(map(cells, whole.lines[: whole.row])) + whole.cell == sum(map(cells, before))


@settings(deadline=None)
@given(TEXTS, STEPS, WIDTHS, st.booleans())
def test_a_single_line_fits_and_the_caret_is_on_its_letter(
    text: str, steps: list[str], width: int, ascii_look: bool
) -> None:
    edit = LineEdit(text)
    for step in ["", *steps]:
        press(edit, step)
        view = edit.view(width, ascii_look=ascii_look)
        (line,) = view.lines
        assert cells(line) <= width
        assert 0 <= view.cell < width
        assert view.row == 0
        if width >= 4:
            assert line.startswith("…") or not view.before
            assert line.endswith("…") or not view.after
        else:
            continue
        text_shown = line[view.before : len(line) - view.after]
        before = shown(edit.text[: edit.caret], in_ascii=ascii_look)
        seen = view.cell - view.before
        assert any(
            before.endswith(text_shown[:size]) and cells(text_shown[:size]) == seen
            for size in range(len(text_shown) + 1)
        )


@settings(deadline=None)
@given(st.text("ab ", max_size=60), WIDTHS)
def test_plain_text_is_broken_like_any_other(text: str, width: int) -> None:
    greek = text.translate({ord("a"): "α", ord("b"): "β"})
    rows = LineEdit(text, multiline=True).view(width, 99)
    assert rows.lines == tuple(
        line.translate({ord("α"): "a", ord("β"): "b"}) for line in LineEdit(greek, multiline=True).view(width, 99).lines
    )
