"""Whom to contact, by what, and when to congratulate."""

from __future__ import annotations

from datetime import date

import pytest

from funnelboard.domain.contact import Contact, DealContact, Role, birthdays, reachable


def link(name: str, *, primary: bool = False, may_contact: bool = True) -> DealContact:
    return DealContact(1, Contact(1, name, may_contact=may_contact), Role.OTHER, primary)


@pytest.mark.parametrize(
    ("contacts", "named"),
    [
        ((), None),
        ((link("Kari"),), "Kari"),
        ((link("Kari"), link("Ola", primary=True)), "Ola"),
        ((link("Kari"), link("Ola", primary=True, may_contact=False)), "Kari"),
        ((link("Kari", may_contact=False), link("Ola", primary=True, may_contact=False)), None),
    ],
)
def test_nobody_who_said_no_is_named(contacts: tuple[DealContact, ...], named: str | None) -> None:
    found = reachable(contacts)
    assert (found.name if found else None) == named


def test_a_contact_is_reached_by_what_they_allow() -> None:
    assert Contact(1, "Kari").reached_by("phone")
    assert Contact(1, "Kari", contact_by=("email",)).reached_by("email")
    assert not Contact(1, "Kari", contact_by=("email",)).reached_by("phone")
    assert not Contact(1, "Kari", contact_by=("email",), may_contact=False).reached_by("email")


def test_birthdays_from_today_until_a_week_ahead() -> None:
    found = birthdays(date(2026, 12, 28))
    assert list(found) == ["12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "01-03", "01-04"]
    assert found["01-04"] == date(2027, 1, 4)


@pytest.mark.parametrize(("year", "kept"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
def test_who_was_born_on_a_leap_day_is_not_forgotten(year: int, kept: date) -> None:
    assert birthdays(date(year, 2, 25))["02-29"] == kept
    assert "02-29" not in birthdays(date(year, 3, 1))
