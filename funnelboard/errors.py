"""Everything FunnelBoard refuses, as exceptions whose message is the sentence a user reads.

A message says what is wrong and what to do about it. The command line prints it and exits 1; the board shows it in
its status line. Anything that is not a ``FunnelBoardError`` is a defect and goes to the log.
"""

from __future__ import annotations


class FunnelBoardError(Exception):
    """A refusal that a user can understand and act on.

    Attributes:
        missing: What is asked for and was not answered, by its names.
    """

    missing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What kind of refusal it is, for programs: ``bad-input``, ``not-found``, …"""
        if type(self) is FunnelBoardError:
            return "refused"
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in type(self).__name__).strip("-")


class BadInput(FunnelBoardError):
    """Typed, imported or configured text that cannot be understood."""


class Unconfirmed(FunnelBoardError):
    """What can be meant, but need not be: nothing was kept; the same call with ``confirmed=True`` keeps it.

    Attributes:
        question: What the seller is asked.
    """

    def __init__(self, fact: str, question: str) -> None:
        super().__init__(f"{fact}. {question[:1].upper()}{question[1:]} Then say it again with --yes.")
        self.question = f"{fact}; {question}"


class ConfigError(FunnelBoardError):
    """The personal settings file, or an option, says something that cannot be obeyed."""


class NotFound(FunnelBoardError):
    """A deal, follow-up, file or change that is not there."""


class DealGone(NotFound):
    """A deal that is not there any more: what was meant for it can only be put elsewhere."""

    code = "not-found"


class DatabaseError(FunnelBoardError):
    """The database cannot be opened, or is not what it should be."""


class DatabaseBusy(DatabaseError):
    """Another writer held the database for longer than we were willing to wait."""


class Unreachable(DatabaseBusy):
    """The server cannot be reached just now; what was to be written can be tried again."""


class NotSaved(DatabaseError):
    """A write did not reach the disk: full, read-only or gone. Nothing of it was kept."""


class OutcomeUnknown(DatabaseError):
    """A write may have been kept, or not: the server was gone before it answered, and is not back."""


class SavedAlready(KeyboardInterrupt):
    """Ctrl-C while a write was being kept; it is kept, and its message says so."""


class SumTooLarge(DatabaseError):
    """The database cannot add up so much."""


class Conflict(FunnelBoardError):
    """Somebody else changed the same thing first.

    Attributes:
        differences: One row for each field both have changed.
    """

    def __init__(self, message: str, differences: tuple[Difference, ...] = ()) -> None:
        super().__init__(message)
        self.differences = differences


class Difference:
    """One field of one row that two people gave different values.

    Attributes:
        entity: The table's noun, for example ``deal``.
        row_id: The row's id.
        field: The column.
        theirs: The value stored now.
        mine: The value that was to be stored.
        who: The name of whoever stored it; empty if nobody knows.
        at: When, in UTC epoch microseconds.
    """

    __slots__ = ("at", "entity", "field", "mine", "row_id", "theirs", "who")

    def __init__(
        self, entity: str, row_id: int, field: str, theirs: object, mine: object, who: str = "", at: int = 0
    ) -> None:
        self.entity, self.row_id, self.field, self.theirs, self.mine = entity, row_id, field, theirs, mine
        self.who, self.at = who, at


def reason(error: Exception) -> str:
    """An error in a few words, without the number and the path that an ``OSError`` adds."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
