"""What others have changed on the board and the seller has not looked at since, as plain data."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from funnelboard.domain.named_tuple import NamedTuple

REACTION = 1_000_000
"""Microseconds in which nobody has taken in yet what is new: a key then was meant for what was there before."""

MOST = 500
"""Deals that are still to be looked at; of more the oldest are let go."""


class Unseen(NamedTuple):
    """A deal that others have changed.

    Attributes:
        known: Id of the newest change of the log that the seller knows it as of.
        at: When it was shown, in UTC epoch microseconds.
    """

    known: int
    at: int


class UnseenDeals:
    """The deals whose cards are marked as changed, and what the seller knows of them."""

    def __init__(self) -> None:
        self._deals: dict[int, Unseen] = {}
        self._told: set[int] = set()
        self._taken: tuple[str, int] | None = None

    def __contains__(self, deal_id: int) -> bool:
        return deal_id in self._deals

    def __len__(self) -> int:
        return len(self._deals)

    def hear(self, news: Mapping[int, str], known: int, newest: int, now: int) -> None:
        """Take in what others have done, once it is shown.

        Args:
            news: What was last done to each deal, as a sentence.
            known: Id of the newest change that was shown before; ``newest`` is that of the one that is shown now.
            now: UTC epoch microseconds.
        """
        for deal_id in news:
            before = self._deals.pop(deal_id, None)
            new = Unseen(known if before is None else before.known, now)
            self._deals[deal_id] = Unseen(newest, 0) if deal_id in self._told else new
        self._told.clear()
        for deal_id in [*self._deals][:-MOST]:
            del self._deals[deal_id]

    def tell(self, deal_ids: Iterable[int], newest: int) -> None:
        """The seller has been told in words what others have done to some deals, which may not be shown yet."""
        self._told.update(deal_ids)
        for deal_id in self._told & self._deals.keys():
            self._deals[deal_id] = Unseen(newest, 0)

    def look(self, *deal_ids: int | None) -> None:
        """The seller has gone on, and has looked at some deals."""
        self._taken = None
        for deal_id in deal_ids:
            if deal_id is not None:
                self._deals.pop(deal_id, None)

    def known(self, marked: Container[int], now: int) -> Mapping[int, int]:
        """The newest change that the seller knows of, by deal, where that is not the newest one shown.

        What is marked is known as it was last looked at; any other deal as it is shown, when there was time to see it.
        """
        deals = self._deals.items()
        return {deal_id: one.known for deal_id, one in deals if deal_id in marked or now - one.at < REACTION}

    def take_cursor(self, told: str, now: int) -> None:
        """What others did, as a sentence, has taken the cursor's deal away, and the cursor is on another."""
        self._taken = told, now

    def why_taken(self, now: int) -> str:
        """Why the cursor has left its deal, if that was a moment ago; it is said once."""
        taken, self._taken = self._taken, None
        return taken[0] if taken is not None and now - taken[1] < REACTION else ""
