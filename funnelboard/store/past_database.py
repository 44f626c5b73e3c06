"""A private copy of a database in which the past can be seen: nobody else's, and gone when it is closed.

The log in it ends where its :class:`Past` stands, so that whatever reads the log sees it as it was then.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from funnelboard.domain.elsewhere import Elsewhere
from funnelboard.errors import NotSaved, reason
from funnelboard.private_folder import PrivateFolder
from funnelboard.store.copying import new_file
from funnelboard.store.database import Database
from funnelboard.store.faults import DATABASE_ERRORS, translate
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.sqlite_words import WordedSqlite

LOG = ("change", "change_item")
"""Tables that are seen through views of the same names, which end at a change of the log."""

_ALONE = (("foreign_keys", 0), ("trusted_schema", 0), ("synchronous", 0))
"""Rows of the past are taken away and put back in any order."""


class PastDatabase(SqliteDatabase):
    """The copy. It reads as any database does; what sellers would write to it is refused."""

    def __init__(self, present: Database) -> None:
        """Copy a database as it is now.

        Raises:
            DatabaseError: It cannot be read just now.
            NotSaved: There is no room for the copy.
        """
        self._present = present
        super().__init__(Path(present.name), read_only=True, by_choice=True, patience=present.patience, any_schema=True)
        self.where = present.where

    def _open(self) -> None:
        try:
            folder = PrivateFolder(Path(tempfile.gettempdir()))
        except OSError as error:
            raise NotSaved(
                f"There is no room for a copy of the board: {reason(error)}. Set TMPDIR to a directory you own."
            ) from error
        try:
            file = folder.path / "past.db"
            new_file(file)
            self.peewee = WordedSqlite(str(file), pragmas=list(_ALONE))
            self._copy()
        except DATABASE_ERRORS as error:
            self.peewee.close()
            raise translate(error, self.path) from error
        except BaseException:
            with suppress(AttributeError):
                self.peewee.close()
            raise
        finally:
            # Without a name it goes with the process, however that ends.
            folder.remove()

    def _copy(self) -> None:
        past = self.peewee
        past.connect()
        self._present.copy_out(past)
        past.pragma("journal_mode", "memory")
        # Two rows may have one key for a moment, while both are on their way to what they were.
        unique = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE %'"
        for (name,) in past.execute_sql(unique).fetchall():
            past.execute_sql(f'DROP INDEX "{name}"')
        past.execute_sql("CREATE TEMP TABLE log_end (change INTEGER NOT NULL)")
        past.execute_sql("INSERT INTO log_end SELECT IFNULL(MAX(id), 0) FROM main.change")
        for table, number in zip(LOG, ("id", "change_id"), strict=True):
            # A name is looked for among what is temporary first.
            past.execute_sql(
                f'CREATE TEMP VIEW "{table}" AS SELECT * FROM main."{table}" '
                f'WHERE "{number}" <= (SELECT change FROM log_end)'
            )

    def copy_anew(self) -> None:
        """Be as the database is now."""
        self.close()
        self.settings_read = None
        self._open()

    def end_log(self, change: int) -> None:
        """Show the log up to a change and no further."""
        self.peewee.execute_sql("UPDATE temp.log_end SET change = ?", (change,))

    def require_writable(self) -> None:
        """Refuse what would write.

        Raises:
            NotSaved: Always.
        """
        raise NotSaved("Not saved: this is the board as it was, and nobody can change that. Go back to today first.")

    def still_there(self) -> bool:
        """It is, as long as it is open."""
        return True

    def regain(self) -> bool:
        """The past is never written."""
        return False

    def changed_elsewhere(self) -> Elsewhere | None:
        """Nobody else knows it."""
        return None
