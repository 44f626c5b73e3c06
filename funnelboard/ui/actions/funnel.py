"""Moving deals through the funnel: between stages and within a stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.actions import closing
from funnelboard.ui.actions.gates import ask_at_gate

if TYPE_CHECKING:
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen


def move(board: BoardScreen, stage: Stage) -> None:
    """Move to a stage; what its gate still asks is asked, and a deal that gets closed needs an outcome first."""
    targets, pipeline = board.state.targets, board.workspace.pipeline
    if not targets:
        board.say("There is no deal here.")
    elif stage is Stage.CLOSED:
        closing.ask_outcome(board, targets, partial(pipeline.move, targets, stage))
    else:
        told = partial(_tell_probability, board, stage) if _leaves_outcome(board, targets) else None
        board.act(
            lambda ids: pipeline.move(ids, stage),
            told,
            lambda ids, error: ask_at_gate(board, partial(pipeline.move, ids, stage), ids, error, then=told),
        )


def _leaves_outcome(board: BoardScreen, targets: tuple[int, ...]) -> bool:
    """Whether any of the deals is closed, as far as the board has them."""
    closed = board.state.columns[Stage.CLOSED].column
    return any(closed.place_of(deal_id) is not None for deal_id in targets)


def _tell_probability(board: BoardScreen, stage: Stage, done: Done) -> None:
    """A deal that leaves its outcome has the probability of its stage again."""
    if done.change:
        probability = board.state.settings.probabilities[stage]
        board.say(f"{done.summary}, probability {probability} % again", after="u undoes it")


def step(board: BoardScreen, by: int) -> None:
    """Move to a neighbouring stage."""
    stage = board.state.active.step(by)
    if stage is None:
        board.say("It is in the last stage." if by > 0 else "It is in the first stage.")
    else:
        move(board, stage)


def choose_stage(board: BoardScreen) -> None:
    """Let the next key say which stage to move to."""
    preset = board.state.settings.preset
    board.choose_key(
        {stage[0]: partial(move, board, stage) for stage in STAGES},
        [*((stage[0], preset.place(stage)) for stage in STAGES), ("Esc", "stay")],
    )


def reorder(board: BoardScreen, by: int) -> None:
    """Move up or down within the stage."""
    board.act(lambda ids: board.workspace.pipeline.reorder(ids, by))


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "move-back": partial(step, by=-1),
    "move-on": partial(step, by=1),
    "move-to": choose_stage,
    "reorder-down": partial(reorder, by=1),
    "reorder-up": partial(reorder, by=-1),
    "close-won": closing.close_won,
    "close-lost": closing.close_lost,
}
