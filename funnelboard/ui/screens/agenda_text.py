"""The agenda's queue as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from funnelboard.domain.agenda import AgendaItem, AgendaKind
from funnelboard.domain.follow_up import promise_words
from funnelboard.domain.legal_forms import without_legal_form
from funnelboard.ui.drawing.lines import EMPTY, Line, Span, flow, hang
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.screens.agenda_state import AgendaState, key_of

_KINDS = {
    AgendaKind.OVERDUE: ("OVERDUE", "overdue"),
    AgendaKind.TODAY: ("TODAY", "today"),
    AgendaKind.WAKES: ("BACK FROM PARKING", "today"),
    AgendaKind.BIRTHDAY: ("BIRTHDAYS", "accent"),
    AgendaKind.STALE: ("GONE STALE", "stale"),
    AgendaKind.LATER: ("AHEAD", "later"),
    AgendaKind.ADRIFT: ("WITHOUT A NEXT STEP", "dim"),
}
"""The heading of each kind, and the role of how urgent it is."""

SAID_NO = "has said no"
_WHEN = 8
"""Cells for the sign and how urgent it is."""


@dataclass(frozen=True, slots=True)
class AgendaText:
    """Writes the queue for one width and styles.

    Attributes:
        width: Cells of a line.
        today: The seller's local date.
        margin: Cells before what is told below a title.
    """

    styles: Styles
    width: int
    today: date
    margin: int = _WHEN

    def blocks(self, state: AgendaState) -> Iterator[tuple[Line, ...]]:
        """One block to each item, the first of a kind with a heading above it; then one that sums the day up."""
        before: AgendaKind | None = None
        for place, item in enumerate(state.items):
            lines = [*self._heading(item.kind, state, first=before is None)] if item.kind is not before else []
            before = item.kind
            lines += self.item(item, at=place == state.place, skipped=key_of(item) in state.skipped)
            yield tuple(lines)
        yield tuple(self.end(state))

    def item(self, item: AgendaItem, *, at: bool, skipped: bool = False) -> Iterator[Line]:
        """One line; of the item at hand its title whole, and below it what to do and how to reach whom."""
        styles = self.styles
        bar: Span = (styles.glyphs.cursor if at else " ", "bar")
        when = (f"{styles.glyphs.none} skip" if skipped else self._when(item)).ljust(_WHEN)
        room = self.width - 1 - _WHEN
        urgency: Span = (when, "dim" if skipped else _KINDS[item.kind][1])
        title, what = styles.cells(item.title), styles.cells(item.what)
        if not at:
            what = what or styles.cells(_besides(item.title, without_legal_form(item.company)))
            title = fit(title, room, styles.glyphs.ellipsis)
            line: list[Span] = [bar, urgency, (title, "dim" if skipped else "text")]
            room -= width_of(title) + 2
            if item.said_no:
                what = f"{SAID_NO}: {what}"
            if room >= 8 and what:
                line.append((f"  {fit(what, room, styles.glyphs.ellipsis)}", "dim"))
            yield tuple(line)
            return
        for number, part in enumerate(hang((), title, "title_cursor", room, 0)):
            yield (bar, (" " * _WHEN, "text") if number else urgency, *part)
        margin, room = " " * self.margin, self.width - 1 - self.margin
        if item.follow_up_kind:
            what = styles.cells(promise_words(item.follow_up_kind, item.what))
        unsaid = "nothing is promised: what comes next?" if item.kind is AgendaKind.ADRIFT else "a word with them"
        for part in hang((), what or unsaid, "text", room, 0):
            yield (bar, (margin, "text"), *part)
        named = item.contact != item.email
        reach = [
            (_besides(item.title, item.company), "text"),
            (item.contact, "text" if named else "accent"),
            (SAID_NO if item.said_no else "", "error"),
            (item.phone, "accent"),
            (item.email if named else "", "accent"),
        ]
        parts = [(self.styles.cells(text), role) for text, role in reach]
        for part in flow(parts, (f" {styles.glyphs.dot} ", "dim"), room):
            yield (bar, (margin, "text"), *part)

    def end(self, state: AgendaState) -> Iterator[Line]:
        """What was done, and what was put off."""
        at = state.item is None
        bar: Span = (self.styles.glyphs.cursor if at else " ", "bar")
        if not state.items and not state.worked and not state.so_far.told():
            yield (("Nothing to do today.", "text"),)
            yield EMPTY
            yield from hang((), "f on the board sets a follow-up; on its day it is here.", "dim", self.width, 0)
            return
        if state.items:
            yield EMPTY
        if not at:
            return
        yield (bar, (" That was today.", "title_cursor"))
        for text in self.summary(state):
            yield (bar, (f" {text}", "text"))

    def summary(self, state: AgendaState) -> Iterator[str]:
        """The day in figures."""
        yield state.so_far.told() or "nothing done"
        if state.skips:
            yield f"{state.skips} skipped: k goes back to {'it' if state.skips == 1 else 'them'}"

    def _heading(self, kind: AgendaKind, state: AgendaState, *, first: bool) -> Iterator[Line]:
        if not first:
            yield EMPTY
        count = state.adrift if kind is AgendaKind.ADRIFT else sum(item.kind is kind for item in state.items)
        yield ((f" {_KINDS[kind][0]} ", "heading"), (f"{count}", "dim"))

    def _when(self, item: AgendaItem) -> str:
        glyphs = self.styles.glyphs
        if item.kind is AgendaKind.OVERDUE:
            return f"{glyphs.overdue} {item.days}d"
        if item.kind is AgendaKind.ADRIFT:
            return glyphs.none
        if item.kind is AgendaKind.STALE:
            return f"{glyphs.stale} {item.days}d"
        if item.day == self.today:
            return f"{glyphs.today} {item.time:%H:%M}" if item.time else f"{glyphs.today} today"
        if item.kind is AgendaKind.BIRTHDAY or item.days < 7:
            return f"{glyphs.later} {item.day:%a}"
        return f"{glyphs.later} {item.days}d"


def _besides(title: str, company: str) -> str:
    """The company, unless the title begins with it."""
    return "" if title.casefold().startswith(company.casefold()) else company
