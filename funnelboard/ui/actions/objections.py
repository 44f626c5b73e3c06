"""What buyers object to: raised in one line, listed to be answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.drawing.text import cells
from funnelboard.ui.sheet.choices import Deed, Row

if TYPE_CHECKING:
    from funnelboard.domain.objection import Objection
    from funnelboard.ui.drawing.lines import Line

RESOLVE, REOPEN = Deed("r", "resolve", "answer"), Deed("o", "reopen", "reopen")
EDIT, DELETE = Deed("e", "edit", "edit"), Deed("D", "delete", "delete")
RAISE = Deed("b", "raise", "raise", alone=True)


async def add(desk: Desk) -> None:
    """Ask what the buyer holds against it."""
    await raise_objection(desk, desk.targets)


async def raise_objection(desk: Desk, targets: tuple[int, ...]) -> None:
    """Ask what the buyer holds against some deals, and keep it on each of them."""
    text: str = await desk.ask(
        "but" if len(targets) == 1 else f"but, on {len(targets)} deals",
        about=targets,
        command="add-objection",
        placeholder="too expensive for a pilot",
    )
    await desk.act(targets, partial(desk.workspace.objections.raise_objection, text=text))


async def list_objections(desk: Desk) -> None:
    """List the deal's objections, to answer, reopen, edit or delete one, or to raise another."""
    deal_id, objections = desk.card.id, desk.workspace.objections
    found = await desk.read(objections.of_deal, deal_id)
    rows = [Row(_lines(desk, objection), objection) for objection in found]
    deeds = (RESOLVE, REOPEN, EDIT, DELETE, RAISE)
    deed, objection = await desk.pick(
        f"Objections to {desk.title_of((deal_id,))}", rows, deeds, empty="No objections. b raises one."
    )
    if deed == RAISE.name:
        await raise_objection(desk, (deal_id,))
    elif deed == RESOLVE.name:
        await resolve(desk, objection)
    elif deed == REOPEN.name:
        await desk.write(objections.reopen, objection.id)
    elif deed == EDIT.name:
        await _edit(desk, objection)
    else:
        await desk.write(objections.delete, objection.id)


async def resolve(desk: Desk, objection: Objection) -> None:
    """Ask what answered an objection.

    Raises:
        NotDone: It is answered already.
    """
    if objection.resolved_at is not None:
        raise NotDone("It is answered already; o takes it up again.")
    answer: str = await desk.ask(
        "answer",
        about=(objection.deal_id,),
        command=f"resolve-objection-{objection.id}",
        text=objection.answer,
        understood=lambda _: objection.text,
        placeholder="what answers it? the discount for a year paid ahead",
    )
    await desk.write(desk.workspace.objections.resolve, objection.id, answer)


async def _edit(desk: Desk, objection: Objection) -> None:
    about, command = (objection.deal_id,), f"edit-objection-{objection.id}"
    text: str = await desk.ask("but", about=about, command=command, text=objection.text)
    await desk.write(desk.workspace.objections.edit, objection.id, text)


def _lines(desk: Desk, objection: Objection) -> tuple[Line, ...]:
    """Whether it is open, what it says, and what answered it."""
    styles, glyphs = desk.styles, desk.styles.glyphs
    text = cells(objection.text, ascii_look=styles.ascii)
    if objection.resolved_at is None:
        return (((f"{glyphs.objection} ", "objection"), (text, "text")),)
    answer = cells(objection.answer, ascii_look=styles.ascii)
    return ((f"{glyphs.done} ", "won"), (text, "text")), ((f"  {glyphs.arrow} {answer}", "dim"),)
