"""The contacts of a deal: who decides, birthdays, and how they may be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.contact import Role, read_birthday
from funnelboard.domain.deal import Deal
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.workspace import Workspace
from funnelboard.ui.actions.contacts import add_contact
from funnelboard.ui.desk import Desk
from funnelboard.ui.forms.contact_fields import birthday_text

Add = Callable[..., Deal]
TODAY = date(2026, 11, 18)


@pytest.fixture
def acme(workspace: Workspace, add_deal: Add) -> Deal:
    """A deal with two contacts."""
    deal = add_deal(title="Acme: pilot", company="Acme", contact="Kari Nordmann", email="kari@acme.example")
    workspace.people.add_contact(deal.id, "Per Lie", Role.ADVISER)
    return workspace.board.deal(deal.id)


async def test_the_list_tells_all_about_them(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    kari, per = acme.contacts
    workspace.people.edit_contact(kari.contact.id, {"birthday": date(1980, 11, 24), "contact_by": "email"})
    workspace.people.edit_contact(per.contact.id, {"may_contact": False})
    workspace.people.set_decides(acme.id, kari.id)
    async with open_board() as board:
        await board.press("p", "C")
        text = board.text()
        assert "Kari Nordmann · first on the card · decides" in text
        assert "kari@acme.example · only by email · born 24 Nov · touched today" in text
        assert "Per Lie · adviser" in text
        assert "does not want to be contacted" in text


async def test_a_list_without_contacts_says_how_to_add_one(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("C")
        assert "No contacts yet. a adds one." in board.text()
        await board.burst("a", *"Ane Berg", "enter")
        primary = workspace.board.deal(deal.id).primary
        assert primary is not None
        assert primary.contact.name == "Ane Berg"


async def test_p_puts_another_on_the_card_and_x_takes_one_off(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("C", "j", "p")
        primary = workspace.board.deal(acme.id).primary
        assert primary is not None
        assert primary.contact.name == "Per Lie"
        await board.burst("C", "x")
        (left,) = workspace.board.deal(acme.id).contacts
        assert left.contact.name == "Kari Nordmann"
        await board.press("u")
        assert len(workspace.board.deal(acme.id).contacts) == 2


async def test_d_says_who_decides_and_it_is_one_only(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("C", "d", "C", "j", "d")
        assert [link.decides for link in workspace.board.deal(acme.id).contacts] == [False, True]
        assert "decides" in board.text()


async def test_everything_in_the_form_is_kept_at_once_and_undone_at_once(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("C", "j", "e", "tab", "ctrl+u")
        await board.type("deci")
        await board.press("tab", "tab", "tab")
        await board.type("+47 900 11 222")
        await board.press("tab", "ctrl+u", "y", "tab")
        await board.type("24 nov")
        await board.press("tab")
        await board.type("phone, em")
        await board.press("tab", "ctrl+u", "n", "enter")
        link = workspace.board.deal(acme.id).contacts[1]
        person = link.contact
        assert (link.role, link.decides) == (Role.DECISION_MAKER, True)
        assert (person.phone, person.birthday) == ("+47 900 11 222", date(1900, 11, 24))
        assert (person.contact_by, person.may_contact) == (("email", "phone"), False)
        await board.press("u")
        link = workspace.board.deal(acme.id).contacts[1]
        assert (link.role, link.decides, link.contact.phone) == (Role.ADVISER, False, "")
        assert (link.contact.birthday, link.contact.may_contact) == (None, True)


async def test_a_new_contact_comes_with_all_of_it(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("C", "a")
        await board.type("Ane Berg")
        await board.press("tab", "tab", "tab", "tab", "tab", "ctrl+u", "y", "tab")
        await board.type("3 dec 1971")
        await board.press("enter")
        ane = workspace.board.deal(acme.id).contacts[2]
        assert (ane.contact.name, ane.decides, ane.contact.birthday) == ("Ane Berg", True, date(1971, 12, 3))
        await board.press("u")
        assert len(workspace.board.deal(acme.id).contacts) == 2


async def test_a_new_contact_needs_a_name_and_an_address_that_can_be_one(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("C", "a", "tab", "tab", "tab", *"nobody", "enter")
        assert "is not an e-mail address" in board.lines()[-1]
        assert board.top.row.name == "email"
        await board.burst("ctrl+u", "enter")
        assert board.remark == "A contact needs a name."
        assert board.top.row.name == "name"
        await board.burst(*"Ane", "enter")
        assert workspace.board.deal(acme.id).contacts[2].contact.name == "Ane"


async def test_a_contact_half_typed_comes_back_on_that_deal_only(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace
) -> None:
    other = add_deal(title="other")
    async with open_board() as board:
        await board.burst("j", "C", "a", *"Ane Be", "escape")
        assert board.status == "Kept for the next time."
        await board.press("k", "C", "a")
        assert board.top.row.edit.text == ""
        await board.burst("escape", "j", "C", "a", *"rg", "enter")
        assert workspace.board.deal(acme.id).contacts[2].contact.name == "Ane Berg"
        assert workspace.board.deal(other.id).contacts == ()
        await board.press("C", "a")
        assert board.top.row.edit.text == ""


async def test_the_draft_of_one_contact_is_not_offered_for_another(open_board: Any, acme: Deal) -> None:
    async with open_board() as board:
        await board.burst("C", "e", *" jr", "escape")
        await board.press("C", "j", "e")
        assert board.top.row.edit.text == "Per Lie"
        await board.press("escape", "C", "e")
        assert board.top.row.edit.text == "Kari Nordmann jr"


async def test_a_contact_taken_off_meanwhile_is_not_changed(
    open_board: Any, acme: Deal, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.burst("C", "j", "e", *" jr")
        ola.people.remove_contact(acme.id, acme.contacts[1].id)
        await board.press("enter")
        assert "is not on “Acme: pilot” any more" in board.status
        assert workspace.people.contact(acme.contacts[1].contact.id).contact.name == "Per Lie"


async def test_what_is_known_of_a_new_contact_stands_in_the_form_and_what_is_typed_goes_before_it(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async def decider(desk: Desk) -> None:
        await add_contact(desk, acme.id, title="Who decides?", role=Role.DECISION_MAKER, decides=True)

    async with open_board() as board:
        board.app.converse(decider, "qualify")
        await board.settle()
        text = board.text()
        assert "Who decides?" in text
        assert "decision maker" in text
        await board.burst(*"Ane", "enter")
        board.app.converse(decider, "qualify")
        await board.burst(*"Bo", "tab", "ctrl+u", *"user", "enter")
        *_, ane, bo = workspace.board.deal(acme.id).contacts
        assert (ane.contact.name, ane.role, ane.decides) == ("Ane", Role.DECISION_MAKER, False)
        assert (bo.contact.name, bo.role, bo.decides) == ("Bo", Role.USER, True)


async def test_names_that_a_terminal_would_obey_are_shown_as_text(open_board: Any, add_deal: Add) -> None:
    add_deal(contact="[/b] Eve\x1b[31m\u202e")
    async with open_board() as board:
        await board.press("p", "C")
        assert "[/b] Eve␛[31m · first on the card" in board.text()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24 nov", date(1900, 11, 24)),
        ("24 Nov 1980", date(1980, 11, 24)),
        ("1980-11-24", date(1980, 11, 24)),
        ("29 feb", date(1904, 2, 29)),
    ],
)
def test_birthdays_are_read_with_and_without_a_year(typed: str, day: date) -> None:
    assert read_birthday(typed, TODAY) == day
    assert read_birthday(birthday_text(day), TODAY) == day


@pytest.mark.parametrize("typed", ["3 dec 2031", "soon"])
def test_birthdays_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_birthday(typed, TODAY)


def test_a_contact_of_another_deal_is_not_changed(workspace: Workspace, acme: Deal, add_deal: Add) -> None:
    other = add_deal(contact="Ane Berg")
    assert other.primary is not None
    with pytest.raises(NotFound, match="not on “Acme: pilot” any more"):
        workspace.people.change_contact(acme.id, other.primary.id, {"role": Role.USER})
