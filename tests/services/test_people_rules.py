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
