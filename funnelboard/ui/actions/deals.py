"""Making deals and changing them with a key or a line: add, tags, owner, marks, copying, deleting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.errors import BadInput
from funnelboard.ui.actions import notes
from funnelboard.ui.actions.asking import ask_and_write, refusing

if TYPE_CHECKING:
    from funnelboard.domain.seller import Seller
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen


def add(board: BoardScreen) -> None:
    """Ask for a new deal in one line; it is added to the leads."""
    from funnelboard.domain.quick_add import QuickAdd, describe, parse_quick_add

    workspace, today = board.workspace, board.moment.today

    def read(text: str) -> QuickAdd:
        return parse_quick_add(text, today, workspace.default_currency, board.state.settings.sources)

    def deed(text: str) -> Callable[[], Done]:
        return partial(workspace.pipeline.add, read(text))

    def understood(text: str) -> str:
        quick = read(text)
        said = describe(quick, today)
        if quick.company and quick.title.startswith(quick.company):
            said.remove(("company", quick.company))
        return "  ".join(f"{label}: {value}" for label, value in said)

    draft = board.memory.take_draft("add-deal") if board.memory else None
    ask_and_write(
        board,
        "new deal",
        deed,
        command="add-deal",
        echo=refusing(understood),
        placeholder="Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call",
        text=draft.text if draft else "",
        to_result=True,
    )


def set_tags(board: BoardScreen) -> None:
    """Ask which tags to add and to take away."""
    card, targets = board.state.card, board.state.targets
    if card is None or not targets:
        board.say("There is no deal here.")
        return
    pipeline = board.workspace.pipeline

    def deed(text: str) -> Callable[[], Done]:
        add, remove = _read_tags(text)
        change = partial(pipeline.set_tags, add=add, remove=remove)
        board.last_deed = change
        return partial(change, targets)

    def understood(text: str) -> str:
        add, remove = _read_tags(text)
        words = [
            "adds " + " ".join(f"#{tag}" for tag in add) if add else "",
            "takes away " + " ".join(f"#{tag}" for tag in remove) if remove else "",
        ]
        return f" {board.look.glyphs.dot} ".join(filter(None, words))

    now = " ".join(f"#{tag}" for tag in card.tags) if len(targets) == 1 else ""
    ask_and_write(board, f"tags {now}".rstrip(), deed, echo=refusing(understood), placeholder="+expo -cold")


def _read_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = text.replace(",", " ").split()
    add = tuple(word.lstrip("+#") for word in words if not word.startswith("-"))
    remove = tuple(word.lstrip("-#") for word in words if word.startswith("-"))
    if not all((*add, *remove)):
        raise BadInput("A tag is missing after + or -. Type for example +expo -cold.")
    return add, remove


def set_owner(board: BoardScreen) -> None:
    """Ask who works the deals."""
    if not board.state.targets:
        board.say("There is no deal here.")
        return
    board.link.ask(board.workspace.board.sellers, lambda sellers: _choose_owner(board, sellers))


def _choose_owner(board: BoardScreen, sellers: tuple[Seller, ...]) -> None:
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    others = [seller for seller in sellers if seller.id != board.workspace.seller.id]
    letters = "123456789abcdefghilopqrstuvwxyz"
    keys = [*letters, *[""] * len(others)][: len(others)]
    choices = [
        Choice("m", f"me ({board.workspace.seller.name})", "me"),
        Choice("n", "nobody", ""),
        *(Choice(key, seller.name, seller.login or seller.name) for key, seller in zip(keys, others, strict=True)),
    ]

    def chosen(owner: str | None) -> None:
        if owner is not None:
            board.act(lambda ids: board.workspace.pipeline.set_owner(ids, owner or None))

    board.app.push_screen(ChoiceModal("Who works it?", choices), chosen)


def copy(board: BoardScreen) -> None:
    """Ask what to copy of the deal at the cursor."""
    from funnelboard.ui.actions.copying import copy_from

    copy_from(board)


def mark(board: BoardScreen) -> None:
    """Mark the deal or take its mark away, and go to the next."""
    board.state.toggle_mark()
    board.state.step(1)
    board.redraw((board.state.active,))
    board.moved()


def repeat(board: BoardScreen) -> None:
    """Do the last action again, on the deals at hand."""
    if board.last_deed is None:
        board.say("There is nothing to repeat yet.")
    else:
        board.act(board.last_deed, refused=board.last_refusal)


def delete(board: BoardScreen) -> None:
    """Put the deals in the bin."""
    board.act(board.workspace.pipeline.delete)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "add-deal": add,
    "write-note": notes.write_note,
    "set-tags": set_tags,
    "set-owner": set_owner,
    "copy": copy,
    "mark": mark,
    "repeat": repeat,
    "delete-deal": delete,
}
