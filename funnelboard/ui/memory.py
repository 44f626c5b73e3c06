"""What the board remembers between two sessions: where one was, and text that was not yet submitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.ui.commands import BY_ID
from funnelboard.ui.drafts import Draft, DraftKeeper, load_draft
from funnelboard.ui.keys import shown_key
from funnelboard.ui.view_state import ViewState, load_view_state, save_view_state

if TYPE_CHECKING:
    from funnelboard.services.views import SavedView

_NAMES = {
    "write-note": "a note",
    "add-deal": "a new deal",
    "add-follow-up": "a follow-up",
    "add-objection": "an objection",
    "park": "a parking",
    "qualify": "answers",
}


class Memory:
    """Both for one seller and one database.

    Attributes:
        kept: What was looked at when the last session ended.
        draft: What the last session left unsubmitted, until it is taken up or forgotten.
    """

    def __init__(self, state_file: Path, draft_file: Path) -> None:
        self._state_file = state_file
        self.kept = load_view_state(state_file)
        self.draft = load_draft(draft_file)
        self._keeper = DraftKeeper(draft_file)

    def open_view(self, name: str | None, views: Iterable[SavedView]) -> None:
        """Look at a saved view, if there is one of this name, instead of at what was looked at last."""
        for view in views:
            if name is not None and view.name.casefold() == name.casefold():
                self.kept = replace(self.kept, query=view.query, sort=view.sort)

    def offer(self) -> str:
        """The sentence that offers the draft back."""
        draft = self.draft
        if draft is None:
            return ""
        what = _NAMES.get(draft.command, "text")
        about = f" on “{draft.title}”" if draft.title else ""
        command = BY_ID.get(draft.command)
        key = shown_key(command.keys[0]) if command is not None and command.keys else "n"
        return f"Draft of {what}{about}: {key} takes it up again, Esc forgets it."

    def take_draft(self, command: str) -> Draft | None:
        """The draft that belongs to a command, which is now being typed again."""
        draft = self.draft
        if draft is None or draft.command != command:
            return None
        self.draft = None
        return draft

    def keep_draft(self, command: str, text: str, deal_id: int | None = None, title: str = "") -> None:
        """Keep text being typed; empty text is forgotten."""
        if text.strip():
            self._keeper.keep(Draft(command, text, deal_id, title))
        else:
            self._keeper.forget()

    def forget_draft(self) -> None:
        """The text was submitted or given up."""
        self.draft = None
        self._keeper.forget()

    def close(self, state: ViewState) -> None:
        """Write everything down before leaving."""
        self._keeper.close()
        save_view_state(self._state_file, state)
