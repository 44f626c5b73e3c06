"""Which follow-ups are open, which of them still stand, and which of a deal's comes first."""

from __future__ import annotations

from typing import Any

from peewee import Case, fn

from funnelboard.domain.stage import Outcome
from funnelboard.store.models import DealRow, FollowUpRow


def is_open(row: Any) -> Any:
    """The condition for follow-ups that are neither done nor dropped."""
    return row.done_at.is_null() & row.dropped_at.is_null() & row.deleted_at.is_null()


def stands(row: Any) -> Any:
    """The condition for what was promised and still is: of a lost deal only what was promised since."""
    return DealRow.outcome.is_null() | (DealRow.outcome == Outcome.WON.value) | (row.created_at > DealRow.closed_at)


OPEN = is_open(FollowUpRow)
STANDING = stands(FollowUpRow)


def in_order(row: Any) -> tuple[Any, ...]:
    """What follow-ups are ordered by, as :attr:`FollowUp.place` has it."""
    return row.due, fn.COALESCE(row.time, "24:00"), row.id


def first_of_deal(column: Any) -> Any:
    """A column of the deal's follow-up that comes first of those that stand, as a subquery."""
    found = FollowUpRow.select(column).where(FollowUpRow.deal == DealRow.id, OPEN, STANDING)
    return found.order_by(*in_order(FollowUpRow)).limit(1)


def next_of_deal(kept: Any, column: Any) -> Any:
    """What the deal keeps of that follow-up; of a lost deal it may be older, from before it was lost."""
    lost = (DealRow.outcome == Outcome.LOST.value) & DealRow.next_due.is_null(False)
    return Case(None, [(lost, first_of_deal(column))], kept)
