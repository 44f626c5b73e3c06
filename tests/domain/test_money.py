from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from itertools import product
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency

from funnelboard.domain.money import (
    MAX_MINOR,
    Money,
    exponent,
    format_money,
    is_currency,
    names_currency,
    parse_money,
    short_amount,
    short_money,
)
from funnelboard.errors import BadInput

ISO_CURRENCIES = {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}
codes = st.sampled_from(sorted(ISO_CURRENCIES))
amounts = st.builds(Money, st.integers(0, MAX_MINOR), codes)


def test_the_currencies_are_those_of_iso_4217() -> None:
    every_code = map("".join, product(ascii_uppercase, repeat=3))
    assert set(filter(is_currency, every_code)) == set(ISO_CURRENCIES)


@pytest.mark.parametrize("code", ["eur", "", "XAU", "XXX", "EURO", "€"])
def test_other_words_are_no_currencies(code: str) -> None:
    assert not is_currency(code)


def test_the_exponents_are_those_of_iso_4217() -> None:
    assert {code: exponent(code) for code in ISO_CURRENCIES} == ISO_CURRENCIES


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("12", 12_00, "EUR"),
        ("0", 0, "EUR"),
        ("12k", 12_000_00, "EUR"),
        ("12k€", 12_000_00, "EUR"),
        ("12 K €", 12_000_00, "EUR"),
        ("€ 12 000", 12_000_00, "EUR"),
        ("12\N{NO-BREAK SPACE}000\N{THIN SPACE}000 eur", 12_000_000_00, "EUR"),
        ("12\N{NARROW NO-BREAK SPACE}000", 12_000_00, "EUR"),
        ("12.500,50 EUR", 12_500_50, "EUR"),
        ("1,250.75 usd", 1_250_75, "USD"),
        ("1'250.50 CHF", 1_250_50, "CHF"),
        ("12,50,000 INR", 1_250_000_00, "INR"),
        ("12.500", 12_500_00, "EUR"),
        ("12,500", 12_500_00, "EUR"),
        ("1.250.000", 1_250_000_00, "EUR"),
        ("12.5", 12_50, "EUR"),
        ("12,50", 12_50, "EUR"),
        ("12.5000", 12_50, "EUR"),
        ("12 000,50", 12_000_50, "EUR"),
        ("12.500 KWD", 12_500, "KWD"),
        ("1.000.500 KWD", 1_000_500_000, "KWD"),
        ("1000.00 JPY", 1000, "JPY"),
        ("¥1000", 1000, "JPY"),
        ("0.125m", 125_000_00, "EUR"),
        (".5m", 500_000_00, "EUR"),
        ("2 mn", 2_000_000_00, "EUR"),
        ("1.5bn", 1_500_000_000_00, "EUR"),
        ("kr 4.5m", 4_500_000_00, "SEK"),
        ("kr. 500", 500_00, "SEK"),
        ("kr.500", 500_00, "SEK"),
        ("12 mnok", 12_000_000_00, "NOK"),
        ("12 mxn", 12_00, "MXN"),
        ("$12 AUD", 12_00, "AUD"),
        ("£9.99", 9_99, "GBP"),
        ("20 euros", 20_00, "EUR"),
    ],
)
def test_amounts_as_people_write_them(text: str, minor: int, currency: str) -> None:
    assert parse_money(text, "EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "default", "currency"),
    [("500 kr", "NOK", "NOK"), ("500 kr", "DKK", "DKK"), ("500 kr", "USD", "SEK"), ("$5", "CAD", "CAD")],
)
def test_a_shared_symbol_means_the_boards_own_currency(text: str, default: str, currency: str) -> None:
    assert parse_money(text, default).currency == currency


@pytest.mark.parametrize(
    ("text", "mark", "minor"),
    [("1.234", ",", 123_400), ("1,234", ".", 123_400), ("1.234,5", ",", 123_450), ("1 234,50", ",", 123_450)],
)
def test_a_known_decimal_mark_leaves_the_other_one_to_thousands(text: str, mark: str, minor: int) -> None:
    assert parse_money(text, "EUR", mark).minor == minor


