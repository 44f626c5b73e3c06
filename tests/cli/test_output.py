"""What is printed is aligned, fits, and is safe for the terminal it goes to."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funnelboard.cli import output
from funnelboard.cli.main import run
from funnelboard.cli.output import Column, cells, fit, shortened, shown


class Stream(io.TextIOWrapper):
    """A standard output of any encoding, a terminal or not."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.fixture
def stdout(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stream]:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def replace(encoding: str = "utf-8", *, terminal: bool = False, columns: int = 80) -> Stream:
        stream = Stream(encoding, terminal=terminal)
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setenv("COLUMNS", str(columns))
        return stream

    return replace


COLUMNS = (
    Column("deal", right=True),
    Column("title", least=6),
    Column("amount", right=True),
    Column("tags", least=4, optional=True),
)
ROWS = [
    ("#7", "Acme Oy: pilot", "12 000 €", "#expo"),
    ("#1234", "日本電気株式会社の案件", "8 €", ""),
    ("#9", "Æsir e\u0301tude 👩‍👩‍👧", "1 250.75 €", "#a #b #c"),
]


def test_piped_tables_are_aligned_by_cells_and_never_cut(stdout: Callable[..., Stream]) -> None:
    stream = stdout(columns=20)
    output.write_table(COLUMNS, ROWS)
    lines = stream.text.splitlines()
    assert lines[0].split() == ["DEAL", "TITLE", "AMOUNT", "TAGS"]
    assert [line[:5] for line in lines[1:]] == ["   #7", "#1234", "   #9"]
    assert {cells(line[: line.index("€") + 1]) for line in lines[1:]} == {cells(lines[0][: lines[0].index("TAGS") - 2])}
    assert "日本電気株式会社の案件" in stream.text
    assert "\x1b" not in stream.text
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("columns", [80, 44, 40, 30, 25])
def test_tables_fit_the_terminal_and_leave_amounts_whole(stdout: Callable[..., Stream], columns: int) -> None:
    stream = stdout(terminal=True, columns=columns)
    output.write_table(COLUMNS, ROWS)
    plain = stream.text.replace("\x1b[1m", "").replace("\x1b[m", "")
    assert max(cells(line) for line in plain.splitlines()) <= columns
    for row in ROWS:
        assert row[2] in plain


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize(
    "command",
    ["list", "show 57", "company roue", "today --owner all --days 30", "log", "contact 57", "qualify 57", "setting",
     "objection 57 too dear", "objection --list 40", "move 57 64 lead"],
)  # fmt: skip
def test_what_commands_print_fits_the_terminal(
    stdout: Callable[..., Stream], home: Path, sample_today: Path, command: str, columns: int
) -> None:
    shutil.copyfile(sample_today, home / "deals.db")
    stream = stdout(terminal=True, columns=columns)
    assert run(["--db", str(home / "deals.db"), *command.split()]) == 0
    lines = re.sub("\x1b\\[[0-9;]*m", "", stream.text).splitlines()
    assert lines
    assert [line for line in lines if cells(line) > columns] == []


def test_narrow_terminals_lose_optional_columns_and_then_share_what_is_left() -> None:
    columns = (
        Column("deal"),
        Column("title", least=10),
        Column("next", least=5),
        Column("tags", least=4, optional=True),
    )
    assert fit(columns, [5, 22, 10, 8], 80) == [5, 22, 10, 8]
    assert fit(columns, [5, 40, 10, 8], 60) == [5, 31, 10, 8]
    assert fit(columns, [5, 22, 10, 8], 44) == [5, 22, 10, 0]
    assert fit(columns, [5, 22, 10, 8], 33) == [5, 16, 8, 0]
    assert fit(columns, [5, 22, 10, 8], 12) == [5, 2, 1, 0]
    assert fit(columns, [5, 22, 10, 8], 3) == [5, 1, 1, 0]
    spare = (Column("deal"), Column("stage", spare=True), Column("title", least=12))
    assert fit(spare, [4, 8, 30], 28) == [4, 8, 12]
    assert fit(spare, [4, 8, 30], 27) == [4, 0, 21]


def test_a_wrapped_column_goes_on_below(stdout: Callable[..., Stream]) -> None:
    columns = (Column("deal", right=True), Column("what", least=6, wrapped=True), Column("phone"))
    rows = [("#7", "wants a price for 日本電気株式会社", "")]
    stream = stdout(terminal=True, columns=16)
    output.write_table(columns, rows)
    assert stream.text.splitlines()[1:] == ["  #7  wants a", "      price for", "      日本電気株", "      式会社"]
    stream = stdout(columns=16)
    output.write_table(columns, rows, indent=2)
    assert (
        stream.text == "  DEAL  WHAT                                PHONE\n    #7  wants a price for 日本電気株式会社\n"
    )


