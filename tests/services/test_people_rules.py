"""Contacts in a purchase: who decides, what may be used to reach them, when they were last touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def test_one_of_several_decides(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(contact="Kari")
    workspace.people.add_contact(deal.id, "Ola", Role.DECISION_MAKER, decides=True)

    def deciding() -> list[str]:
        return [link.contact.name for link in workspace.board.deal(deal.id).contacts if link.decides]

    assert deciding() == ["Ola"]
    workspace.people.set_decides(deal.id, deal.contacts[0].id)
    assert deciding() == ["Kari"]
    workspace.undoing.undo()
    assert deciding() == ["Ola"]


def test_a_contact_and_what_they_are_on_the_deal_change_at_once(workspace: Workspace, add_deal: AddDeal) -> None:
    deal, other = add_deal(contact="Kari"), add_deal(contact="Kari")
    workspace.people.add_contact(deal.id, "Ola", decides=True)
    changes = {"name": "Kari N.", "may_contact": False, "role": Role.DECISION_MAKER, "decides": True}
    done = workspace.people.change_contact(deal.id, deal.contacts[0].id, changes)
    assert done.summary == "changed name, may contact, role, decides of Kari on “Acme: pilot”"
    assert done.deal_ids == (deal.id, other.id)

    def told(deal_id: int) -> list[tuple[str, bool, Role, bool]]:
        links = workspace.board.deal(deal_id).contacts
        return [(each.contact.name, each.contact.may_contact, each.role, each.decides) for each in links]

    ola = ("Ola", True, Role.OTHER, False)
    assert told(deal.id) == [("Kari N.", False, Role.DECISION_MAKER, True), ola]
    assert told(other.id) == [("Kari N.", False, Role.OTHER, False)], "the role is the deal's own"
    workspace.people.change_contact(deal.id, deal.contacts[0].id, {"role": Role.USER, "decides": False})
    assert told(deal.id) == [("Kari N.", False, Role.USER, False), ola]
    assert workspace.people.change_contact(deal.id, deal.contacts[0].id, {"role": Role.USER}).change == 0
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert told(deal.id) == [("Kari", True, Role.OTHER, False), ("Ola", True, Role.OTHER, True)]
    with pytest.raises(NotFound, match="is not on “Acme: pilot” any more"):
        workspace.people.change_contact(deal.id, other.contacts[0].id, {"role": Role.USER})


def test_somebody_who_is_not_on_the_deal_cannot_decide(workspace: Workspace, add_deal: AddDeal) -> None:
    deal, other = add_deal(contact="Kari"), add_deal(contact="Ola")
    with pytest.raises(NotFound):
        workspace.people.set_decides(deal.id, other.contacts[0].id)


def test_what_may_be_used_to_contact_them(workspace: Workspace, add_deal: AddDeal) -> None:
    contact_id = add_deal(contact="Kari").contacts[0].contact.id
    workspace.people.edit_contact(contact_id, {"contact_by": "Phone, email"})
    assert workspace.people.contact(contact_id).contact.contact_by == ("email", "phone")
    workspace.people.edit_contact(contact_id, {"contact_by": ""})
    assert workspace.people.contact(contact_id).contact.contact_by == ()
    with pytest.raises(BadInput, match="“pigeon” is no way to contact somebody"):
        workspace.people.edit_contact(contact_id, {"contact_by": "pigeon"})


def test_when_they_were_last_touched(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    first, second = add_deal(contact="Kari", company="Acme"), add_deal(contact="Kari", company="Acme")
    now = tick(days=2)
    workspace.activity.add_note((second.id,), "called")
    found = workspace.people.contact(first.contacts[0].contact.id)
    assert (found.deal_ids, found.last_touch) == ((first.id, second.id), now)
    assert found.company is not None
    assert found.company.name == "Acme"
    with pytest.raises(NotFound, match="There is no contact #99"):
        workspace.people.contact(99)
