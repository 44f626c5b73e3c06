"""Copying from a deal to the seller's clipboard, by way of the terminal (OSC 52)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.domain.dates import describe_date
from funnelboard.domain.money import format_money
from funnelboard.exchange.safe_text import clean

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.deal import Deal
    from funnelboard.ui.screens.board import BoardScreen


def copy_from(board: BoardScreen) -> None:
    """Ask what to copy of the deal at the cursor."""
    card = board.state.card
    if card is None:
        board.say("There is no deal here.")
    else:
        workspace, deal_id = board.workspace, card.id
        board.link.ask(lambda: workspace.board.deal(deal_id), lambda deal: _choose(board, deal))


def summary(deal: Deal, today: date) -> str:
    """The deal in a few lines, to be pasted into a message."""
    contact = deal.primary.contact if deal.primary else None
    lines = [
        deal.title,
        " · ".join(filter(None, (deal.company.name if deal.company else "", contact.name if contact else ""))),
        " · ".join(filter(None, (contact.email, contact.phone))) if contact else "",
        " · ".join(
            filter(None, (deal.stage.value, format_money(deal.amount) if deal.amount else "", f"{deal.probability} %"))
        ),
    ]
    if deal.next_follow_up is not None:
        lines.append(f"next: {describe_date(deal.next_follow_up.due, today)} {deal.next_follow_up.what}")
    return clean("\n".join(line for line in lines if line), multiline=True)


def _choose(board: BoardScreen, deal: Deal) -> None:
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    contact = deal.primary.contact if deal.primary else None
    choices = [Choice("s", "summary", summary(deal, board.moment.today))]
    if contact is not None and contact.email:
        choices.insert(0, Choice("e", f"e-mail address: {contact.email}", contact.email))
    if contact is not None and contact.phone:
        choices.insert(0, Choice("p", f"phone number: {contact.phone}", contact.phone))

    def chosen(text: str | None) -> None:
        if text:
            copied = clean(text, multiline=True)
            board.app.copy_to_clipboard(copied)
            board.say("copied the summary" if "\n" in copied else f"copied {copied}")

    board.app.push_screen(ChoiceModal("Copy what?", choices), chosen)
