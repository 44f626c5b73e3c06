"""Everything about a deal in words, as ``show`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from funnelboard.cli import output
from funnelboard.cli.contact_text import CONTACT_COLUMNS, contact_row
from funnelboard.cli.deal_text import local_time, owner_name
from funnelboard.cli.gates import criterion_words, next_step
from funnelboard.cli.objections import OBJECTION_COLUMNS, objection_row
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.agenda import refusal
from funnelboard.domain.customer import Customer
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.grammar import counted
from funnelboard.domain.money import format_money
from funnelboard.domain.presets import Preset
from funnelboard.domain.score import Points
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import TimelineEntry

if TYPE_CHECKING:
    from funnelboard.services.deal_detail import DealDetail

FOLLOW_UP_COLUMNS = (
    Column("id", right=True),
    Column("due", least=9, wrapped=True),
    Column("what", least=10, wrapped=True),
    Column("seller", least=4, spare=True),
)
"""What a table of follow-ups shows."""

_ANSWER_COLUMNS = (
    Column("question"),
    Column("answer"),
    Column("contact", least=8),
    Column("how"),
    Column("seller", least=4, spare=True),
    Column("when", spare=True),
)
_SCORE_COLUMNS = (
    Column("points", right=True),
    Column("rule", least=8, wrapped=True),
    Column("why", least=10, wrapped=True),
    Column("most", right=True),
)


def write_detail(detail: DealDetail, preset: Preset, today: date) -> None:
    """Write everything about a deal to standard output, the newest of its timeline first.

    Args:
        preset: The words of the board.
        today: The seller's local date.
    """
    deal = detail.deal
    output.write_sentence(f"#{deal.id} {deal.title}", output.BOLD)
    output.write_facts(_facts(detail, preset, today))
    if step := next_step(deal):
        output.write_sentence(step)
    write_section("Own fields", (f"{name}: {text}" for name, text in deal.own_fields))
    write_rows("Answers", _ANSWER_COLUMNS, [_answer(given, today) for given in detail.answers])
    if detail.score is not None:
        write_rows(f"Score {detail.score.total}", _SCORE_COLUMNS, [_points(points) for points in detail.score.points])
    write_section("Checklist", (f"[{'x' if done else ' '}] {text}" for text, done in detail.checklist))
    write_rows("Contacts", CONTACT_COLUMNS, [contact_row(link, today) for link in deal.contacts])
    write_rows("Objections", OBJECTION_COLUMNS, [objection_row(objection, today) for objection in detail.objections])
    write_rows("Follow-ups", FOLLOW_UP_COLUMNS, [follow_up_row(each, deal, today) for each in detail.follow_ups])
    write_section("Timeline", (entry_lines(entry, today) for entry in detail.timeline))


def write_section(heading: str, lines: Iterable[str], otherwise: str = "") -> None:
    """Write lines under a heading; of no lines ``otherwise``, and without that nothing at all."""
    shown = list(lines) or [otherwise]
    if any(shown):
        output.write("")
        output.write(heading, output.BOLD)
        for line in shown:
            output.write_indented(line)


def write_rows(heading: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], otherwise: str = "") -> None:
    """Write a table under a heading; of no rows ``otherwise``, and without that nothing at all."""
    if not rows:
        write_section(heading, (), otherwise)
        return
    output.write("")
    output.write(heading, output.BOLD)
    write_table(columns, rows, indent=2)


def _facts(detail: DealDetail, preset: Preset, today: date) -> Iterator[tuple[str, str]]:
    deal = detail.deal
    yield "Stage", _stage(deal, preset)
    yield "Amount", format_money(deal.amount) if deal.amount else ""
    yield "Probability", f"{deal.probability} %" + (" (its own)" if deal.own_probability is not None else "")
    yield "Weighted", format_money(deal.weighted_amount) if deal.weighted_amount else ""
    yield "Owner", owner_name(deal)
    yield "Company", deal.company.name if deal.company else ""
    yield "Customer", customer_words(detail.customer, today) if detail.customer else ""
    yield "Repeat of", f"#{deal.repeat_of}" if deal.repeat_of is not None else ""
    yield "Source", deal.origin
    yield "Referred by", deal.referred_by
    yield "Tags", " ".join(f"#{tag}" for tag in deal.tags)
    yield "Qualification", f"market {deal.market}, means {deal.means}, authority {deal.authority}"
    yield "Evaluation", f"need {deal.need}, willing {deal.willing}"
    yield "Closing", _closing(deal)
    yield "Pain point", deal.pain_point
    yield "Supplier now", deal.current_supplier
    yield "Competitor", deal.competitor
    yield "They decide by", deal.decision_process
    yield "Their next step", deal.buyer_next_step
    yield "Expected close", describe_date(deal.expected_close, today) if deal.expected_close else ""
    yield "Closed", local_time(deal.closed_at, today) if deal.closed_at is not None else ""
    yield "Lost because", ": ".join(part for part in (deal.lost_reason or "", deal.lost_detail) if part)
    yield "May we return", deal.may_return if deal.lost_reason else ""
    yield "Parked until", _parked(deal, today)
    yield "Created", local_time(deal.created_at, today)
    yield "In stage since", local_time(deal.stage_since, today)
    yield "Last touch", local_time(deal.last_touch, today) + _stale(detail.stale_days)
    yield "External id", deal.external_id or ""


def _stage(deal: Deal, preset: Preset) -> str:
    place = f"{deal.stage}, {deal.outcome}" if deal.outcome else deal.stage
    called = preset.place(deal.stage, deal.outcome)
    return place if called in (deal.stage, deal.outcome) else f"{place} ({called})"


def _closing(deal: Deal) -> str:
    """The three ticks, once they are asked for or known."""
    if deal.stage is not Stage.OPPORTUNITY and {deal.agreed, deal.signed, deal.settled} == {Answer.UNKNOWN}:
        return ""
    return f"agreed {deal.agreed}, signed {deal.signed}, settled {deal.settled}"


def customer_words(customer: Customer, today: date) -> str:
    """``since 12 Jan 2026 09:00 · 3 deals won · 42 000 €, 10 000 NOK``; nothing for a company that is none."""
    if customer.since is None:
        return ""
    lifetime = ", ".join(format_money(money) for money in customer.lifetime)
    parts = (f"since {local_time(customer.since, today)}", f"{counted(customer.won, 'deal')} won", lifetime)
    return " · ".join(part for part in parts if part)


def _parked(deal: Deal, today: date) -> str:
    if deal.parked_until is None:
        return ""
    until = describe_date(deal.parked_until, today)
    return f"{until}: {deal.parked_reason}" if deal.parked_reason else until


def _stale(days: int | None) -> str:
    return "" if days is None else f" (stale: {counted(days, 'day')} of silence)"


def _answer(given: GivenAnswer, today: date) -> tuple[str, ...]:
    question = criterion_words(given.criterion)
    return (question, given.answer, given.contact, given.how, given.seller, local_time(given.at, today))


def _points(points: Points) -> tuple[str, ...]:
    return (f"{points.points:+d}", points.rule.replace("-", " "), points.reason, str(points.most))


def follow_up_row(follow_up: FollowUp, deal: Deal, today: date) -> tuple[str, ...]:
    """A follow-up of the deal in the columns of ``FOLLOW_UP_COLUMNS``."""
    overdue = "!" if follow_up.due < today else ""
    due = f"{overdue}{follow_up.when(today)}"
    refused = refusal(deal, follow_up.kind)
    what = f"{follow_up.words}{f' ({refused} has said no)' if refused else ''}"
    return (str(follow_up.id), due, what, follow_up.seller)


def entry_lines(entry: TimelineEntry, today: date, about: str = "") -> str:
    """An entry with its text below it.

    Args:
        about: Which deal it is about, where there are several.
    """
    heading = "  ".join(
        part for part in (local_time(entry.at, today), entry.seller, entry.called(today), about) if part
    )
    return f"{heading}\n{entry.text}" if entry.text else heading
