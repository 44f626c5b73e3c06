"""A change as the log tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of one row that a change set; ``before`` is None for a new row."""

    entity: str
    row_id: int
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of the log.

    Attributes:
        at: UTC epoch microseconds.
        seller: A name.
        undoes: The change it took back.
        undone: Whether it has been taken back itself.
    """

    id: int
    at: int
    seller: str
    kind: str
    summary: str
    undoes: int | None
    undone: bool
