"""The score column: kept up to date by writes, refreshed once a day, sorted and searched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import QUALIFICATION, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.stage import Stage
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def score(workspace: Workspace, deal_id: int = 1) -> int | None:
    return workspace.board.deal(deal_id).score


def test_every_write_that_matters_changes_it(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(source="referral")
    seen = [score(workspace)]

    def then(points: int) -> None:
        assert score(workspace) == (seen[-1] or 0) + points
        seen.append(score(workspace))

    assert seen == [12]
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    then(10)
    workspace.pipeline.edit(deal.id, {"contact": "Kari", "email": "kari@acme.example"})
    then(4)
    workspace.people.set_role(1, Role.DECISION_MAKER)
    then(8)
    workspace.activity.add_note((deal.id,), "called")
    then(3)
    workspace.people.edit_contact(1, {"may_contact": False})
    then(-4)
    workspace.activity.delete_note(1)
    then(-3)
    workspace.pipeline.edit(deal.id, {"source": ""})
    then(-12)
    assert maintenance.check(workspace) == ()


def test_silence_takes_points_once_a_day(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    add_deal(source="referral")
    tick(days=17)
    assert score(workspace) == 12
    workspace.begin_day()
    assert score(workspace) == 9
    tick(hours=5)
    workspace.begin_day()
    assert score(workspace) == 9


def test_opening_the_board_begins_the_day(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    add_deal(source="referral")
    tick(days=17)
    assert score(make_workspace(login="ola")) == 9
    assert workspace.undoing.undo().summary == "undid: added “Acme: pilot” to lead"


def test_engagement_fades(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    for _ in range(4):
        workspace.activity.add_note((deal.id,), "called")
    assert score(workspace) == 14
    tick(days=29)
    workspace.begin_day()
    assert score(workspace) == 0


def test_the_panel_explains_the_number_on_the_card(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(source="event", contact="Kari", phone="+47 22")
    workspace.qualifying.answer_many(deal.id, dict.fromkeys(QUALIFICATION, Answer.YES))
    detail = workspace.board.detail(deal.id)
    assert detail.score is not None
    assert detail.score.total == detail.deal.score == sum(each.points for each in detail.score.points) == 30 + 7 + 4
    card = workspace.board.window(Stage.LEAD, 0, 5, Query(), Sort.RANK).cards[0]
    assert card.score == 41


def test_a_closed_deal_has_none_and_gets_it_back(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(source="referral", stage=Stage.CLOSED)
    assert score(workspace) is None
    assert workspace.board.detail(deal.id).score is None
    workspace.pipeline.move((deal.id,), Stage.LEAD)
    assert score(workspace) == 12


@pytest.mark.parametrize(
    ("query", "found"),
    [("score>10", [1]), ("score:12", [1]), ("score<10", [2, 3]), ("-score>10", [4, 2, 3]), ("score:1..12", [1, 2])],
)
def test_searching_by_score(workspace: Workspace, add_deal: AddDeal, query: str, found: list[int]) -> None:
    for source in ("referral", "directory", "bought list"):
        add_deal(source=source)
    add_deal(source="referral", stage=Stage.CLOSED)
    parsed = parse_query(query, workspace.clock.today())
    assert sorted(deal.id for deal in workspace.board.deals(parsed)) == sorted(found)


def test_sorting_by_score(workspace: Workspace, add_deal: AddDeal) -> None:
    for source in ("directory", "referral", "", "inbound"):
        add_deal(source=source)
    window = workspace.board.window(Stage.LEAD, 0, 3, Query(), Sort.SCORE)
    assert [card.score for card in window.cards] == [12, 9, 2]
    assert workspace.board.locate(1, Query(), Sort.SCORE) == (Stage.LEAD, 2)


def test_weights_count_at_once(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(source="referral")
    workspace.settings.set("score.source", "50")
    assert score(workspace) == 50
    workspace.settings.set("sources", "referral=10, radio=80")
    assert score(workspace) == 5
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert score(workspace) == 12
    assert maintenance.check(workspace) == ()


def test_check_finds_a_score_that_is_wrong(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    database = workspace.session.database
    with database.writing():
        database.update_rows("deal", "score", [(77, 1)])
    assert maintenance.check(workspace) == ("Derived columns are out of date on #1 (score).",)
