"""Whatever is refused is refused in a sentence that says what to do, and leaves the data as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, FunnelBoardError, NotFound
from funnelboard.services.workspace import Workspace

Act = Callable[[Workspace], object]

DAY = date(2026, 12, 1)
LONG_LINE = "x" * 501
LONG_TEXT = "x" * 20_001


@pytest.fixture
def busy_board(workspace: Workspace, add_deal: Callable[..., Deal]) -> Workspace:
    """#1 has a contact, a note and three follow-ups (open, done, dropped); #2 is in the bin; #3 is bare."""
    first = add_deal(title="Acme: pilot", company="Acme", contact="Kari", note="rang")
    binned = add_deal(title="gone", contact="Per")
    add_deal(title="bare")
    for _ in range(3):
        workspace.activity.add_follow_up((first.id,), DAY, "call", "about the price")
    workspace.activity.finish_follow_up(2)
    workspace.activity.drop_follow_up(3)
    workspace.pipeline.delete((binned.id,))
    return workspace


REFUSALS: list[tuple[type[FunnelBoardError], str, Act]] = [
    (BadInput, "The title is empty. Type one.", lambda w: w.pipeline.create(title=" \t ")),
    (BadInput, "The title is empty. Type one.", lambda w: w.pipeline.create(title="\u202e\ufeff")),
    (
        BadInput,
        "The title has 501 characters; 500 fit. Put the rest in a note.",
        lambda w: w.pipeline.create(title=LONG_LINE),
    ),
    (
        BadInput,
        "A new deal cannot be closed at once. Add it, then move it to closed as won or lost.",
        lambda w: w.pipeline.create(title="a", stage=Stage.CLOSED),
    ),
    (BadInput, "“door to door” is no source. Choose one of: referral, inbound,", lambda w: w.pipeline.create(
        title="a", source="door to door")),
    (BadInput, "The company has 501 characters", lambda w: w.pipeline.create(title="a", company=LONG_LINE)),
    (BadInput, "The contact has 501 characters", lambda w: w.pipeline.create(title="a", contact=LONG_LINE)),
    (BadInput, "The owner has 501 characters", lambda w: w.pipeline.create(title="a", owner=LONG_LINE)),
    (BadInput, "The tag has 501 characters", lambda w: w.pipeline.create(title="a", tags=("ok", LONG_LINE))),
    (BadInput, "The tag is empty", lambda w: w.pipeline.create(title="a", tags=("ok", " "))),
    (BadInput, "The note has 20,001 characters; 20,000 fit. Split it.", lambda w: w.pipeline.create(
        title="a", company="New", note=LONG_TEXT)),
    (BadInput, "A deal has no field “score”. It has: title, amount,", lambda w: w.pipeline.edit(1, {"score": 5})),
    (BadInput, "A deal has no field “rank”.", lambda w: w.pipeline.edit(1, {"title": "new", "rank": "a"})),
    (BadInput, "The title is empty. Type one.", lambda w: w.pipeline.edit(1, {"amount": None, "title": ""})),
    (BadInput, "A probability is a percentage from 0 to 100.", lambda w: w.pipeline.edit(1, {"probability": 101})),
    (BadInput, "A probability is a percentage from 0 to 100.", lambda w: w.pipeline.edit(1, {"probability": -1})),
    (BadInput, "The deal has no contact yet. Name one first.", lambda w: w.pipeline.edit(3, {"email": "a@b.no"})),
    (BadInput, "The deal has no contact yet.", lambda w: w.pipeline.edit(3, {"role": Role.USER})),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.edit(99, {"title": "new"})),
    (NotFound, "#2 “gone” is in the bin. Undo its deletion first.", lambda w: w.pipeline.edit(2, {"title": "new"})),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.move((1, 99), Stage.PROSPECT)),
    (NotFound, "#2 “gone” is in the bin.", lambda w: w.pipeline.move((1, 2), Stage.PROSPECT)),
    (BadInput, "No deal was named. Choose one first.", lambda w: w.pipeline.move((), Stage.PROSPECT)),
    (BadInput, "A closed deal is won or lost. Say which.", lambda w: w.pipeline.move((1,), Stage.CLOSED)),
    (BadInput, "Say why the deal was lost: price, budget,", lambda w: w.pipeline.move(
        (1,), Stage.CLOSED, outcome=Outcome.LOST)),
    (BadInput, "Say in a few words why", lambda w: w.pipeline.move(
        (1,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER)),
    (BadInput, "A won deal has no lost reason.", lambda w: w.pipeline.place(
        1, Stage.CLOSED, None, outcome=Outcome.WON, lost_reason=LostReason.PRICE)),
    (BadInput, "Only closed deals are won or lost", lambda w: w.pipeline.place(
        1, Stage.LEAD, None, outcome=Outcome.WON)),
    (BadInput, "The lost reason has 501 characters", lambda w: w.pipeline.move(
        (1,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail=LONG_LINE)),
    (BadInput, "The reason has 501 characters", lambda w: w.pipeline.move((1,), Stage.PROSPECT, why=LONG_LINE)),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.place(99, Stage.LEAD, None)),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.reorder((1, 99), 1)),
    (BadInput, "No deal was named.", lambda w: w.pipeline.reorder((), 1)),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.set_owner((1, 99), "me")),
    (BadInput, "The owner is empty.", lambda w: w.pipeline.set_owner((1,), " ")),
    (BadInput, "The tag is empty. Type one.", lambda w: w.pipeline.set_tags((1,), add=("expo", ""))),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.set_tags((1, 99), add=("expo",))),
    (NotFound, "#2 “gone” is in the bin.", lambda w: w.pipeline.delete((1, 2))),
    (NotFound, "There is no deal #99.", lambda w: w.pipeline.delete((1, 99))),
    (BadInput, "No deal was named.", lambda w: w.pipeline.delete(())),
    (BadInput, "The note is empty. Type something.", lambda w: w.activity.add_note((1,), " \n ")),
    (BadInput, "The note has 20,001 characters", lambda w: w.activity.add_note((1,), LONG_TEXT)),
    (BadInput, "No deal was named.", lambda w: w.activity.add_note((), "rang")),
    (NotFound, "#2 “gone” is in the bin.", lambda w: w.activity.add_note((1, 2), "rang", NoteKind.CALL)),
    (BadInput, "There is nothing to write down.", lambda w: w.activity.touch(1, note=" \n")),
    (NotFound, "There is no note #99.", lambda w: w.activity.edit_note(99, "new")),
    (BadInput, "The note is empty.", lambda w: w.activity.edit_note(1, "")),
    (NotFound, "There is no note #99.", lambda w: w.activity.delete_note(99)),
    (BadInput, "“smalltalk” is no kind of follow-up. Choose one of: todo, call,", lambda w: w.activity.add_follow_up(
        (1,), DAY, "smalltalk", "")),
    (BadInput, "The follow-up has 501 characters", lambda w: w.activity.add_follow_up((1,), DAY, "call", LONG_LINE)),
    (NotFound, "There is no deal #99.", lambda w: w.activity.add_follow_up((99,), DAY, "call", "")),
    (BadInput, "No deal was named.", lambda w: w.activity.add_follow_up((), DAY, "call", "")),
    (NotFound, "There is no follow-up #99.", lambda w: w.activity.finish_follow_up(99)),
    (NotFound, "Follow-up #2 is done already.", lambda w: w.activity.finish_follow_up(2)),
    (NotFound, "Follow-up #3 is dropped already.", lambda w: w.activity.drop_follow_up(3)),
    (NotFound, "Follow-up #2 is done already.", lambda w: w.activity.edit_follow_up(2, due=DAY)),
    (BadInput, "“smalltalk” is no kind of follow-up.", lambda w: w.activity.edit_follow_up(1, kind="smalltalk")),
    (BadInput, "The result has 20,001 characters", lambda w: w.activity.finish_follow_up(1, LONG_TEXT)),
    (BadInput, "The contact's name is empty.", lambda w: w.people.add_contact(1, " ")),
    (NotFound, "There is no deal #99.", lambda w: w.people.add_contact(99, "Per")),
    (BadInput, "A contact has no field “shoe”. It has: name, email,", lambda w: w.people.edit_contact(1, {"shoe": 42})),
    (BadInput, "The name is empty.", lambda w: w.people.edit_contact(1, {"email": "a@b.no", "name": ""})),
    (NotFound, "There is no contact #99.", lambda w: w.people.edit_contact(99, {"email": "a@b.no"})),
    (NotFound, "There is no company #99.", lambda w: w.people.edit_company(99, {"name": "New"})),
    (BadInput, "A company has no field “email”.", lambda w: w.people.edit_company(1, {"email": "a@b.no"})),
    (NotFound, "There is no deal contact #99.", lambda w: w.people.set_role(99, Role.USER)),
    (NotFound, "“Acme: pilot” has no such contact.", lambda w: w.people.make_primary(1, 2)),
    (NotFound, "“Acme: pilot” has no such contact.", lambda w: w.people.remove_contact(1, 2)),
    (BadInput, "The name of the view is empty.", lambda w: w.views.save("", "stage:lead", Sort.RANK)),
    (BadInput, "The filter has 501 characters", lambda w: w.views.save("mine", LONG_LINE, Sort.RANK)),
    (NotFound, "There is no change #99. See: funnelboard log", lambda w: w.undoing.undo(99)),
    (NotFound, "There is no change #0.", lambda w: w.undoing.undo(0)),
    (NotFound, "There is no seller “nobody” in this database.", lambda w: w.undoing.log(seller="nobody")),
    (NotFound, "There is no seller “” in this database.", lambda w: w.undoing.log(seller="")),
    (NotFound, "There is no deal #99.", lambda w: w.board.detail(99)),
    (NotFound, "There is no deal #99.", lambda w: w.board.deal(99)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "sentence", "act"), REFUSALS, ids=[f"{number}: {case[1]}" for number, case in enumerate(REFUSALS)]
)
def test_a_refusal_says_why_and_changes_nothing(
    kind: type[FunnelBoardError], sentence: str, act: Act, busy_board: Workspace, dump: Callable[[Workspace], Any]
) -> None:
    before = dump(busy_board)
    with pytest.raises(kind) as refused:
        act(busy_board)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith((".", "log"))
    assert dump(busy_board) == before


