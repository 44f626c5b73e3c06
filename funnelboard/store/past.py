"""The board as it was: rows of a private copy taken back to an earlier change of the log, and forth again.

Only what was written between two changes is touched. What follows from other rows is brought up to date for those
deals, as it is after a write; but scores, which change every day, only where they are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from funnelboard.domain.instant import instant_on, local_moment
from funnelboard.store import scores
from funnelboard.store.board_figures import newest_change
from funnelboard.store.change import BOARD_DAY, DEAL_COLUMN, PLACES
from funnelboard.store.database import Database
from funnelboard.store.derived import TOTAL_COLUMNS, Derived
from funnelboard.store.faults import translated
from funnelboard.store.models import ENTITIES
from funnelboard.store.past_database import PastDatabase
from funnelboard.store.prepared_query import chunks
from funnelboard.store.stored import values_of

MANY = 10_000
"""Rows of the log that are written anew one by one before the whole board is rather copied again."""

Key = tuple[str, int]
"""A row: its table and id."""


@dataclass(slots=True)
class _Between:
    """What was written between two changes of the log.

    Attributes:
        new: The rows that were added, as they are to become; empty where they are to go.
        values: Columns of the other rows, as they are to become.
        times: How often each of these was written.
    """

    new: dict[Key, dict[str, Any]] = field(default_factory=dict)
    values: dict[Key, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    times: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def take(self, entity: str, row_id: int, written: str) -> None:
        """Take in what becomes of a row; what comes later counts."""
        if entity in ENTITIES:
            self._put((entity, row_id), values_of(written), 1)
        elif entity == PLACES:
            for deal_id, rank in values_of(written).items():
                self._put(("deal", int(deal_id)), {"rank": rank}, 0)

    def _put(self, key: Key, values: Mapping[str, Any], times: int) -> None:
        if key not in self.new:
            self.values[key].update(values)
            self.times[key] += times
        elif row := self.new[key]:
            row.update(values)
            row["version"] += times


class Past:
    """A private copy of a board, which stands at one change of the log.

    Attributes:
        database: The copy, for whatever reads a board.
        newest: The last change there is.
        change: The one it stands at: that is done, and nothing after it. 0 before the first one.
    """

    def __init__(self, present: Database) -> None:
        """Begin at the newest change.

        Raises:
            DatabaseError, NotSaved: As :class:`PastDatabase`.
        """
        self.database = PastDatabase(present)
        self.newest = self.change = newest_change(self.database)
        self._scored: int | None = None
        self._some_scored: tuple[int, set[int]] = (0, set())

    def last_until(self, instant: int) -> int:
        """The last change that was begun by an instant (UTC epoch microseconds); 0 when there was none yet."""
        return self._number("SELECT MAX(id) FROM main.change WHERE at <= ?", instant)

    def before(self, change: int) -> int:
        """The change before one; 0 before the first."""
        return self._number("SELECT MAX(id) FROM main.change WHERE id < ?", change)

    def after(self, change: int) -> int | None:
        """The change after one, if there is any."""
        return self._number("SELECT MIN(id) FROM main.change WHERE id > ?", change) or None

    def instant_of(self, change: int) -> int:
        """When a change was begun."""
        return self._number("SELECT at FROM main.change WHERE id = ?", change)

    def first(self) -> int | None:
        """When the first change of all was begun; None where there is none."""
        return self._number("SELECT at FROM main.change ORDER BY id LIMIT 1") or None

    def go(self, change: int, now: int) -> None:
        """Have everything as it was after a change.

        Args:
            now: The instant it is looked at as of, in UTC epoch microseconds: not before that change.
        """
        database = self.database
        if self._is_nearer_from_the_end(change):
            database.copy_anew()
            self._scored, self._some_scored = None, (0, set())
            self.newest = self.change = newest_change(database)
        with translated(database.path), database.peewee.atomic():
            derived = Derived(database, now)
            self._set_day(now)
            if change < self.change:
                self._go_back(change, derived)
            elif change > self.change:
                self._go_on(change, derived)
            database.end_log(change)
            derived.refresh()
        self.change = change

    def settle_scores(self, deal_ids: Collection[int] | None = None) -> None:
        """Bring the scores of some deals, or of all, to the day it is looked at."""
        known = scores.day(self.database)
        if known is None or self._scored == known[1]:
            return
        with translated(self.database.path), self.database.peewee.atomic():
            if deal_ids is None:
                scores.refresh_all(self.database, known[1])
                self._scored = known[1]
            else:
                if self._some_scored[0] != known[1]:
                    self._some_scored = known[1], set()
                done = self._some_scored[1]
                scores.refresh(self.database, known[1], set(deal_ids) - done)
                done.update(deal_ids)

    def close(self) -> None:
        """Let go of the copy, with which it is gone."""
        self.database.close()

    # -- the day -----------------------------------------------------------------

    def _set_day(self, now: int) -> None:
        """Have the day begun that was begun then.

        The first change of a day notes when it was begun. Of a day without any it is not known.
        """
        today = local_moment(now).date()
        noted = self._noted("at <= ?", now)
        changed = self._number("SELECT MIN(at) FROM main.change WHERE at BETWEEN ? AND ?", instant_on(today), now)
        if noted is not None and noted[0] != today.isoformat() and not changed:
            later = self._noted("at > ? AND day = ?", now, today.isoformat())
            noted = noted if later is not None else None
        scores.set_day(self.database, *(noted or (today.isoformat(), changed or now)))

    def _noted(self, which: str, *values: Any) -> tuple[str, int] | None:
        """The last day that was noted of those that are asked for, and when it was begun."""
        days = "SELECT id, json_extract(after, '$.day') AS day, json_extract(after, '$.at') AS at"
        found = self.database.rows_of(
            f"SELECT day, at FROM ({days} FROM main.change_item WHERE entity = ? AND row = 1) "
            f"WHERE {which} ORDER BY id DESC LIMIT 1",
            (BOARD_DAY, *values),
        )
        return (found[0][0], found[0][1]) if found else None

    # -- rows --------------------------------------------------------------------

    def _go_back(self, change: int, derived: Derived) -> None:
        found = _Between()
        emptied = self._empty(change)
        for entity, row_id in self._rows_between(change, "before IS NULL", "entity, row"):
            if entity in ENTITIES and entity not in emptied:
                found.new[entity, row_id] = {}
        was_there = (
            "before IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.change_item AS added WHERE added.before IS NULL "
            "AND added.entity = item.entity AND added.row = item.row AND added.change_id > ?)"
        )
        for entity, row_id, before in self._rows_between(change, was_there, "entity, row, before", change):
            found.take(entity, row_id, before)
        olds = self._before(found, found.new)
        for entity, ids in _by_entity(found.new).items():
            self.database.peewee.cursor().executemany(f'DELETE FROM "{entity}" WHERE id = ?', ((id_,) for id_ in ids))
        self._write(found, -1)
        for key in found.new:
            if key in olds:
                derived.removed(key[0], olds[key])
        self._tell(found, olds, derived)

    def _go_on(self, change: int, derived: Derived) -> None:
        found = _Between()
        items = self.database.rows_of(
            "SELECT entity, row, before IS NULL, after FROM main.change_item WHERE change_id > ? AND change_id <= ? "
            "ORDER BY id",
            (self.change, change),
        )
        for entity, row_id, is_new, after in items:
            if is_new:
                found.new[entity, row_id] = {**_defaults(entity), "id": row_id, **values_of(after)}
            else:
                found.take(entity, row_id, after)
        olds = self._before(found, ())
        for entity, ids in _by_entity(found.new).items():
            columns = list(ENTITIES[entity]._meta.columns)
            rows = (tuple(found.new[entity, row_id].get(column) for column in columns) for row_id in ids)
            self.database.insert_rows(entity, columns, rows)
        self._write(found, 1)
        for (entity, row_id), row in found.new.items():
            derived.inserted(entity, row_id, row)
        self._tell(found, olds, derived)

    def _rows_between(self, change: int, which: str, columns: str, *values: int) -> list[Any]:
        """Items of the log after a change, up to where it stands, the newest first."""
        return self.database.rows_of(
            f"SELECT {columns} FROM main.change_item AS item WHERE change_id > ? AND change_id <= ? AND {which} "
            "ORDER BY id DESC",
            (change, self.change, *values),
        )

    def _empty(self, change: int) -> set[str]:
        """Empty the tables of which nothing was there: before a first import that is all of them."""
        added = self.database.rows_of(
            "SELECT entity, COUNT(*) FROM main.change_item WHERE change_id > ? AND change_id <= ? AND before IS NULL "
            "GROUP BY entity",
            (change, self.change),
        )
        emptied = {
            entity
            for entity, count in added
            if entity in DEAL_COLUMN and count == self._number(f'SELECT COUNT(*) FROM "{entity}"')
        }
        if "deal" not in emptied:
            return set()
        for entity in (*emptied, "board_total", "won_day"):
            self.database.peewee.execute_sql(f'DELETE FROM "{entity}"')
        return emptied

    def _is_nearer_from_the_end(self, change: int) -> bool:
        """Whether so much was written until a later change that it is quicker to begin with the board as it is now."""
        if change <= self.change:
            return False
        written = "SELECT COUNT(*) FROM main.change_item WHERE change_id > ? AND change_id <= ?"
        ahead = self._number(written, self.change, change)
        return ahead > MANY and ahead > self._number(written, change, self.newest)

    def _before(self, found: _Between, gone: Iterable[Key]) -> dict[Key, Mapping[str, Any]]:
        """What derived columns follow from, of the rows that are about to change or to go."""
        rows: dict[Key, Mapping[str, Any]] = {}
        for entity, ids in _by_entity([*gone, *found.values]).items():
            link = DEAL_COLUMN.get(entity)
            columns = TOTAL_COLUMNS if entity == "deal" else (link,) if link else ()
            chosen = "".join(f', "{column}"' for column in columns)
            for chunk in chunks(ids):
                places = ", ".join("?" * len(chunk))
                read = self.database.rows_of(f'SELECT id{chosen} FROM "{entity}" WHERE id IN ({places})', chunk)
                rows |= {(entity, row_id): dict(zip(columns, row, strict=True)) for row_id, *row in read}
        return rows

    def _write(self, found: _Between, by: int) -> None:
        cursor = self.database.peewee.cursor()
        for (entity, row_id), values in found.values.items():
            columns = "".join(f', "{column}" = ?' for column in values)
            cursor.execute(
                f'UPDATE "{entity}" SET "version" = "version" + ?{columns} WHERE "id" = ?',
                (by * found.times[entity, row_id], *values.values(), row_id),
            )

    def _tell(self, found: _Between, olds: Mapping[Key, Mapping[str, Any]], derived: Derived) -> None:
        """Tell what follows from rows which of them have changed."""
        for (entity, row_id), values in found.values.items():
            row = olds.get((entity, row_id))
            if row is not None:
                link = DEAL_COLUMN.get(entity)
                deals = (
                    {row_id} if link == "id" else {None} if link is None else {values.get(link, row[link]), row[link]}
                )
                for deal in deals:
                    derived.updated(entity, row_id, deal, row, values)

    def _number(self, sql: str, *values: int) -> int:
        found = self.database.rows_of(sql, values)
        return int(found[0][0] or 0) if found else 0


def _by_entity(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for entity, row_id in keys:
        found[entity].append(row_id)
    return found


def _defaults(entity: str) -> dict[str, Any]:
    return {column.column_name: value for column, value in ENTITIES[entity]._meta.defaults.items()}
