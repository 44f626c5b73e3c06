"""What is probably there twice, with why; each pair one key from being compared."""

from __future__ import annotations

import time
from collections.abc import Iterator

from funnelboard.domain.duplicate import Duplicate, Named, Record
from funnelboard.domain.grammar import listed
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.drawing.lines import EMPTY, Line, Span, cut, hang
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.screens.comparison import merge
from funnelboard.ui.screens.page import Page, open_page, undo

MOST = 300
"""Pairs of one kind that are listed; the command line lists all."""

_QUICKLY = 0.25
"""Seconds that looking for duplicates may take to be done again whenever somebody has written."""

Found = tuple[Duplicate, ...]


async def open_duplicates(desk: Desk) -> None:
    """List what is probably there twice."""
    desk.say("Comparing everything with what is like it…")
    await open_page(desk, DuplicatesPage(desk))


class DuplicatesPage(Page[Found]):
    """Pairs of deals, then of companies and contacts, the likeliest first."""

    hints = (("Enter", "side by side"), ("u", "undo"), ("jk", "go"), ("Esc", "back"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Found = ()
        self._shown: Found = ()
        self._place = 0
        self._took = 0.0
        self.keys = {**self.keys, **self.going(self._go)}
        self.talks = {"enter": ("merge-deals", self.compare), "u": ("undo", undo)}

    @property
    def targets(self) -> tuple[int, ...]:
        """The deal that would be kept."""
        pair = self._shown[self._place] if self._shown else None
        return (pair.keep.id,) if pair is not None and pair.record is Record.DEAL else ()

    def head(self) -> tuple[str, str]:
        """How many there are of each kind."""
        counts = ((record, self._count(record)) for record in Record)
        told = [f"{count:,} {record.plural if count > 1 else record.value}" for record, count in counts if count]
        dot = f" {self.styles.glyphs.dot} "
        return f"Duplicates{dot}{self.board.workspace.name}", dot.join(told)

    def read(self) -> Found:
        began = time.monotonic()
        found = self.board.workspace.duplicates.find()
        self._took = time.monotonic() - began
        return found

    def look_again(self) -> None:
        """Somebody else has written; where looking takes long, what they did shows once something is done here."""
        if self._took < _QUICKLY:
            super().look_again()

    def show(self, reading: Found) -> None:
        """Show them, the cursor where it was."""
        self._found = reading
        self._shown = tuple(
            pair for record in Record for pair in [each for each in reading if each.record is record][:MOST]
        )
        self._go(0)

    async def compare(self, desk: Desk) -> None:
        """Put both of the pair at the cursor side by side."""
        if not self._shown:
            raise NotDone("There is nothing to compare here.")
        pair = self._shown[self._place]
        await merge(desk, pair.record, pair.keep.id, pair.other.id)

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._shown) - 1))
        self.lines.tell_blocks(lambda width: [*self._blocks(width)], self._place if self._shown else -1)
        self.redraw()

    def _count(self, record: Record) -> int:
        return sum(pair.record is record for pair in self._found)

    def _blocks(self, width: int) -> Iterator[Block]:
        """One block to each pair, the first of a kind with a heading above it."""
        if not self._shown:
            yield [*hang((), "Nothing looks as if it were there twice.", "text", width, 0), EMPTY]
            words = "Two that are one all the same: mark them on the board, then “Merge two deals” in the palette."
            yield [*hang((), words, "dim", width, 0)]
        before: Record | None = None
        for place, pair in enumerate(self._shown):
            above: list[Line] = []
            if pair.record is not before:
                count = self._count(pair.record)
                more = f"the first {MOST} of {count:,}" if count > MOST else f"{count}"
                above = [*([EMPTY] if before else []), ((f" {pair.record.plural.upper()} ", "heading"), (more, "dim"))]
            before = pair.record
            yield [*above, *self._pair(pair, width, at=place == self._place)]

    def _pair(self, pair: Duplicate, width: int, *, at: bool) -> Iterator[Line]:
        """Both, a line each, and for the pair at the cursor why it is one."""
        bar: Span = (self.styles.glyphs.cursor if at else " ", "bar")
        for number, named in enumerate((pair.keep, pair.other)):
            yield cut((bar, *self._named(named, at=at, first=not number)), width, self.styles.glyphs.ellipsis)
        if at:
            for part in hang((), self.styles.cells(listed(pair.why)), "accent", width - 3, 0):
                yield (bar, ("  ", "text"), *part)

    def _named(self, named: Named, *, at: bool, first: bool) -> Iterator[Span]:
        role = "title_cursor" if at else "text" if first else "dim"
        yield (" " if first else "  ", "text")
        yield (f"#{named.id} ", "label" if first else "dim")
        yield (self.styles.cells(named.name), role)
        for fact in named.facts:
            yield (f" {self.styles.glyphs.dot} {self.styles.cells(fact)}", "dim")
