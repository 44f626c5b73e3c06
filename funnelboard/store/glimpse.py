"""A first look at a database, without Peewee: what can be told of it in a few milliseconds.

It changes nothing, waits for nobody, and is over before the database is opened. What cannot be told so quickly, or
might not be what the board says once it is open, is not told at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from funnelboard.domain.board import Board, Sort
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store import board_figures, settings
from funnelboard.store.access import may_write, shared_alike
from funnelboard.store.beside import require_own_beside
from funnelboard.store.card_rows import cards, column_of, count_of
from funnelboard.store.known_queries import bound
from funnelboard.store.schema_digest import AS_MADE, OBJECTS, SCHEMA, digest
from funnelboard.store.target import SAMPLE, read_header, uri_path

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:
    import sqlite3 as sqlite


T = TypeVar("T")


class Unclear(Exception):
    """What the board would say cannot be told so quickly."""


class Glimpse(NamedTuple):
    """What was seen of a database.

    Attributes:
        name: The database's.
        read_only: Whether this account may not write it.
    """

    board: Board
    settings: BoardSettings
    name: str
    read_only: bool


def look(path: Path, login: str, today: date, sort: Sort, size: int, follow: int | None) -> Glimpse:
    """Look at the board of a database.

    Args:
        login: The seller's.
        size: Cards to read of each column.
        follow: A deal whose column's window is to have the deal in it.

    Raises:
        Unclear: As :func:`looking_at`; a day that has to begin first, or sums too large to be kept.
        Exception: As :func:`looking_at`.
    """
    with looking_at(path) as database:
        shared = settings.current(database)
        database.require_begun(today, sort)
        board = _board(database, login, today, sort, size, follow)
        return Glimpse(board, shared, path.name, not may_write(path))


@contextmanager
def looking_at(path: Path, *, tidy: bool = False) -> Iterator[Look]:
    """Inside it a database can be asked what is SQL already.

    Args:
        tidy: Take away SQLite's files beside it if nobody else has it open by the end, as far as that is allowed.

    Raises:
        Unclear: A sample, or an older schema.
        Exception: It cannot be read: by what it is, by its permissions, or because somebody is writing it.
    """
    header = read_header(path, SCHEMA)
    if header.schema != SCHEMA:
        raise Unclear
    require_own_beside(path)
    with shared_alike(path), closing(Look(path, "rw" if tidy and may_write(path) else "ro")) as database:
        found = os.stat(path)
        if (found.st_dev, found.st_ino) != (header.file.st_dev, header.file.st_ino) or not database.is_ours():
            raise Unclear
        yield database


class Look:
    """A connection for one look, in which everything is read as of one moment."""

    def __init__(self, path: Path, mode: str) -> None:
        self.where = path
        self.settings_read: tuple[int, Any] | None = None
        self._connection = sqlite.connect(
            f"file:{uri_path(path)}?mode={mode}", timeout=0, uri=True, isolation_level=None
        )
        for pragma in ("query_only = 1", "trusted_schema = 0", "cell_size_check = 1"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")

    def ask(self, name: str, *values: Any) -> list[Any]:
        """The rows of one of :mod:`funnelboard.store.known_queries`."""
        return self._rows(*bound(name, *values))

    def data_version(self) -> int:
        """Nothing changes while it looks."""
        return 0

    def look(self, read: Callable[[], T], _what: str, *_about: object) -> T:
        """What a function reads."""
        return read()

    def reading(self) -> AbstractContextManager[None]:
        """It is of one moment anyway."""
        return nullcontext()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def is_ours(self) -> bool:
        """Whether it has the schema that FunnelBoard makes, and is no sample, of which a copy is shown."""
        objects = self._rows(OBJECTS)
        ((version,),) = self._rows("PRAGMA user_version")
        return version == SCHEMA and digest(objects) in AS_MADE and SAMPLE not in dict(self.ask("settings"))

    def has_begun(self, today: date) -> bool:
        """Whether everything is scored, and woken, for a day."""
        return bool(self.ask("day") == [(today.isoformat(),)])

    def require_begun(self, today: date, sort: Sort) -> None:
        """Refuse a day on which opening the board would wake the parked, or change what it is sorted by."""
        if self.has_begun(today):
            return
        if sort is Sort.SCORE or self.ask("parked until", today.isoformat()) != [(0,)]:
            raise Unclear

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        rows: list[Any] = self._connection.execute(sql, parameters).fetchall()
        return rows


def _board(database: Look, login: str, today: date, sort: Sort, size: int, follow: int | None) -> Board:
    kept = board_figures.kept(database, board_figures.year_of(today), with_won=True)
    if kept is None:
        raise Unclear
    totals = board_figures.totals_of(kept)
    starts = {stage: 0 for stage in STAGES}
    at = _locate(database, follow, sort) if follow is not None else None
    if at is not None and at[1] >= size:
        starts[at[0]] = at[1] - size // 2
    ids: dict[Stage, tuple[int, list[int]]] = {}
    for stage in STAGES:
        count = count_of(totals[stage])
        start = max(0, min(starts[stage], count - size))
        from_end = start + size > count - start
        window = "window by {} from {}".format(sort, "end" if from_end else "start")
        shown = min(size, count - start)
        found = database.ask(window, stage.value, shown, count - start - shown if from_end else start)
        ids[stage] = start, [deal_id for (deal_id,) in (reversed(found) if from_end else found)]
    sellers = database.ask("seller", login)
    seen = cards(database, [each for _, found in ids.values() for each in found], sellers[0][0] if sellers else 0)
    columns = tuple(
        column_of(stage, totals[stage], start, [seen[each] for each in found], size)
        for stage, (start, found) in ids.items()
    )
    deals, open_deals = board_figures.counts(database)
    attention = board_figures.attention(database, today, open_deals)
    return Board(columns, board_figures.newest_change(database), deals, board_figures.parked(database), attention)


def _locate(database: Look, deal_id: int, sort: Sort) -> tuple[Stage, int] | None:
    for stage, *values in database.ask(f"place by {sort}", deal_id):
        ((place,),) = database.ask(f"ahead by {sort}", stage, *values)
        return Stage(stage), int(place)
    return None
