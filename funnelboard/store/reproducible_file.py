"""Writing a database to a file whose bytes depend on what is in it, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import peewee

from funnelboard.errors import NotSaved
from funnelboard.store.access import Access
from funnelboard.store.copying import complete_or_absent, read_only

CHANGE_COUNTER, VALID_FOR, SQLITE_VERSION = 24, 92, 96
"""Offsets in the file's header: the counter of transactions, its second copy, and the SQLite that wrote last."""

FIRST_STRICT_SQLITE = 3_037_000
HEADER_SIZE = 100
INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13


def write_reproducible(source: Path, target: Path) -> None:
    """Write a database that nobody has open to a new file, in rollback-journal mode.

    VACUUM INTO packs it, but three things still depend on the SQLite at work and its history: the counter of
    transactions and the version number in the header, and remnants of older cells in the unallocated space of a page.
    SQLite reads none of them (https://www.sqlite.org/fileformat2.html, 1.3.6, 1.3.16 and 1.6), so they are given fixed
    values before the file gets its name, and SQLite checks the result. Versions 3.40.1 and 3.53.4 make the same bytes.

    Raises:
        NotSaved: The target exists, or cannot be written.
    """
    if target.exists():
        raise NotSaved(f"{target} exists already. Remove it, or name another file.")
    try:
        with complete_or_absent(target, Access(0o644, exactly=True)) as packed:
            _pack(source, packed.path)
            _blank_remnants(packed.path)
            _check(packed.path)
    except (OSError, peewee.DatabaseError) as error:
        raise NotSaved(f"{target} was not made: {error}.") from error


def _pack(source: Path, target: Path) -> None:
    # What a cell leaves behind when it moves is overwritten with zeros, free blocks included.
    packing = peewee.SqliteDatabase(str(source), pragmas=[("secure_delete", 1)])
    try:
        packing.execute_sql("VACUUM INTO ?", (str(target),))
    finally:
        packing.close()


def _blank_remnants(path: Path) -> None:
    content = bytearray(path.read_bytes())
    page_size = int.from_bytes(content[16:18], "big")
    for page in range(0, len(content), page_size):
        _blank_unallocated(content, page, page + HEADER_SIZE if page == 0 else page)
    for offset, value in ((CHANGE_COUNTER, 1), (VALID_FOR, 1), (SQLITE_VERSION, FIRST_STRICT_SQLITE)):
        content[offset : offset + 4] = value.to_bytes(4, "big")
    path.write_bytes(content)


def _blank_unallocated(content: bytearray, page: int, header: int) -> None:
    """Zero the space between a page's cell pointers and its cells; pages that are no b-tree have none."""
    kind = content[header]
    if kind not in (INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE):
        return
    cells = int.from_bytes(content[header + 3 : header + 5], "big")
    pointers_end = header + (12 if kind in (INTERIOR_INDEX, INTERIOR_TABLE) else 8) + 2 * cells
    cells_start = page + int.from_bytes(content[header + 5 : header + 7], "big")
    content[pointers_end:cells_start] = bytes(cells_start - pointers_end)


def _check(path: Path) -> None:
    written = read_only(path)
    try:
        verdict = written.pragma("integrity_check")
    finally:
        written.close()
    if verdict != "ok":
        raise peewee.DatabaseError(f"SQLite does not accept it: {verdict}")
