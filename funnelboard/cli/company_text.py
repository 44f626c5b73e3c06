"""Everything about a company in words, as ``company`` writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from funnelboard.cli import output
from funnelboard.cli.contact_text import CONTACT_COLUMNS, person_cells
from funnelboard.cli.deal_text import deal_style, local_day, owner_name, whats_next, write_deals
from funnelboard.cli.detail_text import (
    FOLLOW_UP_COLUMNS,
    customer_words,
    entry_lines,
    follow_up_row,
    write_rows,
    write_section,
)
from funnelboard.cli.objections import OBJECTION_COLUMNS, objection_row
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.company_detail import CompanyContact, CompanyDetail, Potential
from funnelboard.domain.contact import Role
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.grammar import counted
from funnelboard.domain.money import format_money

_COLUMNS = (
    Column("deal", right=True),
    Column("stage", spare=True),
    Column("title", least=12),
    Column("amount", right=True),
    Column("owner", least=5, spare=True),
    Column("next or closed", least=8),
)
_ABOUT = Column("deal", least=10)
_SAID = {Answer.YES: "may return", Answer.NO: "may not return", Answer.UNKNOWN: ""}
_NAMED_DEALS = 3
"""Up to how many deals of a role are named; of more it is said how many there are."""


def write_company(detail: CompanyDetail, today: date) -> None:
    """Write everything about a company to standard output, the newest of its timeline first.

    Args:
        today: The seller's local date.
    """
    output.write_sentence(detail.company.name, output.BOLD)
    output.write_facts(_facts(detail, today))
    _write_deals(detail, today)
    write_rows("Contacts", CONTACT_COLUMNS[1:], [_contact(person, today) for person in detail.contacts], "Nobody yet.")
    follow_ups = [
        (*follow_up_row(each, detail.deal(each.deal_id), today), _about(detail, each.deal_id))
        for each in detail.follow_ups
    ]
    write_rows("Follow-ups", (*FOLLOW_UP_COLUMNS, _ABOUT), follow_ups, "Nothing is promised.")
    objections = [(*objection_row(each, today)[:-1], _about(detail, each.deal_id)) for each in detail.objections]
    write_rows("Open objections", (*OBJECTION_COLUMNS[:-1], _ABOUT), objections, "None.")
    if detail.referred:
        output.write("")
        output.write("Leads it sent", output.BOLD)
        write_deals(detail.referred, today, indent=2)
    write_section("Timeline", _timeline(detail, today), "Nothing has happened yet.")


def _facts(detail: CompanyDetail, today: date) -> Iterator[tuple[str, str]]:
    company = detail.company
    yield "Phone", company.phone
    yield "Website", company.website
    yield "Address", company.address
    yield "Industry", company.industry
    yield "Customer", customer_words(detail.customer, today) or "not yet: no deal was won"
    yield "Deals", ", ".join(_counts(detail)) or "none"
    yield "Potential", ", ".join(_potential(each) for each in detail.potential)
    yield "Parked", ", ".join(_potential(each) for each in detail.parked_potential)
    yield "Next", _next(detail, today)


def _counts(detail: CompanyDetail) -> Iterator[str]:
    for deals, state in ((detail.open, "open"), (detail.parked, "parked"), (detail.won, "won"), (detail.lost, "lost")):
        if deals:
            yield f"{len(deals):,} {state}"


def _potential(potential: Potential) -> str:
    return f"{format_money(potential.amount)} ({format_money(potential.weighted)} weighted)"


def _next(detail: CompanyDetail, today: date) -> str:
    follow_up = detail.next_follow_up
    if follow_up is None:
        return "nothing is promised"
    overdue = "!" if follow_up.due < today else ""
    return f"{overdue}{follow_up.when(today)} {follow_up.words} · {_about(detail, follow_up.deal_id)}"


def _write_deals(detail: CompanyDetail, today: date) -> None:
    if not detail.deals:
        write_section("Deals", (), "None on the board. “funnelboard undo --list” tells what was deleted.")
        return
    output.write("")
    rows = [_deal_row(deal, today) for deal in detail.deals]
    write_table(_COLUMNS, rows, [deal_style(deal, today) for deal in detail.deals])


def _deal_row(deal: Deal, today: date) -> tuple[str, ...]:
    return (
        f"#{deal.id}",
        deal.outcome or deal.stage,
        deal.title,
        format_money(deal.amount) if deal.amount else "",
        owner_name(deal),
        " · ".join(part for part in (_end(deal, today), whats_next(deal, today)) if part),
    )


def _end(deal: Deal, today: date) -> str:
    """``may not return, price, 12 Oct``: of a lost deal whether we may and why; when it was closed."""
    if deal.closed_at is None:
        return ""
    day = describe_date(local_day(deal.closed_at), today)
    return ", ".join(part for part in (_SAID[deal.may_return], deal.lost_reason or "", day) if part)


def _contact(person: CompanyContact, today: date) -> tuple[str, ...]:
    parts = [*_roles(person), *(["decides"] if person.decides else [])]
    return person_cells(person.contact, ", ".join(parts), today, person.last_touch)


def _roles(person: CompanyContact) -> Iterator[str]:
    """``decision maker on #17, #18``, ``user on 4 deals``, or just ``on #17`` for who is none of what has a word."""
    played: dict[Role, list[str]] = defaultdict(list)
    for deal, link in person.parts:
        played[link.role].append(f"#{deal.id}")
    for role, deals in played.items():
        named = ", ".join(deals) if len(deals) <= _NAMED_DEALS else counted(len(deals), "deal")
        yield f"on {named}" if role is Role.OTHER else f"{role} on {named}"


def _timeline(detail: CompanyDetail, today: date) -> Iterator[str]:
    for entry in detail.timeline:
        yield entry_lines(entry, today, _about(detail, entry.deal_id))
    if detail.more:
        yield "There is more: --limit N shows N entries."


def _about(detail: CompanyDetail, deal_id: int) -> str:
    return f"#{deal_id} {detail.deal(deal_id).title}"
