"""Telling the sample's story to a new database, each event by its own seller at its own instant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from funnelboard.domain.money import parse_money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.activity import Activity
from funnelboard.services.clock import FixedClock
from funnelboard.services.people import People
from funnelboard.services.pipeline import Pipeline
from funnelboard.services.sample_calendar import working_day
from funnelboard.services.sample_facts import (
    CLOSING_QUESTIONS,
    FACTS,
    answer,
    complete,
    raise_objection,
    resolve_objection,
    set_fact,
)
from funnelboard.services.sample_story import COLLEAGUES, Event, SampleDeal, read_story
from funnelboard.services.session import Session
from funnelboard.store import sample, sellers, settings
from funnelboard.store.change import Change, change
from funnelboard.store.database import Database, create_database, open_database

CURRENCY = "EUR"
_DATED = re.compile(r"^set a follow-up for \w+ \d+ \w+")
_NOTE_KINDS = {kind.value for kind in NoteKind}


def tell_story(path: Path, reference_day: date) -> None:
    """Make a sample database of the whole story; ``reference_day`` is a working day."""
    story = read_story()
    clock = FixedClock(0, reference_day)
    _set_clock(clock, reference_day, story[0])
    create_database(path, clock.now())
    database = open_database(path)
    try:
        teller = _Teller(database, clock, reference_day)
        for event in story:
            teller.tell(event)
        sample.mark(database, reference_day)
    finally:
        database.close()


@dataclass(slots=True)
class _SampleSession(Session):
    """A session whose operations have fixed ids, so that the log comes out the same each time."""

    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def change(self, kind: str, undoes: int | None = None) -> Iterator[Change]:
        operation = f"sample-{self.seller.login}-{next(self.numbers)}"
        with change(
            self.database, kind, self.seller.id, self.clock.now(), operation=operation, undoes=undoes
        ) as operating:
            yield operating
            # A day in a summary could not move with the other days when the sample is copied.
            operating.summary = _DATED.sub("set a follow-up", operating.summary)


class _Teller:
    def __init__(self, database: Database, clock: FixedClock, reference_day: date) -> None:
        self._clock = clock
        self._reference_day = reference_day
        self._deal_ids: dict[SampleDeal, int] = {}
        self._objections: dict[int, list[int]] = defaultdict(list)
        self._last_note: dict[int, str] = {}
        known = [
            sellers.ensure(database, login, name, clock.now())
            for login, name in {sample.ME: "Me", **COLLEAGUES}.items()
        ]
        with change(database, "setting", known[0].id, clock.now(), operation="sample-currency") as operating:
            settings.write(operating, "currency", CURRENCY)
            operating.summary = f"set the currency to {CURRENCY}"
        self._sessions = {seller.login: _SampleSession(database, seller, clock, CURRENCY) for seller in known}

    def tell(self, event: Event) -> None:
        """Let one event happen."""
        _set_clock(self._clock, self._reference_day, event)
        session = self._sessions[event.seller]
        if event.verb == "created":
            self._create(session, event)
            return
        deal_id = self._deal_ids[event.deal]
        open_objections = self._objections[deal_id]
        if event.verb in _NOTE_KINDS:
            Activity(session).add_note((deal_id,), event.words, NoteKind(event.verb))
            self._last_note[deal_id] = event.verb
        elif event.verb in ("follow-up", "done"):
            self._follow_up(Activity(session), deal_id, event)
        elif event.verb == "answers":
            answer(session, deal_id, event.words, self._last_note.get(deal_id, ""))
        elif event.verb == "objection":
            open_objections.append(raise_objection(session, deal_id, event.words))
        elif event.verb == "resolved":
            resolve_objection(session, deal_id, open_objections.pop(0), event.words)
        elif event.verb in FACTS:
            set_fact(session, deal_id, event.verb, event.words)
        elif event.verb in ("move", "won", "lost"):
            _move(session, deal_id, event)
        else:
            Pipeline(session).edit(deal_id, self._edited(event))

    def _create(self, session: Session, event: Event) -> None:
        deal = event.deal
        primary, *others = deal.contacts or (None,)
        pipeline, people = Pipeline(session), People(session)
        made = pipeline.create(
            title=deal.title,
            stage=Stage(event.words or Stage.LEAD),
            company=deal.company,
            contact=primary.name if primary else "",
            email=primary.email if primary else "",
            phone=primary.phone if primary else "",
            amount=parse_money(deal.amount, CURRENCY) if deal.amount else None,
            source=deal.source,
            tags=deal.tags,
            owner=deal.owner or None,
        )
        deal_id = self._deal_ids[deal] = made.deal_ids[0]
        if primary:
            pipeline.edit(deal_id, {"role": primary.role, "job_title": primary.job_title})
        for contact in others:
            people.add_contact(deal_id, contact.name, contact.role, contact.email, contact.phone, contact.job_title)
        before = next((self._deal_ids[told] for told in self._deal_ids if told.title == deal.repeat_of), None)
        complete(session, deal_id, deal.referred_by, before)

    def _follow_up(self, activity: Activity, deal_id: int, event: Event) -> None:
        if event.verb == "done":
            due_first = activity.next_follow_up(deal_id)
            if due_first is None:
                raise ValueError(f"{event.deal.title}: no follow-up to be done on day {event.day}")
            activity.finish_follow_up(due_first.id, event.words)
        else:
            due, kind, what = event.words.split(" ", 2)
            activity.add_follow_up((deal_id,), working_day(self._reference_day, int(due)), kind, what)

    def _edited(self, event: Event) -> dict[str, object]:
        match event.verb:
            case "amount":
                return {"amount": parse_money(event.words, CURRENCY)}
            case "probability":
                return {"probability": int(event.words)}
            case "close":
                return {"expected_close": working_day(self._reference_day, int(event.words))}
        raise ValueError(f"{event.deal.title}: no story knows the word “{event.verb}”")


def _move(session: Session, deal_id: int, event: Event) -> None:
    pipeline = Pipeline(session)
    if event.verb == "won":
        answer(session, deal_id, CLOSING_QUESTIONS, "")
        pipeline.move((deal_id,), Stage.CLOSED, outcome=Outcome.WON, why=event.words)
        return
    where, _, why = event.words.partition(": ")
    if event.verb == "lost":
        reason = LostReason(where)
        pipeline.move((deal_id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=reason, lost_detail=why)
    else:
        pipeline.move((deal_id,), Stage(where), why=why)


def _set_clock(clock: FixedClock, reference_day: date, event: Event) -> None:
    """The instant of an event: wall-clock time written down as UTC, as the sample database keeps it."""
    clock.day = working_day(reference_day, event.day)
    midnight = datetime(clock.day.year, clock.day.month, clock.day.day, tzinfo=UTC)
    clock.instant = int((midnight + timedelta(minutes=event.minute)).timestamp()) * 1_000_000
