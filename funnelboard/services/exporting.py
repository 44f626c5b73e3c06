"""Taking things out: deals as CSV, everything as JSON Lines, follow-ups and birthdays as ICS, contacts as vCards.

Everything is written as it is read, so the longest export takes no more memory than a short one, and nobody waits for
it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.grammar import counted
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.errors import NotSaved, reason
from funnelboard.exchange.export_format import Format
from funnelboard.services.board_identity import board_identity
from funnelboard.services.exported_file import write_exported
from funnelboard.services.workspace import Workspace
from funnelboard.store import exports, own_fields, whole_deals
from funnelboard.store.database import READ_AT_ONCE
from funnelboard.store.lots import contact_lots
from funnelboard.store.prepared_query import chunks
from funnelboard.store.progress import Progress, unwatched

ALL_ENTRIES = 2**31 - 1
"""More entries than any timeline has."""

_EVERY_DEAL = "is:parked or not is:parked"

RECENT_DAYS = 30
"""So long a calendar is told that something is done, so that it takes it away."""


class Export:
    """One export of the deals that match a query, or of everything.

    Attributes:
        counts: How many there are of what, as far as they were read.
    """

    def __init__(self, workspace: Workspace, form: Format, query: Query, progress: Progress = unwatched) -> None:
        """
        Args:
            progress: Told how many deals, or rows, are written, and of how many.
        """
        self._workspace = workspace
        self._form = form
        self._is_whole = not query.groups and query.problem is None
        # What a query leaves out unless it asks for it, belongs to everything too.
        self._query = parse_query(_EVERY_DEAL, workspace.clock.today()) if self._is_whole else query
        self._database = workspace.session.database
        self._progress = progress
        self.counts: dict[str, int] = {}

    @property
    def told(self) -> str:
        """What was exported, in words."""
        told = (counted(number, noun) for noun, number in self.counts.items() if number)
        return " and ".join(told) or "nothing"

    def text(self) -> Iterator[str]:
        """The parts of the file.

        Raises:
            NotSaved: There is no room for what has to be put aside meanwhile.
            DatabaseError: The database cannot be read.
        """
        writers: dict[Format, Callable[[], Iterator[str]]] = {
            Format.JSON: self._everything if self._is_whole else self._details,
            Format.CSV: self._table,
            Format.ICS: self._calendar,
            Format.VCF: self._cards,
        }
        return writers[self._form]()

    def write(self, target: str) -> Path:
        """Write it to a new file of the seller's own, whole or not at all; its path.

        Raises:
            BadInput: There is something of that name.
            NotSaved: It cannot be written.
        """
        return write_exported(target, self.text(), "export")

    def _count(self, noun: str, number: int = 1) -> None:
        self.counts[noun] = self.counts.get(noun, 0) + number

    def _lots(self) -> Iterator[list[Deal]]:
        return self._workspace.board.each_lot(self._query, progress=self._progress)

    def _table(self) -> Iterator[str]:
        from funnelboard.exchange.csv_file import csv_lines
        from funnelboard.exchange.deal_record import header, rows

        fields = own_fields.names(self._database)
        yield from csv_lines([header(board_identity(self._database), fields)])
        for lot in self._lots():
            with self._database.reading():
                whole = whole_deals.read(self._database, lot)
            yield from csv_lines(row for deal in whole for row in rows(deal, fields))
            self._count("deal", len(whole))

    def _everything(self) -> Iterator[str]:
        from funnelboard.exchange.database_lines import Head, write_lines

        try:
            with self._database.contents(Path(tempfile.gettempdir())) as held:
                about = sum(held.last_ids.values())
                for number, line in enumerate(write_lines(Head(held.schema, held.last_ids), held.rows)):
                    self._count("row")
                    yield line
                    if number % READ_AT_ONCE == 0:
                        self._progress(min(number, about), about)
                self._progress(about, about)
        except OSError as error:
            raise NotSaved(f"There is no room for a copy of the database: {reason(error)}. Set TMPDIR.") from error
        # The first line and the last are no rows.
        self._count("row", -2)

    def _details(self) -> Iterator[str]:
        from funnelboard.exchange.deal_json import json_line

        for lot in self._lots():
            for deal in lot:
                self._count("deal")
                yield json_line(self._workspace.board.detail(deal.id, limit=ALL_ENTRIES).to_json()) + "\n"

    def _calendar(self) -> Iterator[str]:
        from funnelboard.exchange.calendar_file import BEGINNING, END, birthday_event, follow_up_event

        board = board_identity(self._database)
        since = self._workspace.clock.now() - RECENT_DAYS * MICROSECONDS_A_DAY
        yield BEGINNING
        for lot in self._lots():
            deals = {deal.id: deal for deal in lot}
            for follow_up, changed_at, void in exports.promises(self._database, list(deals), since):
                self._count("follow-up")
                yield follow_up_event(follow_up, deals[follow_up.deal_id], board, changed_at, void=void)
        for ids in self._contact_ids():
            for contact, company, changed_at in exports.contacts(self._database, ids):
                if contact.birthday is not None and contact.may_contact:
                    self._count("birthday")
                    yield birthday_event(contact, company, board, changed_at)
        yield END

    def _cards(self) -> Iterator[str]:
        from funnelboard.exchange.contact_cards import contact_card

        board = board_identity(self._database)
        for ids in self._contact_ids():
            for contact, company, changed_at in exports.contacts(self._database, ids):
                self._count("contact")
                yield contact_card(contact, company, board, changed_at)

    def _contact_ids(self) -> Iterator[list[int]]:
        """All contacts, or those who take part in the deals that match; each once, some at a time."""
        if self._is_whole:
            yield from contact_lots(self._database)
            return
        seen: set[int] = set()
        for lot in self._lots():
            found = [
                each for each in exports.contacts_of(self._database, [deal.id for deal in lot]) if each not in seen
            ]
            seen.update(found)
            yield from chunks(list(dict.fromkeys(found)))
