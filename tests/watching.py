"""What a database is asked while something is done: statements, how they are carried out, and how far they go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import pytest

from funnelboard.store.glimpse import Look
from funnelboard.store.schema import create_schema
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.sqlite_words import WordedSqlite


class HasSteps(Protocol):
    """A statement that was run."""

    @property
    def steps(self) -> int: ...


Run = TypeVar("Run", bound=HasSteps)


@dataclass(slots=True)
class Statement:
    """One statement that was run.

    Attributes:
        sql: With its values.
        steps: How often SQLite went on to another row for it: of a table, an index, or what it has put aside.
    """

    sql: str
    steps: int = 0


class Watched(Generic[Run]):
    """What was run on the connections that are opened while a test has it, on whichever engine.

    Attributes:
        statements: It, in order.
    """

    def __init__(self) -> None:
        self.statements: list[Run] = []

    @property
    def steps(self) -> int:
        """Of all statements together."""
        return sum(each.steps for each in self.statements)

    def forget(self) -> None:
        """Begin anew."""
        self.statements.clear()


class Watch(Watched[Statement]):
    """Every connection to SQLite that is opened while a test has it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        connect, look = SqliteDatabase._connect, Look.__init__

        def connect_and_watch(database: SqliteDatabase) -> None:
            connect(database)
            self._watch(database.peewee.connection())

        def look_and_watch(database: Look, path: Path, mode: str) -> None:
            look(database, path, mode)
            self._watch(database._connection)

        monkeypatch.setattr(SqliteDatabase, "_connect", connect_and_watch)
        monkeypatch.setattr(Look, "__init__", look_and_watch)

    def readings_of_all(self) -> dict[str, list[str]]:
        """What would read or sort all rows of a growing table, by statement: SQLite's own words for it."""
        return _readings_of_all(self.statements)

    def _watch(self, connection: Any) -> None:
        connection.set_trace_callback(lambda sql: self.statements.append(Statement(sql)))
        connection.set_progress_handler(self._step, 1)

    def _step(self) -> None:
        if self.statements:
            self.statements[-1].steps += 1


GROWING = {
    *("deal", "company", "contact", "deal_contact", "answer", "note", "follow_up", "objection", "deal_tag"),
    *("deal_field", "stage_change", "change", "change_item"),
}
"""Tables that have more rows the more deals there are."""

FEW = re.compile(
    r"\((?:rowid|id|deal_id|deal|entity|company_id|contact_id|referred_by_id|repeat_of_id|undoes_id|change_id"
    r"|external_source|message_id|folded|stage=\? AND rank)=\?"
)
"""How a search is told that finds a few rows of a growing table, however many there are."""


BY_NATURE = {
    r"WHERE \(0 = 1\)": "it asks for none",
    r'FROM "change" AS "t1" .*ORDER BY "t1"."id" (DESC )?LIMIT \d+$': "the newest changes, as many as are asked for",
    r'FROM "company" .*"folded" >= .*"merged_into" IS NOT NULL': "merged companies whose names begin alike",
    r'FROM "company" .*ORDER BY "t1"."folded" LIMIT \d+$': "the first companies by name, as many as are listed",
    r'FROM "follow_up" .*"due" <= ': "what is due until a day",
    r'substr\("birthday", 6\) IN': "whose birthday it is this week",
    r'^DECLARE "rows_': "the past is a copy of all there is",
}
"""Statements that are left alone, and why: what is gone through there has an end that the database does not know."""


def _readings_of_all(statements: Iterable[Statement]) -> dict[str, list[str]]:
    database = WordedSqlite(":memory:")
    database.register_function(bool, "is_text", 1)
    create_schema(database, 0)
    try:
        asked = {
            each.sql for each in statements if each.sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH"))
        }
        plans = {sql: database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in sorted(asked)}
    finally:
        database.close()
    return but_by_nature({sql: _readings_in(sql, plan) for sql, plan in plans.items()})


def but_by_nature(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What is found wrong with statements, without those with which nothing is and those that are left alone."""
    return {
        sql: wrong for sql, wrong in found.items() if wrong and not any(re.search(known, sql) for known in BY_NATURE)
    }


def _readings_in(sql: str, plan: list[tuple[int, int, int, str]]) -> list[str]:
    tables = defaultdict(set)
    for table, alias in re.findall(r'"(\w+)" AS "(\w+)"', sql):
        tables[alias].add(table)
    wrong = []
    loops: dict[int, str] = {}
    for _, parent, _, step in plan:
        words = step.split()
        if words[0] in ("SCAN", "SEARCH") and GROWING & (tables[words[1]] | {words[1]}):
            loops.setdefault(parent, step)
            if words[0] == "SCAN":
                wrong.append(step)
        elif "TEMP B-TREE" in step and not FEW.search(loops.get(parent, "(rowid=?")):
            wrong.append(f"{loops[parent]}: {step}")
    return wrong
