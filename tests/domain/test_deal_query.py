from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.deal_query import QUERY_HELP, Query, QueryError, Range, Term, parse_query

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)


def read(text: str) -> tuple[tuple[Term, ...], ...]:
    return parse_query(text, TODAY).groups


def only_term(text: str) -> Term:
    ((term,),) = read(text)
    return term


@pytest.mark.parametrize("text", ["", "  ", '""', '"', "or", "-", "or or"])
def test_a_query_that_asks_nothing_matches_everything(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Acme pilot", ((Term("text", "acme"), Term("text", "pilot")),)),
        ('"Wants a  price"', ((Term("text", "wants a  price"),),)),
        ('"or"', ((Term("text", "or"),),)),
        ("ÄRZTE", ((Term("text", "ärzte"),),)),
        ("cafe\u0301", ((Term("text", "café"),),)),
        ("Acme:", ((Term("text", "acme:"),),)),
        ("http://x.no?a=1", ((Term("text", "http://x.no?a=1"),),)),
        ("a or b c", ((Term("text", "a"),), (Term("text", "b"), Term("text", "c")))),
        ("a OR or b or", ((Term("text", "a"),), (Term("text", "b"),))),
        ("-a not b not -c", ((Term("text", "a", True), Term("text", "b", True), Term("text", "c")),)),
        ('-"a b"', ((Term("text", "a b", True),),)),
        ("not owner:me", ((Term("owner", "me", True),),)),
    ],
)
def test_words_groups_and_negation(text: str, groups: tuple[tuple[Term, ...], ...]) -> None:
    assert read(text) == groups


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("stage:lead", "stage", "lead"),
        ("Stage:OPP", "stage", "opportunity"),
        ("stage=l,p", "stage", ("lead", "prospect")),
        ("owner:Kari", "owner", "kari"),
        ("owner:me,none", "owner", ("me", "none")),
        ("source:cold", "source", "cold call"),
        ("source:cold-call", "source", "cold call"),
        ("source:s", "source", ("search", "social")),
        ("source:pitch", "source", "pitch"),
        ("tag:#Expo", "tag", "expo"),
        ('company:"Nordlys, AS",fjord', "company", ("nordlys, as", "fjord")),
        ("contact:kari", "contact", "kari"),
        ("outcome:w", "outcome", "won"),
        ("currency:eur", "currency", "EUR"),
        ("is:stale", "is", "stale"),
        ("is:open,parked", "is", ("open", "parked")),
        ("missing:follow", "missing", "follow-up"),
        ("due:today,overdue", "due", ("today", "overdue")),
        ("due:none", "due", "none"),
    ],
)
def test_fields_of_words(text: str, field: str, value: str | tuple[str, ...]) -> None:
    assert only_term(text) == Term(field, value)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("amount>10k", "amount", Range(low=Decimal(10_000), low_open=True)),
        ("amount:>10k", "amount", Range(low=Decimal(10_000), low_open=True)),
        ("amount>=10k", "amount", Range(low=Decimal(10_000))),
        ("amount<2.5", "amount", Range(high=Decimal("2.5"), high_open=True)),
        ("amount<=1,250", "amount", Range(high=Decimal(1250))),
        ("amount:1k..5k", "amount", Range(Decimal(1000), Decimal(5000))),
        ("amount:..5k", "amount", Range(high=Decimal(5000))),
        ("amount:5k..", "amount", Range(low=Decimal(5000))),
        ('amount="12 000"', "amount", Range(Decimal(12_000), Decimal(12_000))),
        ("score>50", "score", Range(low=50, low_open=True)),
        ("prob<30%", "prob", Range(high=30, high_open=True)),
        ("in-stage>14d", "in-stage", Range(low=14, low_open=True)),
        ("in-stage:1w..2w", "in-stage", Range(7, 14)),
        ("due<fri", "due", Range(high=FRIDAY, high_open=True)),
        ("due:fri", "due", Range(FRIDAY, FRIDAY)),
        ("due<=today", "due", Range(high=TODAY)),
        ('due:today.."3 dec"', "due", Range(TODAY, date(2026, 12, 3))),
        ("close<2026-12-31", "close", Range(high=date(2026, 12, 31), high_open=True)),
        ("close:2026-12", "close", Range(date(2026, 12, 1), date(2026, 12, 31))),
        ("close>2026", "close", Range(low=date(2026, 12, 31), low_open=True)),
        ("closed<2026", "closed", Range(high=date(2026, 1, 1), high_open=True)),
        ("closed:2025..2026-02", "closed", Range(date(2025, 1, 1), date(2026, 2, 28))),
        ("created>-30d", "created", Range(low=date(2026, 10, 22), low_open=True)),
    ],
)
def test_fields_of_ranges(text: str, field: str, value: Range) -> None:
    assert only_term(text) == Term(field, value)