def test_shortened_text_shows_that_it_is() -> None:
    assert shortened("Nordlys", 7) == "Nordlys"
    assert shortened("Nordlys AS", 8) == "Nordlys…"
    assert shortened("日本電気", 5) == "日本…"
    assert shortened("Nordlys", 6, "...") == "Nor..."
    assert shortened("Nordlys", 2, "...") == ".."


def test_colour_only_on_a_terminal_that_wants_it(
    stdout: Callable[..., Stream], monkeypatch: pytest.MonkeyPatch
) -> None:
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
    stdout: Callable[..., Stream], capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "a\x1b]0;owned\x07b\u202ec\x9bd"
    output.say(hostile)
    assert capsys.readouterr().err == "a␛]0;owned␇bc\ufffdd\n"
    stream = stdout()
    output.write(hostile)
    output.write_csv([[hostile]])
    assert not any(c in stream.text for c in "\x1b\x07\u202e\x9b")


def test_json_escapes_what_is_not_printable_and_loses_nothing(stdout: Callable[..., Stream]) -> None:
    stream = stdout()
    output.write_json({"title": "a\x1b\x9b\u202e\u200dé"})
    assert json.loads(stream.text) == {"title": "a\x1b\x9b\u202e\u200dé"}
    assert "é" in stream.text
    assert not any(c in stream.text for c in "\x1b\x9b\u202e\u200d")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_without_utf_8_everything_is_ascii(stdout: Callable[..., Stream], encoding: str) -> None:
    stream = stdout(encoding, terminal=True, columns=34)
    output.write_table(COLUMNS, ROWS)
    output.write("Æsir · 12\u00a0000 €")
    output.write_json({"title": "日本 é 👩"})
    assert stream.text.isascii()
    assert "EUR" in stream.text
    assert json.loads(stream.text[stream.text.index("{") :]) == {"title": "日本 é 👩"}
    assert shown("é", stream) == "e"


def test_what_nobody_sees_moves_no_column(stdout: Callable[..., Stream]) -> None:
    stream = stdout()
    output.write_table((Column("who"), Column("what")), [("Acme\u3164\u200c", "x"), ("Acme", "x")])
    first, second = stream.text.splitlines()[1:]
    assert first == second


def test_of_a_long_table_the_first_rows_are_written_before_the_last_are_there(stdout: Callable[..., Stream]) -> None:
    stream = stdout()
    written: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(1_200):
            written.append(stream.text.count("\n"))
            yield f"#{number}", "a longer title" if number == 700 else "title"

    output.write_table((Column("deal", right=True), Column("title"), Column("tags")), ((*row, "#a") for row in rows()))
    assert written[:500] == [0] * 500
    assert written[500:1_000] == [501] * 500
    lines = stream.text.splitlines()
    assert len(lines) == 1_201
    assert lines[1] == "  #0  title  #a"
    assert lines[701] == "#700  a longer title  #a"
    assert lines[1_200] == "#1199  title           #a"


def test_headings_are_said_again_where_another_column_has_something_to_say(stdout: Callable[..., Stream]) -> None:
    stream = stdout(terminal=True, columns=80)
    rows = [(f"#{number}", "#expo" if number == 600 else "") for number in range(700)]
    output.write_table((Column("deal"), Column("tags")), rows, [output.RED if tags else "" for _, tags in rows])
    plain = re.sub("\x1b\\[[0-9;]*m", "", stream.text).splitlines()
    assert plain[0] == "DEAL"
    assert plain[501] == "DEAL  TAGS"
    assert plain[602] == "#600  #expo"
    assert "\x1b[31m#600  #expo\x1b[m" in stream.text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("documents", [[], [{"title": "日本 é", "tags": ["a"]}, {}], [1, [2, 3]]])
def test_a_list_of_documents_is_the_same_in_pieces(
    stdout: Callable[..., Stream], encoding: str, documents: list[object]
) -> None:
    stream = stdout(encoding)
    output.write_json(documents)
    pieces = stdout(encoding)
    output.write_json_list(iter(documents))
    assert pieces.text == stream.text
    assert json.loads(pieces.text) == documents


def test_a_message_that_repeats_something_endless_is_shortened_in_the_middle(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.say(f"“{'x' * 60_000}” is no such thing. Do this.")
    said = capsys.readouterr().err
    assert said.startswith("“xxx")
    assert said.endswith("x” is no such thing. Do this.\n")
    assert len(said) < 1_300
