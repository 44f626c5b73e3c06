"""A moment as a script says it."""

from __future__ import annotations

import pytest

from funnelboard.domain.moments import parse_moment
from funnelboard.errors import BadInput

SECOND = 1_000_000
AT = 1_795_442_709 * SECOND
"""2026-11-23T14:05:09Z."""


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [
        ("2026-11-23T14:05:09Z", AT, SECOND),
        ("2026-11-23t14:05:09z", AT, SECOND),
        ("2026-11-23 15:05:09+01:00", AT, SECOND),
        ("2026-11-23T14:05:09", AT, SECOND),
        ("2026-11-23T14:05:09.25Z", AT + 250_000, 10_000),
        ("2026-11-23T14:05:09.250001Z", AT + 250_001, 1),
        (" 2026-11-23T14:05 ", AT - 9 * SECOND, 60 * SECOND),
    ],
)
def test_it_lasts_as_long_as_it_is_precise(text: str, first: int, length: int) -> None:
    assert parse_moment(text) == (first, first + length - 1)


@pytest.mark.parametrize("text", ["", "2026-11-23", "14:05", "yesterday", "2026-11-23T14", "٢٠٢٦-11-23T14:05"])
def test_what_has_no_day_and_time_is_none(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize("text", ["2026-02-30T10:00", "2026-11-23T24:01", "2026-11-23T14:05+99:00", "0000-01-01T00:00"])
def test_what_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no moment"):
        parse_moment(text)
