"""A deal in words: in one line, as a row of a table, or with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from funnelboard.cli import output
from funnelboard.cli.output import Column
from funnelboard.domain.contact import DealContact
from funnelboard.domain.dates import describe_date, describe_distance
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import DueState, FollowUp, due_state
from funnelboard.domain.money import format_money
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.timeline import TimelineEntry

COLUMNS: tuple[Column, ...] = (
    Column("deal", right=True),
    Column("stage"),
    Column("title", least=18),
    Column("amount", right=True),
    Column("owner", least=6),
    Column("next", least=11),
    Column("company", least=10, optional=True),
    Column("contact", least=10, optional=True),
    Column("tags", least=6, optional=True),
)
"""What a table of deals shows."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def deal_row(deal: Deal, today: date) -> tuple[str, ...]:
    """The deal in the columns of ``COLUMNS``."""
    return (
        f"#{deal.id}",
        deal.outcome or deal.stage,
        deal.title,
        format_money(deal.amount) if deal.amount else "",
        _owner(deal),
        _next(deal, today),
        deal.company.name if deal.company else "",
        deal.primary.contact.name if deal.primary else "",
        " ".join(f"#{tag}" for tag in deal.tags),
    )


def deal_style(deal: Deal, today: date) -> str:
    """The style of the deal's row: what is overdue stands out, what is closed steps back."""
    if deal.stage is Stage.CLOSED:
        return output.GREEN if deal.outcome is Outcome.WON else output.DIM
    due = due_state(deal.next_follow_up.due if deal.next_follow_up else None, today)
    return output.RED if due is DueState.OVERDUE else ""


def deal_line(deal: Deal, today: date) -> str:
    """The deal in one line: ``#17 Acme Oy: pilot · prospect · 12 000 € · kari · Fri 27 Nov call``."""
    parts = (
        deal.title,
        deal.outcome or deal.stage,
        format_money(deal.amount) if deal.amount else "",
        _owner(deal),
        _next(deal, today),
    )
    return f"#{deal.id} " + " · ".join(part for part in parts if part)


def write_detail(deal: Deal, timeline: Sequence[TimelineEntry], follow_ups: Sequence[FollowUp], today: date) -> None:
    """Write everything about a deal to standard output, the newest of its timeline first."""
    output.write(f"#{deal.id} {deal.title}", output.BOLD)
    output.write_facts(_facts(deal, today))
    _write_section("Contacts", (_contact(contact) for contact in deal.contacts))
    _write_section("Follow-ups", (_follow_up(follow_up, today) for follow_up in follow_ups))
    _write_section("Timeline", (_entry(entry) for entry in timeline))


def local_time(instant: int) -> str:
    """UTC epoch microseconds as the local day and minute: ``2026-11-21 14:02``."""
    return f"{(_EPOCH + timedelta(microseconds=instant)).astimezone():%Y-%m-%d %H:%M}"


def _write_section(heading: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        output.write("")
        output.write(heading, output.BOLD)
        for line in shown:
            output.write("  " + line.replace("\n", "\n    "))


def _facts(deal: Deal, today: date) -> Iterator[tuple[str, str]]:
    yield "Stage", _stage(deal)
    yield "Amount", format_money(deal.amount) if deal.amount else ""
    yield "Probability", f"{deal.probability} %" + (" (its own)" if deal.own_probability is not None else "")
    yield "Weighted", format_money(deal.weighted_amount) if deal.weighted_amount else ""
    yield "Owner", _owner(deal)
    yield "Company", deal.company.name if deal.company else ""
    yield "Source", deal.source
    yield "Tags", " ".join(f"#{tag}" for tag in deal.tags)
    yield "Qualification", f"market {deal.market}, means {deal.means}, authority {deal.authority}"
    yield "Evaluation", f"need {deal.need}, willing {deal.willing}"
    yield "Pain point", deal.pain_point
    yield "Expected close", describe_date(deal.expected_close, today) if deal.expected_close else ""
    yield "Closed", local_time(deal.closed_at) if deal.closed_at is not None else ""
    yield "Lost because", ": ".join(part for part in (deal.lost_reason or "", deal.lost_detail) if part)
    yield "Parked until", describe_date(deal.parked_until, today) if deal.parked_until else ""
    yield "Created", local_time(deal.created_at)
    yield "In stage since", local_time(deal.stage_since)
    yield "Last touch", local_time(deal.last_touch)
    yield "External id", deal.external_id or ""


def _stage(deal: Deal) -> str:
    return f"{deal.stage}, {deal.outcome}" if deal.outcome else deal.stage


def _owner(deal: Deal) -> str:
    return (deal.owner.login or deal.owner.name) if deal.owner else ""


def _next(deal: Deal, today: date) -> str:
    follow_up = deal.next_follow_up
    if follow_up is None or deal.stage is Stage.CLOSED:
        return ""
    overdue = "!" if follow_up.due < today else ""
    return f"{overdue}{describe_date(follow_up.due, today)} {follow_up.what or follow_up.kind}"


def _contact(contact: DealContact) -> str:
    person = contact.contact
    name = f"{person.name}, {person.job_title}" if person.job_title else person.name
    return " · ".join(part for part in (name, contact.role, person.email, person.phone) if part)


def _follow_up(follow_up: FollowUp, today: date) -> str:
    if follow_up.done_at is not None:
        state = f"done {local_time(follow_up.done_at)}" + (f": {follow_up.result}" if follow_up.result else "")
    elif follow_up.dropped_at is not None:
        state = f"dropped {local_time(follow_up.dropped_at)}"
    else:
        state = describe_distance(follow_up.due, today)
    what = follow_up.what or follow_up.kind
    return f"{follow_up.id}: {describe_date(follow_up.due, today)} · {what} · {follow_up.seller} · {state}"


def _entry(entry: TimelineEntry) -> str:
    heading = f"{local_time(entry.at)}  {entry.seller}  {entry.label}"
    return f"{heading}\n{entry.text}" if entry.text else heading
