"""Undo, redo and the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import Conflict, NotFound
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
Dump = Callable[[Workspace], dict[str, list[Any]]]


@pytest.fixture
def other(make_workspace: Callable[..., Workspace], workspace: Workspace) -> Workspace:
    """The seller “ola” at the same database."""
    return make_workspace(login="ola")


class TestUndo:
    def test_the_last_thing_first(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        workspace.pipeline.edit(deal.id, {"title": "b"})
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        done = workspace.undoing.undo()
        assert done.summary == "undid: moved “b” to prospect although not all is answered: it is so"
        assert done.deal_ids == (deal.id,)
        assert workspace.undoing.undo().summary == "undid: changed title of “Acme: pilot”"
        assert workspace.board.deal(deal.id).title == "Acme: pilot"
        assert workspace.undoing.undo().summary == "undid: added “Acme: pilot” to lead"
        assert workspace.board.deal(deal.id).deleted
        assert workspace.undoing.undo().summary == "nothing to undo"

    def test_one_key_takes_back_what_one_key_did_to_many(self, add_deal: AddDeal, workspace: Workspace) -> None:
        ids = [add_deal().id for _ in range(5)]
        workspace.pipeline.move(ids, Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
        done = workspace.undoing.undo()
        assert done.summary == "undid: moved 5 deals to closed lost"
        assert done.deal_ids == tuple(ids)
        assert {deal.stage for deal in workspace.board.deals(Query())} == {Stage.LEAD}

    def test_it_outlasts_leaving(self, add_deal: AddDeal, make_workspace: Callable[..., Workspace]) -> None:
        deal = add_deal()
        make_workspace().pipeline.edit(deal.id, {"title": "b"})
        again = make_workspace()
        assert again.undoing.undo().summary == "undid: changed title of “Acme: pilot”"
        assert make_workspace().undoing.redo().summary == "did again: changed title of “Acme: pilot”"
        assert again.board.deal(deal.id).title == "b"

    def test_only_ones_own(self, add_deal: AddDeal, workspace: Workspace, other: Workspace) -> None:
        mine = add_deal(title="mine")
        theirs = add_deal(within=other, title="theirs")
        workspace.undoing.undo()
        assert workspace.board.deal(mine.id).deleted
        assert not workspace.board.deal(theirs.id).deleted
        assert workspace.undoing.undo().change == 0
        assert other.undoing.redo().change == 0
        assert not workspace.board.deal(theirs.id).deleted

    def test_another_sellers_by_its_number(self, add_deal: AddDeal, workspace: Workspace, other: Workspace) -> None:
        theirs = add_deal(within=other)
        change = other.pipeline.edit(theirs.id, {"title": "b"}).change
        workspace.undoing.undo(change)
        assert workspace.board.deal(theirs.id).title == "Acme: pilot"
        assert other.undoing.undo().summary == "undid: added “Acme: pilot” to lead"

    def test_an_older_change_by_its_number(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        change = workspace.pipeline.edit(deal.id, {"title": "b"}).change
        workspace.pipeline.edit(deal.id, {"source": "event"})
        workspace.undoing.undo(change)
        after = workspace.board.deal(deal.id)
        assert (after.title, after.source) == ("Acme: pilot", "event")
        with pytest.raises(NotFound, match=f"Change #{change} has been undone already"):
            workspace.undoing.undo(change)
        assert workspace.undoing.undo().summary == "undid: changed source of “b”"

    def test_nothing_that_others_rely_on_is_taken_away(self, add_deal: AddDeal, workspace: Workspace) -> None:
        first = add_deal(company="Acme", contact="Kari", tags=("expo",), owner="Ola Moe")
        second = add_deal(company="Acme", contact="Kari", tags=("expo",), owner="Ola Moe")
        workspace.undoing.undo(workspace.undoing.log(first.id)[-1].id)
        kept = workspace.board.deal(second.id)
        assert kept.company is not None
        assert kept.owner is not None
        assert (kept.company.name, [link.contact.name for link in kept.contacts]) == ("Acme", ["Kari"])
        assert (kept.tags, kept.owner.name) == (("expo",), "Ola Moe")
        again = add_deal(tags=("Expo",), owner="ola moe")
        assert (again.tags, again.owner) == (("expo",), kept.owner), "they are the same tag and seller as before"
        assert workspace.board.companies() == ("Acme",)

    def test_a_deal_goes_back_to_its_place_even_when_another_took_it(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace
    ) -> None:
        deal = add_deal(title="moved")
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        add_deal(within=other, title="same rank")
        workspace.undoing.undo()
        assert workspace.board.deal(deal.id).stage is Stage.LEAD
        assert maintenance.check(workspace) == ()


class TestRedo:
    def test_back_and_forth(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal(title="a")
        for title in "bcd":
            workspace.pipeline.edit(deal.id, {"title": title})
        for _ in range(2):
            for expected in "cba":
                workspace.undoing.undo()
                assert workspace.board.deal(deal.id).title == expected
            for expected in "bcd":
                assert workspace.undoing.redo().summary.startswith("did again: changed title")
                assert workspace.board.deal(deal.id).title == expected
            assert workspace.undoing.redo().summary == "nothing to redo"

    def test_not_after_something_else(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        workspace.pipeline.edit(deal.id, {"title": "b"})
        workspace.undoing.undo()
        workspace.activity.add_note((deal.id,), "rang")
        assert workspace.undoing.redo().change == 0
        assert workspace.undoing.undo().summary == "undid: wrote a note on “Acme: pilot”"
        assert workspace.undoing.redo().summary == "did again: wrote a note on “Acme: pilot”"

    def test_what_another_did_meanwhile_does_not_matter(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace
    ) -> None:
        deal = add_deal()
        workspace.pipeline.edit(deal.id, {"title": "b"})
        workspace.undoing.undo()
        other.pipeline.edit(deal.id, {"source": "event"})
        workspace.undoing.redo()
        after = workspace.board.deal(deal.id)
        assert (after.title, after.source) == ("b", "event")

    def test_undoing_an_undo_or_a_redo_by_its_number(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        change = workspace.pipeline.edit(deal.id, {"title": "b"}).change
        undo = workspace.undoing.undo()
        redo = workspace.undoing.undo(undo.change)
        assert redo.summary == "did again: changed title of “Acme: pilot”"
        assert workspace.board.deal(deal.id).title == "b"
        again = workspace.undoing.undo(redo.change)
        assert again.summary == "undid: changed title of “Acme: pilot”"
        assert workspace.board.deal(deal.id).title == "Acme: pilot"
        undone = {entry.id: (entry.undoes, entry.undone) for entry in workspace.undoing.log()}
        assert undone[change] == (None, True)
        assert undone[again.change] == (change, False)
        with pytest.raises(NotFound, match=f"Change #{change} has been undone already"):
            workspace.undoing.undo(redo.change)
        assert workspace.undoing.redo().change
        assert workspace.board.deal(deal.id).title == "b"
        assert workspace.undoing.undo().summary == "undid: changed title of “Acme: pilot”"
        assert workspace.undoing.undo().summary == "undid: added “Acme: pilot” to lead"


class TestTwoSellers:
    @pytest.mark.parametrize(
        ("first", "then", "told"),
        [
            (
                {"title": "mine"},
                {"title": "theirs"},
                "title of deal #1 since: it was “Acme: pilot” and has become “theirs”",
            ),
            (
                {"amount": Money(500, "EUR")},
                {"amount": Money(750, "EUR")},
                "amount of deal #1 since: it was empty and has become “7.50 €”",
            ),
            ({"owner": None}, {"owner": "Ola Moe"}, "owner of deal #1 since: it was “kari” and has become “Ola Moe”"),
            (
                {"company": "Acme"},
                {"company": "Nordlys"},
                "company of deal #1 since: it was empty and has become “Nordlys”",
            ),
            ({"source": "event"}, {"source": ""}, "source of deal #1 since: it was empty and has become empty"),
            (
                {"expected_close": date(2027, 1, 1)},
                {"expected_close": date(2027, 2, 2)},
                "expected close of deal #1 since: it was empty and has become “2 Feb 2027”",
            ),
        ],
    )
    def test_a_field_another_has_changed_since_is_theirs(
        self, first: dict[str, Any], then: dict[str, Any], told: str, add_deal: AddDeal, workspace: Workspace,
        other: Workspace, dump: Dump,
    ) -> None:  # fmt: skip
        deal = add_deal()
        workspace.pipeline.edit(deal.id, first)
        other.pipeline.edit(deal.id, then)
        before = dump(workspace)
        with pytest.raises(Conflict) as refused:
            workspace.undoing.undo()
        assert str(refused.value) == f"Not undone: {other.seller.name} has changed {told}. Change it by hand."
        assert len(refused.value.differences) == 1
        assert dump(workspace) == before

    def test_other_fields_of_the_same_deal_are_left_as_they_changed_them(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace
    ) -> None:
        deal = add_deal()
        workspace.pipeline.move((deal.id,), Stage.OPPORTUNITY, because="it is so")
        other.pipeline.edit(deal.id, {"title": "theirs", "amount": Money(500, "EUR")})
        other.pipeline.reorder((deal.id,), 1)
        workspace.undoing.undo()
        after = workspace.board.deal(deal.id)
        assert (after.stage, after.title, after.amount) == (Stage.LEAD, "theirs", Money(500, "EUR"))

    def test_a_deal_another_has_worked_on_is_not_taken_away(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace, dump: Dump
    ) -> None:
        deal = add_deal(company="Acme")
        other.activity.add_note((deal.id,), "rang them")
        before = dump(workspace)
        with pytest.raises(Conflict) as refused:
            workspace.undoing.undo()
        assert str(refused.value) == (
            "Not undone: ola has worked on deal #1 since (wrote a note on “Acme: pilot”). Change it by hand."
        )
        assert dump(workspace) == before
        other.undoing.undo()
        workspace.undoing.undo()
        assert workspace.board.deal(deal.id).deleted

    def test_of_several_deals_those_that_another_has_changed_are_left_and_named(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace
    ) -> None:
        ids = [add_deal().id for _ in range(3)]
        workspace.pipeline.move(ids, Stage.PROSPECT, because="it is so")
        other.pipeline.move(ids[1:2], Stage.OPPORTUNITY, because="it is so")
        undone = workspace.undoing.undo()
        assert undone.left == (2,)
        assert undone.others == (
            "1 not: ola has changed stage of deal #2 since: it was “lead” and has become “opportunity”"
        )
        assert [workspace.board.deal(each).stage.value for each in ids] == ["lead", "opportunity", "lead"]
        workspace.undoing.redo()
        assert [workspace.board.deal(each).stage.value for each in ids] == ["prospect", "opportunity", "prospect"]
        assert maintenance.check(workspace) == ()

    def test_where_another_has_changed_all_of_them_nothing_is_taken_back(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace, dump: Dump
    ) -> None:
        ids = [add_deal().id for _ in range(2)]
        workspace.pipeline.move(ids, Stage.PROSPECT, because="it is so")
        other.pipeline.move(ids, Stage.OPPORTUNITY, because="it is so")
        before = dump(workspace)
        with pytest.raises(Conflict, match="ola has changed stage of deal"):
            workspace.undoing.undo()
        assert dump(workspace) == before

    def test_a_deal_another_has_restored_or_deleted(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace
    ) -> None:
        deal = add_deal()
        workspace.pipeline.delete((deal.id,))
        other.pipeline.restore((deal.id,))
        with pytest.raises(Conflict, match="Not undone: ola has restored deal #1 since"):
            workspace.undoing.undo()
        other.pipeline.delete((deal.id,))
        with pytest.raises(Conflict, match="Not undone: ola has deleted deal #1 since"):
            other.undoing.undo(other.undoing.log()[1].id)


class TestLog:
    def test_who_did_what_when(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal()
        at = tick(minutes=5)
        done = other.pipeline.edit(deal.id, {"title": "b", "source": "event"})
        entry, first = workspace.undoing.log()
        assert (entry.id, entry.at, entry.seller, entry.kind) == (done.change, at, "ola", "edit")
        assert entry.summary == "changed title, source of “Acme: pilot”"
        assert [*workspace.undoing.deal_ids(entry.id)] == [deal.id]
        assert [(each.field, each.before, each.after) for each in workspace.undoing.differences(entry.id)] == [
            ("title", "Acme: pilot", "b"), ("source", "", "event"),
        ]  # fmt: skip
        assert (entry.undoes, entry.undone) == (None, False)
        assert {each.before for each in workspace.undoing.differences(first.id) if each.field == "title"} == {None}

    def test_narrowed_down(
        self, add_deal: AddDeal, workspace: Workspace, other: Workspace, tick: Callable[..., int]
    ) -> None:
        first, second = add_deal(title="a"), add_deal(title="b")
        since = tick(days=1)
        other.activity.add_note((first.id,), "rang")
        workspace.pipeline.move((first.id, second.id), Stage.PROSPECT, because="it is so")
        kinds = [entry.kind for entry in workspace.undoing.log()]
        assert kinds == ["move", "note", "create", "create"]
        assert [entry.kind for entry in workspace.undoing.log(first.id)] == ["move", "note", "create"]
        assert [entry.kind for entry in workspace.undoing.log(second.id)] == ["move", "create"]
        assert [entry.kind for entry in workspace.undoing.log(since=since)] == ["move", "note"]
        assert [entry.kind for entry in workspace.undoing.log(seller="OLA")] == ["note"]
        assert [entry.kind for entry in workspace.undoing.log(seller="me", limit=2)] == ["move", "create"]
        assert workspace.undoing.log(99) == ()

    def test_the_log_is_only_ever_added_to(self, add_deal: AddDeal, workspace: Workspace, dump: Dump) -> None:
        deal = add_deal()
        workspace.pipeline.edit(deal.id, {"title": "b"})
        before = dump(workspace)
        workspace.undoing.undo()
        workspace.undoing.redo()
        workspace.pipeline.delete((deal.id,))
        after = dump(workspace)
        for table in ("change", "change_item"):
            assert after[table][: len(before[table])] == before[table]
            assert len(after[table]) > len(before[table])

    def test_views_are_undone_too(self, workspace: Workspace) -> None:
        workspace.views.save("mine", "owner:me", Sort.RANK)
        assert workspace.undoing.undo().summary == "undid: saved the view “mine”"
        assert workspace.views.all() == ()


def test_what_still_stands_of_ones_own_changes_can_be_counted(make_workspace: Callable[..., Workspace]) -> None:
    kari, ola = make_workspace(), make_workspace(login="ola")
    first = kari.pipeline.create(title="Before").change
    kari.pipeline.create(title="Acme")
    ola.pipeline.create(title="Nordlys")
    kari.pipeline.create(title="Beta")
    assert kari.undoing.standing(first) == 2
    kari.undoing.undo()
    assert kari.undoing.standing(first) == 1
    kari.undoing.undo()
    assert (kari.undoing.standing(first), kari.undoing.standing(0)) == (0, 1)
    kari.undoing.redo()
    assert (kari.undoing.standing(first), ola.undoing.standing(first)) == (1, 1)
