"""How far a seller has come with today's agenda, as plain data: no terminal, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from funnelboard.domain.agenda import Agenda, AgendaItem, AgendaKind

Key = tuple[int, AgendaKind | int, str]
"""What tells two items apart: the deal, then the follow-up or why it is there, and whose matter it is."""


def key_of(item: AgendaItem) -> Key:
    """The same for an item whenever the agenda is read."""
    if item.follow_up_id is not None:
        return item.deal_id, item.follow_up_id, ""
    return item.deal_id, item.kind, item.what if item.kind is AgendaKind.BIRTHDAY else ""


@dataclass(slots=True)
class Words:
    """What has been typed about an item and is not written yet."""

    note: str = ""
    result: str = ""
    following: str = ""


@dataclass(slots=True)
class AgendaState:
    """One day's queue and the place in it.

    Attributes:
        day: Local date.
        items: What is left to do, those that were skipped included.
        place: Of the item at hand; past the last one when the end was reached.
        skipped: What was put off for now.
        worked: What was worked, the latest last.
        words: What is typed and not written.
        done_today: Follow-ups finished since midnight.
    """

    day: date
    items: tuple[AgendaItem, ...] = ()
    place: int = 0
    skipped: set[Key] = field(default_factory=set)
    worked: list[Key] = field(default_factory=list)
    words: dict[Key, Words] = field(default_factory=dict)
    done_today: int = 0

    @property
    def item(self) -> AgendaItem | None:
        """The item at hand; None at the end."""
        return self.items[self.place] if self.place < len(self.items) else None

    @property
    def skips(self) -> int:
        """How many of those left were skipped."""
        return sum(key_of(item) in self.skipped for item in self.items)

    def show(self, agenda: Agenda, back_to: Key | None = None) -> None:
        """Take in a new reading; the place stays on its item, or on what has come in its place.

        Args:
            back_to: Go to this item, if it is there.
        """
        at = back_to or (key_of(self.item) if self.item is not None else None)
        # A finished follow-up is not read again; a birthday or a stale deal is, though it was dealt with.
        done = set(self.worked)
        self.items = tuple(item for item in agenda.items if item.follow_up_id or key_of(item) not in done)
        self.done_today = agenda.done_today
        keys = [key_of(item) for item in self.items]
        self.place = keys.index(at) if at in keys else min(self.place, len(self.items))

    def step(self, by: int) -> None:
        """Go some items on, or back if negative, but not past the end."""
        self.place = max(0, min(self.place + by, len(self.items)))

    def skip(self) -> None:
        """Put the item off and go on to the next."""
        if self.item is not None:
            self.skipped.add(key_of(self.item))
            self.step(1)

    def work(self) -> None:
        """The item is done with; the next reading leaves it out."""
        if self.item is not None:
            key = key_of(self.item)
            self.worked.append(key)
            self.skipped.discard(key)
            self.words.pop(key, None)
            self.items = self.items[: self.place] + self.items[self.place + 1 :]

    def unwork(self) -> Key | None:
        """The latest work was undone; what it was about."""
        return self.worked.pop() if self.worked else None

    def typed(self) -> Words:
        """What has been typed about the item at hand, to be written into."""
        assert self.item is not None
        return self.words.setdefault(key_of(self.item), Words())
