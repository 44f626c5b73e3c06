"""Everything about a deal in words, as ``show`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from funnelboard.cli import output
from funnelboard.cli.deal_text import local_time, owner_name
from funnelboard.cli.gates import criterion_words, next_step
from funnelboard.cli.objections import objection_line
from funnelboard.domain.contact import Contact, DealContact
from funnelboard.domain.customer import Customer
from funnelboard.domain.dates import describe_date, describe_distance
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
    from funnelboard.services.board_reading import DealDetail

_YEARLESS = 1904
"""Up to this year a birthday's year only says that nobody has told it."""


def write_detail(detail: DealDetail, preset: Preset, today: date) -> None:
    """Write everything about a deal to standard output, the newest of its timeline first.

    Args:
        preset: The words of the board.
        today: The seller's local date.
    """
    deal = detail.deal
    output.write(f"#{deal.id} {deal.title}", output.BOLD)
    output.write_facts(_facts(detail, preset, today))
    if step := next_step(deal):
        output.write(step)
    write_section("Answers", (_answer(given) for given in detail.answers))
    if detail.score is not None:
        write_section(f"Score {detail.score.total}", (_points(points) for points in detail.score.points))
    write_section("Checklist", (f"[{'x' if done else ' '}] {text}" for text, done in detail.checklist))
    write_section("Contacts", (f"{link.id}: {contact_line(link)}" for link in deal.contacts))
    write_section("Objections", (objection_line(objection) for objection in detail.objections))
    write_section("Follow-ups", (follow_up_line(follow_up, today) for follow_up in detail.follow_ups))
    write_section("Timeline", (entry_lines(entry) for entry in detail.timeline))


def contact_line(link: DealContact) -> str:
    """``Kari Nordmann, CFO · decision maker · decides · kari@acme.example · +47 …``."""
    return person_line(link.contact, link.role, "decides" if link.decides else "")


def person_line(person: Contact, *parts_played: str) -> str:
    """Who somebody is, what they are in the purchase, how they can be reached and whether they may be."""
    name = f"{person.name}, {person.job_title}" if person.job_title else person.name
    parts = (
        name,
        *parts_played,
        person.email,
        person.phone,
        f"born {_birthday(person.birthday)}" if person.birthday else "",
        "" if person.may_contact else "has said no to being contacted",
        f"only by {', '.join(person.contact_by)}" if person.may_contact and person.contact_by else "",
    )
    return " · ".join(part for part in parts if part)


def write_section(heading: str, lines: Iterable[str], otherwise: str = "") -> None:
    """Write lines under a heading; of no lines ``otherwise``, and without that nothing at all."""
    shown = list(lines) or [otherwise]
    if any(shown):
        output.write("")
        output.write(heading, output.BOLD)
        for line in shown:
            output.write_indented(line)


def _facts(detail: DealDetail, preset: Preset, today: date) -> Iterator[tuple[str, str]]:
    deal = detail.deal
    yield "Stage", _stage(deal, preset)
    yield "Amount", format_money(deal.amount) if deal.amount else ""
    yield "Probability", f"{deal.probability} %" + (" (its own)" if deal.own_probability is not None else "")
    yield "Weighted", format_money(deal.weighted_amount) if deal.weighted_amount else ""
    yield "Owner", owner_name(deal)
    yield "Company", deal.company.name if deal.company else ""
    yield "Customer", customer_words(detail.customer) if detail.customer else ""
    yield "Repeat of", f"#{deal.repeat_of}" if deal.repeat_of is not None else ""
    yield "Source", deal.source
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
    yield "Closed", local_time(deal.closed_at) if deal.closed_at is not None else ""
    yield "Lost because", ": ".join(part for part in (deal.lost_reason or "", deal.lost_detail) if part)
    yield "May we return", deal.may_return if deal.lost_reason else ""
    yield "Parked until", _parked(deal, today)
    yield "Created", local_time(deal.created_at)
    yield "In stage since", local_time(deal.stage_since)
    yield "Last touch", local_time(deal.last_touch) + _stale(detail.stale_days)
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


def customer_words(customer: Customer) -> str:
    """``since 2026-01-12 09:00 · 3 deals won · 42 000 €, 10 000 NOK``; nothing for a company that is none."""
    if customer.since is None:
        return ""
    lifetime = ", ".join(format_money(money) for money in customer.lifetime)
    parts = (f"since {local_time(customer.since)}", f"{counted(customer.won, 'deal')} won", lifetime)
    return " · ".join(part for part in parts if part)


def _parked(deal: Deal, today: date) -> str:
    if deal.parked_until is None:
        return ""
    until = describe_date(deal.parked_until, today)
    return f"{until}: {deal.parked_reason}" if deal.parked_reason else until


def _stale(days: int | None) -> str:
    return "" if days is None else f" (stale: {counted(days, 'day')} of silence)"


def _answer(given: GivenAnswer) -> str:
    parts = (
        f"{criterion_words(given.criterion)} {given.answer}",
        given.contact,
        given.how,
        given.seller,
        local_time(given.at),
    )
    return " · ".join(part for part in parts if part)


def _points(points: Points) -> str:
    return f"{points.points:+3d}  {points.rule.replace('-', ' ')}: {points.reason} (most {points.most})"


def _birthday(day: date) -> str:
    return f"{day:%m-%d}" if day.year <= _YEARLESS else day.isoformat()


def follow_up_line(follow_up: FollowUp, today: date) -> str:
    due, distance = describe_date(follow_up.due, today), describe_distance(follow_up.due, today)
    return f"{follow_up.id}: {due} · {follow_up.what or follow_up.kind} · {follow_up.seller} · {distance}"


def entry_lines(entry: TimelineEntry, about: str = "") -> str:
    """An entry with its text below it.

    Args:
        about: Which deal it is about, where there are several.
    """
    heading = "  ".join(part for part in (local_time(entry.at), entry.seller, entry.label, about) if part)
    return f"{heading}\n{entry.text}" if entry.text else heading
