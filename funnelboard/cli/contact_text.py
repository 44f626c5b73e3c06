"""People in words: who they are, what they are in the purchase, how they can be reached."""

from __future__ import annotations

from datetime import date

from funnelboard.cli.deal_text import local_time
from funnelboard.cli.table import Column
from funnelboard.domain.contact import Contact, DealContact, year_is_known
from funnelboard.domain.dates import whole_date

CONTACT_COLUMNS = (
    Column("id", right=True),
    Column("contact", least=9, wrapped=True),
    Column("role", least=8, wrapped=True),
    Column("reached by", least=18, wrapped=True),
    Column("last touch", optional=True),
)
"""What a table of contacts shows."""


def contact_row(link: DealContact, today: date, last_touch: int | None = None) -> tuple[str, ...]:
    """Somebody who takes part in a deal, in the columns of ``CONTACT_COLUMNS``."""
    part = f"{link.role}, decides" if link.decides else str(link.role)
    return (str(link.id), *person_cells(link.contact, part, today, last_touch))


def person_cells(person: Contact, part: str, today: date, last_touch: int | None) -> tuple[str, ...]:
    """Who somebody is, what they are in the purchase, how they may be reached, and when they last were.

    Args:
        part: What they are in it.
        last_touch: UTC epoch microseconds; None when it is not known.
    """
    born = f"born {_birthday(person.birthday)}" if person.birthday else ""
    reached = [person.email, person.phone]
    if not person.may_contact:
        reached.insert(0, "has said no to being contacted")
    elif person.contact_by:
        reached.append(f"only by {', '.join(person.contact_by)}")
    return (
        _joined(person.name, person.job_title, born),
        part,
        _joined(*reached),
        local_time(last_touch, today) if last_touch is not None else "",
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _birthday(day: date) -> str:
    known = whole_date(day)
    return known if year_is_known(day) else known.removesuffix(f" {day.year}")
