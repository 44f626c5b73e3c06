"""The change log, read.

Undo is a new change that compensates for an old one; the log itself is only ever added to. A change is undone when
another that undoes it stands, and stands again when that one was itself undone (redo).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import fn

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.seller import via_agent
from funnelboard.store.agents import by_agent
from funnelboard.store.database import Database
from funnelboard.store.models import (
    ENTITIES,
    ChangeItemRow,
    ChangeRow,
    DealFieldRow,
    DealRow,
    OwnFieldRow,
    SellerRow,
)
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.stored import values_of
from funnelboard.store.words import logged_number

AUTOMATIC = ("woke",)
"""Kinds of changes that happen by themselves: whoever's session they happened in, they are not theirs to undo with
one key. They can be undone by their id."""


_BEYOND, LOT = 2**62, 1_000
"""An id above all others, and rows of a change that are held at once."""

MERGE = "merge"
"""The kind of a change that makes one of two records."""


class Item(NamedTuple):
    """One row of one change: the columns it changed, before and after; ``before`` is None for a new row."""

    id: int
    entity: str
    row_id: int
    deal_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any]


class Logged(NamedTuple):
    """One change of the log.

    Attributes:
        at: UTC epoch microseconds.
        seller: Who made it, as they are named.
        undone: Whether it has been taken back.
    """

    id: int
    at: int
    seller: str
    kind: str
    summary: str
    undoes: int | None
    undone: bool


def undone(change: Any) -> Any:
    """An expression: a change that stands undoes this one."""
    undo, redo = ChangeRow.alias(), ChangeRow.alias()
    again = redo.select(redo.id).where(redo.undoes == undo.id)
    return fn.EXISTS(undo.select(undo.id).where(undo.undoes == change.id, ~fn.EXISTS(again)))


def last_to_undo(database: Database, seller: int) -> int | None:
    """The seller's newest change that has not been taken back; automatic ones are left alone."""
    standing = ChangeRow.select(ChangeRow.id).where(_is_standing(seller))
    return _id(database.value(standing.order_by(ChangeRow.id.desc()).limit(1)))


def count_standing(database: Database, seller: int, after: int) -> int:
    """How many of the seller's changes after one have not been taken back; automatic ones are left alone."""
    standing = ChangeRow.select(fn.COUNT(ChangeRow.id)).where(_is_standing(seller), ChangeRow.id > after)
    return int(database.value(standing))


def _is_standing(seller: int) -> Any:
    return (
        (ChangeRow.seller == seller)
        & ChangeRow.undoes.is_null()
        & ChangeRow.kind.not_in(AUTOMATIC)
        & ~undone(ChangeRow)
    )


def last_to_redo(database: Database, seller: int) -> int | None:
    """The seller's newest undo, unless they have changed something else since."""
    own = database.value(
        ChangeRow.select(fn.MAX(ChangeRow.id)).where(
            ChangeRow.seller == seller, ChangeRow.undoes.is_null(), ChangeRow.kind.not_in(AUTOMATIC)
        )
    )
    target = ChangeRow.alias()
    return _id(
        database.value(
            ChangeRow.select(ChangeRow.id)
            .join(target, on=(ChangeRow.undoes == target.id))
            .where(
                ChangeRow.seller == seller,
                target.undoes.is_null(),
                ChangeRow.id > (own or 0),
                ~undone(ChangeRow),
            )
            .order_by(ChangeRow.id.desc())
            .limit(1)
        )
    )


