"""Answering the questions of a deal's stage, and finding the one who decides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import Stage
from funnelboard.errors import Conflict
from funnelboard.ui.actions.contacts import add_contact
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.forms.stage_forms import FormWriter, read_answers, read_details

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal

_ADD, _NOBODY = 0, -1
"""Choices that are no contact's id."""


async def qualify(desk: Desk) -> None:
    """Ask the questions of the stage of the deal at the cursor."""
    await _ask(desk, desk.card.id)


async def _ask(desk: Desk, deal_id: int, problem: str = "") -> None:
    """Ask until what was answered is kept: another seller may have written something else meanwhile."""
    workspace = desk.workspace
    detail = await desk.read(workspace.board.detail, deal_id)
    deal = detail.deal
    if deal.stage is Stage.CLOSED:
        back = desk.key_of("move-to")
        raise NotDone(f"A closed deal has no questions left; {back} moves it back to another stage.")
    form = form_writer(desk).stage(deal, detail.answers)
    answers = await desk.form(form, about=(deal_id,), command="qualify", problem=problem)
    if not answers.values:
        return
    learnt, details = read_answers(answers.values), read_details(answers.values)
    keep = partial(workspace.qualifying.answer_many, deal_id, learnt, answers.how, answers.contact_id, details, deal)
    try:
        await desk.write(keep)
    except Conflict as conflict:
        await _ask(desk, deal_id, str(conflict))
    else:
        await offer_decider(desk, deal, learnt)


def form_writer(desk: Desk) -> FormWriter:
    """Writes forms in this board's words."""
    settings = desk.settings
    return FormWriter(
        settings.preset,
        desk.today,
        desk.workspace.default_currency,
        desk.styles.glyphs.arrow,
        strict=settings.gates is Gates.STRICT,
    )


async def offer_decider(desk: Desk, deal: Deal, learnt: Mapping[Criterion, Any]) -> None:
    """After a no to authority, ask who decides instead."""
    if learnt.get(Criterion.AUTHORITY) is not Answer.NO or any(link.decides for link in deal.contacts):
        return
    others = [link for link in deal.contacts if link is not deal.primary]
    who = deal.primary.contact.name if deal.primary else "This contact"
    chosen = await desk.choose(
        f"{who} does not decide. Who does?",
        [
            ("a", "somebody else: add the contact", _ADD),
            *((str(number), link.contact.name, link.id) for number, link in enumerate(others[:9], 1)),
            ("n", "not known yet", _NOBODY),
        ],
    )
    if chosen == _ADD:
        await add_contact(desk, deal.id, title=f"{deal.title}: who decides", role=Role.DECISION_MAKER, decides=True)
    elif chosen != _NOBODY:
        await desk.write(desk.workspace.people.set_decides, deal.id, chosen)
