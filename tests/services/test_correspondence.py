"""Where a message is kept, and where it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.duplicate import Record
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import DealGone, FunnelBoardError, NotFound
from funnelboard.exchange.mail import Address, MailMessage
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]
KARI, ME = Address("K.", "KARI@acme.example"), Address("", "me@our.example")


def message(
    sender: Address = KARI, *to: Address, key: str = "1@x", subject: str = "Re: Pilot", **more: Any
) -> MailMessage:
    known = {"at": None, "text": "Yes.", "attachments": ()} | more
    return MailMessage(key, (sender,), to or (ME,), subject, **known)


def notes(workspace: Workspace, deal_id: int) -> list[str]:
    timeline = workspace.board.detail(deal_id, limit=99).timeline
    return [entry.text for entry in timeline if entry.entity == "note"]


@pytest.fixture
def acme(add_deal: Add) -> Deal:
    """An open deal with Kari of Acme."""
    return add_deal(title="Acme: pilot", company="Acme", contact="Kari Nordmann", email="kari@acme.example")


def test_a_message_is_a_note_of_when_it_was_sent(workspace: Workspace, acme: Deal, tick: Callable[..., int]) -> None:
    sent = workspace.clock.now() - 3_600_000_000
    tick(days=1)
    written, plan = workspace.correspondence.keep(message(at=sent, attachments=("a.pdf",)))
    assert (written.deal_ids, written.summary) == ((acme.id,), "kept a message from Kari Nordmann on “Acme: pilot”")
    note = workspace.activity.note(written.row_id or 0)
    assert (note.kind, note.at) == (NoteKind.EMAIL, sent)
    assert note.text == "from Kari Nordmann: Re: Pilot\n\nYes.\n\n[attached: a.pdf]"
    assert (plan.received, plan.remarks, plan.others) == (True, (), ())
    assert workspace.undoing.undo().summary == f"undid: {written.summary}"
    assert notes(workspace, acme.id) == []
    assert maintenance.check(workspace) == ()


def test_what_one_has_written_oneself_goes_there_too(workspace: Workspace, acme: Deal) -> None:
    _, plan = workspace.correspondence.keep(message(Address("Ola", "ola@our.example"), ME, KARI))
    assert not plan.received
    assert notes(workspace, acme.id) == ["to Kari Nordmann, from Ola <ola@our.example>: Re: Pilot\n\nYes."]


def test_an_address_of_before_a_merge_leads_to_who_was_kept(workspace: Workspace, acme: Deal, add_deal: Add) -> None:
    other = add_deal(title="Acme: rollout", company="Acme", contact="K. Nordmann", email="kari@old.example")
    workspace.merging.merge(Record.CONTACT, acme.contacts[0].contact.id, other.contacts[0].contact.id)
    workspace.pipeline.move((other.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
    for address in (Address("K.", "Kari@old.example"), KARI):
        written, _ = workspace.correspondence.keep(message(address, key=f"{address.email}@x"))
        assert (written.deal_ids, written.summary) == (
            (acme.id,), "kept a message from Kari Nordmann on “Acme: pilot”",
        )  # fmt: skip


def test_the_same_message_twice_changes_nothing(workspace: Workspace, acme: Deal, dump: Callable[..., Any]) -> None:
    first, _ = workspace.correspondence.keep(message())
    before = dump(workspace)
    for more in ({}, {"lead": True}, {"deal_id": acme.id}):
        again, plan = workspace.correspondence.keep(message(text="other"), **more)  # type: ignore[arg-type]
        assert (again.change, again.row_id, again.summary) == (0, first.row_id, "this message is on #1 already")
        assert plan.kept_as == (first.row_id, acme.id)
    assert dump(workspace) == before


def test_what_was_taken_back_can_be_kept_again_and_both_be_brought_back(workspace: Workspace, acme: Deal) -> None:
    first, _ = workspace.correspondence.keep(message())
    undone = workspace.undoing.undo()
    second, _ = workspace.correspondence.keep(message())
    assert second.change
    workspace.undoing.undo(undone.change)
    assert len(notes(workspace, acme.id)) == 2
    workspace.undoing.undo(second.change)
    workspace.undoing.undo(first.change)
    workspace.undoing.redo()
    assert maintenance.check(workspace) == ()


def test_of_several_deals_the_open_one_touched_last(
    workspace: Workspace, acme: Deal, add_deal: Add, tick: Callable[..., int]
) -> None:
    tick()
    person = {"company": "Acme", "contact": "Kari Nordmann"}
    second = add_deal(title="Acme: more", **person)
    tick()
    add_deal(title="Acme: old", stage=Stage.CLOSED, **person)
    binned = add_deal(title="Acme: gone", **person)
    workspace.pipeline.delete((binned.id,))
    plan = workspace.correspondence.plan(message())
    assert plan.deal == workspace.board.deal(second.id)
    assert plan.others == (acme.id,)
    assert plan.remarks[0] == "Of several open deals #2 was touched last; --deal chooses another: #1."
    tick()
    workspace.activity.add_note((acme.id,), "rang")
    assert workspace.correspondence.plan(message()).deal == workspace.board.deal(acme.id)
    chosen = workspace.correspondence.plan(message(), deal_id=second.id)
    assert (chosen.deal, chosen.others) == (workspace.board.deal(second.id), ())


def test_who_wrote_comes_before_who_got_it_and_an_open_deal_before_both(workspace: Workspace, add_deal: Add) -> None:
    writer = add_deal(title="one", contact="Writer", email="writer@x.example")
    reader = add_deal(title="two", contact="Reader", email="reader@x.example")
    both = message(Address("", "writer@x.example"), Address("", "reader@x.example"))
    assert workspace.correspondence.plan(both).deal == writer
    workspace.pipeline.move((writer.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    plan = workspace.correspondence.plan(both)
    assert plan.deal is not None
    assert plan.deal.id == reader.id
    assert plan.heading == "from Writer"


def test_with_nothing_open_it_goes_to_the_closed_deal_and_that_is_said(workspace: Workspace, add_deal: Add) -> None:
    deal = add_deal(stage=Stage.CLOSED, contact="Kari", email="kari@acme.example")
    workspace.people.edit_contact(1, {"may_contact": False})
    _, plan = workspace.correspondence.keep(message(), lead=True)
    assert plan.remarks[0] == "Kari has no open deal; of the closed ones #1, closed won, was touched last."
    assert len(notes(workspace, deal.id)) == 1


def test_an_unknown_writer_is_refused_and_becomes_a_lead_only_when_told(
    workspace: Workspace, acme: Deal, dump: Callable[..., Any]
) -> None:
    before = dump(workspace)
    stranger = message(Address("Per Ås", "per@øl.example"))
    with pytest.raises(
        NotFound, match=r"No contact has the address per@øl\.example or another of this message\. .*--lead"
    ):
        workspace.correspondence.keep(stranger)
    assert dump(workspace) == before
    written, _ = workspace.correspondence.keep(stranger, lead=True)
    deal = workspace.board.deal(written.deal_ids[0])
    assert (deal.title, deal.source, deal.stage, deal.owner) == ("Pilot", "inbound", Stage.LEAD, workspace.seller)
    assert deal.company is not None
    assert deal.company.name == "øl.example"
    assert deal.primary is not None
    assert (deal.primary.contact.name, deal.primary.contact.email) == ("Per Ås", "per@øl.example")
    assert notes(workspace, deal.id) == ["from Per Ås <per@øl.example>: Re: Pilot\n\nYes."]
    assert workspace.correspondence.keep(message(Address("", "per@øl.example"), key="2"), lead=True)[1].deal == deal
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert workspace.board.deal(deal.id).deleted
    assert maintenance.check(workspace) == ()


@pytest.mark.parametrize(
    ("sender", "company"),
    [
        (Address("Ole", "ole@ACME.example"), "Acme"),
        (Address("Ole", "ole@gmail.com"), None),
        (Address("", "info@beta.example"), "beta.example"),
    ],
)
def test_a_leads_company_is_that_of_its_colleagues_or_the_domain(
    sender: Address, company: str | None, workspace: Workspace, acme: Deal
) -> None:
    written, _ = workspace.correspondence.keep(message(sender), lead=True)
    deal = workspace.board.deal(written.deal_ids[0])
    assert (deal.company.name if deal.company else None) == company


def test_whoever_writes_under_a_known_name_is_somebody_else(workspace: Workspace, acme: Deal) -> None:
    written, _ = workspace.correspondence.keep(message(Address("Kari Nordmann", "kari@gmail.com")), lead=True)
    person = workspace.board.deal(acme.id).primary
    assert person is not None
    assert person.contact.email == "kari@acme.example"
    assert workspace.board.deal(written.deal_ids[0]).contacts[0].contact.id != person.contact.id


def test_a_known_contact_without_a_deal_becomes_one(workspace: Workspace, acme: Deal) -> None:
    workspace.pipeline.delete((acme.id,))
    with pytest.raises(NotFound, match=r"Kari Nordmann \(kari@acme\.example\) is on no deal\."):
        workspace.correspondence.keep(message())
    written, _ = workspace.correspondence.keep(message(), lead=True)
    deal = workspace.board.deal(written.deal_ids[0])
    assert deal.contacts[0].contact.id == acme.contacts[0].contact.id
    assert deal.company == acme.company


def test_who_was_merged_is_known_by_both_addresses(workspace: Workspace, acme: Deal, add_deal: Add) -> None:
    second = add_deal(title="other", contact="K. Nordmann", email="k@acme.example")
    keep, other = acme.contacts[0].contact.id, second.contacts[0].contact.id
    workspace.merging.merge(Record.CONTACT, keep, other)
    for key, email in (("1", "kari@acme.example"), ("2", "k@acme.example")):
        plan = workspace.correspondence.plan(message(Address("", email), key=key))
        assert plan.heading == "from Kari Nordmann"


def test_a_deal_that_is_named_takes_any_message(workspace: Workspace, acme: Deal) -> None:
    workspace.correspondence.keep(message(Address("Per", "per@x.example")), deal_id=acme.id)
    assert notes(workspace, acme.id) == ["from Per <per@x.example>: Re: Pilot\n\nYes."]
    workspace.pipeline.delete((acme.id,))
    with pytest.raises(DealGone):
        workspace.correspondence.keep(message(key="2"), deal_id=acme.id)


@pytest.mark.parametrize(
    ("days", "remark"),
    [
        (None, "It does not say when it was sent: it is kept as of now."),
        (2, "Its date is still to come: it is kept as of now."),
    ],
)
def test_a_date_that_cannot_be_is_now(days: int | None, remark: str, workspace: Workspace, acme: Deal) -> None:
    now = workspace.clock.now()
    at = None if days is None else now + timedelta(days=days) // timedelta(microseconds=1)
    written, plan = workspace.correspondence.keep(message(at=at))
    assert plan.remarks == (remark,)
    assert workspace.activity.note(written.row_id or 0).at == now


def test_five_hundred_recipients_are_looked_through(workspace: Workspace, acme: Deal) -> None:
    many = [Address("", f"{number}@list.example") for number in range(1_200)]
    _, plan = workspace.correspondence.keep(message(ME, *many, KARI))
    assert plan.deal == acme


def test_a_strict_board_takes_a_lead_too(workspace: Workspace) -> None:
    workspace.settings.set("gates", "strict")
    assert workspace.correspondence.keep(message(), lead=True)[0].change


@pytest.mark.parametrize("subject", ["", "Re: ", "x" * 500])
def test_any_subject_makes_a_lead(subject: str, workspace: Workspace) -> None:
    try:
        written, _ = workspace.correspondence.keep(message(subject=subject), lead=True)
    except FunnelBoardError as error:
        pytest.fail(str(error))
    assert workspace.board.deal(written.deal_ids[0]).title == (subject.removeprefix("Re: ") or "message from K.")
