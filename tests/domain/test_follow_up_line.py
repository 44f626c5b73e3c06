from __future__ import annotations

from datetime import date

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
        ("call tom", FollowUpLine(date(2026, 11, 23), "call", "call tom", assumed_due=True)),
        ("call about 40 seats", FollowUpLine(date(2026, 11, 23), "call", "call about 40 seats", assumed_due=True)),
    ],
)
def test_a_line_as_a_follow_up(text: str, expected: FollowUpLine) -> None:
    assert parse_follow_up(text, TODAY) == expected


@pytest.mark.parametrize("text", ["", "  \t"])
def test_an_empty_line_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="fri call"):
        parse_follow_up(text, TODAY)


@pytest.mark.parametrize("kind", FOLLOW_UP_KINDS)
def test_every_kind_can_be_typed(kind: str) -> None:
    assert parse_follow_up(f"fri {kind} something", TODAY).kind == kind


@given(st.lists(st.sampled_from(["fri", "call", "+2w", "31", "nov", "a", "week", "Kari,", "\u0130"]) | st.text()))
def test_any_text_is_a_follow_up_or_refused(words: list[str]) -> None:
    try:
        follow_up = parse_follow_up(" ".join(words), TODAY)
    except BadInput:
        assert not " ".join(words).split()
    else:
        assert follow_up.kind in FOLLOW_UP_KINDS
