"""What is to be done today, for an open database and for one that is only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from funnelboard.domain.agenda import (
    WENT_STALE_DAYS,
    AgendaItem,
    AgendaKind,
    follow_up_kind_of,
    in_calling_order,
    item,
)
from funnelboard.domain.contact import birthdays
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Deal
from funnelboard.domain.staleness import days_since
from funnelboard.store import agenda, deal_rows
from funnelboard.store.glimpse import Unclear

if TYPE_CHECKING:
    from funnelboard.services.onlooker import Onlooker
    from funnelboard.services.session import Session


class AgendaItems:
    """Reads what is to be done."""

    def __init__(self, reader: Session | Onlooker) -> None:
        self._reader = reader

    def items(self, owner: str | None = "me", days: int = 0, adrift: int = 0) -> tuple[AgendaItem, ...]:
        """What is due, wakes, is celebrated or went stale; then deals without a next step that are not among these.

        Args:
            owner: Whose deals and promises: ``me``, a login or name; None for everybody's.
            days: How many days ahead to look besides today.
            adrift: How many deals without a next step to look at: those of the seller and nobody's, or, where there are
                no such deals at all, everybody's.

        Raises:
            NotFound: There is no such seller.
        """
        seller = self._seller(owner)
        return self._reader.database.look(
            lambda: self._read(seller, days, adrift)[0], "agenda items", seller, days, adrift
        )

    def _read(self, seller: int | None, days: int, adrift: int) -> tuple[tuple[AgendaItem, ...], bool]:
        """The items, and whether there are further deals without a next step."""
        items = in_calling_order(each for each in self._items(seller, days) if each is not None)
        there = {each.deal_id for each in items}
        further = self._adrift(self._whose(seller), adrift) if adrift else []
        return (*items, *(each for each in further if each.deal_id not in there)), 0 < adrift == len(further)

    def count_adrift(self, owner: str | None = "me") -> tuple[int, bool]:
        """How many open deals have no next step, and whether they are everybody's.

        Args:
            owner: Whose deals, as for :meth:`today`.

        Raises:
            NotFound: There is no such seller.
        """
        seller = self._seller(owner)
        with self._reader.database.reading():
            whose = self._whose(seller)
            return agenda.count_adrift(self._reader.database, whose), whose is None

    def _whose(self, seller: int | None) -> int | None:
        """Whose deals are looked at for want of a next step: everybody's where the seller has none to work at all."""
        return seller if seller is not None and agenda.has_deals(self._reader.database, seller) else None

    def _adrift(self, seller: int | None, limit: int) -> list[AgendaItem]:
        """Nearest to closing first, then by score; those whose buyers have said no are left out."""
        database, today = self._reader.database, self._reader.clock.today()
        found: list[AgendaItem] = []
        after = 0
        while len(found) < limit:
            ids = agenda.adrift(database, seller, limit, after)
            by_id = {deal.id: deal for deal in deal_rows.read(database, ids)}
            items = (item(AgendaKind.ADRIFT, by_id[deal_id], today, 0) for deal_id in ids)
            found += [each for each in items if each is not None]
            if len(ids) < limit:
                break
            after += limit
        return found[:limit]

    def _items(self, seller: int | None, days: int) -> Iterator[AgendaItem | None]:
        database, clock = self._reader.database, self._reader.clock
        today = clock.today()
        until = today + timedelta(days=days)
        promises = agenda.promises(database, until, seller)
        waking = agenda.waking(database, until, seller)
        kept = birthdays(today)
        celebrating = agenda.celebrating(database, kept, seller)
        stale_days = self._reader.settings.stale_days
        stale = agenda.went_stale(database, clock.now(), today, stale_days, WENT_STALE_DAYS, seller)
        wanted = {each.deal_id for each in promises} | {*waking, *celebrating.values(), *stale}
        by_id = {deal.id: deal for deal in deal_rows.read(database, sorted(wanted))}
        for promise in promises:
            yield item(
                follow_up_kind_of(promise.due, promise.kind, today),
                by_id[promise.deal_id],
                promise.due,
                abs((promise.due - today).days),
                promise.what,
                follow_up_id=promise.id,
                follow_up_kind=promise.kind,
                time=promise.time,
            )
        for deal_id in waking:
            deal = by_id[deal_id]
            if (day := deal.parked_until) is not None:
                yield item(AgendaKind.WAKES, deal, day, abs((day - today).days), deal.parked_reason)
        for contact_id, deal_id in celebrating.items():
            yield self._birthday(contact_id, by_id[deal_id])
        promised = {promise.deal_id for promise in promises}
        for deal_id in stale:
            if deal_id not in promised:
                silent = days_since(by_id[deal_id].last_touch, clock.now())
                yield item(AgendaKind.STALE, by_id[deal_id], today, silent, f"no touch for {silent} days")

    def _birthday(self, contact_id: int, deal: Deal) -> AgendaItem | None:
        contact = deal_rows.contact(self._reader.database, contact_id)
        assert contact is not None
        if contact.birthday is None:
            return None
        today = self._reader.clock.today()
        day = birthdays(today)[f"{contact.birthday:%m-%d}"]
        what = f"birthday of {contact.name}, {describe_date(day, today)}"
        return item(AgendaKind.BIRTHDAY, deal, day, (day - today).days, what, contact=contact)

    def _seller(self, owner: str | None) -> int | None:
        """The id of the seller whose deals are meant; None for everybody's."""
        if owner is None or owner == "all":
            return None
        return self._reader.seller.id if owner == "me" else self._named(owner)

    def _named(self, owner: str) -> int:
        """The id of the seller of a login or name.

        Raises:
            Unclear: That takes more than a look.
        """
        raise Unclear(owner)
