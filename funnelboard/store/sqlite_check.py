"""What ``check`` asks SQLite in its own words: rows that point nowhere, what is no date and no text, the last ids."""

from __future__ import annotations

from collections.abc import Iterator

from funnelboard.store import value_check
from funnelboard.store.database import Database

WORDING = value_check.Wording(
    row=lambda _: "rowid",
    no_day=lambda column: f"date({column}) IS NOT {column}",
    no_time=lambda column: f"{column} NOT GLOB '[01][0-9]:[0-5][0-9]' AND {column} NOT GLOB '2[0-3]:[0-5][0-9]'",
    no_text=lambda column: f"NOT is_text(CAST({column} AS BLOB))",
    no_object=lambda column: f"NOT CASE WHEN json_valid({column}) THEN json_type({column}) = 'object' ELSE 0 END",
)


def problems(database: Database, longest: int) -> Iterator[str]:
    """What breaks a rule, a sentence each; ``longest`` as :func:`value_check.problems`.

    The statements use :func:`is_text`, which has to be registered.
    """
    for table, row_id, parent, _ in database.rows_of("PRAGMA foreign_key_check"):
        yield f"Row {row_id} of {table} points to a {parent} that is not there."
    yield from value_check.problems(database, WORDING, longest)
    for name, last in database.rows_of(
        "SELECT name, quote(seq) FROM sqlite_sequence "
        f"WHERE typeof(seq) <> 'integer' OR seq NOT BETWEEN 0 AND {value_check.MOST} LIMIT {value_check.SHOWN}"
    ):
        yield f"The last number given in {name} cannot be {last}."


def is_text(stored: bytes | None) -> bool:
    """Whether bytes are a text: what ``is_text`` is in the statements."""
    if stored is None:
        return True
    if 0 in stored:
        return False
    try:
        stored.decode()
    except UnicodeDecodeError:
        return False
    return True
