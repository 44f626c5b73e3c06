"""Contacts in their roles, and companies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.stage import Stage
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def names(workspace: Workspace, deal: Deal) -> list[tuple[str, str, bool]]:
    """Name, role and whether it is the first, of each contact of a deal."""
    return [
        (link.contact.name, link.role.value, link.primary) for link in workspace.board.deal(deal.id).contacts
    ]  # fmt: skip


def found(workspace: Workspace, text: str) -> list[int]:
    query = parse_query(text, workspace.clock.today(), "EUR")
    return sorted(deal.id for deal in workspace.board.deals(query, Sort.NEWEST))


def test_the_first_contact_is_the_one_on_the_card(add_deal: AddDeal, workspace: Workspace) -> None:
    deal = add_deal(company="Acme")
    done = workspace.people.add_contact(deal.id, "Kari", Role.USER, "kari@example.com", "+47 555", "engineer")
    assert done.summary == "added Kari as user on “Acme: pilot”"
    workspace.people.add_contact(deal.id, "Per Lie", Role.DECISION_MAKER)
    assert names(workspace, deal) == [("Kari", "user", True), ("Per Lie", "decision maker", False)]
    (card,) = workspace.board.window(Stage.LEAD, 0, 5, parse_query("", workspace.clock.today()), Sort.RANK).cards
    assert card.contact == "Kari"
    links = workspace.board.deal(deal.id).contacts
    workspace.people.make_primary(deal.id, links[1].id)
    assert names(workspace, deal) == [("Per Lie", "decision maker", True), ("Kari", "user", False)]
    workspace.people.set_role(links[0].id, Role.INFLUENCER)
    assert names(workspace, deal)[1] == ("Kari", "influencer", False)
    assert maintenance.check(workspace) == ()


def test_a_contact_added_again_stays_where_it_is(add_deal: AddDeal, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari")
    workspace.people.add_contact(deal.id, "Per")
    workspace.people.add_contact(deal.id, "KARI", Role.DECISION_MAKER, email="kari@example.com")
    assert names(workspace, deal) == [("Kari", "decision maker", True), ("Per", "other", False)]
    workspace.people.add_contact(deal.id, "per", Role.ADVISER)
    assert names(workspace, deal) == [("Kari", "decision maker", True), ("Per", "adviser", False)]
    primary = workspace.board.deal(deal.id).primary
    assert primary is not None
    assert primary.contact.email == "kari@example.com"


def test_taken_off_and_put_on_again(add_deal: AddDeal, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari")
    workspace.people.add_contact(deal.id, "Per")
    first = workspace.board.deal(deal.id).contacts[0].id
    assert workspace.people.remove_contact(deal.id, first).summary == "took a contact off “Acme: pilot”"
    assert names(workspace, deal) == [("Per", "other", True)]
    assert found(workspace, "kari") == []
    workspace.people.add_contact(deal.id, "Kari")
    assert names(workspace, deal) == [("Per", "other", True), ("Kari", "other", False)]
    for _ in range(2):
        workspace.undoing.undo()
    assert names(workspace, deal) == [("Kari", "other", True), ("Per", "other", False)]


def test_a_contact_is_the_same_person_everywhere(add_deal: AddDeal, workspace: Workspace) -> None:
    deals = [add_deal(company="Acme", contact="Kari") for _ in range(2)]
    primary = deals[0].primary
    assert primary is not None
    changes = {"name": "Kari Nordmann", "phone": "+47 555", "birthday": date(1980, 2, 29), "may_contact": False}
    done = workspace.people.edit_contact(primary.contact.id, changes)
    assert done.summary == "changed name, phone, birthday, may contact of a contact"
    assert done.deal_ids == (1, 2)
    for deal in workspace.board.deals(parse_query("nordmann +47", workspace.clock.today(), "EUR")):
        assert deal.primary is not None
        contact = deal.primary.contact
        assert (contact.name, contact.birthday, contact.may_contact) == ("Kari Nordmann", date(1980, 2, 29), False)
    assert found(workspace, "555") == [1, 2]
    workspace.undoing.undo()
    assert found(workspace, "555") == []
    assert maintenance.check(workspace) == ()


def test_a_company_is_renamed_for_all_its_deals(add_deal: AddDeal, workspace: Workspace) -> None:
    deal, _ = add_deal(company="Acme"), add_deal(company="Acme")
    assert deal.company is not None
    workspace.people.edit_company(deal.company.id, {"name": "Acme Nordic", "website": "acme.example"})
    assert found(workspace, "company:nordic") == found(workspace, "nordic") == [1, 2]
    assert add_deal(company="acme nordic").company == workspace.board.deal(1).company
    assert maintenance.check(workspace) == ()
