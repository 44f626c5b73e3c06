"""What a terminal sends for Esc and a key: two keys, however it arrives, unless Alt means something there."""

from __future__ import annotations

import pytest

from funnelboard.ui import private_parts
from funnelboard.ui.dispatcher import Key
from funnelboard.ui.private_parts import KeyParser


def parsed(*pieces: str) -> list[tuple[str, str | None]]:
    """The keys of what arrives in some pieces, right after one another, and nothing after that for a while."""
    parser = KeyParser()
    events = [event for piece in pieces for event in parser.feed(piece)]
    parser._timeout_time = parser._timeout_time and 0
    events += parser.tick()
    return [(event.key, event.character) for event in events]  # type: ignore[attr-defined]


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
    monkeypatch.setattr(private_parts, "_APART", -1)
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
