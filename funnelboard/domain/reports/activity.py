"""What was done: calls, mails and meetings by week and seller, and whether promises were kept in time.

A note of a kind is such a touch, and so is a finished follow-up; both at once are one. What an import brought along
was not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from funnelboard.domain.calendar_days import monday
from funnelboard.domain.dates import whole_date
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.note import NoteKind
from funnelboard.domain.reports.measure import per_cent, per_cent_words
from funnelboard.domain.reports.scope import Key, Pick, Scope
from funnelboard.domain.reports.table import Heading, Row, Table

WEEKS = 13
"""How many weeks are told of where no days are asked for: a quarter of a year."""

_YEAR = 366
"""Days."""

_GROUPS = {
    NoteKind.CALL.value: "calls",
    NoteKind.EMAIL.value: "mails",
    **dict.fromkeys((each.value for each in (NoteKind.MEETING, NoteKind.DEMO, NoteKind.PRESENTATION)), "meetings"),
    NoteKind.PITCH.value: "meetings",
}
GROUPS = ("calls", "mails", "meetings", "other")
"""Kinds of touches; demos, presentations and pitches are meetings."""


class Touch(NamedTuple):
    """Something that was done.

    Attributes:
        at: UTC epoch microseconds.
    """

    at: int
    deal_id: int
    seller: int
    kind: str


class Promise(NamedTuple):
    """A follow-up that was due.

    Attributes:
        done: Local day it was done on, or None.
        dropped: Whether it was given up.
    """

    seller: int
    due: date
    done: date | None
    dropped: bool


@dataclass(frozen=True, slots=True)
class Done:
    """How much was done of each of ``GROUPS``."""

    calls: int = 0
    mails: int = 0
    meetings: int = 0
    other: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of ``GROUPS``."""
        return self.calls, self.mails, self.meetings, self.other


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of promises that were due.

    Attributes:
        in_time: Done on the day or before.
        late: Done after it.
        overdue: Still open.
    """

    in_time: int
    late: int
    overdue: int
    dropped: int

    @property
    def due(self) -> int:
        """All of them but those that were given up."""
        return self.in_time + self.late + self.overdue

    @property
    def share(self) -> Decimal | None:
        """Per cent of these that were kept in time."""
        return per_cent(self.in_time, self.due)


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done on some days.

    Attributes:
        since, until: First and last local day.
        weeks: By the Monday, the newest last.
        sellers: By id and name, the busiest first.
        seller_weeks: The weeks of each seller who did anything in them, by the Monday, id and name; ordered as weeks
            and sellers are.
    """

    since: date
    until: date
    weeks: tuple[tuple[date, Done], ...]
    sellers: tuple[tuple[Key, str, Done, Kept], ...]
    seller_weeks: tuple[tuple[date, Key, str, Done], ...]
    kept: Kept


def active_days(scope: Scope, today: date) -> Scope:
    """The scope with both its first and its last day: a quarter of a year where none is asked for."""
    until = today if scope.until is None else scope.until
    since = monday(until) - timedelta(weeks=WEEKS - 1) if scope.since is None else scope.since
    return replace(scope, since=since, until=max(since, until))


def activity(
    notes: Iterable[Touch],
    finished: Iterable[Touch],
    promises: Iterable[Promise],
    names: Mapping[Key, str],
    day_of: Callable[[int], date],
    days: Scope,
) -> Activity:
    """Put it together.

    Args:
        day_of: The local day of an instant.
        days: Both a first and a last one.
    """
    assert days.since is not None
    assert days.until is not None
    noted = list(notes)
    at_once = {(each.at, each.deal_id, each.seller) for each in noted}
    touches = [*noted, *(each for each in finished if each[:3] not in at_once)]
    promises = list(promises)
    by_week: dict[date, list[Touch]] = {}
    for touch in touches:
        by_week.setdefault(monday(day_of(touch.at)), []).append(touch)
    mondays = _mondays(monday(days.since), monday(days.until), by_week)
    people: dict[Key, tuple[list[Touch], list[Promise]]] = {}
    for touch in touches:
        people.setdefault(touch.seller, ([], []))[0].append(touch)
    for promise in promises:
        people.setdefault(promise.seller, ([], []))[1].append(promise)
    sellers = [
        (seller, names.get(seller, ""), _done(done), _kept(promised)) for seller, (done, promised) in people.items()
    ]
    sellers.sort(key=lambda each: (-sum(each[2].counts), each[1].casefold()))
    return Activity(
        days.since,
        days.until,
        tuple((day, _done(by_week.get(day, ()))) for day in mondays),
        tuple(sellers),
        tuple(
            (day, seller, name, _done(theirs))
            for day in mondays
            for seller, name, _, _ in sellers
            if (theirs := [touch for touch in by_week.get(day, ()) if touch.seller == seller])
        ),
        _kept(promises),
    )


