"""A query of the board's language as conditions on the deal table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, Case, fn

from funnelboard.domain.contact import birthdays
from funnelboard.domain.deal_query import Query, Term
from funnelboard.domain.instant import LAST_DAY, instant_on
from funnelboard.domain.money import EXPONENTS
from funnelboard.domain.query_fields import OWN, Range
from funnelboard.domain.rates import FINEST, MAX_COMPARED
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.errors import BadInput
from funnelboard.store.derived_values import probability_column
from funnelboard.store.indexes import BIRTHDAY
from funnelboard.store.models import (
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealFieldRow,
    DealRow,
    DealTagRow,
    FollowUpRow,
    NoteRow,
    OwnFieldRow,
    SellerRow,
    TagRow,
)
from funnelboard.store.promises import next_of_deal
from funnelboard.store.search_text import fold
from funnelboard.store.words import has


def told_of(text: str) -> Any:
    """The deals whose notes or own fields have a text."""
    noted = NoteRow.select(NoteRow.deal).where(has(NoteRow.folded, text), NoteRow.deleted_at.is_null())
    own = DealFieldRow.select(DealFieldRow.deal)
    return noted.union(own.where(has(DealFieldRow.folded, text), DealFieldRow.deleted_at.is_null()))


def tells_of(text: str) -> Any:
    """The condition for a deal whose notes or own fields have a text: they are looked through deal by deal."""
    noted, own = NoteRow.select(SQL("1")), DealFieldRow.select(SQL("1"))
    noted = noted.where(NoteRow.deal == DealRow.id, has(NoteRow.folded, text), NoteRow.deleted_at.is_null())
    own = own.where(DealFieldRow.deal == DealRow.id, has(DealFieldRow.folded, text), DealFieldRow.deleted_at.is_null())
    return fn.EXISTS(noted) | fn.EXISTS(own)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, when and how: what ``me``, ``today`` and ``stale`` mean, and how what is told of a deal is searched.

    Attributes:
        seller: The seller's id.
        now: UTC epoch microseconds.
        today: Local date.
        settings: What is shared on the board.
        told: The condition for deals whose notes or own fields have a text; None where it is known that none have.
    """

    seller: int
    now: int
    today: date
    settings: BoardSettings = field(default_factory=BoardSettings)
    told: Callable[[str], Any] = lambda text: DealRow.id.in_(told_of(text))

    def differs(self, other: Asker) -> bool:
        """Whether another one means something else by what does not go by the clock."""
        return (self.seller, self.today, self.settings) != (other.seller, other.today, other.settings)


def where(query: Query, asker: Asker) -> Any:
    """The condition for deals that a query shows; parked deals only where it asks for them.

    Raises:
        BadInput: The text was no query.
    """
    wanted = parked_too(query, asker)
    return wanted if asks_for_parked(query) else wanted & DealRow.parked_until.is_null()


def parked_too(query: Query, asker: Asker) -> Any:
    """The condition for deals that a query asks for, whether they are parked or not.

    Raises:
        BadInput: The text was no query.
    """
    if query.problem is not None:
        raise BadInput(query.problem)
    there = DealRow.deleted_at.is_null()
    if query.everything:
        return there
    groups = [_joined(and_, [_term(term, asker) for term in group]) for group in query.groups]
    return there & _joined(or_, groups)


def on_board() -> Any:
    """The condition for deals that are neither in the bin nor parked."""
    return DealRow.deleted_at.is_null() & DealRow.parked_until.is_null()


def asks_for_parked(query: Query) -> bool:
    """Whether a query may show parked deals."""
    return any(term.field == "is" and "parked" in _values(term) for group in query.groups for term in group)


def _term(term: Term, asker: Asker) -> Any:
    condition = FIELDS[term.field](term, asker)
    if term.field == "text":
        return ~condition if term.negated else condition
    # A missing amount or date makes a comparison NULL; its negation must be true, not NULL again.
    return ~fn.COALESCE(condition, SQL("FALSE")) if term.negated else condition


def _values(term: Term) -> tuple[str, ...]:
    if isinstance(term.value, Range):
        return ()
    return (term.value,) if isinstance(term.value, str) else term.value


def _any(term: Term, one: Callable[[str], Any]) -> Any:
    return _joined(or_, [one(value) for value in _values(term)])


def _joined(operator: Callable[[Any, Any], Any], conditions: Sequence[Any]) -> Any:
    """Conditions under ``and`` or ``or``, half and half.

    One after the other they would be nested as deep as there are of them; SQLite's parser gives up at some 65.
    """
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return operator(_joined(operator, conditions[:middle]), _joined(operator, conditions[middle:]))


def _text(term: Term, asker: Asker) -> Any:
    def one(value: str) -> Any:
        told = asker.told(value)
        return has(DealRow.search_text, value) if told is None else has(DealRow.search_text, value) | told

    return _any(term, one)


