"""What is asked: in a stage, at a gate, of a deal that is won or lost. Nothing here draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from funnelboard.domain.criteria import ASKED_AT, CLOSING, YES_OR_NO, Criterion, Gate, answer_to, gate
from funnelboard.domain.dates import describe_date, parse_past_date, whole_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.instant import local_moment
from funnelboard.domain.parking import parse_park_date
from funnelboard.domain.presets import Preset
from funnelboard.domain.settings import LostChoice
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.ui.forms.reading import amount_field, date_in_words, day_field
from funnelboard.ui.sheet.asked import Asked, Field, Form, Problem, Question

BECAUSE, CLOSED_ON, WORDS, COMPETITOR, MAY_RETURN, RETURN_ON = (
    "because", "closed_on", "lost_detail", "competitor", "may_return", "return_on",
)  # fmt: skip

_DETAILS = {
    "pain_point": "pain point",
    "current_supplier": "supplier now",
    "competitor": "competitor",
    "decision_process": "how they decide",
    "buyer_next_step": "buyer's next step",
}


@dataclass(frozen=True, slots=True)
class FormWriter:
    """Writes forms in the words of a preset, for one day and currency.

    Attributes:
        today: The seller's local date, for typed dates.
        day_first: Whether 3/12 is 3 December.
        currency: Meant when an amount names none.
        arrow: Stands between a deal and where it goes.
        strict: Whether the board's gates let nothing pass.
    """

    preset: Preset
    today: date
    day_first: bool
    currency: str
    arrow: str
    strict: bool

    def stage(self, deal: Deal, answers: Iterable[GivenAnswer]) -> Form:
        """The questions of a deal's stage, each with its answer, and what else can be learnt."""
        asked = ASKED_AT[deal.stage]
        return Form(
            deal.title,
            self._questions(asked, deal, answers),
            more=_details(deal),
            people=people_of(deal),
            aside=_aside(_standing(asked, deal)),
        )

    def gate(
        self,
        gates: Sequence[Gate],
        moved: int,
        deal: Deal | None,
        answers: Iterable[GivenAnswer] = (),
        given: Collection[Criterion] = (),
    ) -> Form | None:
        """Only what is missing, what else may have been learnt, and why the gate may be passed all the same.

        Args:
            gates: Those that are closed; at least one. Of several deals only what all of them lack can be asked.
            moved: How many deals are to move.
            deal: The deal, if it is one alone.
            answers: How its answers were learnt.
            given: What was answered here before and is asked again, though somebody else may have answered it since.

        Returns:
            None where no answer would do: the deals lack different things, and the gates are strict.
        """
        asked = _lacked_by_all(gates, moved)
        if deal is not None:
            asked = [criterion for criterion in Criterion if criterion in asked or criterion in given]
        others = _lacked_by_some(gates, asked, moved)
        if self.strict and others:
            return None
        questions = self._questions(asked, deal, answers)
        reason = self._reason()
        standing = _standing(asked, deal)
        place = self.preset.place(gates[0].stage, gates[0].outcome)
        return Form(
            self._title(gates[0].title, moved, place),
            questions or reason,
            more=[*(_details(deal) if deal is not None else ()), *(reason if questions else ())],
            people=None if not questions else people_of(deal) if deal is not None else (),
            enter="move, answers kept",
            stay="only keep" if deal is not None else "",
            **self._judged(standing, others),
        )

    def won(self, deals: Sequence[Deal]) -> Form:
        """The three ticks, the final amount and the day; of several deals what is missing in all of them.

        A tick that nobody has said no to is offered as a yes: won means all three.
        """
        deal = deals[0] if len(deals) == 1 else None
        gates = [found for one in deals if not (found := gate(one, Stage.CLOSED, Outcome.WON)).open]
        asked: Sequence[Criterion] = CLOSING if deal is not None else _lacked_by_all(gates, len(deals))
        others = _lacked_by_some(gates, asked, len(deals))
        day = day_field(
            CLOSED_ON, "closed", "today", self.today, day_first=self.day_first, read=_day_of_closing, hint="",
            question="On which day was it closed?",
        )  # fmt: skip
        refused = {criterion.value for one in gates for criterion in one.refused}

        def offered(asked: Asked) -> Asked:
            if not isinstance(asked, Question) or asked.name in refused:
                return asked
            return replace(asked, offered=Answer.YES)

        return Form(
            self._title(deals[0].title, len(deals), self.preset.won),
            [*map(offered, self._questions(asked, deal, amount="What is the final amount?")), day],
            more=self._reason(),
            enter="close",
            **self._judged(_standing(asked, deal), others),
        )

    def lost(self, deals: Sequence[Deal], why: LostChoice) -> Form:
        """What belongs to the reason, and whether we may come back."""
        rows: list[Asked] = []
        if why.reason is LostReason.OTHER and not why.detail:
            rows.append(Field(WORDS, "why", question="Why, in a few words?"))
        if why.reason is LostReason.COMPETITOR:
            known = deals[0].competitor if len(deals) == 1 else ""
            rows.append(Field(COMPETITOR, "competitor", known, hint="unknown will do", question="Who got it?"))
        rows.append(Question(MAY_RETURN, "return", "May we come back?"))
        rows.append(
            day_field(
                RETURN_ON, "when", "", self.today, day_first=self.day_first, read=parse_park_date,
                hint="such as in 6 months", question="When may we come back?",
            )
        )  # fmt: skip
        known_competitor = all(deal.competitor for deal in deals)
        return Form(
            self._title(deals[0].title, len(deals), f"{self.preset.lost}: {why.label}"),
            rows,
            enter="close",
            check=lambda values: _lost_problem(why, values, known_competitor),
        )

    def _title(self, title: str, count: int, place: str) -> str:
        deals = title if count == 1 else f"{count} deals"
        return f"{deals} {self.arrow} {place}"

    def _questions(
        self, asked: Iterable[Criterion], deal: Deal | None, answers: Iterable[GivenAnswer] = (), amount: str = ""
    ) -> list[Asked]:
        """The questions, each with how it stands; ``amount`` is asked in other words if it says so."""
        given = {answer.criterion: answer for answer in answers}
        return [
            self._question(criterion, deal, given.get(criterion), amount if criterion is Criterion.AMOUNT else "")
            for criterion in asked
        ]

    def _question(self, criterion: Criterion, deal: Deal | None, given: GivenAnswer | None, words: str) -> Asked:
        name, label = criterion.value, criterion.label
        text = words or self.preset.question(criterion)
        if criterion in YES_OR_NO:
            answer = answer_to(deal, criterion) if deal else Answer.UNKNOWN
            return Question(name, label, text, answer, told_of(given, self.today) if given else "")
        if criterion is Criterion.AMOUNT:
            return amount_field(name, deal.amount if deal else None, self.currency, text)
        day = deal.expected_close if deal else None
        typed = whole_date(day) if day else ""
        return day_field(name, label, typed, self.today, day_first=self.day_first, question=text)

    def _reason(self) -> Sequence[Asked]:
        return () if self.strict else (Field(BECAUSE, "because", hint="the reason to go on without an answer"),)

    def _judged(self, standing: Mapping[Criterion, Answer], others: Sequence[str]) -> dict[str, Any]:
        """What a form says and does about what is missing once its values count; ``others`` is not asked in it."""

        def check(values: Mapping[str, Any]) -> Problem | None:
            missing = _missing(standing, values)
            if not missing and not others:
                return None
            if self.strict and missing:
                return missing[0].value, "It needs this: the gates of this board are strict."
            if self.strict:
                return CLOSED_ON, "The gates of this board are strict; answer c on each deal first."
            if str(values.get(BECAUSE, "")).strip():
                return None
            lacking = ", ".join((*(one.label for one in missing), *others))
            return BECAUSE, f"Still missing: {lacking}. Say why it moves all the same."

        aside = _aside(standing, others, strict=self.strict)
        return {"because": "" if self.strict else BECAUSE, "aside": aside, "check": check}


