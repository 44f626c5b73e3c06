"""Exchange rates: given, imported, taken away; what is summed, sorted and found by them, at once and exactly."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


@pytest.fixture
def given(workspace: Workspace) -> Workspace:
    """A board in euros with three rates."""
    workspace.settings.set("currency", "EUR")
    for code, worth in (("NOK", "0.086"), ("JPY", "0,006"), ("KWD", "3.000000000001")):
        workspace.rates.set(code, worth)
    return workspace


def found(workspace: Workspace, text: str = "") -> list[int]:
    """Deals by amount, greatest first, with sound sums below them."""
    assert maintenance.check(workspace) == ()
    query = parse_query(text, workspace.clock.today(), workspace.default_currency)
    return [deal.id for deal in workspace.board.deals(query, Sort.AMOUNT)]


def test_sums_are_exact_and_only_of_what_has_a_rate(given: Workspace) -> None:
    converted = given.settings.current().converted
    assert converted({"EUR": 100, "NOK": 100_000, "JPY": 1_000}) == Money(100 + 8_600 + 600, "EUR")
    assert converted({"KWD": 10**15 - 1}) == Money(300_000_000_000_100, "EUR"), "no float has as many digits"
    assert converted({"EUR": 100, "USD": 1}) is None, "nobody has said what a dollar is worth"


def test_each_change_is_told_logged_and_undone(given: Workspace) -> None:
    assert given.rates.set("nok", "0.09", date(2026, 11, 1)).summary == "set rate.NOK to 0.09 (was 0.086)"
    assert [(rate.currency, rate.worth, rate.day) for rate in given.rates.all()][-1] == (
        "NOK", Decimal("0.09"), date(2026, 11, 1),
    )  # fmt: skip
    assert given.rates.set("NOK", "0.09", date(2026, 11, 1)).change == 0
    given.rates.remove("JPY")
    given.undoing.undo()
    given.undoing.undo()
    assert given.settings.get("rate.NOK") == "0.086"
    assert given.settings.get("rate.JPY") == "0.006"
    assert given.rates.remove("USD").change == 0
    for code, worth, sentence in (
        ("EUR", "1", "EUR is the board's own currency"),
        ("XXX", "1", "“XXX” is not a currency"),
        ("NOK", "0.0000000000001", "“0.0000000000001” is no exchange rate"),
        ("NOK", "1.0000000000001", "has too many decimals"),
        ("NOK", "1e400", "is no exchange rate"),
    ):
        with pytest.raises(BadInput, match=sentence):
            given.rates.set(code, worth)


def test_amounts_are_compared_at_the_rates(workspace: Workspace, add_deal: AddDeal) -> None:
    for money in (
        Money(100_00, "EUR"), Money(1000_00, "NOK"), Money(20_000, "JPY"), Money(500_00, "USD"), Money(900_00, "USD"),
        None,
    ):  # fmt: skip
        add_deal(amount=money)
    assert found(workspace) == [2, 5, 4, 3, 1, 6], "without rates, as they stand"
    assert found(workspace, "amount>=500") == [2, 5, 4, 3]
    workspace.rates.set("NOK", "0.086")
    workspace.rates.set("JPY", "0.006")
    assert found(workspace) == [3, 1, 2, 5, 4, 6], "dollars stand apart"
    assert found(workspace, "amount>=86") == [3, 1, 2]
    assert found(workspace, "amount>86") == [3, 1]
    assert found(workspace, "amount>600USD") == [5]
    assert found(workspace, "not amount>=86") == [5, 4, 6]
    workspace.rates.set("USD", "1")
    assert found(workspace) == [5, 4, 3, 1, 2, 6]
    workspace.pipeline.edit(6, {"amount": Money(10_000_00, "NOK")})
    assert found(workspace)[:2] == [5, 6]
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert found(workspace) == [3, 1, 2, 5, 4, 6]
    workspace.settings.set("currency", "NOK")
    assert found(workspace) == [2, 5, 4, 3, 1, 6], "a rate into euros says nothing in kroner"


def test_rates_into_the_earlier_currency_wait_until_it_is_back(given: Workspace) -> None:
    assert given.settings.set("currency", "SEK").summary == (
        "set currency to SEK (was EUR); 3 rates into EUR no longer count: give new ones"
    )
    assert given.rates.all() == ()
    assert [rate.currency for rate in given.rates.waiting()] == ["JPY", "KWD", "NOK"]
    assert given.settings.current().rates == {}
    given.rates.set("NOK", "0.97")
    assert given.settings.current().rates == {"NOK": Decimal("0.97")}
    given.settings.set("currency", "EUR")
    assert given.settings.current().rates.keys() == {"JPY", "KWD"}, "the krone is worth nothing in euros any more"


def test_the_first_rate_makes_the_sellers_currency_the_boards(workspace: Workspace) -> None:
    workspace.rates.set("NOK", "0.086")
    assert workspace.settings.current().currency == "EUR"
    workspace.undoing.undo()
    assert workspace.settings.current().currency == ""
    assert workspace.rates.all() == ()


def test_a_file_of_rates_is_taken_whole_or_not_at_all(given: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("Date;Currency;Rate\n2026-11-16;NOK;0,085\n2026-11-17;NOK;0,0862\n2026-11-17;EUR;1\n;usd;0.87\n")
    assert given.rates.import_file(file).summary == "imported 2 rates into EUR"
    assert [(rate.currency, rate.worth, rate.day) for rate in given.rates.all()][2:] == [
        ("NOK", Decimal("0.0862"), date(2026, 11, 17)),
        ("USD", Decimal("0.87"), given.clock.today()),
    ]
    before = given.rates.all()
    for content, sentence in (
        ("currency,rate\nSEK,0.09\nKRONE,1\n", "Line 3: “KRONE” is not a currency.*Nothing was imported"),
        ("currency,rate\nSEK,much\n", "Line 2: “much” is no exchange rate"),
        ("currency,rate\nSEK,0.09\nEUR,2\n", "EUR is the board's own currency"),
        ("name,rate\nSEK,0.09\n", "needs a column “currency”"),
        ("currency,rate\nSEK,0.09,1\n", "Line 2: "),
    ):
        file.write_text(content)
        with pytest.raises(BadInput, match=sentence):
            given.rates.import_file(file)
    assert given.rates.all() == before
    given.undoing.undo()
    assert given.settings.get("rate.NOK") == "0.086"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo", "America/St_Johns", "Pacific/Auckland"])
def test_won_this_year_is_the_sellers_year(
    zone: str, workspace: Workspace, add_deal: AddDeal, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert os.environ["TZ"] == zone
    now = clock.instant
    for hours in range(-30, 31):
        clock.instant = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 + hours * 3_600_000_000 + 1
        add_deal(stage=Stage.CLOSED, outcome=Outcome.WON, amount=Money(10 ** (abs(hours) % 3), "EUR"))
    clock.instant = now
    workspace.pipeline.delete((61,))
    begin = int(datetime(2026, 1, 1).timestamp()) * 1_000_000
    expected = workspace.session.database.rows_of(
        "SELECT SUM(amount) FROM deal WHERE outcome = 'won' AND closed_at >= ? AND deleted_at IS NULL", (begin,)
    )[0][0]
    assert 0 < expected < 61 * 100
    for query in (Query(), parse_query("acme", workspace.clock.today())):
        (total,) = workspace.board.window(Stage.CLOSED, 0, 1, query, Sort.RANK).totals
        assert total.this_year == expected
        loaded = workspace.board.load(query, Sort.RANK, dict.fromkeys(STAGES, (0, 1)))
        assert loaded.column(Stage.CLOSED).totals == (total,)
    assert maintenance.check(workspace) == ()
    workspace.pipeline.move((60, 59), Stage.OPPORTUNITY)
    assert maintenance.check(workspace) == ()
