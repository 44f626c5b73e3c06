"""The reports page: one report after another, the deals behind each of its rows, and from there to any deal."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from textual.strip import Strip

from funnelboard.domain.calendar_days import add_months, monday, quarter_start
from funnelboard.domain.deal import Deal
from funnelboard.domain.grammar import counted
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Pick, Scope
from funnelboard.domain.reports.table import Report, Row, Table, as_text
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.actions.finding import EXAMPLES, Completing, query_values
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Over
from funnelboard.ui.drawing.geometry import Rect
from funnelboard.ui.drawing.lines import FullLine, Line, cut
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.screens.page import Page, go_to_deal, open_page
from funnelboard.ui.screens.reports_text import ReportText, deals_table, rows_of, table_at

_LISTED = 500
"""Deals that are listed of a row; the filter narrows them."""

_LEAST_HEIGHT = 8
"""With fewer lines the names of the reports give way."""

_QUICK = 1.0
"""Seconds of work: what takes longer to read is not read again by itself, whenever somebody writes."""

_NAMES = tuple(ReportName)
_COMMAND = "reports"


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows.

    Attributes:
        pick: The row whose deals are listed, and what it is called; None for the report itself.
    """

    name: ReportName = ReportName.FUNNEL
    scope: Scope = field(default_factory=Scope)
    pick: tuple[Pick, str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A view, read."""

    view: View
    report: Report
    deals: Sequence[Deal] = ()
    count: int = 0


@dataclass(slots=True)
class Left:
    """Where the page goes on when it is opened again."""

    view: View = field(default_factory=View)
    place: int = 0
    listed: int = 0


async def open_reports(desk: Desk) -> None:
    """Show the reports, from where they were left."""
    chosen = await open_page(desk, ReportsPage(desk))
    if chosen is not None:
        await go_to_deal(desk, chosen)


class ReportsPage(Page[Reading]):
    """A report as tables whose rows can be opened.

    Attributes:
        left: What is shown and where the cursor is; kept while the board is open.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.left: Left = self.board.left_off.setdefault(_COMMAND, Left())
        self._reading: Reading
        self._took = 0.0
        self._tables: tuple[Table, ...] = ()
        self._rows: Sequence[Row] = ()
        self.keys = {
            **self.keys,
            **self.going(self._go),
            "enter": self._enter,
            "escape": self._back,
            **{key: partial(self._next, by) for key, by in (("h", -1), ("left", -1), ("l", 1), ("right", 1))},
            **{str(number): partial(self._show, name) for number, name in enumerate(_NAMES, start=1)},
        }
        self.talks = {
            "slash": (_COMMAND, self.narrow),
            "p": (_COMMAND, self.choose_days),
            "y": ("copy", self.copy),
        }

    @property
    def hints(self) -> Sequence[tuple[str, str]]:  # type: ignore[override]
        """What the keys do here."""
        view = self.left.view
        opens = ("Enter", "to the deal" if view.pick else "its deals")
        back = ("Esc", "to the report" if view.pick else "back")
        return (opens, ("hl", "report"), ("/", "narrow"), ("p", "days"), ("y", "copy"), ("jk", "go"), back)

    @property
    def targets(self) -> tuple[int, ...]:
        """The deal that the row at hand is."""
        row = self._at_hand
        return () if row is None or row.deal_id is None else (row.deal_id,)

    def head(self) -> tuple[str, str]:
        """Which report, of which deals and days."""
        view, dot = self._reading.view, f" {self.styles.glyphs.dot} "
        return f"{view.name.heading}{dot}{view.scope.words}", f"{_NAMES.index(view.name) + 1} of {len(_NAMES)}"

    # -- drawing -----------------------------------------------------------------

    def arrange(self, width: int, height: int) -> Mapping[str, Rect]:
        """The names of all reports below the first line, where there is room."""
        if height < _LEAST_HEIGHT:
            return super().arrange(width, height)
        return {
            "head": Rect(0, 0, width, 1),
            "names": Rect(0, 1, width, 1),
            "lines": Rect(0, 2, width, height - 2),
        }

    def draw(self, part: str) -> Sequence[Strip]:
        """The line at the top, the names, or the tables."""
        if part != "names":
            return super().draw(part)
        width = self.where[part].width
        return self.strips([FullLine(self._names(width), "panel_ground")], width)

    def _names(self, width: int) -> Line:
        """Every report with its key; where there is no room for all names, that of the one shown."""
        shown = self._reading.view.name
        whole = sum(width_of(name.heading) + 4 for name in _NAMES) < width
        spans = [("  ", "text")]
        for number, name in enumerate(_NAMES, start=1):
            spans.append((f"{number}", "key"))
            at = name is shown
            if whole or at:
                spans.append((f" {name.heading}", "title_cursor" if at else "dim"))
            spans.append(("  ", "text"))
        return cut(tuple(spans), width, self.styles.glyphs.ellipsis)

    # -- reading -----------------------------------------------------------------

    def read(self) -> Reading:
        began = time.thread_time()
        view, reporting = self.left.view, self.board.workspace.reporting
        report = reporting.read(view.name, view.scope)
        found = reporting.deals(view.pick[0], view.scope, _LISTED) if view.pick is not None else ((), 0)
        self._took = time.thread_time() - began
        return Reading(view, report, *found)

    def look_again(self) -> None:
        """Somebody else may have written; of a million deals that is seen with the next key that reads."""
        if self._took < _QUICK:
            super().look_again()

    def show(self, reading: Reading) -> None:
        """Show it, the cursor on the row where it was."""
        self._reading = reading
        if reading.view.pick is None:
            self._tables = reading.report.tables
        else:
            preset = self.board.state.settings.preset
            self._tables = (deals_table(reading.view.pick[1], reading.deals, reading.count, preset),)
        self._rows = rows_of(self._tables)
        self._go(0)

    def _look_at(self, view: View) -> None:
        """Show something else; the keys typed behind it wait until it is there."""
        self.left.view = view

        async def only_read(desk: Desk) -> None:
            desk.say("")

        self._converse(_COMMAND, only_read)

    # -- keys --------------------------------------------------------------------

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    @property
    def _place(self) -> int:
        return self.left.listed if self.left.view.pick else self.left.place

    @property
    def _at_hand(self) -> Row | None:
        return self._rows[self._place] if self._place < len(self._rows) else None

    def _go(self, by: int) -> None:
        place = max(0, min(self._place + by, len(self._rows) - 1))
        if self.left.view.pick:
            self.left.listed = place
        else:
            self.left.place = place
        self.lines.tell_blocks(self._blocks, place)
        self.redraw()

    def _blocks(self, width: int) -> list[Block]:
        listing = self._reading.view.pick is not None
        text = ReportText(self.styles, width)
        return text.blocks(self._tables, () if listing else self._reading.report.notes, self._place)

    def _next(self, by: int) -> None:
        """Go to the report before or after."""
        place = _NAMES.index(self.left.view.name) + by
        if 0 <= place < len(_NAMES):
            self._show(_NAMES[place])

    def _show(self, name: ReportName) -> None:
        view = self.left.view
        if (name, None) != (view.name, view.pick):
            self.left.place = self.left.place if name is view.name else 0
            self._look_at(replace(view, name=name, pick=None))

    def _enter(self) -> Over[int] | None:
        """List the deals of the row at hand, or leave for the deal that it is."""
        row = self._at_hand
        if row is None:
            return None
        if row.deal_id is not None:
            return Over(row.deal_id)
        if row.pick is not None:
            table = table_at(self._tables, self._place)
            title = f"{table.title}: {row.cells[0]}" if table is not None else row.cells[0]
            self.left.listed = 0
            self._look_at(replace(self.left.view, pick=(row.pick, title)))
        return None

    def _back(self) -> Over[Any] | None:
        """From the deals to the report, from there to the board."""
        if self.left.view.pick is None:
            return Over()
        self._look_at(replace(self.left.view, pick=None))
        return None

    # -- conversations -------------------------------------------------------------

    async def narrow(self, desk: Desk) -> None:
        """Ask for a query: the report is about the deals that match it; an empty line is all of them."""
        reporting, scope = desk.workspace.reporting, self.left.view.scope
        day_first = desk.workspace.day_first

        def read(text: str) -> Scope:
            return reporting.scope(text, scope.since, scope.until, day_first=day_first)

        narrowed = await desk.ask(
            "deals",
            read,
            text=scope.text,
            may_be_empty=True,
            placeholder=EXAMPLES,
            complete=Completing(await desk.read(query_values, desk)),
        )
        await desk.read(desk.workspace.board.require_sellers, narrowed.query)
        self._narrow(narrowed)

    async def choose_days(self, desk: Desk) -> None:
        """Ask for the days that the report is about."""
        choices = [(key, words, days) for key, (words, days) in _periods(desk.today).items()]
        scope = self.left.view.scope
        since, until = await desk.choose("Which days", choices, (scope.since, scope.until))
        self._narrow(replace(scope, since=since, until=until))

    def _narrow(self, scope: Scope) -> None:
        """Be about other deals or days; the row at hand may have none of them, so the report itself is shown."""
        self.left.place = self.left.listed = 0
        self.left.view = replace(self.left.view, scope=scope, pick=None)

    async def copy(self, desk: Desk) -> None:
        """Copy the table at the cursor, as cells that a spreadsheet takes apart."""
        table = table_at(self._tables, self._place)
        if table is None or not table.rows:
            raise NotDone("There is no table here to copy.")
        desk.copy(as_text(table, clean))
        desk.say(f"copied “{table.title}”, {counted(len(table.rows), 'row')}")


def _periods(today: date) -> dict[str, tuple[str, tuple[date | None, date | None]]]:
    """Days to choose from, by their keys."""
    month, quarter = today.replace(day=1), quarter_start(today)
    day = timedelta(days=1)
    return {
        "a": ("always", (None, None)),
        "w": ("since Monday", (monday(today), None)),
        "v": ("the week before", (monday(today) - 7 * day, monday(today) - day)),
        "m": ("this month", (month, None)),
        "n": ("the month before", (add_months(month, -1), month - day)),
        "q": ("this quarter", (quarter, None)),
        "r": ("the quarter before", (add_months(quarter, -3), quarter - day)),
        "y": ("this year", (today.replace(month=1, day=1), None)),
        "x": ("the year before", (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    }