def _day_of_closing(text: str, today: date, *, day_first: bool) -> date:
    day = parse_past_date(text, today, day_first=day_first)
    if day > today:
        raise BadInput(f"{date_in_words(day, today)} has not come yet. Name today or a day before.")
    return day


def people_of(deal: Deal) -> list[tuple[int, str]]:
    """Ids and names of a deal's contacts, the one on the card first."""
    links = sorted(deal.contacts, key=lambda link: not link.primary)
    return [(link.contact.id, link.contact.name) for link in links]


def told_of(given: GivenAnswer, today: date) -> str:
    """How an answer was learnt, from whom and when."""
    day = local_moment(given.at).date()
    return " · ".join(filter(None, (given.how, given.contact, describe_date(day, today))))


def read_answers(values: Mapping[str, Any]) -> dict[Criterion, Any]:
    """Those of a form's values that answer a criterion."""
    return {criterion: values[criterion.value] for criterion in Criterion if criterion.value in values}


def read_details(values: Mapping[str, Any]) -> dict[str, str]:
    """Those of a form's values that are details of the deal."""
    return {name: values[name] for name in _DETAILS if name in values}


def _details(deal: Deal) -> list[Field]:
    return [Field(name, label, getattr(deal, name)) for name, label in _DETAILS.items()]


