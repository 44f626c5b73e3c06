"""What is said to a PostgreSQL server, and how often it has to be waited for.

What gives nothing back goes with the next thing that does, or with the end of its transaction; with that goes what was
asked after it the last time (:mod:`funnelboard.store.foresight`). Of what is read so nothing can be out of date: a
reading sees one moment of the database, a writer is the only one, and what it writes to is asked for anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import peewee

from funnelboard.store.foresight import LONGEST, Foresight
from funnelboard.store.postgres_faults import DATABASE_ERRORS, RETRIED, driver_error, is_lost
from funnelboard.store.postgres_plans import Plans
from funnelboard.store.postgres_words import WordedPostgres

Rows = list[Any]
Attempt = Callable[[], list[Rows]]
Beginning = Callable[[Attempt], list[Rows]]
"""Makes an attempt at the first thing that is said in a transaction, and another where that is worth while."""

MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""What begins a reading."""

_MOST_GATHERED = 1_000
"""Statements that are sent, or letters in thousands, before there is anything to wait for."""

_MOST_ROWS = 100
"""Rows of one answer that are kept until the transaction is over: the same may be asked again."""

_BOUND = "SAVEPOINT guesses"
"""What a guess that fails is taken back to."""

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
_READING = re.compile(r"\s*\(*SELECT ")


class Passed(Exception):
    """The moment that was looked at is over, and something is asked of it that was not foreseen."""


