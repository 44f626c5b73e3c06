"""Ids together with the queries that found them.

What is asked about them can then be asked at once, before they are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

FOUND = object()
"""Stands for deals that are found together with what is asked about them."""


class Found(list[int]):
    """Ids of deals.

    Attributes:
        queries: What selects them and nothing else; none where they are not known of.
    """

    def __init__(self, ids: Iterable[int] = (), queries: Sequence[Any] = ()) -> None:
        super().__init__(ids)
        self.queries = tuple(queries)


def found_together(parts: Iterable[Found]) -> Found:
    """All that some queries have found."""
    there = [each for each in parts if each]
    return Found((deal_id for each in there for deal_id in each), [query for each in there for query in each.queries])
