"""Notes: written, edited, deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from funnelboard.domain.dates import describe_date
from funnelboard.domain.instant import local_moment
from funnelboard.domain.note import NoteKind
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.errors import BadInput
from funnelboard.ui.actions.conflicts import write_over
from funnelboard.ui.desk import Desk
from funnelboard.ui.forms.reading import read_note
from funnelboard.ui.sheet.choices import Deed, Row


async def write_note(desk: Desk) -> None:
    """Ask for a note and add it to the deals at hand."""
    targets = desk.targets
    kind, words = await desk.ask(
        "note" if len(targets) == 1 else f"note on {len(targets)} deals",
        _read,
        about=targets,
        multiline=True,
        understood=_kind_of,
        placeholder="call: wants a price for 40 seats",
    )
    await desk.act(targets, partial(desk.workspace.activity.add_note, text=words, kind=kind))


async def edit_notes(desk: Desk) -> None:
    """List the notes of the deal at the cursor, to edit or delete one."""
    deal_id = desk.deal_id
    detail = await desk.read(desk.workspace.board.detail, deal_id, EntryKind.NOTE)
    notes = [entry for entry in detail.timeline if entry.entity == "note"]
    rows = [Row((_line(desk, note),), note) for note in notes]
    deeds = (
        Deed("e", "edit", partial(_edit, desk)),
        Deed("D", "delete", lambda note: desk.write(desk.workspace.activity.delete_note, note.row_id)),
    )
    await desk.pick("Notes", rows, deeds, empty="No notes yet. n writes one.")


async def _edit(desk: Desk, note: TimelineEntry) -> None:
    before = note.text if note.label == NoteKind.NOTE else f"{note.label}: {note.text}"
    kind, words = await desk.ask(
        "note", _read, about=(note.deal_id,), command=f"edit-note-{note.row_id}", elsewhere="write-note", text=before,
        multiline=True, understood=_kind_of,
    )  # fmt: skip
    edit = desk.workspace.activity.edit_note
    values: dict[str, Any] = {"text": words} if words != note.text else {}
    values |= {"kind": kind} if kind.value != note.label else {}
    await write_over(
        desk, "the note", values,
        lambda values: edit(note.row_id, values.get("text"), values.get("kind")), partial(_edit, desk, note),
    )  # fmt: skip


def _read(text: str) -> tuple[NoteKind, str]:
    kind, words = read_note(text)
    if not words:
        raise BadInput("Nothing was said after the kind. Type what was said, or leave with Esc.")
    return kind, words


def _kind_of(text: str) -> str:
    kind, _ = read_note(text)
    return "" if kind is NoteKind.NOTE else kind.value


def _line(desk: Desk, note: TimelineEntry) -> tuple[tuple[str, str], ...]:
    """Day, kind, and how it begins."""
    day = describe_date(local_moment(note.at).date(), desk.today)
    return (f"{day:<11}  {note.label}  ", "dim"), (desk.styles.cells(note.text), "text")