@pytest.mark.parametrize(("text", "mark"), [("1.234", "."), ("1.2.3", "."), ("1,23", ".")])
def test_what_does_not_fit_a_known_decimal_mark_is_refused(text: str, mark: str) -> None:
    with pytest.raises(BadInput):
        parse_money(text, "EUR", mark)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not an amount"),
        ("lots", "not an amount"),
        ("€", "not an amount"),
        ("1 2", "not an amount"),
        ("12,", "not an amount"),
        ("1,2,3", "not an amount"),
        ("12 tkr", "not an amount"),
        ("١٢", "not an amount"),
        ("9" * 5000, "not an amount"),
        ("-5", "negative"),
        ("€ -5", "negative"),
        ("\N{MINUS SIGN}5", "negative"),
        ("12.345.678,999", "EUR has 2 decimals"),
        ("1234.567", "EUR has 2 decimals"),
        ("10.5 JPY", "JPY has no decimals"),
        ("1.250k", "two ways"),
        ("€12 usd", "two currencies"),
        ("10000000000000", "too large"),
        ("99999bn", "too large"),
    ],
)
def test_what_is_refused_and_why(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_money(text, "EUR")


def test_a_default_that_is_no_currency_is_named() -> None:
    with pytest.raises(BadInput, match="EURO"):
        parse_money("12", "EURO")


@pytest.mark.parametrize(("text", "named"), [("12k", False), ("12k€", True), ("eur 12", True), ("12 m", False)])
def test_whether_an_amount_names_its_currency(text: str, named: bool) -> None:
    assert names_currency(text) is named


@given(st.text(alphabet=st.sampled_from(" .,'0123456789kmbn€$£-+krEURusd\u00a0x"), max_size=20) | st.text(), codes)
def test_any_text_is_an_amount_or_refused(text: str, default: str) -> None:
    with suppress(BadInput):
        money = parse_money(text, default)
        assert 0 <= money.minor <= MAX_MINOR
        assert is_currency(money.currency)


@given(amounts)
def test_the_full_form_reads_back(money: Money) -> None:
    assert parse_money(format_money(money), "USD") == money


@given(amounts)
def test_major_units_are_exact(money: Money) -> None:
    assert money.major * 10 ** exponent(money.currency) == money.minor


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(12_000_00, "EUR"), "12\u00a0000 €"),
        (Money(1_250_75, "USD"), "1\u00a0250.75 $"),
        (Money(4_500_00, "SEK"), "4\u00a0500 SEK"),
        (Money(5, "EUR"), "0.05 €"),
        (Money(1_000_000, "JPY"), "1\u00a0000\u00a0000 ¥"),
        (Money(12_500, "KWD"), "12.500 KWD"),
        (Money(-1_250_50, "EUR"), "-1\u00a0250.50 €"),
    ],
)
def test_the_full_form(money: Money, text: str) -> None:
    assert format_money(money) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "EUR", "0"),
        (850_00, "EUR", "850"),
        (9_50, "EUR", "9.5"),
        (999_49, "EUR", "999"),
        (999_50, "EUR", "1k"),
        (1_000_00, "EUR", "1k"),
        (12_300_00, "EUR", "12.3k"),
        (12_349_99, "EUR", "12.3k"),
        (99_949_99, "EUR", "99.9k"),
        (99_950_00, "EUR", "100k"),
        (402_000_00, "EUR", "402k"),
        (999_500_00, "EUR", "1M"),
        (1_200_000_00, "EUR", "1.2M"),
        (12_300, "JPY", "12.3k"),
        (12_300_000, "KWD", "12.3k"),
        (-12_300_00, "EUR", "-12.3k"),
        (999 * 10**14, "EUR", "999T"),
    ],
)
def test_the_short_form(minor: int, currency: str, text: str) -> None:
    assert short_amount(minor, currency) == text


@given(st.integers(0, 999 * 10**12), codes)
def test_the_short_form_is_short_and_honest(major: int, currency: str) -> None:
    shown = short_amount(major * 10 ** exponent(currency), currency)
    assert len(shown) <= 5
    unit = {"k": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}.get(shown[-1], 1)
    digits = shown.rstrip("kMBT")
    last_digit = Decimal(unit) / (10 if "." in digits or len(digits) < 3 else 1)
    assert abs(Decimal(digits) * unit - major) <= last_digit / 2


@pytest.mark.parametrize(("money", "text"), [(Money(12_300_00, "EUR"), "12.3k€"), (Money(4_500_00, "SEK"), "4.5k SEK")])
def test_the_short_form_with_its_currency(money: Money, text: str) -> None:
    assert short_money(money) == text
