"""Editing every field of a deal in a form; where two sellers changed the same field, both values are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.seller import Seller
from funnelboard.errors import Conflict
from funnelboard.services.workspace import Workspace
from funnelboard.ui.actions.conflicts import THEIRS_STANDS, choose, in_words, told_when
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.deal_fields import deal_fields
from funnelboard.ui.sheet.asked import Form, Problem
from funnelboard.ui.sheet.conflict import Disputed

_OF_A_CONTACT = ("role", "job_title", "email", "phone")


async def edit_deal(desk: Desk) -> None:
    """Show every field of the deal at the cursor, and keep those that were changed."""
    await _edit(desk, desk.deal_id)


async def _edit(desk: Desk, deal_id: int) -> None:
    deal, sellers, tags = await desk.read(_read, desk.workspace, deal_id)
    fields = deal_fields(
        deal,
        sellers=sellers,
        tags=tags,
        today=desk.today,
        day_first=desk.workspace.day_first,
        default_currency=desk.workspace.default_currency,
        sources=desk.settings.sources,
        own_fields=desk.settings.own_fields,
    )
    form = Form(f"#{deal.id} {deal.title}", fields, check=lambda values: _contact_missing(deal, values))
    answers = await desk.form(form, about=(deal.id,))
    if not answers.values:
        raise Left("Nothing was changed.")
    labels = {field.name: field.label for field in fields}
    changes, disputed = answers.values, answers.overtaken
    while True:
        if disputed:
            theirs = await _theirs(desk, deal, changes, {name: labels[name] for name in labels if name in disputed})
            if theirs is None:
                await _edit(desk, deal_id)
                return
            changes = {name: value for name, value in changes.items() if name not in theirs}
        if not changes:
            desk.board.go_to(deal.id)
            desk.say(THEIRS_STANDS)
            return
        try:
            await desk.write(desk.workspace.pipeline.edit, deal.id, changes, deal)
        except Conflict as conflict:
            deal = await desk.read(desk.workspace.board.deal, deal.id)
            disputed = frozenset(difference.field for difference in conflict.differences)
        else:
            return


async def _theirs(
    desk: Desk, seen: Deal, changes: Mapping[str, Any], disputed: Mapping[str, str]
) -> frozenset[str] | None:
    """The disputed fields in which what the others wrote is to stand; None to edit what was typed.

    Args:
        disputed: Labels by name, of fields that somebody else has given the values that the deal is now seen with.
    """
    from funnelboard.services.editing import field_value

    who = await desk.read(desk.workspace.pipeline.last_writers, seen.id, [*disputed])
    fields = [
        Disputed(
            name, label, in_words(field_value(seen, name)), in_words(changes[name]),
            seller, told_when(desk, at),
        )
        for name, label in disputed.items()
        for seller, at in (who.get(name, ("", 0)),)
    ]  # fmt: skip
    return await choose(desk, f"“{seen.title}”", fields)


def _read(workspace: Workspace, deal_id: int) -> tuple[Deal, tuple[Seller, ...], tuple[str, ...]]:
    """A deal, and the sellers and tags there are."""
    return workspace.board.deal(deal_id), workspace.board.sellers(), workspace.board.tags()


def _contact_missing(deal: Deal, values: Mapping[str, Any]) -> Problem | None:
    """What is known of a contact needs one."""
    named = values.get("contact", deal.primary is not None)
    if not named and any(values.get(name) for name in _OF_A_CONTACT):
        return "contact", "Whose is that? Name the contact, or empty the fields of one."
    return None
