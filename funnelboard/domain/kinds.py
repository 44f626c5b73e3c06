"""The kinds of activity: of notes, and of follow-ups."""

from __future__ import annotations

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


WITHOUT_CONTACT = ("todo", "research", "proposal", "contract", "note", "legal", "due diligence", "strategy")
"""Kinds of follow-up that can be done without contacting anybody."""
