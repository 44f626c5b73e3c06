"""Cells of other programs' files are understood, or refused with a reason."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput
from funnelboard.exchange.values import (
    instant,
    local_day,
    read_emails,
    read_moment,
    read_probability,
    read_tags,
    settle_day_first,
)

THIRD = date(2016, 12, 3)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("2016-12-03", True, THIRD),
        ("2016/12/3", False, THIRD),
        ("03-12-16", True, THIRD),
        ("12-03-16", False, THIRD),
        ("3/12/2016", True, THIRD),
        ("3.12.2016", False, THIRD),
        ("3 Dec 2016", False, THIRD),
        ("03-Dec-16", False, THIRD),
        ("December 3, 2016", True, THIRD),
        ("3. december 2016", True, THIRD),
        ("03-12-70", True, date(1970, 12, 3)),
        ("", True, None),
        ("N/A", True, None),
        ("42707", True, THIRD),
        ("42707.5", False, datetime(2016, 12, 3, 12)),
        ("03 Dec, 2016 00:02:00", True, datetime(2016, 12, 3, 0, 2)),
        ("2016-12-03 14:05", True, datetime(2016, 12, 3, 14, 5)),
        ("2016-12-03T14:05:09.5", True, datetime(2016, 12, 3, 14, 5, 9, 500_000)),
        ("12/3/2016, 2:05 PM", False, datetime(2016, 12, 3, 14, 5)),
        ("12/3/2016 12:05 am", False, datetime(2016, 12, 3, 0, 5)),
        ("2016-12-03T14:05:09Z", True, datetime(2016, 12, 3, 14, 5, 9, tzinfo=UTC)),
        ("2016-12-03 14:05 +02:00", True, datetime(2016, 12, 3, 14, 5, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_dates(text: str, day_first: bool, expected: date | None) -> None:
    assert read_moment(text, day_first) == expected


@pytest.mark.parametrize(
    "text", ["soon", "2016-13-01", "31-02-2016", "1/2", "1800-01-01", "2016-12-03 25:00", "1,2,16"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a date"):
        read_moment(text, day_first=True)


def test_the_reason_names_the_order_that_was_tried() -> None:
    with pytest.raises(BadInput, match="with the month first"):
        read_moment("13-02-2016", day_first=False)


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["20-10-16", "01-03-17"], True),
        (["01/13/2017", "01/02/2017"], False),
        (["2017-01-02", "", "5/5/2017", "1.2.2017"], True),
        (["01-02-17 10:00", "28-02-17 11:00"], True),
    ],
)
def test_a_thirteenth_settles_the_order(cells: list[str], day_first: bool) -> None:
    assert settle_day_first({"date": cells}) is day_first


def test_one_column_settles_the_order_for_the_others() -> None:
    assert settle_day_first({"created": ["01/02/2017"], "closed": ["03/31/2017"]}) is False


def test_an_order_that_cannot_be_told_is_asked_for() -> None:
    with pytest.raises(
        BadInput, match=r"“01/02/2017” in “created” can be read in two ways.*--day-first or --month-first"
    ):
        settle_day_first({"created": ["01/02/2017", "2017-01-02"]})
    with pytest.raises(BadInput, match=r"“13/02/2017” in “a” has the day first, “02/13/2017” in “b” the month"):
        settle_day_first({"a": ["13/02/2017"], "b": ["02/13/2017"]})


def test_a_date_becomes_local_noon_and_keeps_its_day() -> None:
    noon = datetime.fromtimestamp(instant(THIRD) / 1e6)
    assert (noon.date(), noon.hour) == (THIRD, 12)
    assert instant(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1_000_000
    assert local_day(datetime(2016, 12, 3, 23, 59)) == local_day(THIRD) == THIRD


@pytest.mark.parametrize(
    ("text", "expected"),
    [("50", 50), ("50 %", 50), ("0.25", 25), ("1.0", 100), ("1", 1), ("33,4%", 33), ("0", 0), ("-", None), ("", None)],
)
def test_probabilities(text: str, expected: int | None) -> None:
    assert read_probability(text) == expected


@pytest.mark.parametrize("text", ["101", "-5", "high", "50%%"])
def test_what_is_not_a_probability_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not a probability"):
        read_probability(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kari@nordlys.no", "kari@nordlys.no"),
        ("Kari <kari@nordlys.no>; per@nordlys.no", "kari@nordlys.no per@nordlys.no"),
        ("mailto:kari@nordlys.no", "kari@nordlys.no"),
        ("n/a", ""),
    ],
)
def test_addresses(text: str, expected: str) -> None:
    assert " ".join(read_emails(text)) == expected


def test_what_is_not_an_address_is_refused() -> None:
    with pytest.raises(BadInput, match="“call her” is not an e-mail address"):
        read_emails("call her")


def test_tags_come_once_and_bare() -> None:
    assert read_tags("#expo, big deal;expo | ,nordic") == ("expo", "big deal", "nordic")
    assert read_tags("") == ()


@given(st.text(max_size=40), st.booleans())
def test_readers_raise_nothing_but_a_reason(text: str, day_first: bool) -> None:
    for read in (read_emails, read_probability, read_tags, lambda cell: read_moment(cell, day_first)):
        with contextlib.suppress(BadInput):
            read(text)
