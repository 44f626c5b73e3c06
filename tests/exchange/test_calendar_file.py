"""Calendars that calendar programs read: two parsers take everything out of them that went in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import vobject
from icalendar import Calendar, Event

from funnelboard.domain.company import Company
from funnelboard.domain.contact import Contact, DealContact, Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.exchange.calendar_file import BEGINNING, END, birthday_event, follow_up_event

AT = 1_795_000_000_000_000
KARI = Contact(4, "Kari; Nordmann, Åsgård", email="kari@x.example", phone="+47 900", birthday=date(1980, 5, 12))
DEAL = Deal(
    17, "Acme, Oy; pilot\\n 🚲 " + "Å" * 90, Stage.LEAD, AT, AT, AT, 3, amount=Money(120_000, "EUR"),
    company=Company(1, "Acme Oy"), contacts=(DealContact(1, KARI, Role.USER, True),),
)  # fmt: skip
CALL = FollowUp(9, 17, date(2026, 12, 4), "call", "call about\nprice\x1b[31m", "kari", version=2, time=time(10, 30))


def events(*parts: str) -> list[Event]:
    """The events of a calendar, by icalendar; vobject has to read it too."""
    text = "".join((BEGINNING, *parts, END))
    other = vobject.readOne(text)
    found = list(Calendar.from_ical(text).walk("VEVENT"))
    assert [str(one["UID"]) for one in found] == [one.uid.value for one in getattr(other, "vevent_list", [])]
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
        assert "\x1b" not in line
    return found


def test_a_follow_up_at_a_time_is_at_that_time_of_the_wall_clock_and_reminds() -> None:
    (event,) = events(follow_up_event(CALL, DEAL, "b0", AT, void=False))
    assert event["DTSTART"].dt == datetime(2026, 12, 4, 10, 30)
    assert event["DURATION"].dt == timedelta(minutes=30)
    assert str(event["SUMMARY"]) == f"call about\nprice␛[31m ({DEAL.title})"
    assert str(event["UID"]) == "follow-up-9@b0.funnelboard"
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (3, "CONFIRMED")
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    about = str(event["DESCRIPTION"]).replace("\xa0", " ").split("\n")
    assert about == ["Acme Oy", KARI.name, "+47 900", "kari@x.example", "1 200 €", f"#17 {DEAL.title}, kari"]


def test_a_follow_up_of_a_day_takes_the_day() -> None:
    (event,) = events(
        follow_up_event(FollowUp(9, 17, date(2026, 12, 4), "todo", "send it", "kari"), DEAL, "b0", AT, void=False)
    )
    assert event["DTSTART"].dt == date(2026, 12, 4)
    assert event.walk("VALARM") == []


def test_what_is_done_is_taken_away_and_does_not_remind() -> None:
    (event,) = events(follow_up_event(CALL, DEAL, "b0", AT, void=True))
    assert str(event["STATUS"]) == "CANCELLED"
    assert event.walk("VALARM") == []


def test_nobody_who_said_no_is_suggested() -> None:
    said_no = DealContact(1, Contact(4, "Kari", phone="+47 900", may_contact=False), Role.USER, True)
    deal = Deal(17, "pilot", Stage.LEAD, AT, AT, AT, 1, contacts=(said_no,))
    (event,) = events(follow_up_event(CALL, deal, "b0", AT, void=False))
    assert "Kari has said no to being contacted" in event["DESCRIPTION"]
    assert "+47 900" not in event["DESCRIPTION"]


def test_a_birthday_comes_every_year() -> None:
    unknown = Contact(5, "Ola", birthday=date(1900, 5, 12))
    leap = Contact(6, "Eva", birthday=date(1904, 2, 29))
    born, ola, eva = events(*(birthday_event(one, "Acme", "b0", AT) for one in (KARI, unknown, leap)))
    assert born["DTSTART"].dt == date(1980, 5, 12)
    assert born["RRULE"]["FREQ"] == ["YEARLY"]
    assert str(born["SUMMARY"]) == "Kari; Nordmann, Åsgård’s birthday (1980)"
    assert str(ola["SUMMARY"]) == "Ola’s birthday"
    assert (eva["RRULE"]["BYMONTH"], eva["RRULE"]["BYMONTHDAY"]) == ([2], [-1])
    assert birthday_event(Contact(7, "None"), "", "b0", AT) == ""


def test_a_calendar_with_nothing_in_it() -> None:
    assert events() == []
