"""Windows, counts and sums for the board: nothing here reads more rows than are shown.

Columns and totals of the unfiltered board cost the same at any size: a window is an index range, a total one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from peewee import JOIN, SQL, Case, fn

from funnelboard.domain.agenda import WITHOUT_CONTACT
from funnelboard.domain.board import Attention, Board, Card, Column, Sort, Total
from funnelboard.domain.criteria import CLOSING, EVALUATION, QUALIFICATION
from funnelboard.domain.deal import Answer
from funnelboard.domain.deal_query import Query
from funnelboard.domain.seller import initials
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.store import board_totals, history, settings, tags
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board, where
from funnelboard.store.faults import readable
from funnelboard.store.models import (
    NEVER,
    SORT_KEYS,
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealRow,
    FollowUpRow,
    SellerRow,
)
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import OPEN, STANDING, first_of_deal, next_of_deal
from funnelboard.store.stored import day_of, time_of

Window = tuple[int, int]
"""Start place and size."""


def load(
    database: Database, query: Query, sort: Sort, windows: Mapping[Stage, Window], asker: Asker, follow: int | None
) -> Board:
    """The whole board at one moment.

    Args:
        follow: A deal whose column's window is moved so that the deal is inside it.
    """
    with database.reading():
        totals = board_totals.read(database, query, asker)
        wanted = dict(windows)
        place = None if follow is None else locate(database, follow, query, sort, asker)
        if place is not None:
            stage, at = place
            start, size = wanted[stage]
            if not start <= at < start + size:
                wanted[stage] = (max(0, at - size // 2), size)
        ids = {
            stage: _ids(database, stage, wanted[stage], _count(totals[stage]), query, sort, asker) for stage in STAGES
        }
        found = cards(database, [deal_id for start, each in ids.values() for deal_id in each], asker.seller)
        columns = tuple(
            _column(stage, totals[stage], start, [found[deal_id] for deal_id in each], wanted[stage][1])
            for stage, (start, each) in ids.items()
        )
        deals, open_deals = board_totals.counts(database)
        attention = _attention(database, asker.today, open_deals)
        return Board(columns, history.newest(database), deals, int(database.value(_parked())), attention)


def window(database: Database, stage: Stage, wanted: Window, query: Query, sort: Sort, asker: Asker) -> Column:
    """One column; a window that begins past the end is moved back to show the last cards."""
    with database.reading():
        totals = board_totals.read(database, query, asker, (stage,))[stage]
        start, ids = _ids(database, stage, wanted, _count(totals), query, sort, asker)
        found = cards(database, ids, asker.seller)
        return _column(stage, totals, start, [found[deal_id] for deal_id in ids], wanted[1])


def _column(stage: Stage, totals: tuple[Total, ...], start: int, found: list[Card], size: int) -> Column:
    """A column; where fewer cards are found than were asked for, it ends there, whatever the kept totals say."""
    count = _count(totals)
    return Column(stage, min(count, start + len(found)) if len(found) < size else count, totals, start, tuple(found))


def locate(database: Database, deal_id: int, query: Query, sort: Sort, asker: Asker) -> tuple[Stage, int] | None:
    """Stage and place of a deal among those that match; None when it does not match."""
    prepared = _whole_place(sort) if query.everything else None
    shown = on_board() if prepared else where(query, asker)
    row = database.row(prepared[0](deal_id) if prepared else _sort_values(shown, sort, deal_id))
    if row is None:
        return None
    stage, *values = row
    place = database.value(prepared[1](stage, *values) if prepared else _ahead(shown, sort, stage, *values))
    return Stage(stage), int(place)


@cache
def _whole_place(sort: Sort) -> tuple[PreparedQuery, PreparedQuery]:
    """The queries of :func:`locate` for the unfiltered board."""
    return (
        PreparedQuery(lambda deal_id: _sort_values(on_board(), sort, deal_id)),
        PreparedQuery(lambda stage, *values: _ahead(on_board(), sort, stage, *values)),
    )


def _sort_values(shown: Any, sort: Sort, deal_id: Any) -> Any:
    return DealRow.select(DealRow.stage, *(key for key, _ in _keys(sort))).where(shown, DealRow.id == deal_id)


def _ahead(shown: Any, sort: Sort, stage: Any, *values: Any) -> Any:
    """How many deals of a stage come before one with these values of what the order compares."""
    ahead: Any = None
    equal: Any = None
    for (key, greatest_first), value in zip(_keys(sort), values, strict=True):
        better = key > value if greatest_first else key < value
        better = better if equal is None else equal & better
        ahead = better if ahead is None else ahead | better
        equal = key == value if equal is None else equal & (key == value)
    return DealRow.select(fn.COUNT(SQL("*"))).where(shown, DealRow.stage == stage, ahead)


def matching_ids(database: Database, query: Query, sort: Sort, asker: Asker, limit: int | None) -> list[int]:
    """Ids of all deals that match: stage by stage by rank, which orders one stage only, or else in one order."""
    if query.everything and limit is not None:
        return _first_ids(database, sort, limit)
    by_stage = [Case(DealRow.stage, [(stage.value, stage.position) for stage in STAGES])] if sort is Sort.RANK else []
    found = DealRow.select(DealRow.id).where(where(query, asker)).order_by(*by_stage, *_order(sort))
    return [deal_id for (deal_id,) in database.rows(found if limit is None else found.limit(limit))]


def _first_ids(database: Database, sort: Sort, limit: int) -> list[int]:
    """The first so many of the unfiltered board: no more are read, since every stage has each order in an index."""
    if sort is Sort.RANK:
        found: list[int] = []
        for each in STAGES:
            rows = database.rows(_whole_window(sort, False)(each.value, limit - len(found), 0))
            found += (deal_id for (deal_id,) in rows)
        return found
    keys = [key for key, _ in _keys(sort)]
    stages = [DealRow.select(DealRow.id, *keys).where(on_board(), DealRow.stage == each.value) for each in STAGES]
    order = [
        SQL(f"{place} {'DESC' if greatest_first else 'ASC'}")
        for place, (_, greatest_first) in enumerate(_keys(sort), 2)
    ]
    # SQLite takes the next one from whichever stage has it, and goes no further.
    merged: Any = stages[0]
    for stage in stages[1:]:
        merged = merged.union_all(stage)
    return [row[0] for row in database.rows(merged.order_by(*order).limit(limit))]


def cards(database: Database, ids: list[int], seller: int) -> dict[int, Card]:
    """Cards by deal id, for a seller to look at."""
    if not ids:
        return {}
    tagged = tags.of_deals(database, ids)
    stale_days = settings.current(database).stale_days
    rows = database.rows(_cards_query(ids))
    with readable(database.path):
        return {row[0]: _card(row, tagged.get(row[0], ()), stale_days, seller) for row in rows}


@PreparedQuery
def _cards_query(ids: list[Any]) -> Any:
    primary = (
        (DealContactRow.deal == DealRow.id) & (DealContactRow.is_primary == 1) & DealContactRow.deleted_at.is_null()
    )
    link, person = DealContactRow.alias(), ContactRow.alias()
    willing = link.select(SQL("1")).join(person, on=(person.id == link.contact))
    willing = willing.where(link.deal == DealRow.id, link.deleted_at.is_null(), person.may_contact == 1)
    nobody_willing = (ContactRow.may_contact == 0) & ~fn.EXISTS(willing)
    return (
        DealRow.select(
            DealRow.id, DealRow.version, DealRow.stage, DealRow.outcome, DealRow.title, DealRow.amount,
            DealRow.currency, ContactRow.name, CompanyRow.name, SellerRow.name, DealRow.market, DealRow.means,
            DealRow.authority, DealRow.need, DealRow.willing, DealRow.expected_close,
            next_of_deal(DealRow.next_due, FollowUpRow.due), first_of_deal(FollowUpRow.kind),
            DealRow.stage_since, DealRow.last_touch, DealRow.closed_at, DealRow.parked_until, DealRow.open_objections,
            DealRow.agreed, DealRow.signed, DealRow.settled, DealRow.score, DealRow.probability,
            next_of_deal(DealRow.next_time, FollowUpRow.time),
            DealRow.owner, DealRow.lost_reason, (DealRow.may_return == "no") | nobody_willing,
        )
        .join(CompanyRow, JOIN.LEFT_OUTER, on=DealRow.company)
        .switch(DealRow)
        .join(SellerRow, JOIN.LEFT_OUTER)
        .switch(DealRow)
        .join(DealContactRow, JOIN.LEFT_OUTER, on=primary)
        .join(ContactRow, JOIN.LEFT_OUTER)
        .where(DealRow.id.in_(ids))
    )  # fmt: skip


def _card(row: tuple[Any, ...], tagged: tuple[str, ...], stale_days: Mapping[Stage, int], seller: int) -> Card:
    (
        deal_id, version, stage, outcome, title, amount, currency, contact, company, owner, market, means, authority,
        need, willing, expected_close, next_due, next_kind, stage_since, last_touch, closed_at, parked, objections,
        agreed, signed, settled, score, probability, next_time, owner_id, lost_reason, refused,
    ) = row  # fmt: skip
    evaluated = (need == "yes") + (willing == "yes") + (amount is not None) + (expected_close is not None)
    ticked = (agreed, signed, settled).count("yes")
    # As criteria.suggested_stage says, on the columns that a card reads.
    known, promoted = Stage(stage), False
    if outcome is None and parked is None:
        met, of = {
            Stage.LEAD: ((market, means, authority).count("yes"), len(QUALIFICATION)),
            Stage.PROSPECT: (evaluated, len(EVALUATION)),
            Stage.OPPORTUNITY: (ticked + (amount is not None), len(CLOSING)),
        }[known]
        promoted = met == of
    return Card(
        id=deal_id,
        version=version,
        stage=known,
        outcome=Outcome(outcome) if outcome else None,
        title=title,
        amount=amount,
        currency=currency,
        contact=contact or "",
        company=company or "",
        owner=initials(owner or ""),
        market=Answer(market),
        means=Answer(means),
        authority=Answer(authority),
        evaluated=evaluated,
        next_due=day_of(next_due),
        next_kind=next_kind or "",
        stage_since=stage_since,
        last_touch=last_touch,
        closed_at=closed_at,
        parked_until=day_of(parked),
        open_objections=objections,
        tags=tagged,
        ticked=ticked,
        score=score,
        stale_after=stale_days.get(known),
        suggested=known.step(1) if promoted else None,
        own_probability=probability is not None and outcome is None,
        next_time=time_of(next_time),
        mine=owner_id == seller,
        lost_reason=lost_reason or "",
        said_no=bool(refused and next_kind and next_kind not in WITHOUT_CONTACT),
    )


def _ids(
    database: Database, stage: Stage, wanted: Window, count: int, query: Query, sort: Sort, asker: Asker
) -> tuple[int, list[int]]:
    """The window's real start and its ids; counted from the nearer end of the column."""
    start, size = wanted
    start = max(0, min(start, count - size))
    size = min(size, count - start)
    if size <= 0:
        return 0, []
    from_end = start + size > count - start
    offset = count - start - size if from_end else start
    if query.everything:
        found = _whole_window(sort, from_end)(stage.value, size, offset)
    else:
        found = _window(where(query, asker), sort, from_end, stage.value, size, offset)
    ids = [deal_id for (deal_id,) in database.rows(found)]
    return start, ids[::-1] if from_end else ids


