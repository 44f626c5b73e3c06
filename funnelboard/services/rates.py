"""Exchange rates into the board's currency: given, listed, imported, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from funnelboard.domain.grammar import counted
from funnelboard.domain.money import checked_currency
from funnelboard.domain.rates import Rate, read_rate
from funnelboard.errors import BadInput
from funnelboard.services.session import Session, finished, line
from funnelboard.services.written import Written
from funnelboard.store import settings
from funnelboard.store.change import Change
from funnelboard.store.setting_change import rate_row, remove_rate, set_rate, set_setting


class ExchangeRates:
    """Every change of one is logged and can be undone; amounts are compared and summed anew with it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def base(self) -> str:
        """What rates are into: the board's currency, or the seller's own, which the first rate makes the board's."""
        return self._session.settings.currency or self._session.default_currency

    def all(self) -> tuple[Rate, ...]:
        """Those that count, by currency."""
        return tuple(rate for rate in settings.rates(self._session.database) if rate.base == self.base)

    def waiting(self) -> tuple[Rate, ...]:
        """Those into an earlier currency of the board, which do not count."""
        return tuple(rate for rate in settings.rates(self._session.database) if rate.base != self.base)

    def set(self, currency: str, worth: str, day: date | None = None) -> Written:
        """Say what one unit of a currency is worth.

        Args:
            worth: As typed, in the board's currency.
            day: Local date it is of; today's, if none is given.

        Raises:
            BadInput: No currency, the board's own, or no rate.
            Conflict: Somebody else has changed it since it was seen.
        """
        with self._session.change("setting") as change:
            code, rate = self._currency(currency), read_rate(line(worth, "rate"))[1]
            row_id = rate_row(change.database, code)
            if row_id is not None:
                self._session.require_unchanged(f"rate.{code}", "rate", row_id, {"per_unit": f"{rate:f}"})
            before = self._session.settings.rates.get(code)
            self._set(change, [Rate(code, rate, self.base, day or self._session.clock.today())])
            was = f" (was {before:f})" if before is not None and before != rate else ""
            change.summary = f"set rate.{code} to {rate:f}{was}"
            return finished(change, f"rate.{code} is {rate:f} already")

    def remove(self, currency: str) -> Written:
        """Take a currency's rate away: its amounts stand apart again.

        Raises:
            BadInput: It is no currency.
        """
        code = checked_currency(line(currency, "currency").upper())
        with self._session.change("setting") as change:
            remove_rate(change, code)
            change.summary = f"removed rate.{code}"
            return finished(change, f"{code} has no rate")

    def import_file(self, path: Path, day_first: bool | None = None) -> Written:
        """Set the rates of a CSV file, all of them or none.

        Args:
            day_first: Whether 3/12 is the third of December; None to find out.

        Raises:
            NotFound: There is no such file.
            BadInput: It, or one of its lines, cannot be read, or gives the board's own currency another worth than 1.
        """
        from funnelboard.exchange.rate_csv import read_rates

        with self._session.change("setting") as change:
            base, today = self.base, self._session.clock.today()
            found = [
                Rate(each.currency, each.worth, base, each.day or today)
                for each in read_rates(path, day_first)
                if each.currency != base or each.worth != 1
            ]
            for rate in found:
                self._currency(rate.currency)
            self._set(change, found)
            change.summary = f"imported {counted(len(found), 'rate')} into {base}"
            return finished(change, "the rates are so already")

    def _set(self, change: Change, rates: Sequence[Rate]) -> None:
        if not self._session.settings.currency:
            set_setting(change, "currency", self.base)
        for rate in rates:
            set_rate(change, rate)

    def _currency(self, text: str) -> str:
        code = checked_currency(line(text, "currency").upper())
        if code == self.base:
            raise BadInput(f"{code} is the board's own currency; rates say what the others are worth in it.")
        return code
