"""What the side panel says about a deal itself, as lines: how it stands, who is in it, what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from funnelboard.domain.calendar_days import MONTHS
from funnelboard.domain.contact import DealContact
from funnelboard.domain.criteria import EVALUATION, QUALIFICATION, TICKS, Criterion, Gate, answer_to
from funnelboard.domain.customer import Customer
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.instant import local_moment
from funnelboard.domain.money import format_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.objection import Objection
from funnelboard.domain.presets import Preset
from funnelboard.domain.score import Score
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import days_since
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.ui.drawing.lines import Line, Span, flow, hang, wrap
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

_MOST_OBJECTIONS = 4


class Detail(Protocol):
    """One deal with what happened to it and what follows from it, as ``board.detail`` of the services gives it."""

    @property
    def deal(self) -> Deal: ...
    @property
    def timeline(self) -> tuple[TimelineEntry, ...]: ...
    @property
    def follow_ups(self) -> tuple[FollowUp, ...]: ...
    @property
    def score(self) -> Score | None: ...
    @property
    def gate(self) -> Gate | None: ...
    @property
    def suggested(self) -> Stage | None: ...
    @property
    def stale_days(self) -> int | None: ...
    @property
    def objections(self) -> tuple[Objection, ...]: ...
    @property
    def answers(self) -> tuple[GivenAnswer, ...]: ...
    @property
    def checklist(self) -> tuple[tuple[str, bool], ...]: ...
    @property
    def customer(self) -> Customer | None: ...


class DealText(NamedTuple):
    """Writes the lines for one width, styles, moment and kind of business.

    Attributes:
        width: Cells of a line.
        now: UTC epoch microseconds.
        today: The seller's local date.
        unfolded: Whether every point of the score and every answer is told.
        is_past: Whether the deal is told as it was: no key can change that.
    """

    styles: Styles
    width: int
    now: int
    today: date
    preset: Preset
    unfolded: bool = False
    is_past: bool = False

    def title(self, deal: Deal) -> Iterator[Line]:
        """The title in at most two lines, and the number."""
        number = f"#{deal.id}"
        room = max(self.width - width_of(number) - 1, 4)
        first, *rest = wrap(self.cells(deal.title), room)
        if len(rest) > 1:
            rest = [fit(" ".join(rest), room, self.styles.glyphs.ellipsis)]
        gap = " " * (self.width - width_of(first) - width_of(number))
        yield ((first, "panel_title"), (gap, "text"), (number, "dim"))
        for text in rest:
            yield ((text, "panel_title"),)

    def facts(self, deal: Deal) -> Iterator[Line]:
        """Stage or ending, amount, probability, close date; that it is parked."""
        glyphs = self.styles.glyphs
        place = self.preset.place(deal.stage, deal.outcome).capitalize()
        parts: list[Span] = [(place, "text")]
        if deal.outcome is not None:
            sign = glyphs.won if deal.outcome is Outcome.WON else glyphs.lost
            parts = [(f"{sign} {place}", deal.outcome.value)]
            if deal.closed_at is not None:
                parts.append((self.moment(deal.closed_at)[0], "text"))
            if deal.lost_reason is not None:
                why = f"{deal.lost_reason}: {self.cells(deal.lost_detail)}" if deal.lost_detail else deal.lost_reason
                parts.append((why, "lost"))
        parts.append((self.cells(format_money(deal.amount)), "amount") if deal.amount else ("no amount", "dim"))
        if deal.outcome is None:
            own = " by hand" if deal.own_probability is not None else ""
            parts.append((f"{deal.probability} %{own}", "text"))
            if deal.expected_close is not None:
                late = deal.expected_close < self.today
                parts.append((f"close {self.day(deal.expected_close)}", "overdue" if late else "text"))
        elif deal.outcome is Outcome.LOST and deal.may_return is not Answer.UNKNOWN:
            parts.append(("may come back", "text") if deal.may_return is Answer.YES else ("may not come back", "error"))
        yield from self._flow(parts)
        if deal.parked_until is not None:
            why = f" ({self.cells(deal.parked_reason)})" if deal.parked_reason else ""
            until = f"{glyphs.parked} parked until {describe_date(deal.parked_until, self.today)}{why}"
            yield from self._flow([(until, "accent"), ("z wakes it", "dim")])

    def questions(self, detail: Detail) -> Iterator[Line]:
        """What is answered, what is missing for the next stage, and what is known besides."""
        deal = detail.deal
        if deal.stage is not Stage.CLOSED:
            yield from self._answers(deal, QUALIFICATION)
            if deal.stage is not Stage.LEAD:
                yield from self._answers(deal, EVALUATION)
            if deal.stage is Stage.OPPORTUNITY:
                yield from self._answers(deal, TICKS)
            yield from self._gate(detail)
        if self.unfolded:
            for answer in detail.answers:
                yield from self._given(answer)
        for label, text in (
            ("pain", deal.pain_point),
            ("supplier", deal.current_supplier),
            ("competitor", deal.competitor),
            ("they decide", deal.decision_process),
            ("their step", deal.buyer_next_step),
        ):
            if text:
                head = f"{label} "
                yield from hang(((head, "label"),), self.cells(text), "text", self.width, min(len(head), 5))

    def people(self, deal: Deal, customer: Customer | None) -> Iterator[Line]:
        """The company, what it has bought, and everybody in the deal."""
        if deal.company is not None:
            yield from self._flow([(self.cells(deal.company.name), "text"), (self.cells(deal.company.phone), "dim")])
        if customer is not None and customer.since is not None:
            worth = " + ".join(self.cells(format_money(amount)) for amount in customer.lifetime)
            bought = f"{customer.won} won" + (f", {worth}" if worth else "")
            yield from self._flow([(f"  customer since {self.moment(customer.since)[0]}", "won"), (bought, "amount")])
        for contact in sorted(deal.contacts, key=lambda contact: not contact.primary):
            yield from self._contact(contact)
        if deal.company is None and not deal.contacts:
            yield from hang((), "no company or contact yet", "dim", self.width, 2)

    def state(self, detail: Detail) -> Iterator[Line]:
        """Score, owner, source, tags, and how long nothing has happened."""
        deal = detail.deal
        origin = self.cells(deal.origin)
        if deal.referred_by:
            origin = f"{origin} by {self.cells(deal.referred_by)}".strip()
        again = f"#{deal.repeat_of}" if deal.repeat_of is not None else ""
        named = [
            ("owner ", self.cells(deal.owner.name)) if deal.owner else ("no owner", ""),
            ("source ", origin) if origin else ("", ""),
            ("goes on from ", again) if again else ("", ""),
        ]
        yield from self._named(named)
        yield from flow([(f"#{self.cells(tag)}", "tag") for tag in deal.tags], (" ", "text"), self.width)
        parts: list[Span] = []
        if detail.score is not None:
            parts.append((f"score {detail.score.total}", "accent"))
        parts.append((f"{days_since(deal.stage_since, self.now)} d in stage", "dim"))
        idle = days_since(deal.last_touch, self.now)
        if detail.stale_days is not None:
            parts.append((f"{self.styles.glyphs.stale} stale: {detail.stale_days} d without a touch", "stale"))
        elif deal.stage is not Stage.CLOSED:
            parts.append((f"touched {idle} d ago" if idle else "touched today", "dim"))
        yield from self._flow(parts)
        if self.unfolded and detail.score is not None:
            yield from self._points(detail.score)

    def objections(self, objections: Iterable[Objection]) -> Iterator[Line]:
        """The open ones."""
        still = [objection for objection in objections if objection.resolved_at is None]
        sign = self.styles.glyphs.objection
        for objection in still[:_MOST_OBJECTIONS]:
            yield from hang(((f"{sign} ", "objection"),), self.cells(objection.text), "objection", self.width, 2)
        if len(still) > _MOST_OBJECTIONS:
            lists = "" if self.is_past else ": B lists them"
            yield ((f"  and {len(still) - _MOST_OBJECTIONS} more objections{lists}", "dim"),)

    def checklist(self, items: Iterable[tuple[str, bool]]) -> Iterator[Line]:
        """What is usually done in the stage."""
        glyphs = self.styles.glyphs
        parts = [
            (f"{glyphs.done if done else glyphs.undone} {self.cells(text)}", "yes" if done else "dim")
            for text, done in items
        ]
        yield from flow(parts, ("  ", "text"), self.width)

    def cells(self, text: str) -> str:
        """User text, fit to be shown."""
        return self.styles.cells(text)

    def day(self, day: date) -> str:
        """The day without its name, and its year only where it is another one."""
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != self.today.year else "")

    def moment(self, at: int) -> tuple[str, str]:
        """The local day of a UTC instant in microseconds, and the time where that day is today."""
        local = local_moment(at)
        days = (self.today - local.date()).days
        if days == 0:
            return "today", f"{local:%H:%M}"
        return "yesterday" if days == 1 else self.day(local.date()), ""

    def _answers(self, deal: Deal, criteria: Iterable[Criterion]) -> Iterator[Line]:
        glyphs = self.styles.glyphs
        signs = {Answer.YES: glyphs.yes, Answer.NO: glyphs.no, Answer.UNKNOWN: glyphs.unknown}
        answers = [(criterion.label, answer_to(deal, criterion)) for criterion in criteria]
        gap = " " if sum(len(name) + 2 for name, _ in answers) + 2 * len(answers) > self.width else "  "
        line: list[Span] = []
        for name, answer in answers:
            line += [(signs[answer], answer.value), (f" {name}{gap}", "text" if answer is Answer.YES else "dim")]
        line[-1] = (line[-1][0].rstrip(), line[-1][1])
        yield tuple(line) if sum(width_of(text) for text, _ in line) <= self.width else tuple(line[::2])

    def _gate(self, detail: Detail) -> Iterator[Line]:
        gate = detail.gate
        if gate is None:
            return
        place = self.preset.place(gate.stage, gate.outcome)
        if detail.suggested is not None:
            way = ": w closes it as" if gate.outcome is not None else ": L moves it to"
            told = f"nothing is missing{' for' if self.is_past else way} {place}"
            yield from hang((), f"{self.styles.glyphs.arrow} {told}", "yes", self.width, 2)
        elif gate.missing and gate.outcome is None:
            names = [f"{criterion.label}{' (no)' if criterion in gate.refused else ''}" for criterion in gate.missing]
            yield from hang((), f"missing for {place}: {', '.join(names)}", "dim", self.width, 2)

    def _given(self, given: GivenAnswer) -> Iterator[Line]:
        facts = (self.cells(given.contact), given.how, self.moment(given.at)[0], self.cells(given.seller))
        told = f" {self.styles.glyphs.dot} ".join(filter(None, facts))
        head: Line = ((f"  {given.criterion.label} ", "label"), (f"{given.answer} ", given.answer.value))
        yield from hang(head, told, "dim", self.width, 4)

    def _points(self, score: Score) -> Iterator[Line]:
        for points in score.points:
            role = "yes" if points.points > 0 else "no" if points.points < 0 else "dim"
            given = f"{points.points:+5d}" if points.points else "    0"
            head: Line = ((given, role), (f" of {points.most:<3}", "dim"))
            what = f"{points.rule.replace('-', ' ')}: {self.cells(points.reason)}"
            yield from hang(head, what, "text", self.width, 12)

    def _contact(self, link: DealContact) -> Iterator[Line]:
        person = link.contact
        role = link.role if link.role != "other" else ""
        named = person.name != person.email
        name = self.cells(person.name), "text" if named else "accent"
        parts = [name, (self.cells(person.job_title), "dim"), (role, "dim")]
        if link.decides:
            parts.append(("decides", "accent"))
        yield from self._flow(parts)
        reach = [(self.cells(person.email) if named else "", "accent"), (self.cells(person.phone), "accent")]
        if not person.may_contact:
            reach.append(("does not want to be contacted", "error"))
        elif person.contact_by:
            reach.append((f"only by {', '.join(person.contact_by)}", "today"))
        if person.birthday is not None:
            reach.append((f"born {person.birthday.day} {MONTHS[person.birthday.month - 1]}", "dim"))
        for line in flow(reach, self.dot, self.width - 2):
            yield (("  ", "text"), *line)

    def _named(self, facts: Iterable[tuple[str, str]]) -> Iterator[Line]:
        """Facts with their names, in one line if there is room."""
        line: list[Span] = []
        known = [(name, value) for name, value in facts if name]
        for name, value in known:
            line += [*([self.dot] if line else []), (name, "label"), (value, "text")]
        if sum(width_of(text) for text, _ in line) <= self.width:
            yield tuple(line)
            return
        for name, value in known:
            yield from hang(((name, "label"),), value, "text", self.width, width_of(name))

    def _flow(self, parts: Iterable[Span]) -> Iterator[Line]:
        return flow(parts, self.dot, self.width, 2)

    @property
    def dot(self) -> Span:
        """What stands between two facts."""
        return f" {self.styles.glyphs.dot} ", "dim"