def read(
    database: Database,
    *,
    change_id: int | None = None,
    deal_id: int | None = None,
    since: int | None = None,
    seller: int | None = None,
    limit: int | None = None,
) -> list[Logged]:
    """Changes, newest first, of everything or of one deal with its parts, of a seller or since a time.

    Args:
        since: UTC epoch microseconds.
    """
    query = (
        ChangeRow.select(
            ChangeRow.id,
            ChangeRow.at,
            SellerRow.name,
            ChangeRow.kind,
            ChangeRow.summary,
            ChangeRow.undoes,
            undone(ChangeRow),
            by_agent(ChangeRow.id),
        )
        .join(SellerRow)
        .order_by(ChangeRow.id.desc())
    )
    if change_id is not None:
        query = query.where(ChangeRow.id == change_id)
    if deal_id is not None:
        whole = with_parts(database, (deal_id,))
        of_deal = ChangeItemRow.select(ChangeItemRow.change).where(ChangeItemRow.deal.in_(whole))
        query = query.where(ChangeRow.id.in_(of_deal))
    if since is not None:
        query = query.where(ChangeRow.at >= since)
    if seller is not None:
        query = query.where(ChangeRow.seller == seller)
    if limit is not None:
        query = query.limit(limit)
    return [
        Logged(logged_id, at, via_agent(name) if agent else name, kind, summary, undoes, bool(is_undone))
        for logged_id, at, name, kind, summary, undoes, is_undone, agent in database.rows(query)
    ]


def deals_of(database: Database, change_id: int) -> Sequence[int]:
    """The deals that one change touched, in order: eight bytes each, for there may be a million.

    To be asked inside a transaction.
    """
    item = ChangeItemRow
    # The index by deal has them in order, and SQLite holds in memory what it sorts; of a few deals that is quicker.
    many = count_items(database, change_id) > 10 * LOT
    of_it = (item.change + 0 if many else item.change) == change_id
    touched = item.select(item.deal).where(of_it, item.deal.is_null(False)).distinct().order_by(item.deal)
    return array("q", (deal_id for (deal_id,) in database.each_row(touched)))


def count_items(database: Database, change_id: int) -> int:
    """How many rows one change changed."""
    item = ChangeItemRow
    of_it = (item.change == change_id) & item.entity.in_(list(ENTITIES))
    return int(database.value(item.select(fn.COUNT(item.id)).where(of_it)))


def items(database: Database, change_id: int) -> Iterator[Item]:
    """The rows that one change changed, in the order it did, read some at a time: there may be millions.

    What the log only notes is left out.
    """
    last = 0
    while rows := database.rows(_items_after(change_id, last, LOT)):
        yield from _made(rows)
        last = rows[-1][0]


def items_backwards(database: Database, change_id: int, *, updates_only: bool = False) -> Iterator[list[Item]]:
    """The same, the last one first, so many at a time.

    Args:
        updates_only: Leave out the rows that were new.
    """
    before = _BEYOND
    asked = _updates_before if updates_only else _items_before
    while rows := database.rows(asked(change_id, before, LOT)):
        yield _made(rows)
        before = rows[-1][0]


def _made(rows: Iterable[tuple[Any, ...]]) -> list[Item]:
    return [
        Item(item_id, entity, row_id, deal, None if old is None else values_of(old), values_of(new))
        for item_id, entity, row_id, deal, old, new in rows
        if entity in ENTITIES
    ]


@PreparedQuery
def _items_after(change_id: Any, last: Any, most: Any) -> Any:
    item = ChangeItemRow
    return _items_of(change_id, most).where(item.id > last).order_by(item.id)


@PreparedQuery
def _items_before(change_id: Any, before: Any, most: Any) -> Any:
    return _backwards(change_id, before, most)


@PreparedQuery
def _updates_before(change_id: Any, before: Any, most: Any) -> Any:
    return _backwards(change_id, before, most).where(ChangeItemRow.before.is_null(False))


def _backwards(change_id: Any, before: Any, most: Any) -> Any:
    item = ChangeItemRow
    return _items_of(change_id, most).where(item.id < before).order_by(item.id.desc())


def _items_of(change_id: Any, most: Any) -> Any:
    item = ChangeItemRow
    columns = (item.id, item.entity, item.row, item.deal, item.before, item.after)
    return item.select(*columns).where(item.change == change_id).limit(most)


def with_parts(database: Database, deal_ids: Sequence[int]) -> list[int]:
    """Deals, and those that were merged into them, directly or not: their log is one."""
    found = list(deal_ids)
    new = found
    while new:
        parts = {part for chunk in chunks(new) for (part,) in database.rows(_parts(chunk))}
        new = sorted(parts.difference(found))
        found = found + new
    return found


