"""What can happen to a deal that a seller may have a command of their own run for."""

from __future__ import annotations

from enum import StrEnum

RUN_BY_HOOK = "FUNNELBOARD_HOOK"
"""The variable that says, to what such a command runs, that it is one; it holds the event."""


class HookEvent(StrEnum):
    """Its name in the settings.

    A deal that is won or lost is moved too; one that comes back from the bin is added, and undoing an addition deletes.
    """

    DEAL_ADDED = "deal-added"
    DEAL_MOVED = "deal-moved"
    DEAL_WON = "deal-won"
    DEAL_LOST = "deal-lost"
    DEAL_CHANGED = "deal-changed"
    DEAL_DELETED = "deal-deleted"
    NOTE_ADDED = "note-added"
    FOLLOW_UP_SET = "follow-up-set"
    FOLLOW_UP_DONE = "follow-up-done"
