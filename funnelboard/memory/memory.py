"""What the board remembers between two sessions: where one was, and text that was not yet submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.exchange.safe_text import clean
from funnelboard.memory.drafts import Drafts
from funnelboard.memory.view_state import ViewState, load_view_state, save_view_state

if TYPE_CHECKING:
    from funnelboard.memory.draft import Draft
    from funnelboard.services.views import SavedView

_NAMES = {
    "add-contact": "a contact",
    "add-deal": "a new deal",
    "add-follow-up": "a follow-up",
    "add-objection": "an objection",
    "close-lost": "answers on losing it",
    "close-won": "answers on winning it",
    "edit-contact": "a contact",
    "edit-deal": "changes",
    "edit-follow-up": "a follow-up",
    "edit-note": "a note",
    "edit-objection": "an objection",
    "filter": "a filter",
    "finish-follow-up": "a result",
    "move-to-opportunity": "answers at a gate",
    "move-to-prospect": "answers at a gate",
    "park": "a parking",
    "qualify": "answers",
    "resolve-objection": "an answer",
    "set-tags": "tags",
    "write-note": "a note",
}
"""What each command writes; where it is about one row of a deal, without the number of that."""

_NAMED = 3
"""Drafts that are offered by name."""


class Memory:
    """Both for one seller and one database.

    Attributes:
        kept: What was looked at when the last session ended, or the saved view opened instead.
        drafts: Text not yet submitted, and text submitted earlier.
        problems: A sentence about each thing that was remembered and cannot be used.
    """

    def __init__(self, state_file: Path, draft_file: Path, usable: Callable[[str], str]) -> None:
        """Load both.

        Args:
            usable: Says what is wrong with a filter, in a sentence; nothing if it can be used.
        """
        self._state_file = state_file
        self._usable = usable
        self.kept, self.problems = load_view_state(state_file, usable)
        self.drafts = Drafts(draft_file)
        self.problems += tuple(filter(None, (self.drafts.problem, self.drafts.unsaved)))

    def open_view(self, name: str | None, views: Iterable[SavedView]) -> None:
        """Look at the saved view of this name instead of at what was looked at last; None leaves that as it is."""
        if name is None:
            return
        view = next((view for view in views if view.name.casefold() == name.casefold()), None)
        if view is None:
            self.problems += (f"There is no saved view called “{clean(name)}”; v lists those there are.",)
            return
        problem = self._usable(view.query)
        if problem:
            self.problems += (f"The saved view “{view.name}” is not opened: {problem}",)
            return
        self.kept = self.kept._replace(query=view.query, sort=view.sort)

    def offer(self, keys: Mapping[str, str]) -> str:
        """The sentence that offers the drafts; empty if there are none.

        Args:
            keys: Id of a command to its key, as people write it.
        """
        drafts = self.drafts.all()
        if len(drafts) == 1:
            (draft,) = drafts
            name = _name(draft)
            verb = "are" if name.split()[0].endswith("s") else "is"
            key = keys.get(draft.key.command)
            goes_on = f": {key}{' on it' if draft.key.deal_ids else ''} goes on" if key else ""
            return f"{name[0].upper()}{name[1:]} {verb} kept{goes_on}."
        named = [_name(draft) + _in_brackets(keys.get(draft.key.command)) for draft in drafts[:_NAMED]]
        more = f" and {len(drafts) - _NAMED} more" if len(drafts) > _NAMED else ""
        return f"{len(drafts)} texts are kept: {', '.join(named)}{more}." if drafts else ""

    def close(self, state: ViewState) -> None:
        """Write everything down before leaving."""
        self.drafts.close()
        save_view_state(self._state_file, state)


def _name(draft: Draft) -> str:
    """What a draft is, for a person."""
    name = _NAMES.get(draft.key.command.rstrip("-0123456789"), "text")
    return f"{name} on “{draft.title}”" if draft.title else name


def _in_brackets(key: str | None) -> str:
    return f" ({key})" if key else ""
