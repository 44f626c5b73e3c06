"""Closing deals as won or lost, with what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.criteria import Criterion
from funnelboard.domain.settings import LostChoice
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import FunnelBoardError
from funnelboard.ui.actions.gates import form_writer
from funnelboard.ui.keys import shown_key
from funnelboard.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.domain.objection import Objection
    from funnelboard.services.done import Done
    from funnelboard.ui.modals.answers import Answers, Given
    from funnelboard.ui.screens.board import BoardScreen

Close = Callable[..., "Done"]
"""Puts deals into closed; takes how they ended, as ``Pipeline.move`` does."""

_REASON_KEYS = {
    LostReason.PRICE: "p",
    LostReason.BUDGET: "b",
    LostReason.TIMING: "t",
    LostReason.COMPETITOR: "c",
    LostReason.NO_NEED: "n",
    LostReason.NO_AUTHORITY: "a",
    LostReason.NO_DECISION: "d",
    LostReason.OTHER: "o",
}


def close_won(board: BoardScreen) -> None:
    """Close as won: open objections first, then the ticks, the final amount and the day."""
    _with_targets(board, lambda ids: win(board, ids, partial(board.workspace.pipeline.move, ids, Stage.CLOSED)))


def close_lost(board: BoardScreen) -> None:
    """Close as lost: why, and whether we may come back."""
    _with_targets(board, lambda ids: lose(board, ids, partial(board.workspace.pipeline.move, ids, Stage.CLOSED)))


def ask_outcome(board: BoardScreen, targets: tuple[int, ...], close: Close) -> None:
    """Ask whether deals are won or lost, then what belongs to it."""
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    preset = board.state.settings.preset

    def chosen(outcome: Outcome | None) -> None:
        if outcome is not None:
            (win if outcome is Outcome.WON else lose)(board, targets, close)

    choices = [Choice("w", preset.won, Outcome.WON), Choice("l", preset.lost, Outcome.LOST)]
    board.app.push_screen(ChoiceModal("How did it end?", choices), chosen)


def win(board: BoardScreen, targets: tuple[int, ...], close: Close) -> None:
    """Ask what belongs to a won deal, and close it."""
    workspace = board.workspace

    def read() -> tuple[list[Deal], list[Objection]]:
        deals = [workspace.board.deal(deal_id) for deal_id in targets]
        objections = [one for deal in deals for one in workspace.objections.of_deal(deal.id)]
        return deals, [objection for objection in objections if objection.resolved_at is None]

    def show(found: tuple[list[Deal], list[Objection]]) -> None:
        deals, objections = found
        if objections:
            _show_objections(board, targets, close, deals, objections)
        else:
            _ask_won(board, deals, close)

    board.link.ask(read, show)


def lose(board: BoardScreen, targets: tuple[int, ...], close: Close) -> None:
    """Ask why a deal was lost and whether we may come back, and close it."""
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    def chosen(why: LostChoice | None) -> None:
        if why is not None:
            board.link.ask(
                lambda: [board.workspace.board.deal(deal_id) for deal_id in targets],
                lambda deals: _ask_lost(board, deals, close, why),
            )

    reasons = board.state.settings.lost_reasons
    free = iter("123456789" + "efghilmqrsuvwxyz" + " " * len(reasons))
    keys = [next(free).strip() if why.detail else _REASON_KEYS[why.reason] for why in reasons]
    choices = [Choice(key, why.label, why) for key, why in zip(keys, reasons, strict=True)]
    board.app.push_screen(ChoiceModal("Why was it lost?", choices), chosen)


def _with_targets(board: BoardScreen, do: Callable[[tuple[int, ...]], None]) -> None:
    if board.state.targets:
        do(board.state.targets)
    else:
        board.say("There is no deal here.")


def _show_objections(
    board: BoardScreen, targets: tuple[int, ...], close: Close, deals: list[Deal], objections: list[Objection]
) -> None:
    from funnelboard.ui.modals.objections_first import ObjectionsFirstModal

    def chosen(choice: tuple[str, Objection | None] | None) -> None:
        if choice is None:
            return
        objection = choice[1]
        if objection is None:
            _ask_won(board, deals, close)
        else:
            _ask_resolution(board, objection, lambda: win(board, targets, close))

    title = deals[0].title if len(deals) == 1 else f"{len(deals)} deals"
    board.app.push_screen(ObjectionsFirstModal(title, objections), chosen)


def _ask_resolution(board: BoardScreen, objection: Objection, then: Callable[[], None]) -> None:
    """Ask what resolved an objection; without an answer it stays open."""

    def submit(answer: str) -> None:
        board.write(
            partial(board.workspace.objections.resolve, objection.id, answer),
            lambda _: then(),
            lambda error: board.refuse(error),
        )

    board.ask(Prompt(command="", label=f"answer to “{objection.text}”", submit=submit, cancel=then))


def _ask_won(board: BoardScreen, deals: list[Deal], close: Close) -> None:
    from funnelboard.ui.modals.answer_forms import BECAUSE, CLOSED_ON, read_answers

    targets = tuple(deal.id for deal in deals)

    def ending(answers: Answers) -> Mapping[str, Any]:
        learnt = read_answers(answers.values)
        amount = learnt.pop(Criterion.AMOUNT) if learnt.get(Criterion.AMOUNT) is not None else None
        return {
            "outcome": Outcome.WON,
            "answers": learnt,
            "amount": amount,
            "closed_on": answers.values.get(CLOSED_ON),
            "because": answers.values.get(BECAUSE, ""),
        }

    def again(ids: tuple[int, ...]) -> Done:
        return board.workspace.pipeline.move(ids, Stage.CLOSED, outcome=Outcome.WON)

    def stopped(ids: tuple[int, ...], _: FunnelBoardError) -> None:
        win(board, ids, partial(board.workspace.pipeline.move, ids, Stage.CLOSED))

    def closed(done: Done) -> None:
        board.last_deed, board.last_refusal = again, stopped
        if len(targets) == 1 and done.change:
            board.say(done.summary, after=f"u undoes it, {_key(board, 'ask-reference')} asks for a reference")

    _ask_ending(board, targets, lambda: form_writer(board).won(deals), lambda a: partial(close, **ending(a)), closed)


def _ask_lost(board: BoardScreen, deals: list[Deal], close: Close, why: LostChoice) -> None:
    from funnelboard.domain.deal import Answer
    from funnelboard.ui.modals.answer_forms import COMPETITOR, MAY_RETURN, RETURN_ON, WORDS

    targets = tuple(deal.id for deal in deals)

    def ending(answers: Answers) -> dict[str, Any]:
        values = answers.values
        return {
            "outcome": Outcome.LOST,
            "lost_reason": why.reason,
            "lost_detail": values.get(WORDS, why.detail),
            "competitor": values.get(COMPETITOR, ""),
            "may_return": values.get(MAY_RETURN, Answer.UNKNOWN),
            "return_on": values.get(RETURN_ON),
        }

    def closing(answers: Answers) -> Callable[[], Done]:
        how = ending(answers)
        board.last_deed, board.last_refusal = partial(board.workspace.pipeline.move, stage=Stage.CLOSED, **how), None
        return partial(close, **how)

    _ask_ending(board, targets, lambda: form_writer(board).lost(deals, why), closing)


def _ask_ending(
    board: BoardScreen,
    targets: tuple[int, ...],
    form: Callable[[], Any],
    closing: Callable[[Answers], Callable[[], Done]],
    then: Callable[[Done], None] | None = None,
    given: Given | None = None,
    problem: str = "",
) -> None:
    """Show the form of an ending until it is accepted or given up."""
    from funnelboard.ui.modals.answers import AnswersModal

    def answered(answers: Answers | None) -> None:
        if answers is None:
            board.say("Not closed.")
            return
        board.state.marks.difference_update(targets)
        board.write(closing(answers), then, partial(refused, answers.given))

    def refused(given: Given, error: FunnelBoardError) -> None:
        _ask_ending(board, targets, form, closing, then, given, str(error))

    board.app.push_screen(AnswersModal(form(), given, problem), answered)


def _key(board: BoardScreen, command_id: str) -> str:
    """The seller's key for a command, as it is printed."""
    command = next(command for command in board.commands if command.id == command_id)
    return shown_key(command.keys[0]) if command.keys else shown_key("colon")
