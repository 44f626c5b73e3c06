"""Changing a deal in a form: its fields, and its contacts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.staleness import days_since
from funnelboard.errors import Conflict, FunnelBoardError

if TYPE_CHECKING:
    from funnelboard.domain.contact import DealContact
    from funnelboard.domain.deal import Deal
    from funnelboard.domain.seller import Seller
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen

Found = tuple["Deal", tuple["Seller", ...], tuple[str, ...]]
"""A deal, and the sellers and tags there are."""


def edit_deal(board: BoardScreen) -> None:
    """Show every field of the deal in a form; a draft of an earlier session comes back into it."""
    card = board.state.card
    draft = board.memory.take_draft("edit-deal") if board.memory else None
    deal_id = draft.deal_id if draft else card.id if card else None
    if deal_id is None:
        board.say("There is no deal here.")
        return
    workspace = board.workspace

    def read() -> Found:
        return workspace.board.deal(deal_id), workspace.board.sellers(), workspace.board.tags()

    board.link.ask(read, lambda found: _show_form(board, found, _typed(draft.text) if draft else None))


def _typed(text: str) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}


def _show_form(board: BoardScreen, found: Found, typed: dict[str, str] | None = None, problem: str = "") -> None:
    from funnelboard.ui.modals.edit_deal import EditDealModal

    deal, sellers, tags = found
    memory, texts = board.memory, dict(typed or {})

    def keep(now: dict[str, str]) -> None:
        texts.clear()
        texts.update(now)
        if memory is not None:
            memory.keep_draft("edit-deal", json.dumps(now) if now else "", deal.id, deal.title)

    def edited(changes: dict[str, object] | None) -> None:
        if changes:
            board.write(partial(board.workspace.pipeline.edit, deal.id, changes, deal), kept, partial(refused, changes))
        elif memory is not None:
            memory.forget_draft()

    def kept(_: Done) -> None:
        if memory is not None:
            memory.forget_draft()

    def refused(changes: dict[str, object], error: FunnelBoardError) -> None:
        if isinstance(error, Conflict) and error.differences:
            _show_conflict(board, deal, changes, error)
        else:
            _show_form(board, found, texts, str(error))

    form = EditDealModal(
        deal,
        sellers,
        tags,
        today=board.moment.today,
        default_currency=board.workspace.default_currency,
        sources=board.state.settings.sources,
        typed=typed,
        problem=problem,
        on_typed=keep,
    )
    board.app.push_screen(form, edited)


def _show_conflict(board: BoardScreen, deal: Deal, changes: dict[str, object], conflict: Conflict) -> None:
    from funnelboard.ui.modals.conflict import ConflictModal

    def decided(mine: frozenset[str] | None) -> None:
        if mine is None:
            board.say("Not saved: what the other seller wrote stands.")
            return
        theirs = {difference.field for difference in conflict.differences} - mine
        wanted = {field: value for field, value in changes.items() if field not in theirs}
        if wanted:
            board.write(partial(board.workspace.pipeline.edit, deal.id, wanted))
        else:
            board.link.reload()

    board.app.push_screen(ConflictModal(conflict), decided)


def list_contacts(board: BoardScreen) -> None:
    """List the deal's contacts, to add, edit or remove one, or name another on the card."""
    card = board.state.card
    if card is None:
        board.say("There is no deal here.")
        return
    workspace, deal_id = board.workspace, card.id

    def read() -> tuple[Deal, dict[int, int | None]]:
        deal = workspace.board.deal(deal_id)
        people = [link.contact.id for link in deal.contacts]
        return deal, {contact_id: workspace.people.contact(contact_id).last_touch for contact_id in people}

    def show(found: tuple[Deal, dict[int, int | None]]) -> None:
        from funnelboard.ui.modals.lists import ContactsModal

        deal, touches = found
        days = {who: days_since(at, board.moment.now) for who, at in touches.items() if at is not None}
        words = {who: f"touched {count} d ago" if count else "touched today" for who, count in days.items()}
        board.app.push_screen(ContactsModal(deal, words), chosen)

    def chosen(choice: tuple[str, DealContact | None] | None) -> None:
        if choice is None:
            return
        deed, link = choice
        if link is None or deed == "edit":
            _show_contact(board, deal_id, link)
        elif deed == "decides":
            board.write(partial(workspace.people.set_decides, deal_id, link.id))
        elif deed == "primary":
            board.write(partial(workspace.people.make_primary, deal_id, link.id))
        else:
            board.write(partial(workspace.people.remove_contact, deal_id, link.id))

    board.link.ask(read, show)


def _show_contact(board: BoardScreen, deal_id: int, link: DealContact | None) -> None:
    from funnelboard.ui.modals.edit_deal import ContactModal

    people = board.workspace.people

    def edited(fields: Mapping[str, Any] | None) -> None:
        if not fields:
            return
        if link is None:
            board.write(partial(people.add_contact, deal_id, **fields))
        else:
            board.write(partial(people.change_contact, deal_id, link.id, fields))

    board.app.push_screen(ContactModal(link, today=board.moment.today), edited)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"edit-deal": edit_deal, "list-contacts": list_contacts}
