"""Closing deals as won or lost, with what belongs to it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from funnelboard.domain.criteria import Criterion, GateClosed
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.grammar import counted
from funnelboard.domain.objection import Objection
from funnelboard.domain.settings import LostChoice
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import Conflict
from funnelboard.ui.actions.objections import objection_row, resolve
from funnelboard.ui.actions.qualifying import Move, form_writer
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.stage_forms import (
    BECAUSE,
    CLOSED_ON,
    COMPETITOR,
    MAY_RETURN,
    RETURN_ON,
    WORDS,
    read_answers,
)
from funnelboard.ui.sheet.choices import Deed

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

_FREE_KEYS = "123456789efghilmqrsuvwxyz"
"""For a board's own reasons; none of those above, and none that goes up or down a list."""


async def close_won(desk: Desk) -> None:
    """Close as won: open objections first, then the ticks, the final amount and the day."""
    await close(desk, desk.targets, _to_closed(desk), Outcome.WON)


async def close_lost(desk: Desk) -> None:
    """Close as lost: why, and whether we may come back."""
    await close(desk, desk.targets, _to_closed(desk), Outcome.LOST)


def _to_closed(desk: Desk) -> Move:
    return partial(desk.workspace.pipeline.move, desk.targets, Stage.CLOSED)


async def close(desk: Desk, targets: tuple[int, ...], move: Move, outcome: Outcome | None = None) -> None:
    """Close deals: ask how they ended, if that is not said, and what belongs to it.

    Args:
        move: Puts them into closed; takes how they ended as ``Pipeline.move`` does.

    Raises:
        Left: The seller left what was asked; nothing was closed.
    """
    try:
        outcome = outcome or await _ask_outcome(desk, targets)
        await (_win if outcome is Outcome.WON else _lose)(desk, targets, move)
    except Left:
        raise Left("Not closed.") from None


async def _ask_outcome(desk: Desk, targets: tuple[int, ...]) -> Outcome:
    preset = desk.settings.preset
    return await desk.choose(
        f"{desk.title_of(targets)} {desk.styles.glyphs.arrow} closed: how did it end?",
        [("w", preset.won, Outcome.WON), ("l", preset.lost, Outcome.LOST)],
    )


async def _win(desk: Desk, targets: tuple[int, ...], move: Move, problem: str = "") -> None:
    """Ask what belongs to a won deal, and close it."""
    if not problem:
        await _ask_about_objections(desk, targets)
    deals, writer = await _read_deals(desk, targets), form_writer(desk)
    answers = await desk.form(
        writer.won(deals),
        about=targets,
        command="close-won",
        problem=problem,
        anew=lambda: writer.won([desk.workspace.board.deal(deal_id) for deal_id in targets]),
    )
    learnt = read_answers(answers.values)
    amount = learnt.pop(Criterion.AMOUNT) if learnt.get(Criterion.AMOUNT) is not None else None
    try:
        written = await desk.write(
            move, outcome=Outcome.WON, answers=learnt, amount=amount, closed_on=answers.values.get(CLOSED_ON),
            because=answers.values.get(BECAUSE, ""), seen=deals[0] if len(deals) == 1 else None,
        )  # fmt: skip
    except (GateClosed, Conflict) as refused:
        if isinstance(refused, Conflict) and not refused.differences:
            raise
        await _win(desk, targets, move, str(refused))
        return
    desk.repeats(_win_again)
    desk.unmark(targets)
    if len(targets) == 1 and written.change:
        desk.say(written.summary, after=f"u undoes it, {desk.key_of('ask-reference')} asks for a reference")


async def _win_again(desk: Desk) -> None:
    """Close as won what needs no more for it; ask about the rest."""
    targets, move = desk.targets, _to_closed(desk)
    try:
        await desk.write(move, outcome=Outcome.WON)
    except GateClosed:
        await close(desk, targets, move, Outcome.WON)
    else:
        desk.unmark(targets)


async def _ask_about_objections(desk: Desk, targets: tuple[int, ...]) -> None:
    """List what the buyers still hold against it, until nothing is left or it is to be closed all the same."""

    async def answer(objection: Objection) -> None:
        with suppress(Left):
            await resolve(desk, objection)

    deeds = (Deed("r", "resolve", answer), Deed("g", "close all the same", alone=True))
    while objections := await desk.read(_open_objections, desk, targets):
        count = counted(len(objections), "open objection")
        rows = [objection_row(desk, one) for one in objections]
        if await desk.pick(f"{count}: {desk.title_of(targets)}", rows, deeds) is None:
            return


def _open_objections(desk: Desk, targets: tuple[int, ...]) -> list[Objection]:
    of_deal = desk.workspace.objections.of_deal
    return [one for deal_id in targets for one in of_deal(deal_id) if one.resolved_at is None]


async def _lose(desk: Desk, targets: tuple[int, ...], move: Move) -> None:
    """Ask why a deal was lost and whether we may come back, and close it."""
    why = await _ask_why(desk, targets)
    deals = await _read_deals(desk, targets)
    answers = await desk.form(form_writer(desk).lost(deals, why), about=targets, command="close-lost")
    values = answers.values
    ending: dict[str, Any] = {
        "outcome": Outcome.LOST,
        "lost_reason": why.reason,
        "lost_detail": values.get(WORDS, why.detail),
        "competitor": values.get(COMPETITOR, ""),
        "may_return": values.get(MAY_RETURN, Answer.UNKNOWN),
        "return_on": values.get(RETURN_ON),
    }
    await desk.write(move, **ending, seen=deals[0] if len(deals) == 1 else None)
    again = partial(desk.workspace.pipeline.move, stage=Stage.CLOSED, **ending)
    desk.repeats(lambda desk: desk.act(desk.targets, again))
    desk.unmark(targets)


async def _ask_why(desk: Desk, targets: tuple[int, ...]) -> LostChoice:
    reasons = desk.settings.lost_reasons
    free = iter(_FREE_KEYS)
    keys = [next(free, "") if why.detail else _REASON_KEYS[why.reason] for why in reasons]
    return await desk.choose(
        f"{desk.title_of(targets)} {desk.styles.glyphs.arrow} {desk.settings.preset.lost}: why?",
        [(key, why.label, why) for key, why in zip(keys, reasons, strict=True)],
    )


async def _read_deals(desk: Desk, targets: tuple[int, ...]) -> list[Deal]:
    return await desk.read(lambda: [desk.workspace.board.deal(deal_id) for deal_id in targets])