def test_what_just_fits_is_kept_whole(workspace: Workspace) -> None:
    title, note = LONG_LINE[1:], LONG_TEXT[1:]
    (deal_id,) = workspace.pipeline.create(title=title, note=note).deal_ids
    detail = workspace.board.detail(deal_id)
    assert (detail.deal.title, [entry.text for entry in detail.timeline if entry.label == "note"]) == (title, [note])


IDLE: list[tuple[str, Act]] = [
    ("“Acme: pilot” was so already", lambda w: w.pipeline.edit(1, {"title": " Acme: pilot ", "company": "Acme"})),
    ("“Acme: pilot” was so already", lambda w: w.pipeline.edit(1, {"company": "ACME", "contact": "kari"})),
    ("“Acme: pilot” is there already", lambda w: w.pipeline.move((1,), Stage.LEAD)),
    ("2 deals are there already", lambda w: w.pipeline.move((1, 3), Stage.LEAD)),
    ("“bare” is there already", lambda w: w.pipeline.place(3, Stage.LEAD, 1)),
    ("“bare” is there already", lambda w: w.pipeline.place(3, Stage.LEAD, 3)),
    ("“Acme: pilot” is there already", lambda w: w.pipeline.place(1, Stage.LEAD, None)),
    ("“bare” cannot go further up", lambda w: w.pipeline.reorder((3,), -1)),
    ("“Acme: pilot” cannot go further down", lambda w: w.pipeline.reorder((1,), 1)),
    ("“bare” had that owner already", lambda w: w.pipeline.set_owner((3,), "kari")),
    ("“bare” had these tags already", lambda w: w.pipeline.set_tags((3,), remove=("expo",))),
    ("nothing of that is in the bin", lambda w: w.pipeline.restore((1, 99))),
    ("the note said so already", lambda w: w.activity.edit_note(1, " rang\n")),
    ("the follow-up was so already", lambda w: w.activity.edit_follow_up(1, due=DAY, kind="call")),
    ("Kari is on “Acme: pilot” already", lambda w: w.people.add_contact(1, "Kari")),
    ("the contact was so already", lambda w: w.people.edit_contact(1, {"name": "Kari"})),
    ("the company was so already", lambda w: w.people.edit_company(1, {"name": "Acme"})),
    ("the contact was other already", lambda w: w.people.set_role(1, Role.OTHER)),
    ("that contact is the first already", lambda w: w.people.make_primary(1, 1)),
    ("the view is gone already", lambda w: w.views.delete(99)),
    ("nothing to redo", lambda w: w.undoing.redo()),
]


@pytest.mark.parametrize(("summary", "act"), IDLE, ids=[f"{number}: {case[0]}" for number, case in enumerate(IDLE)])
def test_what_is_so_already_is_said_and_not_logged(
    summary: str, act: Act, busy_board: Workspace, dump: Callable[[Workspace], Any]
) -> None:
    before = dump(busy_board)
    done: Any = act(busy_board)
    assert (done.summary, done.change, done.deal_ids) == (summary, 0, ())
    assert dump(busy_board) == before
