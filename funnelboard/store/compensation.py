"""Taking changes back: a new change that compensates for an old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, groupby
from typing import Any

from peewee import fn

from funnelboard.domain.seller import via_agent
from funnelboard.errors import Conflict, DatabaseError, Difference, NotFound
from funnelboard.store import merged, ranks, since
from funnelboard.store.agents import by_agent
from funnelboard.store.change import HELD, Change
from funnelboard.store.conflicts import in_words
from funnelboard.store.database import Database
from funnelboard.store.history import AUTOMATIC, LOT, MERGE, Item, Logged, count_items, items_backwards, read, undone
from funnelboard.store.models import ENTITIES, ChangeItemRow, ChangeRow, DealContactRow, DealRow, SellerRow
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.progress import Progress
from funnelboard.store.stored import values_of
from funnelboard.store.words import is_logged


def compensate(change: Change, change_id: int, progress: Progress) -> None:
    """Take back what a change did, inside the transaction of the change that undoes it.

    Of several deals those are left as they are, and named in the change, that others have changed in the same fields
    since; but of two that were merged both or neither.

    Args:
        progress: Told the number of rows that were taken back, and of all rows.

    Raises:
        NotFound: There is no such change, or it has been taken back already.
        DatabaseError: What it did cannot be read.
        Conflict: Others have changed the same fields of all it was about, or one of its deals is a part of another by
            now; nothing is taken back then.
    """
    database = change.database
    logged = next(iter(read(database, change_id=change_id)), None)
    if logged is None:
        raise NotFound(f"There is no change #{change_id}. See: funnelboard log")
    if logged.undone:
        raise NotFound(f"Change #{change_id} has been undone already.")
    _require_readable(database, change_id)
    total, done = count_items(database, change_id), 0
    in_the_way: dict[int | None, Difference] = {}
    for item, difference in _in_the_way(change, change_id, partial(progress, done, total)):
        in_the_way.setdefault(item.deal_id, difference)
    whole = _is_whole(database, logged)
    if in_the_way and (whole or _is_of_no_other_deal(database, change_id, len(in_the_way))):
        differences = tuple(in_the_way.values())
        raise Conflict(f"Not undone: {in_words(database, differences[0])}. Change it by hand.", differences)
    parts = {} if whole else merged.survivors(database, "deal")
    for ids in chunks(list(parts)):
        if deal_id := database.value(_written_to(change_id, ids)):
            raise Conflict(f"Not undone: #{deal_id} is a part of #{parts[deal_id]} now. Undo that merge first.")
    change.left = {deal_id: in_words(database, one) for deal_id, one in in_the_way.items() if deal_id is not None}
    for number, lot in enumerate(items_backwards(database, change_id)):
        wanted = (item for item in lot if item.deal_id not in change.left)
        for (entity, alike), together in groupby(wanted, lambda item: (item.entity, _alike(item))):
            if alike is None:
                for item in together:
                    _take_back(change, item)
            else:
                alike(change, entity, [item.row_id for item in together])
        if number:
            change.settle(forget=len(change.deals) > HELD)
        done += len(lot)
        progress(done, total)


def _alike(item: Item) -> Callable[[Change, str, list[int]], None] | None:
    """What takes back many of the kind at once: new rows that no others can have come to rely on, and binned ones."""
    if item.before is None:
        return None if item.entity in ("seller", "tag", "own_field", "company", "contact") else Change.delete_many
    return Change.restore_many if item.before == {"deleted_at": None} else None


def _require_readable(database: Database, change_id: int) -> None:
    """Refuse to take back what cannot be read.

    Raises:
        DatabaseError: It cannot.
    """
    if database.value(_unreadable(change_id)) is not None:
        raise DatabaseError(f"What change #{change_id} did cannot be read any more. Run “funnelboard check”.")


@PreparedQuery
def _unreadable(change_id: Any) -> Any:
    item = ChangeItemRow
    of_it = (item.change == change_id) & item.entity.in_(list(ENTITIES))
    return item.select(item.id).where(of_it, ~is_logged(item.after)).limit(1)


def _is_of_no_other_deal(database: Database, change_id: int, deals: int) -> bool:
    """Whether a change is about so many deals and nothing else, or about what is no deal's."""
    item = ChangeItemRow
    of_it = (item.change == change_id) & item.entity.in_(list(ENTITIES))
    if database.value(item.select(item.id).where(of_it, item.deal.is_null()).limit(1)) is not None:
        return True
    found: int = database.value(item.select(fn.COUNT(item.deal.distinct())).where(of_it))
    return found == deals


