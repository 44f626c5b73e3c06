"""The agenda: what a seller does today, in the order a seller would call in.

Broken promises come first, the oldest at the front; then today's, with what has come back from being parked; then
birthdays; then deals that went stale, those nearest to closing first; then what is still ahead, and what has no next
step at all. Nothing that is suggested names a person who has said no, or would contact a buyer who said that we may not
come back. A seller's own promise is there all the same, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum

from funnelboard.domain.contact import Contact, reachable
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import ANY_TIME
from funnelboard.domain.follow_up_line import COME_BACK
from funnelboard.domain.kinds import WITHOUT_CONTACT as WITHOUT_CONTACT
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Stage

WENT_STALE_DAYS = 7
"""For how many days a deal is told to have gone stale; later on it is only marked on the board."""


class AgendaKind(StrEnum):
    """Why something is on the agenda."""

    OVERDUE = "overdue"
    TODAY = "today"
    WAKES = "wakes"
    BIRTHDAY = "birthday"
    STALE = "stale"
    LATER = "later"
    ADRIFT = "adrift"


_ORDER = {kind: place for place, kind in enumerate(AgendaKind)}


class AgendaItem(NamedTuple):
    """One thing to do about one deal.

    Attributes:
        day: Local date it is due, wakes, or is kept; for a deal that is stale or has no next step, today.
        time: Of a follow-up that was agreed for one.
        contact: Whom to contact; empty when there is nobody, or nobody who may be.
        email, phone: Only what the contact lets us use.
        what: The follow-up's words, why it was parked, or whose birthday it is.
        follow_up_id, follow_up_kind: Of a follow-up; None and empty otherwise.
        days: Days overdue, of silence or until the day.
        said_no: A promise that was kept although who it is about has said no to being contacted.
    """

    kind: AgendaKind
    day: date
    deal_id: int
    title: str
    stage: Stage
    company: str
    contact: str
    email: str
    phone: str
    what: str
    follow_up_id: int | None
    follow_up_kind: str
    score: int | None
    days: int
    time: time | None = None
    said_no: bool = False


class DaySum(NamedTuple):
    """What a seller has got done since midnight.

    Attributes:
        done: Follow-ups finished.
        moved, won, lost: Moves to an open stage, and to the end; an import's are nobody's.
        promised: Follow-ups set.
    """

    done: int = 0
    moved: int = 0
    won: int = 0
    lost: int = 0
    promised: int = 0

    def told(self) -> str:
        """``4 done, 1 won``; what is nothing is left out."""
        figures = {name: getattr(self, name) for name in ("done", "moved", "won", "lost", "promised")}
        return ", ".join(f"{count} {name}" for name, count in figures.items() if count)


class Agenda(NamedTuple):
    """A seller's queue.

    Attributes:
        items: What is to be done today, then deals without a next step.
        more: Whether there are further deals without one.
        so_far: What they have got done today.
    """

    items: tuple[AgendaItem, ...]
    more: bool = False
    so_far: DaySum = DaySum()


def item(
    kind: AgendaKind,
    deal: Deal,
    day: date,
    days: int,
    what: str = "",
    *,
    follow_up_id: int | None = None,
    follow_up_kind: str = "",
    time: time | None = None,
    contact: Contact | None = None,
) -> AgendaItem | None:
    """One item, or None when it would suggest contacting somebody who has said no.

    Args:
        contact: Whose matter it is; otherwise the first of the deal's contacts who may be contacted.
    """
    person = contact if contact is not None else reachable(deal.contacts)
    contacting = follow_up_kind not in WITHOUT_CONTACT
    refused = bool(who_said_no(deal))
    promised = follow_up_id is not None and follow_up_kind != COME_BACK
    said_no = promised and refused and contacting
    if (refused and contacting and not promised) or (person is not None and not person.may_contact):
        return None
    named = person if not refused else None
    name = who_said_no(deal) if said_no else named.name if named else ""
    return AgendaItem(
        kind=kind,
        day=day,
        deal_id=deal.id,
        title=deal.title,
        stage=deal.stage,
        company=deal.company.name if deal.company else "",
        contact=name,
        email=named.email if named and named.reached_by("email") else "",
        phone=named.phone if named and named.reached_by("phone") else "",
        what=what,
        follow_up_id=follow_up_id,
        follow_up_kind=follow_up_kind,
        score=deal.score,
        days=days,
        time=time,
        said_no=said_no,
    )


def refusal(deal: Deal, kind: str) -> str:
    """Who has said no to what a follow-up of this kind would do: a name, or empty."""
    return "" if kind in WITHOUT_CONTACT else who_said_no(deal)


def who_said_no(deal: Deal) -> str:
    """Who has said no to being contacted, where that leaves nobody on a deal; empty where there is somebody.

    The primary contact is named, else the company or the deal.
    """
    if deal.may_return is not Answer.NO and (not deal.contacts or reachable(deal.contacts) is not None):
        return ""
    if deal.primary is not None:
        return deal.primary.contact.name
    return deal.company.name if deal.company else deal.title


def follow_up_kind_of(due: date, kind: str, today: date) -> AgendaKind:
    """Why a follow-up is on the agenda."""
    if due < today:
        return AgendaKind.OVERDUE
    if due > today:
        return AgendaKind.LATER
    return AgendaKind.WAKES if kind == COME_BACK else AgendaKind.TODAY


def in_calling_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The order a seller would call in.

    What is due the same day goes by the time agreed, then by stage, nearest to closing first, and score.
    """

    def place(each: AgendaItem) -> tuple[int, date, time, int, int, int]:
        return (
            _ORDER[each.kind],
            each.day,
            each.time or ANY_TIME,
            -each.stage.position,
            -(each.score or 0),
            each.deal_id,
        )

    return tuple(sorted(items, key=place))
