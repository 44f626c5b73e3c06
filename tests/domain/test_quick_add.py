from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.quick_add import QuickAdd, describe, parse_quick_add
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)
FULL_LINE = "Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral =kari !fri call"


def add(line: str) -> QuickAdd:
    return parse_quick_add(line, TODAY, "EUR")


def test_a_line_with_everything() -> None:
    assert add(FULL_LINE) == QuickAdd(
        title="Acme Oy: pilot",
        company="Acme Oy",
        contact="Kari Nordmann",
        amount=Money(12_000_00, "EUR"),
        tags=("expo",),
        source="referral",
        follow_up=FollowUpLine(FRIDAY, "call", "call"),
        owner="kari",
    )


@pytest.mark.parametrize(
    "line",
    ["pilot", "Room 12", "Top 10 all", "10 pen order", "5 m cable", "Meeting 14:30", "hello ! = @ #", "Acme ~5 days",
     "Call #12", "R&D + sales", "a@b", "50/50", "+1 to this", "phase 2"],
)  # fmt: skip
def test_plain_text_is_simply_a_title(line: str) -> None:
    assert add(line) == QuickAdd(title=line)


@pytest.mark.parametrize(
    ("line", "title", "company"),
    [("Acme: pilot", "Acme: pilot", "Acme"), ("Acme:", "Acme", "Acme"), ("Acme: @Kari", "Acme", "Acme")],
)
def test_the_company_is_what_stands_before_the_colon(line: str, title: str, company: str) -> None:
    assert (add(line).title, add(line).company) == (title, company)


@pytest.mark.parametrize(
    ("line", "amount", "title"),
    [
        ("pilot 12k", Money(12_000_00, "EUR"), "pilot"),
        ("pilot, 12k, now", Money(12_000_00, "EUR"), "pilot, now"),
        ("Room 12 at 500 €", Money(500_00, "EUR"), "Room 12 at"),
        ("kr 500 kaffe", Money(500_00, "SEK"), "kaffe"),
        ("$5k pilot", Money(5_000_00, "USD"), "pilot"),
        ("pilot EUR 12 000", Money(12_000_00, "EUR"), "pilot"),
        ("pilot 12 000 sek", Money(12_000_00, "SEK"), "pilot"),
        ("phase 2 120k€", Money(120_000_00, "EUR"), "phase 2"),
        ("Q3 2026 12k licence", Money(12_000_00, "EUR"), "Q3 2026 licence"),
        ("10 pen order 3 PEN", Money(3_00, "PEN"), "10 pen order"),
        ("12k or 15k", Money(12_000_00, "EUR"), "or 15k"),
        ("Acme 81 345 678 901 kr", Money(81_345_678_901_00, "SEK"), "Acme"),
        ("Acme NOK 45 678 901 234,50", Money(45_678_901_234_50, "NOK"), "Acme"),
        ("order 12 345 678 units at 5k", Money(5_000_00, "EUR"), "order 12 345 678 units at"),
    ],
)
def test_an_amount_is_taken_only_when_it_plainly_is_one(line: str, amount: Money, title: str) -> None:
    assert (add(line).amount, add(line).title) == (amount, title)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("12 345 678 901 234 kr", "“12 345 678 901 234 kr” is too large"),
        ("Acme 999999999999999999 €", "“999999999999999999 €” is too large"),
        ("Acme 999999999999k", "“999999999999k” is too large"),
        ("Acme EUR 12 345 678 901 234 567 890", "too large"),
        ("Acme " + "123 " * 100 + "kr", "not an amount"),
        ("Acme !29 feb 2027 call", "“29 feb 2027” is a day that does not exist"),
        ("Acme !fryday call", "does not say when; did you mean friday?"),
        ("Acme !fri 25:00 call", "a time that does not exist"),
        ("Acme ~s", "could be search or social"),
        ("a " * 30_000, "A line of 60,000 characters is too long"),
    ],
)
def test_what_could_be_read_wrongly_is_refused(line: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        add(line)


@pytest.mark.parametrize(
    ("line", "contact", "email", "phone", "title"),
    [
        ("@Kari", "Kari", "", "", "Kari"),
        ("@Kari Nordmann, #x pilot", "Kari Nordmann", "", "", "pilot"),
        ("@Kari kari@example.com +47 912 34 567 pilot", "Kari", "kari@example.com", "+47 912 34 567", "pilot"),
        ("pilot @Ola 040 123 4567 20k", "Ola", "", "040 123 4567", "pilot"),
        ("Nordlys (post@example.no)", "", "post@example.no", "", "Nordlys"),
        ("Nordlys 0047-91234567", "", "", "0047-91234567", "Nordlys"),
        ("@kari@example.com", "", "kari@example.com", "", "kari@example.com"),
        ("+4791234567", "", "", "+4791234567", "+4791234567"),
    ],
)
def test_the_contact(line: str, contact: str, email: str, phone: str, title: str) -> None:
    deal = add(line)
    assert (deal.contact, deal.email, deal.phone, deal.title) == (contact, email, phone, title)


@pytest.mark.parametrize(
    ("line", "source", "title"),
    [
        ("Acme ~ref", "referral", "Acme"),
        ("~cold call Acme", "cold call", "Acme"),
        ("Acme ~website-form", "website form", "Acme"),
        ("Acme ~trial", "event: trial", "Acme"),
        ("~trade fair Acme", "event: trade fair", "Acme"),
        ("Acme ~Seminar, pilot", "event: Seminar", "Acme pilot"),
        ("Acme ~conference", "event: conference", "Acme"),
        ("~white paper Acme", "content: white paper", "Acme"),
        ("Acme ~newsletter", "content: newsletter", "Acme"),
        ("Acme ~webinar", "content: webinar", "Acme"),
        ("Acme ~form", "website form", "Acme"),
        ("Acme ~SEO", "search: SEO", "Acme"),
        ("Acme ~Google 12k", "search: Google", "Acme"),
        ("~phone book Acme", "directory: phone book", "Acme"),
        ("Acme ~LinkedIn #x", "social: LinkedIn", "Acme"),
        ("Acme ~facebook", "social: facebook", "Acme"),
        ("Acme ~event:spring fair #x 12k", "event: spring fair", "Acme"),
        ("Acme ~trial:spring fair", "event: spring fair", "Acme"),
        ("Acme ~other:", "other", "Acme"),
    ],
)
def test_a_source_as_sellers_say_it(line: str, source: str, title: str) -> None:
    deal = add(line)
    told = dict(describe(deal, TODAY))
    assert (told["source"], told.get("new source"), deal.title, deal.problems) == (source, None, title, ())


def test_what_the_board_itself_offers_comes_first() -> None:
    deal = parse_quick_add("Acme ~trial", TODAY, "EUR", ("trial", "event"))
    assert (deal.source, deal.source_detail) == ("trial", "")
    assert parse_quick_add("Acme ~newsletter", TODAY, "EUR", ("trial", "event")).unknown_source == "newsletter"


def test_an_unknown_source_is_told_and_not_left_in_the_title() -> None:
    deal = add("Acme ~Astrology:mars 12k")
    assert (deal.title, deal.unknown_source, deal.source_detail) == ("Acme", "astrology", "mars")
    assert ("new source", "astrology: mars") in describe(deal, TODAY)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Acme 1.250k", "two ways"),
        ("Acme 12.3456€", "EUR has 2 decimals"),
        ("Acme -5k €", "negative"),
        ("Acme -5k€", "negative"),
    ],
)
def test_what_is_not_understood_stays_in_the_title_and_is_told(line: str, problem: str) -> None:
    deal = add(line)
    assert deal.title == line
    assert len(deal.problems) == 1
    assert problem in deal.problems[0]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Acme @Kari @Ola", "Acme @Ola"),
        ("Acme =kari =ola", "Acme =ola"),
        ("Acme !fri call !mon mail", "Acme !mon mail"),
        ("Acme ~referral ~event", "Acme ~event"),
    ],
)
def test_a_second_one_stays_in_the_title_and_is_told(line: str, title: str) -> None:
    assert add(line).title == title
    assert "a line has one" in add(line).problems[0]


