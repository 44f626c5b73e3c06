"""A company in one view: its deals in order, its people once, what it is worth, and how it is found by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.company_detail import CompanyDetail, Potential
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
Tick = Callable[..., int]
LOST = {"stage": Stage.CLOSED, "outcome": Outcome.LOST, "lost_reason": LostReason.PRICE}


@pytest.fixture
def acme(add_deal: AddDeal) -> Callable[..., Deal]:
    """Adds a deal with Acme."""

    def add(**known: object) -> Deal:
        return add_deal(company="Acme", **known)

    return add


def seen(workspace: Workspace, name: str = "acme") -> CompanyDetail:
    return workspace.customers.company_named(name)


def numbers(deals: tuple[Deal, ...]) -> list[int]:
    return [deal.id for deal in deals]


def test_open_deals_come_as_on_the_board_and_closed_ones_the_last_first(
    workspace: Workspace, acme: AddDeal, tick: Tick
) -> None:
    won = acme(stage=Stage.CLOSED)
    tick(days=1)
    lost = acme(**LOST)
    opportunity, lead, prospect = acme(stage=Stage.OPPORTUNITY), acme(), acme(stage=Stage.PROSPECT)
    upper = acme()
    parked = acme(stage=Stage.PROSPECT)
    workspace.parking.park((parked.id,), date(2027, 3, 1), ParkReason.BUDGET)
    detail = seen(workspace)
    assert numbers(detail.deals) == [upper.id, lead.id, parked.id, prospect.id, opportunity.id, lost.id, won.id]
    assert numbers(detail.open) == [upper.id, lead.id, prospect.id, opportunity.id]
    assert (numbers(detail.parked), numbers(detail.won), numbers(detail.lost)) == ([parked.id], [won.id], [lost.id])
    workspace.pipeline.reorder((upper.id,), 1)
    assert numbers(seen(workspace).deals)[:2] == [lead.id, upper.id]


def test_what_is_open_and_what_was_won_stay_apart_in_every_currency(workspace: Workspace, acme: AddDeal) -> None:
    acme(stage=Stage.CLOSED, amount=Money(50_000, "EUR"))
    acme(stage=Stage.CLOSED, amount=Money(900_000, "NOK"))
    acme(**LOST, amount=Money(77_700, "EUR"))
    acme(amount=Money(1_010, "NOK"))
    acme(amount=Money(1_030, "EUR"))
    acme(amount=Money(1_030, "EUR"), stage=Stage.OPPORTUNITY)
    acme()
    parked = acme(amount=Money(400_000, "EUR"))
    workspace.parking.park((parked.id,), date(2027, 3, 1), ParkReason.TIMING)
    detail = seen(workspace)
    assert detail.lifetime == (Money(900_000, "NOK"), Money(50_000, "EUR"))
    # 5 % of 10.30 is 51.5 cents and 50 % of it is 515: rounded down once, not for each deal.
    assert detail.potential == (
        Potential(2, Money(2_060, "EUR"), Money(566, "EUR")),
        Potential(1, Money(1_010, "NOK"), Money(50, "NOK")),
    )
    assert detail.parked_potential == (Potential(1, Money(400_000, "EUR"), Money(20_000, "EUR")),)
    assert detail.customer == workspace.customers.customer(detail.company.id)


def test_the_potential_goes_by_a_probability_somebody_has_judged(workspace: Workspace, acme: AddDeal) -> None:
    workspace.pipeline.edit(acme(amount=Money(1_000, "EUR")).id, {"probability": 90})
    assert seen(workspace).potential == (Potential(1, Money(1_000, "EUR"), Money(900, "EUR")),)
    workspace.settings.set("probability.lead", "10")
    acme(amount=Money(1_000, "EUR"))
    assert seen(workspace).potential == (Potential(2, Money(2_000, "EUR"), Money(1_000, "EUR")),)


def test_somebody_in_two_deals_is_there_once_with_both_roles(workspace: Workspace, acme: AddDeal) -> None:
    first, second = acme(contact="Kari", email="kari@acme.example"), acme(contact="Ola")
    workspace.people.add_contact(second.id, "Kari", Role.USER)
    workspace.people.set_role(first.contacts[0].id, Role.DECISION_MAKER)
    workspace.people.set_decides(first.id, first.contacts[0].id)
    ola, kari = seen(workspace).contacts
    assert (ola.contact.name, ola.roles, ola.decides) == ("Ola", (Role.OTHER,), False)
    assert (kari.contact.name, kari.contact.email) == ("Kari", "kari@acme.example")
    assert [(deal.id, link.role, link.primary, link.decides) for deal, link in kari.parts] == [
        (second.id, Role.USER, False, False),
        (first.id, Role.DECISION_MAKER, True, True),
    ]
    assert (kari.roles, kari.decides) == ((Role.USER, Role.DECISION_MAKER), True)
    workspace.people.add_contact(
        workspace.pipeline.create(title="Third", company="Acme").deal_ids[0], "Kari", Role.USER
    )
    assert next(p for p in seen(workspace).contacts if p.contact.name == "Kari").roles == (
        Role.USER,
        Role.DECISION_MAKER,
    )


def test_people_of_the_company_in_no_deal_of_it_and_guests_from_others(
    workspace: Workspace, acme: AddDeal, add_deal: AddDeal, tick: Tick
) -> None:
    deal = acme(contact="Kari")
    workspace.people.remove_contact(deal.id, deal.contacts[0].id)
    workspace.people.add_contact(deal.id, "Ola")
    other = add_deal(company="Globex", contact="Per")
    workspace.pipeline.edit(other.id, {"company": "Acme"})
    touched = tick()
    workspace.activity.add_note((other.id,), "rang him", NoteKind.CALL)
    detail = seen(workspace)
    assert [(person.contact.name, len(person.parts)) for person in detail.contacts] == [
        ("Per", 1),
        ("Ola", 1),
        ("Kari", 0),
    ]
    assert [person.last_touch for person in detail.contacts] == [touched, deal.created_at, None]
    (guest,) = seen(workspace, "globex").contacts
    assert (guest.contact.name, guest.parts, guest.last_touch) == ("Per", (), touched)


def test_who_said_no_is_there_and_marked(workspace: Workspace, acme: AddDeal) -> None:
    deal = acme(contact="Kari")
    acme(contact="Ola")
    workspace.pipeline.move(
        (deal.id,), Stage.CLOSED, because="so", outcome=Outcome.LOST, lost_reason=LostReason.NO_NEED,
        may_return=Answer.NO,
    )  # fmt: skip
    detail = seen(workspace)
    assert [lost.may_return for lost in detail.lost] == [Answer.NO]
    assert {person.contact.name: person.contact.may_contact for person in detail.contacts} == {
        "Kari": False,
        "Ola": True,
    }


def test_the_timeline_is_that_of_all_its_deals(
    workspace: Workspace, acme: AddDeal, add_deal: AddDeal, tick: Tick
) -> None:
    first, second, other = acme(title="First"), acme(title="Second"), add_deal(company="Globex")
    for number, deal in enumerate((first, second, first, other)):
        tick()
        workspace.activity.add_note((deal.id,), f"note {number}", NoteKind.CALL)
    tick()
    workspace.parking.park((second.id,), date(2027, 3, 1), ParkReason.BUDGET)
    company_id = seen(workspace).company.id
    detail = workspace.customers.company(company_id, limit=3)
    assert [
        (entry.called(date(2026, 11, 18)), entry.text, detail.deal(entry.deal_id).title) for entry in detail.timeline
    ] == [
        ("parked until Mon 1 Mar 2027", "budget", "Second"),
        ("call", "note 2", "First"),
        ("call", "note 1", "Second"),
    ]
    assert detail.more
    whole = workspace.customers.company(company_id, limit=6)
    assert (len(whole.timeline), whole.more) == (6, False)
    one_by_one = [entry for deal in (first, second) for entry in workspace.board.detail(deal.id).timeline]
    assert sorted(whole.timeline, key=repr) == sorted(one_by_one, key=repr)


def test_promises_and_objections_of_all_its_deals(workspace: Workspace, acme: AddDeal, tick: Tick) -> None:
    deals = first, second, parked, lost = acme(), acme(), acme(), acme()
    for days, deal in enumerate(deals):
        workspace.activity.add_follow_up((deal.id,), date(2026, 11, 29 - days), "call", "")
        tick()
        workspace.objections.raise_objection((deal.id,), f"no. {deal.id}")
    workspace.activity.finish_follow_up(2, "done")
    workspace.objections.resolve(1, "yes")
    workspace.parking.park((parked.id,), date(2026, 11, 28), ParkReason.TIMING)
    workspace.pipeline.move((lost.id,), Stage.CLOSED, because="so", outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    detail = seen(workspace)
    assert [(each.deal_id, each.due) for each in detail.follow_ups] == [
        (parked.id, date(2026, 11, 28)),
        (first.id, date(2026, 11, 29)),
    ]
    assert isinstance(detail.next_follow_up, FollowUp)
    assert detail.next_follow_up.deal_id == first.id
    assert [each.deal_id for each in detail.objections] == [lost.id, parked.id, second.id]
    tick()
    workspace.activity.add_follow_up((lost.id,), date(2026, 11, 30), "call", "once more", confirmed=True)
    assert [each.what for each in seen(workspace).follow_ups if each.deal_id == lost.id] == ["once more"]


def test_leads_it_sent(workspace: Workspace, acme: AddDeal, add_deal: AddDeal) -> None:
    acme()
    sent, deleted = add_deal(title="Globex", referred_by="Acme"), add_deal(title="Initech", referred_by="Acme")
    workspace.pipeline.delete((deleted.id,))
    assert numbers(seen(workspace).referred) == [sent.id]


def test_no_deals_are_left(workspace: Workspace, acme: AddDeal) -> None:
    deal = acme(contact="Kari", stage=Stage.CLOSED, amount=Money(100, "EUR"))
    workspace.objections.raise_objection((deal.id,), "too dear")
    workspace.pipeline.delete((deal.id,))
    detail = seen(workspace)
    assert (detail.deals, detail.timeline, detail.more, detail.follow_ups, detail.objections) == ((), (), False, (), ())
    assert (detail.lifetime, detail.potential, detail.next_follow_up) == ((), (), None)
    assert [(person.contact.name, person.parts, person.last_touch) for person in detail.contacts] == [
        ("Kari", (), None)
    ]
    with pytest.raises(KeyError):
        detail.deal(deal.id)


def test_by_deal(workspace: Workspace, acme: AddDeal, add_deal: AddDeal) -> None:
    deal, without = acme(), add_deal(title="Kari")
    assert workspace.customers.company_of(deal.id) == seen(workspace)
    with pytest.raises(BadInput, match=r"^This deal has no company; e gives it one\.$"):
        workspace.customers.company_of(without.id)
    workspace.pipeline.delete((deal.id,))
    with pytest.raises(NotFound, match="is in the bin"):
        workspace.customers.company_of(deal.id)


def test_a_company_that_was_undone_is_gone(workspace: Workspace, acme: AddDeal) -> None:
    acme()
    company_id = seen(workspace).company.id
    workspace.undoing.undo()
    with pytest.raises(NotFound, match="There is no company #1"):
        workspace.customers.company(company_id)
    with pytest.raises(
        NotFound, match=r"^No company is called “acme”\. Type a part of the name as its deals show it\.$"
    ):
        seen(workspace)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ACME", "Acme"),
        ("  acme  ", "Acme"),
        ("acme n", "Acme Nord"),
        ("berg", "Bergen Acme"),
        ("ergen", "Bergen Acme"),
        ("STRASSE", "Straße & Søn"),
        ("straße", "Straße & Søn"),
        ("SØN", "Straße & Søn"),
        ("äänekosken p", "Äänekosken Pyörä Oy"),
        ("PYÖRÄ", "Äänekosken Pyörä Oy"),
        ("A\u0308A\u0308nekosken", "Äänekosken Pyörä Oy"),
        ("İSTANBUL", "İstanbul Bisiklet"),
        ("stanbul", "İstanbul Bisiklet"),
        ("ılgaz", "Ilgaz, ılgaz"),
        ("100%", "100% Sure_"),
        ("_", "100% Sure_"),
        ("#3", "Bergen Acme"),
        ("1", "100% Sure_"),
        ("'; DROP TABLE company; --", "'; DROP TABLE company; --"),
    ],
)
def test_a_company_is_found_by_its_name_or_the_only_beginning_or_part(
    workspace: Workspace, add_deal: AddDeal, typed: str, found: str
) -> None:
    for name in (
        "Acme", "Acme Nord", "Bergen Acme", "Straße & Søn", "Äänekosken Pyörä Oy", "İstanbul Bisiklet", "Ilgaz, ılgaz",
        "100% Sure_", "'; DROP TABLE company; --",
    ):  # fmt: skip
        add_deal(company=name)
    assert seen(workspace, typed).company.name == found


def test_a_dotless_i_is_another_letter_as_everywhere_in_the_store(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(company="İstanbul Bisiklet")
    with pytest.raises(NotFound, match="Type “İstanbul Bisiklet”, or a part of the name"):
        seen(workspace, "istanbul bisiklet")


def test_several_that_can_be_meant_are_named(workspace: Workspace, add_deal: AddDeal) -> None:
    for name in ("Acme Oy", "acme nord", "Neo Acme"):
        add_deal(company=name)
    with pytest.raises(BadInput, match=r"^“ACM” could be “acme nord” or “Acme Oy”\. Type more of the name\.$"):
        seen(workspace, "ACM")
    for number in range(5):
        add_deal(company=f"Acme {number}")
    expected = r"“Acme 0”, “Acme 1”, “Acme 2”, “Acme 3”, “Acme 4” or 2 more\. Type more"
    with pytest.raises(BadInput, match=expected):
        seen(workspace, "acm")


def test_two_of_the_same_name_are_told_apart_by_their_numbers(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(company="Acme")
    add_deal(company="Acme Oy")
    workspace.people.edit_company(2, {"name": "ACME"})
    with pytest.raises(BadInput, match=r"^2 companies are called “acme”\. Type the number of one: '#1' or '#2'\.$"):
        seen(workspace)
    assert seen(workspace, "#2").company.name == "ACME"


def test_nearest_names_are_offered(workspace: Workspace, add_deal: AddDeal) -> None:
    for name in ("Nordlys AS", "Nordisk Film", "Globex", *(f"Zebra {number}" for number in range(7))):
        add_deal(company=name)
    with pytest.raises(NotFound, match=r"^No company is called “nordlis”\. Type “Nordisk Film” or “Nordlys AS”, or a"):
        seen(workspace, "nordlis")
    with pytest.raises(NotFound) as refused:
        seen(workspace, "zebrs")
    assert str(refused.value).count("“Zebra") == 5
    for nothing in ("99", "#0", "#" + "9" * 400, "#", "qqq"):
        with pytest.raises(NotFound, match="Type a part of the name as its deals show it"):
            seen(workspace, nothing)
    for empty in ("", "  ", "\u202e"):
        with pytest.raises(BadInput, match="The company's name is empty"):
            seen(workspace, empty)
