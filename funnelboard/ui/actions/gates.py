"""Moving deals through gates: a move that is stopped is asked for what is missing, and tried again with it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.criteria import Criterion, GateClosed, gate
from funnelboard.errors import Conflict
from funnelboard.ui.actions.qualifying import form_writer, offer_decider
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.stage_forms import BECAUSE, read_answers, read_details

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.domain.given_answer import GivenAnswer
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written

Move = Callable[..., "Written"]
"""Does a move; takes what was learnt and ``because`` as ``Pipeline.move`` does."""


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
    form = form_writer(desk).gate(stopped or closed.gates, len(targets), deal, known, given)
    if form is None:
        raise closed
    try:
        command = f"move-to-{first.stage.value}"
        answers = await desk.form(form, about=targets, command=command, problem=problem)
    except Left:
        raise Left("Not moved.") from None
    learnt, details = read_answers(answers.values), read_details(answers.values)
    told: dict[str, Any] = {
        "answers": learnt,
        "how": answers.how,
        "contact_id": answers.contact_id,
        "details": details,
        "seen": deal,
    }
    written = None
    try:
        if answers.stay:
            await desk.write(partial(workspace.qualifying.answer_many, targets[0], **told))
        else:
            written = await desk.write(partial(move, **told, because=answers.values.get(BECAUSE, "")))
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