def test_an_amount_that_names_its_currency_asks_for_it() -> None:
    assert read("-amount<9k$") == (
        (Term("amount", Range(high=Decimal(9000), high_open=True), negated=True), Term("currency", "USD")),
    )
    (terms,) = parse_query("amount:1kkr..2kkr", TODAY, "NOK").groups
    assert terms[1] == Term("currency", "NOK")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stage:won", "“stage:won” is not known. Use lead, prospect, opportunity or closed."),
        ("stage>lead", "cannot be more or less"),
        ("owner:", "“owner:” needs a value. Use owner:me"),
        ("owner:,", "needs a value"),
        ("amount>", "“amount>” needs a value"),
        ("amount>lots", "“lots” does not fit “amount”. Use amount>10k"),
        ("amount:..", "before it or after it"),
        ("amount:1k€..2k$", "two currencies"),
        ("score>high", "whole number"),
        ("prob<" + "9" * 5000, "per cent"),
        ("in-stage>long", "days or weeks"),
        ("due:someday", "today, overdue, week, none, or a date"),
        ("close<31nov", "Use a date"),
        ("currency:gold", "“gold” is not a currency"),
        ("missing:m", "could be market or means"),
        ("missing:hope", "Use market, means"),
        ("tag:", "tag:expo"),
        ("acme not", "“not” needs a term"),
    ],
)
def test_what_is_refused_and_why(text: str, sentence: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(text, TODAY)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "unfinished", ["owner:", "amount>", "amount:..", "missing:m", "due:w", "due:over", "currency:e", "not", "-"]
)
def test_while_typing_an_unfinished_last_term_counts_as_absent(unfinished: str) -> None:
    assert parse_query(f"acme {unfinished}", TODAY, lenient=True) == Query(((Term("text", "acme"),),))


@pytest.mark.parametrize("text", ["acme stage:x", "stage:x acme", "owner: acme", "acme or stage:x"])
def test_while_typing_a_wrong_term_is_left_out_and_told(text: str) -> None:
    query = parse_query(text, TODAY, lenient=True)
    assert query.groups == ((Term("text", "acme"),),)
    assert query.problem is not None


def test_every_example_of_the_help_is_understood() -> None:
    for examples, meaning in QUERY_HELP:
        for example in examples.split(", "):
            assert read(example) != (), meaning


PIECES = (
    'owner: stage: amount> amount: due: close< created>- in-stage> is: missing: prob= currency: - not or " .. , 5k €'
    " fri 2026-13 0000 \u00b2 l"
)
pieces = st.sampled_from([" ", *PIECES.split()])
query_like = st.lists(st.lists(pieces | st.text(max_size=4), max_size=4).map("".join), max_size=6).map(" ".join)


@given(query_like)
def test_any_text_is_a_query_or_refused(text: str) -> None:
    with suppress(QueryError):
        assert parse_query(text, TODAY, lenient=True) == parse_query(text, TODAY)


@given(query_like)
def test_while_typing_nothing_is_ever_refused(text: str) -> None:
    for end in range(len(text) + 1):
        parse_query(text[:end], TODAY, lenient=True)
