"""What each engine says in its own words: expressions of which a query only names the meaning.

A query is built once for both; the words become SQL when it is compiled for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from peewee import ColumnBase

Words = Mapping[str, Callable[..., Any]]
"""For each name what makes Peewee's nodes of its arguments."""

NAME = "words"
"""The option of Peewee's contexts that has an engine's words."""


class Word(ColumnBase):
    """An expression by its name, said when it is compiled."""

    def __init__(self, name: str, *arguments: Any) -> None:
        self.name = name
        self.arguments = arguments
        super().__init__()

    def __sql__(self, ctx: Any) -> Any:
        """What the engine says of it."""
        said = getattr(ctx.state, NAME)[self.name](*self.arguments)
        return ctx.sql(said)


def has(column: Any, text: Any) -> Word:
    """The condition that a text is found in a column, letter by letter."""
    return Word("has", column, text)


def ends_with(column: Any, text: str) -> Word:
    """The condition that a column ends with a text."""
    return Word("ends with", column, text)


def likely(condition: Any) -> Word:
    """A condition that most rows meet, so that no index by it is worth while."""
    return Word("likely", condition)


def greatest(*values: Any) -> Word:
    """The greatest of some values, none of which is NULL."""
    return Word("greatest", *values)


def among(column: Any, array: Any) -> Word:
    """The condition that a column has one of the numbers in a JSON array."""
    return Word("among", column, array)


def number_list(column: Any) -> Word:
    """A column of a group's rows as a JSON array."""
    return Word("number list", column)


def logged_number(logged: Any, name: str) -> Word:
    """A number by its name in what the log says of a row; NULL where it cannot be read."""
    return Word("logged number", logged, name)


def is_logged(logged: Any) -> Word:
    """The condition that what the log says of a row can be read."""
    return Word("is logged", logged)


def by_title() -> Word:
    """What deals are ordered by where they are ordered by title."""
    return Word("by title")


def never_reused() -> Word:
    """What has a column give no number twice."""
    return Word("never reused")


def a_time() -> Word:
    """The rule for a column ``time``: an ISO time of day without seconds."""
    return Word("a time")
