"""What each command of ``ui.commands`` does to the board.

Every action takes the board screen, uses its public methods, and leaves the writing to the services.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from funnelboard.ui.actions import (
    agenda,
    customers,
    deals,
    finding,
    follow_ups,
    forms,
    funnel,
    going,
    objections,
    parking,
    program,
    qualifying,
    settings,
)

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen

ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    **going.ACTIONS,
    **deals.ACTIONS,
    **follow_ups.ACTIONS,
    **forms.ACTIONS,
    **funnel.ACTIONS,
    **qualifying.ACTIONS,
    **parking.ACTIONS,
    **objections.ACTIONS,
    **customers.ACTIONS,
    **finding.ACTIONS,
    **agenda.ACTIONS,
    **settings.ACTIONS,
    **program.ACTIONS,
}
"""Command id to what it does; commands that are not there yet have none."""
