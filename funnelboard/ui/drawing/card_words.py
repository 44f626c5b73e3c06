"""What a card says, in words: who, what is sold, what comes next. Of each, the fullest version first."""

from __future__ import annotations

import re
from datetime import date, timedelta

from funnelboard.domain.answer import Answer
from funnelboard.domain.board import Card
from funnelboard.domain.criteria import EVALUATION, TICKS
from funnelboard.domain.due import DueState
from funnelboard.domain.instant import local_moment
from funnelboard.domain.legal_forms import without_legal_form
from funnelboard.domain.money import Money, short_amount, short_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import Preset
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.ui.drawing.lines import EMPTY, Line, Span
from funnelboard.ui.looks.styles import Styles

_BETWEEN = r"[\s:,;·|/–—-]+"
"""What stands between a company's name and what is sold to it."""

_APART = r"(?<=\S)(?::|\s[-–—|])\s+(?=\S)"
"""What stands between a name and what is sold in the title of a deal that names nobody."""

_WEEK = timedelta(days=7)
_MONTHS_AHEAD = timedelta(days=330)
_HOUR = 3_600_000_000
"""In microseconds."""


class Moment(NamedTuple):
    """The time cards are drawn for.

    Attributes:
        now: UTC epoch microseconds.
        today: Local date.
    """

    now: int
    today: date

    @property
    def hour(self) -> tuple[date, int]:
        """As long as it is the same, cards say the same: they tell ages in days."""
        return self.today, self.now // _HOUR


