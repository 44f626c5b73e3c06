"""A leading word says what kind of note it is."""

from __future__ import annotations

import pytest

from funnelboard.domain.note import NoteKind
from funnelboard.ui.forms.reading import read_note


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("wants a price", NoteKind.NOTE, "wants a price"),
        ("call: wants a price", NoteKind.CALL, "wants a price"),
        ("  Meeting : at their office\nnext week ", NoteKind.MEETING, "at their office\nnext week"),
        ("mail: sent", NoteKind.EMAIL, "sent"),
        ("Acme: pilot", NoteKind.NOTE, "Acme: pilot"),
        ("call him", NoteKind.NOTE, "call him"),
        ("call:", NoteKind.CALL, ""),
        ("   ", NoteKind.NOTE, ""),
    ],
)
def test_kind_and_words(text: str, kind: NoteKind, words: str) -> None:
    assert read_note(text) == (kind, words)
