"""Amounts of money: reading what people type, and showing it in full or in five characters.

An amount is a whole number of minor units (cents, øre, yen) with an ISO 4217 currency. No float is ever involved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from decimal import Decimal

MAX_MINOR = 9 * 10**12
"""The largest amount, in minor units: a million of them can be added up in 64 bits."""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CURRENCIES = _codes(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
    TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """
)
EXPONENTS = {
    **dict.fromkeys(_codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(_codes("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(_codes("CLF UYW"), 4),
}

# A symbol that several currencies share means the board's own currency if that is one of them, else the first.
_SYMBOLS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "us$": ("USD",),
    "£": ("GBP", "EGP", "LBP"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("SEK", "NOK", "DKK", "ISK"),
    "r$": ("BRL",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "₹": ("INR",),
    "₺": ("TRY",),
    "₩": ("KRW",),
    "₴": ("UAH",),
    "₪": ("ILS",),
}
_SHOWN_AS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

_POWERS = {
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million"), 6),
    **dict.fromkeys(("b", "bn", "mrd", "billion"), 9),
}
_SHORT_UNITS = (("", 0), ("k", 3), ("M", 6), ("B", 9), ("T", 12))

_LONGEST_TEXT = 60
_PARTS = r"(?P<before>[^0-9]*?)(?P<number>(?:(?<!\w)[.,])?[0-9](?:[0-9.,'’\s]*[0-9])?)(?P<after>[^0-9]*)"
_BLANK_GROUPS = r"[0-9]{1,3}(?:[\s'’][0-9]{3})+(?![0-9])"
_GROUPS = r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"


class TooLarge(BadInput):
    """An amount that is more than ``MAX_MINOR``."""


class Money(NamedTuple):
    """An amount in one currency.

    Attributes:
        minor: Whole minor units: 1250 is 12.50 in EUR, 1250 in JPY.
        currency: An ISO 4217 code in capitals.
    """

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        """The amount in major units (euros, not cents), exactly."""
        from decimal import Decimal

        return Decimal(self.minor).scaleb(-exponent(self.currency))


def is_currency(code: str) -> bool:
    """Whether ``code`` is an ISO 4217 code (in capitals) that amounts can be in; metals and test codes are not."""
    return code in _CURRENCIES


def checked_currency(code: str) -> str:
    """An ISO 4217 code, if it is one.

    Raises:
        BadInput: It is not.
    """
    if not is_currency(code):
        raise BadInput(f"“{code}” is not a currency. Use an ISO 4217 code such as EUR.")
    return code


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return EXPONENTS.get(currency, 2)


def parse_money(text: str, default_currency: str, decimal_mark: str = "") -> Money:
    """Read an amount as people write it: ``12k``, ``€ 12 000``, ``12.500,50 EUR``, ``kr 4.5m``.

    A single dot or comma with three digits after it separates thousands, unless the currency has three decimals.

    Args:
        text: The amount, with or without a currency and a suffix (k, m, mn, bn).
        default_currency: The ISO 4217 code meant when the text names none.
        decimal_mark: The dot or comma in front of decimals where that is known; the other one separates thousands.

    Returns:
        The amount, never negative and at most ``MAX_MINOR``.

    Raises:
        BadInput: It is not an amount, is ambiguous or negative, has more decimals than the currency or is too large.
    """
    text = text.strip()
    match = re.fullmatch(_PARTS, text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise _not_an_amount(text)
    before, after = match["before"].strip().casefold(), match["after"].strip().casefold()
    if before.startswith(("-", "−")) or before.endswith(("-", "−")):
        raise BadInput(f"“{text}” is negative. An amount is zero or more.")
    split = _split_suffix(after)
    if split is None or (before and not _codes_for(before)):
        raise _not_an_amount(text)
    power, after = split
    currency = _pick_currency(text, before, after, default_currency)
    digits, decimals = _read_number(text, match["number"], exponent(currency), decimal_mark, suffixed=power > 0)
    shift = power + exponent(currency) - decimals
    minor, left_over = (digits * 10**shift, 0) if shift >= 0 else divmod(digits, 10**-shift)
    if left_over:
        allowed = {0: "no decimals", 1: "one decimal"}.get(exponent(currency), f"{exponent(currency)} decimals")
        raise BadInput(f"“{text}” has too many decimals. {currency} has {allowed}.")
    return checked_amount(Money(minor, currency), text)


def checked_amount(money: Money, text: str = "") -> Money:
    """An amount that is not larger than ``MAX_MINOR``.

    Args:
        text: How it was typed.

    Raises:
        TooLarge: It is larger.
    """
    if money.minor > MAX_MINOR:
        largest = format_money(Money(MAX_MINOR, money.currency))
        raise TooLarge(f"“{text or format_money(money)}” is too large. The largest amount is {largest}.")
    return money


def currencies_of(word: str) -> tuple[str, ...]:
    """The ISO 4217 codes that a code, a symbol or a name can mean, likeliest first; none when it is no currency's."""
    return _codes_for(word.casefold())


def names_currency(text: str) -> bool:
    """Whether an amount that :func:`parse_money` understands says its currency itself."""
    match = re.fullmatch(_PARTS, text.strip())
    split = _split_suffix(match["after"].strip().casefold()) if match is not None else None
    return match is not None and split is not None and bool(match["before"].strip() or split[1])


def format_money(money: Money) -> str:
    """The amount in full: ``12 000 €``, ``1 250.75 $``, ``4 500 SEK``; thousands are set apart by U+00A0."""
    decimals = exponent(money.currency)
    whole, part = divmod(abs(money.minor), 10**decimals)
    number = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    if part:
        number += f".{part:0{decimals}}"
    sign = "-" if money.minor < 0 else ""
    return f"{sign}{number} {_SHOWN_AS.get(money.currency, money.currency)}"


def short_amount(minor: int, currency: str, *, shorter: bool = False) -> str:
    """The amount in at most five characters up to 999T, rounded to the nearest: ``850``, ``12.3k``, ``402k``, ``1.2M``.

    Args:
        minor: Minor units; a minus sign makes it one character longer.
        currency: An ISO 4217 code, for its number of decimals; it is not shown.
        shorter: Whether four characters are to do, as in ``12k``: two digits tell enough.
    """
    if minor < 0:
        return "-" + short_amount(-minor, currency, shorter=shorter)
    one = 10 ** exponent(currency)
    whole = 0
    for suffix, power in _SHORT_UNITS:
        unit = one * 10**power
        tenths = _round(minor * 10, unit)
        if tenths < (100 if shorter else 1000):
            return f"{tenths // 10}.{tenths % 10}{suffix}" if tenths % 10 else f"{tenths // 10}{suffix}"
        whole = _round(minor, unit)
        if whole < 1000:
            return f"{whole}{suffix}"
    return f"{whole}T"


def short_money(money: Money) -> str:
    """The short amount with its currency: ``12.3k€``, ``4.5k SEK``."""
    symbol = _SHOWN_AS.get(money.currency)
    return short_amount(money.minor, money.currency) + (symbol or f" {money.currency}")


def _round(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _not_an_amount(text: str) -> BadInput:
    shown = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
    return BadInput(f"“{shown}” is not an amount. Write it like 12000, 12.5k or 12 000 EUR.")


def _codes_for(word: str) -> tuple[str, ...]:
    """The currencies that a casefolded symbol or code can mean; none when it is neither."""
    code = word.upper()
    return (code,) if code in _CURRENCIES else _SYMBOLS.get(word, ())


def _split_suffix(after: str) -> tuple[int, str] | None:
    """The power of ten and the currency word that follow a number, or None when it is anything else."""
    if not after or _codes_for(after):
        return 0, after
    for suffix, power in _POWERS.items():
        rest = after.removeprefix(suffix).lstrip()
        if after.startswith(suffix) and (not rest or _codes_for(rest)):
            return power, rest
    return None


def _pick_currency(text: str, before: str, after: str, default_currency: str) -> str:
    named = [set(_codes_for(word)) for word in (before, after) if word]
    if not named:
        return checked_currency(default_currency)
    possible = set.intersection(*named)
    if not possible:
        raise BadInput(f"“{text}” names two currencies. Keep the one that is meant.")
    if default_currency in possible:
        return default_currency
    return next(code for code in _codes_for(before or after) if code in possible)


def _read_number(
    text: str, number: str, currency_decimals: int, decimal_mark: str, *, suffixed: bool
) -> tuple[int, int]:
    """All digits as one integer, and how many of them are decimals.

    A suffix makes the grouping of ``1.250k`` ambiguous by a factor of a thousand, so that is refused.
    """
    grouped = re.match(_BLANK_GROUPS, number)
    if grouped is not None:
        number = re.sub(r"[\s'’]", "", number[: grouped.end()]) + number[grouped.end() :]
    cut = max(number.rfind("."), number.rfind(","))
    if cut < 0:
        whole, decimals = number, ""
    elif decimal_mark:
        whole, _, decimals = number.partition(decimal_mark)
        if not re.fullmatch(_GROUPS, whole) and re.search("[.,]", whole):
            raise _not_an_amount(text)
        whole = re.sub("[.,]", "", whole)
    elif number.count(".") and number.count(","):
        whole, decimals = number[:cut], number[cut + 1 :]
        if not re.fullmatch(_GROUPS, whole):
            raise _not_an_amount(text)
        whole = re.sub("[.,]", "", whole)
    elif grouped is None and re.fullmatch(_GROUPS, number) and not number.startswith("0"):
        single = number.count(number[cut]) == 1
        if single and suffixed:
            raise BadInput(f"“{text}” can be read in two ways. Leave out the separator, or write the zeros out.")
        whole, decimals = (number[:cut], number[cut + 1 :]) if single and currency_decimals == 3 else (number, "")
        whole = re.sub("[.,]", "", whole)
    else:
        whole, decimals = number[:cut], number[cut + 1 :]
    if not re.fullmatch("[0-9]*", whole) or not re.fullmatch("[0-9]*", decimals):
        raise _not_an_amount(text)
    return int(whole + decimals), len(decimals)
