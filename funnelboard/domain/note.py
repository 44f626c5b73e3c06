"""What was said or done about a deal."""

from __future__ import annotations

from funnelboard.domain.kinds import NoteKind as NoteKind
from funnelboard.domain.named_tuple import NamedTuple


class Note(NamedTuple):
    """One note; ``at`` is UTC epoch microseconds, ``text`` may have line breaks."""

    id: int
    deal_id: int
    kind: NoteKind
    text: str
    at: int
    seller: str
    version: int = 1
