"""What buyers object to: raised in one line, listed to be answered."""

from __future__ import annotations

from functools import partial

from funnelboard.domain.objection import Objection
from funnelboard.ui.actions.conflicts import write_over
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.sheet.choices import Deed, Row


async def add(desk: Desk) -> None:
    """Ask what the buyer holds against it."""
    await raise_objection(desk, desk.targets)


async def raise_objection(desk: Desk, targets: tuple[int, ...]) -> None:
    """Ask what the buyer holds against some deals, and keep it on each of them."""
    text: str = await desk.ask(
        "objection" if len(targets) == 1 else f"objection of {len(targets)} deals",
        about=targets,
        command="add-objection",
        placeholder="too expensive for a pilot",
    )
    await desk.act(targets, partial(desk.workspace.objections.raise_objection, text=text))


async def list_objections(desk: Desk) -> None:
    """List the deal's objections, to resolve, reopen, edit or delete one, or to raise another."""
    deal_id, objections = desk.deal_id, desk.workspace.objections
    found = await desk.read(objections.of_deal, deal_id)
    rows = [objection_row(desk, objection) for objection in found]
    deeds = (
        Deed("r", "resolve", partial(resolve, desk)),
        Deed("o", "reopen", lambda one: desk.write(objections.reopen, one.id)),
        Deed("e", "edit", partial(_edit, desk)),
        Deed("D", "delete", lambda one: desk.write(objections.delete, one.id)),
        Deed("b", "raise", lambda _: raise_objection(desk, (deal_id,)), alone=True),
    )
    title = f"Objections to {desk.title_of((deal_id,))}"
    await desk.pick(title, rows, deeds, empty="No objections. b raises one.")


async def resolve(desk: Desk, objection: Objection) -> None:
    """Ask what answered an objection.

    Raises:
        NotDone: It is resolved already.
    """
    if objection.resolved_at is not None:
        raise NotDone("It is resolved already; o takes it up again.")
    answer: str = await desk.ask(
        "answer",
        about=(objection.deal_id,),
        command=f"resolve-objection-{objection.id}",
        elsewhere="write-note",
        text=objection.answer,
        understood=lambda _: objection.text,
        placeholder="what answers it? the discount for a year paid ahead",
    )
    await desk.write(desk.workspace.objections.resolve, objection.id, answer)


async def _edit(desk: Desk, objection: Objection) -> None:
    about, command = (objection.deal_id,), f"edit-objection-{objection.id}"
    text: str = await desk.ask(
        "objection", about=about, command=command, elsewhere="add-objection", text=objection.text
    )
    edit = desk.workspace.objections.edit
    await write_over(
        desk, "the objection", {"text": text}, lambda values: edit(objection.id, values["text"]),
        partial(_edit, desk, objection),
    )  # fmt: skip


def objection_row(desk: Desk, objection: Objection) -> Row:
    """Whether it is open, what it says, and what answered it."""
    glyphs, cells = desk.styles.glyphs, desk.styles.cells
    text = (cells(objection.text), "text")
    if objection.resolved_at is None:
        return Row((((f"{glyphs.objection} ", "objection"), text),), objection)
    answer = f"  {glyphs.arrow} {cells(objection.answer)}"
    return Row((((f"{glyphs.done} ", "won"), text), ((answer, "dim"),)), objection)
