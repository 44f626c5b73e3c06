"""Customers: made by winning, worth what they bought, asked for a good word, sold to again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


@pytest.fixture
def won(workspace: Workspace, add_deal: AddDeal) -> Deal:
    """A deal over 120 € won from Acme, with Kari who decides and Ola who uses it."""
    deal = add_deal(company="Acme", contact="Kari", phone="+47 22", amount=Money(12_000, "EUR"), stage=Stage.CLOSED)
    workspace.people.add_contact(deal.id, "Ola", Role.USER)
    workspace.people.set_decides(deal.id, deal.contacts[0].id)
    return workspace.board.deal(deal.id)


def company_id(deal: Deal) -> int:
    assert deal.company is not None
    return deal.company.id


def test_a_lifetime_value_is_what_was_won_in_each_currency(workspace: Workspace, won: Deal, add_deal: AddDeal) -> None:
    add_deal(company="Acme", stage=Stage.CLOSED, amount=Money(3_000, "EUR"))
    add_deal(company="Acme", stage=Stage.CLOSED, amount=Money(70_000, "NOK"))
    add_deal(company="Acme", stage=Stage.CLOSED)
    add_deal(company="Acme", amount=Money(999, "EUR"))
    add_deal(
        company="Acme", stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE,
        amount=Money(888, "EUR"),
    )  # fmt: skip
    customer = workspace.customers.customer(company_id(won))
    assert customer.lifetime == (Money(70_000, "NOK"), Money(15_000, "EUR"))
    assert (customer.won, customer.since) == (4, workspace.clock.now())
    assert workspace.board.detail(won.id).customer == customer


def test_a_deal_that_was_not_won_after_all_makes_no_customer(workspace: Workspace, won: Deal) -> None:
    workspace.pipeline.move((won.id,), Stage.OPPORTUNITY)
    assert workspace.customers.customer(company_id(won)).since is None


def test_the_first_win_that_is_left_counts(
    workspace: Workspace, won: Deal, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    later = tick(days=30)
    add_deal(company="Acme", stage=Stage.CLOSED)
    workspace.pipeline.move((won.id,), Stage.OPPORTUNITY)
    assert workspace.customers.customer(company_id(won)).since == later


def test_the_next_deal_starts_from_the_old_one(workspace: Workspace, won: Deal, tick: Callable[..., int]) -> None:
    tick(days=90)
    done = workspace.customers.repeat(won.id)
    assert done.summary == "added “Acme: pilot” to lead, a repeat of #1"
    (new_id,) = done.deal_ids
    new = workspace.board.deal(new_id)
    assert (new.stage, new.repeat_of, new.source, new.amount) == (Stage.LEAD, won.id, "existing customer", won.amount)
    assert (new.company, new.owner) == (won.company, won.owner)
    assert [(link.contact.name, link.role, link.primary, link.decides) for link in new.contacts] == [
        ("Kari", Role.OTHER, True, True),
        ("Ola", Role.USER, False, False),
    ]
    query = parse_query("is:repeat", workspace.clock.today())
    assert [deal.id for deal in workspace.board.deals(query)] == [new_id]


def test_a_repeat_without_a_company_is_one_too(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(contact="Kari", stage=Stage.CLOSED)
    (new_id,) = workspace.customers.repeat(deal.id).deal_ids
    query = parse_query("is:repeat", workspace.clock.today())
    assert [found.id for found in workspace.board.deals(query)] == [new_id]


def test_only_what_was_won_is_repeated(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    with pytest.raises(BadInput, match="Only a won deal is repeated; “Acme: pilot” was not won"):
        workspace.customers.repeat(deal.id)
    with pytest.raises(BadInput, match="Only a won deal has a reference to ask for"):
        workspace.customers.ask_reference(deal.id)
    with pytest.raises(NotFound, match="There is no company #99"):
        workspace.customers.customer(99)


def test_a_reference_is_asked_for_in_two_weeks(workspace: Workspace, won: Deal) -> None:
    workspace.customers.ask_reference(won.id)
    (follow_up,) = workspace.board.detail(won.id).follow_ups
    assert (follow_up.due, follow_up.kind) == (date(2026, 12, 2), "call")
    assert follow_up.what == "ask for a reference or a testimonial"


def test_in_the_words_of_the_preset(workspace: Workspace, won: Deal) -> None:
    workspace.settings.set("preset", "startup")
    workspace.customers.ask_reference(won.id, date(2026, 11, 30))
    (follow_up,) = workspace.board.detail(won.id).follow_ups
    assert (follow_up.due, follow_up.what) == (date(2026, 11, 30), "ask for an introduction to other investors")


def test_nobody_who_said_no_is_asked(workspace: Workspace, won: Deal) -> None:
    for link in won.contacts:
        workspace.people.edit_contact(link.contact.id, {"may_contact": False})
    with pytest.raises(BadInput, match="has said no"):
        workspace.customers.ask_reference(won.id)


def test_a_lead_remembers_who_sent_it(workspace: Workspace, won: Deal, add_deal: AddDeal) -> None:
    referred = add_deal(title="Globex", source="event", referred_by="acme")
    assert (referred.referred_by, referred.source) == ("Acme", "referral")
    workspace.pipeline.edit(referred.id, {"referred_by": ""})
    assert workspace.board.deal(referred.id).referred_by == ""
