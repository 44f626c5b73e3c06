"""Choosing what the board shows: filter, order, saved views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.query_completion import Completion, complete_query
from funnelboard.errors import BadInput
from funnelboard.memory.draft import DraftKey
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.sheet.choices import Deed, Row

if TYPE_CHECKING:
    from funnelboard.services.views import SavedView
    from funnelboard.ui.editor.line_edit import LineEdit

ONLY_MINE = "owner:me"
PARKED = "is:parked"
OVERDUE, TODAY, ADRIFT = "due:overdue", "due:today", "is:adrift"
EXAMPLES = "words, or owner:me  due:overdue  amount>10k  tag:expo  is:stale; Tab completes"

_SORT_KEYS = {
    Sort.RANK: "r",
    Sort.AMOUNT: "a",
    Sort.FOLLOW_UP: "f",
    Sort.EXPECTED_CLOSE: "c",
    Sort.LAST_TOUCH: "l",
    Sort.IN_STAGE: "i",
    Sort.TITLE: "t",
    Sort.NEWEST: "n",
    Sort.SCORE: "s",
}
_SORT_NAMES = {Sort.RANK: "as arranged by hand", Sort.SCORE: "score, the best first"}


async def filter_board(desk: Desk) -> None:
    """Ask for a query, and show what matches while it is typed; one that cannot be read changes nothing.

    Enter keeps what is shown, an empty line shows all. Esc goes back to what was shown before; Up brings the words
    back the next time.
    """
    board, drafts = desk.board, desk.memory.drafts
    before = board.state.query_text

    def read(text: str) -> str:
        parse_query(text, desk.today, desk.workspace.default_currency, day_first=desk.workspace.day_first)
        return text

    def understood(text: str) -> str:
        if not read(text).strip():
            return f"Up brings back: {left_over.text}" if left_over is not None else EXAMPLES
        matching = board.state.matching
        return f"{matching} deals match" if matching != 1 else "1 deal matches"

    def show(text: str) -> None:
        try:
            wanted = read(text).strip()
        except BadInput:
            return
        if wanted != board.state.query_text:
            board.show_query(wanted)

    left_over = drafts.take(DraftKey("filter"))
    if left_over is not None:
        drafts.remember("filter", left_over.text)
        drafts.forget(left_over.key)
    complete = Completing(await desk.read(query_values, desk))
    try:
        await desk.ask(
            "filter", read, text=before, may_be_empty=True, understood=understood, complete=complete, changed=show
        )
    except Left:
        await _show(desk, before)
        raise Left from None
    await board.rest()
    desk.say("")
    if board.state.query_text and board.state.matching == 1:
        desk.run("enter-panel")


async def clear(desk: Desk) -> None:
    """Take away, one at a time: the marks, the filter, what was last said."""
    state = desk.board.state
    if state.marks:
        desk.unmark(tuple(state.marks))
    elif state.query_text:
        await _show(desk, "")
    else:
        desk.say("")


async def _show(desk: Desk, query: str, order: Sort | None = None) -> None:
    """Show what matches; the next key is for what is then shown, and what was said of something else is over."""
    desk.say("")
    desk.board.show_query(query, order)
    await desk.board.rest()


class Completing:
    """Goes on with a query on Tab; Tab again offers the next way."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self._offered: Completion | None = None
        self._text = self._typed = ""
        self._number = 0

    def __call__(self, edit: LineEdit) -> str:
        """Complete the text before the caret; what else it could be."""
        if self._offered is None or edit.text != self._text:
            self._offered, self._typed, self._number = complete_query(edit.text, edit.caret, self._values), edit.text, 0
        else:
            self._number += 1
        candidates = self._offered.candidates
        if not candidates:
            self._offered = None
            return "Nothing begins like that."
        text, caret = self._offered.applied(self._typed, self._number)
        edit.replace(text)
        edit.caret = caret
        self._text = text
        return "  ".join(candidates[self._number % len(candidates) :]) if len(candidates) > 1 else ""


def query_values(desk: Desk) -> dict[str, Sequence[str]]:
    """What the fields of a query can be completed with; read on the database thread."""
    services = desk.workspace.board

    def read() -> dict[str, Sequence[str]]:
        return {
            "owner": [seller.handle for seller in services.sellers()],
            "tag": services.tags(),
            "company": services.companies(),
            "source": desk.settings.sources,
            "field": services.own_fields(),
        }

    return services.look(read, "query values")


async def only_mine(desk: Desk) -> None:
    """Show the seller's own deals only, and back."""
    words = desk.board.state.query_text.split()
    rest = [word for word in words if word != ONLY_MINE]
    await _show(desk, " ".join(rest if len(rest) < len(words) else [ONLY_MINE, *words]))


async def only_parked(desk: Desk) -> None:
    """Show the parked deals instead of those at work, and back."""
    await _only(desk, PARKED, desk.board.state.parked, "Nothing is parked. z parks a deal until a date.")


async def only_overdue(desk: Desk) -> None:
    """Show only what is overdue, and back."""
    await _only(desk, OVERDUE, desk.board.state.attention.overdue, "Nothing is overdue.")


async def only_today(desk: Desk) -> None:
    """Show only what is to be done today, and back."""
    await _only(desk, TODAY, desk.board.state.attention.today, "Nothing is promised for today.")


async def only_adrift(desk: Desk) -> None:
    """Show only the deals without a next step, and back."""
    await _only(desk, ADRIFT, desk.board.state.attention.adrift, "Every deal has a next step.")


async def _only(desk: Desk, query: str, count: int, otherwise: str) -> None:
    """Show what matches, and back; where nothing does, that is said."""
    showing = desk.board.state.query_text == query
    if not showing and not count:
        raise NotDone(otherwise)
    await _show(desk, "" if showing else query)


async def sort(desk: Desk) -> None:
    """Ask for the order of the deals."""
    state = desk.board.state
    choices = [(key, _SORT_NAMES.get(order, order.value), order) for order, key in _SORT_KEYS.items()]
    order = await desk.choose("Sort by", choices, state.sort)
    if order is not state.sort:
        await _show(desk, state.query_text, order)


async def saved_views(desk: Desk) -> None:
    """List the saved views, to open or delete one, or to save what is shown."""
    state, keeping = desk.board.state, desk.workspace.views
    views = await desk.read(keeping.all)
    rows = [Row((_line(desk, view),), view) for view in views]

    def understood(name: str) -> str:
        known = any(view.name.casefold() == name.strip().casefold() for view in views)
        shown = _shown(state.query_text, state.sort)
        return f"replaces the view of that name with {shown}" if known else f"keeps {shown}"

    async def save(_: None) -> None:
        name: str = await desk.ask("name of the view", placeholder="call it what you like", understood=understood)
        await desk.write(keeping.save, name, state.query_text, state.sort)

    deeds = (
        Deed("o", "open", lambda view: _show(desk, view.query, view.sort)),
        Deed("s", "save what is shown", save, alone=True),
        Deed("D", "delete", lambda view: desk.write(keeping.delete, view.id)),
    )
    await desk.pick("Saved views", rows, deeds, empty="No saved views yet. s saves what the board shows now.")


def _line(desk: Desk, view: SavedView) -> tuple[tuple[str, str], ...]:
    """Name, filter, order."""
    cells = desk.styles.cells
    return (cells(view.name), "text"), (f"   {cells(_shown(view.query, view.sort))}", "dim")


def _shown(query: str, sort: Sort) -> str:
    """What a view shows, in words."""
    order = "" if sort is Sort.RANK else f", by {_SORT_NAMES.get(sort, sort.value)}"
    return f"{query.strip() or 'all deals'}{order}"
