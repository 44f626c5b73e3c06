"""Two records side by side: whose word stands where they differ, which of both is kept, and making one of them."""

from __future__ import annotations

from functools import partial

from funnelboard.domain.comparison import Comparison
from funnelboard.domain.duplicate import Record
from funnelboard.domain.grammar import counted
from funnelboard.errors import Conflict
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Over
from funnelboard.ui.screens.comparison_text import ComparisonText
from funnelboard.ui.screens.page import Page, open_page


async def merge_marked(desk: Desk) -> None:
    """Compare the two marked deals, to make one of them."""
    targets = desk.targets
    if len(targets) != 2:
        mark = desk.key_of("mark")
        raise NotDone(f"Mark the two deals that are one ({mark}); “Find duplicates” lists likely ones.")
    keep, other = await desk.read(desk.workspace.merging.better_first, (targets[0], targets[1]))
    if await merge(desk, Record.DEAL, keep, other):
        desk.unmark(targets)


async def merge(desk: Desk, record: Record, keep: int, other: int) -> bool:
    """Compare two records, and make one of them if the seller says so; whether they did."""
    page = ComparisonPage(desk, record, keep, other)
    taken = await open_page(desk, page)
    while taken is not None:
        seen = page.comparison
        try:
            await desk.write(desk.workspace.merging.merge, record, seen.keep.id, seen.other.id, taken, seen)
        except Conflict as refused:
            await page.reload(desk)
            desk.say(str(refused))
            taken = await desk.open(page, foreseen=False)
        else:
            if record is Record.DEAL:
                desk.board.go_to(seen.keep.id)
            return True
    return False


class ComparisonPage(Page[Comparison]):
    """Field by field, those in which both differ first.

    Attributes:
        comparison: As it is shown.
    """

    hints = (("m", "merge"), ("h l", "choose"), ("s", "keep the other"), ("jk", "go"), ("Esc", "leave"))

    def __init__(self, desk: Desk, record: Record, keep: int, other: int) -> None:
        super().__init__(desk)
        self.comparison: Comparison
        self._record, self._keep, self._other = record, keep, other
        self._taken: set[str] = set()
        self._place = 0
        self.keys = {
            **self.keys,
            **self.going(self._go),
            **dict.fromkeys(("h", "left"), partial(self._choose, other=False)),
            **dict.fromkeys(("l", "right"), partial(self._choose, other=True)),
            "enter": self._choose_other_side,
            "s": self._swap,
            "m": lambda: Over(frozenset(self._taken)),
        }

    @property
    def targets(self) -> tuple[int, ...]:
        """The deal that is kept."""
        return (self._keep,) if self._record is Record.DEAL else ()

    def head(self) -> tuple[str, str]:
        """What becomes one, and how much there is to choose."""
        choices = sum(field.differs for field in self.comparison.fields)
        aside = f"{counted(choices, 'field')} to choose" if choices else "nothing to choose"
        return f"Merge {self._record.plural} {self.styles.glyphs.dot} {self.comparison.keep.name}", aside

    def read(self) -> Comparison:
        return self.board.workspace.merging.compare(self._record, self._keep, self._other)

    def show(self, reading: Comparison) -> None:
        """Show both as they are now, with the choices that can still be made."""
        if (reading.keep.id, reading.other.id) != (self._keep, self._other):
            reading = reading.swapped()
        self.comparison = Comparison(
            reading.record,
            reading.keep,
            reading.other,
            tuple(sorted(reading.fields, key=lambda field: not field.differs)),
            reading.keep_has,
            reading.other_has,
        )
        self._taken &= {field.name for field in self.comparison.fields if field.differs}
        self._go(0)

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self.comparison.fields) - 1))
        self.lines.tell_blocks(
            lambda width: [*ComparisonText(self.comparison, self.styles, width, self._taken).blocks(self._place)],
            self._place,
        )
        self.redraw()

    def _choose(self, *, other: bool) -> None:
        """Say whose value stands in the field at the cursor, if there is anything to choose."""
        field = self.comparison.fields[self._place]
        if field.differs:
            (self._taken.add if other else self._taken.discard)(field.name)
            self._go(0)

    def _choose_other_side(self) -> None:
        self._choose(other=self.comparison.fields[self._place].name not in self._taken)

    def _swap(self) -> None:
        """Keep the other one, with what it says; what was chosen already stands all the same."""
        if self._taken:
            self._taken = {field.name for field in self.comparison.fields if field.differs} - self._taken
        self._keep, self._other = self._other, self._keep
        self.show(self.comparison)
