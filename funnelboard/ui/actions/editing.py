"""Editing every field of a deal in a form; where two sellers changed the same field, both values are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.seller import Seller
from funnelboard.errors import Conflict
from funnelboard.services.workspace import Workspace
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.deal_fields import deal_fields
from funnelboard.ui.sheet.form import Form, Problem

_OF_A_CONTACT = ("role", "job_title", "email", "phone")


async def edit_deal(desk: Desk) -> None:
    """Show every field of the deal at the cursor, and keep those that were changed."""
    deal, sellers, tags = await desk.read(_read, desk.workspace, desk.deal_id)
    fields = deal_fields(
        deal,
        sellers=sellers,
        tags=tags,
        today=desk.today,
        day_first=desk.workspace.day_first,
        default_currency=desk.workspace.default_currency,
        sources=desk.settings.sources,
    )
    form = Form(f"#{deal.id} {deal.title}", fields, check=lambda values: _contact_missing(deal, values))
    answers = await desk.form(form, about=(deal.id,))
    if not answers.values:
        raise Left("Nothing was changed.")
    labels = {field.name: field.label for field in fields}
    changes, disputed = answers.values, answers.overtaken
    while True:
        if disputed:
            in_order = {name: label for name, label in labels.items() if name in disputed}
            changes = await _without_theirs(desk, deal, changes, in_order)
        if not changes:
            desk.board.go_to(deal.id)
            desk.say("Nothing was changed: what the other seller wrote stands.")
            return
        try:
            await desk.write(desk.workspace.pipeline.edit, deal.id, changes, deal)
        except Conflict as conflict:
            deal = await desk.read(desk.workspace.board.deal, deal.id)
            disputed = frozenset(difference.field for difference in conflict.differences)
        else:
            return


async def _without_theirs(
    desk: Desk, seen: Deal, changes: Mapping[str, Any], disputed: Mapping[str, str]
) -> Mapping[str, Any]:
    """The changes that are left when the seller has chosen between both values of the disputed fields.

    Args:
        disputed: Labels by name, of fields that somebody else has given the values that the deal is now seen with.
    """
    from funnelboard.services.editing import field_value
    from funnelboard.ui.sheet.conflict import ConflictSheet, Disputed

    fields = [
        Disputed(name, label, _in_words(field_value(seen, name)), _in_words(changes[name]))
        for name, label in disputed.items()
    ]
    try:
        mine = await desk.open(ConflictSheet(f"Somebody else has changed “{seen.title}” meanwhile", fields))
    except Left:
        raise Left(f"Nothing is saved: {desk.key_of('edit-deal')} goes on with what was typed.") from None
    theirs = {field.name for field in fields} - mine
    return {name: value for name, value in changes.items() if name not in theirs}


def _read(workspace: Workspace, deal_id: int) -> tuple[Deal, tuple[Seller, ...], tuple[str, ...]]:
    """A deal, and the sellers and tags there are."""
    return workspace.board.deal(deal_id), workspace.board.sellers(), workspace.board.tags()


def _contact_missing(deal: Deal, values: Mapping[str, Any]) -> Problem | None:
    """What is known of a contact needs one."""
    named = values.get("contact", deal.primary is not None)
    if not named and any(values.get(name) for name in _OF_A_CONTACT):
        return "contact", "Whose is that? Name the contact, or empty the fields of one."
    return None


def _in_words(value: object) -> str:
    from funnelboard.domain.dates import whole_date
    from funnelboard.domain.money import Money, format_money

    match value:
        case None | "" | ():
            return "nothing"
        case Money():
            return format_money(value)
        case tuple():
            return ", ".join(str(part) for part in value)
        case date():
            return whole_date(value)
        case _:
            return str(value)