def _stage(term: Term, asker: Asker) -> Any:
    return DealRow.stage.in_(list(_values(term)))


def _owner(term: Term, asker: Asker) -> Any:
    def one(value: str) -> Any:
        if value == "none":
            return DealRow.owner.is_null()
        if value == "me":
            return DealRow.owner == asker.seller
        return DealRow.owner.in_(SellerRow.select(SellerRow.id).where(has(SellerRow.folded, fold(value))))

    return _any(term, one)


def _source(term: Term, asker: Asker) -> Any:
    named = ["" if value == "none" else value for value in _values(term)]
    own_word = (DealRow.source_detail != "") & fn.LOWER(DealRow.source_detail).in_(named)
    return DealRow.source.in_(named) | own_word


def _tag(term: Term, asker: Asker) -> Any:
    tagged = DealTagRow.select(DealTagRow.deal).join(TagRow)
    wanted = [fold(value) for value in _values(term)]
    return DealRow.id.in_(tagged.where(TagRow.folded.in_(wanted), DealTagRow.deleted_at.is_null()))


def _company(term: Term, asker: Asker) -> Any:
    return _any(
        term,
        lambda value: DealRow.company.in_(CompanyRow.select(CompanyRow.id).where(has(CompanyRow.folded, fold(value)))),
    )


def _contact(term: Term, asker: Asker) -> Any:
    links = DealContactRow.select(DealContactRow.deal).join(ContactRow).where(DealContactRow.deleted_at.is_null())
    return _any(term, lambda value: DealRow.id.in_(links.where(has(ContactRow.folded, fold(value)))))


def _own(term: Term, asker: Asker) -> Any:
    """What a deal has in one own field holds a text, or there is none."""
    field = OwnFieldRow.select(OwnFieldRow.id).where(OwnFieldRow.folded == term.name)
    filled = DealFieldRow.select(DealFieldRow.deal).where(
        DealFieldRow.own_field.in_(field), DealFieldRow.deleted_at.is_null()
    )

    def one(value: str) -> Any:
        if value == "none":
            return DealRow.id.not_in(filled)
        return DealRow.id.in_(filled.where(has(DealFieldRow.folded, fold(value))))

    return _any(term, one)


def _outcome(term: Term, asker: Asker) -> Any:
    return DealRow.outcome.in_(list(_values(term)))


def _currency(term: Term, asker: Asker) -> Any:
    return DealRow.currency.in_([value.upper() for value in _values(term)])


def _between(column: Any, limits: Range, convert: Callable[[Any], Any]) -> Any:
    conditions = [column.is_null(False)]
    if limits.low is not None:
        low = convert(limits.low)
        conditions.append(column > low if limits.low_open else column >= low)
    if limits.high is not None:
        high = convert(limits.high)
        conditions.append(column < high if limits.high_open else column <= high)
    return reduce(and_, conditions)


def _range(term: Term) -> Range:
    assert isinstance(term.value, Range)
    return term.value


def _amount(term: Term, asker: Asker) -> Any:
    """Compared in ten-thousandths of a major unit: no currency is finer.

    A limit that names no currency is one of the board's where it has rates: deals are compared at them, and those in a
    currency without a rate are neither above nor below it. Anywhere else numbers are compared, whatever they are of.
    """
    limits = _range(term)

    def compare(limit: Decimal) -> int:
        return min(int(limit.scaleb(FINEST)), MAX_COMPARED)

    if asker.settings.rates and not limits.currency:
        return _between(DealRow.compared, limits, compare)
    return _between(whole_amount(), limits, compare)


def whole_amount() -> Any:
    """A deal's amount in ten-thousandths of a major unit, whatever the currency: no currency is finer."""
    scale = Case(
        None,
        [(DealRow.currency.in_(codes), 10 ** (FINEST - decimals)) for decimals, codes in UNUSUAL.items()],
        10 ** (FINEST - 2),
    )
    return DealRow.amount * scale


UNUSUAL: dict[int, list[str]] = {
    decimals: [code for code, exponent in EXPONENTS.items() if exponent == decimals] for decimals in (0, 3, 4)
}
"""The currencies that have not two decimals, by how many they have."""


def _probability(term: Term, asker: Asker) -> Any:
    return _between(probability_column(asker.settings.probabilities), _range(term), int)


def _score(term: Term, asker: Asker) -> Any:
    return _between(DealRow.score, _range(term), int)


def _next_due() -> Any:
    return next_of_deal(DealRow.next_due, FollowUpRow.due)


def _due(term: Term, asker: Asker) -> Any:
    due = _next_due()
    if isinstance(term.value, Range):
        return _between(due, term.value, date.isoformat)
    today = asker.today
    words = {
        "none": due.is_null(),
        "today": due == today.isoformat(),
        "overdue": due < today.isoformat(),
        # Seven days ahead and not the calendar's week: on a Sunday that would hide tomorrow.
        "week": due < (today + timedelta(days=7)).isoformat(),
    }
    return _any(term, words.__getitem__)


