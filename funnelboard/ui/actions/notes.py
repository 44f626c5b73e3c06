"""Notes: written on the prompt or in the side panel, edited and deleted from a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.note import NoteKind
from funnelboard.domain.timeline import EntryKind
from funnelboard.ui.actions.asking import ask_and_write, refusing
from funnelboard.ui.widgets.note_text import read_note

if TYPE_CHECKING:
    from funnelboard.domain.timeline import TimelineEntry
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen
    from funnelboard.ui.screens.board_panel import BoardPanel


def write_note(board: BoardScreen) -> None:
    """Ask for a note; a draft of an earlier session comes back with the deal it was about."""
    card = board.state.card
    draft = board.memory.take_draft("write-note") if board.memory else None
    targets = (draft.deal_id,) if draft and draft.deal_id is not None else board.state.targets
    if not targets:
        board.say("There is no deal here.")
        return
    activity = board.workspace.activity

    def deed(text: str) -> Callable[[], Done]:
        kind, words = read_note(text)
        make = partial(activity.add_note, text=words, kind=kind)
        board.last_deed = make
        return partial(make, targets)

    def understood(text: str) -> str:
        kind, _ = read_note(text)
        return "" if kind is NoteKind.NOTE else kind.value

    if draft and draft.deal_id is not None:
        board.state.select(draft.deal_id)
        board.moved()
    ask_and_write(
        board,
        "note" if len(targets) == 1 else f"note on {len(targets)} deals",
        deed,
        command="write-note",
        about=card,
        echo=refusing(understood),
        placeholder="call: wants a price for 40 seats",
        text=draft.text if draft else "",
        multiline=True,
    )


def add_note(board: BoardPanel, deal_id: int, text: str, kind: NoteKind) -> None:
    """Add a note that was written in the side panel."""

    def kept(_: Done) -> None:
        if board.memory is not None:
            board.memory.forget_draft()

    def refused(error: FunnelBoardError) -> None:
        board.refuse(error)
        board.panel.write_note(text)

    board.write(lambda: board.workspace.activity.add_note((deal_id,), text, kind), kept, refused)


def edit_notes(board: BoardPanel, deal_id: int) -> None:
    """List the deal's notes, to edit or delete one."""
    workspace = board.workspace

    def show(detail: DealDetail) -> None:
        from funnelboard.ui.modals.lists import NotesModal

        board.app.push_screen(NotesModal([entry for entry in detail.timeline if entry.entity == "note"]), chosen)

    def chosen(choice: tuple[str, TimelineEntry] | None) -> None:
        if choice is None:
            return
        deed, entry = choice
        if deed == "delete":
            board.write(lambda: workspace.activity.delete_note(entry.row_id))
        else:
            _edit_note(board, entry)

    board.link.ask(lambda: workspace.board.detail(deal_id, EntryKind.NOTE), show)


def _edit_note(board: BoardPanel, entry: TimelineEntry) -> None:
    from funnelboard.ui.modals.note import NoteModal

    activity = board.workspace.activity

    def edited(note: tuple[NoteKind, str] | None) -> None:
        if note is not None:
            kind, words = note
            board.write(lambda: activity.edit_note(entry.row_id, words, kind))

    board.app.push_screen(NoteModal(entry), edited)
