"""The board on values that somebody else has written into the file: it opens, shows what it can, and stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.errors import FunnelBoardError
from funnelboard.store.models import TABLES

pytestmark = pytest.mark.faults

KEYS = ("enter", "escape", "l", "p", "A", "escape", "C", "escape", "Y", "escape", "F", "escape", "Z", "escape", "i",
        "escape", "B", "escape", "R", "escape", "S", "escape", "c", "escape", "v", "escape")  # fmt: skip


def spoil(path: Path, table: str, kinds: tuple[str, ...], value: str) -> None:
    """Give all columns of some kinds a value, but for what says which row belongs to which, past every rule."""
    (model,) = (each for each in TABLES if each._meta.table_name == table)
    with closing(peewee.SqliteDatabase(str(path))) as database:
        database.pragma("ignore_check_constraints", 1)
        database.pragma("foreign_keys", 0)
        for field in model._meta.sorted_fields:
            if field.field_type in kinds and not field.column_name.endswith("id"):
                database.execute_sql(f'UPDATE OR IGNORE "{table}" SET "{field.column_name}" = {value} WHERE rowid <> 4')


@pytest.mark.parametrize("table", [model._meta.table_name for model in TABLES])
@pytest.mark.parametrize(
    ("kinds", "value"),
    [
        (("BIGINT", "INT", "BOOL"), "9223372036854775807"),
        (("BIGINT", "INT", "BOOL"), "-9223372036854775808"),
        (("TEXT",), "'2026-02-31'"),
        (("TEXT",), "CAST(x'61ff00' AS TEXT)"),
        (("TEXT",), "replace(hex(zeroblob(30000)), '0', char(769))"),
        (("TEXT",), "char(27) || '[2J' || char(27) || ']0;x' || char(7)"),
    ],
    ids=["large", "small", "words", "bytes", "marks", "sequences"],
)
async def test_it_stays(
    table: str, kinds: tuple[str, ...], value: str, open_board: Callable[..., Any], tmp_path: Path, full_database: Path
) -> None:
    path = tmp_path / "spoilt.db"
    shutil.copy(full_database, path)
    spoil(path, table, kinds, value)
    with suppress(FunnelBoardError):  # whatever is refused is said in a sentence
        async with open_board(path=path) as board:
            for key in KEYS:
                await board.press(key)
                assert board.text().strip()
                assert "\u0301" * 20 not in board.text(), key
                assert not set(board.text()) & {"\x00", "\x1b"}, key
