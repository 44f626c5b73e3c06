"""What others have written, as far as it is known without looking."""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Stage


class Elsewhere(NamedTuple):
    """What others have written.

    Attributes:
        change: Id of the newest change of the log that is known of; 0 for none.
        deals: Ids of the deals that were touched.
        stages: Where these were or are, if their order or what is counted of them may be another one now.
        anything: Whether that may not be all: what can be seen may be another one wherever one looks.
        boards: Whether boards have come or gone, or have opened a deal to change it.
    """

    change: int = 0
    deals: frozenset[int] = frozenset()
    stages: frozenset[Stage] = frozenset()
    anything: bool = False
    boards: bool = False

    def __or__(self, other: Elsewhere) -> Elsewhere:
        """Both of it."""
        return Elsewhere(
            max(self.change, other.change),
            self.deals | other.deals,
            self.stages | other.stages,
            self.anything or other.anything,
            self.boards or other.boards,
        )


NOTHING = Elsewhere()
ANYTHING = Elsewhere(anything=True, boards=True)
