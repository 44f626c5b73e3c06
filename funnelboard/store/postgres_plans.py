"""Statements that a PostgreSQL server has planned already: that costs it more than to carry one out.

One is planned, for whatever values, when it is asked another time, or at once if it is certain to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from funnelboard.store.prepared_query import Fixed, Often

_PLACE = "%s"


class Execution(str):
    """What has a planned statement carried out.

    Attributes:
        name: What the server knows it by.
        sql: What it is.
    """

    __slots__ = ("name", "sql")

    name: str
    sql: str


class Plans:
    """The statements that are planned on one connection after the other.

    Attributes:
        kept: Whether the server keeps them: behind a pooler it may be another session each time.
    """

    def __init__(self) -> None:
        self.kept = False
        self._turn = 0
        self._first_asked: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._there: set[str] = set()
        self._unsure = False
        self._on: Any = None

    def next_turn(self) -> None:
        """What is asked from now on is asked another time."""
        self._turn += 1

    def text(self, connection: Any, sql: str, values: Sequence[Any]) -> str:
        """A statement with its values."""
        if not (self.kept and self._is_to_be_planned(sql)):
            said: str = connection.cursor().mogrify(sql, values)
            return said
        name = self._names.setdefault(sql, f"planned_{len(self._names)}")
        places = f"({', '.join([_PLACE] * len(values))})" if values else ""
        execution = Execution(connection.cursor().mogrify(f"EXECUTE {name}{places}", values))
        execution.name, execution.sql = name, sql
        return execution

    def missing(self, connection: Any, statements: Iterable[str]) -> list[str]:
        """What has to be said with statements, so that they can be carried out; :meth:`done` once that was done."""
        if connection is not self._on:
            self._on, self._there, self._unsure = connection, set(), False
        wanted = {each.name: each.sql for each in statements if isinstance(each, Execution)}
        if wanted and self._unsure:
            self._there = {name for (name,) in connection.execute("SELECT name FROM pg_prepared_statements")}
        new = {name: sql for name, sql in wanted.items() if name not in self._there}
        self._unsure = bool(new) or (self._unsure and not wanted)
        self._there |= new.keys()
        return [f"PREPARE {name} AS {_numbered(sql)}" for name, sql in new.items()]

    def done(self) -> None:
        """What was said with the statements is known to the server; no transaction takes that back."""
        self._unsure = False

    def _is_to_be_planned(self, sql: str) -> bool:
        if isinstance(sql, Often):
            return True
        return isinstance(sql, Fixed) and self._first_asked.setdefault(sql, self._turn) < self._turn


def _numbered(sql: str) -> str:
    """A statement whose places have numbers."""
    numbers = count(1)
    first, *rest = sql.split(_PLACE)
    return "".join([first, *(f"${next(numbers)}{part}" for part in rest)]).replace("%%", "%")
