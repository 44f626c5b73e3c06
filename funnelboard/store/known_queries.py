"""Queries that are SQL already, asked by name: those a board begins with.

Compiling one takes Peewee several times as long as SQLite takes to answer it, and importing Peewee takes longer than
reading a board.
"""

from __future__ import annotations

from typing import Any, Protocol

from funnelboard.store.statements import STATEMENTS

_IN_ONE = "IN (?)"
"""A list of one value, in a statement."""


class Asks(Protocol):
    """An open database, as far as it can be asked what is SQL already.

    Attributes:
        where: What names it to people.
    """

    @property
    def where(self) -> object: ...

    def ask(self, name: str, *values: Any) -> list[Any]:
        """The rows of a query of that name, with these values."""


def bound(name: str, *values: Any) -> tuple[str, list[Any]]:
    """SQL and parameters of a query; a list among the values is what a column must be in."""
    sql, parameters = STATEMENTS[name]
    if not any(isinstance(value, list) for value in values):
        return sql, [values[each[0]] if isinstance(each, tuple) else each for each in parameters]
    given: list[Any] = []
    for parameter in parameters:
        value = values[parameter[0]] if isinstance(parameter, tuple) else parameter
        if isinstance(value, list):
            sql = sql.replace(_IN_ONE, f"IN ({', '.join('?' * len(value))})")
            given += value
        else:
            given.append(value)
    return sql, given
