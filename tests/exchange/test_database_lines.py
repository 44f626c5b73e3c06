"""Everything as JSON Lines: read back line by line, and whatever is not as it was written is named by its line."""

from __future__ import annotations

import json

import pytest

from funnelboard.errors import BadInput
from funnelboard.exchange.database_lines import FORMAT, Head, Lines, write_lines

HEAD = Head(5, {"deal": 17})
ROWS = [
    ("deal", {"id": 1, "title": "=cmd \x1b]0;x\x07", "outcome": None}),
    ("note", {"id": 2, "text": "Åse: {“}\n\u2028", "at": -5}),
    ("note", {"id": 3, "text": "", "at": 2**60}),
]


def written() -> list[bytes]:
    return [line.encode() for line in write_lines(HEAD, ROWS)]


def read(lines: list[bytes]) -> list[tuple[str, dict[str, object]]]:
    return [(table, dict(row)) for table, row in Lines(lines, "x.jsonl").rows()]


def test_what_is_written_is_read_back() -> None:
    lines = written()
    assert Lines(lines, "x.jsonl").head == HEAD
    assert read(lines) == [
        (table, {name: value for name, value in row.items() if value is not None}) for table, row in ROWS
    ]


def test_every_line_is_json_that_a_terminal_shows() -> None:
    for line in written():
        assert line.decode().rstrip("\n").isprintable()
        assert isinstance(json.loads(line), dict)


def flipped(line: bytes, place: int) -> bytes:
    return line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]


@pytest.mark.parametrize("number", range(5))
def test_a_flipped_bit_is_found_in_its_line(number: int) -> None:
    for place in range(0, len(written()[number]), 7):
        lines = written()
        lines[number] = flipped(lines[number], place)
        with pytest.raises(BadInput, match=rf"line {number + 1}\b"):
            read(lines)


@pytest.mark.parametrize("count", range(5))
def test_a_file_that_was_cut_off_is_refused(count: int) -> None:
    with pytest.raises(BadInput, match=f"line {max(count, 1)}\\b"):
        read(written()[:count])
    with pytest.raises(BadInput, match=f"line {count + 1}\\b"):
        read([*written()[:count], written()[count][:-9]])


def test_lines_left_out_put_in_or_exchanged_are_named() -> None:
    lines = written()
    for wrong, number in (
        ([*lines[:2], *lines[3:]], 3),
        ([*lines[:3], lines[2], *lines[3:]], 4),
        ([lines[0], lines[2], lines[1], *lines[3:]], 2),
        ([*lines, lines[-1]], 6),
    ):
        with pytest.raises(BadInput, match=f"damaged at line {number}:"):
            read(wrong)


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (b"", "line 1 does not say so"),
        (b"[1, 2]\n", "line 1 does not say so"),
        (b'{"a": 1}\n', "line 1 does not say so"),
        (b"Dear Kari\n", "line 1 does not say so"),
        (b'{"id": 1, "title": "x", "stage": "lead"}\n', "holds some deals only"),
        (b'{"funnelboard":"everything","format":%d,"schema":5,"last_ids":{}}\n' % (FORMAT + 1), "a newer FunnelBoard"),
    ],
)
def test_a_file_of_something_else_is_refused(first: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Lines([first], "x.jsonl")
