"""The change log: reading it, and taking changes back.

Undo is a new change that compensates for an old one; the log itself is only ever added to. A change is undone when
another that undoes it stands, and stands again when that one was itself undone (redo).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from funnelboard.errors import Conflict, DatabaseError, Difference, NotFound
from funnelboard.store import ranks
from funnelboard.store.change import Change
from funnelboard.store.conflicts import in_words
from funnelboard.store.database import Database
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealContactRow, DealRow, SellerRow
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.stored import values_of

AUTOMATIC = ("woke",)
"""Kinds of changes that happen by themselves: whoever's session they happened in, they are not theirs to undo with
one key. They can be undone by their id."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of one change: the columns it changed, before and after; ``before`` is None for a new row."""

    id: int
    entity: str
    row_id: int
    deal_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Logged:
    """One change of the log; ``at`` is UTC epoch microseconds, ``undone`` whether it has been taken back."""

    id: int
    at: int
    seller: str
    kind: str
    summary: str
    undoes: int | None
    undone: bool


def _undone(change: Any) -> Any:
    """An expression: a change that stands undoes this one."""
    undo, redo = ChangeRow.alias(), ChangeRow.alias()
    again = redo.select(redo.id).where(redo.undoes == undo.id)
    return fn.EXISTS(undo.select(undo.id).where(undo.undoes == change.id, ~fn.EXISTS(again)))


