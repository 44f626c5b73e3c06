"""The fields of a contact as a form shows and reads them; nothing here draws."""

from __future__ import annotations

from datetime import date

from funnelboard.domain.calendar_days import MONTHS
from funnelboard.domain.contact import CHANNELS, DealContact, Role, read_birthday, year_is_known
from funnelboard.errors import BadInput
from funnelboard.ui.forms.reading import if_any, needed, one_of
from funnelboard.ui.sheet.asked import Field

_ROLES = tuple(role.value for role in Role)
_YES_OR_NO = ("yes", "no")


def contact_fields(link: DealContact | None, today: date, *, day_first: bool) -> list[Field]:
    """The fields of a contact of a deal, empty for a new one."""
    person = link.contact if link else None
    may = "no" if person is not None and not person.may_contact else "yes"
    return [
        Field("name", "name", person.name if person else "", needed("name")),
        *person_fields(link),
        Field("decides", "decides", "yes" if link and link.decides else "no", _yes, suggestions=_YES_OR_NO),
        Field(
            "birthday",
            "birthday",
            birthday_text(person.birthday if person else None),
            if_any(lambda text: read_birthday(text, today, day_first=day_first)),
            birthday_text,
            hint="such as 24 Nov 1980",
        ),
        Field(
            "contact_by",
            "reach by",
            ", ".join(person.contact_by) if person else "",
            _channels,
            lambda channels: channels or f"any of {', '.join(CHANNELS)}",
        ),
        Field("may_contact", "may contact", may, _yes, lambda yes: "" if yes else "nobody contacts them", _YES_OR_NO),
    ]


def person_fields(link: DealContact | None) -> list[Field]:
    """What is known of a contact and their role in a deal; empty for a new one."""
    person = link.contact if link else None
    return [
        Field("role", "role", link.role.value if link else "", _role, str, _ROLES),
        Field("job_title", "job title", person.job_title if person else ""),
        Field("email", "e-mail", person.email if person else "", _email),
        Field("phone", "phone", person.phone if person else "", _phone),
    ]


def birthday_text(day: date | None) -> str:
    """A birthday as it can be typed, without a year that is not known."""
    if day is None:
        return ""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year_is_known(day) else words


def _role(text: str) -> Role:
    return Role(one_of(text, _ROLES, "role") or Role.OTHER)


def _email(text: str) -> str:
    address = text.strip()
    name, at, host = address.rpartition("@")
    if address and (not at or not name or "." not in host or " " in address):
        raise BadInput(f"“{address}” is not an e-mail address. Write it like name@example.com.")
    return address


def _phone(text: str) -> str:
    number = text.strip()
    if number and not any(character.isdigit() for character in number):
        raise BadInput(f"“{number}” has no digits. Write the phone number, or leave it empty.")
    return number


def _yes(text: str) -> bool:
    if not text.strip():
        raise BadInput("Type yes or no.")
    return one_of(text, _YES_OR_NO, "answer") == "yes"


def _channels(text: str) -> str:
    chosen = [one_of(part, CHANNELS, "way to reach somebody") for part in text.split(",") if part.strip()]
    return ", ".join(channel for channel in CHANNELS if channel in chosen)
