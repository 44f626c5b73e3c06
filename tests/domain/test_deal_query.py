from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.deal_query import LONGEST_QUERY, MOST_TERMS, QUERY_HELP, Query, Term, parse_query
from funnelboard.domain.query_fields import FIELDS, Range
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)


def read(text: str) -> tuple[tuple[Term, ...], ...]:
    return parse_query(text, TODAY).groups


def only_term(text: str) -> Term:
    ((term,),) = read(text)
    return term


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u3000"])
@pytest.mark.parametrize("lenient", [True, False])
def test_only_a_blank_text_asks_for_everything(text: str, lenient: bool) -> None:
    query = parse_query(text, TODAY, lenient=lenient)
    assert query == Query()
    assert query.everything


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Acme pilot", ((Term("text", "acme"), Term("text", "pilot")),)),
        ('"Wants a  price"', ((Term("text", "wants a  price"),),)),
        ('"or"', ((Term("text", "or"),),)),
        ("ÄRZTE", ((Term("text", "ärzte"),),)),
        ("cafe\u0301", ((Term("text", "café"),),)),
        ("Acme:", ((Term("text", "acme:"),),)),
        ("Acme: pilot", ((Term("text", "acme:"), Term("text", "pilot")),)),
        ("Acme - pilot", ((Term("text", "acme"), Term("text", "-"), Term("text", "pilot")),)),
        ("http://x.no?a=1", ((Term("text", "http://x.no?a=1"),),)),
        ("-HTTPS://x.no", ((Term("text", "https://x.no", True),),)),
        ("mailto:kari@acme.no", ((Term("text", "mailto:kari@acme.no"),),)),
        ("tel:+4712345678", ((Term("text", "tel:+4712345678"),),)),
        ("10:30", ((Term("text", "10:30"),),)),
        ("kl.10:30", ((Term("text", "kl.10:30"),),)),
        ("c:deals", ((Term("text", "c:deals"),),)),
        ("x.no:8080", ((Term("text", "x.no:8080"),),)),
        ("<3", ((Term("text", "<3"),),)),
        ("=sum(a)", ((Term("text", "=sum(a)"),),)),
        ('"ownr:me"', ((Term("text", "ownr:me"),),)),
        ('-"re:pilot" stage:l', ((Term("text", "re:pilot", True), Term("stage", "lead")),)),
        ('"acme pi', ((Term("text", "acme pi"),),)),
        ("a or b c", ((Term("text", "a"),), (Term("text", "b"), Term("text", "c")))),
        ("a OR b", ((Term("text", "a"),), (Term("text", "b"),))),
        ("-a not b not -c", ((Term("text", "a", True), Term("text", "b", True), Term("text", "c")),)),
        ('-"a b"', ((Term("text", "a b", True),),)),
        ("not owner:me", ((Term("owner", "me", True),),)),
        ("not not a", ((Term("text", "a"),),)),
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
        ("source:s,search", "source", ("search", "social")),
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
        (
            Term("amount", Range(high=Decimal(9000), high_open=True, currency="USD"), negated=True),
            Term("currency", "USD"),
        ),
    )
    (terms,) = parse_query("amount:1kkr..2kkr", TODAY, "NOK").groups
    assert terms[1] == Term("currency", "NOK")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stage:won", "“stage:won” is not known. Use lead, prospect, opportunity or closed."),
        ("stage:foo", "“stage:foo” is not known. Use lead, prospect, opportunity or closed."),
        ("is:stael", "“is:stael” is not known; did you mean stale? Use stale, adrift"),
        ("missing:atuhority", "did you mean authority? Use market"),
        ("stage>lead", "cannot be more or less"),
        ("owner:", "“owner:” needs a value. Use owner:me"),
        ("owner:,", "needs a value"),
        ("tag:#", "“tag:” needs a value"),
        ('company:""', "“company:” needs a value"),
        ("amount>", "“amount>” needs a value. Use amount>10k"),
        ("acme amount>", "“amount>” needs a value"),
        ("amount>lots", "“lots” does not fit “amount”. Use amount>10k"),
        ("amount:..", "before it or after it"),
        ("amount:1k€..2k$", "two currencies"),
        ("score>high", "whole number"),
        ("prob<" + "9" * 400, f"“{'9' * 40}…” does not fit “prob”. Use per cent"),
        ("in-stage>long", "days or weeks"),
        ("due:foo", "“foo” does not fit “due”. Use today, overdue, week, none, or a date"),
        ("due:tody", "“tody” does not fit “due”; did you mean today? Use today"),
        ("due:over", "did you mean overdue?"),
        ("close<31nov", "Use a date"),
        ("currency:gold", "“gold” is not a currency"),
        ("currency:e", "“e” is not a currency"),
        ("missing:m", "could be market or means"),
        ("missing:hope", "“missing:hope” is not known. Use market, means"),
        ("tag:", "tag:expo"),
        ("not", "“not” needs a term after it"),
        ("acme not", "“not” needs a term after it"),
        ("not or acme", "“not” needs a term after it"),
        ("or", "“or” needs a term on both sides"),
        ("acme or", "“or” needs a term on both sides"),
        ("or acme", "“or” needs a term on both sides"),
        ("a or or b", "“or” needs a term on both sides"),
        ("acme OR not", "“not” needs a term after it"),
        ("-", "“-” needs a term right after it"),
        ("acme -", "“-” needs a term right after it"),
        ('""', "nothing between the quotes"),
        ('acme "', "nothing between the quotes"),
        ('-" "', "nothing between the quotes"),
    ],
)
def test_what_is_refused_and_why(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_query(text, TODAY)
    assert sentence in str(refused.value)
    query = parse_query(text, TODAY, lenient=True)
    assert query == Query(problem=str(refused.value))
    assert not query.everything


@pytest.mark.parametrize(
    ("text", "field", "meant"),
    [
        ("ownr:me", "ownr", "owner"),
        ("Onwer:me", "onwer", "owner"),
        ("-ownr:me", "ownr", "owner"),
        ("ownr:", "ownr", "owner"),
        ("acme or stages:lead", "stages", "stage"),
        ("amont>10k", "amont", "amount"),
        ("ow=me", "ow", "owner"),
        ('compny:"Nordlys AS"', "compny", "company"),
        ("instage>14d", "instage", "in-stage"),
        ("amt:>10k", "amt", "amount"),
    ],
)
def test_a_slip_in_a_fields_name_is_told_with_the_nearest_one(text: str, field: str, meant: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert str(refused.value) == (
        f"There is no field “{field}”; did you mean {meant}? To look for the text, put it in quotes."
    )


@pytest.mark.parametrize("text", ["re:pilot", "phone:47", "xyz=1", "std::vector", "xyz>2"])
def test_a_field_like_no_other_is_told_with_all_there_are(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert str(refused.value).startswith("There is no field “")
    assert f"Fields are {', '.join(FIELDS)} and field.NAME." in str(refused.value)


def test_a_query_has_a_bound_on_its_length() -> None:
    longest = " ".join(["x" * 99] * 5)
    assert len(longest) == LONGEST_QUERY - 1
    assert len(read(f"  {longest}x  ")[0]) == 5
    with pytest.raises(BadInput, match="The filter has 501 characters; 500 fit"):
        read(f"{longest}xx")
    assert parse_query("x" * 10**6, TODAY, lenient=True).problem is not None


@pytest.mark.parametrize(
    ("query", "more"),
    [
        (" ".join(["x"] * 50), " x"),
        (" or ".join(["-x"] * 50), " x"),
        (" or ".join(["x y"] * 25), " or x"),
        ("tag:" + ",".join(["x"] * 50), ",x"),
        ("is:stale,won " * 25, "not is:stale"),
        ("amount>1€ " * 25, "amount>1"),
    ],
)
def test_a_query_has_a_bound_on_its_terms(query: str, more: str) -> None:
    assert len(query + more) <= LONGEST_QUERY
    terms = [term for group in read(query) for term in group]
    assert sum(1 if isinstance(term.value, str | Range) else len(term.value) for term in terms) == MOST_TERMS
    with pytest.raises(BadInput, match="The filter has more than 50 terms"):
        read(query + more)


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


@given(query_like | st.text(max_size=600))
def test_any_text_is_a_query_or_refused(text: str) -> None:
    query = parse_query(text, TODAY, lenient=True)
    if query.problem is not None:
        with pytest.raises(BadInput) as refused:
            parse_query(text, TODAY)
        assert query == Query(problem=str(refused.value))
    else:
        assert query == parse_query(text, TODAY)
        assert query.everything is (not text.strip())
        assert all(query.groups)


@given(query_like)
def test_while_typing_nothing_is_ever_refused_or_taken_for_everything(text: str) -> None:
    for end in range(len(text) + 1):
        query = parse_query(text[:end], TODAY, lenient=True)
        assert query.everything is (not text[:end].strip())


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("field.renewal:2027", "renewal", "2027"),
        ("field.Contract-No=K-1", "contractno", "k-1"),
        ('field."contract no":"K 1"', "contractno", "k 1"),
        ("FIELD.größe:x", "grösse", "x"),
        ("field.2027plan:none", "2027plan", "none"),
        ("field.region:north,south", "region", ("north", "south")),
    ],
)
def test_an_own_field_is_named_after_a_dot(text: str, name: str, value: str | tuple[str, ...]) -> None:
    assert only_term(text) == Term("field", value, name=name)
    assert only_term(f"-{text}") == Term("field", value, negated=True, name=name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("field.renewal:", "“field.renewal:” needs a value. Use a part of its text, or none: field.renewal:2027."),
        ("field.renewal>2027", "“field.renewal” cannot be more or less than something."),
        ("field:renewal", "Say which own field is meant."),
        ("feild.renewal:2027", "did you mean field.renewal? To look for the text, put it in quotes."),
    ],
)
def test_half_of_an_own_field_is_told(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("text", ["field.renewal", "field.", "x.no:8080", "acme.com>2", "field.:x", "e.g.:x"])
def test_what_only_looks_like_an_own_field_is_text(text: str) -> None:
    assert only_term(text) == Term("text", text)
