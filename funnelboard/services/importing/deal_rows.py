"""The rows that an imported deal becomes: its own, and those that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.domain.follow_up_line import kind_of
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.services.importing.names import ImportedNames
from funnelboard.store.change import Change
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.search_text import fold

Columns = dict[str, Any]


class DealRows:
    """Makes the rows of one import, with the ids of the names in it."""

    def __init__(self, change: Change, names: ImportedNames, today: date) -> None:
        self._change = change
        self._names = names
        self._today = today

    def values(self, deal: ImportedDeal) -> Columns:
        """A deal's columns, but for those that say where it came from and where it stands among others."""
        return {
            "title": deal.title,
            "stage": deal.stage.value,
            "outcome": deal.outcome and deal.outcome.value,
            "amount": deal.amount,
            "currency": deal.currency,
            "probability": deal.probability,
            "owner_id": self._names.owner(deal),
            "source": deal.source,
            "source_detail": deal.source_detail,
            "company_id": self._names.company(deal),
            "expected_close": deal.expected_close,
            "lost_reason": deal.lost_reason and deal.lost_reason.value,
            "lost_detail": deal.lost_detail,
            "created_at": deal.created(self._change.now),
            "closed_at": deal.closed(self._change.now) if deal.stage is Stage.CLOSED else None,
        }

    def parking(self, deal: ImportedDeal) -> Columns:
        """What sets a new deal aside that the file calls on hold until a day to come."""
        until = deal.park_until
        if until is None or until <= self._today.isoformat():
            return {"parked_until": None, "parked_reason": ""}
        return {"parked_until": until, "parked_reason": ParkReason.TIMING.value}

    def stage_change(self, deal: ImportedDeal, at: int, from_stage: str | None, from_outcome: str | None) -> Columns:
        """The row of a deal's move to where it is, without the deal's id."""
        return {
            "from_stage": from_stage,
            "from_outcome": from_outcome,
            "to_stage": deal.stage.value,
            "to_outcome": deal.outcome and deal.outcome.value,
            "at": at,
            "seller_id": self._change.seller,
            "why": WHY_IMPORTED,
        }

    def children(self, deal: ImportedDeal) -> Iterator[tuple[str, Columns]]:
        """The rows that go with a deal: their tables, and their columns without the deal's id."""
        for number, contact_id in enumerate(self._names.contacts(deal)):
            primary = int(number == 0)
            yield "deal_contact", {"contact_id": contact_id, "role": Role.OTHER.value, "is_primary": primary}
        for tag in deal.tags:
            yield "deal_tag", {"tag_id": self._names.tag(tag)}
        promised = deal.follow_up is not None and deal.stage is not Stage.CLOSED
        for name, text in deal.fields:
            yield "deal_field", {"own_field_id": self._names.own_field(name), "text": text, "folded": fold(text)}
        if note := "\n".join(filter(None, (deal.note, "" if promised else deal.follow_up_what))):
            yield (
                "note",
                {
                    "kind": NoteKind.NOTE.value,
                    "text": note,
                    "folded": fold(note),
                    "at": deal.created(self._change.now),
                    "seller_id": self._change.seller,
                },
            )
        if promised and deal.follow_up is not None:
            what = deal.follow_up_what or "follow up"
            kind = kind_of(what.split())
            seller_id = self._names.owner(deal) or self._change.seller
            yield (
                "follow_up",
                {
                    "due": deal.follow_up,
                    "time": deal.follow_up_time,
                    "kind": kind,
                    "what": what,
                    "seller_id": seller_id,
                    "created_at": self._change.now,
                },
            )


_CHILD_KEYS = {
    "note": ("text",),
    "follow_up": ("due", "time", "what"),
    "deal_tag": ("tag_id",),
    "deal_contact": ("contact_id",),
}
"""Columns by which something an import brings again is known."""


def is_same_child(entity: str, one: Columns, other: Columns) -> bool:
    """Whether two rows of a table that goes with a deal say the same."""
    return all(one.get(column) == other.get(column) for column in _CHILD_KEYS[entity])
