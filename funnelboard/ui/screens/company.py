"""A company's page: everything about it, one key from any of its deals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from funnelboard.domain.company_detail import CompanyDetail
from funnelboard.ui.actions.copying import copy_text
from funnelboard.ui.actions.follow_ups import add
from funnelboard.ui.actions.notes import write_note
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Over, Pointed
from funnelboard.ui.drawing.deal_facts import DealText
from funnelboard.ui.drawing.lines import EMPTY, Line
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.screens.company_text import CompanyText, Entry, entries_of
from funnelboard.ui.screens.page import Page, go_to_deal, open_page, undo


async def open_company(desk: Desk) -> None:
    """Show everything about the company of the deal at the cursor."""
    deal_id = desk.deal_id
    company = await desk.read(desk.workspace.customers.company_of, deal_id)
    chosen = await open_page(desk, CompanyPage(desk, company.company.id, deal_id))
    if chosen is not None:
        await go_to_deal(desk, chosen)


class CompanyPage(Page[CompanyDetail]):
    """Its worth, then its deals, contacts, follow-ups and notes; the cursor goes through all of them."""

    hints = (
        ("Enter", "to the deal"),
        ("n", "note"),
        ("f", "follow-up"),
        ("u", "undo"),
        ("jk", "go"),
        ("Esc", "back"),
    )

    def __init__(self, desk: Desk, company_id: int, deal_id: int) -> None:
        """Show a company.

        Args:
            deal_id: The deal the cursor begins on.
        """
        super().__init__(desk)
        self._company_id = company_id
        self._begin: int | None = deal_id
        self._company: CompanyDetail
        self._entries: list[Entry] = []
        self._place = 0
        self.keys = {**self.keys, **self.going(self._go), "enter": self._to_deal}
        self.talks = {"n": ("write-note", write_note), "f": ("add-follow-up", add), "u": ("undo", undo)}

    @property
    def targets(self) -> tuple[int, ...]:
        """The deal that the entry at the cursor belongs to."""
        deal_id = self._entries[self._place].deal_id if self._entries else None
        return () if deal_id is None else (deal_id,)

    def head(self) -> tuple[str, str]:
        """Its name, and how many deals there are."""
        company, dot = self._company, f" {self.styles.glyphs.dot} "
        counts = ((company.open, "open"), (company.parked, "parked"), (company.won, "won"), (company.lost, "lost"))
        return f"Company{dot}{company.company.name}", dot.join(
            f"{len(deals)} {name}" for deals, name in counts if deals
        )

    def read(self) -> CompanyDetail:
        return self.board.workspace.customers.company(self._company_id)

    def show(self, reading: CompanyDetail) -> None:
        """Show it, the cursor where it was."""
        self._company = reading
        self._entries = [*entries_of(reading)]
        people = [each.contact for each in reading.contacts]
        reached = [address for person in people for address in (person.email, person.phone)]
        self.lines.addresses = [reading.company.phone, reading.company.website, *reached]
        if self._begin is not None:
            at = (place for place, entry in enumerate(self._entries) if entry.deal_id == self._begin)
            self._place, self._begin = next(at, 0), None
        self._go(0)

    def point(self, pointed: Pointed) -> Over[Any] | None:
        """A click on an address copies it; elsewhere as on any page."""
        place = self.where["lines"]
        address = self.lines.address_at(pointed.x - place.x, pointed.y - place.y)
        if not address:
            return super().point(pointed)
        if pointed.deed == "down":
            self._converse("copy", partial(copy_text, text=address))
        return None

    def _to_deal(self) -> Over[int] | None:
        """Leave for the deal that the entry at the cursor belongs to."""
        return Over(self.targets[0]) if self.targets else None

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._entries) - 1))
        self.lines.tell_blocks(lambda width: [*self._blocks(width)], self._place)
        self.redraw()

    def _blocks(self, width: int) -> Iterator[Block]:
        """A block to each entry, the first of a section with its heading above it."""
        board = self.board
        deals = DealText(self.styles, width - 1, board.now, board.today, board.state.settings.preset)
        text = CompanyText(self._company, deals)
        for place, entry in enumerate(self._entries):
            above: list[Line] = [EMPTY, ((f" {entry.heading}", "heading"),)] if entry.heading else []
            yield [*above, *(self.marked(line, at=place == self._place) for line in text.lines(entry.thing))]
