"""Text is wrapped by the cells it takes, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.ui.drawing.lines import flow, hang, wrap
from funnelboard.ui.drawing.text import width_of

DOT = (" · ", "dim")
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=80)


def texts(lines: object) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("two words", 5, ["two", "words"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("kari@skogsbrukerne.example", 14, ["kari@", "skogsbrukerne.", "example"]),
        ("kari@lentokonesuihkuturbiini.example", 25, ["kari@", "lentokonesuihkuturbiini.", "example"]),
        ("see https://acme.example/a/long-path", 16, ["see", "https://acme.", "example/a/long-", "path"]),
        ("日本語日本語", 5, ["日本", "語日", "本語"]),
        ("a 日本語 b", 6, ["a", "日本語", "b"]),
    ],
)
def test_a_line_is_broken_at_blanks_or_where_it_must(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(WORDS, st.integers(2, 40))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(WORDS, max_size=6), st.integers(10, 40))
def test_parts_flow_within_the_width_and_no_letter_is_lost(parts: list[str], width: int) -> None:
    lines = [*flow(((part, "text") for part in parts), DOT, width, 2)]
    assert all(width_of(line) <= width for line in texts(lines))
    told = "".join(text for line in lines for text, role in line if role == "text")
    assert told.replace(" ", "") == "".join(parts).replace(" ", "")


@given(WORDS, WORDS, st.integers(10, 40), st.integers(0, 8))
def test_text_after_a_head_loses_no_letter(head: str, text: str, width: int, indent: int) -> None:
    lines = texts(hang(((head[:8], "dim"),), text, "text", width, indent))
    assert "".join(lines).replace(" ", "") == (head[:8] + text).replace(" ", "")


def test_parts_are_kept_whole_where_they_fit() -> None:
    parts = [("Prospect", "text"), ("", "text"), ("12 000 €", "amount"), ("20 %", "text"), ("close 12 Dec", "text")]
    assert texts(flow(parts, DOT, 26, 2)) == ["Prospect · 12 000 € · 20 %", "  close 12 Dec"]


def test_text_hangs_under_itself_and_keeps_its_line_breaks() -> None:
    lines = texts(hang((("call  ", "accent"),), "wants a price for forty seats\nsoon", "text", 22, 2))
    assert lines == ["call  wants a price", "  for forty seats", "  soon"]


def test_text_begins_below_a_head_that_leaves_no_room() -> None:
    lines = texts(hang((("opportunity → closed  ", "text"),), "signed on Friday", "text", 24, 2))
    assert lines == ["opportunity → closed  ", "  signed on Friday"]
