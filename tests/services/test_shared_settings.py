"""Shared settings: set, read, explained, logged, undone, and what follows from them at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.errors import BadInput
from funnelboard.services import maintenance
from funnelboard.services import settings as service
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from tests.postgres.server import wait_until

AddDeal = Callable[..., Deal]
WINDOWS = dict.fromkeys(STAGES, (0, 20))


def weighted(workspace: Workspace, query: str = "") -> int:
    parsed = parse_query(query, workspace.clock.today())
    (total,) = workspace.board.load(parsed, Sort.RANK, WINDOWS).column(Stage.LEAD).totals
    return total.weighted


def test_setting_one_is_told_logged_and_undone(workspace: Workspace) -> None:
    done = workspace.settings.set("stale.lead", "21")
    assert done.summary == "set stale.lead to 21 (was 14)"
    assert workspace.settings.get("stale.lead") == "21"
    assert workspace.undoing.log()[0].summary == done.summary
    workspace.undoing.undo()
    assert workspace.settings.get("stale.lead") == "14"
    workspace.undoing.redo()
    assert workspace.settings.current().stale_days[Stage.LEAD] == 21


@pytest.mark.parametrize("nothing", ["", "default", "Default"])
def test_putting_the_default_back(workspace: Workspace, nothing: str) -> None:
    workspace.settings.set("gates", "strict")
    assert workspace.settings.set("gates", nothing).summary == "set gates to lenient (was strict)"
    assert workspace.settings.current().gates is Gates.LENIENT
    assert workspace.settings.set("gates", nothing).change == 0
    workspace.settings.set("gates", "strict")
    assert workspace.settings.current().gates is Gates.STRICT


def test_what_cannot_be_is_refused_and_nothing_changes(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match=r"stale\.lead: “soon” is not a whole number"):
        workspace.settings.set("stale.lead", "soon")
    with pytest.raises(BadInput, match="There is no setting “colour”"):
        workspace.settings.get("colour")
    assert workspace.undoing.log() == ()


def test_all_of_them_with_rates_at_the_end(workspace: Workspace) -> None:
    workspace.settings.set("rate.nok", "0,086")
    workspace.settings.set("preset", "agency")
    found = {each.name: each for each in workspace.settings.all()}
    assert list(found)[-1] == "rate.NOK"
    assert (found["rate.NOK"].value, found["rate.NOK"].is_set) == ("0.086", True)
    assert (found["currency"].value, found["currency"].is_set) == ("EUR", True), "the first rate is into something"
    assert found["sources"].value.startswith("referral, existing customer, inbound")
    assert all(each.help and each.reason for each in found.values())
    workspace.settings.set("rate.NOK", "")
    assert workspace.settings.get("rate.NOK") == ""
    workspace.undoing.undo()
    assert str(workspace.settings.current().rates["NOK"]) == "0.086"


def test_probabilities_change_every_weighted_sum_at_once(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(amount=Money(1_000, "EUR"))
    judged = add_deal(amount=Money(1_000, "EUR"))
    workspace.pipeline.edit(judged.id, {"probability": 70})
    assert weighted(workspace) == 1_000 * 5 + 1_000 * 70
    workspace.settings.set("probability.lead", "10")
    assert weighted(workspace) == weighted(workspace, "stage:lead") == 1_000 * 10 + 1_000 * 70
    assert workspace.board.deal(1).probability == 10
    assert len(workspace.board.deals(parse_query("prob:10", workspace.clock.today()))) == 1
    add_deal(amount=Money(500, "EUR"))
    assert weighted(workspace) == 1_500 * 10 + 1_000 * 70
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert weighted(workspace) == 1_000 * 5 + 1_000 * 70
    assert maintenance.check(workspace) == ()


def test_staleness_follows_at_once(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    tick(days=5)
    workspace.settings.set("stale.lead", "4")
    (found,) = workspace.board.deals(parse_query("is:stale", workspace.clock.today()))
    assert found.id == deal.id
    card = workspace.board.window(Stage.LEAD, 0, 5, Query(), Sort.RANK).cards[0]
    assert card.stale_days(workspace.clock.now(), workspace.clock.today()) == 5
    assert workspace.board.detail(deal.id).stale_days == 5


def test_another_sellers_setting_counts(make_workspace: Callable[..., Workspace], workspace: Workspace) -> None:
    assert workspace.settings.current().gates is Gates.LENIENT
    make_workspace(login="ola").settings.set("gates", "strict")
    wait_until(lambda: workspace.settings.current().gates is Gates.STRICT, "a server has told of it")


def test_a_setting_that_was_not_kept_does_not_count(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BadInput("no")

    monkeypatch.setattr(service, "finished", refuse)
    with pytest.raises(BadInput):
        workspace.settings.set("gates", "strict")
    assert workspace.settings.current().gates is Gates.LENIENT


def test_sources_are_those_of_the_preset_or_ones_own(workspace: Workspace, add_deal: AddDeal) -> None:
    with pytest.raises(BadInput, match="“accelerator” is no source"):
        add_deal(source="accelerator")
    workspace.settings.set("preset", "startup")
    assert add_deal(source="accelerator").source == "accelerator"
    workspace.settings.set("sources", "radio, fair=80")
    assert add_deal(source="radio").source == "radio"
    with pytest.raises(BadInput, match="Choose one of: radio, fair"):
        add_deal(source="accelerator")


def test_the_words_of_a_preset(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.settings.set("preset", "startup")
    questions = workspace.qualifying.questions(deal.id)
    assert questions[0].text == "Do they invest in our field and at our stage?"
    assert workspace.board.detail(deal.id).checklist == (("research the fund", False), ("send the deck", False))


def test_a_new_database_with_a_preset_and_a_currency(tmp_path: Path) -> None:
    path = maintenance.create(str(tmp_path / "new.db"), currency="nok", preset="consulting")
    workspace = open_workspace(str(path), login="kari")
    assert workspace.default_currency == "NOK"
    assert workspace.settings.current().preset.name == "consulting"
    workspace.settings.set("currency", "SEK")
    assert workspace.default_currency == "SEK"
    workspace.close()
    with pytest.raises(BadInput, match="preset: “shop” is none of"):
        maintenance.create(str(tmp_path / "other.db"), preset="shop")
    assert not (tmp_path / "other.db").exists()
