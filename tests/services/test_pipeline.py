"""Deals made, moved, put in order, handed over, tagged and taken off the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.quick_add import parse_quick_add
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace
from funnelboard.store import ranks

AddDeal = Callable[..., Deal]
Column = Callable[[Stage], list[int]]


@pytest.fixture
def column(workspace: Workspace) -> Column:
    """Ids of a stage's deals from the top."""

    def ids(stage: Stage) -> list[int]:
        return [card.id for card in workspace.board.window(stage, 0, 1_000, Query(), Sort.RANK).cards]

    return ids


class TestCreate:
    def test_with_everything_there_is_to_know(self, workspace: Workspace, clock: FixedClock) -> None:
        done = workspace.pipeline.create(
            title="  pilot ",
            stage=Stage.PROSPECT,
            company="Acme Oy",
            contact="Kari Nordmann",
            email="kari@example.com",
            phone="+47 555",
            amount=Money(1_200_000, "NOK"),
            source="referral",
            tags=("expo", "hot", "Expo"),
            owner="Ola Moe",
            follow_up=FollowUpLine(date(2026, 12, 1), "call", "call about the price"),
            expected_close=date(2027, 1, 31),
            note="met at the fair\nwants a price",
        )
        assert done.summary == "added “pilot” to prospect"
        assert done.row_id == done.deal_ids[0]
        detail = workspace.board.detail(done.deal_ids[0])
        deal = detail.deal
        assert (deal.title, deal.stage, deal.amount, deal.source) == (
            "pilot", Stage.PROSPECT, Money(1_200_000, "NOK"), "referral",
        )  # fmt: skip
        assert deal.company is not None
        assert deal.primary is not None
        assert (deal.company.name, deal.primary.contact.name) == ("Acme Oy", "Kari Nordmann")
        assert (deal.primary.contact.email, deal.primary.contact.phone) == ("kari@example.com", "+47 555")
        assert deal.primary.contact.company_id == deal.company.id
        assert deal.tags == ("expo", "hot")
        assert deal.owner is not None
        assert (deal.owner.name, deal.owner.login) == ("Ola Moe", None)
        assert deal.expected_close == date(2027, 1, 31)
        assert (deal.created_at, deal.stage_since, deal.last_touch) == (clock.now(),) * 3
        assert deal.next_follow_up == detail.follow_ups[0]
        assert detail.follow_ups[0].due == date(2026, 12, 1)
        assert [(entry.label, entry.text) for entry in detail.timeline] == [
            ("note", "met at the fair\nwants a price"),
            ("new prospect", ""),
        ]
        assert len(workspace.undoing.log()) == 1

    def test_a_title_is_enough(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal(title="a")
        assert (deal.stage, deal.amount, deal.company, deal.contacts) == (Stage.LEAD, None, None, ())
        assert deal.owner == workspace.seller

    def test_it_comes_first_in_its_stage(self, add_deal: AddDeal, column: Column) -> None:
        ids = [add_deal().id for _ in range(4)]
        assert column(Stage.LEAD) == ids[::-1]

    def test_people_and_companies_are_known_again_whatever_the_case(
        self, add_deal: AddDeal, workspace: Workspace
    ) -> None:
        first = add_deal(company="Ärzte AB", contact="Kari", email="kari@example.com")
        second = add_deal(company="ÄRZTE ab", contact="KARI")
        other = add_deal(company="Other", contact="Kari")
        assert first.company == second.company
        assert first.primary is not None
        assert second.primary is not None
        assert other.primary is not None
        assert first.primary.contact == second.primary.contact
        assert other.primary.contact.id != first.primary.contact.id, "a namesake in another company"
        assert workspace.board.companies("är") == ("Ärzte AB",)

    def test_an_address_without_a_name_is_the_contact(self, add_deal: AddDeal) -> None:
        (link,) = add_deal(email="kari@example.com", phone="+47 555").contacts
        assert (link.contact.name, link.contact.email) == ("kari@example.com", "kari@example.com")
        assert link.contact.phone == "+47 555"

    def test_an_amount_of_nothing_is_an_amount(self, add_deal: AddDeal) -> None:
        assert add_deal(amount=Money(0, "EUR")).amount == Money(0, "EUR")

    @pytest.mark.parametrize(("owner", "name"), [("me", "kari"), ("KARI", "kari"), (None, None)])
    def test_owners(self, owner: str | None, name: str | None, add_deal: AddDeal) -> None:
        deal = add_deal(owner=owner)
        assert (deal.owner and deal.owner.name) == name

    def test_one_typed_line(self, workspace: Workspace) -> None:
        line = "Acme Oy: pilot @Kari Nordmann kari@example.com 12k€ #expo ~referral =ola !fri call about price"
        done = workspace.pipeline.add(parse_quick_add(line, workspace.clock.today(), "EUR"), Stage.OPPORTUNITY)
        deal = workspace.board.deal(done.deal_ids[0])
        assert (deal.title, deal.stage, deal.amount) == ("Acme Oy: pilot", Stage.OPPORTUNITY, Money(1_200_000, "EUR"))
        assert deal.company is not None
        assert deal.primary is not None
        assert deal.next_follow_up is not None
        assert deal.owner is not None
        assert (deal.company.name, deal.primary.contact.email) == ("Acme Oy", "kari@example.com")
        assert (deal.tags, deal.source, deal.owner.name) == (("expo",), "referral", "ola")
        assert (deal.next_follow_up.due, deal.next_follow_up.kind) == (date(2026, 11, 20), "call")

    def test_a_line_with_only_an_address(self, workspace: Workspace) -> None:
        done = workspace.pipeline.add(parse_quick_add("pilot kari@example.com", workspace.clock.today(), "EUR"))
        deal = workspace.board.deal(done.deal_ids[0])
        assert deal.primary is not None
        assert (deal.title, deal.primary.contact.email) == ("pilot", "kari@example.com")


class TestMove:
    def test_a_moved_deal_goes_to_the_top(
        self, add_deal: AddDeal, workspace: Workspace, column: Column, tick: Callable[..., int]
    ) -> None:
        there, deal = add_deal(stage=Stage.PROSPECT), add_deal()
        now = tick(days=2)
        done = workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="asked for a demo")
        assert done.summary == "moved “Acme: pilot” to prospect although not all is answered: asked for a demo"
        assert column(Stage.PROSPECT) == [deal.id, there.id]
        assert column(Stage.LEAD) == []
        moved = workspace.board.deal(deal.id)
        assert (moved.stage_since, moved.last_touch, moved.created_at) == (now, now, deal.created_at)
        entry = workspace.board.detail(deal.id).timeline[0]
        assert (entry.label, entry.text, entry.at, entry.seller) == ("lead → prospect", "asked for a demo", now, "kari")

    def test_several_keep_the_order_they_were_named_in(
        self, add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        ids = [add_deal().id for _ in range(4)]
        done = workspace.pipeline.move((ids[2], ids[0], ids[3], ids[2]), Stage.OPPORTUNITY, because="it is so")
        assert column(Stage.OPPORTUNITY) == [ids[2], ids[0], ids[3]]
        assert done.summary == "moved 3 deals to opportunity although not all is answered: it is so"
        assert done.deal_ids == (ids[0], ids[2], ids[3])

    def test_any_stage_to_any_other(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        for stage in (Stage.OPPORTUNITY, Stage.LEAD, Stage.PROSPECT, Stage.LEAD):
            workspace.pipeline.move((deal.id,), stage, because="it is so")
            assert workspace.board.deal(deal.id).stage is stage
        assert maintenance.check(workspace) == ()

    def test_won(self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]) -> None:
        deal = add_deal(company="Acme", amount=Money(500, "EUR"))
        workspace.pipeline.edit(deal.id, {"probability": 80})
        now = tick(days=1)
        done = workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
        assert done.summary == "moved “Acme: pilot” to closed won although not all is answered: it is so"
        won = workspace.board.deal(deal.id)
        assert (won.outcome, won.closed_at, won.probability, won.own_probability) == (Outcome.WON, now, 100, None)
        assert won.company is not None
        assert won.company.customer_since == now

    def test_a_customer_stays_one_since_the_first_deal_won(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        first, second = add_deal(company="Acme"), add_deal(company="Acme")
        since = tick(days=1)
        workspace.pipeline.move((first.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
        tick(days=1)
        workspace.pipeline.move((second.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
        company = workspace.board.deal(second.id).company
        assert company is not None
        assert company.customer_since == since
        workspace.undoing.undo()
        workspace.undoing.undo()
        company = workspace.board.deal(first.id).company
        assert company is not None
        assert company.customer_since is None

    def test_lost_makes_no_customer(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal(
            company="Acme", stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER,
            lost_detail=" went\nbankrupt ",
        )  # fmt: skip
        assert (deal.outcome, deal.lost_reason, deal.lost_detail) == (Outcome.LOST, LostReason.OTHER, "went bankrupt")
        assert (deal.probability, deal.company and deal.company.customer_since) == (0, None)

    def test_opened_again(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal(
            stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, lost_detail="half of it"
        )
        workspace.pipeline.move((deal.id,), Stage.OPPORTUNITY, because="it is so")
        again = workspace.board.deal(deal.id)
        assert (again.outcome, again.closed_at, again.lost_reason, again.lost_detail) == (None, None, None, "")
        assert again.probability == 50

    def test_words_about_a_loss_are_not_kept_of_a_deal_that_is_not_lost(
        self, add_deal: AddDeal, workspace: Workspace
    ) -> None:
        deal = add_deal()
        workspace.pipeline.move(
            (deal.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so", lost_detail="left over"
        )
        assert workspace.board.deal(deal.id).lost_detail == ""

    def test_another_reason_for_a_lost_deal(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
        tick(days=1)
        workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.BUDGET)
        after = workspace.board.deal(deal.id)
        assert after.lost_reason is LostReason.BUDGET
        assert (after.closed_at, after.stage_since) == (deal.closed_at, deal.stage_since)

    def test_an_own_probability_holds_between_open_stages(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        workspace.pipeline.edit(deal.id, {"probability": 33})
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        assert workspace.board.deal(deal.id).probability == 33


class TestPlace:
    @pytest.mark.parametrize(
        ("moving", "before", "expected"),
        [
            (4, 0, [4, 0, 1, 2, 3]),
            (0, 4, [1, 2, 3, 0, 4]),
            (0, 2, [1, 0, 2, 3, 4]),
            (1, None, [0, 2, 3, 4, 1]),
            (2, 2, [0, 1, 2, 3, 4]),
            (2, 3, [0, 1, 2, 3, 4]),
            (4, None, [0, 1, 2, 3, 4]),
        ],
    )
    def test_within_a_stage(
        self, moving: int, before: int | None, expected: list[int], add_deal: AddDeal, workspace: Workspace,
        column: Column,
    ) -> None:  # fmt: skip
        ids = [add_deal().id for _ in range(5)][::-1]
        done = workspace.pipeline.place(ids[moving], Stage.LEAD, None if before is None else ids[before])
        assert [ids.index(deal_id) for deal_id in column(Stage.LEAD)] == expected
        assert bool(done.change) == (expected != sorted(expected))

    def test_into_another_stage(self, add_deal: AddDeal, workspace: Workspace, column: Column) -> None:
        below, above = add_deal(stage=Stage.PROSPECT).id, add_deal(stage=Stage.PROSPECT).id
        deal = add_deal().id
        done = workspace.pipeline.place(deal, Stage.PROSPECT, below, because="it is so")
        assert done.summary == "moved “Acme: pilot” to prospect although not all is answered: it is so"
        assert column(Stage.PROSPECT) == [above, deal, below]
        assert workspace.board.detail(deal).timeline[0].label == "lead → prospect"

    @pytest.mark.parametrize("gone", ["elsewhere", "itself", "nowhere"])
    def test_a_neighbour_that_is_not_there_any_more_means_last(
        self, gone: str, add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        there, deal = add_deal(stage=Stage.PROSPECT).id, add_deal().id
        before = {"elsewhere": add_deal(stage=Stage.OPPORTUNITY).id, "itself": deal, "nowhere": 99}[gone]
        workspace.pipeline.place(deal, Stage.PROSPECT, before, because="it is so")
        assert column(Stage.PROSPECT) == [there, deal]

    def test_into_closed_it_says_how_it_ended(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        ending = {"outcome": Outcome.LOST, "lost_reason": LostReason.TIMING}
        workspace.pipeline.place(deal.id, Stage.CLOSED, None, **ending, because="it is so")
        assert workspace.board.deal(deal.id).lost_reason is LostReason.TIMING

    def test_in_the_same_gap_a_thousand_times(self, add_deal: AddDeal, workspace: Workspace, column: Column) -> None:
        top, *others = [add_deal().id for _ in range(4)][::-1]
        longest = 0
        for turn in range(300):
            workspace.pipeline.place(others[turn % 2], Stage.LEAD, others[1 - turn % 2])
            (rank,) = workspace.session.database.rows_of("SELECT MAX(length(rank)) FROM deal")[0]
            longest = max(longest, rank)
        assert column(Stage.LEAD) == [top, others[1], others[0], others[2]]
        assert longest <= ranks.LONGEST
        assert maintenance.check(workspace) == ()


class TestReorder:
    @pytest.mark.parametrize(
        ("moved", "by", "expected"),
        [
            ([2], -1, [0, 2, 1, 3, 4]),
            ([2], 1, [0, 1, 3, 2, 4]),
            ([2], -9, [2, 0, 1, 3, 4]),
            ([1], 9, [0, 2, 3, 4, 1]),
            ([0], -1, [0, 1, 2, 3, 4]),
            ([4], 1, [0, 1, 2, 3, 4]),
            ([2, 3], -1, [0, 2, 3, 1, 4]),
            ([3, 2], -1, [0, 2, 3, 1, 4]),
            ([1, 2], 1, [0, 3, 1, 2, 4]),
            ([2, 1], 2, [0, 3, 4, 1, 2]),
            ([0, 1], -1, [0, 1, 2, 3, 4]),
            ([0, 2], -1, [0, 2, 1, 3, 4]),
            ([1, 3], 1, [0, 2, 1, 4, 3]),
            ([0, 1, 2, 3, 4], 1, [0, 1, 2, 3, 4]),
        ],
    )
    def test_up_and_down(
        self, moved: list[int], by: int, expected: list[int], add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        ids = [add_deal().id for _ in range(5)][::-1]
        done = workspace.pipeline.reorder([ids[place] for place in moved], by)
        assert [ids.index(deal_id) for deal_id in column(Stage.LEAD)] == expected
        assert bool(done.change) == (expected != sorted(expected))

    def test_what_is_not_on_the_board_is_no_place(
        self, add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        bottom, binned, parked, top = (add_deal().id for _ in range(4))
        workspace.pipeline.delete((binned,))
        with workspace.session.change("park") as change:
            change.update("deal", parked, {"parked_until": "2027-01-01"})
        workspace.pipeline.reorder((top,), 1)
        assert column(Stage.LEAD) == [bottom, top]
        workspace.undoing.undo()
        assert column(Stage.LEAD) == [top, bottom]

    def test_deals_of_several_stages_each_in_their_own(
        self, add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        ids = {stage: [add_deal(stage=stage).id for _ in range(2)][::-1] for stage in (Stage.LEAD, Stage.PROSPECT)}
        done = workspace.pipeline.reorder([below for _, below in ids.values()], -1)
        assert done.summary == "moved 2 deals up"
        assert all(column(stage) == order[::-1] for stage, order in ids.items())

    def test_ranks_stay_short_however_often(self, add_deal: AddDeal, workspace: Workspace, column: Column) -> None:
        ids = [add_deal().id for _ in range(3)][::-1]
        for turn in range(200):
            workspace.pipeline.reorder((ids[1],), 1 if turn % 2 else -1)
        assert column(Stage.LEAD) == ids
        assert workspace.session.database.rows_of("SELECT MAX(length(rank)) FROM deal")[0][0] <= ranks.LONGEST

    def test_a_stage_that_had_to_be_rebalanced_keeps_its_order_and_its_undo(
        self, add_deal: AddDeal, workspace: Workspace, column: Column
    ) -> None:
        ids = [add_deal().id for _ in range(4)][::-1]
        database = workspace.session.database
        cramped = ["i" * 31 + digit for digit in "abc"]
        with database.writing():
            database.update_rows("deal", "rank", zip([*cramped, "z"], ids, strict=True))
        workspace.pipeline.reorder((ids[3],), -2)
        assert column(Stage.LEAD) == [ids[0], ids[3], ids[1], ids[2]]
        assert database.rows_of("SELECT MAX(length(rank)) FROM deal")[0][0] <= ranks.LONGEST
        workspace.undoing.undo()
        assert column(Stage.LEAD) == ids
        assert maintenance.check(workspace) == ()


class TestOwnersAndTags:
    def test_handing_over(self, add_deal: AddDeal, workspace: Workspace) -> None:
        ids = [add_deal(title=title).id for title in "ab"]
        assert workspace.pipeline.set_owner(ids, "Ola Moe").summary == "gave 2 deals to Ola Moe"
        assert {deal.owner and deal.owner.name for deal in workspace.board.deals(Query())} == {"Ola Moe"}
        assert [seller.name for seller in workspace.board.sellers()] == ["Ola Moe", "kari"]
        assert workspace.pipeline.set_owner(ids[:1], None).summary == "gave “a” to nobody"
        assert workspace.pipeline.set_owner(ids, "ola moe").deal_ids == (ids[0],), "the other one has him already"
        assert len(workspace.board.sellers()) == 2

    def test_tags(self, add_deal: AddDeal, workspace: Workspace) -> None:
        first, second = add_deal(tags=("expo",)), add_deal(tags=("hot", "expo"))
        done = workspace.pipeline.set_tags((first.id, second.id), add=("HOT", " new "), remove=("EXPO",))
        assert done.summary == "tagged 2 deals +HOT +new -EXPO"
        assert workspace.board.deal(first.id).tags == ("hot", "new")
        assert workspace.board.deal(second.id).tags == ("hot", "new")
        assert workspace.board.tags() == ("hot", "new")

    def test_a_tag_comes_back(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal(tags=("expo",))
        for _ in range(3):
            workspace.pipeline.set_tags((deal.id,), remove=("expo",))
            assert workspace.board.deal(deal.id).tags == ()
            workspace.pipeline.set_tags((deal.id,), add=("expo",))
            assert workspace.board.deal(deal.id).tags == ("expo",)


class TestBin:
    def test_out_of_sight_and_back_where_it_was(self, add_deal: AddDeal, workspace: Workspace, column: Column) -> None:
        ids = [add_deal(title=title, amount=Money(5, "EUR")).id for title in "abc"][::-1]
        assert workspace.pipeline.delete(ids[:2]).summary == "deleted 2 deals"
        assert column(Stage.LEAD) == ids[2:]
        board = workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 10)))
        assert (board.deals, board.column(Stage.LEAD).totals[0].amount) == (1, 5)
        assert workspace.board.deal(ids[0]).deleted
        done = workspace.pipeline.restore((*ids, 99))
        assert (done.summary, done.deal_ids) == ("restored 2 deals", (ids[1], ids[0]))
        assert column(Stage.LEAD) == ids
        assert maintenance.check(workspace) == ()