def _window(shown: Any, sort: Sort, from_end: bool, stage: Any, size: Any, offset: Any) -> Any:
    query = DealRow.select(DealRow.id).where(DealRow.stage == stage, shown)
    return query.order_by(*_order(sort, from_end)).limit(size).offset(offset)


@cache
def _whole_window(sort: Sort, from_end: bool) -> PreparedQuery:
    """The window query of the unfiltered board."""
    return PreparedQuery(lambda stage, size, offset: _window(on_board(), sort, from_end, stage, size, offset))


def _keys(sort: Sort) -> tuple[tuple[Any, bool], ...]:
    """What an order compares, and whether the greatest comes first."""
    if sort is Sort.RANK:
        return ((DealRow.rank, False),)
    greatest_first = sort in (Sort.AMOUNT, Sort.LAST_TOUCH, Sort.SCORE, Sort.NEWEST)
    return tuple((key, greatest_first) for key in (*map(SQL, SORT_KEYS[sort.value]), DealRow.id))


def _order(sort: Sort, from_end: bool = False) -> list[Any]:
    return [key.desc() if greatest_first != from_end else key.asc() for key, greatest_first in _keys(sort)]


def _count(totals: tuple[Total, ...]) -> int:
    return max(0, sum(total.count for total in totals))


@PreparedQuery
def _parked() -> Any:
    return DealRow.select(fn.COUNT(SQL("*"))).where(DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(False))


