"""The amounts of a file: how its columns write them, and in which currency they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from funnelboard.domain.money import Money, names_currency, parse_money
from funnelboard.exchange.currencies import currency_at, is_unsure, read_currency
from funnelboard.exchange.values import REMEMBERED, is_blank

_NAME = re.compile(r"[^\d.,'’\s](?:[^\d,'’]*[^\d.,'’\s])?")
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
        remember = lru_cache(maxsize=REMEMBERED)
        self._parse = remember(parse_money)
        self._beside = remember(self._currency_beside)
        self._within = remember(self._currency_within)

    def is_unknown(self, name: str, currency: str) -> bool:
        """Whether the currency beside an amount would count, and is none."""
        return self._beside(name, currency, self._default)[0] is None

    def read(self, name: str, cell: str, currency: str, country: str) -> Money:
        """The amount in a cell.

        Args:
            name: The field that its column fills.
            cell: The amount; not blank.
            currency: What stands in the currency column; "" for nothing.
            country: Where it is, which tells a sign that several currencies share; "" where the file does not say.

        Raises:
            BadInput: It is no amount.
        """
        local = self._default if self._is_said else currency_at(country) or self._default
        code, is_sure = self._beside(name, currency, local)
        text, says_one, is_said = self._within(cell, code if code and is_sure else local)
        money = self._parse(text, code or self._default, self._marks.get(name, ""))
        if not (is_said if says_one else is_sure):
            self.assumed[money.currency] += 1
        return money

    def _currency_beside(self, name: str, currency: str, local: str) -> tuple[str | None, bool]:
        """The currency that a column's name or the currency column says, and whether that is for certain."""
        said = self._units.get(name) or ("" if is_blank(currency) else currency)
        if not said:
            return self._unsaid, self._is_said
        return read_currency(said, local), self._is_said or not is_unsure(said, local)

    def _currency_within(self, cell: str, local: str) -> tuple[str, bool, bool]:
        """A cell with the currency it names as a code, whether it names one, and whether that is for certain."""
        names = [name for name in _NAME.findall(cell) if read_currency(name, local)]
        if len(names) != 1 or not names_currency(cell.replace(names[0], "EUR")):
            return cell, names_currency(cell), True
        text = cell.replace(names[0], f" {read_currency(names[0], local)} ")
        return text.strip(), True, self._is_said or not is_unsure(names[0], local)


def settle_decimal_mark(cells: Iterable[str]) -> str:
    """The mark in front of decimals in a column, from all its cells; "" when none of them or not all agree on one.

    ``1.234`` alone can be read in two ways; beside a ``56.78`` or a ``1,234.50`` it has decimals.
    """
    return settled_mark({mark_in(cell) for cell in cells})


def settled_mark(marks: Collection[str]) -> str:
    """The one mark that stands in front of decimals, from those of all cells of a column."""
    found = {mark for mark in marks if mark}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=REMEMBERED)
def mark_in(cell: str) -> str:
    """The mark that a cell must have in front of its decimals; "" where it does not tell."""
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
