"""What a seller had before their eyes when they said what to do, and what others have done to it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import Difference
from funnelboard.store.board_figures import newest_change
from funnelboard.store.database import Database

if TYPE_CHECKING:
    from funnelboard.store.since import Step

PLACE = frozenset({"stage", "outcome", "parked_until"})
"""Where a deal is: what a write that takes it elsewhere goes by."""

PARKING = frozenset({"parked_until", "outcome"})
"""What parking goes by: a deal that is still open can be parked wherever it stands."""

FOLLOW_UPS = frozenset({"follow_up"})
"""What decides which follow-up is the next."""

OWNER = frozenset({"owner_id"})

NOTHING: frozenset[str] = frozenset()
"""What a write goes by that only adds something: it is kept whatever others have done."""


class Sight(NamedTuple):
    """The board as a seller saw it.

    Attributes:
        change: Id of the newest change of the log that was shown.
        older: Of deals that others have changed since the seller looked at them, the newest change they know of.
    """

    change: int
    older: Mapping[int, int] = MappingProxyType({})

    def of(self, deal_id: int | None) -> int:
        """The newest change that the seller knows of a deal."""
        return self.change if deal_id is None else self.older.get(deal_id, self.change)


def steps_since(
    database: Database, deal_ids: Sequence[int], sight: Sight, own: Collection[tuple[int, int]]
) -> Mapping[int, list[Step]]:
    """What others have done to deals since they were seen, by deal, the oldest first.

    Args:
        own: Changes of the seller's own session, by id and instant.
    """
    found: dict[int, list[Step]] = defaultdict(list)
    oldest = min(map(sight.of, deal_ids), default=sight.change)
    if newest_change(database) > oldest:
        from funnelboard.store import since

        for step in since.steps_of_deals(database, deal_ids, oldest, own):
            if step.deal_id is not None and step.doing.change > sight.of(step.deal_id):
                found[step.deal_id].append(step)
    return found


def decisive(steps: Iterable[Step], matters: Collection[str]) -> Step | None:
    """The last of some steps that has changed what matters; what was changed and put back is as it was.

    Args:
        matters: Columns of the deal, and tables of what belongs to it.
    """
    first: dict[str, Any] = {}
    last: dict[str, tuple[Any, Step]] = {}
    found: list[Step] = []
    for step in steps:
        if step.entity in matters:
            found.append(step)
        elif step.entity == "deal" and step.before is not None:
            for name in (name for name in step.before.keys() & step.after.keys() if name in matters):
                first.setdefault(name, step.before[name])
                last[name] = step.after[name], step
    found += [step for name, (value, step) in last.items() if value != first[name]]
    return max(found, key=lambda step: step.doing.change, default=None)


def differences(steps: Iterable[Step], mine: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The columns of a row that others have given other values than these, since it was seen.

    Args:
        steps: What they have done to the row.
        mine: The values it is to have.
    """
    found: dict[str, Difference] = {}
    before: dict[str, Any] = {}
    for step in steps:
        for name, value in step.after.items():
            if name in mine:
                before.setdefault(name, None if step.before is None else step.before.get(name))
                doing = step.doing
                found[name] = Difference(step.entity, step.row_id, name, value, mine[name], doing.seller, doing.at)
    return tuple(one for name, one in found.items() if one.theirs not in (mine[name], before[name]))