def _attention(database: Database, today: date, open_deals: int) -> Attention:
    """What is without a promise is what is left of the open deals when all promises are counted."""
    day, next_day = today.isoformat(), (today + timedelta(days=1)).isoformat()
    spans = (("", day), (day, next_day), (next_day, NEVER))
    overdue, due, later = (int(database.value(_promised(*span))) for span in spans)
    closed_overdue, closed_due = (int(database.value(_promised_closed(end))) for end in (day, next_day))
    return Attention(overdue + closed_overdue, due + closed_due - closed_overdue, open_deals - overdue - due - later)


@PreparedQuery
def _promised_closed(end: Any) -> Any:
    """How many closed deals are promised something before a day: the same range, but of what stands."""
    due = SQL(SORT_KEYS["follow-up"][0])
    promised = FollowUpRow.select(SQL("1")).where(FollowUpRow.deal == DealRow.id, OPEN, STANDING, FollowUpRow.due < end)
    return DealRow.select(fn.COUNT(SQL("*"))).where(
        on_board(), DealRow.stage == Stage.CLOSED.value, due < end, fn.EXISTS(promised)
    )


@PreparedQuery
def _promised(first: Any, end: Any) -> Any:
    """How many open deals are promised something from one day on and before another: a range of an index."""
    due = SQL(SORT_KEYS["follow-up"][0])
    unfinished = DealRow.stage.in_([stage.value for stage in STAGES if stage is not Stage.CLOSED])
    return DealRow.select(fn.COUNT(SQL("*"))).where(on_board(), unfinished, due >= first, due < end)
