"""Promises: add one, finish the next one, list them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.ui.actions.asking import ask_and_write, refusing
from funnelboard.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from funnelboard.domain.follow_up import FollowUp
    from funnelboard.domain.follow_up_line import FollowUpLine
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen


def add_follow_up(board: BoardScreen) -> None:
    """Ask for a next touch: when, how and about what, in any order."""
    workspace = board.workspace
    draft = board.memory.take_draft("add-follow-up") if board.memory else None
    targets = (draft.deal_id,) if draft and draft.deal_id is not None else board.state.targets
    if not targets:
        board.say("There is no deal here.")
        return

    def deed(text: str) -> Callable[[], Done]:
        line = read_follow_up(board, text)
        make = partial(workspace.activity.add_follow_up, due=line.due, kind=line.kind, what=line.what)
        board.last_deed = make
        return partial(make, targets)

    ask_and_write(
        board,
        "follow-up" if len(targets) == 1 else f"follow-up for {len(targets)} deals",
        deed,
        command="add-follow-up",
        about=board.state.card,
        echo=refusing(partial(understood_follow_up, board)),
        placeholder="fri call about price",
        text=draft.text if draft else "",
    )


def finish_follow_up(board: BoardScreen) -> None:
    """Finish the next follow-up of the deals; the answer says what came of it, and may be empty."""
    from funnelboard.domain.dates import describe_date

    card = board.state.card
    if card is None or (card.next_due is None and not board.state.marks):
        board.say("There is no open follow-up here. f adds one.")
        return
    workspace = board.workspace

    def finish(result: str) -> None:
        board.act(lambda ids: workspace.activity.finish_next(ids, result))

    label = "done: what came of it?"
    if not board.state.marks and card.next_due is not None:
        label = f"{card.next_kind} {describe_date(card.next_due, board.moment.today)}: what came of it?"
    board.ask(Prompt(command="", label=label, submit=finish, placeholder="Enter alone is enough"))


def list_follow_ups(board: BoardScreen) -> None:
    """List the deal's open follow-ups, to edit, finish or drop one."""
    card = board.state.card
    if card is None:
        board.say("There is no deal here.")
        return
    workspace, deal_id = board.workspace, card.id

    def show(detail: DealDetail) -> None:
        from funnelboard.ui.modals.lists import FollowUpsModal

        board.app.push_screen(FollowUpsModal(detail.follow_ups, board.moment.today), chosen)

    def chosen(choice: tuple[str, FollowUp] | None) -> None:
        if choice is None:
            return
        deed, follow_up = choice
        if deed == "drop":
            board.write(partial(workspace.activity.drop_follow_up, follow_up.id))
        elif deed == "finish":
            finish = partial(workspace.activity.finish_follow_up, follow_up.id)
            label = f"{follow_up.what or follow_up.kind}: what came of it?"
            board.ask(Prompt(command="", label=label, submit=lambda result: board.write(partial(finish, result))))
        else:
            _edit(board, follow_up)

    board.link.ask(partial(workspace.board.detail, deal_id, limit=0), show)


def _edit(board: BoardScreen, follow_up: FollowUp) -> None:
    change = board.workspace.activity.edit_follow_up

    def deed(text: str) -> Callable[[], Done]:
        line = read_follow_up(board, text)
        return partial(change, follow_up.id, due=line.due, kind=line.kind, what=line.what)

    words = f"{follow_up.due.isoformat()} {follow_up.what or follow_up.kind}"
    ask_and_write(board, "follow-up", deed, echo=refusing(partial(understood_follow_up, board)), text=words)


def read_follow_up(board: BoardScreen, text: str) -> FollowUpLine:
    """A typed line as a follow-up, of any kind that the board's preset offers.

    Raises:
        BadInput: There is nothing in it.
    """
    from funnelboard.domain.follow_up_line import PRESET_KINDS, parse_follow_up

    offered = {kind.value for kind in board.state.settings.preset.note_kinds}
    return parse_follow_up(text, board.moment.today, [kind for kind in PRESET_KINDS if kind in offered])


def understood_follow_up(board: BoardScreen, text: str) -> str:
    """What a line promises: when, how and about what.

    Raises:
        BadInput: There is nothing in it.
    """
    from funnelboard.domain.dates import describe_date

    today = board.moment.today
    line = read_follow_up(board, text)
    due = describe_date(line.due, today) + (" (no date given)" if line.assumed_due else "")
    return f" {board.look.glyphs.dot} ".join(filter(None, (due, line.kind, line.what)))


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "add-follow-up": add_follow_up,
    "finish-follow-up": finish_follow_up,
    "list-follow-ups": list_follow_ups,
}
