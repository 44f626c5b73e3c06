"""What is printed is aligned, fits, and is safe for the terminal it goes to."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.cli import output
from funnelboard.cli.cells import cells, shortened
from funnelboard.cli.main import run
from funnelboard.cli.output import shown


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize(
    "command",
    ["list", "show 57", "company roue", "today --owner all --days 30", "log", "contact 57", "qualify 57", "setting",
     "objection 57 too dear", "objection --list 40", "move 57 64 lead"],
)  # fmt: skip
def test_what_commands_print_fits_the_terminal(
    stdout: Callable[..., Any], home: Path, sample_today: Path, command: str, columns: int
) -> None:
    shutil.copyfile(sample_today, home / "deals.db")
    stream = stdout(terminal=True, columns=columns)
    assert run(["--db", str(home / "deals.db"), *command.split()]) == 0
    lines = re.sub("\x1b\\[[0-9;]*m", "", stream.text).splitlines()
    assert lines
    assert [line for line in lines if cells(line) > columns] == []


def test_shortened_text_shows_that_it_is() -> None:
    assert shortened("Nordlys", 7) == "Nordlys"
    assert shortened("Nordlys AS", 8) == "Nordlys…"
    assert shortened("日本電気", 5) == "日本…"
    assert shortened("Nordlys", 6, "...") == "Nor..."
    assert shortened("Nordlys", 2, "...") == ".."


def test_colour_only_on_a_terminal_that_wants_it(stdout: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = stdout(terminal=True)
    output.write("late", output.RED)
    assert stream.text == "\x1b[31mlate\x1b[m\n"
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as context:
            context.setenv(name, value)
            stream = stdout(terminal=True)
            output.write("late", output.RED)
            assert stream.text == "late\n"
    stream = stdout(terminal=False)
    output.write("late", output.RED)
    assert stream.text == "late\n"


def test_nothing_a_terminal_would_obey_is_printed(
    stdout: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "a\x1b]0;owned\x07b\u202ec\x9bd"
    output.say(hostile)
    assert capsys.readouterr().err == "a␛]0;owned␇bc\ufffdd\n"
    stream = stdout()
    output.write(hostile)
    output.write_csv([[hostile]])
    assert not any(c in stream.text for c in "\x1b\x07\u202e\x9b")


def test_json_escapes_what_is_not_printable_and_loses_nothing(stdout: Callable[..., Any]) -> None:
    stream = stdout()
    output.write_json({"title": "a\x1b\x9b\u202e\u200dé"})
    assert json.loads(stream.text) == {"title": "a\x1b\x9b\u202e\u200dé"}
    assert "é" in stream.text
    assert not any(c in stream.text for c in "\x1b\x9b\u202e\u200d")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_without_utf_8_everything_is_ascii(stdout: Callable[..., Any], encoding: str) -> None:
    stream = stdout(encoding, terminal=True, columns=34)
    output.write("Æsir · 12\u00a0000 €")
    output.write_json({"title": "日本 é 👩"})
    assert stream.text.isascii()
    assert "EUR" in stream.text
    assert json.loads(stream.text[stream.text.index("{") :]) == {"title": "日本 é 👩"}
    assert shown("é", stream) == "e"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("documents", [[], [{"title": "日本 é", "tags": ["a"]}, {}], [1, [2, 3]]])
def test_a_list_is_the_same_as_it_is_read(stdout: Callable[..., Any], encoding: str, documents: list[object]) -> None:
    stream = stdout(encoding)
    output.write_json(documents)
    output.write_json({"é": 1, "deals": documents, "none": {}})
    pieces = stdout(encoding)
    output.write_json(iter(documents))
    output.write_json({"é": 1, "deals": iter(documents), "none": {}})
    assert pieces.text == stream.text
    assert json.loads(pieces.text.partition("\n{\n")[0] if documents else "[]") == documents


def test_a_message_that_repeats_something_endless_is_shortened_in_the_middle(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.say(f"“{'x' * 60_000}” is no such thing. Do this.")
    said = capsys.readouterr().err
    assert said.startswith("“xxx")
    assert said.endswith("x” is no such thing. Do this.\n")
    assert len(said) < 1_300
