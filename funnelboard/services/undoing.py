"""Taking changes back, and telling who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from funnelboard.domain.log_entry import FieldChange, LogEntry
from funnelboard.errors import NotFound
from funnelboard.services.session import Session, finished
from funnelboard.services.written import Written
from funnelboard.store import history, sellers
from funnelboard.store.board_figures import newest_change
from funnelboard.store.compensation import compensate
from funnelboard.store.progress import Progress, unwatched


class Undoing:
    """Undo, redo and the log. Undo has no end and outlasts a restart."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def undo(self, change_id: int | None = None, progress: Progress = unwatched) -> Written:
        """Take back a change, or the seller's own last one that still stands; to take back an undo is to redo.

        Args:
            progress: Told the number of rows that were taken back, and of all rows.

        Raises:
            Conflict: Somebody has changed the same fields since; nothing is taken back.
            NotFound: There is no such change, or it is undone already.
        """
        database = self._session.database
        wanted = history.last_to_undo(database, self._session.seller.id) if change_id is None else change_id
        if wanted is None:
            return Written("nothing to undo", (), 0)
        wanted, was_undo = history.meant(database, wanted)
        return self._again(wanted, progress) if was_undo else self._compensate(wanted, "undo", "undid: ", progress)

    def redo(self, progress: Progress = unwatched) -> Written:
        """Do again what the seller's last undo took back, unless they have changed something else since.

        Args:
            progress: As of :meth:`undo`.

        Raises:
            Conflict: Somebody has changed the same fields since.
        """
        wanted = history.last_to_redo(self._session.database, self._session.seller.id)
        if wanted is None:
            return Written("nothing to redo", (), 0)
        return self._again(wanted, progress)

    def standing(self, after: int) -> int:
        """How many of the seller's own changes that came after one still stand, and can be undone one by one."""
        return history.count_standing(self._session.database, self._session.seller.id, after)

    def log(
        self,
        deal_id: int | None = None,
        since: int | None = None,
        seller: str | None = None,
        limit: int | None = 100,
    ) -> tuple[LogEntry, ...]:
        """Changes, newest first.

        Args:
            since: UTC epoch microseconds.
            seller: A login or name.
        """
        database = self._session.database
        seller_id = None
        if seller is not None:
            found = self._session.seller if seller == "me" else sellers.find(database, seller)
            if found is None:
                raise NotFound(f"There is no seller “{seller}” in this database.")
            seller_id = found.id
        logged = history.read(database, deal_id=deal_id, since=since, seller=seller_id, limit=limit)
        return tuple(map(log_entry, logged))

    def deal_ids(self, change_id: int) -> Sequence[int]:
        """The deals that a change touched."""
        database = self._session.database
        with database.reading():
            return history.deals_of(database, change_id)

    def differences(self, change_id: int) -> Iterator[FieldChange]:
        """What a change has set, as it is read: there may be millions."""
        return field_changes(history.items(self._session.database, change_id))

    def newest(self) -> int:
        """Id of the newest change; 0 when there is none."""
        return newest_change(self._session.database)

    def changed_since(self, change_id: int) -> tuple[FieldChange, ...]:
        """What the changes after one have set, the oldest first; but for what only follows from the rest."""
        return tuple(
            each
            for entry in reversed(self.log())
            if entry.id > change_id
            for each in self.differences(entry.id)
            if each.before != each.after and each.field not in ("rank", "folded")
        )

    def _again(self, undo_id: int, progress: Progress) -> Written:
        return self._compensate(undo_id, "redo", "did again: ", progress)

    def _compensate(self, change_id: int, kind: str, prefix: str, progress: Progress) -> Written:
        with self._session.database.with_room(), self._session.change(kind, undoes=change_id) as change:
            compensate(change, change_id, progress)
            change.enter()
            original = next(iter(history.read(change.database, change_id=change_id))).summary
            change.summary = prefix + original.removeprefix("undid: ")
            return finished(change, "")


def log_entry(logged: history.Logged) -> LogEntry:
    """A change as the log tells it."""
    return LogEntry(logged.id, logged.at, logged.seller, logged.kind, logged.summary, logged.undoes, logged.undone)


def field_changes(items: Iterable[history.Item]) -> Iterator[FieldChange]:
    """The columns that were set in some rows."""
    return (
        FieldChange(item.entity, item.row_id, field, None if item.before is None else item.before.get(field), value)
        for item in items
        for field, value in item.after.items()
    )
