"""Moving deals through the funnel: between stages and within a stage."""

from __future__ import annotations

from functools import partial

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.actions.closing import close
from funnelboard.ui.actions.qualifying import Move, move_through
from funnelboard.ui.desk import Desk, NotDone


async def back(desk: Desk) -> None:
    """Move to the stage before the one with the cursor."""
    await _step(desk, -1)


async def on(desk: Desk) -> None:
    """Move to the stage after the one with the cursor."""
    await _step(desk, 1)


async def _step(desk: Desk, by: int) -> None:
    targets = desk.targets
    stage = (await desk.stage()).step(by)
    if stage is None:
        raise NotDone(f"It is in the {'last' if by > 0 else 'first'} stage.")
    await move(desk, targets, stage)


async def choose_stage(desk: Desk) -> None:
    """Ask which stage to move to."""
    preset, targets = desk.settings.preset, desk.targets
    title = f"{desk.title_of(targets)} {desk.styles.glyphs.arrow} which stage?"
    stage = await desk.choose(title, [(stage[0], preset.place(stage), stage) for stage in STAGES], await desk.stage())
    await move(desk, targets, stage)


async def move(desk: Desk, targets: tuple[int, ...], stage: Stage) -> None:
    """Move deals to a stage; what its gate still asks is asked, and one that gets closed needs an outcome first."""
    deed = partial(desk.workspace.pipeline.move, targets, stage)
    if stage is Stage.CLOSED:
        await close(desk, targets, deed)
    else:
        desk.repeats(lambda desk: move(desk, desk.targets, stage))
        await _move_open(desk, targets, deed, stage)


async def put(desk: Desk, *, deal_id: int, stage: Stage, before: int | None) -> None:
    """Put a deal into a stage, just above another one, or last."""
    deed = partial(desk.workspace.pipeline.place, deal_id, stage, before)
    comes = desk.board.state.columns[stage].column.place_of(deal_id) is None
    if not comes:
        _check_by_hand(desk)
    if stage is not Stage.CLOSED:
        await _move_open(desk, (deal_id,), deed, stage)
    elif comes:
        await close(desk, (deal_id,), deed)
    else:
        deal = await desk.read(desk.workspace.board.deal, deal_id)
        await desk.write(deed, outcome=deal.outcome, lost_reason=deal.lost_reason, lost_detail=deal.lost_detail)


async def reorder_down(desk: Desk) -> None:
    """Move down within the stage."""
    await _reorder(desk, 1)


async def reorder_up(desk: Desk) -> None:
    """Move up within the stage."""
    await _reorder(desk, -1)


async def _reorder(desk: Desk, by: int) -> None:
    _check_by_hand(desk)
    await desk.act(desk.targets, partial(desk.workspace.pipeline.reorder, by=by))


def _check_by_hand(desk: Desk) -> None:
    """Refuse to move within a stage where that would not be seen."""
    order = desk.board.state.sort
    if order is not Sort.RANK:
        raise NotDone(f"The deals stand by {order}; {desk.key_of('sort')} r lets you arrange them by hand.")


async def _move_open(desk: Desk, targets: tuple[int, ...], deed: Move, stage: Stage) -> None:
    """Move to an open stage; a deal that leaves its outcome has the probability of its stage again, which is told."""
    closed = desk.board.state.columns[Stage.CLOSED].column
    leaves_outcome = any(closed.place_of(deal_id) is not None for deal_id in targets)
    written = await move_through(desk, targets, deed)
    if leaves_outcome and written is not None and written.change:
        probability = desk.settings.probabilities[stage]
        desk.say(f"{written.summary}, probability {probability} % again", after="u undoes it")
