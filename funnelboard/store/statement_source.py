"""The queries whose SQL is kept in :mod:`funnelboard.store.statements`, and what makes that module anew.

``python -m funnelboard.store.statement_source`` does it; a test says when it is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from pprint import pformat
from typing import Any

import peewee
from peewee import JOIN, SQL, fn

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.store import agenda_queries, whole_deal_queries
from funnelboard.store.board_reader import ahead, sort_values, window_of
from funnelboard.store.deal_filter import on_board
from funnelboard.store.indexes import SORT_KEYS
from funnelboard.store.models import (
    BoardDayRow,
    BoardTotalRow,
    ChangeRow,
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealRow,
    DealTagRow,
    FollowUpRow,
    RateRow,
    SellerRow,
    SettingRow,
    TagRow,
    WonDayRow,
)
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import OPEN, STANDING, first_of_deal, next_of_deal
from funnelboard.store.sqlite_words import WordedSqlite

Build = Callable[..., Any]

_HEAD = '''"""Queries as SQL, by name: each with its parameters, of which a tuple is the place of a value that is given.

Made by ``python -m funnelboard.store.statement_source``; change the queries there.
"""

from __future__ import annotations

STATEMENTS: dict[str, tuple[str, tuple[object, ...]]] = '''


class _Place:
    """Stands for a value that is given."""

    def __init__(self, number: int) -> None:
        self.number = number


def statements() -> dict[str, tuple[str, tuple[object, ...]]]:
    """SQL and parameters of every query, as Peewee makes them now."""
    database = WordedSqlite(None)
    found = {}
    for name, build, arguments in queries():
        given = [_given(number, is_list=each == "list") for number, each in enumerate(arguments)]
        sql, parameters = database.get_sql_context().sql(build(*given)).query()
        found[name] = sql, tuple((each.number,) if isinstance(each, _Place) else each for each in parameters)
    return found


def source() -> str:
    """The module that keeps them."""
    return f"{_HEAD}{pformat(statements(), width=118, sort_dicts=False)}\n"


def _given(number: int, *, is_list: bool) -> Any:
    value = peewee.Value(_Place(number), converter=False)
    return [value] if is_list else value


def queries() -> Iterator[tuple[str, Build, tuple[str, ...]]]:
    """Every one with its name, and of each of its arguments whether it is a value or a list."""
    value, many = "value", "list"
    yield "cards", _cards, (many,)
    yield "tags", _tags, (many,)
    yield "deals", whole_deal_queries.deals, (many,)
    yield "companies of deals", whole_deal_queries.companies_of, (many,)
    yield "contacts of deals", whole_deal_queries.contacts_of, (many,)
    yield "contact", whole_deal_queries.contact, (value,)
    yield "own fields of deals", whole_deal_queries.own_fields_of, (many,)
    yield "standing follow-ups", whole_deal_queries.standing_follow_ups, (many,)
    yield "settings", _settings, ()
    yield "rates", _rates, ()
    yield "seller", _seller, (value,)
    yield "day", _day, ()
    yield "newest change", _newest_change, ()
    yield "kept totals", _kept_totals, ()
    yield "won between", _won_between, (value, value)
    yield "won from", _won_from, (value,)
    yield "parked", _parked, ()
    yield "parked until", _parked_until, (value,)
    yield "promised", _promised, (value, value)
    yield "promised closed", _promised_closed, (value,)
    stale = (value,) * (1 + 2 * len(STAGES[:-1]))
    for name, build, arguments in (
        ("promises", agenda_queries.promises, (value,)),
        ("waking", agenda_queries.waking, (value,)),
        ("celebrating", agenda_queries.celebrating, (many,)),
        ("went stale", agenda_queries.went_stale, stale),
        ("adrift", agenda_queries.adrift, (value, value)),
        ("count adrift", agenda_queries.count_adrift, ()),
    ):
        yield name, build, arguments
        yield f"{name} of", build, (*arguments, value)
    yield "any to work", agenda_queries.any_to_work, (value,)
    yield "any to take", agenda_queries.any_to_take, ()
    for sort in Sort:
        place = partial(sort_values, on_board(), sort)
        yield f"place by {sort}", place, (value,)
        keys = len(place(0)._returning) - 1
        yield f"ahead by {sort}", partial(ahead, on_board(), sort), (value,) * (keys + 1)
        for end in ("start", "end"):
            yield f"window by {sort} from {end}", partial(window_of, on_board(), sort, end == "end"), (value,) * 3


def _cards(ids: list[Any]) -> Any:
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


def _tags(deal_ids: list[Any]) -> Any:
    return (
        DealTagRow.select(DealTagRow.deal, TagRow.name)
        .join(TagRow)
        .where(DealTagRow.deal.in_(deal_ids), DealTagRow.deleted_at.is_null())
        .order_by(DealTagRow.id)
    )


def _parked() -> Any:
    return DealRow.select(fn.COUNT(SQL("*"))).where(DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(False))


def _promised_closed(end: Any) -> Any:
    """How many closed deals are promised something before a day: the same range, but of what stands."""
    due = SQL(SORT_KEYS["follow-up"][0])
    promised = FollowUpRow.select(SQL("1")).where(FollowUpRow.deal == DealRow.id, OPEN, STANDING, FollowUpRow.due < end)
    return DealRow.select(fn.COUNT(SQL("*"))).where(
        on_board(), DealRow.stage == Stage.CLOSED.value, due < end, fn.EXISTS(promised)
    )


def _promised(first: Any, end: Any) -> Any:
    """How many open deals are promised something from one day on and before another: a range of an index."""
    due = SQL(SORT_KEYS["follow-up"][0])
    unfinished = DealRow.stage.in_([stage.value for stage in STAGES if stage is not Stage.CLOSED])
    return DealRow.select(fn.COUNT(SQL("*"))).where(on_board(), unfinished, due >= first, due < end)


def _won_between(since: Any, until: Any) -> Any:
    won = (DealRow.outcome == Outcome.WON.value) & DealRow.currency.is_null(False)
    return DealRow.select(DealRow.currency, DealRow.amount).where(
        on_board(), won, DealRow.closed_at >= since, DealRow.closed_at < until
    )


def _won_from(day: Any) -> Any:
    row = WonDayRow
    return row.select(row.currency, row.amount).where(row.day >= day)


def _kept_totals() -> Any:
    row = BoardTotalRow
    return row.select(row.stage, row.outcome, row.currency, row.count, row.amount, row.weighted)


def _settings() -> Any:
    return SettingRow.select(SettingRow.name, SettingRow.value).where(SettingRow.deleted_at.is_null())


def _rates() -> Any:
    row = RateRow
    return row.select(row.currency, row.per_unit, row.base, row.day).where(row.deleted_at.is_null())


def _seller(login: Any) -> Any:
    return SellerRow.select(SellerRow.id, SellerRow.name).where(SellerRow.login == login)


def _day() -> Any:
    return BoardDayRow.select(BoardDayRow.day)


def _newest_change() -> Any:
    return ChangeRow.select(fn.MAX(ChangeRow.id))


def _parked_until(day: Any) -> Any:
    return DealRow.select(fn.COUNT(SQL("*"))).where(DealRow.deleted_at.is_null(), DealRow.parked_until <= day)


PREPARED = {name: PreparedQuery(build) for name, build, _ in queries()}
"""The same for an engine that has no such module."""

if __name__ == "__main__":
    Path(__file__).with_name("statements.py").write_text(source())
