"""Follow-ups and birthdays as an iCalendar file (RFC 5545) that calendar programs import.

An event keeps its UID for ever and its SEQUENCE only rises, so that importing a newer file updates it.
"""

from __future__ import annotations

from funnelboard import __version__
from funnelboard.domain.contact import Contact, year_is_known
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import format_money
from funnelboard.exchange.content_lines import day, instant, plain, text

LASTS = "PT30M"
"""How long a follow-up at a time of day is taken to take."""

ALARM = "-PT15M"
"""When a calendar reminds of it."""

BEGINNING = "".join(
    (
        plain("BEGIN", "VCALENDAR"),
        plain("VERSION", "2.0"),
        plain("PRODID", f"-//FunnelBoard//FunnelBoard {__version__}//EN"),
        plain("CALSCALE", "GREGORIAN"),
        plain("X-WR-CALNAME", "FunnelBoard"),
    )
)
END = plain("END", "VCALENDAR")

SAID_NO = "has said no to being contacted"


def follow_up_event(follow_up: FollowUp, deal: Deal, board: str, changed_at: int, *, void: bool) -> str:
    """A promise as an event: on its day, or at its time wherever the calendar is read, with an alarm.

    Args:
        board: What tells the database from every other one.
        changed_at: When it was last changed, in UTC epoch microseconds.
        void: It is done, dropped or deleted, so that a calendar takes it away.
    """
    summary = f"{follow_up.words} ({deal.title})"
    lines = [
        plain("BEGIN", "VEVENT"),
        plain("UID", f"follow-up-{follow_up.id}@{board}.funnelboard"),
        *_revision(follow_up.version + deal.version - 2, changed_at),
        *_when(follow_up),
        text("SUMMARY", summary),
        text("DESCRIPTION", "\n".join(_about(follow_up, deal))),
        plain("STATUS", "CANCELLED" if void else "CONFIRMED"),
    ]
    if follow_up.time is not None and not void:
        lines += (
            plain("BEGIN", "VALARM"),
            plain("ACTION", "DISPLAY"),
            plain("TRIGGER", ALARM),
            text("DESCRIPTION", summary),
            plain("END", "VALARM"),
        )
    return "".join((*lines, plain("END", "VEVENT")))


def birthday_event(contact: Contact, company: str, board: str, changed_at: int) -> str:
    """A contact's birthday, every year; that of a 29 February on the last day of the month. "" without one."""
    born = contact.birthday
    if born is None:
        return ""
    leap_day = (born.month, born.day) == (2, 29)
    year = f" ({born.year})" if year_is_known(born) else ""
    return "".join(
        (
            plain("BEGIN", "VEVENT"),
            plain("UID", f"birthday-{contact.id}@{board}.funnelboard"),
            *_revision(contact.version - 1, changed_at),
            plain("DTSTART;VALUE=DATE", day(born)),
            plain("RRULE", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if leap_day else "FREQ=YEARLY"),
            text("SUMMARY", f"{contact.name}’s birthday{year}"),
            text("DESCRIPTION", "\n".join(filter(None, (company, contact.phone, contact.email)))),
            plain("TRANSP", "TRANSPARENT"),
            plain("END", "VEVENT"),
        )
    )


def _revision(sequence: int, changed_at: int) -> tuple[str, ...]:
    """How often it was changed, and when last."""
    at = instant(changed_at)
    return plain("SEQUENCE", str(sequence)), plain("DTSTAMP", at), plain("LAST-MODIFIED", at)


def _when(follow_up: FollowUp) -> tuple[str, ...]:
    if follow_up.time is None:
        return plain("DTSTART;VALUE=DATE", day(follow_up.due)), plain("TRANSP", "TRANSPARENT")
    # Without a zone it is at that time of the clock on the wall, as it was promised.
    start = f"{day(follow_up.due)}T{follow_up.time:%H%M%S}"
    return plain("DTSTART", start), plain("DURATION", LASTS)


def _about(follow_up: FollowUp, deal: Deal) -> list[str]:
    """What one wants to know at that moment."""
    lines = [deal.company.name if deal.company else ""]
    if deal.primary is not None:
        person = deal.primary.contact
        lines += (person.name, person.phone, person.email) if person.may_contact else (f"{person.name} {SAID_NO}",)
    lines.append(format_money(deal.amount) if deal.amount else "")
    lines.append(f"#{deal.id} {deal.title}, {follow_up.seller}")
    if follow_up.result:
        lines.append(follow_up.result)
    return [line for line in lines if line]
