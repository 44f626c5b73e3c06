"""What is asked: in a stage, at a gate, of a deal that is won or lost. Nothing here draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from funnelboard.domain.criteria import ASKED_AT, CLOSING, YES_OR_NO, Criterion, Gate, answer_to, gate
from funnelboard.domain.dates import parse_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.money import format_money, parse_money
from funnelboard.domain.parking import parse_park_date
from funnelboard.domain.presets import Preset
from funnelboard.domain.settings import LostChoice
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.ui.modals.answer_rows import YesNo
from funnelboard.ui.modals.answers import AnswerForm, Problem
from funnelboard.ui.modals.deal_fields import date_in_words
from funnelboard.ui.modals.typed_row import Typed

Value = TypeVar("Value")

BECAUSE, CLOSED_ON, WORDS, COMPETITOR, MAY_RETURN, RETURN_ON = (
    "because", "closed_on", "lost_detail", "competitor", "may_return", "return_on",
)  # fmt: skip

_STRICT = "The gates of this board are strict: each of these needs a yes."
_FOR_ALL = "What is said here is for all of them."

_DETAILS = {
    "pain_point": "pain point",
    "current_supplier": "supplier now",
    "competitor": "competitor",
    "decision_process": "how they decide",
    "buyer_next_step": "buyer's next step",
}


class FormWriter:
    """Writes forms in the words of a preset, for one day and currency."""

    def __init__(self, preset: Preset, today: date, currency: str, *, strict: bool = False) -> None:
        """Begin.

        Args:
            today: The seller's local date, for typed dates.
            currency: Meant when an amount names none.
            strict: Whether the board's gates let nothing pass.
        """
        self._preset = preset
        self._today = today
        self._currency = currency
        self._strict = strict

    def stage(self, deal: Deal, answers: Iterable[GivenAnswer]) -> AnswerForm:
        """The questions of a deal's stage, each with its answer, and what else can be learnt."""
        given = {answer.criterion: answer for answer in answers}
        rows = [self._question(criterion, deal, given.get(criterion)) for criterion in ASKED_AT[deal.stage]]
        details = [Typed(name, label, getattr(deal, name), asked=False) for name, label in _DETAILS.items()]
        return AnswerForm(deal.title, [*rows, "What else was learnt", *details], asks_how=True, people=people_of(deal))

    def gate(self, gates: Sequence[Gate], moved: int, deal: Deal | None) -> AnswerForm:
        """Only what is missing, and why it may be passed over.

        Args:
            gates: Those that are closed; at least one. Of several deals only what all of them lack can be asked; a
                form without rows is of no use.
            moved: How many deals are to move.
            deal: The deal, if it is one alone.
        """
        first = gates[0]
        place = self._preset.place(first.stage, first.outcome)
        asked = _lacked_by_all(gates, moved)
        rows: list[YesNo | Typed | str] = [self._question(criterion, deal) for criterion in asked]
        standing = {criterion: answer_to(deal, criterion) if deal else Answer.UNKNOWN for criterion in asked}
        others = any(set(one.missing) - set(asked) for one in gates)
        rows += self._reason("or because" if asked else "because")
        if moved == 1:
            title = f"Move “{first.title}” to {place}"
            lead = _STRICT if self._strict else ""
        else:
            title = f"Move {moved} deals to {place}"
            lead = f"{_lacking(gates, moved)} {_STRICT if self._strict else _FOR_ALL}"
        if self._strict and others:
            rows = []
        return AnswerForm(
            title,
            rows,
            lead=lead,
            asks_how=bool(asked),
            enter="move",
            stay="keep" if deal is not None else "",
            check=self._gate_check(standing, others),
        )

    def won(self, deals: Sequence[Deal]) -> AnswerForm:
        """The three ticks, the final amount and the day; of several deals what is missing in all of them."""
        deal = deals[0] if len(deals) == 1 else None
        gates = [found for one in deals if not (found := gate(one, Stage.CLOSED, Outcome.WON)).open]
        asked: Sequence[Criterion] = CLOSING if deal is not None else _lacked_by_all(gates, len(deals))
        rows: list[YesNo | Typed | str] = [
            self._question(criterion, deal, label="final amount" if criterion is Criterion.AMOUNT else "")
            for criterion in asked
        ]
        rows.append("")
        rows.append(Typed(CLOSED_ON, "closed on", "today", self._day_of_closing, self._in_words, asked=False))
        rows += self._reason("or because" if asked else "because")[1:]
        standing = {criterion: answer_to(deal, criterion) if deal else Answer.UNKNOWN for criterion in asked}
        others = any(set(one.missing) - set(asked) for one in gates)
        won = self._preset.won
        return AnswerForm(
            f"Close “{deal.title}” as {won}" if deal else f"Close {len(deals)} deals as {won}",
            rows,
            lead=f"{_lacking(gates, len(deals))} {_FOR_ALL}" if gates and deal is None else "",
            enter="close",
            check=self._gate_check(standing, others),
        )

    def lost(self, deals: Sequence[Deal], why: LostChoice) -> AnswerForm:
        """What belongs to the reason, and whether we may come back."""
        deal = deals[0] if len(deals) == 1 else None
        rows: list[YesNo | Typed | str] = []
        if why.reason is LostReason.OTHER and not why.detail:
            rows.append(Typed(WORDS, "why, in a few words", asked=False))
        if why.reason is LostReason.COMPETITOR:
            known = deal.competitor if deal else ""
            rows.append(Typed(COMPETITOR, "which competitor", known, hint="unknown will do", asked=False))
        rows.append(YesNo(MAY_RETURN, "May we come back?"))
        rows.append(Typed(RETURN_ON, "When?", "", self._day_of_return, self._in_words, hint="in 6 months"))
        lost = self._preset.lost
        title = f"“{deal.title}” is {lost}: {why.label}" if deal else f"{len(deals)} deals are {lost}: {why.label}"
        known_competitor = all(one.competitor for one in deals)
        return AnswerForm(title, rows, enter="close", check=lambda values: _lost_problem(why, values, known_competitor))

    def _question(
        self, criterion: Criterion, deal: Deal | None, given: GivenAnswer | None = None, label: str = ""
    ) -> YesNo | Typed:
        text = label or self._preset.question(criterion)
        if criterion in YES_OR_NO:
            answer = answer_to(deal, criterion) if deal else Answer.UNKNOWN
            return YesNo(criterion.value, text, answer, told_of(given) if given else "")
        if criterion is Criterion.AMOUNT:
            amount = deal.amount if deal else None
            currency = amount.currency if amount else self._currency
            return Typed(
                criterion.value,
                text,
                format_money(amount) if amount else "",
                _or_none(lambda typed: parse_money(typed, currency)),
                lambda money: format_money(money) if money else "",
                "12k",
            )
        day = deal.expected_close if deal else None
        return Typed(
            criterion.value,
            text,
            day.isoformat() if day else "",
            _or_none(lambda typed: parse_date(typed, self._today)),
            self._in_words,
            "3 dec",
        )

    def _reason(self, label: str) -> list[Typed | str]:
        if self._strict:
            return []
        return ["", Typed(BECAUSE, label, asked=False, hint="why all the same")]

    def _gate_check(
        self, standing: Mapping[Criterion, Answer], others: bool
    ) -> Callable[[Mapping[str, Any]], Problem | None]:
        """What is missing once the form's values count; ``others`` says that something not asked here is too."""

        def check(values: Mapping[str, Any]) -> Problem | None:
            missing = [criterion for criterion, answer in standing.items() if not _met(criterion, answer, values)]
            if not missing and not others:
                return None
            if self._strict and missing:
                return missing[0].value, "It needs this: the gates of this board are strict."
            if self._strict:
                return CLOSED_ON, "The gates of this board are strict; answer c on each deal first."
            if str(values.get(BECAUSE, "")).strip():
                return None
            lacking = ", ".join(criterion.value.replace("_", " ") for criterion in missing)
            what = f"Still missing: {lacking}." if missing else "Some answers are missing."
            return BECAUSE, f"{what} Say why it moves all the same."

        return check

    def _in_words(self, day: date | None) -> str:
        return date_in_words(day, self._today) if day else ""

    def _day_of_closing(self, text: str) -> date | None:
        day = _or_none(lambda typed: parse_date(typed, self._today))(text)
        if day is not None and day > self._today:
            raise BadInput(f"{self._in_words(day)} has not come yet. Name today or a day before.")
        return day

    def _day_of_return(self, text: str) -> date | None:
        return _or_none(lambda typed: parse_park_date(typed, self._today))(text)


