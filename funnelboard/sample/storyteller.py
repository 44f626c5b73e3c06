"""Telling a story of the sample data to a new database, each event by its own seller at its own instant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from funnelboard.domain.contact import YEAR_UNKNOWN, Role
from funnelboard.domain.criteria import TICKS, AskedHow, Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import parse_money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.sample.private_copy import ME
from funnelboard.sample.story import Event, SampleContact, SampleDeal, read_story
from funnelboard.sample.working_days import working_day
from funnelboard.services.activity import Activity
from funnelboard.services.clock import FixedClock
from funnelboard.services.customers import Customers
from funnelboard.services.objections import Objections
from funnelboard.services.parking import Parking
from funnelboard.services.people import People
from funnelboard.services.pipeline import Pipeline
from funnelboard.services.qualifying import Qualifying
from funnelboard.services.scripted_sessions import scripted_sessions
from funnelboard.services.session import Session

DETAILS = {
    "pain": "pain_point",
    "supplier": "current_supplier",
    "competitor": "competitor",
    "process": "decision_process",
    "next": "buyer_next_step",
}
"""What a word of the story is called among what is learnt about a deal."""

_NOTE_KINDS = {kind.value.replace(" ", "-"): kind for kind in NoteKind}
_ASKED = {
    NoteKind.CALL: AskedHow.CALL,
    NoteKind.EMAIL: AskedHow.EMAIL,
    **dict.fromkeys((NoteKind.MEETING, NoteKind.DEMO, NoteKind.PRESENTATION, NoteKind.PITCH), AskedHow.MEETING),
}
"""How a question was asked, by the kind of the note before its answer."""

_LOST = re.compile(r"(?P<reason>[^,:]+)(?:, (?P<never>never)|, back (?P<back>[+-]\d+))?(?:: (?P<detail>.+))?")


def tell_story(path: Path, reference_day: date, scenario: str) -> None:
    """Make a sample database of a whole story.

    Args:
        path: A new file. It is not flushed to disk, and a failure leaves it unfinished.
        reference_day: The day that the story has come to; a working day.
        scenario: Whose story: a folder in ``stories/``.
    """
    story = read_story(scenario)
    clock = FixedClock(0, reference_day)
    _set_clock(clock, reference_day, story.events[0])
    names = {ME: "Me", **story.colleagues}
    with scripted_sessions(path, reference_day, clock, names, story.currency, story.rates, story.preset) as sessions:
        teller = _Teller(sessions, clock, reference_day, story.currency)
        for event in story.events:
            teller.tell(event)


class _Teller:
    def __init__(self, sessions: Mapping[str, Session], clock: FixedClock, reference_day: date, currency: str) -> None:
        self._sessions = sessions
        self._clock = clock
        self._reference_day = reference_day
        self._currency = currency
        self._deal_ids: dict[SampleDeal, int] = {}
        self._objections: dict[int, list[int]] = defaultdict(list)
        self._last_note: dict[int, NoteKind] = {}

    def tell(self, event: Event) -> None:
        """Let one event happen."""
        _set_clock(self._clock, self._reference_day, event)
        session = self._sessions[event.seller]
        if event.verb == "created":
            self._create(session, event)
            return
        deal_id = self._deal_ids[event.deal]
        if event.verb in _NOTE_KINDS:
            self._last_note[deal_id] = _NOTE_KINDS[event.verb]
            Activity(session).add_note((deal_id,), event.words, _NOTE_KINDS[event.verb])
        elif event.verb in DETAILS:
            Qualifying(session).set_detail(deal_id, DETAILS[event.verb], event.words)
        elif event.verb in ("follow-up", "done"):
            self._follow_up(Activity(session), deal_id, event)
        elif event.verb in ("objection", "resolved"):
            self._objection(Objections(session), deal_id, event)
        elif event.verb in ("move", "won", "lost"):
            self._move(Pipeline(session), deal_id, event)
        else:
            self._learn(session, deal_id, event)

    def _create(self, session: Session, event: Event) -> None:
        deal, pipeline = event.deal, Pipeline(session)
        amount = parse_money(deal.amount, self._currency) if deal.amount else None
        if deal.repeat_of:
            won = next(deal_id for other, deal_id in self._deal_ids.items() if other.title == deal.repeat_of)
            made = Customers(session).repeat(won)
            assert made.row_id is not None
            told = {"title": deal.title, "amount": amount, "source": deal.source, "tags": deal.tags}
            pipeline.edit(made.row_id, told)
        else:
            primary = deal.contacts[0] if deal.contacts else SampleContact("", Role.OTHER)
            made = pipeline.create(
                title=deal.title,
                company=deal.company,
                contact=primary.name,
                email=primary.email,
                phone=primary.phone,
                amount=amount,
                source=deal.source,
                tags=deal.tags,
                owner=deal.owner or None,
                referred_by=deal.referred_by,
            )
            assert made.row_id is not None
            if deal.contacts:
                pipeline.edit(made.row_id, {"role": primary.role, "job_title": primary.job_title})
        self._deal_ids[deal] = made.row_id
        self._introduce(session, made.row_id, deal.contacts)

    def _introduce(self, session: Session, deal_id: int, contacts: tuple[SampleContact, ...]) -> None:
        """Put the contacts on a deal that are not on it, and tell what is known of each."""
        people = People(session)
        known = {link.contact.name: link for link in session.live_deal(deal_id).contacts}
        for contact in contacts:
            if contact.name not in known:
                people.add_contact(deal_id, contact.name, contact.role, contact.email, contact.phone, contact.job_title)
        links = {link.contact.name: link for link in session.live_deal(deal_id).contacts}
        decider = next((contact for contact in contacts if contact.role is Role.DECISION_MAKER), None)
        if decider is not None:
            people.set_decides(deal_id, links[decider.name].id)
        for contact in contacts:
            personal: dict[str, object] = {}
            if contact.birthday is not None:
                day = working_day(self._reference_day, contact.birthday)
                personal["birthday"] = day.replace(year=day.year - contact.age if contact.age else YEAR_UNKNOWN)
            if contact.contact_by:
                personal["contact_by"] = contact.contact_by
            if personal:
                people.edit_contact(links[contact.name].contact.id, personal)

    def _follow_up(self, activity: Activity, deal_id: int, event: Event) -> None:
        if event.verb == "done":
            due_first = activity.next_follow_up(deal_id)
            if due_first is None:
                raise ValueError(f"{event.deal.title}: no follow-up to be done on day {event.day}")
            activity.finish_follow_up(due_first.id, event.words)
        else:
            due, kind, what = event.words.split(" ", 2)
            activity.add_follow_up((deal_id,), self._day(due), kind.replace("-", " "), what)

    def _objection(self, objections: Objections, deal_id: int, event: Event) -> None:
        still_open = self._objections[deal_id]
        if event.verb == "resolved":
            objections.resolve(still_open.pop(0), event.words)
            return
        made = objections.raise_objection((deal_id,), event.words).row_id
        assert made is not None
        still_open.append(made)

    def _move(self, pipeline: Pipeline, deal_id: int, event: Event) -> None:
        if event.verb == "won":
            ticked = dict.fromkeys(TICKS, Answer.YES)
            pipeline.move((deal_id,), Stage.CLOSED, outcome=Outcome.WON, answers=ticked, why=event.words)
        elif event.verb == "lost":
            said = _LOST.fullmatch(event.words)
            if said is None:
                raise ValueError(f"{event.deal.title}: “{event.words}” does not say how it was lost")
            pipeline.move(
                (deal_id,),
                Stage.CLOSED,
                outcome=Outcome.LOST,
                lost_reason=LostReason(said["reason"]),
                lost_detail=said["detail"] or "",
                may_return=Answer.NO if said["never"] else Answer.UNKNOWN,
                return_on=self._day(said["back"]) if said["back"] else None,
            )
        else:
            where, _, why = event.words.partition(": ")
            pipeline.move((deal_id,), Stage(where), why=why, because=why)

    def _learn(self, session: Session, deal_id: int, event: Event) -> None:
        match event.verb:
            case "answers":
                primary = session.live_deal(deal_id).primary
                asked = _ASKED.get(self._last_note.get(deal_id, NoteKind.NOTE))
                contact_id = primary.contact.id if primary else None
                answers = dict(_answer(word) for word in event.words.split())
                Qualifying(session).answer_many(deal_id, answers, asked or "", contact_id)
            case "park":
                until, _, why = event.words.partition(" ")
                reason, _, words = why.partition(": ")
                Parking(session).park((deal_id,), self._day(until), ParkReason(reason), words)
            case "amount":
                Pipeline(session).edit(deal_id, {"amount": parse_money(event.words, self._currency)})
            case "probability":
                Pipeline(session).edit(deal_id, {"probability": int(event.words)})
            case "close":
                Pipeline(session).edit(deal_id, {"expected_close": self._day(event.words)})
            case _:
                raise ValueError(f"{event.deal.title}: no story knows the word “{event.verb}”")

    def _day(self, offset: str) -> date:
        return working_day(self._reference_day, int(offset))


def _answer(word: str) -> tuple[Criterion, Answer]:
    question, _, said = word.partition("=")
    return Criterion(question), Answer(said or Answer.YES)


def _set_clock(clock: FixedClock, reference_day: date, event: Event) -> None:
    """The instant of an event: wall-clock time written down as UTC, as the sample database keeps it."""
    clock.day = working_day(reference_day, event.day)
    midnight = datetime(clock.day.year, clock.day.month, clock.day.day, tzinfo=UTC)
    clock.instant = int((midnight + timedelta(minutes=event.minute)).timestamp()) * 1_000_000
