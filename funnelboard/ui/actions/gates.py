"""Moving deals through gates: a move that is stopped is asked for what is missing, and tried again with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.criteria import GateClosed
from funnelboard.domain.settings import Gates
from funnelboard.errors import FunnelBoardError
from funnelboard.ui.actions.qualifying import offer_decider

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.done import Done
    from funnelboard.ui.modals.answer_forms import FormWriter
    from funnelboard.ui.modals.answers import Answers, Given
    from funnelboard.ui.screens.board import BoardScreen

Move = Callable[..., "Done"]
"""Does a move; takes ``answers``, ``how`` and ``because`` as ``Pipeline.move`` does."""


def form_writer(board: BoardScreen) -> FormWriter:
    """Writes forms in this board's words."""
    from funnelboard.ui.modals.answer_forms import FormWriter

    settings = board.state.settings
    strict = settings.gates is Gates.STRICT
    return FormWriter(settings.preset, board.moment.today, board.workspace.default_currency, strict=strict)


def ask_at_gate(
    board: BoardScreen,
    move: Move,
    targets: tuple[int, ...],
    error: FunnelBoardError,
    given: Given | None = None,
    then: Callable[[Done], None] | None = None,
) -> None:
    """Ask for what stopped a move, and move with it; any other refusal is only shown.

    Args:
        targets: The deals that were to move.
        given: What was pressed and typed into the form already.
        then: Called when they have moved.
    """
    if not isinstance(error, GateClosed):
        board.refuse(error)
        return
    if len(targets) == 1:
        read = partial(board.workspace.board.deal, targets[0])
        board.link.ask(read, lambda deal: _show(board, move, targets, error, deal, given, then))
    else:
        _show(board, move, targets, error, None, given, then)


def _show(
    board: BoardScreen,
    move: Move,
    targets: tuple[int, ...],
    closed: GateClosed,
    deal: Deal | None,
    given: Given | None,
    then: Callable[[Done], None] | None,
    problem: str = "",
) -> None:
    from funnelboard.ui.modals.answer_forms import BECAUSE, read_answers
    from funnelboard.ui.modals.answers import AnswersModal

    def answered(answers: Answers | None) -> None:
        if answers is None:
            _stay(board, targets)
            return
        learnt = read_answers(answers.values)
        if answers.stay and deal is not None:
            answer = partial(board.workspace.qualifying.answer_many, deal.id, learnt, answers.how)
            board.write(answer, lambda _: offer_decider(board, deal, learnt), partial(refused, answers))
            return
        board.write(
            partial(move, answers=learnt, how=answers.how, because=answers.values.get(BECAUSE, "")),
            partial(moved, learnt),
            partial(refused, answers),
        )

    def moved(learnt: dict[Any, Any], done: Done) -> None:
        if then is not None:
            then(done)
        if deal is not None:
            offer_decider(board, deal, learnt)

    def refused(answers: Answers, error: FunnelBoardError) -> None:
        if isinstance(error, GateClosed):
            _show(board, move, targets, error, deal, answers.given, then, str(error))
        else:
            _show(board, move, targets, closed, deal, answers.given, then, str(error))

    form = form_writer(board).gate(closed.gates, len(targets), deal)
    if form.rows:
        board.app.push_screen(AnswersModal(form, given, problem), answered)
    else:
        board.refuse(closed)
        _stay(board, targets, said=True)


def _stay(board: BoardScreen, targets: tuple[int, ...], *, said: bool = False) -> None:
    """Nothing was moved: what was marked is marked again."""
    if len(targets) > 1:
        board.state.marks.update(targets)
        board.redraw()
    if not said:
        board.say("Not moved.")