def last_to_undo(database: Database, seller: int) -> int | None:
    """The seller's newest change that has not been taken back; automatic ones are left alone."""
    return _id(
        database.value(
            ChangeRow.select(ChangeRow.id)
            .where(
                ChangeRow.seller == seller,
                ChangeRow.undoes.is_null(),
                ChangeRow.kind.not_in(AUTOMATIC),
                ~_undone(ChangeRow),
            )
            .order_by(ChangeRow.id.desc())
            .limit(1)
        )
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
                ~_undone(ChangeRow),
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
    """Changes, newest first, of everything or of one deal, seller or time (UTC epoch microseconds)."""
    query = (
        ChangeRow.select(
            ChangeRow.id,
            ChangeRow.at,
            SellerRow.name,
            ChangeRow.kind,
            ChangeRow.summary,
            ChangeRow.undoes,
            _undone(ChangeRow),
        )
        .join(SellerRow)
        .order_by(ChangeRow.id.desc())
    )
    if change_id is not None:
        query = query.where(ChangeRow.id == change_id)
    if deal_id is not None:
        of_deal = ChangeItemRow.select(ChangeItemRow.change).where(ChangeItemRow.deal == deal_id)
        query = query.where(ChangeRow.id.in_(of_deal))
    if since is not None:
        query = query.where(ChangeRow.at >= since)
    if seller is not None:
        query = query.where(ChangeRow.seller == seller)
    if limit is not None:
        query = query.limit(limit)
    return [
        Logged(logged_id, at, name, kind, summary, undoes, bool(undone))
        for logged_id, at, name, kind, summary, undoes, undone in database.rows(query)
    ]


def items(database: Database, change_ids: list[int]) -> dict[int, list[Item]]:
    """The rows each change changed, in the order it did."""
    query = (
        ChangeItemRow.select(
            ChangeItemRow.change,
            ChangeItemRow.id,
            ChangeItemRow.entity,
            ChangeItemRow.row,
            ChangeItemRow.deal,
            ChangeItemRow.before,
            ChangeItemRow.after,
        )
        .where(ChangeItemRow.change.in_(change_ids))
        .order_by(ChangeItemRow.id)
    )
    found: dict[int, list[Item]] = {change_id: [] for change_id in change_ids}
    for change_id, item_id, entity, row_id, deal, before, after in database.rows(query):
        parsed = None if before is None else values_of(before)
        found[change_id].append(Item(item_id, entity, row_id, deal, parsed, values_of(after)))
    return found


@dataclass(frozen=True, slots=True)
class Edit:
    """New values of a deal's own columns; ``at`` is UTC epoch microseconds."""

    deal_id: int
    change: int
    at: int
    seller: str
    values: dict[str, Any]


def edits(database: Database, deal_ids: Sequence[int], limit: int) -> list[Edit]:
    """Edits of deals that stand, at most so many, those of one deal newest first."""
    return [
        Edit(deal_id, change, at, name, values_of(after))
        for chunk in chunks(deal_ids)
        for deal_id, change, at, name, after in database.rows(_edits(chunk, limit))
    ]


@PreparedQuery
def _edits(deal_ids: list[Any], limit: Any) -> Any:
    return (
        ChangeItemRow.select(ChangeItemRow.row, ChangeRow.id, ChangeRow.at, SellerRow.name, ChangeItemRow.after)
        .join(ChangeRow)
        .join(SellerRow)
        .where(
            ChangeItemRow.entity == "deal",
            ChangeItemRow.row.in_(deal_ids),
            ChangeItemRow.before.is_null(False),
            ChangeRow.kind.in_(["edit", "owner", "qualify", "park", "wake", *AUTOMATIC]),
            ~_undone(ChangeRow),
        )
        .order_by(ChangeItemRow.id.desc())
        .limit(limit)
    )


def newest(database: Database) -> int:
    """Id of the newest change; 0 when there is none."""
    return int(database.value(_newest()) or 0)


@PreparedQuery
def _newest() -> Any:
    return ChangeRow.select(fn.MAX(ChangeRow.id))


def meant(database: Database, change_id: int) -> tuple[int, bool]:
    """The change to compensate for in order to take back the one given, and whether that is an undo itself.

    Doing something again is taken back by undoing what it did again: so no chain is longer than undo and redo.
    """
    undoes = ChangeRow.select(ChangeRow.undoes).where(ChangeRow.id == change_id)
    undone = database.value(undoes)
    if undone is None:
        return change_id, False
    original = database.value(ChangeRow.select(ChangeRow.undoes).where(ChangeRow.id == undone))
    return (change_id, True) if original is None else (int(original), False)


def compensate(change: Change, change_id: int) -> None:
    """Take back what a change did, inside the transaction of the change that undoes it.

    Raises:
        NotFound: There is no such change, or it has been taken back already.
        DatabaseError: What it did cannot be read.
        Conflict: Somebody has changed the same fields since; nothing is taken back then.
    """
    database = change.database
    logged = next(iter(read(database, change_id=change_id)), None)
    if logged is None:
        raise NotFound(f"There is no change #{change_id}. See: funnelboard log")
    if logged.undone:
        raise NotFound(f"Change #{change_id} has been undone already.")
    if any(not item.after for item in items(database, [change_id])[change_id]):
        raise DatabaseError(f"What change #{change_id} did cannot be read any more. Run “funnelboard check”.")
    differences: list[Difference] = []
    alone = not _others_since(change, change_id)
    for item in reversed(items(database, [change_id])[change_id]):
        if item.before is None:
            if not alone:
                differences.extend(_touched_by_others(change, item))
            if not _still_needed(database, item):
                change.delete(item.entity, item.row_id)
        else:
            differences.extend(_put_back(change, item))
    if differences:
        told = in_words(database, differences[0])
        raise Conflict(f"Not undone: {told} since. Change it by hand.", tuple(differences))


def _put_back(change: Change, item: Item) -> Iterator[Difference]:
    assert item.before is not None
    current = change.current(item.entity, item.row_id, tuple(item.before))
    if current == item.before and _happened_by_itself(change.database, item):
        return
    for name in item.before:
        # A rank is only a place: it moves with every reorder and is nobody's word.
        if name != "rank" and current[name] != item.after[name]:
            yield Difference(item.entity, item.row_id, name, theirs=current[name], mine=item.before[name])
            return
    values = dict(item.before)
    if "rank" in values or "stage" in values:
        values["rank"] = _free_rank(change, item.row_id, values)
    change.update(item.entity, item.row_id, values)


def _happened_by_itself(database: Database, item: Item) -> bool:
    """Whether an automatic change has been at the row since: what it put back already needs nobody's hand."""
    since = (
        ChangeItemRow.select(ChangeItemRow.id)
        .join(ChangeRow)
        .where(
            ChangeItemRow.entity == item.entity, ChangeItemRow.row == item.row_id, ChangeItemRow.id > item.id,
            ChangeRow.kind.in_(AUTOMATIC),
        )
    )  # fmt: skip
    return database.value(since.limit(1)) is not None


def _free_rank(change: Change, deal_id: int, values: dict[str, Any]) -> str:
    """The old rank, or, where another deal has taken it, one just after."""
    database = change.database
    there = change.current("deal", deal_id, ("stage", "rank")) | values
    rank = str(there["rank"])
    others = DealRow.select(fn.MIN(DealRow.rank)).where(DealRow.stage == there["stage"], DealRow.id != deal_id)
    if database.value(others.where(DealRow.rank == rank)) is None:
        return rank
    return ranks.between(rank, database.value(others.where(DealRow.rank > rank)))


def _still_needed(database: Database, item: Item) -> bool:
    """Whether other rows have come to rely on a row since: taking away one deal must not take its company's others."""
    if item.entity in ("seller", "tag"):
        return True
    if item.entity == "company":
        uses: Any = DealRow.select(DealRow.id).where(DealRow.company == item.row_id, DealRow.deleted_at.is_null())
    elif item.entity == "contact":
        uses = (
            DealContactRow.select(DealContactRow.id)
            .join(DealRow)
            .where(
                DealContactRow.contact == item.row_id, DealContactRow.deleted_at.is_null(), DealRow.deleted_at.is_null()
            )
        )
    else:
        return False
    return database.value(uses.limit(1)) is not None


def _others_since(change: Change, change_id: int) -> bool:
    """Whether any other seller has done anything since: a cheap look that spares the closer ones."""
    theirs = ChangeRow.select(ChangeRow.id).where(ChangeRow.id > change_id, ChangeRow.seller != change.seller)
    return change.database.value(theirs.limit(1)) is not None


def _touched_by_others(change: Change, item: Item) -> Iterator[Difference]:
    """Whether another seller has worked on what is about to be taken away."""
    link = (ChangeItemRow.entity == item.entity) & (ChangeItemRow.row == item.row_id)
    if item.entity == "deal":
        link |= ChangeItemRow.deal == item.row_id
    theirs = (
        ChangeRow.select(ChangeRow.summary)
        .join(ChangeItemRow, on=(ChangeItemRow.change == ChangeRow.id))
        .where(
            link, ChangeItemRow.id > item.id, ChangeRow.seller != change.seller, ChangeRow.undoes.is_null(),
            ~_undone(ChangeRow),
        )
        .limit(1)
    )  # fmt: skip
    summary = change.database.value(theirs)
    if summary is not None:
        yield Difference(item.entity, item.row_id, "deleted_at", theirs=summary, mine=None)


def _id(value: Any) -> int | None:
    return None if value is None else int(value)
