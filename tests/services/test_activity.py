"""Notes and follow-ups, and the timeline they make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import BadInput, Conflict, NotFound
from funnelboard.services import maintenance
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from tests.conftest import NOW

AddDeal = Callable[..., Deal]
DAY = date(2026, 12, 4)


class TestNotes:
    def test_a_note_is_a_touch(self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]) -> None:
        deal = add_deal()
        at = tick(days=3)
        done = workspace.activity.add_note((deal.id,), "  wants a price\r\nfor 40  ", NoteKind.CALL)
        assert done.summary == "wrote a note (call) on “Acme: pilot”"
        assert done.row_id is not None
        note = workspace.activity.note(done.row_id)
        assert (note.text, note.kind, note.at, note.seller) == ("wants a price\nfor 40", NoteKind.CALL, at, "kari")
        assert workspace.board.deal(deal.id).last_touch == at

    def test_the_same_on_several(self, add_deal: AddDeal, workspace: Workspace) -> None:
        ids = [add_deal().id for _ in range(3)]
        done = workspace.activity.add_note(ids, "newsletter sent")
        assert (done.summary, done.deal_ids) == ("wrote a note on 3 deals", tuple(ids))
        assert all(workspace.board.detail(deal_id).timeline[0].text == "newsletter sent" for deal_id in ids)

    def test_changed_and_deleted(self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]) -> None:
        deal = add_deal(note="rang")
        tick(days=1)
        workspace.activity.edit_note(1, "rang twice", NoteKind.CALL)
        note = workspace.activity.note(1)
        assert (note.text, note.kind, note.at) == ("rang twice", NoteKind.CALL, deal.created_at)
        done = workspace.activity.delete_note(1)
        assert done.summary == "deleted a note on “Acme: pilot”"
        assert [entry.kind for entry in workspace.board.detail(deal.id).timeline] == [EntryKind.MOVE]

    def test_what_somebody_else_wrote_meanwhile_is_shown(
        self, add_deal: AddDeal, workspace: Workspace, make_workspace: Callable[..., Workspace]
    ) -> None:
        add_deal(note="rang")
        seen = Sight(workspace.undoing.log()[0].id)
        theirs = make_workspace(login="ola").activity.edit_note(1, "theirs")
        with pytest.raises(Conflict, match="ola has changed the note meanwhile") as refused:
            workspace.attempt(lambda: workspace.activity.edit_note(1, "mine"), seen)
        (difference,) = refused.value.differences
        assert (difference.theirs, difference.mine, difference.who, difference.at) == ("theirs", "mine", "ola", NOW)
        workspace.attempt(lambda: workspace.activity.edit_note(1, "mine"), Sight(theirs.change))
        assert workspace.activity.note(1).text == "mine"


class TestFollowUps:
    def test_the_one_due_first_is_the_next(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        done = workspace.activity.add_follow_up((deal.id,), DAY, "call", " call about\nthe price ")
        assert done.summary == "set a follow-up for Fri 4 Dec on “Acme: pilot”"
        workspace.activity.add_follow_up((deal.id,), DAY + timedelta(days=3), "email", "")
        workspace.activity.add_follow_up((deal.id,), DAY - timedelta(days=1), "demo", "")
        follow_ups = workspace.board.detail(deal.id).follow_ups
        assert [each.kind for each in follow_ups] == ["demo", "call", "email"]
        assert follow_ups[1].what == "call about the price"
        assert workspace.activity.next_follow_up(deal.id) == follow_ups[0]
        assert workspace.board.deal(deal.id).next_follow_up == follow_ups[0]
        workspace.activity.drop_follow_up(follow_ups[0].id)
        workspace.activity.finish_follow_up(follow_ups[1].id)
        assert workspace.activity.next_follow_up(deal.id) == follow_ups[2]

    def test_done_is_a_touch_and_dropped_is_none(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal()
        for _ in range(2):
            workspace.activity.add_follow_up((deal.id,), DAY, "call", "call Kari")
        tick(days=1)
        assert workspace.activity.drop_follow_up(1).summary == "dropped “call Kari” on “Acme: pilot”"
        assert workspace.board.deal(deal.id).last_touch == deal.created_at
        at = tick(days=1)
        assert workspace.activity.finish_follow_up(2, "they will think").summary == "did “call Kari” on “Acme: pilot”"
        assert workspace.board.deal(deal.id).last_touch == at
        assert [(entry.label, entry.text) for entry in workspace.board.detail(deal.id).timeline] == [
            ("done: call", "call Kari: they will think"),
            ("dropped: call", "call Kari"),
            ("new lead", ""),
        ]
        workspace.undoing.undo()
        assert workspace.activity.next_follow_up(deal.id) is not None

    def test_changed(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        follow_up = workspace.activity.add_follow_up((deal.id,), DAY, "call", "call Kari").row_id
        assert follow_up is not None
        workspace.activity.edit_follow_up(follow_up, due=DAY + timedelta(days=7))
        workspace.activity.edit_follow_up(follow_up, kind="email", what="")
        changed = workspace.activity.next_follow_up(deal.id)
        assert changed is not None
        assert (changed.due, changed.kind, changed.what) == (DAY + timedelta(days=7), "email", "")
        assert workspace.board.detail(deal.id).follow_ups == (changed,)

    def test_those_of_a_day_are_ordered_by_their_time(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        promise = workspace.activity.add_follow_up
        for what, at in (("any time", None), ("late", time(15)), ("early", time(9, 5))):
            done = promise((deal.id,), DAY, "call", what, at)
        assert done.summary == "set a follow-up for Fri 4 Dec 09:05 on “Acme: pilot”"
        assert [each.what for each in workspace.board.detail(deal.id).follow_ups] == ["early", "late", "any time"]
        card = workspace.board.window(Stage.LEAD, 0, 1, parse_query("", DAY, "EUR"), Sort.RANK).cards[0]
        assert (card.next_due, card.next_time) == (DAY, time(9, 5))
        workspace.undoing.undo()
        next_one = workspace.activity.next_follow_up(deal.id)
        assert next_one is not None
        assert (next_one.what, next_one.time) == ("late", time(15))
        workspace.activity.edit_follow_up(next_one.id, what="later")
        assert workspace.activity.next_follow_up(deal.id).time == time(15)  # type: ignore[union-attr]
        workspace.activity.edit_follow_up(next_one.id, due=DAY, at=time(16, 30))
        assert workspace.activity.next_follow_up(deal.id).time == time(16, 30)  # type: ignore[union-attr]
        workspace.undoing.undo()
        assert workspace.activity.next_follow_up(deal.id).time == time(15)  # type: ignore[union-attr]
        assert maintenance.check(workspace) == ()

    def test_deals_sorted_by_follow_up_go_by_its_time_too(self, add_deal: AddDeal, workspace: Workspace) -> None:
        for title, at in (("any time", None), ("late", time(15)), ("early", time(9, 5))):
            workspace.activity.add_follow_up((add_deal(title=title).id,), DAY, "call", "", at)
        found = workspace.board.deals(parse_query("", DAY, "EUR"), Sort.FOLLOW_UP)
        assert [each.title for each in found] == ["early", "late", "any time"]

    def test_a_time_goes_when_parking_moves_its_day(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        workspace.activity.add_follow_up((deal.id,), DAY, "call", "", time(9))
        workspace.parking.park((deal.id,), DAY + timedelta(days=30), ParkReason.TIMING)
        moved = workspace.activity.next_follow_up(deal.id)
        assert moved is not None
        assert (moved.due, moved.time) == (DAY + timedelta(days=30), None)


class TestTimeline:
    def test_everything_newest_first_and_each_kind_alone(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal()
        tick()
        workspace.activity.add_follow_up((deal.id,), DAY, "call", "")
        tick()
        workspace.activity.add_note((deal.id,), "rang")
        tick()
        workspace.activity.finish_follow_up(1)
        tick()
        workspace.pipeline.edit(deal.id, {"title": "b", "source": "event"})
        tick()
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        timeline = workspace.board.detail(deal.id).timeline
        assert [(entry.kind, entry.label, entry.text) for entry in timeline] == [
            (EntryKind.MOVE, "lead → prospect", "it is so"),
            (EntryKind.CHANGE, "changed", "title, source"),
            (EntryKind.FOLLOW_UP, "done: call", ""),
            (EntryKind.NOTE, "note", "rang"),
            (EntryKind.MOVE, "new lead", ""),
        ]
        for kind in EntryKind:
            alone = workspace.board.detail(deal.id, kind).timeline
            assert alone == tuple(entry for entry in timeline if entry.kind is kind)

    def test_what_was_kept_at_one_instant_is_told_as_it_happened(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        workspace.activity.add_note((deal.id,), "rang")
        workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
        timeline = workspace.board.detail(deal.id).timeline
        assert [entry.label for entry in timeline] == ["lead → prospect", "note", "market: yes", "new lead"]

    def test_what_was_undone_never_happened(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal = add_deal()
        before = workspace.board.detail(deal.id).timeline
        workspace.pipeline.edit(deal.id, {"title": "b"})
        workspace.undoing.undo()
        workspace.activity.add_note((deal.id,), "rang")
        workspace.undoing.undo()
        assert workspace.board.detail(deal.id).timeline == before

    def test_the_newest_are_kept_when_there_are_too_many(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal()
        for number in range(6):
            workspace.activity.add_follow_up((deal.id,), DAY, "call", f"{number}")
        for follow_up in (6, 5, 4, 3, 2, 1):
            tick()
            workspace.activity.finish_follow_up(follow_up)
        for number in range(4):
            tick()
            workspace.activity.add_note((deal.id,), f"note {number}")
        texts = [entry.text for entry in workspace.board.detail(deal.id, limit=6).timeline]
        assert texts == ["note 3", "note 2", "note 1", "note 0", "0", "1"]
        assert [e.text for e in workspace.board.detail(deal.id, EntryKind.FOLLOW_UP, 2).timeline] == ["0", "1"]


class TestTouch:
    def test_all_that_came_of_a_talk_is_one_change(
        self, add_deal: AddDeal, workspace: Workspace, tick: Callable[..., int]
    ) -> None:
        deal = add_deal()
        call = workspace.activity.add_follow_up((deal.id,), DAY, "call", "call Kari").row_id
        before = workspace.board.detail(deal.id)
        at = tick(days=1)
        done = workspace.activity.touch(
            deal.id, note="wants a price", kind=NoteKind.CALL, follow_up_id=call, result="reached her",
            following=FollowUpLine(DAY + timedelta(days=7), "email", "send the price"),
        )  # fmt: skip
        assert done.summary == "did “call Kari”, wrote a note (call), set a follow-up for Fri 11 Dec on “Acme: pilot”"
        after = workspace.board.detail(deal.id)
        assert [(each.id, each.due, each.kind) for each in after.follow_ups] == [
            (done.row_id, date(2026, 12, 11), "email")
        ]
        assert {(entry.label, entry.text) for entry in after.timeline[:2]} == {
            ("done: call", "call Kari: reached her"),
            ("call", "wants a price"),
        }
        assert after.deal.last_touch == at
        workspace.undoing.undo()
        assert workspace.board.detail(deal.id).follow_ups[0].done_at is None
        assert workspace.board.detail(deal.id).timeline == before.timeline

    def test_what_was_said_alone(self, add_deal: AddDeal, workspace: Workspace) -> None:
        done = workspace.activity.touch(add_deal().id, note="rang")
        assert (done.summary, done.row_id) == ("wrote a note on “Acme: pilot”", None)

    def test_another_deals_follow_up_is_left_alone(self, add_deal: AddDeal, workspace: Workspace) -> None:
        deal, other = add_deal(), add_deal(title="other")
        call = workspace.activity.add_follow_up((other.id,), DAY, "call", "").row_id
        with pytest.raises(NotFound, match="is not of “Acme: pilot”"):
            workspace.activity.touch(deal.id, note="rang", follow_up_id=call)
        assert len(workspace.board.detail(other.id).follow_ups) == 1
        assert [entry.text for entry in workspace.board.detail(deal.id).timeline] == [""]


class TestFinishNext:
    def test_several_are_one_change(self, workspace: Workspace, add_deal: AddDeal) -> None:
        today = workspace.clock.today()
        deals = [add_deal(title=f"deal {number}") for number in range(3)]
        for deal in deals[:2]:
            workspace.activity.add_follow_up((deal.id,), today, "call", "price")
        done = workspace.activity.finish_next([deal.id for deal in deals], "agreed")
        assert (done.summary, done.deal_ids) == ("did the next follow-up on 2 deals", (deals[0].id, deals[1].id))
        assert all(workspace.board.deal(deal.id).next_follow_up is None for deal in deals)
        workspace.undoing.undo()
        assert [workspace.board.deal(deal.id).next_follow_up is not None for deal in deals] == [True, True, False]

    def test_none_to_finish_is_said(self, workspace: Workspace, add_deal: AddDeal) -> None:
        with pytest.raises(BadInput, match="no open follow-up"):
            workspace.activity.finish_next((add_deal().id,))
