"""A database made for one day, its reference day, as the sample is: its marker, and copies of it moved to another day.

Instants in it are the wall clock of wherever it is opened, written down as if that were UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import peewee

from funnelboard.domain.contact import YEAR_UNKNOWN, year_is_known
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.errors import DatabaseError, NotSaved
from funnelboard.store.copying import new_file, read_only
from funnelboard.store.models import BoardDayRow, DealRow, SellerRow, SettingRow, WonDayRow
from funnelboard.store.schema import OBJECTS, SCHEMA, require_ours
from funnelboard.store.sellers import folded_names
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.sqlite_words import WordedSqlite
from funnelboard.store.stored import BIRTHDAYS, DAYS, INSTANTS
from funnelboard.store.target import SAMPLE, read_header

_EPOCH = date(1970, 1, 1)


def _named(columns: dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted({name for names in columns.values() for name in names}))


_DAY = r'"(\d{4}-\d\d-\d\d)"'
_LOGGED = rf'"(?:{_named(INSTANTS)})":(\d+)|"(?:{_named(DAYS)})":{_DAY}|"(?:{_named(BIRTHDAYS)})":{_DAY}'
"""Instants, days and birthdays in the JSON of the log. A quote inside a text is escaped there, so no text can match."""


def hurry(database: SqliteDatabase) -> None:
    """Write to a database faster than is safe: for one that is thrown away if anything goes wrong on the way."""
    database.peewee.pragma("journal_mode", "memory")
    database.peewee.pragma("synchronous", 0)


def mark(database: SqliteDatabase, reference_day: date) -> None:
    """Make a database one of this reference day; its own day begins anew wherever it is opened."""
    with database.writing():
        database.execute(BoardDayRow.delete())
        database.execute(SettingRow.insert(name=SAMPLE, value=reference_day.isoformat()))


def reference_day(path: Path) -> date | None:
    """The day a database was made for; None when it was made for none, or is no database of ours at all.

    The file is only read, and never left changed: one made for a day is in rollback-journal mode, so others are not
    even opened.
    """
    try:
        if read_header(path, SCHEMA).wal:
            return None
        found = read_only(path)
    except DatabaseError:
        return None
    try:
        _require_own_schema(found, path)
        value = found.execute(SettingRow.select(SettingRow.value).where(SettingRow.name == SAMPLE)).fetchone()
        return date.fromisoformat(value[0]) if value else None
    except (peewee.DatabaseError, DatabaseError, ValueError):
        return None
    finally:
        found.close()


def copy_moved(
    source: Path,
    target: Path,
    reference_day: date,
    move: Callable[[date], date],
    stand_in: str,
    login: str,
    name: str,
) -> None:
    """Copy a database into a new file, with every day moved and one of its sellers become a real one.

    The copy has no reference day. It is not flushed to disk: whoever wants to keep it makes a backup of it.

    Args:
        reference_day: The original's own.
        move: The new day for a day of the original.
        stand_in: Login, in the original, of the seller who becomes a real one.
        login, name: Of the real one.

    Raises:
        NotSaved: The copy cannot be written.
    """
    from funnelboard.store.derived_values import won_days
    from funnelboard.store.migrations import run_steps

    moving = _Moving(reference_day, move)
    try:
        new_file(target)
        copy = WordedSqlite(str(target), pragmas=[("synchronous", 0), ("journal_mode", "memory")])
        original = read_only(source)
        try:
            original.connection().backup(copy.connection(), pages=-1)
        finally:
            original.close()
        for function in (moving.day, moving.instant, moving.birthday, moving.log):
            copy.register_function(function, f"moved_{function.__name__}", 1)
        try:
            _require_own_schema(copy, source)
            with copy.atomic():
                run_steps(copy)
                for table in INSTANTS.keys() | DAYS.keys() | BIRTHDAYS.keys():
                    copy.execute_sql(_move_table(table))
                copy.execute_sql("UPDATE change_item SET before = moved_log(before), after = moved_log(after)")
                copy.execute(SettingRow.delete().where(SettingRow.name == SAMPLE))
                copy.execute(WonDayRow.delete())
                won = (WonDayRow.day, WonDayRow.currency, WonDayRow.amount)
                copy.execute(WonDayRow.insert_from(won_days().select_extend(peewee.fn.SUM(DealRow.amount)), won))
                _become(copy, stand_in, login, name)
        finally:
            copy.close()
    except (OSError, peewee.DatabaseError) as error:
        raise NotSaved(f"The sample could not be copied to {target}: {error}.") from error


def _require_own_schema(database: peewee.SqliteDatabase, path: Path) -> None:
    require_ours(database.execute_sql(OBJECTS).fetchall(), path, int(database.pragma("user_version")))


def _become(copy: peewee.SqliteDatabase, stand_in: str, login: str, name: str) -> None:
    """Make one seller a real one; a colleague of the same login keeps only the name."""
    everybody = copy.execute(SellerRow.select(SellerRow.id, SellerRow.login, SellerRow.name)).fetchall()
    for seller_id, their_login, their_name in sorted(everybody, key=lambda seller: seller[1] == stand_in):
        if their_login in (stand_in, login):
            new_login, new_name = (login, name) if their_login == stand_in else (None, their_name)
            values = {"login": new_login, "name": new_name, "folded": folded_names(new_login, new_name)}
            copy.execute(SellerRow.update(values).where(SellerRow.id == seller_id))


def _move_table(table: str) -> str:
    moved = (
        *(f'"{column}" = moved_instant("{column}")' for column in INSTANTS.get(table, ())),
        *(f'"{column}" = moved_day("{column}")' for column in DAYS.get(table, ())),
        *(f'"{column}" = moved_birthday("{column}")' for column in BIRTHDAYS.get(table, ())),
    )
    return f'UPDATE "{table}" SET {", ".join(moved)}'


class _Moving:
    """Days, instants and logged values, moved; each distinct day is worked out once."""

    def __init__(self, reference_day: date, move: Callable[[date], date]) -> None:
        self._reference_day = reference_day
        self._move = move
        self._days: dict[str, str] = {}
        self._midnights: dict[int, int] = {}
        self._in_log = re.compile(_LOGGED)

    def day(self, text: str | None) -> str | None:
        if text is None:
            return None
        if text not in self._days:
            self._days[text] = self._move(date.fromisoformat(text)).isoformat()
        return self._days[text]

    def instant(self, at: int | None) -> int | None:
        if at is None:
            return None
        day, time = divmod(at, MICROSECONDS_A_DAY)
        if day not in self._midnights:
            moved = self._move(_EPOCH + timedelta(days=day))
            # Counted back from noon, so that a clock change in the night does not move the working hours.
            noon = datetime(moved.year, moved.month, moved.day, 12)
            self._midnights[day] = int(noon.timestamp()) * 1_000_000 - MICROSECONDS_A_DAY // 2
        return self._midnights[day] + time

    def birthday(self, text: str | None) -> str | None:
        """Who turns 50 next week does so in the copy, too."""
        if text is None:
            return None
        born, near = date.fromisoformat(text), self._reference_day
        kept = min((_in_year(born, near.year + by) for by in (-1, 0, 1)), key=lambda day: abs(day - near))
        moved = self._move(kept)
        year = born.year + moved.year - kept.year if year_is_known(born) else YEAR_UNKNOWN
        return _in_year(moved, year).isoformat()

    def log(self, text: str | None) -> str | None:
        return None if text is None else self._in_log.sub(self._logged, text)

    def _logged(self, found: re.Match[str]) -> str:
        at, day, birthday = found.groups()
        value = str(self.instant(int(at)) if at else self.day(day) if day else self.birthday(birthday))
        start, end = found.span(found.lastindex or 0)
        return found[0][: start - found.start()] + value + found[0][end - found.start() :]


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
