"""What was said or done about a deal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """The kind of activity a note tells of; a preset says which of them a board offers."""

    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    DEMO = "demo"
    PRESENTATION = "presentation"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    CONTRACT = "contract"
    RESEARCH = "research"
    PITCH = "pitch"
    DUE_DILIGENCE = "due diligence"
    LEGAL = "legal"
    REQUIREMENTS = "requirements"
    SCOPE = "scope"
    TERMS = "terms"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True)
class Note:
    """One note; ``at`` is UTC epoch microseconds, ``text`` may have line breaks."""

    id: int
    deal_id: int
    kind: NoteKind
    text: str
    at: int
    seller: str
    version: int = 1
