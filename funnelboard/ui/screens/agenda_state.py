"""How far a seller has come with today's agenda, as plain data: no terminal, no database."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from funnelboard.domain.agenda import Agenda, AgendaItem, AgendaKind, DaySum

_SOME = 50
"""Deals without a next step are read by so many."""

Key = tuple[int, str]
"""What tells two items apart: the deal, and its follow-up, why it is there or whose birthday it is."""


def key_of(item: AgendaItem) -> Key:
    """The same for an item whenever the agenda is read."""
    if item.follow_up_id is not None:
        return item.deal_id, str(item.follow_up_id)
    return item.deal_id, item.what if item.kind is AgendaKind.BIRTHDAY else item.kind


@dataclass(slots=True)
class AgendaState:
    """One day's queue and the place in it.

    Attributes:
        day: Local date.
        items: What is left to do, those that were skipped included; then the first deals without a next step.
        place: Of the item at hand; past the last one when the end was reached.
        skipped: What was put off for now.
        worked: What was worked, the latest last.
        more: Whether there are further deals without a next step.
        so_far: What was got done since midnight.
        back_to: The item the next reading goes to, if it is there.
    """

    day: date
    items: tuple[AgendaItem, ...] = ()
    place: int = 0
    skipped: set[Key] = field(default_factory=set)
    worked: list[Key] = field(default_factory=list)
    more: bool = False
    so_far: DaySum = field(default_factory=DaySum)
    back_to: Key | None = None

    @property
    def item(self) -> AgendaItem | None:
        """The item at hand; None at the end."""
        return self.items[self.place] if self.place < len(self.items) else None

    @property
    def due(self) -> int:
        """How many of the items are to be done today; all after them are deals without a next step."""
        return sum(item.kind is not AgendaKind.ADRIFT for item in self.items)

    @property
    def wanted(self) -> int:
        """How many deals without a next step are to be read: always some beyond the one at hand."""
        passed = max(0, self.place - self.due) // _SOME * _SOME
        return passed + 2 * _SOME + len(self.worked) + self.due

    @property
    def adrift(self) -> str:
        """How many deals without a next step are left: a round number where not all are read."""
        count = len(self.items) - self.due
        return f"{count // _SOME * _SOME}+" if self.more else f"{count}"

    @property
    def skips(self) -> int:
        """How many of those left were skipped."""
        return sum(key_of(item) in self.skipped for item in self.items)

    def show(self, agenda: Agenda) -> None:
        """Take in a new reading; the place stays on its item, or on what has come in its place."""
        at, self.back_to = self.back_to or (key_of(self.item) if self.item is not None else None), None
        # A finished follow-up is not read again; a birthday or a stale deal is, though it was dealt with.
        # One that was left without a next step is not asked for it again on the same day.
        done, deals = set(self.worked), {deal_id for deal_id, _ in self.worked}
        self.items = tuple(
            item
            for item in agenda.items
            if item.follow_up_id
            or (item.deal_id not in deals if item.kind is AgendaKind.ADRIFT else key_of(item) not in done)
        )
        self.more, self.so_far = agenda.more, agenda.so_far
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

    def work(self, item: AgendaItem) -> None:
        """An item is done with; the next reading leaves it out."""
        key = key_of(item)
        keys = [key_of(each) for each in self.items]
        self.worked.append(key)
        self.skipped.discard(key)
        if key in keys:
            at = keys.index(key)
            self.items = self.items[:at] + self.items[at + 1 :]
            self.place -= at < self.place

    def unwork(self, deal_ids: Container[int]) -> None:
        """A change of some deals was undone: if the latest work was one of theirs, its item comes back."""
        if self.worked and self.worked[-1][0] in deal_ids:
            self.back_to = self.worked.pop()
