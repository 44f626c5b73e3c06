"""Text being typed, kept on disk so that a killed program or a dropped line does not lose it."""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from funnelboard.ui.view_state import replace_file

DELAY = 0.15
"""Seconds after a key before the text is written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Text not yet submitted.

    Attributes:
        command: Id of the command that takes it up again.
        text: So far.
        deal_id, title: The deal it is about; None and empty when it is about none.
    """

    command: str
    text: str
    deal_id: int | None = None
    title: str = ""


def load_draft(path: Path) -> Draft | None:
    """The text an earlier session left behind, if any that can be understood."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        deal_id = kept["deal_id"]
        if not kept["text"].strip():
            return None
        return Draft(str(kept["command"]), str(kept["text"]), deal_id if type(deal_id) is int else None, kept["title"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class DraftKeeper:
    """Writes the latest text from a thread of its own, so that no key waits for a disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._latest: Draft | None = None
        self._changed = threading.Event()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def keep(self, draft: Draft) -> None:
        """Keep this text from now on, in place of any other."""
        self._latest = draft
        self._changed.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """The text was submitted or given up."""
        self._latest = None
        self._changed.clear()
        with self._writing, contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Write what is still to be written, now."""
        self._closed.set()
        if self._changed.is_set():
            self._write()

    def _run(self) -> None:
        while self._changed.wait() and not self._closed.wait(DELAY):
            self._changed.clear()
            self._write()

    def _write(self) -> None:
        with self._writing:
            draft = self._latest
            if draft is not None:
                replace_file(self._path, json.dumps(asdict(draft)))
