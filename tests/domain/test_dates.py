from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.dates import describe_date, describe_distance, find_date, next_working_day, parse_date
from funnelboard.errors import BadInput

SATURDAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)
days = st.dates(date(1990, 1, 1), date(2200, 12, 31))

# One line for each form of the grammar, read on Saturday 21 November 2026 (ISO week 47).
TYPED = """
today               2026-11-21
tod                 2026-11-21
Today               2026-11-21
tomorrow            2026-11-22
tmr                 2026-11-22
tom                 2026-11-22
day after tomorrow  2026-11-23
yesterday           2026-11-20

fri                 2026-11-27
Friday              2026-11-27
on thurs            2026-11-26
sat                 2026-11-28
this sat            2026-11-21
this mon            2026-11-23
next fri            2026-11-27
next sun            2026-11-29
mon next week       2026-11-23
next week tue       2026-11-24

+2w                 2026-12-05
2w                  2026-12-05
+ 10 d              2026-12-01
+10d                2026-12-01
10 days             2026-12-01
in 2 weeks          2026-12-05
2 weeks from now    2026-12-05
in two weeks        2026-12-05
in a week           2026-11-28
a month             2026-12-21
3 months            2027-02-21
+3m                 2027-02-21
3m                  2027-02-21
+1y                 2027-11-21
-30d                2026-10-22
3 days ago          2026-11-18

3 dec               2026-12-03
3dec                2026-12-03
3. dec              2026-12-03
3rd of December     2026-12-03
dec 3               2026-12-03
Dec. 3rd, 2027      2027-12-03
3 dec 2027          2027-12-03
3-dec-2027          2027-12-03
thu 3 dec           2026-12-03
21 nov              2026-11-21
20 nov              2027-11-20
sept 1              2027-09-01
29 feb              2028-02-29
dec 2027            2027-12-01
the 15th            2026-12-15
on the 30th         2026-11-30
21st                2026-11-21

3.12.               2026-12-03
3.12                2026-12-03
3.12.2026           2026-12-03
03.12.26            2026-12-03
3/12                2026-12-03
3/12/2027           2027-12-03
12/25               2026-12-25
12-3-2027           2027-03-12
2026-12-03          2026-12-03
2026/12/3           2026-12-03

next week           2026-11-23
next month          2026-12-01
next quarter        2027-01-01
next year           2027-01-01
eow                 2026-11-27
end of week         2026-11-27
eom                 2026-11-30
end of the month    2026-11-30
end of next month   2026-12-31
eoq                 2026-12-31
end of year         2026-12-31
mid jan             2027-01-15
mid-jan             2027-01-15
end of feb          2027-02-28
late nov            2026-11-30
w48                 2026-11-23
w47                 2026-11-21
w46                 2027-11-15
week 3              2027-01-18
w53                 2026-12-28
w1 2028             2028-01-03
"""


