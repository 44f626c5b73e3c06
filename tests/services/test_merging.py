"""Two become one with everything on both, one undo takes them apart exactly, and nobody's work is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.duplicate import Record
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, Conflict, DealGone, FunnelBoardError, NotFound
from funnelboard.exchange.safe_text import LONGEST_TEXT
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.contents import columns_of
from tests.conftest import TODAY

Add = Callable[..., Deal]
Dump = Callable[[Workspace], dict[str, list[Any]]]
DEAL, COMPANY, CONTACT = Record
ALWAYS = {"id", "version", "at"}


@pytest.fixture
def both(workspace: Workspace, add_deal: Add, tick: Callable[..., int]) -> tuple[Deal, Deal]:
    """One sale twice, with something of every kind on each."""
    kept = add_deal(
        title="Ærlig Øl: pilot", company="Ærlig Øl AS", contact="Kari Nordmann", email="kari@ol.example",
        amount=Money(1_200_000, "EUR"), stage=Stage.PROSPECT, tags=("expo", "beer"), note="rang",
    )  # fmt: skip
    tick(days=1)
    other = add_deal(
        title="Pilot for Ærlig Øl", company="Ærlig Bryggeri", contact="Per Lie", phone="900 11 222",
        amount=Money(1_500_000, "NOK"), tags=("beer", "hot"), note="wrote", expected_close=TODAY, source="event",
        owner=None, referred_by="Nordlys", follow_up=FollowUpLine(TODAY, "call", "about the price"),
    )  # fmt: skip
    workspace.people.add_contact(other.id, "Kari Nordmann", Role.DECISION_MAKER, decides=True)
    workspace.qualifying.answer_many(kept.id, {Criterion.MARKET: Answer.YES, Criterion.MEANS: Answer.NO})
    tick(days=1)
    workspace.qualifying.answer_many(other.id, {Criterion.MEANS: Answer.YES, Criterion.NEED: Answer.YES})
    workspace.objections.raise_objection((other.id,), "too dear")
    workspace.pipeline.edit(other.id, {"pain_point": "the old vans"})
    set_own_fields(workspace, kept.id, {"Renewal": "2027", "Region": "north"})
    set_own_fields(workspace, other.id, {"Renewal": "2028", "Vans": "12"})
    tick(days=1)
    return workspace.board.deal(kept.id), workspace.board.deal(other.id)


def set_own_fields(workspace: Workspace, deal_id: int, texts: dict[str, str]) -> None:
    with workspace.session.change("edit") as change:
        for name, text in texts.items():
            folded = name.casefold()
            found = change.database.rows_of("SELECT id FROM own_field WHERE folded = ?", (folded,))
            field = found[0][0] if found else change.insert("own_field", {"name": name, "folded": folded})
            values = {"deal_id": deal_id, "own_field_id": field, "text": text, "folded": text.casefold()}
            change.insert("deal_field", values)
        change.summary = "set own fields"


def stored(dump: Dump, workspace: Workspace) -> dict[str, list[Any]]:
    """All rows but the log, without their versions."""
    found = {}
    for table, rows in dump(workspace).items():
        if table not in ("change", "change_item"):
            found[table] = [
                {name: value for name, value in zip(columns_of(table), row, strict=True) if name != "version"}
                for row in rows
            ]
    found["board_total"] = [row for row in found["board_total"] if row["count"]]
    return found


def own_fields(workspace: Workspace, deal_id: int) -> dict[str, str]:
    compared = workspace.merging.compare(DEAL, deal_id, next(d.id for d in everything(workspace) if d.id != deal_id))
    return {field.label: field.keep for field in compared.fields if field.name.startswith("field.") and field.keep}


def everything(workspace: Workspace) -> tuple[Deal, ...]:
    return tuple(deal for deal in workspace.board.by_ids(range(1, 50)) if not deal.deleted)


def test_everything_goes_over_and_the_log_and_the_timeline_are_one(
    workspace: Workspace, both: tuple[Deal, Deal], add_deal: Add
) -> None:
    kept, other = both
    add_deal(title="something else")
    workspace.pipeline.edit(other.id, {"competitor": "Beta"})
    written = workspace.merging.merge(DEAL, kept.id, other.id)
    assert written.summary == f"merged #{other.id} “Pilot for Ærlig Øl” into #{kept.id} “Ærlig Øl: pilot”"
    assert written.row_id == kept.id
    deal = workspace.board.deal(kept.id)
    assert (deal.stage, deal.title, deal.amount) == (Stage.PROSPECT, "Ærlig Øl: pilot", Money(1_200_000, "EUR"))
    assert (deal.expected_close, deal.source, deal.pain_point) == (TODAY, "referral", "the old vans")
    assert (deal.referred_by, deal.owner, deal.competitor) == ("Nordlys", kept.owner, "Beta")
    assert (deal.market, deal.means, deal.need) == (Answer.YES, Answer.NO, Answer.YES)
    assert set(deal.tags) == {"expo", "beer", "hot"}
    assert [(link.contact.name, link.role, link.primary, link.decides) for link in deal.contacts] == [
        ("Kari Nordmann", Role.OTHER, True, False),
        ("Per Lie", Role.OTHER, False, False),
        ("Kari Nordmann", Role.DECISION_MAKER, False, True),
    ]
    assert deal.open_objections == 1
    assert deal.next_follow_up is not None
    assert deal.next_follow_up.what == "about the price"
    assert own_fields(workspace, kept.id) == {"Renewal": "2027", "Region": "north", "Vans": "12"}
    detail = workspace.board.detail(kept.id)
    texts = [entry.text for entry in detail.timeline if entry.entity == "note"]
    assert {"rang", "wrote"} <= set(texts)
    (told,) = [text for text in texts if text.startswith("Merged")]
    assert told.splitlines() == [
        f"Merged with #{other.id} “Pilot for Ærlig Øl” on 21 Nov 2026.",
        *(
            f"{line} (#{other.id})"
            for line in (
                "title: Pilot for Ærlig Øl", "company: Ærlig Bryggeri", "contact: Per Lie",
                "amount: 15\N{NO-BREAK SPACE}000 NOK", "means: yes", "Renewal: 2028", "stage: lead",
            )
        ),
    ]  # fmt: skip
    assert {answer.criterion: answer.answer for answer in detail.answers}[Criterion.MEANS] is Answer.NO
    assert "changed" in {entry.label for entry in detail.timeline if entry.text == "competitor"}
    undoing = workspace.undoing
    assert [[*undoing.deal_ids(entry.id)] for entry in undoing.log(kept.id) if entry.kind == "create"] == [
        [other.id], [kept.id]
    ]  # fmt: skip
    assert deal.last_touch == max(kept.last_touch, other.last_touch), "nobody has been in touch with the buyer"
    assert deal.created_at == kept.created_at
    assert maintenance.check(workspace) == ()


def test_undo_takes_both_apart_exactly_and_redo_makes_them_one(
    workspace: Workspace, both: tuple[Deal, Deal], dump: Dump
) -> None:
    kept, other = both
    before = stored(dump, workspace)
    workspace.merging.merge(DEAL, kept.id, other.id, ["title", "contact", "amount", "field.Renewal"])
    merged = stored(dump, workspace)
    assert merged != before
    workspace.undoing.undo()
    undone = stored(dump, workspace)
    notes = [row for row in undone["note"] if row["deleted_at"] is None]
    assert notes == before["note"]
    answers = [row for row in undone["answer"] if row["deleted_at"] is None]
    assert answers == before["answer"]
    assert {**undone, "note": notes, "answer": answers} == before
    assert workspace.board.deal(other.id) is not None
    workspace.undoing.redo()
    assert stored(dump, workspace) == merged
    assert maintenance.check(workspace) == ()


def test_what_is_taken_stands_and_what_it_replaces_is_kept(workspace: Workspace, both: tuple[Deal, Deal]) -> None:
    kept, other = both
    workspace.merging.merge(
        DEAL, kept.id, other.id, ["Title", "company", "contact", "amount", "means", "field.renewal"]
    )
    deal = workspace.board.deal(kept.id)
    assert deal.title == "Pilot for Ærlig Øl"
    assert deal.company is not None
    assert deal.company.name == "Ærlig Bryggeri"
    assert deal.amount == Money(1_500_000, "NOK")
    assert deal.means is Answer.YES
    assert deal.primary is not None
    assert deal.primary.contact.name == "Per Lie"
    assert sum(link.primary for link in deal.contacts) == 1
    note = next(entry.text for entry in workspace.board.detail(kept.id).timeline if entry.text.startswith("Merged"))
    assert f"amount: 12\N{NO-BREAK SPACE}000 € (#{kept.id})" in note
    assert f"Renewal: 2027 (#{kept.id})" in note
    assert maintenance.check(workspace) == ()


def test_a_contact_of_both_is_on_it_once_in_the_role_that_says_more(workspace: Workspace, add_deal: Add) -> None:
    acme = {"company": "Acme Oy", "contact": "Kari"}
    kept, other = add_deal(**acme), add_deal(title="Acme pilot", **acme)
    workspace.people.set_role(other.contacts[0].id, Role.DECISION_MAKER)
    workspace.people.set_decides(other.id, other.contacts[0].id)
    workspace.merging.merge(DEAL, kept.id, other.id)
    (link,) = workspace.board.deal(kept.id).contacts
    assert (link.role, link.primary, link.decides) == (Role.DECISION_MAKER, True, True)
    workspace.undoing.undo()
    assert [len(workspace.board.deal(deal.id).contacts) for deal in (kept, other)] == [1, 1]
    workspace.people.set_role(kept.contacts[0].id, Role.USER)
    workspace.merging.merge(DEAL, kept.id, other.id)
    (link,) = workspace.board.deal(kept.id).contacts
    assert link.role is Role.USER
    assert "role of Kari: decision maker" in workspace.board.detail(kept.id).timeline[0].text


def test_two_won_deals_are_not_added_and_what_was_lost_is_told(workspace: Workspace, add_deal: Add) -> None:
    won = {"stage": Stage.CLOSED, "outcome": Outcome.WON, "company": "Acme Oy"}
    kept, other = add_deal(amount=Money(100, "EUR"), **won), add_deal(amount=Money(900, "EUR"), **won)
    lost = add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail="moved away")
    workspace.merging.merge(DEAL, kept.id, other.id)
    workspace.merging.merge(DEAL, kept.id, lost.id)
    assert workspace.board.deal(kept.id).amount == Money(100, "EUR")
    company = workspace.customers.company_of(kept.id)
    assert company.lifetime == (Money(100, "EUR"),)
    notes = "\n".join(entry.text for entry in workspace.board.detail(kept.id).timeline)
    assert f"amount: 9 € (#{other.id})" in notes
    assert f"stage: closed lost on 18 Nov 2026, other, moved away (#{lost.id})" in notes
    assert maintenance.check(workspace) == ()


def test_the_next_deal_of_a_merged_one_goes_on_from_the_one_that_is_kept(workspace: Workspace, add_deal: Add) -> None:
    won = {"stage": Stage.CLOSED, "outcome": Outcome.WON, "company": "Acme Oy"}
    kept, other = add_deal(**won), add_deal(**won)
    repeat = workspace.customers.repeat(other.id).row_id or 0
    workspace.merging.merge(DEAL, kept.id, other.id)
    assert workspace.board.deal(repeat).repeat_of == kept.id
    workspace.merging.merge(DEAL, kept.id, repeat)
    assert workspace.board.deal(kept.id).repeat_of is None
    assert maintenance.check(workspace) == ()


@pytest.mark.parametrize(
    ("keep", "other", "take", "words"),
    [
        (1, 1, [], "#1 cannot be merged into itself. Name two deals."),
        (1, 9, [], "There is no deal #9."),
        (1, 3, [], "#3 “binned” is in the bin. Undo its deletion first."),
        (3, 1, [], "#3 “binned” is in the bin. Undo its deletion first."),
        (1, 4, [], "#4 “part” is a part of #2 now."),
        (1, 2, ["tags"], "There is no “tags” to choose. They differ in title and amount."),
        (1, 2, ["owner"], "There is no “owner” to choose. They differ in title and amount."),
        (1, 2, ["field.x"], "There is no “field.x” to choose. They differ in title and amount."),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    keep: int, other: int, take: list[str], words: str, workspace: Workspace, add_deal: Add, dump: Dump
) -> None:
    add_deal(title="one", amount=Money(1, "EUR"))
    add_deal(title="two", amount=Money(2, "EUR"))
    workspace.pipeline.delete((add_deal(title="binned").id,))
    workspace.merging.merge(DEAL, 2, add_deal(title="part").id)
    before = dump(workspace)
    with pytest.raises(FunnelBoardError) as refused:
        workspace.merging.merge(DEAL, keep, other, take)
    assert str(refused.value) == words
    assert dump(workspace) == before


def test_who_has_the_merged_one_open_is_told_where_it_is(
    workspace: Workspace, both: tuple[Deal, Deal], make_workspace: Callable[..., Workspace]
) -> None:
    kept, other = both
    ola = make_workspace(login="ola")
    ola.merging.merge(DEAL, kept.id, other.id)
    with pytest.raises(DealGone) as refused:
        workspace.pipeline.edit(other.id, {"title": "new"}, other)
    words = f"#{other.id} “Pilot for Ærlig Øl” is a part of #{kept.id} now: ola merged them."
    assert str(refused.value) == words
    assert not workspace.pipeline.restore((other.id,)).change


@pytest.mark.parametrize("which", ["kept", "other"])
def test_a_merge_acts_on_what_was_compared(
    which: str, workspace: Workspace, both: tuple[Deal, Deal], make_workspace: Callable[..., Workspace], dump: Dump
) -> None:
    kept, other = both
    ola = make_workspace(login="ola")
    seen = workspace.merging.compare(DEAL, kept.id, other.id)
    deal_id = kept.id if which == "kept" else other.id
    ola.pipeline.edit(deal_id, {"amount": Money(5, "EUR")})
    ola.pipeline.move((deal_id,), Stage.OPPORTUNITY, because="so it is")
    before = dump(workspace)
    with pytest.raises(Conflict) as refused:
        workspace.merging.merge(DEAL, kept.id, other.id, (), seen)
    assert str(refused.value) == (
        "Nothing was merged: ola has changed amount and where they stand meanwhile. Look at both again."
    )
    assert dump(workspace) == before
    ola.activity.add_note((deal_id,), "rang too")
    again = workspace.merging.compare(DEAL, kept.id, other.id)
    assert workspace.merging.merge(DEAL, kept.id, other.id, (), again).change


def test_undo_is_whole_or_refused_by_name(
    workspace: Workspace, both: tuple[Deal, Deal], make_workspace: Callable[..., Workspace], dump: Dump
) -> None:
    kept, other = both
    ola = make_workspace(login="ola")
    change = workspace.merging.merge(DEAL, kept.id, other.id, ["title"]).change
    ola.pipeline.edit(kept.id, {"title": "Ola's title"})
    before = dump(workspace)
    with pytest.raises(Conflict, match="Not undone: ola has changed title of deal #1 since"):
        workspace.undoing.undo(change)
    assert dump(workspace) == before
    ola.undoing.undo()
    ola.activity.add_note((kept.id,), "after it")
    workspace.undoing.undo(change)
    texts = [entry.text for entry in workspace.board.detail(kept.id).timeline if entry.entity == "note"]
    assert texts == ["after it", "rang"], "what was added since stays where it was added"
    assert maintenance.check(workspace) == ()


def test_what_was_done_to_a_part_is_not_undone_behind_the_merge(workspace: Workspace, both: tuple[Deal, Deal]) -> None:
    kept, other = both
    edited = workspace.pipeline.edit(other.id, {"competitor": "Beta"}).change
    workspace.merging.merge(DEAL, kept.id, other.id)
    with pytest.raises(Conflict, match=f"#{other.id} is a part of #{kept.id} now. Undo that merge first."):
        workspace.undoing.undo(edited)


def test_a_chain_of_merges_leads_to_its_end_and_back(workspace: Workspace, add_deal: Add, dump: Dump) -> None:
    one, two, three = (add_deal(title=f"deal {number}", note=f"note {number}") for number in range(3))
    before = stored(dump, workspace)
    workspace.merging.merge(DEAL, two.id, three.id)
    workspace.merging.merge(DEAL, one.id, two.id)
    with pytest.raises(DealGone, match="#3 “deal 2” is a part of #1 now"):
        workspace.activity.add_note((three.id,), "late")
    texts = {entry.text for entry in workspace.board.detail(one.id).timeline}
    assert {"note 0", "note 1", "note 2"} <= texts
    assert [entry.kind for entry in workspace.undoing.log(one.id)] == ["merge", "merge", *["create"] * 3]
    first = workspace.undoing.log(one.id)[1].id
    with pytest.raises(Conflict):
        workspace.undoing.undo(first)
    workspace.undoing.undo()
    workspace.undoing.undo()
    after = stored(dump, workspace)
    assert after["deal"] == before["deal"]
    assert [row for row in after["note"] if row["deleted_at"] is None] == before["note"]


def test_a_text_too_long_for_one_note_is_kept_in_several(workspace: Workspace, add_deal: Add) -> None:
    one, two = add_deal(title="deal"), add_deal(title="deal")
    for deal, letter in ((one, "a"), (two, "b")):
        set_own_fields(workspace, deal.id, {"Long": letter * LONGEST_TEXT})
    workspace.merging.merge(DEAL, one.id, two.id)
    notes = [entry.text for entry in workspace.board.detail(one.id).timeline if entry.entity == "note"]
    assert sum(text.count("b") for text in notes) >= LONGEST_TEXT
    assert max(map(len, notes)) <= LONGEST_TEXT
    assert maintenance.check(workspace) == ()


class TestCompanies:
    @pytest.fixture
    def twice(self, workspace: Workspace, add_deal: Add) -> tuple[int, int]:
        """Ids of one company that is there twice: with an open deal, and with a won one and a lead it sent."""
        one = add_deal(company="Nordlys AS", contact="Kari")
        two = add_deal(company="Nordlys too", contact="Per", stage=Stage.CLOSED, amount=Money(100, "EUR"))
        assert one.company is not None
        assert two.company is not None
        workspace.people.edit_company(two.company.id, {"name": "Nordlys"})
        add_deal(title="sent", referred_by="Nordlys")
        workspace.people.edit_company(one.company.id, {"website": "nordlys.example", "phone": "22 33 44 55"})
        workspace.people.edit_company(two.company.id, {"phone": "11 11 11 11", "industry": "bikes"})
        return one.company.id, two.company.id

    def test_deals_people_and_worth_are_one(self, workspace: Workspace, twice: tuple[int, int], dump: Dump) -> None:
        before = stored(dump, workspace)
        keep, other = twice
        written = workspace.merging.merge(COMPANY, keep, other, ["name"])
        assert written.summary == f"merged company #{other} “Nordlys” into #{keep} “Nordlys AS”"
        detail = workspace.customers.company(keep)
        assert (detail.company.name, detail.company.website, detail.company.phone, detail.company.industry) == (
            "Nordlys", "nordlys.example", "22 33 44 55", "bikes",
        )  # fmt: skip
        assert detail.company.customer_since is not None
        assert [deal.id for deal in detail.deals] == [1, 2]
        assert [deal.title for deal in detail.referred] == ["sent"]
        assert {each.contact.name for each in detail.contacts} == {"Kari", "Per"}
        assert any("phone: 11 11 11 11 (#2)" in entry.text for entry in workspace.board.detail(2).timeline)
        assert maintenance.check(workspace) == ()
        workspace.undoing.undo()
        after = stored(dump, workspace)
        assert {**after, "note": []} == {**before, "note": []}

    def test_the_name_leads_to_the_one_that_is_kept(
        self, workspace: Workspace, twice: tuple[int, int], add_deal: Add
    ) -> None:
        keep, other = twice
        workspace.merging.merge(COMPANY, keep, other)
        for name in ("Nordlys", "nordlys"):
            deal = add_deal(title=f"new {name}", company=name, contact="Per")
            assert deal.company is not None
            assert deal.company.id == keep
            assert deal.contacts[0].contact.id == 2
        workspace.pipeline.edit(3, {"company": "Nordlys"})
        moved = workspace.board.deal(3).company
        assert moved is not None
        assert moved.id == keep
        assert workspace.customers.company_named("nordlys").company.id == keep
        with pytest.raises(NotFound, match=f"Company #{other} is a part of #{keep} now. Merge with that one."):
            workspace.merging.merge(COMPANY, keep, other)

    def test_names_that_are_none_are_refused(self, workspace: Workspace, twice: tuple[int, int]) -> None:
        with pytest.raises(BadInput, match="#1 cannot be merged into itself"):
            workspace.merging.merge(COMPANY, 1, 1)
        with pytest.raises(NotFound, match="There is no company #9"):
            workspace.merging.merge(COMPANY, 1, 9)
        with pytest.raises(NotFound, match="No company is called “Zed”"):
            workspace.merging.find(COMPANY, "Zed")


class TestContacts:
    @pytest.fixture
    def twice(self, workspace: Workspace, add_deal: Add) -> tuple[int, int]:
        """Ids of one person that is there twice: on a deal of their own each, and both on a third."""
        add_deal(company="Acme", contact="Kari Nordmann", email="kari@acme.example")
        second = add_deal(company="Acme", contact="K. Nordmann", phone="900 11 222")
        third = add_deal(title="third", company="Acme", contact="K. Nordmann")
        workspace.people.add_contact(third.id, "Kari Nordmann", Role.USER)
        workspace.people.edit_contact(2, {"may_contact": False, "birthday": date(1980, 5, 12)})
        workspace.qualifying.answer((second.id,), Criterion.MARKET, Answer.YES, "call", second.contacts[0].contact.id)
        return 1, 2

    def test_parts_answers_and_a_no_are_one(self, workspace: Workspace, twice: tuple[int, int], dump: Dump) -> None:
        before = stored(dump, workspace)
        workspace.merging.merge(CONTACT, *twice)
        found = workspace.people.contact(1)
        assert (found.contact.name, found.contact.email, found.contact.phone) == (
            "Kari Nordmann", "kari@acme.example", "900 11 222",
        )  # fmt: skip
        assert found.contact.birthday == date(1980, 5, 12)
        assert not found.contact.may_contact
        assert set(found.deal_ids) == {1, 2, 3}
        (link,) = workspace.board.deal(3).contacts
        assert (link.contact.id, link.role, link.primary) == (1, Role.USER, True)
        (answer,) = workspace.board.detail(2).answers
        assert answer.contact == "Kari Nordmann"
        assert "name: K. Nordmann (#2)" in workspace.board.detail(3).timeline[0].text
        assert maintenance.check(workspace) == ()
        workspace.undoing.undo()
        after = stored(dump, workspace)
        assert {**after, "note": []} == {**before, "note": []}

    def test_a_role_that_does_not_stand_is_told(self, workspace: Workspace, twice: tuple[int, int]) -> None:
        workspace.people.set_role(workspace.board.deal(3).contacts[0].id, Role.ADVISER)
        workspace.merging.merge(CONTACT, *twice)
        assert "role on “third”: adviser (#2)" in workspace.board.detail(3).timeline[0].text
        (link,) = workspace.board.deal(3).contacts
        assert link.role is Role.USER

    def test_the_name_leads_to_the_one_that_is_kept(
        self, workspace: Workspace, twice: tuple[int, int], add_deal: Add
    ) -> None:
        workspace.merging.merge(CONTACT, *twice)
        deal = add_deal(title="new", company="Acme", contact="K. Nordmann")
        assert [link.contact.id for link in deal.contacts] == [1]
        deal = add_deal(title="newer", company="Acme")
        workspace.people.add_contact(deal.id, "k. nordmann")
        assert [link.contact.id for link in workspace.board.deal(deal.id).contacts] == [1]
        assert workspace.merging.find(CONTACT, "Kari Nordmann") == 1
        with pytest.raises(NotFound, match="Contact #2 is a part of #1 now"):
            workspace.merging.merge(CONTACT, 1, 2)
