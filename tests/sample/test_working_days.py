"""Days counted in working days from a reference day."""

from __future__ import annotations

from datetime import date, timedelta

from funnelboard.sample.working_days import day_mover, working_day


def test_days_keep_their_distance_in_working_days() -> None:
    friday, saturday, monday = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
    assert [working_day(friday, offset) for offset in (-5, -1, 0, 1)] == [
        friday - timedelta(days=7),
        friday - timedelta(days=1),
        friday,
        monday,
    ]
    assert [working_day(saturday, offset) for offset in (-1, 0, 1)] == [friday, saturday, monday]
    assert [working_day(monday, offset) for offset in (-6, -1, 5)] == [
        friday - timedelta(days=7),
        friday,
        monday + timedelta(days=7),
    ]
    move = day_mover(friday, saturday)
    assert [move(day) for day in (friday - timedelta(days=1), friday, monday)] == [friday, saturday, monday]
