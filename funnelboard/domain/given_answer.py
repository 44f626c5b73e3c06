"""An answer as it was given."""

from __future__ import annotations

from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.named_tuple import NamedTuple


class GivenAnswer(NamedTuple):
    """Who answered a question about a deal, when and how.

    Attributes:
        contact: Who answered, as a name; empty when nobody said.
        how: One of ``AskedHow``, or empty.
        at: UTC epoch microseconds.
        seller: Who asked, as a name.
    """

    criterion: Criterion
    answer: Answer
    contact: str
    how: str
    at: int
    seller: str
