"""The SQLite that makes new files: one that sorts on disk.

An index of rows that are there already is made by sorting all of them. The SQLite in ``pysqlite3``'s wheel keeps
whatever is temporary in memory, so that grows with the board; Python's own has files without a name for it. It may be
too old to share a file with others, and two SQLites in one process lose each other's locks on a file: so it is for a
new one that nobody else has opened.
"""

from __future__ import annotations

import sys
from contextlib import closing
from functools import cache
from typing import Any

import peewee

from funnelboard.store.sqlite_words import WordedSqlite

_STRICT = (3, 37)
"""The first SQLite that knows our tables."""

_ONLY_IN_MEMORY = "TEMP_STORE=3"


class SortingSqlite(WordedSqlite):
    """A connection to it; where every SQLite here sorts in memory, to the usual one."""

    def _connect(self) -> Any:
        connection = _driver().connect(self.database, isolation_level=None, **self.connect_params)
        connection.execute("PRAGMA temp_store = file")
        return connection


@cache
def _driver() -> Any:
    usual = vars(peewee)["sqlite3"]
    own = sys.modules.get("sqlite3", usual)  # Peewee has imported it, if Python has one
    return own if own.sqlite_version_info >= _STRICT and _sorts_on_disk(own) else usual


def _sorts_on_disk(driver: Any) -> bool:
    with closing(driver.connect(":memory:")) as connection:
        return (_ONLY_IN_MEMORY,) not in connection.execute("PRAGMA compile_options").fetchall()
