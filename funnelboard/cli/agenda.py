"""``today``: what to do now, for a login message or cron."""

from __future__ import annotations

from datetime import date
from shlex import quote

import click

from funnelboard.cli import output
from funnelboard.cli.choices import whole_number
from funnelboard.cli.command import Request, command
from funnelboard.cli.table import Column, write_table
from funnelboard.domain import argument_words
from funnelboard.domain.agenda import AgendaItem, AgendaKind
from funnelboard.domain.dates import describe_date, describe_moment
from funnelboard.domain.follow_up import promise_words
from funnelboard.domain.grammar import counted
from funnelboard.services.agenda_items import AgendaItems

_COLUMNS = (
    Column("when"),
    Column("deal", right=True),
    Column("title", least=12),
    Column("what", least=12),
    Column("contact", least=10, optional=True),
    Column("phone", optional=True),
    Column("email", least=12, optional=True),
)
_MOST_ADRIFT = 20
"""Deals without a next step that are listed where nothing is due."""

_STYLES = {AgendaKind.OVERDUE: output.RED, AgendaKind.STALE: output.DIM, AgendaKind.LATER: output.DIM}


@command("today", "today", "today --owner all --days 7")
@click.option("--owner", default="me", metavar="me|all|LOGIN", help=argument_words.OWNER)
@click.option("--days", type=whole_number(0, 366), default=0, metavar="N", help=argument_words.DAYS)
def today(request: Request, owner: str, days: int) -> None:
    """List what is due, who has a birthday, what comes back and what went stale.

    In the order to call in; then it says how many open deals have no next step, and lists them where nothing is due.
    Prints nothing when there is nothing, so it can greet you when you log in.
    """
    if _nothing_yet(request):
        items: tuple[AgendaItem, ...] = ()
        day = date.today()
        adrift = ""
    else:
        items, adrift, day = _due(request, owner, days)
    if request.json:
        from funnelboard.exchange.agenda_json import item_to_json

        output.write_json([item_to_json(item) for item in items])
    elif items:
        write_table(_COLUMNS, [_row(item, day) for item in items], [_STYLES.get(i.kind, "") for i in items])
    if adrift:
        output.say(adrift)


def _due(request: Request, owner: str, days: int) -> tuple[tuple[AgendaItem, ...], str, date]:
    """What :func:`_items` finds, and the seller's local date."""
    told = request.told_at_once(lambda onlooker: (*_items(AgendaItems(onlooker), owner, days), onlooker.clock.today()))
    if told is not None:
        return told
    with request.workspace() as workspace:
        return *_items(workspace.agenda, owner, days), workspace.clock.today()


def _items(agenda: AgendaItems, owner: str, days: int) -> tuple[tuple[AgendaItem, ...], str]:
    """What is due, or else the first deals without a next step; and what to say of those that are not listed."""
    found = agenda.items(owner, days, adrift=_MOST_ADRIFT)
    due = tuple(item for item in found if item.kind is not AgendaKind.ADRIFT)
    count, everybodys = agenda.count_adrift(owner)
    if count <= (0 if due else len(found)):
        return due or found, ""
    name = f'"{owner}"' if " " in owner else owner
    whose = "" if everybodys else f" {quote(f'owner:{name},none')}"
    have = "has" if count == 1 else "have"
    told = f"{counted(count, 'open deal')} {have} no next step: funnelboard list is:adrift{whose}"
    return due or found, told


def _nothing_yet(request: Request) -> bool:
    """Whether the seller's own database was never used: a greeting is no reason to make it."""
    from funnelboard.locations import default_database

    return request.target is None and not default_database().exists()


def _row(item: AgendaItem, today: date) -> tuple[str, ...]:
    as_it_is = item.kind is AgendaKind.WAKES or not item.follow_up_kind
    what = item.what if as_it_is else promise_words(item.follow_up_kind, item.what)
    contact = f"{item.contact} (said no)" if item.said_no else item.contact
    return (_when(item, today), f"#{item.deal_id}", item.title, what, contact, item.phone, item.email)


def _when(item: AgendaItem, today: date) -> str:
    match item.kind:
        case AgendaKind.OVERDUE:
            late = f"{counted(item.days, 'day')} late"
            return f"{late}, {item.time:%H:%M}" if item.time else late
        case AgendaKind.WAKES:
            return f"back {describe_date(item.day, today)}"
        case AgendaKind.STALE:
            return "gone stale"
        case AgendaKind.ADRIFT:
            return "no next step"
        case _:
            return describe_moment(item.day, item.time, today)
