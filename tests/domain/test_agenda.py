"""The agenda: in what order a seller would call, and who is never named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funnelboard.domain.agenda import AgendaItem, AgendaKind, follow_up_kind_of, in_calling_order, item
from funnelboard.domain.company import Company
from funnelboard.domain.contact import Contact, DealContact, Role
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up_line import COME_BACK
from funnelboard.domain.stage import Outcome, Stage

TODAY = date(2026, 11, 18)
KARI = Contact(1, "Kari", email="kari@acme.example", phone="+47 22 33 44 55")
DEAL = Deal(
    7, "Acme: pilot", Stage.PROSPECT, 0, 0, 0, 1,
    company=Company(1, "Acme"), contacts=(DealContact(1, KARI, Role.OTHER, True),), score=40,
)  # fmt: skip


def with_contact(contact: Contact) -> Deal:
    return DEAL._replace(contacts=(DealContact(1, contact, Role.OTHER, True),))


def listed(
    kind: AgendaKind, days: int = 0, *, deal_id: int = 7, stage: Stage = Stage.LEAD, score: int = 0
) -> AgendaItem:
    deal = DEAL._replace(id=deal_id, stage=stage, score=score)
    found = item(kind, deal, TODAY + timedelta(days=days), abs(days), "call")
    assert found is not None
    return found


def test_broken_promises_first_and_the_future_last() -> None:
    kinds = [kind for kind in AgendaKind]
    shuffled = [listed(kind) for kind in reversed(kinds)]
    assert [each.kind for each in in_calling_order(shuffled)] == kinds


def test_the_oldest_promise_first() -> None:
    found = in_calling_order([listed(AgendaKind.OVERDUE, days, deal_id=-days) for days in (-1, -9, -3)])
    assert [each.days for each in found] == [9, 3, 1]


def test_on_one_day_the_deal_nearest_to_closing_and_likeliest_first() -> None:
    found = in_calling_order(
        [
            listed(AgendaKind.TODAY, deal_id=1, stage=Stage.LEAD, score=90),
            listed(AgendaKind.TODAY, deal_id=2, stage=Stage.OPPORTUNITY, score=10),
            listed(AgendaKind.TODAY, deal_id=3, stage=Stage.PROSPECT, score=20),
            listed(AgendaKind.TODAY, deal_id=4, stage=Stage.PROSPECT, score=30),
        ]
    )
    assert [each.deal_id for each in found] == [2, 4, 3, 1]


@pytest.mark.parametrize(
    ("days", "kind", "expected"),
    [
        (-1, "call", AgendaKind.OVERDUE),
        (-1, COME_BACK, AgendaKind.OVERDUE),
        (0, "call", AgendaKind.TODAY),
        (0, COME_BACK, AgendaKind.WAKES),
        (1, "call", AgendaKind.LATER),
    ],
)
def test_why_a_follow_up_is_there(days: int, kind: str, expected: AgendaKind) -> None:
    assert follow_up_kind_of(TODAY + timedelta(days=days), kind, TODAY) is expected


def test_an_item_has_what_a_call_needs() -> None:
    found = item(AgendaKind.TODAY, DEAL, TODAY, 0, "about price", follow_up_id=3, follow_up_kind="call")
    assert found is not None
    assert (found.company, found.contact, found.phone) == ("Acme", "Kari", "+47 22 33 44 55")
    assert (found.what, found.follow_up_id, found.score) == ("about price", 3, 40)


def test_only_what_the_contact_lets_us_use() -> None:
    found = item(AgendaKind.TODAY, with_contact(KARI._replace(contact_by=("email",))), TODAY, 0)
    assert found is not None
    assert (found.email, found.phone) == ("kari@acme.example", "")


def test_somebody_who_said_no_is_never_suggested() -> None:
    deal = with_contact(KARI._replace(may_contact=False))
    for kind in ("call", "email", "meeting", COME_BACK, ""):
        assert item(AgendaKind.TODAY, deal, TODAY, 0, follow_up_kind=kind) is None
    assert item(AgendaKind.BIRTHDAY, DEAL, TODAY, 0, contact=KARI._replace(may_contact=False)) is None


def test_work_that_needs_nobody_stays_and_names_nobody() -> None:
    deal = with_contact(KARI._replace(may_contact=False))
    found = item(AgendaKind.TODAY, deal, TODAY, 0, "write the report", follow_up_kind="todo")
    assert found is not None
    assert (found.contact, found.email, found.phone) == ("", "", "")


def test_a_deal_that_we_may_not_come_back_to_suggests_nothing() -> None:
    lost = DEAL._replace(stage=Stage.CLOSED, outcome=Outcome.LOST, may_return=Answer.NO)
    assert item(AgendaKind.TODAY, lost, TODAY, 0, follow_up_kind="call") is None
    found = item(AgendaKind.TODAY, lost, TODAY, 0, follow_up_kind="todo")
    assert found is not None
    assert found.contact == ""


def test_a_deal_without_contacts_can_still_be_worked_on() -> None:
    assert item(AgendaKind.TODAY, DEAL._replace(contacts=()), TODAY, 0, follow_up_kind="call") is not None
