"""Settings that everybody on the database shares, as text by name; exchange rates are kept in a table of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from funnelboard.domain.settings import RATE, BoardSettings, read_settings
from funnelboard.errors import BadInput
from funnelboard.store.known_queries import Asks
from funnelboard.store.stored import day_of

if TYPE_CHECKING:
    from funnelboard.domain.rates import Rate


class Reads(Asks, Protocol):
    """A database of which the settings are kept as they were last read, with the data version they belong to."""

    settings_read: tuple[int, Any] | None

    def data_version(self) -> int:
        """A number that changes whenever another connection has written."""


def read(database: Asks) -> dict[str, str]:
    """All settings that are set, and the rates into the board's currency, as texts."""
    values = dict(database.ask("settings"))
    base = values.get("currency")
    return {**values, **{f"{RATE}{code}": worth for code, worth, of, _ in database.ask("rates") if of == base}}


def rates(database: Asks) -> list[Rate]:
    """All rates by currency, those into an earlier currency of the board too."""
    from funnelboard.domain.rates import Rate, read_rate

    found = []
    for code, worth, base, day in sorted(database.ask("rates")):
        with suppress(BadInput):
            found.append(Rate(code, read_rate(worth)[1], base, day_of(day)))
    return found


def current(database: Reads) -> BoardSettings:
    """The shared settings; read again only when somebody may have changed them."""
    version = database.data_version()
    if database.settings_read is None or database.settings_read[0] != version:
        database.settings_read = (version, read_settings(read(database)))
    settings: BoardSettings = database.settings_read[1]
    return settings