class CardWords(NamedTuple):
    """What one card says at one moment, in the words of a kind of business."""

    card: Card
    moment: Moment
    styles: Styles
    preset: Preset

    @property
    def who(self) -> tuple[str, ...]:
        """The company, then without its legal form; else the person, else the title or what stands first in it."""
        card = self.card
        if not card.company:
            return (self._cells(card.contact or self._title_parts[0]),)
        return self._cells(card.company), self._cells(without_legal_form(card.company))

    @property
    def sold(self) -> str:
        """The title without the name of whom it is sold to in front; empty where it is no more than that name."""
        card = self.card
        title = card.title.strip()
        names = [
            name.strip() for name in (card.company, without_legal_form(card.company), card.contact) if name.strip()
        ]
        if not names:
            return self._cells(self._title_parts[1])
        head, colon, tail = title.partition(":")
        if colon and tail.strip() and any(_names_the_same(head, name) for name in names):
            return self._cells(tail.strip())
        for name in names:
            rest = title[len(name) :]
            if title[: len(name)].casefold() == name.casefold() and (not rest or re.match(_BETWEEN, rest)):
                return self._cells(re.sub(_BETWEEN, "", rest, count=1))
        return self._cells(title)

    @property
    def _title_parts(self) -> tuple[str, str]:
        """The title as others write it, ``Long Group - New Business``: a name, and what is sold or nothing."""
        head, *tail = re.split(_APART, self.card.title.strip(), maxsplit=1)
        return head, "".join(tail)

    def besides(self, room: int) -> tuple[Span, ...]:
        """What is said after it as far as there is room: the person and the tags, else since when it is so."""
        card = self.card
        known: list[Span] = []
        if card.company and card.contact:
            known.append((self._cells(card.contact), "dim"))
        if card.tags:
            known.append((" ".join("#" + self._cells(tag) for tag in card.tags), "tag"))
        day = short_day(_day_of(card.stage_since), self.moment.today)
        since = f"since {day}"
        return tuple(known) or ((since if len(since) <= room else day, "dim"),)

    @property
    def amount(self) -> tuple[str, ...]:
        """With its currency, then without."""
        card = self.card
        if card.amount is None or card.currency is None:
            return ("",)
        return self._cells(short_money(Money(card.amount, card.currency))), short_amount(card.amount, card.currency)

    @property
    def owner(self) -> str:
        """Initials, where it is somebody else."""
        return "" if self.card.mine else self._cells(self.card.owner)

    @property
    def urgency(self) -> str:
        """The role of what comes next, and of its edge unless it is closed."""
        card = self.card
        if card.outcome is not None and card.next_due is None:
            return card.outcome.value
        if card.parked_until is not None:
            return "parked"
        if card.next_due is None:
            return "no_touch" if self._quiet is None else "stale"
        return card.due(self.moment.today).value

    @property
    def edge(self) -> str:
        """The role of its edge."""
        return self.urgency if self.card.outcome is None else self.card.outcome.value

    @property
    def next_step(self) -> tuple[str, ...]:
        """What comes next, or how it ended, with its sign: shorter and shorter, the sign alone last."""
        card = self.card
        if card.outcome is None:
            return self._to_come
        *_, word, sign = ending = self._ending(card.outcome)
        if card.next_due is None:
            return ending
        return f"{word}  {self._to_come[0]}", *(f"{sign} {step}" for step in self._to_come)

    @property
    def _to_come(self) -> tuple[str, ...]:
        """What is promised, or until when nothing is."""
        card, glyphs, today = self.card, self.styles.glyphs, self.moment.today
        if card.parked_until is not None:
            sign, day = glyphs.parked, _coming_day(card.parked_until, today)
            return f"{sign} parked to {day}", f"{sign} {day}", f"{sign} {short_day(card.parked_until, today)}", sign
        if card.next_due is None:
            sign, quiet = glyphs.none, self._quiet
            if quiet is None:
                return f"{sign} nothing next", f"{sign} nothing", f"{sign} none", sign
            return f"{sign} quiet {quiet} d", f"{sign} quiet {quiet}d", f"{sign} {quiet}d", sign
        state = card.due(today)
        sign = {DueState.OVERDUE: glyphs.overdue, DueState.TODAY: glyphs.today}.get(state, glyphs.later)
        sign += glyphs.said_no if card.said_no else ""
        kind = self._cells(card.next_kind)
        days = abs((card.next_due - today).days)
        at = f"{card.next_time:%H:%M}" if card.next_time else ""
        if state is DueState.TODAY:
            full, short = "today", at or "today"
        elif state is DueState.OVERDUE:
            full, short = f"{days} d", f"{days}d"
        else:
            full, short = _later(card.next_due, today), f"{days}d"
        full = f"{full} {at}".rstrip()
        return f"{sign} {full} {kind}".rstrip(), f"{sign} {short} {kind}".rstrip(), f"{sign} {short}", sign

    @property
    def objections(self) -> Line:
        """How many are open."""
        open_ones = self.card.open_objections
        return ((f"{self.styles.glyphs.objection}{open_ones}", "objection"),) if open_ones else EMPTY

    @property
    def standing(self) -> Line:
        """Open objections, and of an open deal how much is answered, with a sign when it may move on."""
        if self.card.outcome is not None:
            return self.objections
        onward: Line = ((f"{self.styles.glyphs.onward} ", "yes"),) if self.card.suggested is not None else EMPTY
        gap: Line = ((" ", "text"),) if self.card.open_objections else EMPTY
        return (*onward, *self.objections, *gap, *self._answered)

    @property
    def _answered(self) -> Line:
        card, glyphs = self.card, self.styles.glyphs
        if card.stage is Stage.LEAD:
            signs = {Answer.YES: glyphs.yes, Answer.NO: glyphs.no, Answer.UNKNOWN: glyphs.unknown}
            return tuple((signs[answer], answer.value) for answer in (card.market, card.means, card.authority))
        if card.ticked:
            return ((f"{glyphs.done}{card.ticked}/{len(TICKS)}", "yes" if card.ticked == len(TICKS) else "dim"),)
        of = len(EVALUATION)
        return ((f"{card.evaluated}/{of}", "yes" if card.evaluated == of else "dim"),)

    @property
    def _quiet(self) -> int | None:
        return self.card.stale_days(self.moment.now, self.moment.today)

    def _ending(self, outcome: Outcome) -> tuple[str, ...]:
        card, glyphs, today = self.card, self.styles.glyphs, self.moment.today
        sign = glyphs.won if outcome is Outcome.WON else glyphs.lost
        word = self.preset.place(card.stage, outcome)
        if card.closed_at is None:
            return f"{sign} {word}", sign
        day = _day_of(card.closed_at)
        full = f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")
        short = f"{sign} {short_day(day, today)}"
        said = f"{sign} {word} {full}", f"{sign} {full}", short, f"{sign} {word}", sign
        if not card.lost_reason:
            return said
        why = f" {glyphs.dot} {self._cells(card.lost_reason)}"
        return said[0] + why, short + why, *said

    def _cells(self, text: str) -> str:
        return self.styles.cells(text)


def short_day(day: date, today: date) -> str:
    """A day in as few letters as say which: ``2 Nov``, or ``Nov 2027`` in another year."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day:%b %Y}"


def _later(day: date, today: date) -> str:
    """A day to come as it is said: ``tomorrow``, ``Thu``, ``3 Dec``."""
    if day - today == timedelta(days=1):
        return "tomorrow"
    return f"{day:%a}" if day - today < _WEEK else _coming_day(day, today)


def _coming_day(day: date, today: date) -> str:
    """A day to come: ``12 Jan``, with its year where that could be this year's or is further away."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if day - today > _MONTHS_AHEAD else "")


def _day_of(instant: int) -> date:
    return local_moment(instant).date()


def _names_the_same(head: str, name: str) -> bool:
    """Whether one of two names is made of words of the other."""
    fewer, more = sorted((head.casefold().split(), name.casefold().split()), key=len)
    return bool(fewer) and set(fewer) <= set(more)
