"""One list of everything that happened to a deal."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from funnelboard.domain.dates import describe_date
from funnelboard.domain.named_tuple import NamedTuple


class EntryKind(StrEnum):
    """What a timeline entry tells of; the panel can show one kind alone."""

    NOTE = "note"
    MOVE = "move"
    FOLLOW_UP = "follow-up"
    OBJECTION = "objection"
    CHANGE = "change"


NEW, IMPORTED = "new ", "imported as "
"""How the label of a deal's first entry begins; a stage follows."""

_ORDER = (EntryKind.CHANGE, EntryKind.OBJECTION, EntryKind.FOLLOW_UP, EntryKind.NOTE, EntryKind.MOVE)


class TimelineEntry(NamedTuple):
    """One entry.

    Attributes:
        at: UTC epoch microseconds.
        seller: Whose doing, as a name.
        label: A word or two: a note's kind, "lead → prospect", "done: call".
        text: The words, with line breaks kept.
        entity, row_id: The row behind it, for editing.
        deal_id: The deal it happened to.
        until: The day that the label ends with, if it ends with one.
    """

    kind: EntryKind
    at: int
    seller: str
    label: str
    text: str
    entity: str
    row_id: int
    deal_id: int
    until: date | None = None

    def called(self, today: date) -> str:
        """The label, with its day in words."""
        return f"{self.label} {describe_date(self.until, today)}" if self.until else self.label

    @property
    def happened(self) -> tuple[int, int, int]:
        """What entries are ordered by.

        What was kept at one instant is told in the order in which it happened: a deal begins before anything else, and
        what was answered, said and promised led to its move.
        """
        begins = self.kind is EntryKind.MOVE and self.label.startswith((NEW, IMPORTED))
        return self.at, -1 if begins else _ORDER.index(self.kind), self.row_id