def _mondays(first: date, last: date, busy: Collection[date]) -> list[date]:
    """The weeks from one to another; of more than a year only from the first busy one to the last."""
    if (last - first).days > _YEAR:
        first, last = min(busy, default=last), max(busy, default=last)
    return [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]


def _done(touches: Iterable[Touch]) -> Done:
    counts = dict.fromkeys(GROUPS, 0)
    for touch in touches:
        counts[_GROUPS.get(touch.kind, "other")] += 1
    return Done(**counts)


def _kept(promises: Sequence[Promise]) -> Kept:
    done = [each for each in promises if each.done is not None]
    in_time = sum(each.done is not None and each.done <= each.due for each in done)
    dropped = sum(each.dropped for each in promises)
    return Kept(in_time, len(done) - in_time, len(promises) - len(done) - dropped, dropped)


_DONE = (*(Heading(name, right=True, spare=True) for name in GROUPS), Heading("all", right=True))


def tables(activity: Activity) -> tuple[Table, ...]:
    """By week, by seller, promises, and by both week and seller where several did anything."""
    weeks = tuple(
        Row((whole_date(day), *_cells(done)), Pick("week", (day.isoformat(),)), (sum(done.counts),))
        for day, done in activity.weeks
    )
    sellers = tuple(
        Row((name, *_cells(done)), Pick("busy", (seller,)), (sum(done.counts),))
        for seller, name, done, _ in activity.sellers
    )
    of = f"{whole_date(activity.since)} to {whole_date(activity.until)}"
    return (
        Table(f"By week, {of}", (Heading("week of"), *_DONE), weeks, ("all",)),
        Table("By seller", (Heading("seller"), *_DONE), sellers, ("all",), () if sellers else ("Nothing was done.",)),
        _promise_table(activity),
        *_tables_of_both(activity),
    )


def _tables_of_both(activity: Activity) -> tuple[Table, ...]:
    rows = tuple(
        Row((whole_date(day), name, *_cells(done)), Pick("busy-week", (day.isoformat(), seller)))
        for day, seller, name, done in activity.seller_weeks
    )
    several = len({seller for _, seller, _, _ in activity.seller_weeks}) > 1
    kinds = (Heading(name, right=True, spare=True) for name in GROUPS)
    headings = (Heading("week of"), Heading("seller"), *kinds, Heading("all", right=True))
    return (Table("By week and seller", headings, rows),) if several else ()


def _promise_table(activity: Activity) -> Table:
    lines = [(name, kept, Pick("promised", (seller,))) for seller, name, _, kept in activity.sellers]
    rows = tuple(
        Row(
            (
                name,
                f"{kept.due:,}",
                f"{kept.in_time:,}",
                per_cent_words(kept.in_time, kept.due),
                f"{kept.late:,}",
                f"{kept.overdue:,}",
                f"{kept.dropped:,}",
            ),
            pick,
            (kept.in_time,),
        )
        for name, kept, pick in lines
        if kept.due or kept.dropped
    )
    names = ("due", "in time", "share", "late", "overdue", "dropped")
    headings = (Heading("seller"), *(Heading(name, right=True, spare=name in ("overdue", "dropped")) for name in names))
    notes = () if rows else ("Nothing was due.",)
    return Table("Promises", headings, rows, ("in time",), notes)


def _cells(done: Done) -> tuple[str, ...]:
    return tuple(f"{count:,}" for count in (*done.counts, sum(done.counts)))