def _standing(asked: Iterable[Criterion], deal: Deal | None) -> dict[Criterion, Answer]:
    return {criterion: answer_to(deal, criterion) if deal else Answer.UNKNOWN for criterion in asked}


def _missing(standing: Mapping[Criterion, Answer], values: Mapping[str, Any]) -> list[Criterion]:
    return [criterion for criterion, answer in standing.items() if not _met(criterion, answer, values)]


def _met(criterion: Criterion, answer: Answer, values: Mapping[str, Any]) -> bool:
    if criterion.value not in values:
        return answer is Answer.YES
    value = values[criterion.value]
    return value is Answer.YES if criterion in YES_OR_NO else value is not None


def _aside(
    standing: Mapping[Criterion, Answer], others: Sequence[str] = (), *, strict: bool = False
) -> Callable[[Mapping[str, Any]], str]:
    """What is missing, for the end of the title."""

    def aside(values: Mapping[str, Any]) -> str:
        lacking = ", ".join((*(one.label for one in _missing(standing, values)), *others))
        return f"{'strict gates, ' if strict else ''}missing {lacking}" if lacking else ""

    return aside


def _lacked_by_all(gates: Sequence[Gate], moved: int) -> list[Criterion]:
    """What every one of the deals lacks: only that can be answered for all of them and overwrite nothing."""
    if not gates or len(gates) < moved:
        return []
    return [criterion for criterion in gates[0].missing if all(criterion in one.missing for one in gates)]


def _lacked_by_some(gates: Sequence[Gate], asked: Iterable[Criterion], moved: int) -> list[str]:
    """What is missing besides, each with of how many deals."""
    counts = Counter(criterion for one in gates for criterion in one.missing)
    return [f"{criterion.label} ({counts[criterion]} of {moved})" for criterion in counts if criterion not in asked]


def _lost_problem(why: LostChoice, values: Mapping[str, Any], known_competitor: bool) -> Problem | None:
    if why.reason is LostReason.OTHER and not why.detail and not values.get(WORDS):
        return WORDS, "Say in a few words why it was lost."
    if why.reason is LostReason.COMPETITOR and not values.get(COMPETITOR, known_competitor):
        return COMPETITOR, "Say who it was lost to; “unknown” will do."
    answer, day = values.get(MAY_RETURN, Answer.UNKNOWN), values.get(RETURN_ON)
    if answer is Answer.YES and day is None:
        return RETURN_ON, "Say when, for example in 6 months."
    if answer is Answer.NO and day is not None:
        return RETURN_ON, "They said no, so there is no day for it. Empty this."
    return None
