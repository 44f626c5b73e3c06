"""Reading a note as it is typed: a leading ``call:`` says of what kind it is."""

from __future__ import annotations

from funnelboard.domain.note import NoteKind

_KINDS = {**{kind.value: kind for kind in NoteKind}, "mail": NoteKind.EMAIL, "phone": NoteKind.CALL}


def read_note(text: str) -> tuple[NoteKind, str]:
    """The kind and the words of a typed note.

    ``call: wants a price`` is a call; ``Call him`` and ``Acme: pilot`` are plain notes, whole. The words are stripped
    and come out empty when nothing was said.
    """
    first, colon, rest = text.partition(":")
    kind = _KINDS.get(first.strip().casefold()) if colon else None
    return (kind, rest.strip()) if kind is not None else (NoteKind.NOTE, text.strip())
