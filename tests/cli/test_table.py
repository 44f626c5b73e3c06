"""Tables are aligned, and fit the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from funnelboard.cli import output
from funnelboard.cli.cells import cells
from funnelboard.cli.table import Column, fit, write_table

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


def test_piped_tables_are_aligned_by_cells_and_never_cut(stdout: Callable[..., Any]) -> None:
    stream = stdout(columns=20)
    write_table(COLUMNS, ROWS)
    lines = stream.text.splitlines()
    assert lines[0].split() == ["DEAL", "TITLE", "AMOUNT", "TAGS"]
    assert [line[:5] for line in lines[1:]] == ["   #7", "#1234", "   #9"]
    assert {cells(line[: line.index("€") + 1]) for line in lines[1:]} == {cells(lines[0][: lines[0].index("TAGS") - 2])}
    assert "日本電気株式会社の案件" in stream.text
    assert "\x1b" not in stream.text
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("columns", [80, 44, 40, 30, 25])
def test_tables_fit_the_terminal_and_leave_amounts_whole(stdout: Callable[..., Any], columns: int) -> None:
    stream = stdout(terminal=True, columns=columns)
    write_table(COLUMNS, ROWS)
    plain = stream.text.replace("\x1b[1m", "").replace("\x1b[m", "")
    assert max(cells(line) for line in plain.splitlines()) <= columns
    for row in ROWS:
        assert row[2] in plain


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


def test_a_wrapped_column_goes_on_below(stdout: Callable[..., Any]) -> None:
    columns = (Column("deal", right=True), Column("what", least=6, wrapped=True), Column("phone"))
    rows = [("#7", "wants a price for 日本電気株式会社", "")]
    stream = stdout(terminal=True, columns=16)
    write_table(columns, rows)
    assert stream.text.splitlines()[1:] == ["  #7  wants a", "      price for", "      日本電気株", "      式会社"]
    stream = stdout(columns=16)
    write_table(columns, rows, indent=2)
    assert (
        stream.text == "  DEAL  WHAT                                PHONE\n    #7  wants a price for 日本電気株式会社\n"
    )


def test_what_nobody_sees_moves_no_column(stdout: Callable[..., Any]) -> None:
    stream = stdout()
    write_table((Column("who"), Column("what")), [("Acme\u3164\u200c", "x"), ("Acme", "x")])
    first, second = stream.text.splitlines()[1:]
    assert first == second


def test_of_a_long_table_the_first_rows_are_written_before_the_last_are_there(stdout: Callable[..., Any]) -> None:
    stream = stdout()
    written: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(1_200):
            written.append(stream.text.count("\n"))
            yield f"#{number}", "a longer title" if number == 700 else "title"

    write_table((Column("deal", right=True), Column("title"), Column("tags")), ((*row, "#a") for row in rows()))
    assert written[:500] == [0] * 500
    assert written[500:1_000] == [501] * 500
    lines = stream.text.splitlines()
    assert len(lines) == 1_201
    assert lines[1] == "  #0  title  #a"
    assert lines[701] == "#700  a longer title  #a"
    assert lines[1_200] == "#1199  title           #a"


def test_headings_are_said_again_where_another_column_has_something_to_say(stdout: Callable[..., Any]) -> None:
    stream = stdout(terminal=True, columns=80)
    rows = [(f"#{number}", "#expo" if number == 600 else "") for number in range(700)]
    write_table((Column("deal"), Column("tags")), rows, [output.RED if tags else "" for _, tags in rows])
    plain = re.sub("\x1b\\[[0-9;]*m", "", stream.text).splitlines()
    assert plain[0] == "DEAL"
    assert plain[501] == "DEAL  TAGS"
    assert plain[602] == "#600  #expo"
    assert "\x1b[31m#600  #expo\x1b[m" in stream.text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_without_utf_8_a_table_is_ascii_and_fits_all_the_same(stdout: Callable[..., Any], encoding: str) -> None:
    stream = stdout(encoding, terminal=True, columns=34)
    write_table(COLUMNS, ROWS)
    plain = stream.text.replace("\x1b[1m", "").replace("\x1b[m", "")
    assert plain.isascii()
    assert "EUR" in plain
    assert "..." in plain
    assert max(map(len, plain.splitlines())) <= 34
