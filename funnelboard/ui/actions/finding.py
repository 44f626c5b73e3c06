"""Choosing what the board shows: filter, order, saved views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import parse_query
from funnelboard.ui.line_edit import LineEdit
from funnelboard.ui.widgets.prompt import Echo, Prompt

if TYPE_CHECKING:
    from funnelboard.services.views import SavedView
    from funnelboard.ui.modals.lists import View
    from funnelboard.ui.screens.board import BoardScreen

ONLY_MINE = "owner:me"
PARKED = "is:parked"

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


def show_matching(board: BoardScreen, text: str) -> None:
    """Show the deals that match a query; the cursor stays on its deal when the query is taken away."""
    follow = None if text.strip() else board.state.here.deal_id
    board.state.query_text = text.strip()
    board.redraw(())
    board.link.reload(fresh=True, follow=follow)


def filter_board(board: BoardScreen) -> None:
    """Ask for a query, and show what matches while it is typed."""

    def echo(text: str) -> Echo:
        query = parse_query(text, board.moment.today, board.workspace.default_currency, lenient=True)
        if query.problem:
            return Echo(query.problem, wrong=True)
        if not text.strip():
            return Echo("words, or owner:me  due:overdue  amount>10k  tag:expo  is:stale")
        matching = board.state.matching
        return Echo(f"{matching} deals match" if matching != 1 else "1 deal matches")

    board.ask(
        Prompt(
            command="",
            label="filter",
            edit=LineEdit(board.state.query_text),
            submit=lambda text: None,
            echo=echo,
            changed=lambda text: show_matching(board, text),
            cancel=lambda: show_matching(board, ""),
        )
    )


def clear(board: BoardScreen) -> None:
    """Take away, one at a time: an offered draft, the marks, the filter."""
    memory = board.memory
    if memory is not None and memory.draft is not None:
        memory.forget_draft()
        board.say("The draft is forgotten.")
    elif board.state.marks:
        board.state.marks.clear()
        board.redraw()
    elif board.state.query_text:
        show_matching(board, "")
    else:
        board.say("")


def only_mine(board: BoardScreen) -> None:
    """Show the seller's own deals only, and back."""
    words = board.state.query_text.split()
    rest = [word for word in words if word != ONLY_MINE]
    show_matching(board, " ".join(rest if len(rest) < len(words) else [ONLY_MINE, *words]))


def only_parked(board: BoardScreen) -> None:
    """Show the parked deals instead of those at work, and back."""
    showing = board.state.query_text == PARKED
    if not showing and not board.state.parked:
        board.say("Nothing is parked. z parks a deal until a date.")
        return
    show_matching(board, "" if showing else PARKED)


def sort(board: BoardScreen) -> None:
    """Ask for the order of the deals."""
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    def chosen(order: Sort | None) -> None:
        if order is not None and order is not board.state.sort:
            board.state.sort = order
            board.link.reload(fresh=True, follow=board.state.here.deal_id)

    choices = [Choice(key, _SORT_NAMES.get(order, order.value), order) for order, key in _SORT_KEYS.items()]
    board.app.push_screen(ChoiceModal("Sort by", choices, board.state.sort), chosen)


def saved_views(board: BoardScreen) -> None:
    """List the saved views, to open or delete one, or to save what is shown."""
    board.link.ask(board.workspace.views.all, lambda views: _show_views(board, views))


def _show_views(board: BoardScreen, views: tuple[SavedView, ...]) -> None:
    from funnelboard.ui.modals.lists import ViewsModal

    state, keeping = board.state, board.workspace.views

    def chosen(choice: tuple[str, View | str] | None) -> None:
        if choice is None:
            return
        deed, view = choice
        if isinstance(view, str):
            board.write(partial(keeping.save, view, state.query_text, state.sort))
        elif deed == "delete":
            board.write(partial(keeping.delete, view.id))
        else:
            state.sort = view.sort
            show_matching(board, view.query)

    board.app.push_screen(ViewsModal(views, state.query_text, state.sort), chosen)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "filter": filter_board,
    "clear": clear,
    "only-mine": only_mine,
    "show-parked": only_parked,
    "sort": sort,
    "saved-views": saved_views,
}
