"""Copying from a deal to the seller's clipboard, by way of the terminal (OSC 52)."""

from __future__ import annotations

from datetime import date

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import format_money
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.desk import Desk
from funnelboard.ui.drawing.links import address_of
from funnelboard.ui.sheet.choices import Row


async def copy(desk: Desk) -> None:
    """Ask what to copy of the deal at the cursor; nothing is copied that a terminal would obey."""
    deal = await desk.read(desk.workspace.board.deal, desk.deal_id)
    contact = deal.primary.contact if deal.primary else None
    cells = desk.styles.cells
    rows = [Row(((("summary", "text"),),), summary(deal, desk.today), "s")]
    if contact is not None and contact.phone:
        line = (("phone number: ", "text"), address_of(contact, "phone", cells, "text"))
        rows.insert(0, Row((line,), clean(contact.phone), "p"))
    if contact is not None and contact.email:
        line = (("e-mail address: ", "text"), address_of(contact, "email", cells, "text"))
        rows.insert(0, Row((line,), clean(contact.email), "e"))
    await copy_text(desk, await desk.pick(f"Copy what of {deal.title}?", rows))


async def copy_text(desk: Desk, text: str) -> None:
    """Copy a clean text."""
    desk.copy(text)
    desk.say("copied the summary" if "\n" in text else f"copied {text}")


def summary(deal: Deal, today: date) -> str:
    """The deal in a few clean lines, to be pasted into a message."""
    contact = deal.primary.contact if deal.primary else None
    amount = format_money(deal.amount) if deal.amount else ""
    lines = [
        (deal.title,),
        (deal.company.name if deal.company else "", contact.name if contact else ""),
        (contact.email, contact.phone) if contact else (),
        (deal.stage.value, amount, f"{deal.probability} %"),
    ]
    if deal.next_follow_up is not None:
        lines.append((f"next: {deal.next_follow_up.when(today)} {deal.next_follow_up.words}",))
    joined = (" · ".join(filter(None, parts)) for parts in lines)
    return "\n".join(clean(line) for line in joined if line)
