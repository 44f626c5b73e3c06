"""What a write has done."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.domain.named_tuple import NamedTuple


class Written(NamedTuple):
    """A finished write.

    Attributes:
        summary: What happened, in the past tense, for the status line and the log.
        deal_ids: Deals made or changed.
        change: Its id in the change log; 0 when there was nothing to change.
        row_id: The note, follow-up or other row that was made.
        left: The deals among several that were left as they are, because others have changed them.
        others: What others have done to its deals meanwhile, in words.
    """

    summary: str
    deal_ids: Sequence[int]
    change: int
    row_id: int | None = None
    left: tuple[int, ...] = ()
    others: str = ""
