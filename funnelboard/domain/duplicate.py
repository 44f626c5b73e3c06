"""Two records that are probably one: which, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Record(StrEnum):
    """What there can be twice."""

    DEAL = "deal"
    COMPANY = "company"
    CONTACT = "contact"

    @property
    def plural(self) -> str:
        """Several of them."""
        return "companies" if self is Record.COMPANY else f"{self.value}s"


@dataclass(frozen=True, slots=True)
class Named:
    """One of two records, as it is told.

    Attributes:
        name: Its title or name.
        facts: What tells it from others of that name, a few words each.
    """

    id: int
    name: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records that are probably one.

    Attributes:
        keep: The one that the other would be merged into, unless the seller says otherwise.
        why: What makes it probable, the strongest reason first.
    """

    record: Record
    keep: Named
    other: Named
    why: tuple[str, ...]
