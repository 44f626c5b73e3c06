"""What buyers object to: raised in one line, listed to be answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.ui.actions.asking import ask_and_write

if TYPE_CHECKING:
    from funnelboard.domain.objection import Objection
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen
    from funnelboard.ui.screens.talking import Talking


def add_objection(board: BoardScreen) -> None:
    """Ask what the buyer holds against it."""
    draft = board.memory.take_draft("add-objection") if board.memory else None
    targets = (draft.deal_id,) if draft and draft.deal_id is not None else board.state.targets
    if not targets:
        board.say("There is no deal here.")
        return
    objections = board.workspace.objections

    def deed(text: str) -> Callable[[], Done]:
        make = partial(objections.raise_objection, text=text)
        board.last_deed = make
        return partial(make, targets)

    ask_and_write(
        board,
        "but" if len(targets) == 1 else f"but, on {len(targets)} deals",
        deed,
        command="add-objection",
        about=board.state.card,
        placeholder="too expensive for a pilot",
        text=draft.text if draft else "",
    )


def list_objections(board: BoardScreen) -> None:
    """List the deal's objections, to answer, reopen, edit or delete one."""
    card = board.state.card
    if card is None:
        board.say("There is no deal here.")
        return
    objections = board.workspace.objections

    def show(found: tuple[Objection, ...]) -> None:
        from funnelboard.ui.modals.objections import ObjectionsModal

        board.app.push_screen(ObjectionsModal(found), chosen)

    def chosen(choice: tuple[str, Objection | None] | None) -> None:
        if choice is None:
            return
        action, objection = choice
        if objection is None:
            add_objection(board)
        elif action == "resolve":
            resolve(board, objection, objections.resolve)
        elif action == "reopen":
            board.write(partial(objections.reopen, objection.id))
        elif action == "edit":
            ask_and_write(board, "but", lambda text: partial(objections.edit, objection.id, text), text=objection.text)
        else:
            board.write(partial(objections.delete, objection.id))

    board.link.ask(partial(objections.of_deal, card.id), show)


def resolve(screen: Talking, objection: Objection, by: Callable[[int, str], Done]) -> None:
    """Ask what answered an objection."""
    if objection.resolved_at is not None:
        screen.say("It is answered already; o takes it up again.")
        return
    ask_and_write(
        screen,
        f"{objection.text}: what answers it?",
        lambda text: partial(by, objection.id, text),
        text=objection.answer,
        placeholder="the discount for a year paid ahead",
    )


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "add-objection": add_objection,
    "list-objections": list_objections,
}
