"""What the side panel says about a deal, as lines; nothing here knows Textual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from funnelboard.domain.contact import DealContact
from funnelboard.domain.date_phrases import MONTHS
from funnelboard.domain.dates import describe_date, describe_distance
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import DueState, FollowUp, due_state
from funnelboard.domain.money import format_money
from funnelboard.domain.seller import initials
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import days_since, is_stale
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.ui.look import Look
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.lines import EMPTY, Line, Span, flow, hang, wrap

KINDS: tuple[EntryKind | None, ...] = (None, *EntryKind)
"""What the timeline can be narrowed to, in the order the keys go through them; None is everything."""

_WIDE = 52
"""From this width on the timeline is set in columns."""


class Detail(Protocol):
    """One deal with what happened to it, as ``board.detail`` of the services gives it."""

    @property
    def deal(self) -> Deal: ...
    @property
    def timeline(self) -> tuple[TimelineEntry, ...]: ...
    @property
    def follow_ups(self) -> tuple[FollowUp, ...]: ...


@dataclass(frozen=True, slots=True)
class PanelText:
    """Writes the lines for one width, look and moment.

    Attributes:
        width: Cells of a line.
        now: UTC epoch microseconds.
        today: The seller's local date.
    """

    look: Look
    width: int
    now: int
    today: date

    def lines(self, detail: Detail, kind: EntryKind | None) -> Iterator[Line]:
        """Every line from the title down, made as they are asked for; the timeline may be narrowed to a kind."""
        deal = detail.deal
        yield from self._title(deal)
        yield from self._facts(deal)
        yield from self._questions(deal)
        yield EMPTY
        yield from self._people(deal)
        yield from self._state(deal)
        yield EMPTY
        yield from self._next(deal, detail.follow_ups)
        yield EMPTY
        yield self._timeline_heading(kind)
        shown = [entry for entry in detail.timeline if kind is None or entry.kind is kind]
        for entry in shown:
            yield from self._entry(entry)
        if not shown:
            yield ((f"no {kind}s yet" if kind else "nothing has happened yet", "dim"),)

    def _title(self, deal: Deal) -> Iterator[Line]:
        number = f"#{deal.id}"
        room = max(self.width - width_of(number) - 1, 4)
        first, *rest = wrap(self._cells(deal.title), room)
        if len(rest) > 1:
            rest = [fit(" ".join(rest), room, self.look.glyphs.ellipsis)]
        gap = " " * (self.width - width_of(first) - width_of(number))
        yield ((first, "panel_title"), (gap, "text"), (number, "dim"))
        for text in rest:
            yield ((text, "panel_title"),)

    def _facts(self, deal: Deal) -> Iterator[Line]:
        parts: list[Span] = [(deal.stage.capitalize(), "text")]
        if deal.outcome is not None:
            sign = self.look.glyphs.won if deal.outcome is Outcome.WON else self.look.glyphs.lost
            parts = [(f"{sign} {deal.outcome.capitalize()}", deal.outcome.value)]
            if deal.closed_at is not None:
                parts.append((self._moment(deal.closed_at)[0], "text"))
            if deal.lost_reason is not None:
                why = f"{deal.lost_reason}: {self._cells(deal.lost_detail)}" if deal.lost_detail else deal.lost_reason
                parts.append((why, "lost"))
        parts.append((self._cells(format_money(deal.amount)), "amount") if deal.amount else ("no amount", "dim"))
        if deal.outcome is None:
            parts.append((f"{deal.probability} %", "text"))
            if deal.expected_close is not None:
                late = deal.expected_close < self.today
                parts.append((f"close {self._day(deal.expected_close)}", "overdue" if late else "text"))
        return self._flow(parts)

    def _questions(self, deal: Deal) -> Iterator[Line]:
        if deal.stage is Stage.CLOSED:
            return
        qualification = {"market": deal.market, "means": deal.means, "authority": deal.authority}
        evaluation = {
            "need": deal.need,
            "willing": deal.willing,
            "amount": Answer.YES if deal.amount is not None else Answer.UNKNOWN,
            "close": Answer.YES if deal.expected_close is not None else Answer.UNKNOWN,
        }
        yield self._answers(qualification)
        if deal.stage is not Stage.LEAD:
            yield self._answers(evaluation)
        if deal.pain_point:
            yield from hang((("pain ", "label"),), self._cells(deal.pain_point), "text", self.width, 5)
        wanted = {Stage.LEAD: qualification, Stage.PROSPECT: evaluation}.get(deal.stage, {})
        missing = [name for name, answer in wanted.items() if answer is not Answer.YES]
        following = deal.stage.step(1)
        if missing and following is not None:
            yield from hang((), f"missing for {following}: {', '.join(missing)}", "dim", self.width, 2)

    def _answers(self, answers: dict[str, Answer]) -> Line:
        glyphs = self.look.glyphs
        signs = {Answer.YES: glyphs.yes, Answer.NO: glyphs.no, Answer.UNKNOWN: glyphs.unknown}
        line: list[Span] = []
        gap = " " if sum(len(name) + 2 for name in answers) + 2 * len(answers) > self.width else "  "
        for name, answer in answers.items():
            line += [(signs[answer], answer.value), (f" {name}{gap}", "text" if answer is Answer.YES else "dim")]
        line[-1] = (line[-1][0].rstrip(), line[-1][1])
        return tuple(line) if sum(width_of(text) for text, _ in line) <= self.width else tuple(line[::2])

    def _people(self, deal: Deal) -> Iterator[Line]:
        if deal.company is not None:
            parts: list[Span] = [(self._cells(deal.company.name), "text")]
            if deal.company.customer_since is not None:
                parts.append((f"customer since {self._moment(deal.company.customer_since)[0]}", "won"))
            yield from self._flow([*parts, (self._cells(deal.company.phone), "dim")])
        for contact in sorted(deal.contacts, key=lambda contact: not contact.primary):
            yield from self._contact(contact)
        if deal.company is None and not deal.contacts:
            yield from hang((), "no company or contact yet", "dim", self.width, 2)

    def _contact(self, link: DealContact) -> Iterator[Line]:
        person = link.contact
        role = link.role if link.role != "other" else ""
        parts = [(self._cells(person.name), "text"), (self._cells(person.job_title), "dim"), (role, "dim")]
        yield from self._flow(parts)
        reach = [(self._cells(person.email), "accent"), (self._cells(person.phone), "accent")]
        if not person.may_contact:
            reach.append(("does not want to be contacted", "error"))
        for line in flow(reach, self._dot, self.width - 2):
            yield (("  ", "text"), *line)

    def _state(self, deal: Deal) -> Iterator[Line]:
        owner = ("owner ", self._cells(deal.owner.name)) if deal.owner else ("no owner", "")
        facts = [owner, ("source ", self._cells(deal.source)) if deal.source else ("", "")]
        line: list[Span] = []
        for name, value in facts:
            if name and line:
                line.append(self._dot)
            line += [(name, "label"), (value, "text")] if name else []
        if sum(width_of(text) for text, _ in line) <= self.width:
            yield tuple(line)
        else:
            for name, value in facts:
                yield from hang(((name, "label"),), value, "text", self.width, width_of(name))
        yield from flow([(f"#{self._cells(tag)}", "tag") for tag in deal.tags], (" ", "text"), self.width)
        parts: list[Span] = [(f"{days_since(deal.stage_since, self.now)} d in stage", "dim")]
        idle = days_since(deal.last_touch, self.now)
        due = deal.next_follow_up.due if deal.next_follow_up else None
        if is_stale(deal.stage, deal.last_touch, due, deal.parked_until is not None, self.now, self.today):
            parts.append((f"{self.look.glyphs.stale} stale: {idle} d without a touch", "stale"))
        elif deal.stage is not Stage.CLOSED:
            parts.append((f"touched {idle} d ago" if idle else "touched today", "dim"))
        if deal.parked_until is not None:
            reason = f" ({self._cells(deal.parked_reason)})" if deal.parked_reason else ""
            parts.append((f"parked until {self._date(deal.parked_until)}{reason}", "parked"))
        if deal.open_objections:
            plural = "s" if deal.open_objections > 1 else ""
            parts.append((f"{deal.open_objections} open objection{plural}", "objection"))
        yield from self._flow(parts)

    def _next(self, deal: Deal, follow_ups: tuple[FollowUp, ...]) -> Iterator[Line]:
        open_ones = sorted((f for f in follow_ups if f.done_at is None and f.dropped_at is None), key=lambda f: f.due)
        if not open_ones:
            if deal.stage is not Stage.CLOSED:
                yield from hang((("NEXT  ", "heading"),), "nothing promised: f adds one", "dim", self.width, 6)
            return
        for number, follow_up in enumerate(open_ones[:3]):
            state = due_state(follow_up.due, self.today)
            sign: str = getattr(self.look.glyphs, state.value)
            when = self._date(follow_up.due)
            distance = describe_distance(follow_up.due, self.today)
            if state is DueState.OVERDUE and len(when) + len(distance) + 12 <= self.width:
                when = f"{when}, {distance}"
            what = self._cells(follow_up.what)
            if follow_up.kind.casefold() not in what.casefold():
                what = f"{follow_up.kind}: {what}" if what else follow_up.kind
            head = (("NEXT  " if number == 0 else "      ", "heading"), (f"{sign} {when}  ", state.value))
            yield from hang(head, what, "text", self.width, 8)
        if len(open_ones) > 3:
            yield ((f"      and {len(open_ones) - 3} more", "dim"),)

    def _timeline_heading(self, kind: EntryKind | None) -> Line:
        glyphs = self.look.glyphs
        chosen = f"{glyphs.left} {'everything' if kind is None else f'{kind}s'} {glyphs.right}"
        gap = " " * (self.width - len("TIMELINE") - width_of(chosen))
        if not gap:
            return ((fit(chosen, self.width, glyphs.ellipsis), "heading"),)
        return (("TIMELINE", "heading"), (gap, "text"), (chosen, "dim"))

    def _entry(self, entry: TimelineEntry) -> Iterator[Line]:
        day, time = self._moment(entry.at)
        who = initials(self._cells(entry.seller))
        label_role = "accent" if entry.kind is EntryKind.NOTE else "text"
        label = self._cells(entry.label.replace("→", self.look.glyphs.arrow))
        if self.width >= _WIDE:
            head = ((f"{day} {time}".ljust(13), "dim"), (f"{who:<4}", "dim"), (f"{label}  ", label_role))
            indent = 17
        else:
            head = (((time or day).ljust(9) + " ", "dim"), (f"{who:<3}", "dim"), (f"{label}  ", label_role))
            indent = 2
        room = self.width - sum(width_of(text) for text, _ in head[:2])
        head = (*head[:2], (fit(head[2][0].rstrip(), room, self.look.glyphs.ellipsis) + "  ", label_role))
        if not entry.text:
            yield (*head[:2], (head[2][0].rstrip(), label_role))
            return
        text = "\n".join(self._cells(line) for line in entry.text.strip().splitlines())
        yield from hang(head, text, "text", self.width, indent)

    def _flow(self, parts: Iterable[Span]) -> Iterator[Line]:
        return flow(parts, self._dot, self.width, 2)

    @property
    def _dot(self) -> Span:
        return f" {self.look.glyphs.dot} ", "dim"

    def _cells(self, text: str) -> str:
        return cells(text, ascii_look=self.look.ascii)

    def _date(self, day: date) -> str:
        return describe_date(day, self.today)

    def _day(self, day: date) -> str:
        """The day without its name, and its year only where it is another one."""
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != self.today.year else "")

    def _moment(self, at: int) -> tuple[str, str]:
        """The local day of a UTC instant in microseconds, and the time where that day is today."""
        local = datetime.fromtimestamp(at / 1_000_000).astimezone()
        days = (self.today - local.date()).days
        if days == 0:
            return "today", f"{local:%H:%M}"
        return "yesterday" if days == 1 else self._day(local.date()), ""
