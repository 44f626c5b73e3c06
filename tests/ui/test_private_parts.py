"""What a terminal sends for Esc and a key: two keys, however it arrives, unless Alt means something there."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from funnelboard.ui.dispatcher import Key
from funnelboard.ui.private_parts import key_parser
from funnelboard.ui.private_parts.key_parser import KeyParser

A_MINUTE = 60
"""A machine that is busy takes its time, which is not to be taken for a line that does."""


def parsed(*pieces: str) -> list[tuple[str, str | None]]:
    """The keys of what arrives in some pieces, right after one another, and nothing after that for a while."""
    parser = KeyParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    parser._timeout_time = parser._timeout_time and 0
    found += parser.tick()
    return [(event.key, event.character) for event in found]  # type: ignore[attr-defined]


def arrived(*pieces: str) -> list[str]:
    """What arrives in some pieces, one right after another: the names of keys, and pastes as they are."""
    parser = KeyParser()
    found: list[Message] = []
    for piece in pieces:
        found += parser.feed(piece)
        parser._arrived += A_MINUTE
        parser._timeout_time = parser._timeout_time and parser._timeout_time + A_MINUTE
    return [event.text if isinstance(event, events.Paste) else event.key for event in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [*"nfbdzaZ1-=7/:?.øß§", " ", "\r", "\n", "\x7f", "\x12", "\x11"])
def test_a_key_right_after_an_escape_is_kept_with_it(key: str) -> None:
    for pieces in ((f"\x1b{key}k",), ("\x1b", f"{key}k")):
        (name, character), after = parsed(*pieces)
        assert name.startswith("alt+")
        assert Key(name, character).without_alt == Key(*parsed(key)[0])
        assert after == ("k", "k")


@pytest.mark.parametrize("key", "[OP]")
def test_what_may_begin_a_longer_sequence_is_a_key_when_none_follows(key: str) -> None:
    ((name, character),) = parsed(f"\x1b{key}")
    assert Key(name, character).without_alt == Key(*parsed(key)[0])


def test_several_escapes_are_as_many() -> None:
    assert parsed("\x1b\x1b\x1bn") == [("escape", "\x1b"), ("escape", "\x1b"), ("alt+n", "n")]
    assert parsed("\x1b\x1b[A") == [("escape", "\x1b"), ("up", None)]


def test_an_escape_that_has_stood_alone_has_nothing_to_do_with_the_next_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_parser, "_APART", -1)
    assert parsed("\x1b", "d") == [("escape", "\x1b"), ("d", "d")]


def test_what_a_terminal_with_a_keyboard_protocol_calls_alt_is_alt() -> None:
    assert parsed("\x1b[110;3u") == [("alt+n", None)]
    assert Key("alt+n").without_alt is None
    assert parsed("\x1b[27un") == [("escape", None), ("n", "n")]


@pytest.mark.parametrize(
    ("sent", "key"), [("\x1b[A", "up"), ("\x1b[Z", "shift+tab"), ("\x1b\t", "shift+tab"), ("\x1b[1;3D", "alt+left")]
)
def test_sequences_are_what_they_were(sent: str, key: str) -> None:
    assert parsed(sent) == [(key, None)]


BEGIN, END = "\x1b[200~", "\x1b[201~"

SEQUENCES = [
    "\x1b",
    "\x1b\x1b",
    "\x1bD",
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x1b]52;c;aGk=\x1b\\",
    "\x9b2J",
    "\x1b[I",
    "\x1b[A",
]
SEQUENCES += [
    "\x1b[<0;5;5M",
    "\x1b[48;24;80;1;1t",
    "\x1b[?2026;2$y",
    "\x1b[5;5R",
    "\x1b[200~",
    "\x1b[",
    "\x1b" + "D" * 40,
]
pasted_text = st.lists(st.sampled_from([*SEQUENCES, "q", "D", "\r", "\n", "ø", "word "]), max_size=12).map("".join)


@given(pasted_text, st.lists(st.integers(0, 200), max_size=6))
def test_what_is_pasted_is_text_to_its_end_however_it_arrives(text: str, cuts: list[int]) -> None:
    sent = f"j{BEGIN}{text}{END}k"
    bounds = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    pieces = [sent[start:end] for start, end in pairwise(bounds) if start < end]
    assert arrived(*pieces) == ["j", text, "k"]


def test_an_end_within_a_paste_that_arrives_at_once_is_text() -> None:
    assert arrived(f"{BEGIN}a{END}Dq\r{END}j") == [f"a{END}Dq\r", "j"]
    assert arrived(f"{BEGIN}a{END}Dq{BEGIN}b{END}j") == [f"a{END}Dq{BEGIN}b", "j"]


def test_pastes_that_arrive_one_after_another_are_as_many() -> None:
    assert arrived(f"{BEGIN}a{END}j", f"{BEGIN}b{END}k") == ["a", "j", "b", "k"]
    assert arrived(BEGIN + END) == [""]


def test_typing_what_a_paste_begins_with_is_no_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_parser, "_APART", -2 * A_MINUTE)
    assert arrived("\x1b", BEGIN[1:], "q")[:2] == ["escape", "left_square_bracket"]


def test_escape_ends_a_paste_whose_end_was_lost_with_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_parser, "_CUT_OFF", -2 * A_MINUTE)
    assert arrived(f"{BEGIN}half a par", "\x1b", "q") == ["half a par", "q"]


def test_a_paste_is_as_quick_as_it_is_long() -> None:
    text = "one line of a long paste\n" * 20_000
    sent = BEGIN + text + END
    assert arrived(*re.findall(r"(?s).{1,4096}", sent)) == [text]
