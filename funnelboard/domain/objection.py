"""A question, concern or objection that the buyer has raised."""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple


class Objection(NamedTuple):
    """One objection; open until it is resolved.

    Attributes:
        raised_at, resolved_at: UTC epoch microseconds; ``resolved_at`` is None while it is open.
        seller: Who heard it, as a name.
        answer: What resolved it.
    """

    id: int
    deal_id: int
    text: str
    raised_at: int
    seller: str
    resolved_at: int | None = None
    answer: str = ""
    version: int = 1
