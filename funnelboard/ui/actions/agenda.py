"""Today's agenda, and what a new day does to the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnelboard.domain.agenda import Agenda
    from funnelboard.ui.screens.board import BoardScreen


def open_agenda(board: BoardScreen) -> None:
    """Work today's queue, from where it was left."""
    from funnelboard.ui.agenda_state import AgendaState

    def show(agenda: Agenda) -> None:
        from funnelboard.ui.screens.agenda import AgendaScreen

        today = board.moment.today
        if board.agenda is None or board.agenda.day != today:
            board.agenda = AgendaState(today)
        board.say("")
        board.app.push_screen(AgendaScreen(board, board.agenda, agenda))

    board.link.ask(board.workspace.agenda.today, show)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"agenda": open_agenda}