@PreparedQuery
def _parts(deal_ids: list[Any]) -> Any:
    """A deal that was merged has left its moves, at least, to the other: that deal's log tells whose they were.

    The log has an index by deal, what was merged into which has none.
    """
    item = ChangeItemRow
    came_from = logged_number(item.before, "deal_id")
    return (
        item.select(DealRow.id)
        .join(DealRow, on=(DealRow.id == came_from) & (DealRow.merged_into == item.deal))
        .where(item.deal.in_(deal_ids), item.before.is_null(False))
        .distinct()
    )


class Edit(NamedTuple):
    """New values of a deal's columns, or of one of its own fields.

    Attributes:
        at: UTC epoch microseconds.
        own_field: Its name; empty where it is the deal's columns.
    """

    deal_id: int
    change: int
    at: int
    seller: str
    values: dict[str, Any]
    own_field: str = ""


def edits(database: Database, deal_ids: Sequence[int], limit: int) -> list[Edit]:
    """Edits of deals and of their own fields that stand, at most so many of each, those of one deal newest first."""
    return [
        Edit(deal_id, change, at, name, values_of(after), *own_field)
        for chunk in chunks(deal_ids)
        for edited in (_edits, _edits_of_own_fields)
        for deal_id, change, at, name, after, *own_field in database.rows(edited(chunk, limit))
    ]


@PreparedQuery
def _edits(deal_ids: list[Any], limit: Any) -> Any:
    item = ChangeItemRow
    edited = item.select(item.row, ChangeRow.id, ChangeRow.at, SellerRow.name, item.after).join(ChangeRow)
    return _standing(edited, limit).where(
        item.entity == "deal",
        item.row.in_(deal_ids),
        item.before.is_null(False),
        ChangeRow.kind.in_(["edit", "owner", "qualify", "park", "wake", *AUTOMATIC]),
    )


@PreparedQuery
def _edits_of_own_fields(deal_ids: list[Any], limit: Any) -> Any:
    item, of_deals = ChangeItemRow, DealFieldRow.alias()
    columns = (item.deal, ChangeRow.id, ChangeRow.at, SellerRow.name, item.after, OwnFieldRow.name)
    edited = item.select(*columns).join(DealFieldRow, on=(DealFieldRow.id == item.row)).join(OwnFieldRow)
    return _standing(edited.switch(item).join(ChangeRow), limit).where(
        item.entity == "deal_field",
        item.row.in_(of_deals.select(of_deals.id).where(of_deals.deal.in_(deal_ids))),
        ChangeRow.kind == "edit",
    )


def _standing(edited: Any, limit: Any) -> Any:
    return edited.join(SellerRow).where(~undone(ChangeRow)).order_by(ChangeItemRow.id.desc()).limit(limit)


def operation(database: Database, change_id: int) -> str | None:
    """What tells a change from any other that ever has its number; None where there is none."""
    found = database.value(_operation(change_id))
    return None if found is None else str(found)


def newest_operation(database: Database) -> str | None:
    """The same of the newest change."""
    found = database.value(_newest_operation())
    return None if found is None else str(found)


@PreparedQuery
def _newest_operation() -> Any:
    return ChangeRow.select(ChangeRow.operation).order_by(ChangeRow.id.desc()).limit(1)


@PreparedQuery
def _operation(change_id: Any) -> Any:
    return ChangeRow.select(ChangeRow.operation).where(ChangeRow.id == change_id)


def meant(database: Database, change_id: int) -> tuple[int, bool]:
    """The change to compensate for in order to take back the one given, and whether that is an undo itself.

    Doing something again is taken back by undoing what it did again: so no chain is longer than undo and redo.
    """
    undoes = ChangeRow.select(ChangeRow.undoes).where(ChangeRow.id == change_id)
    before = database.value(undoes)
    if before is None:
        return change_id, False
    original = database.value(ChangeRow.select(ChangeRow.undoes).where(ChangeRow.id == before))
    return (change_id, True) if original is None else (int(original), False)


def _id(value: Any) -> int | None:
    return None if value is None else int(value)
