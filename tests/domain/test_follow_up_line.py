from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.follow_up_line import FOLLOW_UP_KINDS, FollowUpLine, parse_follow_up
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri call about price", FollowUpLine(FRIDAY, "call", "call about price")),
        ("call about price fri", FollowUpLine(FRIDAY, "call", "call about price")),
        ("Call, fri: about price", FollowUpLine(FRIDAY, "call", "Call, about price")),
        ("27 nov mail Kari", FollowUpLine(FRIDAY, "email", "mail Kari")),
        ("visit Nordlys on fri", FollowUpLine(FRIDAY, "meeting", "visit Nordlys")),
        ("fri ask about contract", FollowUpLine(FRIDAY, "contract", "ask about contract")),
        ("fri send it", FollowUpLine(FRIDAY, "todo", "send it")),
        ("fri", FollowUpLine(FRIDAY, "todo", "")),
        ("tom", FollowUpLine(date(2026, 11, 22), "todo", "")),
        ("3 dec", FollowUpLine(date(2026, 12, 3), "todo", "")),
        ("fri 10:30 call", FollowUpLine(FRIDAY, "call", "call", time(10, 30))),
        ("10:30 fri call", FollowUpLine(FRIDAY, "call", "call", time(10, 30))),
        ("fri call at 10:30 about price", FollowUpLine(FRIDAY, "call", "call about price", time(10, 30))),
        ("fri, 9:05: call", FollowUpLine(FRIDAY, "call", "call", time(9, 5))),
        ("fri 10am call", FollowUpLine(FRIDAY, "call", "call", time(10))),
        ("fri 2.30 pm call", FollowUpLine(FRIDAY, "call", "call", time(14, 30))),
        ("fri 12pm", FollowUpLine(FRIDAY, "todo", "", time(12))),
        ("fri 12am", FollowUpLine(FRIDAY, "todo", "", time(0))),
        ("tomorrow at 2pm", FollowUpLine(date(2026, 11, 22), "todo", "", time(14))),
        ("fri at 14 call", FollowUpLine(FRIDAY, "call", "call", time(14))),
        ("fri at 1430 call", FollowUpLine(FRIDAY, "call", "call", time(14, 30))),
        ("fri kl. 9.30 call", FollowUpLine(FRIDAY, "call", "call", time(9, 30))),
        ("fri 9.30 call", FollowUpLine(FRIDAY, "call", "call", time(9, 30))),
        ("fri 14h call", FollowUpLine(FRIDAY, "call", "call", time(14))),
        ("fri 10 o'clock call", FollowUpLine(FRIDAY, "call", "call", time(10))),
        ("noon fri lunch", FollowUpLine(FRIDAY, "meeting", "lunch", time(12))),
        ("tonight at 8 call", FollowUpLine(TODAY, "call", "call", time(20))),
        ("this afternoon 2:15 call", FollowUpLine(TODAY, "call", "call", time(14, 15))),
        ("tom 10:30", FollowUpLine(date(2026, 11, 22), "todo", "", time(10, 30))),
        ("10:30 call", FollowUpLine(TODAY, "call", "call", time(10, 30))),
        ("14.30 call", FollowUpLine(TODAY, "call", "call", time(14, 30))),
        ("14.30", FollowUpLine(TODAY, "todo", "", time(14, 30))),
        ("9.30 call", FollowUpLine(TODAY, "call", "call", time(9, 30))),
        ("14.30 fri call", FollowUpLine(FRIDAY, "call", "call", time(14, 30))),
        ("14.3 call", FollowUpLine(date(2027, 3, 14), "call", "call")),
        ("3 dec 26 10:30", FollowUpLine(date(2026, 12, 3), "todo", "", time(10, 30))),
        ("call at 10", FollowUpLine(TODAY, "call", "call", time(10))),
        ("at 10 call", FollowUpLine(TODAY, "call", "call", time(10))),
        ("call Tom at 14.30", FollowUpLine(TODAY, "call", "call Tom", time(14, 30))),
        ("call at 10 about price", FollowUpLine(TODAY, "call", "call about price", time(10))),
        ("call at 10, then mail", FollowUpLine(TODAY, "call", "call then mail", time(10))),
        ("call at 10:30", FollowUpLine(TODAY, "call", "call", time(10, 30))),
        ("call at 2pm about price", FollowUpLine(TODAY, "call", "call about price", time(14))),
        ("at 10 december call", FollowUpLine(date(2026, 12, 10), "call", "at call")),
        ("fri 10.12 call", FollowUpLine(FRIDAY, "call", "10.12 call")),
        ("fri discuss a 50:50 split", FollowUpLine(FRIDAY, "todo", "discuss a 50:50 split")),
    ],
)
def test_a_line_as_a_follow_up(text: str, expected: FollowUpLine) -> None:
    assert parse_follow_up(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("fryday call", "“fryday call” does not say when; did you mean friday?"),
        ("fryday 10:30 call", "did you mean friday?"),
        ("soon call", "does not say when. Put the day in front: fri, "),
        ("call about 40 seats", "does not say when"),
        ("call tom", "does not say when"),
        ("31 feb call", "“31 feb” is a day that does not exist"),
        ("29 feb 2027 call", "“29 feb 2027” is a day that does not exist"),
        ("1.1.99999 call", "does not exist"),
        ("fri 25:00 call", "“25:00” is a time that does not exist"),
        ("fri 13pm call", "“13pm” is a time that does not exist"),
        ("fri at 2 call", "“at 2” could be morning or afternoon"),
        ("call at 2", "does not say when"),
        ("call at 20", "does not say when"),
        ("offer at 1200", "does not say when"),
        ("meet at 10 Downing Street", "does not say when"),
        ("3.50 call", "does not say when"),
        ("call tom at 10", "does not say when"),
        ("call fryday at 10", "did you mean friday?"),
        ("call tomorow at 10:30", "did you mean tomorrow?"),
        ("fri " + "call " * 12_000, "A line of 60,004 characters is too long; 1,000 fit."),
    ],
)
def test_a_line_that_does_not_say_when_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=re.escape(why)):
        parse_follow_up(text, TODAY)


@pytest.mark.parametrize("text", ["", "  \t"])
def test_an_empty_line_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="fri call"):
        parse_follow_up(text, TODAY)


@pytest.mark.parametrize("kind", FOLLOW_UP_KINDS)
def test_every_kind_can_be_typed(kind: str) -> None:
    assert parse_follow_up(f"fri {kind} something", TODAY).kind == kind


@given(st.lists(st.sampled_from(["fri", "call", "+2w", "31", "nov", "a", "week", "Kari,", "\u0130"]) | st.text()))
def test_any_text_is_a_follow_up_or_refused(words: list[str]) -> None:
    with suppress(BadInput):
        assert parse_follow_up(" ".join(words), TODAY).kind in FOLLOW_UP_KINDS
