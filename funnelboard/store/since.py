"""What has been written since a change of the log, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from peewee import JOIN

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.seller import via_agent
from funnelboard.store.agents import by_agent
from funnelboard.store.change import DEAL_COLUMN
from funnelboard.store.database import Database
from funnelboard.store.history import AUTOMATIC
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealRow, SellerRow
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.stored import values_of

HEAD = (
    *(ChangeRow.id, ChangeRow.at, SellerRow.id, SellerRow.name),
    *(by_agent(ChangeRow.id), ChangeRow.kind, ChangeRow.summary),
)

MOST = 2_000
"""Rows of the log that are looked at for the news; an import writes more in one change."""

NEWEST = 2**63 - 1
"""Stands for the newest change there is."""

EVERYTHING = (frozenset(DEAL_COLUMN) | frozenset(DealRow._meta.columns)) - {"deal", "rank"}
"""All that a deal says, by columns, and all that belongs to it, by tables: but for its place among the others."""


class Doing(NamedTuple):
    """One change of the log, as it is told to others.

    Attributes:
        change: Its id.
        at: UTC epoch microseconds.
        seller_id: Of who did it; None for what happened by itself.
        seller: As they are named.
        agent: Whether an agent did it in the seller's name.
    """

    change: int
    at: int
    seller_id: int | None
    seller: str
    agent: bool
    summary: str

    def is_own(self, seller_id: int) -> bool:
        """Whether a seller did it with their own hands."""
        return self.seller_id == seller_id and not self.agent

    def told(self, to: int, title: str = "") -> str:
        """Who did what, as the beginning of a sentence.

        Args:
            to: Id of the seller who is told.
            title: Of the deal it is told for.
        """
        among = f", “{title}” among them" if title and f"“{title}”" not in self.summary else ""
        if self.seller_id is None:
            return f"{self.summary[:1].upper()}{self.summary[1:]}{among}"
        if self.is_own(to):
            return f"You {self.summary}{among} in another window"
        return f"{self.seller} {self.summary}{among}"


class Step(NamedTuple):
    """What one change did to one row; ``before`` is None for a new row."""

    doing: Doing
    deal_id: int | None
    entity: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


class News(NamedTuple):
    """A change, and the deals it touched."""

    doing: Doing
    deal_ids: tuple[int, ...]


def steps_of_deals(
    database: Database, deal_ids: Sequence[int], change: int, own: Collection[tuple[int, int]]
) -> list[Step]:
    """What has been done to some deals and all that belongs to them after a change, the oldest first.

    Args:
        own: Changes that are left out, by id and instant: after a restore ids are given once more.
    """
    return [step for chunk in chunks(deal_ids) for step in _steps(database.rows(_of_deals(chunk, change)), own)]


def steps_of_row(
    database: Database, entity: str, row_id: int, change: int, own: Collection[tuple[int, int]]
) -> list[Step]:
    """The same for one row of any kind."""
    return _steps(database.rows(_of_row(entity, row_id, change)), own)


def news(database: Database, change: int, seller: int, last: int | None = None) -> tuple[News, ...]:
    """What others than a seller have written after a change, agents in the seller's name too, the oldest first.

    Args:
        last: The change up to which that is told; None for the newest.
    """
    doings: dict[int, tuple[Doing, dict[int, None]]] = {}
    for *head, deal_id in database.rows(_news(change, NEWEST if last is None else last, seller, MOST)):
        doing = _doing(*head)
        if not doing.summary:
            continue
        _, touched = doings.setdefault(doing.change, (doing, {}))
        if deal_id is not None:
            touched[deal_id] = None
    return tuple(News(doing, tuple(touched)) for doing, touched in doings.values())


def _doing(change: int, at: int, seller_id: int, name: str, agent: int, kind: str, summary: str) -> Doing:
    seller = via_agent(name) if agent else name
    return Doing(change, at, None if kind in AUTOMATIC else seller_id, seller, bool(agent), summary)


def _steps(rows: list[Any], own: Collection[tuple[int, int]]) -> list[Step]:
    return [
        Step(
            _doing(change, *head), deal_id, entity, row_id,
            None if before is None else values_of(before), values_of(after),
        )
        for change, *head, deal_id, entity, row_id, before, after in rows
        if (change, head[0]) not in own
    ]  # fmt: skip


def _items(change: Any) -> Any:
    item = ChangeItemRow
    return (
        item.select(*HEAD, item.deal, item.entity, item.row, item.before, item.after)
        .join(ChangeRow)
        .join(SellerRow)
        .where(item.change > change)
        .order_by(item.id)
    )


@PreparedQuery
def _of_deals(deal_ids: list[Any], change: Any) -> Any:
    return _items(change).where(ChangeItemRow.deal.in_(deal_ids))


@PreparedQuery
def _of_row(entity: Any, row_id: Any, change: Any) -> Any:
    return _items(change).where(ChangeItemRow.entity == entity, ChangeItemRow.row == row_id)


@PreparedQuery
def _news(change: Any, last: Any, seller: Any, most: Any) -> Any:
    head, item = ChangeRow, ChangeItemRow
    return (
        head.select(*HEAD, item.deal)
        .join(SellerRow)
        .switch(head)
        .join(item, JOIN.LEFT_OUTER, on=(item.change == head.id))
        .where(head.id > change, head.id <= last, (head.seller != seller) | by_agent(head.id))
        .order_by(head.id, item.id)
        .limit(most)
    )
