from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.calendar_days import add_working_days, next_working_day
from funnelboard.domain.dates import describe_date, describe_distance, find_date, parse_date, parse_past_date
from funnelboard.errors import BadInput

SATURDAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)
days = st.dates(date(1990, 1, 1), date(2180, 12, 31))

# What each phrase means on Saturday 21 November 2026 (ISO week 47); “refused” where it means no day.
TYPED = """
today               2026-11-21
tod                 2026-11-21
Today               2026-11-21
now                 2026-11-21
tonight             2026-11-21
this afternoon      2026-11-21
end of day          2026-11-21
eod                 2026-11-21
cob                 2026-11-21
tomorrow            2026-11-22
tmr                 2026-11-22
tmrw                2026-11-22
tom                 2026-11-22
by tomorrow         2026-11-22
day after tomorrow  2026-11-23
the day after tomorrow 2026-11-23
yesterday           2026-11-20
day before yesterday 2026-11-19

mon                 2026-11-23
tues                2026-11-24
wed                 2026-11-25
fri                 2026-11-27
fri.                2026-11-27
Friday              2026-11-27
FRIDAY              2026-11-27
on thurs            2026-11-26
by fri              2026-11-27
before fri          2026-11-27
until fri           2026-11-27
due fri             2026-11-27
sat                 2026-11-28
this sat            2026-11-21
this mon            2026-11-23
coming mon          2026-11-23
the coming friday   2026-11-27
next fri            2026-11-27
next sun            2026-11-29
next week fri       2026-11-27
mon next week       2026-11-23
next week tue       2026-11-24
friday week         2026-12-04
mon week            2026-11-30
today week          2026-11-28
tomorrow week       2026-11-29
friday fortnight    2026-12-11
a week on friday    2026-12-04
two weeks on mon    2026-12-07
a week from tomorrow 2026-11-29
weekend             2026-11-21
this weekend        2026-11-21
next weekend        2026-11-28
early next week     2026-11-23
mid next week       2026-11-25
late next week      2026-11-27

+2w                 2026-12-05
2w                  2026-12-05
+ 10 d              2026-12-01
+10d                2026-12-01
10 days             2026-12-01
in 2 weeks          2026-12-05
in 2 weeks' time    2026-12-05
2 weeks from now    2026-12-05
in two weeks        2026-12-05
in a couple of weeks 2026-12-05
in a week           2026-11-28
in a day            2026-11-22
a month             2026-12-21
fortnight           2026-12-05
a fortnight         2026-12-05
in a fortnight      2026-12-05
two fortnights      2026-12-19
3 months            2027-02-21
+3m                 2027-02-21
3m                  2027-02-21
in 3 m              2027-02-21
6mo                 2027-05-21
in half a year      2027-05-21
in a quarter        2027-02-21
2 quarters          2027-05-21
+1y                 2027-11-21
in twelve months    2027-11-21
-30d                2026-10-22
3 days ago          2026-11-18
in 5 working days   2026-11-27
3 business days     2026-11-25
in 1 working day    2026-11-23

3 dec               2026-12-03
3dec                2026-12-03
3. dec              2026-12-03
03 dec              2026-12-03
3rd of December     2026-12-03
the 3rd of dec      2026-12-03
dec 3               2026-12-03
december 3rd        2026-12-03
Dec. 3rd, 2027      2027-12-03
3 dec 2027          2027-12-03
3-dec-2027          2027-12-03
thu 3 dec           2026-12-03
Thu, 3 Dec 2026     2026-12-03
21 nov              2026-11-21
20 nov              2027-11-20
sept 1              2027-09-01
29 feb              2028-02-29
29 feb 2028         2028-02-29
dec 2027            2027-12-01
the 15th            2026-12-15
15th                2026-12-15
on the 30th         2026-11-30
by the 1st          2026-12-01
21st                2026-11-21
31st                2026-12-31

3.12.               2026-12-03
3.12                2026-12-03
3.12.2026           2026-12-03
03.12.26            2026-12-03
3/12                2026-12-03
3/12/2027           2027-12-03
12/25               2026-12-25
12-3-2027           2027-03-12
thu 3.12.2026       2026-12-03
2026-12-03          2026-12-03
2026/12/3           2026-12-03
2026.12.03          2026-12-03

jan                 2027-01-01
January             2027-01-01
dec                 2026-12-01
nov                 2026-11-21
may                 2027-05-01
in march            2027-03-01
early jan           2027-01-01
beginning of feb    2027-02-01
next nov            2027-11-01
next jan            2027-01-01
mid jan             2027-01-15
mid-jan             2027-01-15
middle of dec       2026-12-15
end of feb          2027-02-28
end of feb 2028     2028-02-29
3 dec 26            2026-12-03
Dec 3, 27           2027-12-03
thu 3 dec 26        2026-12-03
29 feb 27           refused
3 dec 126           refused

first monday of december 2026-12-07
the 2nd fri in jan  2027-01-08
third wed of november 2027-11-17
fourth thu of november 2026-11-26
last friday of march 2028 2028-03-31
last mon of the month 2026-11-30
first mon of the month 2026-12-07
by the last friday of next month 2026-12-25
fifth tue of december 2026-12-29
fifth mon of december refused
sixth mon of december refused

late nov            2026-11-30
q1                  2027-01-01
Q2                  2027-04-01
q4                  2026-11-21
in q3               2027-07-01
q1 2028             2028-01-01
end of q1           2027-03-31
end of q4           2026-12-31

next week           2026-11-23
next month          2026-12-01
start of next month 2026-12-01
next quarter        2027-01-01
next year           2027-01-01
eow                 2026-11-27
end of week         2026-11-27
end of next week    2026-11-27
end of this month   2026-11-30
eom                 2026-11-30
end of the month    2026-11-30
end of next month   2026-12-31
eoq                 2026-12-31
end of year         2026-12-31
eoy                 2026-12-31
w48                 2026-11-23
w47                 2026-11-21
w46                 2027-11-15
week 3              2027-01-18
w53                 2026-12-28
w1 2028             2028-01-03

fryday              refused
soon                refused
later               refused
asap                refused
sometime            refused
whenever            refused
some day            refused
in a few days       refused
second              refused
and                 refused
40                  refused
+2                  refused
20261203            refused
fri fri             refused
31 feb              refused
30 feb 2027         refused
29 feb 2027         refused
31 nov              refused
0 dec               refused
32nd                refused
2026-02-31          refused
2026-13-01          refused
1.1.99999           refused
1/1/999             refused
32/12               refused
13/13               refused
3/12/               refused
fri 3 dec           refused
monday 2026-12-03   refused
3 dec 0001          refused
0001-01-01          refused
1 jan 9999          refused
9999-12-31          refused
31.12.9999          refused
+9999y              refused
w54                 refused
q5                  refused
"""


