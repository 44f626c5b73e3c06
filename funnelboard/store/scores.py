"""The score column: what the rules of :mod:`funnelboard.domain.score` say of each open deal, kept so that it can be
sorted and searched.

Scores are as of one instant a day, the same for all deals: a write brings those of the deals it touched up to date,
the first one on the board each day all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from peewee import fn

from funnelboard.domain.contact import Role
from funnelboard.domain.instant import within_reason
from funnelboard.domain.score import Facts, engaged_since, total
from funnelboard.store import settings
from funnelboard.store.database import Database
from funnelboard.store.lots import deal_lots
from funnelboard.store.models import (
    BoardDayRow,
    ContactRow,
    DealContactRow,
    DealRow,
    FollowUpRow,
    NoteRow,
)
from funnelboard.store.prepared_query import PreparedQuery

SCORED = frozenset(
    ("market", "means", "authority", "need", "willing", "amount", "expected_close", "source", "outcome", "deleted_at")
)
"""Columns of a deal that its score looks at."""

SCORED_OF_CONTACT = frozenset(("email", "phone", "may_contact"))


def day(database: Database) -> tuple[str, int] | None:
    """The local day (ISO) that scores were last worked out for, and the instant (UTC epoch microseconds) of it."""
    row = database.row(_day())
    return None if row is None else (row[0], within_reason(row[1]))


def begun(database: Database, today: date) -> bool:
    """Whether somebody has begun this local day already."""
    known = day(database)
    return known is not None and known[0] == today.isoformat()


def as_of(database: Database, now: int) -> int:
    """The instant that scores are as of; ``now`` where there is none yet, which is kept then."""
    known = day(database)
    if known is None:
        set_day(database, datetime.fromtimestamp(now / 1_000_000).date().isoformat(), now)
        return now
    return known[1]


def set_day(database: Database, today: str, now: int) -> None:
    """Keep the day that scores are for, inside :meth:`Database.writing`."""
    row = BoardDayRow
    database.execute(
        row.insert(id=1, day=today, at=now).on_conflict(conflict_target=(row.id,), preserve=(row.day, row.at))
    )


def facts(database: Database, deal_id: int, at: int) -> Facts:
    """What the rules look at of one deal, as of an instant."""
    return next(facts_of(row[3:]) for row in database.rows(_of_deal(engaged_since(at), deal_id)))


def refresh(database: Database, at: int, ids: Iterable[int]) -> None:
    """Bring the scores of some deals up to date, inside :meth:`Database.writing`; a closed deal has none."""
    wanted = sorted(ids)
    since = engaged_since(at)
    for start in range(0, len(wanted), 500):
        _write(database, at, database.rows(_of_deals(since, wanted[start : start + 500])))


def refresh_all(database: Database, at: int) -> None:
    """Bring every open deal's score up to date, inside :meth:`Database.writing`."""
    for ids in deal_lots(database):
        refresh(database, at, ids)


def of_deals(database: Database, ids: list[int]) -> dict[int, int | None]:
    """The scores of some deals as they are kept, by their ids."""
    return dict(database.rows(_kept(ids))) if ids else {}


def wrong(database: Database, ids: list[int]) -> list[int]:
    """Ids of those of some deals that are open and whose score is not what the rules say."""
    known = day(database)
    if known is None:
        return []
    rules = settings.current(database).score_rules
    rows = database.rows(_of_deals(engaged_since(known[1]), ids))
    return sorted(row[0] for row in rows if row[2] is None and row[1] != total(facts_of(row[3:]), known[1], rules))


def _write(database: Database, at: int, rows: Iterable[tuple[Any, ...]]) -> None:
    rules = settings.current(database).score_rules
    scored = ((None if row[2] else total(facts_of(row[3:]), at, rules), row) for row in rows)
    database.update_rows("deal", "score", [(score, row[0]) for score, row in scored if score != row[1]])


def facts_of(values: tuple[Any, ...]) -> Facts:
    """What the rules look at, of the values of a deal from its source on, as :func:`_facts_query` has them."""
    source, last_touch, amount, close, *answers, notes, done, email, phone, decider = values
    qualification, evaluation = answers[:3], answers[3:]
    return Facts(
        qualified=qualification.count("yes"),
        unqualified=qualification.count("no"),
        evaluated=evaluation.count("yes") + (amount is not None) + (close is not None),
        unevaluated=evaluation.count("no"),
        source=source,
        touches=notes + done,
        email=bool(email),
        phone=bool(phone),
        decision_maker=bool(decider),
        last_touch=last_touch,
    )


@PreparedQuery
def _kept(ids: list[Any]) -> Any:
    return DealRow.select(DealRow.id, DealRow.score).where(DealRow.id.in_(ids))


@PreparedQuery
def _day() -> Any:
    return BoardDayRow.select(BoardDayRow.day, BoardDayRow.at).where(BoardDayRow.id == 1)


@PreparedQuery
def _of_deals(since: Any, ids: list[Any]) -> Any:
    changing = DealRow.outcome.is_null() | DealRow.score.is_null(False)
    return _facts_query(since).where(DealRow.id.in_(ids), changing, DealRow.deleted_at.is_null())


@PreparedQuery
def _of_deal(since: Any, deal_id: Any) -> Any:
    return _facts_query(since).where(DealRow.id == deal_id)


def _facts_query(since: Any) -> Any:
    """Id, score, outcome, and what the rules look at."""
    note, done = NoteRow.alias(), FollowUpRow.alias()
    people = DealContactRow.select(DealContactRow.id).join(ContactRow)
    linked = (DealContactRow.deal == DealRow.id) & DealContactRow.deleted_at.is_null()
    willing = people.where(linked, ContactRow.may_contact == 1)
    decides = (DealContactRow.role == Role.DECISION_MAKER.value) | (DealContactRow.decides == 1)
    return DealRow.select(
        DealRow.id, DealRow.score, DealRow.outcome, DealRow.source, DealRow.last_touch, DealRow.amount,
        DealRow.expected_close, DealRow.market, DealRow.means, DealRow.authority, DealRow.need, DealRow.willing,
        note.select(fn.COUNT(note.id)).where(note.deal == DealRow.id, note.at >= since, note.deleted_at.is_null()),
        done.select(fn.COUNT(done.id)).where(
            done.deal == DealRow.id, done.done_at >= since, done.deleted_at.is_null()
        ),
        fn.EXISTS(willing.where(ContactRow.email != "")),
        fn.EXISTS(willing.where(ContactRow.phone != "")),
        fn.EXISTS(people.where(linked, decides)),
    )  # fmt: skip