@PreparedQuery
def _written_to(change_id: Any, deal_ids: list[Any]) -> Any:
    item = ChangeItemRow
    return item.select(item.deal).where(item.deal.in_(deal_ids), item.change == change_id).limit(1)


def _is_whole(database: Database, logged: Logged) -> bool:
    """Whether a change makes sense only as a whole, or takes back one that does."""
    undoes = None if logged.undoes is None else next(iter(read(database, change_id=logged.undoes)), None)
    return MERGE in (logged.kind, undoes.kind if undoes is not None else "")


def _in_the_way(change: Change, change_id: int, still_looking: Callable[[], None]) -> Iterator[tuple[Item, Difference]]:
    """What has been changed since in the rows that a change did something to; of each column it is its last word."""
    alone = not _others_since(change, change_id)
    for number, item in enumerate(chain.from_iterable(items_backwards(change.database, change_id, updates_only=alone))):
        if number % LOT == 0:
            still_looking()
        if item.before is None:
            yield from ((item, difference) for difference in _touched_by_others(change, item))
            continue
        current = change.current(item.entity, item.row_id, tuple(item.before))
        # A rank is only a place: it moves with every reorder and is nobody's word.
        others = [name for name in item.before if name != "rank" and current[name] != item.after.get(name)]
        if not others or (current == item.before and _happened_by_itself(change.database, item)):
            continue
        later = {name for after in change.database.rows(_later(change_id, item)) for name in values_of(after[0])}
        for name in others:
            if name not in later:
                steps = since.steps_of_row(change.database, item.entity, item.row_id, change_id, ())
                who, at = next(
                    ((one.doing.seller, one.doing.at) for one in reversed(steps) if name in one.after), ("", 0)
                )
                mine = item.before[name]
                yield (
                    item,
                    Difference(item.entity, item.row_id, name, theirs=current[name], mine=mine, who=who, at=at),
                )


def _later(change_id: int, item: Item) -> Any:
    """What the same change has done to the same row after that."""
    row = ChangeItemRow
    same = (row.entity == item.entity) & (row.row == item.row_id) & (row.change == change_id)
    return row.select(row.after).where(same, row.id > item.id)


def _take_back(change: Change, item: Item) -> None:
    if item.before is None:
        if not _still_needed(change.database, item):
            change.delete(item.entity, item.row_id)
        return
    values = dict(item.before)
    if change.current(item.entity, item.row_id, tuple(values)) == values:
        return
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
    if item.entity in ("seller", "tag", "own_field"):
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
    """What another seller has done with what is about to be taken away."""
    link = (ChangeItemRow.entity == item.entity) & (ChangeItemRow.row == item.row_id)
    if item.entity == "deal":
        link |= ChangeItemRow.deal == item.row_id
    theirs = (
        ChangeRow.select(ChangeRow.summary, SellerRow.name, by_agent(ChangeRow.id), ChangeRow.at)
        .join(SellerRow)
        .switch(ChangeRow)
        .join(ChangeItemRow, on=(ChangeItemRow.change == ChangeRow.id))
        .where(
            link, ChangeItemRow.id > item.id, ChangeRow.seller != change.seller, ChangeRow.undoes.is_null(),
            ~undone(ChangeRow),
        )
        .limit(1)
    )  # fmt: skip
    found = change.database.row(theirs)
    if found is not None:
        summary, name, agent, at = found
        who = via_agent(name) if agent else name
        yield Difference(item.entity, item.row_id, "deleted_at", theirs=summary, mine=None, who=who, at=at)
