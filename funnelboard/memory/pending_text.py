"""What was typed in one conversation and has not arrived yet where it was meant for."""

from __future__ import annotations

from funnelboard.memory.draft import DraftKey
from funnelboard.memory.drafts import Drafts


class PendingText:
    """The texts, each with the key of its draft; true while there are any.

    Attributes:
        elsewhere: Id of the command that offers them when what they were typed for is gone; empty for their own.
    """

    def __init__(self, drafts: Drafts) -> None:
        self.elsewhere = ""
        self._drafts = drafts
        self._texts: list[tuple[DraftKey, str]] = []

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, key: DraftKey, text: str = "") -> None:
        """Something was typed; a text that may be wanted again comes with it."""
        self._texts.append((key, text))

    def arrived(self) -> None:
        """All of it is where it was meant to be: no draft of it is needed."""
        for key, text in self._texts:
            self._drafts.forget(key)
            if text.strip():
                self._drafts.remember(key.command, text)
        self._texts.clear()

    def put_aside(self) -> str:
        """What it was meant for is gone: it is offered as text to put elsewhere on purpose.

        Returns:
            Id of the command that offers it; empty if none does.
        """
        for key, _ in self._texts:
            under = self.elsewhere or key.command
            if self._drafts.orphan(key.command, key.deal_ids, under) is not None:
                return under
        return ""
