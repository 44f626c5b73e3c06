"""Sessions of several sellers at set instants, in a new database that comes out the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from funnelboard.domain.parking import ParkReason
from funnelboard.domain.rates import Rate, read_rate
from funnelboard.services.clock import Clock
from funnelboard.services.session import Session
from funnelboard.store import dated_database, reproducible_file, sellers
from funnelboard.store.change import Change, change
from funnelboard.store.opening import create_database, open_file
from funnelboard.store.setting_change import set_rate, set_setting

_DAY_IN_SUMMARY = re.compile(
    r"(?<=^set a follow-up) for \w+ \d+ \w+"
    rf"| until [^“”]+(?=: (?:{'|'.join(ParkReason)})$)"
    r"|, to come back on \d+ \w+ \d+$"
)


@dataclass(slots=True)
class _ScriptedSession(Session):
    """A session whose operations have fixed ids, so that the log comes out the same each time."""

    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def change(self, kind: str, undoes: int | None = None) -> Iterator[Change]:
        operation = f"sample-{self.seller.login}-{next(self.numbers)}"
        with change(
            self.database, kind, self.seller.id, self.clock.now(), operation=operation, undoes=undoes
        ) as operating:
            yield operating
            # A day in a summary could not move with the other days when the database is copied.
            operating.summary = _DAY_IN_SUMMARY.sub("", operating.summary)


@contextmanager
def scripted_sessions(
    path: Path,
    reference_day: date,
    clock: Clock,
    names: Mapping[str, str],
    currency: str,
    rates: Mapping[str, str],
    preset: str,
) -> Iterator[Mapping[str, Session]]:
    """Make a database for one day, and hold it open for the sellers who write to it.

    Args:
        path: A new file. It is not flushed to disk, and a failure leaves it unfinished.
        reference_day: The day it is for, by which :mod:`funnelboard.services.dated_database` knows it.
        clock: Set to the instant of the beginning, and by the caller to that of each operation.
        names: The sellers' names by login; the first one sets currency, rates and preset.
        currency: ISO 4217 code of amounts without one.
        rates: What one unit of other currencies is worth in it.

    Returns:
        Their sessions by login.
    """
    create_database(path, clock.now())
    database = open_file(path)
    try:
        dated_database.hurry(database)
        sessions = {
            login: _ScriptedSession(database, sellers.ensure(database, login, name, clock.now()), clock, currency)
            for login, name in names.items()
        }
        first = next(iter(sessions.values()))
        with first.change("setting") as operating:
            set_setting(operating, "currency", currency)
            set_setting(operating, "preset", preset)
            for code, worth in rates.items():
                set_rate(operating, Rate(code, read_rate(worth)[1], currency, reference_day))
            operating.summary = f"set currency to {currency} with its rates, preset to {preset}"
        yield sessions
        dated_database.mark(database, reference_day)
    finally:
        database.close()


def write_reproducible(source: Path, target: Path) -> None:
    """Write a database that nobody has open to a new file, whose bytes depend on what is in it and on nothing else.

    Raises:
        NotSaved: The target exists, or cannot be written.
    """
    reproducible_file.write_reproducible(source, target)