class Line:
    """The way to a server.

    Attributes:
        looks_on: Whether what is kept is looked at as soon as it is.
        plans: What the server has planned.
    """

    def __init__(self, server: WordedPostgres) -> None:
        self._peewee = server
        server.before = self.settle
        self._foresight = Foresight()
        self.plans = Plans()
        self._gathered: list[str] = []
        self._letters = 0
        self._told: dict[int, Callable[[Rows], None]] = {}
        self._known: dict[str, tuple[frozenset[str], Rows]] = {}
        self._beginning: Beginning | None = None
        self._foreseen: dict[str, tuple[frozenset[str], Rows]] = {}
        self._inside = self._ends = self._over = self.looks_on = False

    # -- a transaction -----------------------------------------------------------

    def begin(
        self, statements: Sequence[str], beginning: Beginning, what: str, about: tuple[Any, ...], *, ends: bool
    ) -> None:
        """Begin a transaction with what is sent first.

        Args:
            what: What it is for: of the same much the same is asked.
            about: Values that may be asked for.
            ends: It is over with the first answer, if all that is asked is foreseen.
        """
        self._forget()
        self._gathered = list(statements)
        self._beginning = beginning
        self._inside, self._ends = True, ends
        self._foresight.begin(what, about)

    def begin_foreseen(self, what: str, about: tuple[Any, ...]) -> None:
        """Look at the moment that was read when something was kept."""
        self._forget()
        self._known, self._foreseen = self._foreseen, {}
        self._inside = self._over = True
        self._foresight.begin(what, about)

    @property
    def foresees(self) -> bool:
        """Whether there is such a moment."""
        return bool(self._foreseen)

    def look_on(self, on: bool) -> None:
        """Look at what is kept from now on, or no more."""
        self.looks_on, self._foreseen = on, {}
        self._foresight.pass_on()

    def keep(self, about: tuple[Any, ...]) -> None:
        """Keep what was written, and ask in the same go for what is looked at then, if that is foreseen.

        Args:
            about: Values that may be asked for then.
        """
        self._gathered.append("COMMIT")
        self._foreseen = {}
        foreseen, all_of_it = self._foresight.guesses_when_kept(about) if self.looks_on else ([], True)
        if not foreseen or not all_of_it:
            self.send()
            return
        guesses = {self._text(*each): _words(each[0]) for each in foreseen}
        _, *guessed, _ = self._send("", [MOMENT, *guesses, "COMMIT"])
        self._foreseen = dict(zip(guesses, zip(guesses.values(), guessed, strict=True), strict=True))

    @property
    def expects(self) -> bool:
        """Whether somebody is still to be told of rows, and may have something against going on."""
        return bool(self._told)

    def end(self, *, well: bool) -> None:
        """It is over; what is only gathered is never sent."""
        if well:
            self._foresight.end()
        self._forget()
        self._inside = self._ends = self._over = False
        self.plans.next_turn()

    def _forget(self) -> None:
        self._gathered, self._letters, self._told = [], 0, {}
        self._known = {}
        self._beginning = None

    # -- what is said ------------------------------------------------------------

    def fetch(self, sql: str, values: Sequence[Any]) -> Rows:
        """All rows of a statement; of one that gives none none, whenever it is sent."""
        write = _WRITE.match(sql)
        if write and self._inside and "RETURNING" not in sql:
            self.gather(sql, values)
            return []
        text = self._text(sql, values)
        if not self._inside:
            self.plans.next_turn()
            return self._run([text])[0]
        if write:
            self._note(write[1])
            return self._send(text, [])[0]
        if not _READING.match(sql):
            return self._send(text, [])[0]
        tables = _words(sql)
        self._foresight.asked(sql, values, tables)
        if text in self._known:
            return list(self._known[text][1])
        foreseen, all_of_it = self._foresight.guesses(sql, values)
        guesses = {self._text(*each): _words(each[0]) for each in foreseen}
        guesses = {each: words for each, words in guesses.items() if each not in self._known and each != text}
        ends = self._ends and all_of_it and bool(foreseen) and self._beginning is not None
        rows, *guessed = self._send(text, list(guesses), ends)
        self._known.update(zip(guesses, zip(guesses.values(), guessed, strict=False), strict=False))
        if len(rows) <= _MOST_ROWS and len(self._known) < 2 * LONGEST:
            self._known[text] = tables, rows
        return list(rows)

    def gather(self, sql: str, values: Sequence[Any] = (), told: Callable[[Rows], None] | None = None) -> None:
        """Say something with whatever is said next.

        Args:
            told: Given the rows of it as soon as they are there.
        """
        if told is not None:
            self._told[len(self._gathered)] = told
        self._gather(sql, self._text(sql, values))

    def gather_rows(self, sql: str, row: str, rows: Iterable[Sequence[Any]]) -> None:
        """Gather what inserts rows, each of which has these places for its values."""
        self._gather(sql, sql + ", ".join(self._text(row, values) for values in rows))

    def _gather(self, sql: str, text: str) -> None:
        if write := _WRITE.match(sql):
            self._note(write[1])
        self._gathered.append(text)
        self._letters += len(text)
        if len(self._gathered) + self._letters // 1_000 > _MOST_GATHERED:
            self.send()

    def change_one(self, sql: str, values: Sequence[Any]) -> None:
        """Gather what must change one row; where it changes none the server gives up the transaction."""
        if write := _WRITE.match(sql):
            self._note(write[1])
        self.gather(type(sql)(f"WITH done AS ({sql} RETURNING 1) SELECT 1 / COUNT(*) FROM done"), values)

    def take_from(self, sequence: str, count: int) -> None:
        """Gather that a sequence gives so many numbers."""
        self._note(sequence)
        self.gather("SELECT COUNT(nextval(%s)) FROM generate_series(1, %s)", (f'"{sequence}"', count))

    def send(self) -> None:
        """Send what was gathered."""
        if self._gathered:
            self._send("", [])

    def settle(self) -> None:
        """Send what was gathered, before something that nothing is known of; whatever was read may be otherwise."""
        if self._over:
            raise Passed
        if self._inside:
            self.send()
            self._known = {}

    def _note(self, table: str) -> None:
        """A table is written to."""
        self._foresight.written(table)
        self._known = {text: known for text, known in self._known.items() if table not in known[0]}

    def _send(self, text: str, guesses: list[str], ends: bool = False) -> list[Rows]:
        """Send all that was gathered, one thing that is asked, and guesses; the rows of these."""
        if self._over:
            raise Passed
        gathered, told = self._gathered, self._told
        beginning, self._beginning = self._beginning, None
        # A guess that fails takes all that was written with it: later than at the beginning it is done within bounds,
        # and none is made where rows are waited for that could not be had again.
        bounded = bool(beginning is None and text and guesses and not told)
        if beginning is None and text and told:
            guesses = []
        asked = [_BOUND, text, *guesses, f"RELEASE {_BOUND}"] if bounded else [*filter(None, (text,)), *guesses]
        statements = [*gathered, *asked, *(("COMMIT",) if ends else ())]
        self._gathered, self._letters, self._told = [], 0, {}

        def attempt() -> list[Rows]:
            return self._run(statements)

        try:
            results = attempt() if beginning is None else beginning(attempt)
        except DATABASE_ERRORS as error:
            if not guesses or is_lost(error) or isinstance(driver_error(error), RETRIED):
                raise
            # It may well be a guess that has failed.
            self._foresight.forget()
            if beginning is not None:
                self._peewee.rollback()
                ends, statements = False, statements[: len(gathered) + 1]
                results = beginning(attempt)
            elif bounded:
                results = [*([] for _ in gathered), *self._run_again(text, error)]
            else:
                raise
        self._over = ends
        for place, tell in told.items():
            tell(results[place])
        return results[len(gathered) + bounded :]

    def _run_again(self, text: str, error: Exception) -> list[Rows]:
        """Ask one thing without what was guessed; raises the error where that came before both."""
        try:
            self._run([f"ROLLBACK TO {_BOUND}"])
        except DATABASE_ERRORS:
            raise error from None
        return [[], *self._run([text])]

    def _run(self, statements: Sequence[str]) -> list[Rows]:
        connection = self._peewee.connection()
        # What begins a moment has to be the first of all.
        at = int(statements[0].startswith("BEGIN"))
        with peewee.__exception_wrapper__:  # type: ignore[attr-defined]  # raises what Peewee does
            planning = self.plans.missing(connection, statements)
            cursor = connection.execute("; ".join([*statements[:at], *planning, *statements[at:]]))
        results = [cursor.fetchall() if cursor.description else []]
        while cursor.nextset():
            results.append(cursor.fetchall() if cursor.description else [])
        if planning:
            self.plans.done()
        return [*results[:at], *results[at + len(planning) :]]

    def _text(self, sql: str, values: Sequence[Any]) -> str:
        return self.plans.text(self._peewee.connection(), sql, values)


@lru_cache(2_000)
def _words(sql: str) -> frozenset[str]:
    """What a statement names, tables among it."""
    return frozenset(re.findall(r"\w+", sql))
