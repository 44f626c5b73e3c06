"""Text being typed and text typed before, in memory and on disk.

Esc, a killed program and a dropped line lose none of it, and no key waits for a disk that is slow.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from funnelboard.memory.draft import Draft, DraftKey, Earlier, Entry
from funnelboard.memory.draft_file import DraftFile, free_files, read_drafts, within_bounds, written
from funnelboard.memory.kept_file import KeptWriter, reason
from funnelboard.services.clock import Clock, SystemClock

MAX_TEXT = 100_000
"""Characters of one draft; five times the longest text of a line editor, for forms of several."""

MAX_DRAFTS = 200
"""Drafts kept; the oldest of more become orphans, of which as many are kept."""

PATIENCE = 0.25
"""Seconds in which a text is on disk, if that is not slow."""

MAX_EARLIER = 50
"""Texts kept of what a command was given before."""


class Drafts:
    """Those of one seller on one database.

    Attributes:
        problem: A sentence about what was kept before and cannot be used; empty if all can.
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        """Load what boards that ended have left.

        Args:
            path: The file to keep it in; another board that is open has one beside it.
            clock: What time it is; the machine's own clock if None.
        """
        self.problem = ""
        self._clock = clock or SystemClock()
        self._changing = threading.Lock()
        self._drafts: dict[DraftKey, Draft] = {}
        self._orphans: list[Draft] = []
        self._earlier: list[Earlier] = []
        self._lines: dict[Entry, str] = {}
        self._file: DraftFile | None = None
        self._writer: KeptWriter | None = None
        self._failure = ""
        self._load(path)

    @property
    def unsaved(self) -> str:
        """A sentence about why texts are not on disk at present; empty if they are."""
        why = self._writer.failure if self._writer is not None else self._failure
        return f"Text being typed is kept only as long as the board is open: {why}." if why else ""

    def keep(self, key: DraftKey, text: str, title: str = "") -> bool:
        """Keep a text in place of the one before; a blank one is forgotten.

        Returns:
            Whether it was kept: one longer than ``MAX_TEXT`` is not, and the one before stays.
        """
        if not text.strip():
            self.forget(key)
            return True
        if len(text) > MAX_TEXT:
            return False
        with self._changing:
            self._put(Draft(key, text, title, self._clock.now()))
        self._changed()
        return True

    def take(self, key: DraftKey) -> Draft | None:
        """The text that is kept for a command on its deals; it stays kept."""
        return self._drafts.get(key)

    def forget(self, key: DraftKey) -> None:
        """The text was submitted, or given up on purpose."""
        with self._changing:
            gone = self._drafts.pop(key, None)
        if gone is not None:
            self._changed()

    def all(self) -> tuple[Draft, ...]:
        """Every draft that something takes up again, the newest first."""
        return tuple(reversed(self._drafts.values()))

    def orphan(self, command: str, deal_ids: tuple[int, ...], under: str = "") -> Draft | None:
        """Move a draft whose deals are gone to what its command was given before, to be put elsewhere on purpose.

        Args:
            under: The command that is to offer it, where its own has nothing to be about any more.

        Returns:
            What was moved; None if nothing was kept.
        """
        with self._changing:
            orphan = self._retire(DraftKey(command, deal_ids), under)
        if orphan is not None:
            self._changed()
        return orphan

    def orphans(self, command: str) -> tuple[Draft, ...]:
        """The drafts of a command whose deals are gone, the newest first."""
        return tuple(orphan for orphan in self._orphans if orphan.key.command == command)

    def remember(self, command: str, text: str) -> None:
        """A command was given this text."""
        if not text.strip() or len(text) > MAX_TEXT:
            return
        new = Earlier(command, text)
        with self._changing:
            self._orphans = [each for each in self._orphans if (each.key.command, each.text) != (command, text)]
            self._earlier = _newest([new, *self._earlier])
        self._changed()

    def earlier(self, command: str) -> tuple[str, ...]:
        """What a command was given before, the newest first and no text twice; drafts without a deal come first."""
        orphans = [orphan.text for orphan in self.orphans(command)]
        given = [each.text for each in self._earlier if each.command == command]
        return tuple(dict.fromkeys(orphans + given))[:MAX_EARLIER]

    def flush(self) -> bool:
        """Wait until all of it is written, which is tried again where it failed; whether it is on disk."""
        if self._writer is None:
            return False
        if self._writer.failure:
            self._writer.changed()
        return self._writer.flush()

    def settle(self) -> None:
        """Have what is about to be seen on disk, unless that is slow: a board that is killed then loses no letter."""
        if self._writer is not None:
            self._writer.settle(PATIENCE)

    def close(self) -> None:
        """Write what is left, now, and let another board take it over."""
        if self._writer is not None and self._file is not None:
            self._writer.close()
            self._file.release()
            self._file = None

    def _load(self, path: Path) -> None:
        entries: list[Entry] = []
        others: list[DraftFile] = []
        try:
            for file in free_files(path):
                if self._file is None:
                    self._file = file
                else:
                    others.append(file)
                entries += self._read(file.path)
        except OSError as error:
            self._failure = reason(error)
            if self._file is None:
                entries += self._read(path)
        else:
            self._failure = "" if self._file is not None else "too many boards are open"
        self._take_in(entries)
        if self._file is not None:
            self._writer = KeptWriter(self._file.path, self._content)
        if self._writer is not None and (others or self.problem):
            self._writer.changed()
            self._writer.flush()
        for file in others:
            if self.unsaved:
                file.release()
            else:
                file.remove()

    def _read(self, path: Path) -> list[Entry]:
        entries, problem = read_drafts(path)
        self.problem = self.problem or problem
        return entries

    def _take_in(self, entries: list[Entry]) -> None:
        """Keep what was read; of two drafts for the same deals the older one becomes an orphan."""
        drafts = [entry for entry in entries if isinstance(entry, Draft)]
        for draft in sorted(drafts, key=lambda draft: draft.at):
            if draft.orphan:
                self._orphans.insert(0, draft)
                continue
            before = self._drafts.get(draft.key)
            if before is not None and before.text != draft.text:
                self._retire(draft.key)
            self._put(draft)
        self._earlier = _newest(entry for entry in entries if isinstance(entry, Earlier))

    def _put(self, draft: Draft) -> None:
        self._drafts.pop(draft.key, None)
        self._drafts[draft.key] = draft
        if len(self._drafts) > MAX_DRAFTS:
            self._retire(next(iter(self._drafts)))

    def _retire(self, key: DraftKey, under: str = "") -> Draft | None:
        draft = self._drafts.pop(key, None)
        if draft is None:
            return None
        orphan = draft._replace(key=key._replace(command=under or key.command), orphan=True)
        self._orphans = [orphan, *self._orphans][:MAX_DRAFTS]
        return orphan

    def _changed(self) -> None:
        if self._writer is not None:
            self._writer.changed()

    def _content(self) -> str:
        """What to write: every entry as a line, of which only new ones are made."""
        with self._changing:
            entries: list[Entry] = [*self.all(), *self._orphans, *self._earlier]
        self._lines = {entry: self._lines.get(entry) or written(entry) for entry in entries}
        return within_bounds(self._lines.values())


def _newest(earlier: Iterable[Earlier]) -> list[Earlier]:
    """Of each command so many as are kept, no text twice."""
    kept: list[Earlier] = []
    counts: Counter[str] = Counter()
    for each in dict.fromkeys(earlier):
        counts[each.command] += 1
        if counts[each.command] <= MAX_EARLIER:
            kept.append(each)
    return kept
