"""What a query means at its edges: days of the seller's own zone, currencies with other decimals, absurd values."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.money import Money
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace

Ask = Callable[[str], list[int]]


@pytest.fixture
def ask(workspace: Workspace) -> Ask:
    """Ids of the deals that a query shows, lowest first."""

    def matching(text: str) -> list[int]:
        query = parse_query(text, workspace.clock.today(), "EUR")
        return [deal.id for deal in reversed(workspace.board.deals(query, Sort.NEWEST))]

    return matching


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("zone", "days"),
    [("UTC", (18, 18, 18)), ("Pacific/Auckland", (18, 19, 19)), ("America/Los_Angeles", (17, 18, 18))],
)
def test_a_day_is_the_sellers_own(
    zone: str, days: tuple[int, ...], ask: Ask, add_deal: Callable[..., Deal], clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for hour in (1, 12, 23):
        clock.instant = at(2026, 11, 18, hour)
        add_deal()
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for day in (17, 18, 19):
        expected = [number for number, found in enumerate(days, 1) if found == day]
        assert ask(f"created:2026-11-{day}") == expected
        assert ask(f"created>=2026-11-{day} created<=2026-11-{day}") == expected
        assert ask(f"created>2026-11-{day - 1} created<2026-11-{day + 1}") == expected


def test_the_day_the_clocks_change_has_25_hours(
    ask: Ask, add_deal: Callable[..., Deal], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    for instant in (at(2026, 10, 24, 21, 59), at(2026, 10, 24, 22), at(2026, 10, 25, 22, 59), at(2026, 10, 25, 23)):
        clock.instant = instant
        add_deal()
    assert ask("created:2026-10-25") == [2, 3]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("amount:1.5", [1, 3]),
        ("amount:1.234KWD", [4]),
        ("amount>1.233KWD", [3, 4]),
        ("amount<1.235KWD", [4]),
        ("amount<1.5", [2, 4, 5]),
        ("amount<=1.5", [1, 2, 3, 4, 5]),
        ("amount:1.0001CLF", [5]),
        ("amount>=0", [1, 2, 3, 4, 5]),
        ("amount>8999999999999JPY", []),
        ("not amount>1", [2, 6]),
    ],
)
def test_amounts_are_compared_to_the_last_decimal(
    query: str, expected: list[int], ask: Ask, add_deal: Callable[..., Deal]
) -> None:
    for money in (Money(150, "EUR"), Money(1, "JPY"), Money(1500, "KWD"), Money(1234, "KWD"), Money(10_001, "CLF")):
        add_deal(amount=money)
    add_deal()
    assert ask(query) == expected


@pytest.mark.parametrize("field", ["created", "closed", "close", "due"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("operator", ["<", "<=", ":", ">=", ">"])
def test_days_at_the_end_of_the_calendar(
    field: str, day: str, operator: str, ask: Ask, add_deal: Callable[..., Deal], workspace: Workspace
) -> None:
    deal = add_deal(expected_close=date(2026, 12, 1))
    workspace.activity.add_follow_up((deal.id,), date(2026, 12, 1), "call", "")
    has_one = field != "closed" and operator in (("<", "<=") if day > "2026" else (">", ">="))
    assert ask(f"{field}{operator}{day}") == ([deal.id] if has_one else [])


def test_parked_deals_are_shown_only_where_they_are_asked_for(
    ask: Ask, add_deal: Callable[..., Deal], workspace: Workspace
) -> None:
    parked, other = add_deal(), add_deal()
    with workspace.session.change("park") as change:
        change.update("deal", parked.id, {"parked_until": "2027-01-01"})
    assert ask("") == ask("is:open") == ask("not is:parked") == [other.id]
    assert ask("is:parked") == [parked.id]
    assert ask("is:parked or is:open") == [parked.id, other.id]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("ÄRZTE", "ärzte"),
        ("Straße", "STRASSE"),
        ("A\u030ase", "åse"),
        ("ﬁnal", "FINAL"),
        ("100%_sure", "%_"),
        ("bad \udcff byte", "\udcff"),
        ("it's", "'"),
    ],
)
def test_words_are_found_whatever_their_case_and_form(
    stored: str, typed: str, ask: Ask, add_deal: Callable[..., Any], workspace: Workspace
) -> None:
    titled, noted, named, other = add_deal(title=stored), add_deal(), add_deal(contact=stored), add_deal(title="zzz")
    workspace.activity.add_note((noted.id,), f"said {stored} twice")
    assert ask(typed) == [titled.id, noted.id, named.id]
    assert other.id in ask(f"not {typed}")


def test_no_word_is_found_across_two_fields(ask: Ask, add_deal: Callable[..., Deal]) -> None:
    add_deal(title="pilot", company="Acme")
    assert ask('"pilot acme"') == []
    assert ask("pilot acme") == [1]


def test_what_is_in_the_bin_is_not_found(ask: Ask, add_deal: Callable[..., Deal], workspace: Workspace) -> None:
    noted, deleted = add_deal(), add_deal(title="secret")
    note_id = workspace.activity.add_note((noted.id,), "secret").row_id
    workspace.pipeline.delete((deleted.id,))
    assert ask("secret") == [noted.id]
    assert note_id is not None
    workspace.activity.delete_note(note_id)
    assert ask("secret") == []
