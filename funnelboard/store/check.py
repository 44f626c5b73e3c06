"""Is the file whole, and does what is derived agree with what it is derived from?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.money import MAX_MINOR, Money, format_money
from funnelboard.store import scores, settings
from funnelboard.store.database import Database
from funnelboard.store.derived_values import activity_values, count_totals, miscompared, won_deals
from funnelboard.store.lots import deal_lots
from funnelboard.store.models import ENTITIES, BoardTotalRow, ChangeItemRow, ChangeRow, DealRow, WonDayRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.progress import Progress, unwatched
from funnelboard.store.search_text import search_texts
from funnelboard.store.stored import COUNTED

SHOWN = 20
"""Problems of one kind that are listed before the rest is only counted."""


def problems(database: Database, longest: int, progress: Progress = unwatched) -> Iterator[str]:
    """What is wrong, a sentence each; nothing for a sound database.

    Args:
        longest: Characters that a text of the seller's may have.
        progress: Called now and then with the number of deals that were looked at, and of all deals.
    """
    with database.reading():
        damage = database.damage()
        if damage:
            # What is read from a damaged file means nothing, and reading it may fail.
            yield from (f"The file is damaged: {each}. Restore a backup." for each in damage)
            return
        yield from database.broken_rules(longest)
        yield from _amounts(database)
        yield from _derived(database, progress)
        yield from _totals(database)
        yield from _won(database)
        yield from _logged(database)


def counts(database: Database) -> dict[str, int]:
    """Rows by table, those in the bin included."""
    tables = {**ENTITIES, "change": ChangeRow, "change_item": ChangeItemRow}
    return {name: int(database.rows_of(f'SELECT COUNT(*) FROM "{name}"')[0][0]) for name in tables}


def _amounts(database: Database) -> Iterator[str]:
    """Amounts from before there was a bound, or that somebody else wrote."""
    too_large = DealRow.select(DealRow.id, DealRow.amount, DealRow.currency).where(DealRow.amount > MAX_MINOR)
    for deal_id, minor, currency in database.rows(too_large.order_by(DealRow.id).limit(SHOWN)):
        largest = format_money(Money(MAX_MINOR, currency))
        yield f"The amount of #{deal_id}, {format_money(Money(minor, currency))}, is larger than {largest}: correct it."


def _derived(database: Database, progress: Progress) -> Iterator[str]:
    every = int(database.value(DealRow.select(fn.COUNT(SQL("*")))))
    derived, scored, priced, done = list[str](), list[str](), list[str](), 0
    for ids in deal_lots(database):
        texts = search_texts(database, ids)
        for deal_id, text, *values in database.rows(_stored_and_right(ids)):
            third = len(values) // 3
            stored, right, older = (values[n : n + third] for n in range(0, len(values), third))
            if text != texts.get(deal_id) or stored not in (right, older):
                derived.append(f"#{deal_id}")
        scored.extend(f"#{deal_id} (score)" for deal_id in scores.wrong(database, ids))
        priced.extend(f"#{deal_id} (amount at the rates)" for deal_id, _ in miscompared(database, ids))
        done += len(ids)
        progress(done, every)
    wrong = derived + scored + priced
    if wrong:
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        yield f"Derived columns are out of date on {', '.join(wrong[:SHOWN])}{more}."


@PreparedQuery
def _stored_and_right(ids: list[Any]) -> Any:
    """Derived columns as they are stored, as they should be, and as they once should have been."""
    columns, once = activity_values(), activity_values(void=True)
    query = DealRow.select(DealRow.id, DealRow.search_text, *columns, *columns.values(), *once.values())
    return query.where(DealRow.id.in_(ids)).order_by(DealRow.id)


def _totals(database: Database) -> Iterator[str]:
    on_board = DealRow.deleted_at.is_null() & DealRow.parked_until.is_null()
    right = {row[:3]: row[3:] for row in count_totals(database, on_board, settings.current(database).probabilities)}
    row = BoardTotalRow
    stored = {
        found[:3]: found[3:]
        for found in database.rows(
            row.select(row.stage, row.outcome, row.currency, row.count, row.amount, row.weighted)
        )
        if any(found[3:])
    }
    for key in sorted(right.keys() | stored.keys()):
        if not _agree(right.get(key, (0, 0, 0)), stored.get(key, (0, 0, 0))):
            yield f"The totals of {' '.join(part for part in key if part)} say {stored.get(key)}, not {right.get(key)}."


def _won(database: Database) -> Iterator[str]:
    row = WonDayRow
    stored = {found[:2]: found[2:] for found in database.rows(row.select(row.day, row.currency, row.amount))}
    right: defaultdict[tuple[int, str], int] = defaultdict(int)
    # Added up here: to group them SQLite would hold all of them.
    for day, currency, amount in database.each_row(won_deals().select_extend(DealRow.amount)):
        right[day, currency] += amount
    if not all(_agree((right[key],), stored.get(key, (0,))) for key in right.keys() | stored.keys()):
        yield "The sums of what was won by day are out of date."


def _agree(right: tuple[int, ...], stored: tuple[int, ...]) -> bool:
    """Whether kept sums are what they should be; what is counted anew each time always is."""
    return all(found in (true, COUNTED) for true, found in zip(right, stored, strict=True))


def _logged(database: Database) -> Iterator[str]:
    """Every version above the first was written by a logged change."""
    for name in ("deal", "note", "follow_up"):
        rows = database.rows_of(
            f'SELECT t.id FROM "{name}" t WHERE t.version <> '
            "(SELECT COUNT(*) FROM change_item i WHERE i.entity = ? AND i.row = t.id) LIMIT 20",
            (name,),
        )
        for (row_id,) in rows:
            yield f"{name.replace('_', ' ').capitalize()} #{row_id} was changed without an entry in the log."
