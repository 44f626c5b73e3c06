"""What a server is asked while something is done: statements, and the rows that it went through for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from funnelboard.services.workspace import Workspace
from funnelboard.store.postgres_line import Line
from funnelboard.store.postgres_words import WatchedConnection, WordedPostgres
from tests.benchmarks.conftest import fill
from tests.watching import GROWING, Watched, but_by_nature

TELLING = """
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_analyze = on;
SET auto_explain.log_timing = off;
SET auto_explain.log_format = json;
SET auto_explain.log_level = notice;
"""
"""Has a server tell, with what it answers, how it has carried out each statement. Only an administrator may ask it."""

MANY = 1_000
"""Rows: who goes through so many, of those that :func:`fill_all` makes, goes through all or much of a table."""

WITHOUT_END = ("Seq Scan", "Index Scan", "Index Only Scan")
"""How a server goes through a table or an index to its end, if it is not told where in the index to look."""

_LIST = re.compile(r"\((?:\d+, ){4,}\d+\)")
_PLANNED = re.compile(r"[\s(]*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")

Plan = dict[str, Any]


@dataclass(slots=True)
class Statement:
    """One statement that was run.

    Attributes:
        sql: With its values, or with numbered places for them where the server has planned it before.
        plan: How the server has carried it out.
    """

    sql: str
    plan: Plan = field(repr=False)

    @property
    def steps(self) -> int:
        """How many rows it went through: of a table, an index, or what it has put aside."""
        return sum(rows_of(node) for node in nodes_of(self.plan))


class PostgresWatch(Watched[Statement]):
    """Every connection that is opened while a test has it; also what a server asks by itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        make, run = WordedPostgres.made_connection, Line._run

        def make_and_watch(server: WordedPostgres) -> WatchedConnection:
            connection = make(server)
            cursor = connection.execute(TELLING)
            while cursor.nextset():
                pass
            connection.add_notice_handler(self._told)
            return connection

        def run_and_part(line: Line, statements: Sequence[str]) -> list[Any]:
            connection = line._peewee.connection()
            for planning in line.plans.missing(connection, statements):
                connection.execute(planning)  # alone, so that it is told as such of what it has planned
            line.plans.done()
            before = len(self.statements)
            try:
                return run(line, statements)
            finally:
                self._part(statements, self.statements[before:])

        monkeypatch.setattr(WordedPostgres, "made_connection", make_and_watch)
        monkeypatch.setattr(Line, "_run", run_and_part)

    def readings_of_all(self) -> dict[str, list[str]]:
        """What has gone through many rows of a growing table, not told where in an index they are, by statement."""
        found = {_LIST.sub("(…)", each.sql): _readings_of_all(each.plan) for each in self.statements}
        return but_by_nature(found)

    def _told(self, notice: Any) -> None:
        _, began, plan = str(notice.message_primary).partition("plan:\n")
        if began:
            told = json.loads(plan)
            self.statements.append(Statement(told["Query Text"], told["Plan"]))

    @staticmethod
    def _part(statements: Sequence[str], found: list[Statement]) -> None:
        """Give each of what was sent in one go its own words."""
        together = "; ".join(statements)
        planned = (each for each in statements if _PLANNED.match(each))
        for each in found:
            if each.sql == together:
                each.sql = next(planned)


def fill_all(workspace: Workspace, size: int) -> None:
    """So many deals, and about as many rows in every other table that grows with them, the log included."""
    fill(workspace, size, promised=())
    database, seller = workspace.session.database, workspace.seller.id
    with workspace.session.change("edit") as change:
        change.insert("own_field", {"name": "Renewal", "folded": "renewal"})
        change.insert("tag", {"name": "expo", "folded": "expo"})
        for entity, columns in BESIDE.items():
            rows = ({name: value(n) for name, value in columns.items()} for n in range(1, size + 1))
            change.insert_many(entity, [row | ({"seller_id": seller} if entity in SAID else {}) for row in rows])
        change.summary = "filled the tables"
    log = f"SELECT n + 10, md5(n::text), {seller}, n, 'note', 'wrote a note' FROM generate_series(1, {size}) n"
    items = f"SELECT n + 10, 'note', n, n, '{{}}' FROM generate_series(1, {size}) n"
    database.rows_of(f"INSERT INTO change (id, operation, seller_id, at, kind, summary) {log}")
    database.rows_of(f'INSERT INTO change_item (change_id, entity, "row", deal, after) {items}')
    database.rows_of(f"SELECT setval('change_id_seq', {size} + 10)")
    database.rows_of("ANALYZE")


BESIDE: dict[str, dict[str, Callable[[int], Any]]] = {
    "company": {"name": "Firma {} Oy".format, "folded": "firma {} oy".format},
    "contact": {"name": "Kari {}".format, "folded": "kari {}".format, "email": "kari@{}.example".format},
    "deal_contact": {"deal_id": int, "contact_id": int, "is_primary": lambda _: True},
    "answer": {"deal_id": int, "criterion": lambda _: "market", "answer": lambda _: "yes", "at": int},
    "follow_up": {
        **{"deal_id": int, "due": lambda _: "2027-10-01", "kind": lambda _: "call", "what": str, "created_at": int}
    },
    "objection": {"deal_id": int, "text": lambda _: "too dear", "raised_at": int},
    "deal_tag": {"deal_id": int, "tag_id": lambda _: 1},
    "deal_field": {"deal_id": int, "own_field_id": lambda _: 1, "text": str, "folded": str},
    "stage_change": {"deal_id": int, "to_stage": lambda _: "lead", "at": int},
}
"""What is in these tables: columns, each of a function of the row's number."""

SAID = ("answer", "follow_up", "objection", "stage_change")
"""Tables that say who did something."""


def nodes_of(plan: Plan) -> Iterator[Plan]:
    """A step of a plan and all that it is made of."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes_of(below)


def rows_of(node: Plan) -> int:
    """How many rows a step went through, each time it was begun counted as one too."""
    passed_over = sum(value for name, value in node.items() if name.startswith("Rows Removed by"))
    return int(node["Actual Loops"] * (1 + node["Actual Rows"] + passed_over))


def _readings_of_all(plan: Plan) -> list[str]:
    return [
        f"{node['Node Type']} of {node['Relation Name']}: {rows_of(node)} rows"
        for node in nodes_of(plan)
        if node.get("Relation Name") in GROWING and node["Node Type"] in WITHOUT_END and "Index Cond" not in node
        if rows_of(node) >= MANY
    ]