def people_of(deal: Deal) -> list[tuple[int, str]]:
    """Ids and names of a deal's contacts, the one on the card first."""
    links = sorted(deal.contacts, key=lambda link: not link.primary)
    return [(link.contact.id, link.contact.name) for link in links]


def told_of(given: GivenAnswer) -> str:
    """How an answer was learnt, from whom and when."""
    day = datetime.fromtimestamp(given.at / 1_000_000)
    return " · ".join(filter(None, (given.how, given.contact, f"{day.day} {day:%b}")))


def read_answers(values: Mapping[str, Any]) -> dict[Criterion, Any]:
    """Those of a form's values that answer a criterion."""
    return {criterion: values[criterion.value] for criterion in Criterion if criterion.value in values}


def read_details(values: Mapping[str, Any]) -> dict[str, str]:
    """Those of a form's values that are details of the deal."""
    return {name: values[name] for name in _DETAILS if name in values}


def _met(criterion: Criterion, answer: Answer, values: Mapping[str, Any]) -> bool:
    if criterion.value not in values:
        return answer is Answer.YES
    value = values[criterion.value]
    return value is Answer.YES if criterion in YES_OR_NO else value is not None


def _lacked_by_all(gates: Sequence[Gate], moved: int) -> list[Criterion]:
    """What every one of the deals lacks: only that can be answered for all of them and overwrite nothing."""
    if not gates or len(gates) < moved:
        return []
    return [criterion for criterion in gates[0].missing if all(criterion in one.missing for one in gates)]


def _lacking(gates: Sequence[Gate], moved: int) -> str:
    counts = Counter(criterion for one in gates for criterion in one.missing)
    told = ", ".join(f"{criterion.value.replace('_', ' ')} ({count})" for criterion, count in counts.items())
    who = "All of them lack something" if len(gates) == moved else f"{len(gates)} of them lack something"
    return f"{who}: {told}."


def _or_none(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    return lambda text: read(text) if text.strip() else None


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
