"""The settings that everybody on the database shares: read, changed, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.settings import RATE, SETTINGS, BoardSettings, setting, tidy
from funnelboard.services.session import Session, finished, line
from funnelboard.services.written import Written
from funnelboard.store import settings

if TYPE_CHECKING:
    from funnelboard.store.change import Change


class SettingValue(NamedTuple):
    """One setting as it stands.

    Attributes:
        value: As it would be typed.
        is_set: Whether somebody has set it; otherwise ``value`` is the default.
        reason: Why the default is what it is.
    """

    name: str
    value: str
    default: str
    is_set: bool
    help: str
    reason: str


class SharedSettings:
    """Every change of one is logged and can be undone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def current(self) -> BoardSettings:
        """All of them, read."""
        return self._session.settings

    def all(self) -> tuple[SettingValue, ...]:
        """Every setting, then the exchange rates that are set."""
        stored = settings.read(self._session.database)
        rates = sorted(name for name in stored if name.startswith(RATE))
        return tuple(self._value(name, stored) for name in (*(each.name for each in SETTINGS), *rates))

    def get(self, name: str) -> str:
        """One setting's value, as it would be typed; empty for one without a value.

        Raises:
            BadInput: There is none of that name.
        """
        return self._value(setting(name).name, settings.read(self._session.database)).value

    def set(self, name: str, value: str) -> Written:
        """Change one; an empty value or ``default`` puts the default back.

        Rates into one currency do not count for another: after a change of the board's own they wait until it is back.

        Raises:
            BadInput: There is none of that name, or it cannot have this value.
            Conflict: Somebody else has changed it since it was seen.
        """
        found = setting(name)
        typed = line(value, "value")
        wanted = tidy(found.name, typed) if typed and typed.casefold() != "default" else None
        if found.name.startswith(RATE):
            code = found.name.removeprefix(RATE)
            from funnelboard.services.rates import ExchangeRates

            exchange = ExchangeRates(self._session)
            return exchange.remove(code) if wanted is None else exchange.set(code, wanted)

        from funnelboard.store.setting_change import setting_row

        with self._session.change("setting") as change:
            row_id = setting_row(change.database, found.name)
            if row_id is not None:
                self._session.require_unchanged(found.name, "setting", row_id, {"value": wanted})
            written = self._set(change, found.name, wanted)
        if found.name == "currency" and wanted:
            self._session.default_currency = wanted
        return written

    def add_source(self, name: str) -> Written:
        """Offer one more source to everybody on the board.

        Raises:
            BadInput: It cannot be the name of one.
        """
        with self._session.change("setting") as change:
            offered = line(f"{self.get('sources')}, {name}", "list of sources")
            return self._set(change, "sources", tidy("sources", offered))

    def _set(self, change: Change, name: str, wanted: str | None) -> Written:
        from funnelboard.store.setting_change import set_setting

        rates, base = self._session.settings.rates, self._session.settings.currency
        before = self.get(name)
        set_setting(change, name, wanted)
        after = self.get(name)
        was = f" (was {before})" if before else ""
        change.summary = f"set {name} to {after or 'its default'}{was}"
        if name == "currency" and rates and base and wanted != base:
            change.summary += f"; {counted(len(rates), 'rate')} into {base} no longer count: give new ones"
        return finished(change, f"{name} is {after or 'as by default'} already")

    def _value(self, name: str, stored: dict[str, str]) -> SettingValue:
        found = setting(name)
        default = found.default
        if name == "currency":
            default = self._session.default_currency
        elif name == "sources":
            default = ", ".join(self._session.settings.preset.sources)
        return SettingValue(name, stored.get(name, default), default, name in stored, found.help, found.reason)
