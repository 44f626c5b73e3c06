"""A person, and the role that person has in a purchase."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from funnelboard.domain.dates import parse_date
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput


class Role(StrEnum):
    """What a contact is in the purchase of one deal."""

    DECISION_MAKER = "decision maker"
    ADVISER = "adviser"
    INFLUENCER = "influencer"
    USER = "user"
    OTHER = "other"


CHANNELS: tuple[str, ...] = ("email", "phone", "text", "letter", "visit")
"""What a contact can allow to be used to reach them."""

YEAR_UNKNOWN = 1900
"""The year of a birthday whose year nobody knows."""


class Contact(NamedTuple):
    """A person, in a company or without one.

    Attributes:
        contact_by: What may be used to reach them, of ``CHANNELS``; empty when they have said nothing about it.
        may_contact: False once they have said no; nothing suggests contacting them then.
        birthday: Local date; as :func:`read_birthday` keeps one without its year.
    """

    id: int
    name: str
    company_id: int | None = None
    email: str = ""
    phone: str = ""
    job_title: str = ""
    birthday: date | None = None
    may_contact: bool = True
    version: int = 1
    contact_by: tuple[str, ...] = ()

    def reached_by(self, channel: str) -> bool:
        """Whether a channel may be used."""
        return self.may_contact and (not self.contact_by or channel in self.contact_by)


class DealContact(NamedTuple):
    """A contact as it takes part in one deal.

    Attributes:
        id: The link's own id, by which its role is changed or it is taken off.
        primary: The one named on the card.
        decides: The one who decides; at most one on a deal.
    """

    id: int
    contact: Contact
    role: Role
    primary: bool
    version: int = 1
    decides: bool = False


BIRTHDAY_DAYS = 7
"""How many days ahead a birthday is told."""


def reachable(contacts: tuple[DealContact, ...]) -> Contact | None:
    """Whom to suggest contacting: the first of a deal's contacts who has not said no, the primary one before others."""
    willing = [link for link in contacts if link.contact.may_contact]
    return next((link.contact for link in willing if link.primary), willing[0].contact if willing else None)


def birthdays(today: date, days: int = BIRTHDAY_DAYS) -> dict[str, date]:
    """Birthdays kept from today until so many days ahead: month and day as stored (``11-27``), to the date.

    Who was born on a 29 February keeps it on the 28th in other years.
    """
    ahead = [today + timedelta(days=day) for day in range(days + 1)]
    found = {f"{day:%m-%d}": day for day in ahead}
    if "02-28" in found and (found["02-28"] + timedelta(days=1)).month == 3:
        found["02-29"] = found["02-28"]
    return found


def read_birthday(text: str, today: date, *, day_first: bool = True) -> date:
    """A typed birthday; without its year it is in the first year from ``YEAR_UNKNOWN`` on that has such a day.

    Raises:
        BadInput: It is no date, or one in the future.
    """
    day = parse_date(text, date(YEAR_UNKNOWN, 1, 1), day_first=day_first)
    if day > today:
        raise BadInput(f"“{text}” is still to come. A birthday is a day such as 12 may or 1980-05-12.")
    return day


def year_is_known(birthday: date) -> bool:
    """Whether somebody has told the year; 29 February is in 1904 without one."""
    return birthday.year > YEAR_UNKNOWN + 4