def _date_field(column: Any) -> Callable[[Term, Asker], Any]:
    return lambda term, asker: _between(column, _range(term), date.isoformat)


def _instant_field(column: Any) -> Callable[[Term, Asker], Any]:
    """A range of local days against an instant: from the first day's midnight to the end of the last."""

    def condition(term: Term, asker: Asker) -> Any:
        limits = _range(term)
        low = _midnight(limits.low, limits.low_open) if isinstance(limits.low, date) else None
        high = _midnight(limits.high, not limits.high_open) if isinstance(limits.high, date) else None
        return _between(column, Range(low, high, False, True), int)

    return condition


def _midnight(day: date, days_later: int) -> int:
    """When a local day begins, or the day after it, in epoch microseconds."""
    return instant_on(min(day, LAST_DAY) + timedelta(days=days_later))


def _in_stage(term: Term, asker: Asker) -> Any:
    days = (asker.now - DealRow.stage_since) / MICROSECONDS_A_DAY
    return _between(fn.COALESCE(days, 0), _range(term), int)


def _stale(asker: Asker) -> Any:
    by_stage = [
        (DealRow.stage == stage.value) & (DealRow.last_touch <= asker.now - (days + 1) * MICROSECONDS_A_DAY)
        for stage, days in asker.settings.stale_days.items()
    ]
    waiting = DealRow.next_due.is_null(False) & (DealRow.next_due >= asker.today.isoformat())
    return reduce(or_, by_stage) & ~waiting & DealRow.parked_until.is_null()


def _birthday(asker: Asker) -> Any:
    days = list(birthdays(asker.today))
    link = DealContactRow.select(DealContactRow.deal).join(ContactRow)
    return DealRow.id.in_(
        link.where(
            SQL(BIRTHDAY).in_(days),
            DealContactRow.deleted_at.is_null(),
            ContactRow.may_contact == 1,
        )
    )


def _repeat(asker: Asker) -> Any:
    """Deals that go on from a won one, and all later ones of a customer."""
    before = DealRow.alias()
    won = before.select(before.id).where(before.outcome == Outcome.WON.value)
    customers = CompanyRow.select(CompanyRow.id).where(CompanyRow.customer_since < DealRow.created_at)
    return DealRow.company.in_(customers) | DealRow.repeat_of.in_(won)


STATES: dict[str, Callable[[Asker], Any]] = {
    "stale": _stale,
    "adrift": lambda asker: DealRow.outcome.is_null() & DealRow.next_due.is_null(),
    # Not “is not NULL”: for a range SQLite goes through those that are parked, and not through all deals.
    "parked": lambda asker: DealRow.parked_until >= "",
    "won": lambda asker: DealRow.outcome == "won",
    "lost": lambda asker: DealRow.outcome == "lost",
    "open": lambda asker: DealRow.outcome.is_null(),
    "closed": lambda asker: DealRow.stage == Stage.CLOSED.value,
    "mine": lambda asker: DealRow.owner == asker.seller,
    "repeat": _repeat,
    "birthday": _birthday,
}

MISSING: dict[str, Callable[[], Any]] = {
    "market": lambda: DealRow.market != "yes",
    "means": lambda: DealRow.means != "yes",
    "authority": lambda: DealRow.authority != "yes",
    "need": lambda: DealRow.need != "yes",
    "willing": lambda: DealRow.willing != "yes",
    "agreed": lambda: DealRow.agreed != "yes",
    "signed": lambda: DealRow.signed != "yes",
    "settled": lambda: DealRow.settled != "yes",
    "amount": lambda: DealRow.amount.is_null(),
    "close": lambda: DealRow.expected_close.is_null(),
    "owner": lambda: DealRow.owner.is_null(),
    "company": lambda: DealRow.company.is_null(),
    "contact": lambda: DealRow.id.not_in(
        DealContactRow.select(DealContactRow.deal).where(DealContactRow.deleted_at.is_null())
    ),
    "follow-up": lambda: _next_due().is_null(),
}

FIELDS: dict[str, Callable[[Term, Asker], Any]] = {
    "text": _text,
    "stage": _stage,
    "owner": _owner,
    "source": _source,
    "tag": _tag,
    "company": _company,
    "contact": _contact,
    OWN: _own,
    "outcome": _outcome,
    "currency": _currency,
    "amount": _amount,
    "prob": _probability,
    "score": _score,
    "due": _due,
    "close": _date_field(DealRow.expected_close),
    "created": _instant_field(DealRow.created_at),
    "closed": _instant_field(DealRow.closed_at),
    "in-stage": _in_stage,
    "is": lambda term, asker: _any(term, lambda value: STATES[value](asker)),
    "missing": lambda term, asker: _any(term, lambda value: MISSING[value]()),
}
"""What each field of the language means."""