@pytest.mark.parametrize("line", filter(None, TYPED.splitlines()))
def test_what_every_phrase_means(line: str) -> None:
    *words, expected = line.split()
    if expected == "refused":
        with pytest.raises(BadInput):
            parse_date(" ".join(words), SATURDAY)
    else:
        assert parse_date(" ".join(words), SATURDAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fryday", "did you mean friday?"),
        ("tomorow", "did you mean tomorrow?"),
        ("febuary", "did you mean february?"),
        ("soon", "“soon” is not a date. Try fri, +2w, 3 dec, next month or 2026-12-05."),
        ("31 feb", "“31 feb” is a day that does not exist. Check the day and the month."),
        ("fri 3 dec", "3 Dec 2026 is a Thursday"),
        ("31.12.9999", "not between the years 1900 and 2199"),
    ],
)
def test_a_refusal_says_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(BadInput, match=re.escape(meant)):
        parse_date(text, SATURDAY)


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


@pytest.mark.parametrize("text", ["", " ", "-", "x" * 5000, "a b c d e f g h", "+99999d"])
def test_texts_that_are_no_dates(text: str) -> None:
    with pytest.raises(BadInput, match="not a date"):
        parse_date(text, SATURDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 nov", "2026-11-20"), ("1 nov", "2026-11-01"), ("24 dec", "2025-12-24"), ("24.12", "2025-12-24"),
        ("1 dec", "2026-12-01"), ("15th", "2026-11-15"), ("november", "2026-11-01"), ("q1", "2026-01-01"),
        ("week 45", "2026-11-02"), ("tue", "2026-12-01"), ("friday", "2026-11-27"), ("yesterday", "2026-11-30"),
        ("-3w", "2026-11-10"), ("tomorrow", "2026-12-02"), ("+2w", "2026-12-15"), ("2027-01-15", "2027-01-15"),
    ],
)  # fmt: skip
def test_a_day_that_has_been_is_the_last_such_day(text: str, expected: str) -> None:
    assert parse_past_date(text, date(2026, 12, 1)) == date.fromisoformat(expected)


