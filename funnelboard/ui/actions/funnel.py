"""Moving deals through the funnel: between stages, within a stage, and out of it as won or lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen

Closing = Mapping[str, Any]
"""How a deal is closed, as the named arguments of ``Pipeline.move``."""

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


def move(board: BoardScreen, stage: Stage) -> None:
    """Move to a stage; a deal that gets closed needs an outcome first."""
    if not board.state.targets:
        board.say("There is no deal here.")
    elif stage is Stage.CLOSED:
        ask_outcome(board, partial(close, board))
    else:
        board.act(lambda ids: board.workspace.pipeline.move(ids, stage))


def step(board: BoardScreen, by: int) -> None:
    """Move to a neighbouring stage."""
    stage = board.state.active.step(by)
    if stage is None:
        board.say("It is in the last stage." if by > 0 else "It is in the first stage.")
    else:
        move(board, stage)


def choose_stage(board: BoardScreen) -> None:
    """Let the next key say which stage to move to."""
    board.choose_key(
        {stage[0]: partial(move, board, stage) for stage in STAGES},
        [*((stage[0], stage.value) for stage in STAGES), ("Esc", "stay")],
    )


def reorder(board: BoardScreen, by: int) -> None:
    """Move up or down within the stage."""
    board.act(lambda ids: board.workspace.pipeline.reorder(ids, by))


def close(board: BoardScreen, closing: Closing) -> None:
    """Close as the answers say."""
    board.act(lambda ids: board.workspace.pipeline.move(ids, Stage.CLOSED, **closing))


def close_won(board: BoardScreen) -> None:
    """Close as won."""
    close(board, {"outcome": Outcome.WON})


def close_lost(board: BoardScreen) -> None:
    """Close as lost, once it is said why."""
    if board.state.targets:
        ask_lost_reason(board, partial(close, board))
    else:
        board.say("There is no deal here.")


def ask_outcome(board: BoardScreen, then: Callable[[Closing], None]) -> None:
    """Ask whether a deal is won or lost, and why it is lost."""
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    def chosen(outcome: Outcome | None) -> None:
        if outcome is Outcome.WON:
            then({"outcome": outcome})
        elif outcome is Outcome.LOST:
            ask_lost_reason(board, then)

    choices = [Choice("w", "won", Outcome.WON), Choice("l", "lost", Outcome.LOST)]
    board.app.push_screen(ChoiceModal("How did it end?", choices), chosen)


def ask_lost_reason(board: BoardScreen, then: Callable[[Closing], None]) -> None:
    """Ask why a deal is lost; another reason than those listed needs words."""
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    def chosen(reason: LostReason | None) -> None:
        if reason is LostReason.OTHER:
            board.ask(Prompt(command="", label="why was it lost?", submit=said))
        elif reason is not None:
            then({"outcome": Outcome.LOST, "lost_reason": reason})

    def said(words: str) -> None:
        if words.strip():
            then({"outcome": Outcome.LOST, "lost_reason": LostReason.OTHER, "lost_detail": words})
        else:
            board.say("Not closed: say in a few words why it was lost.")

    choices = [Choice(key, reason.value, reason) for reason, key in _REASON_KEYS.items()]
    board.app.push_screen(ChoiceModal("Why was it lost?", choices), chosen)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "move-back": partial(step, by=-1),
    "move-on": partial(step, by=1),
    "move-to": choose_stage,
    "reorder-down": partial(reorder, by=1),
    "reorder-up": partial(reorder, by=-1),
    "close-won": close_won,
    "close-lost": close_lost,
}