@pytest.mark.parametrize("line", filter(None, TYPED.splitlines()))
def test_every_form(line: str) -> None:
    *words, expected = line.split()
    assert parse_date(" ".join(words), SATURDAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("fri", FRIDAY, FRIDAY + timedelta(7)),
        ("this fri", FRIDAY, FRIDAY),
        ("next fri", date(2026, 11, 23), date(2026, 12, 4)),
        ("eow", FRIDAY, FRIDAY),
        ("1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("1y", date(2028, 2, 29), date(2029, 2, 28)),
        ("the 31st", date(2026, 11, 1), date(2026, 12, 31)),
        ("29 feb", date(2096, 3, 1), date(2104, 2, 29)),
        ("next month", date(2026, 12, 31), date(2027, 1, 1)),
        ("end of next quarter", date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_the_edges_of_weeks_months_and_years(text: str, today: date, expected: date) -> None:
    assert parse_date(text, today) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "may", "jan", "march", "second", "and", "any", "40", "20261203", "soon", "fri fri", "3/12/", "+2", "-",
     "x" * 5000, "a b c d e f g h", "+99999d"],
)  # fmt: skip
def test_words_that_are_no_dates(text: str) -> None:
    with pytest.raises(BadInput, match="not a date"):
        parse_date(text, SATURDAY)


@pytest.mark.parametrize(
    "text",
    ["31 nov", "29 feb 2027", "32/12", "13/13", "0.1.", "2026-13-01", "2026-02-30", "w54", "3 dec 0000", "+9999y"],
)
def test_days_that_do_not_exist(text: str) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        parse_date(text, SATURDAY)


def test_month_first() -> None:
    assert parse_date("3/12/2027", SATURDAY, day_first=False) == date(2027, 3, 12)
    assert parse_date("25/12/2027", SATURDAY, day_first=False) == date(2027, 12, 25)
    assert parse_date("3.12.2027", SATURDAY, day_first=False) == date(2027, 12, 3)


def test_an_unknown_order_is_not_guessed() -> None:
    assert parse_date("25/12/2027", SATURDAY, day_first=None) == date(2027, 12, 25)
    assert parse_date("4/4/2027", SATURDAY, day_first=None) == date(2027, 4, 4)
    with pytest.raises(BadInput):
        parse_date("3/12/2027", SATURDAY, day_first=None)


@pytest.mark.parametrize(
    ("line", "iso", "rest"),
    [
        ("fri call about price", "2026-11-27", "call about price"),
        ("call about price fri", "2026-11-27", "call about price"),
        ("call on fri about price", "2026-11-27", "call about price"),
        ("next week call Kari", "2026-11-23", "call Kari"),
        ("by 3 dec, send the contract", "2026-12-03", "send the contract"),
        ("Fri, 27 Nov: demo", "2026-11-27", "demo"),
        ("demo in 2 weeks or so", "2026-12-05", "demo or so"),
        ("call about 2 weeks trial fri", "2026-11-27", "call about 2 weeks trial"),
        ("24/7 support: call mon", "2026-11-23", "24/7 support: call"),
        ("meet Jan end of month", "2026-11-30", "meet Jan"),
        ("mail May about sun", "2026-11-22", "mail May about"),
        ("mon call, or tue", "2026-11-23", "call, or tue"),
        ("fri 31 nov", "2026-11-27", "31 nov"),
        ("demo +2w", "2026-12-05", "demo"),
        ("call 3/12 about price", "2026-12-03", "call about price"),
    ],
)
def test_a_date_among_words(line: str, iso: str, rest: str) -> None:
    words = line.split()
    found = find_date(words, SATURDAY)
    assert found is not None
    day, start, end = found
    assert (day, words[:start] + words[end:]) == (date.fromisoformat(iso), rest.split())


@pytest.mark.parametrize(
    "line",
    ["", "call", "call Tom about price", "Jan and May", "march on", "a second opinion", "40 seats", "version 3.12",
     "any ad and one", "10-12 people", "the 2nd draft", "3m cable"],
)  # fmt: skip
def test_words_without_a_date(line: str) -> None:
    assert find_date(line.split(), SATURDAY) is None


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2026-11-20", "yesterday"),
        ("2026-11-21", "today"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-27", "Fri 27 Nov"),
        ("2026-11-02", "Mon 2 Nov"),
        ("2027-01-05", "Tue 5 Jan"),
        ("2027-05-19", "Wed 19 May"),
        ("2027-05-20", "20 May 2027"),
        ("2027-12-03", "3 Dec 2027"),
        ("2026-05-26", "Tue 26 May"),
        ("2026-05-25", "25 May 2026"),
        ("2026-03-02", "2 Mar 2026"),
    ],
)
def test_the_name_of_a_day(iso: str, text: str) -> None:
    assert describe_date(date.fromisoformat(iso), SATURDAY) == text


@given(days, st.integers(0, 4000))
def test_the_name_of_a_day_to_come_reads_back(today: date, ahead: int) -> None:
    day = today + timedelta(ahead)
    assert parse_date(describe_date(day, today), today) == day


@pytest.mark.parametrize(("ahead", "text"), [(-3, "3 d overdue"), (0, "today"), (1, "in 1 d"), (5, "in 5 d")])
def test_the_distance_of_a_day(ahead: int, text: str) -> None:
    assert describe_distance(SATURDAY + timedelta(ahead), SATURDAY) == text


@given(days)
def test_the_next_working_day_is_near_and_no_weekend(day: date) -> None:
    working_day = next_working_day(day)
    assert 1 <= (working_day - day).days <= 3
    assert working_day.weekday() < 5


PIECES = "+2w next week fri 3 dec 29 feb 3/12 31 in a month end of by the 15th w53 2026-12-03 00 9999 mid - . years"
date_like = st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=4), max_size=8)


@given(date_like, st.dates(), st.sampled_from([True, False, None]))
def test_any_text_is_a_date_or_refused(words: list[str], today: date, day_first: bool | None) -> None:
    with suppress(BadInput):
        assert isinstance(parse_date(" ".join(words), today, day_first=day_first), date)


@given(date_like, st.dates())
def test_a_found_date_is_part_of_the_words(words: list[str], today: date) -> None:
    found = find_date(words, today)
    if found is not None:
        assert 0 <= found[1] < found[2] <= len(words)