@pytest.mark.parametrize("day", range(1, 8))
def test_a_weekday_that_has_been_is_the_last_one(day: int) -> None:
    expected = date(2026, 11, 27) if day < 4 else date(2026, 12, 4)
    assert parse_past_date("fri", date(2026, 12, day)) == expected


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
        ("fri call before 31 nov", "2026-11-27", "call before 31 nov"),
        ("discuss 50/50 split fri", "2026-11-27", "discuss 50/50 split"),
        ("tom call Kari", "2026-11-22", "call Kari"),
        ("3m call", "2027-02-21", "call"),
        ("15th call", "2026-12-15", "call"),
        ("jan call", "2027-01-01", "call"),
        ("q1 budget call", "2027-01-01", "budget call"),
        ("friday week call", "2026-12-04", "call"),
        ("call now", "2026-11-21", "call"),
        ("tonight call Tom", "2026-11-21", "call Tom"),
        ("demo +2w", "2026-12-05", "demo"),
        ("call 3/12 about price", "2026-12-03", "call about price"),
        ("14.3 call", "2027-03-14", "call"),
        ("call 3 dec 26", "2026-12-03", "call"),
        ("3 jan 26, call", "2026-01-03", "call"),
        ("3 dec: 26 people dinner", "2026-12-03", "26 people dinner"),
        ("3 dec 2026 26 people dinner", "2026-12-03", "26 people dinner"),
        ("3 dec 40 people dinner", "2026-12-03", "40 people dinner"),
        ("dec 3 26: call", "2026-12-03", "call"),
        ("first monday of december call", "2026-12-07", "call"),
        ("call by the first monday of december 2027", "2027-12-06", "call"),
        ("fri second call", "2026-11-27", "second call"),
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
     "any ad and one", "10-12 people", "see the 2nd draft", "a 3m cable", "may want a demo", "Tom wants a demo",
     "call fryday", "call soon", "14.30 call", "version 3.50"],
)  # fmt: skip
def test_words_without_a_date(line: str) -> None:
    assert find_date(line.split(), SATURDAY) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31 feb call", "“31 feb” is a day that does not exist"),
        ("29 feb 2027 call", "“29 feb 2027” is a day that does not exist"),
        ("call 2026-02-31 about price", "“2026-02-31” is a day"),
        ("1.1.99999 call", "“1.1.99999” is a day that does not exist"),
        ("call 1 jan 9999", "not between the years"),
        ("fri 31 nov", "does not exist"),
        ("call 29 feb 27", "“29 feb 27” is a day that does not exist"),
        (
            "3 dec 26 people",
            "“3 dec 26” could mean the year 2026 or 26 of what follows. Write 3 dec 2026, or 3 dec: 26.",
        ),
        ("3 dec 29 call", "Write 3 dec 2029, or 3 dec: 29."),
        ("fifth mon of december call", "“fifth mon of december” is a day that does not exist"),
    ],
)
def test_a_date_among_words_that_is_none(line: str, why: str) -> None:
    with pytest.raises(BadInput, match=re.escape(why)):
        find_date(line.split(), SATURDAY)


@pytest.mark.parametrize(("day_first", "iso"), [(True, "2026-12-03"), (False, "2027-03-12"), (None, None)])
def test_a_date_among_words_in_the_sellers_order(day_first: bool | None, iso: str | None) -> None:
    found = find_date(["call", "3/12", "about", "price"], SATURDAY, day_first=day_first)
    assert (found and found[0].isoformat()) == iso


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2026-11-20", "yesterday"),
        ("2026-11-21", "today"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-27", "Fri 27 Nov"),
        ("2026-11-02", "Mon 2 Nov"),
        ("2027-01-05", "Tue 5 Jan 2027"),
        ("2027-05-19", "Wed 19 May 2027"),
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


@given(days, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(today: date, count: int) -> None:
    day = today
    for _ in range(count):
        day = next_working_day(day)
    assert count == 0 or add_working_days(today, count) == day


PIECES = "+2w next week fri 3 dec 29 feb 3/12 31 in a month end of by the 15th w53 2026-12-03 00 9999 mid - . years"
date_like = st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=4), max_size=8)


@given(date_like, st.dates(), st.sampled_from([True, False, None]))
def test_any_text_is_a_date_or_refused(words: list[str], today: date, day_first: bool | None) -> None:
    with suppress(BadInput):
        assert isinstance(parse_date(" ".join(words), today, day_first=day_first), date)


@given(date_like, st.dates())
def test_a_found_date_is_part_of_the_words(words: list[str], today: date) -> None:
    found = None
    with suppress(BadInput):
        found = find_date(words, today)
    if found is not None:
        assert 0 <= found[1] < found[2] <= len(words)
