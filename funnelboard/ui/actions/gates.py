"""Moving deals through gates: a move that is stopped is asked for what is missing, and tried again with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.criteria import AskedHow, GateClosed
from funnelboard.domain.settings import Gates
from funnelboard.errors import FunnelBoardError
from funnelboard.ui.actions.asking import ask_and_write
from funnelboard.ui.actions.qualifying import offer_decider

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.done import Done
    from funnelboard.ui.modals.answer_forms import FormWriter
    from funnelboard.ui.modals.answers import Answers, Given
    from funnelboard.ui.screens.board import BoardScreen

Move = Callable[..., "Done"]
"""Does a move; takes ``answers``, ``how`` and ``because`` as ``Pipeline.move`` does."""


FORM_KEYS = ("y", "n", *(how[0] for how in AskedHow))
"""Keys that open the form and are its first: an answer, or how it was learnt."""


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
    then: Callable[[Done], None] | None = None,
) -> None:
    """Say at once what stopped a move; the next key answers it, passes it, or leaves everything where it is.

    Any other refusal is only shown. The first answer opens the form that asks for the rest: drawing that takes a
    moment, and a move that is thought better of needs none of it.

    Args:
        targets: The deals that were to move.
        then: Called when they have moved.
    """
    if not isinstance(error, GateClosed):
        board.refuse(error)
        return

    def show(key: str) -> None:
        if len(targets) == 1:
            read = partial(board.workspace.board.deal, targets[0])
            board.link.ask(read, lambda deal: _show(board, move, targets, error, deal, None, then, first=key))
        else:
            _show(board, move, targets, error, None, None, then, first=key)

    def pass_by() -> None:
        ask_and_write(board, "because", lambda words: partial(move, because=words), then=then)

    choices: dict[str, Callable[[], None]] = {key: partial(show, key) for key in FORM_KEYS}
    choices["enter"] = partial(show, "")
    hints = [("y n Enter", "answer"), ("Esc", "stay")]
    if not error.strict:
        choices["b"] = pass_by
        hints.insert(1, ("b", "move all the same, because"))
    board.say(str(error) if error.strict else error.refusal)
    board.choose_key(choices, hints, otherwise=partial(_stay, board, targets))


def _show(
    board: BoardScreen,
    move: Move,
    targets: tuple[int, ...],
    closed: GateClosed,
    deal: Deal | None,
    given: Given | None,
    then: Callable[[Done], None] | None,
    problem: str = "",
    first: str = "",
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
        modal = AnswersModal(form, given, problem)
        board.app.push_screen(modal, answered)
        if first:
            modal.call_after_refresh(board.app.simulate_key, first)
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
