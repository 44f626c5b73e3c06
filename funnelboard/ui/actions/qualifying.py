"""Answering the questions of a deal's stage or of a gate that stops it, and finding the one who decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion, GateClosed, gate
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import Stage
from funnelboard.errors import Conflict
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written
from funnelboard.ui.actions.contacts import add_contact
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.stage_forms import BECAUSE, FormWriter, read_answers, read_details
from funnelboard.ui.sheet.asked import Form
from funnelboard.ui.sheet.given import Answers

Move = Callable[..., Written]
"""Does a move; takes what was learnt and ``because`` as ``Pipeline.move`` does."""

_ADD, _NOBODY = 0, -1
"""Choices that are no contact's id."""


async def qualify(desk: Desk) -> None:
    """Ask the questions of the stage of the deal at the cursor."""
    deal_id = desk.deal_id
    await desk.require_unmoved((deal_id,))
    await _ask(desk, deal_id)


async def _ask(desk: Desk, deal_id: int, problem: str = "") -> None:
    """Ask until what was answered is kept: another seller may have written something else meanwhile."""
    workspace = desk.workspace
    detail = await desk.read(workspace.board.detail, deal_id)
    deal = detail.deal
    if deal.stage is Stage.CLOSED:
        back = desk.key_of("move-to")
        raise NotDone(f"A closed deal has no questions left; {back} moves it back to another stage.")
    writer = form_writer(desk)

    def anew() -> Form:
        now = workspace.board.detail(deal_id)
        return writer.stage(now.deal, now.answers)

    form = writer.stage(deal, detail.answers)
    answers = await desk.form(form, about=(deal_id,), command="qualify", problem=problem, anew=anew)
    if not answers.values:
        return
    told = _told(answers, deal)
    try:
        await desk.write(workspace.qualifying.answer_many, deal_id, **told)
    except Conflict as conflict:
        await _ask(desk, deal_id, str(conflict))
    else:
        await offer_decider(desk, deal, told["answers"])


def _told(answers: Answers, seen: Deal | None) -> dict[str, Any]:
    """What was learnt, as the services take it.

    Args:
        seen: The deal as it was when it was asked about, if it was one alone.
    """
    return {
        "answers": read_answers(answers.values),
        "how": answers.how,
        "contact_id": answers.contact_id,
        "details": read_details(answers.values),
        "seen": seen,
    }


def form_writer(desk: Desk) -> FormWriter:
    """Writes forms in this board's words."""
    settings = desk.settings
    return FormWriter(
        settings.preset,
        desk.today,
        desk.workspace.day_first,
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


async def move_through(desk: Desk, targets: tuple[int, ...], move: Move) -> Written | None:
    """Move deals; where a gate stops them, ask for what is missing. What was moved is no longer marked.

    Returns:
        What was done; None if nothing was moved, though answers were kept.

    Raises:
        Left: The seller left the questions; nothing was moved.
        GateClosed: The gates are strict, and no answer that is given for all the deals would do.
    """
    try:
        written = await desk.write(move)
    except GateClosed as closed:
        return await _move_with_answers(desk, targets, move, closed)
    desk.unmark(targets)
    return written


async def _move_with_answers(
    desk: Desk,
    targets: tuple[int, ...],
    move: Move,
    closed: GateClosed,
    problem: str = "",
    given: Collection[Criterion] = (),
) -> Written | None:
    """Ask for what is missing until the move is done with it; another seller may write something else meanwhile.

    Args:
        problem: Why it could not be done with what was given before.
        given: What was answered then.
    """
    workspace, first = desk.workspace, closed.gates[0]
    deals, known = await desk.read(_look_again, workspace, targets)
    deal = deals[0] if len(deals) == 1 else None
    stopped = [found for one in deals if not (found := gate(one, first.stage, first.outcome)).open]
    writer = form_writer(desk)
    form = writer.gate(stopped or closed.gates, len(targets), deal, known, given)
    if form is None:
        raise closed
    asked = {criterion for criterion in Criterion if any(row.name == criterion.value for row in form.rows)}

    def anew() -> Form | None:
        deals, known = _look_again(workspace, targets)
        gates = [found for one in deals if not (found := gate(one, first.stage, first.outcome)).open]
        return writer.gate(gates or closed.gates, len(targets), deals[0] if deal is not None else None, known, asked)

    try:
        command = f"move-to-{first.stage.value}"
        answers = await desk.form(form, about=targets, command=command, problem=problem, anew=anew)
    except Left:
        raise Left("Not moved.") from None
    told = _told(answers, deal)
    learnt = told["answers"]
    written = None
    try:
        if answers.stay:
            await desk.write(workspace.qualifying.answer_many, targets[0], **told)
        else:
            written = await desk.write(move, **told, because=answers.values.get(BECAUSE, ""))
            desk.unmark(targets)
    except GateClosed as again:
        return await _move_with_answers(desk, targets, move, again, str(again), learnt)
    except Conflict as conflict:
        if not conflict.differences:
            raise
        return await _move_with_answers(desk, targets, move, closed, str(conflict), learnt)
    if deal is not None:
        await offer_decider(desk, deal, learnt)
    return written


def _look_again(workspace: Workspace, targets: tuple[int, ...]) -> tuple[list[Deal], tuple[GivenAnswer, ...]]:
    """The deals as they are now, and, of one alone, how its answers were learnt."""
    if len(targets) == 1:
        detail = workspace.board.detail(targets[0])
        return [detail.deal], detail.answers
    return [workspace.board.deal(deal_id) for deal_id in targets], ()
