"""A person, and the role that person has in a purchase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a contact is in the purchase of one deal."""

    DECISION_MAKER = "decision maker"
    ADVISER = "adviser"
    INFLUENCER = "influencer"
    USER = "user"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, in a company or without one.

    Attributes:
        may_contact: False once they have said no; nothing suggests contacting them then.
        birthday: Local date; the year is 1900 where it is not known.
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


@dataclass(frozen=True, slots=True)
class DealContact:
    """A contact as it takes part in one deal.

    Attributes:
        id: The link's own id, by which its role is changed or it is taken off.
        primary: The one named on the card.
    """

    id: int
    contact: Contact
    role: Role
    primary: bool
    version: int = 1
