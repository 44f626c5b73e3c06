"""What comes after winning: the next deal of a customer, and a good word."""

from __future__ import annotations

from funnelboard.domain.dates import describe_date, parse_date
from funnelboard.domain.stage import Outcome
from funnelboard.services.customers import Customers
from funnelboard.services.written import Written
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.forms.reading import if_any, needed


async def repeat_deal(desk: Desk) -> None:
    """Ask for the title of a customer's next deal, start it from the won one at the cursor, and go to it."""
    deal_id = desk.deal_id
    await desk.require_unmoved((deal_id,))
    deal = await desk.read(desk.workspace.board.deal, deal_id)
    if deal.outcome is not Outcome.WON:
        raise NotDone("Only a won deal can be repeated.")
    title = await desk.ask(
        "next deal",
        needed("title"),
        about=(deal.id,),
        text=deal.title,
        selected=True,
        understood=lambda _: f"a lead with the company, contacts, owner and amount of #{deal.id}",
    )
    await desk.write_and_go(_repeat, desk.workspace.customers, deal.id, title)


async def ask_reference(desk: Desk) -> None:
    """Ask when the customer is to be asked for a reference."""
    deal_id = desk.deal_id
    await desk.require_unmoved((deal_id,))
    deal = await desk.read(desk.workspace.board.deal, deal_id)
    if deal.outcome is not Outcome.WON:
        raise NotDone("Only the customer of a won deal can be asked for a reference.")

    def understood(text: str) -> str:
        day = read_day(text)
        return describe_date(day, desk.today) if day is not None else "in two weeks"

    read_day = if_any(lambda text: parse_date(text, desk.today, day_first=desk.workspace.day_first))
    due = await desk.ask(
        "ask for a reference",
        read_day,
        about=(deal.id,),
        may_be_empty=True,
        understood=understood,
        placeholder="Enter: in two weeks, or type a day",
    )
    await desk.write(desk.workspace.customers.ask_reference, deal.id, due)


def _repeat(customers: Customers, deal_id: int, title: str) -> Written:
    """The write, as one of the new deal, which the board then goes to."""
    done = customers.repeat(deal_id, title)
    assert done.row_id is not None
    return done._replace(deal_ids=(done.row_id,))
