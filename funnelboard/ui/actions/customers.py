"""What comes after winning: the next deal of a customer, and a good word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.dates import describe_date, parse_date
from funnelboard.domain.stage import Outcome
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.forms.reading import needed

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.services.customers import Customers
    from funnelboard.services.written import Written


async def repeat_deal(desk: Desk) -> None:
    """Ask for the title of a customer's next deal, start it from the won one at the cursor, and go to it."""
    card = desk.card
    if card.outcome is not Outcome.WON:
        raise NotDone("Only a won deal can be repeated.")
    title = await desk.ask(
        "next deal",
        needed("title"),
        about=(card.id,),
        text=card.title,
        understood=lambda _: f"a lead with the company, contacts, owner and amount of #{card.id}",
    )
    await desk.write_and_go(_repeat, desk.workspace.customers, card.id, title)


async def ask_reference(desk: Desk) -> None:
    """Ask when the customer is to be asked for a reference."""
    card = desk.card
    if card.outcome is not Outcome.WON:
        raise NotDone("Only the customer of a won deal can be asked for a reference.")
    due = await desk.ask(
        "ask for a reference",
        partial(_read_day, today=desk.today),
        about=(card.id,),
        may_be_empty=True,
        understood=partial(_understood, today=desk.today),
        placeholder="Enter: in two weeks, or type a day",
    )
    await desk.write(desk.workspace.customers.ask_reference, card.id, due)


def _repeat(customers: Customers, deal_id: int, title: str) -> Written:
    """The write, as one of the new deal, which the board then goes to."""
    done = customers.repeat(deal_id, title)
    assert done.row_id is not None
    return replace(done, deal_ids=(done.row_id,))


def _read_day(text: str, today: date) -> date | None:
    """The day; None for the usual."""
    return parse_date(text, today) if text.strip() else None


def _understood(text: str, today: date) -> str:
    day = _read_day(text, today)
    return describe_date(day, today) if day is not None else "in two weeks"
