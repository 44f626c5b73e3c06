"""Setting deals aside until a day, and having them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up_line import COME_BACK
from funnelboard.domain.parking import ParkReason, check_parking, check_until
from funnelboard.services.recording import promised
from funnelboard.services.session import Session, finished, line, quoted
from funnelboard.services.sight import PARKING
from funnelboard.services.written import Written
from funnelboard.store import activity, deals, derived, scores
from funnelboard.store.change import HELD, Change
from funnelboard.store.lots import waking_lots


class Parking:
    """The tray of deals that are not ready."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def park(self, deal_ids: Iterable[int], until: date, reason: ParkReason, words: str = "") -> Written:
        """Take open deals off the board until a local date; follow-ups that were due before move to that day.

        Raises:
            BadInput: A closed deal, a day that is not ahead, or ``other`` without words.
        """
        today = self._session.clock.today()
        check_until(until, today)
        detail = line(words, "reason")
        with self._session.change("park") as change:
            parked = self._session.targets(change, deal_ids, PARKING)
            for deal in parked:
                check_parking(deal.stage, deal.title, reason, detail)
                for follow_up in activity.open_follow_ups(change.database, (deal.id,)):
                    if follow_up.due < until:
                        change.update("follow_up", follow_up.id, {"due": until.isoformat(), "time": None})
                why = f"{reason.value}: {detail}" if detail else reason.value
                change.update("deal", deal.id, {"parked_until": until.isoformat(), "parked_reason": why})
            change.summary = f"parked {quoted(parked)} until {describe_date(until, today)}: {reason.value}"
            return finished(change, f"{quoted(parked)} {'is' if len(parked) == 1 else 'are'} parked so already")

    def wake(self, deal_ids: Iterable[int]) -> Written:
        """Put parked deals back on the board now."""
        with self._session.change("wake") as change:
            woken = self._session.targets(change, deal_ids, PARKING)
            for deal in woken:
                change.update("deal", deal.id, {"parked_until": None, "parked_reason": ""})
            change.summary = f"woke {quoted(woken)}"
            return finished(change, f"{quoted(woken)} {'is' if len(woken) == 1 else 'are'} not parked")


def begin_day(session: Session) -> Written:
    """Do what a new day asks for, once, whoever is first: wake what is due, and bring every score up to date.

    The wakings are one change, which no single ``undo`` of a seller takes back.
    """
    database, today = session.database, session.clock.today()
    nothing = Written("nothing to do for today", (), 0)
    if database.read_only or scores.begun(database, today) or not deals.any_open(database):
        return nothing
    with session.change("woke") as change:
        if scores.begun(database, today):
            return nothing
        scores.set_day(database, today.isoformat(), change.now)
        woken, found = 0, list[Deal]()
        # An import can have set very many aside until one day: they are not held all at once.
        for ids in waking_lots(database, today):
            found = deals.read(database, ids)
            for deal in found:
                change.update("deal", deal.id, {"parked_until": None, "parked_reason": ""})
            promises = [_promise(change, deal, today) for deal in found if _is_free(deal, today)]
            change.insert_many("follow_up", promises)
            woken += len(found)
            change.settle(forget=woken > HELD)
        scores.refresh_all(database, change.now)
        derived.refresh_lost(database)
        if woken:
            told = quoted(found) if woken == 1 else f"{woken:,} deals"
            change.summary = f"{told} came back from being parked"
        return finished(change, nothing.summary)


def _is_free(deal: Deal, today: date) -> bool:
    """Whether a deal has no follow-up that is due."""
    return deal.next_follow_up is None or deal.next_follow_up.due > today


def _promise(change: Change, deal: Deal, today: date) -> Mapping[str, Any]:
    """A follow-up for today, on a deal that is back on the board."""
    what = f"parked until today ({deal.parked_reason})" if deal.parked_reason else "parked until today"
    return promised(change, deal.id, today, COME_BACK, what, seller=deal.owner.id if deal.owner else None)
