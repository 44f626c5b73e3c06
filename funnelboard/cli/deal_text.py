"""Deals in words: each as a row of a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import tee

from funnelboard.cli import output
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.dates import describe_date, describe_moment
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import DueState, due_state
from funnelboard.domain.instant import local_moment
from funnelboard.domain.money import format_money
from funnelboard.domain.stage import Outcome, Stage

_COLUMNS: tuple[Column, ...] = (
    Column("deal", right=True),
    Column("stage", spare=True),
    Column("title", least=12),
    Column("amount", right=True),
    Column("score", right=True, optional=True),
    Column("owner", least=5, spare=True),
    Column("next", least=8),
    Column("company", least=10, optional=True),
    Column("contact", least=10, optional=True),
    Column("tags", least=6, optional=True),
)
"""What a table of deals shows."""


def write_deals(deals: Iterable[Deal], today: date, *, indent: int = 0) -> None:
    """Write a table of deals to standard output, some of them before the next ones are asked for.

    Args:
        today: The seller's local date.
        indent: How many cells in it begins.
    """
    told, coloured = tee(deals)
    rows = (_deal_row(deal, today) for deal in told)
    write_table(_COLUMNS, rows, (deal_style(deal, today) for deal in coloured), indent=indent)


def _deal_row(deal: Deal, today: date) -> tuple[str, ...]:
    return (
        f"#{deal.id}",
        deal.outcome or deal.stage,
        deal.title,
        format_money(deal.amount) if deal.amount else "",
        "" if deal.score is None else str(deal.score),
        owner_name(deal),
        whats_next(deal, today),
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


def local_time(instant: int, today: date) -> str:
    """UTC epoch microseconds as the local day and minute: ``Sat 21 Nov 14:02``."""
    moment = local_moment(instant)
    return describe_moment(moment.date(), moment.time(), today)


def local_day(instant: int) -> date:
    """The local day of UTC epoch microseconds."""
    return local_moment(instant).date()


def owner_name(deal: Deal) -> str:
    """The login of its owner, or a name without one; empty for nobody's."""
    return deal.owner.handle if deal.owner else ""


def whats_next(deal: Deal, today: date) -> str:
    """What comes next: the day it is parked until, or the follow-up."""
    if deal.parked_until is not None:
        return f"parked until {describe_date(deal.parked_until, today)}"
    follow_up = deal.next_follow_up
    if follow_up is None:
        return ""
    overdue = "!" if follow_up.due < today else ""
    return f"{overdue}{follow_up.when(today)} {follow_up.words}"
