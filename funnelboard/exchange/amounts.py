"""The amounts of a file: how its columns write them, and in which currency they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from funnelboard.domain.money import Money, names_currency, parse_money
from funnelboard.exchange.currencies import is_unsure, read_currency
from funnelboard.exchange.values import is_blank

_SIGN = re.compile(r"[^\d.,'’\s]+")
_NUMBER = re.compile(r"[0-9][0-9.,]*[0-9]")


class AmountReader:
    """Reads one file's amounts.

    An amount is in the currency said closest to it: in its cell, its column's name, the currency column, by the user.

    Attributes:
        assumed: How many amounts are in a currency that nothing says for certain, by its code.
    """

    def __init__(
        self,
        units: Mapping[str, str],
        marks: Mapping[str, str],
        currencies: Iterable[str],
        currency: str | None,
        default_currency: str,
    ) -> None:
        """
        Args:
            units: The currency in the name of a column, by the field it fills.
            marks: What stands in front of decimals in a column, by the field it fills, as far as that is known.
            currencies: The cells of the currency column; where they name but one, it is that of the blank ones too.
            currency: ISO 4217 code of amounts that name none, if the user said so; it comes before ``units``.
            default_currency: The same if nobody says.
        """
        self.assumed: Counter[str] = Counter()
        self._units = {} if currency else units
        self._marks = marks
        self._is_said = currency is not None
        self._default = currency or default_currency
        named = {read_currency(cell, self._default) for cell in set(currencies) if not is_blank(cell)}
        self._unsaid = (named.pop() if len(named) == 1 and not currency else None) or self._default
        self._parse = cache(parse_money)
        self._beside = cache(self._currency_beside)
        self._names_one = cache(self._currency_within)

    def is_unknown(self, name: str, currency: str) -> bool:
        """Whether the currency beside an amount would count, and is none."""
        return self._beside(name, currency)[0] is None

    def read(self, name: str, cell: str, currency: str) -> Money:
        """The amount in a cell.

        Args:
            name: The field that its column fills.
            cell: The amount; not blank.
            currency: What stands in the currency column; "" for nothing.

        Raises:
            BadInput: It is no amount.
        """
        code, is_sure = self._beside(name, currency)
        money = self._parse(cell, code or self._default, self._marks.get(name, ""))
        within = self._names_one(cell)
        if not (is_sure if within is None else within):
            self.assumed[money.currency] += 1
        return money

    def _currency_beside(self, name: str, currency: str) -> tuple[str | None, bool]:
        """The currency that a column's name or the currency column says, and whether that is for certain."""
        said = self._units.get(name) or ("" if is_blank(currency) else currency)
        if not said:
            return self._unsaid, self._is_said
        return read_currency(said, self._default), self._is_said or not is_unsure(said, self._default)

    def _currency_within(self, cell: str) -> bool | None:
        """Whether an amount says its currency for certain; None when it says none."""
        if not names_currency(cell):
            return None
        return self._is_said or not any(is_unsure(sign, self._default) for sign in _SIGN.findall(cell))


def settle_decimal_mark(cells: Iterable[str]) -> str:
    """The mark in front of decimals in a column, from all its cells; "" when none of them or not all agree on one.

    ``1.234`` alone can be read in two ways; beside a ``56.78`` or a ``1,234.50`` it has decimals.
    """
    found = {mark for cell in set(cells) if (mark := _mark_in(cell))}
    return found.pop() if len(found) == 1 else ""


def _mark_in(cell: str) -> str:
    match = _NUMBER.search(cell)
    marks = re.findall("[.,]", match[0]) if match else []
    if not match or not marks:
        return ""
    whole, _, decimals = match[0].rpartition(marks[-1])
    other = "," if marks[-1] == "." else "."
    if marks.count(marks[-1]) > 1:
        return other
    # Three digits after a lone mark may be thousands.
    return marks[-1] if other in marks or len(decimals) != 3 or whole.startswith("0") else ""
