"""What every import is carried out in: one transaction, with the rejected rows put into a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import CsvFile
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.rejects_file import require_free, write_rejects
from funnelboard.exchange.safe_text import clean
from funnelboard.services.workspace import Workspace
from funnelboard.store.change import Change
from funnelboard.store.imports import KIND

_TOLD = 3


@contextmanager
def importing(workspace: Workspace, *, dry_run: bool) -> Iterator[Change]:
    """One logged transaction; a dry run goes through it without writing, and is in nobody's way."""
    session = workspace.session
    if dry_run:
        with session.rehearsal() as change:
            yield change
        return
    with session.database.with_room(), session.change(KIND) as change:
        yield change


@contextmanager
def rejecting(
    workspace: Workspace, file: CsvFile, rejected: Sequence[Reject], kept: int, path: Path | None, *, dry_run: bool
) -> Iterator[Callable[[], None]]:
    """Keep the rejected rows in a file while the others are imported; it goes again if that fails.

    Args:
        workspace: Where to.
        file: The rows as written.
        rejected: Those that are not imported.
        kept: How many rows are.
        path: A new file; without it a file with rejected rows is refused.
        dry_run: Nothing is written.

    Yields:
        What puts that file in its place; to be called when all else is well, inside the transaction.

    Raises:
        BadInput: There are rejected rows and no file for them, or it cannot be written.
    """
    if not rejected or dry_run:
        yield lambda: None
        return
    if path is None:
        raise BadInput(_refusal(clean(file.path.name), rejected, kept))
    workspace.session.database.require_writable()
    require_free(path)
    written = False

    def write() -> None:
        nonlocal written
        write_rejects(path, file, rejected)
        written = True

    try:
        yield write
    except BaseException:
        if written:
            path.unlink(missing_ok=True)
        raise


def _refusal(name: str, rejected: Sequence[Reject], kept: int) -> str:
    count, total = len(rejected), len(rejected) + kept
    told = "; ".join(f"line {line}: {reason}" for line, reason, _ in rejected[:_TOLD])
    more = f"; and {count - _TOLD:,} more" if count > _TOLD else ""
    return (
        f"Nothing was imported: {count:,} of {total:,} rows of “{name}” cannot be read. In {told}{more}. "
        "Put them right, or import the others and keep these in a file with --rejects FILE."
    )
