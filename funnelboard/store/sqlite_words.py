"""SQLite's words, and Peewee's connection that knows them."""

from __future__ import annotations

from typing import Any

import peewee
from peewee import SQL, Check, fn

from funnelboard.store.words import NAME, Words

# The driver takes numbers and texts as they are, but looks in three places for what may adapt None: without an adapter
# that took sixty times as long as a number, a sixth of an import.
vars(peewee)["sqlite3"].register_adapter(type(None), {}.get)

A_TIME = "time GLOB '[0-2][0-9]:[0-5][0-9]'"


def _is_logged(logged: Any) -> Any:
    kind = fn.IIF(fn.JSON_VALID(logged), fn.JSON_TYPE(logged), "")
    return (kind == "object") & (logged != "{}")


WORDS: Words = {
    "has": lambda column, text: fn.INSTR(column, text) > 0,
    "ends with": lambda column, text: fn.SUBSTR(column, -len(text)) == text,
    "likely": fn.LIKELY,
    "greatest": fn.MAX,
    "among": lambda column, array: column.in_(peewee.Select((fn.json_each(array),), (SQL("value"),))),
    "number list": fn.json_group_array,
    "logged number": lambda logged, name: fn.IIF(fn.JSON_VALID(logged), fn.JSON_EXTRACT(logged, f"$.{name}"), None),
    "is logged": _is_logged,
    "by title": lambda: SQL('"search_text"'),
    "never reused": lambda: SQL("AUTOINCREMENT"),
    "a time": lambda: Check(A_TIME),
}


class WordedSqlite(peewee.SqliteDatabase):
    """A connection to SQLite, as Peewee has it."""

    def get_context_options(self) -> dict[str, Any]:
        """With our words among them."""
        return {**super().get_context_options(), NAME: WORDS}