def test_the_follow_up_goes_on_to_the_next_sign() -> None:
    deal = add("Acme !fri mail kari@example.com about 12k #expo rest")
    assert deal.follow_up == FollowUpLine(FRIDAY, "email", "mail kari@example.com about 12k")
    assert (deal.title, deal.tags, deal.amount, deal.email) == ("Acme rest", ("expo",), None, "")


def test_a_tag_is_kept_once() -> None:
    assert add("Acme #expo, #vip #expo").tags == ("expo", "vip")


@pytest.mark.parametrize("line", ["", "  ", "#expo", "12k", "!fri call", "~referral =kari"])
def test_a_line_that_names_nothing_is_refused(line: str) -> None:
    with pytest.raises(BadInput, match="Type a title"):
        add(line)


def test_the_echo() -> None:
    assert describe(add(FULL_LINE), TODAY) == [
        ("title", "Acme Oy: pilot"),
        ("company", "Acme Oy"),
        ("contact", "Kari Nordmann"),
        ("amount", "12\u00a0000 €"),
        ("tags", "#expo"),
        ("source", "referral"),
        ("owner", "kari"),
        ("follow-up", "Fri 27 Nov call"),
    ]
    assert describe(add("Acme !fri 10:30 call"), TODAY)[-1] == ("follow-up", "Fri 27 Nov 10:30 call")
    assert describe(add("Acme !fri"), TODAY)[-1] == ("follow-up", "Fri 27 Nov todo")
    assert describe(add("Acme 1.250k"), TODAY)[-1][0] == "not understood"


@given(st.permutations(["@Kari Nordmann", "#expo", "~referral", "=kari", "!fri call"]))
def test_the_signed_parts_come_in_any_order(parts: list[str]) -> None:
    assert add(" ".join(["Acme Oy: pilot 12k €", *parts])) == add(FULL_LINE)


WORDS = "alpha @beta #gamma =delta !epsilon ~zeta Eta: theta! 12 1.250k 10pcs a@b.no c@d.no ~s ! @ # + \u00b2 +1 ~5 #17"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8))
def test_no_word_is_ever_lost(words: list[str]) -> None:
    with suppress(BadInput):
        deal = add(" ".join(words))
        promised = deal.follow_up.what if deal.follow_up is not None else ""
        kept = [
            deal.title,
            deal.source,
            deal.source_detail,
            deal.unknown_source,
            deal.contact,
            deal.email,
            deal.phone,
            deal.owner or "",
            *deal.tags,
            promised,
        ]
        for word in words:
            assert word.strip("@#=!~:") in " ".join(kept)


@given(st.text(alphabet=st.sampled_from("@#~=!:+ .,k€$0123456789abrefi\u00b2")), st.sampled_from(["EUR", "JPY", "?"]))
def test_any_text_is_a_deal_or_refused(line: str, default_currency: str) -> None:
    with suppress(BadInput):
        assert parse_quick_add(line, TODAY, default_currency).title
