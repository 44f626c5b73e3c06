"""Values that no FunnelBoard writes: out of range, no date, no text, breaking a rule of their table.

SQLite's own check finds none of the first and does not say where the others are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.instant import EARLIEST, LATEST
from funnelboard.domain.note import NoteKind
from funnelboard.domain.rates import read_rate
from funnelboard.domain.settings import SETTINGS, setting
from funnelboard.domain.stage import STAGES, Outcome
from funnelboard.errors import BadInput
from funnelboard.store.database import Database
from funnelboard.store.models import ANSWERS, TABLES, RateRow, Row, SettingRow
from funnelboard.store.stored import BIRTHDAYS, DAYS, INSTANTS

SHOWN = 20
"""Rows of one table that are named before it is only said that there are more."""

MOST = 2**53
"""More than any number, or how often anything was changed, can come to."""

EVERYWHERE = ("at", "deleted_at", "since", "seen_at")
"""Instants, in whichever table."""

LOGGED = ("before", "after")
UNBOUNDED = ("search_text", "folded")
"""Texts made of others."""


def _words(*words: str) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


CHOICES = {
    ("answer", "answer"): ANSWERS,
    ("deal_contact", "role"): _words(*Role),
    ("note", "kind"): _words(*NoteKind),
    ("saved_view", "sort"): _words(*Sort),
    **{("stage_change", name): _words(*STAGES) for name in ("from_stage", "to_stage")},
    **{("stage_change", name): _words(*Outcome) for name in ("from_outcome", "to_outcome")},
}
"""What a column can say, where its table has no rule for it."""


def problems(database: Database, longest: int) -> Iterator[str]:
    """What is wrong, a sentence for each row.

    Args:
        longest: Characters that a text of the seller's may have.
    """
    for model in TABLES:
        yield from _rows(database, model, longest)
    for name, last in database.rows_of(
        "SELECT name, quote(seq) FROM sqlite_sequence "
        f"WHERE typeof(seq) <> 'integer' OR seq NOT BETWEEN 0 AND {MOST} LIMIT {SHOWN}"
    ):
        yield f"The last number given in {name} cannot be {last}."
    for row_id, name, value in database.rows(SettingRow.select(SettingRow.id, SettingRow.name, SettingRow.value)):
        if value and any(name == known.name for known in SETTINGS):
            try:
                setting(name).read(value)
            except BadInput as error:
                yield f"Row {row_id} of setting counts as not set. {name}: {error}"
    for row_id, worth in database.rows(RateRow.select(RateRow.id, RateRow.per_unit)):
        try:
            read_rate(worth)
        except BadInput as error:
            yield f"Row {row_id} of rate counts as not there. {error}"


def _rows(database: Database, model: type[Row], longest: int) -> Iterator[str]:
    table = model._meta.table_name
    wrong = dict(chain(_of_numbers(model), _of_days(table), _of_texts(model, longest), _of_rules(model)))
    found = database.rows_of(
        f'SELECT rowid, {", ".join(wrong)} FROM "{table}" WHERE {" OR ".join(wrong)} LIMIT {SHOWN + 1}'
    )
    for row_id, *signs in found[:SHOWN]:
        reasons = [reason for reason, sign in zip(wrong.values(), signs, strict=True) if sign]
        yield f"Row {row_id} of {table} holds what cannot be: {', '.join(reasons)}."
    if len(found) > SHOWN:
        yield f"So do more rows of {table}."


def _of_numbers(model: type[Row]) -> Iterator[tuple[str, str]]:
    """Conditions on which a row is wrong, and what is."""
    table = model._meta.table_name
    for field in model._meta.sorted_fields:
        name = field.column_name
        if name in (*INSTANTS.get(table, ()), *EVERYWHERE):
            yield f'"{name}" NOT BETWEEN {EARLIEST} AND {LATEST}', f"{name} is out of range"
        elif field.field_type == "BOOL":
            yield f'"{name}" NOT IN (0, 1)', f"{name} is neither yes nor no"
        elif name == "id" or field.field_type == "INT":
            yield f'"{name}" NOT BETWEEN 0 AND {MOST}', f"{name} is out of range"
    if table == "deal":
        # A deal that repeats another one was made after it, so no deal can come to repeat itself.
        yield '"repeat_of_id" >= "id"', "repeat_of_id is no earlier deal"


def _of_days(table: str) -> Iterator[tuple[str, str]]:
    for name in (*DAYS.get(table, ()), *BIRTHDAYS.get(table, ()), *(["day"] if table == "board_day" else [])):
        yield f'"{name}" IS NOT NULL AND date("{name}") IS NOT "{name}"', f"{name} is no date"
    if table == "follow_up":
        yield '"time" IS NOT NULL AND strftime(\'%H:%M\', "time") IS NOT "time"', "time is no time of day"


def _of_texts(model: type[Row], longest: int) -> Iterator[tuple[str, str]]:
    table = model._meta.table_name
    for field in model._meta.sorted_fields:
        name = field.column_name
        if field.field_type != "TEXT":
            continue
        yield f'NOT is_text(CAST("{name}" AS BLOB))', f"{name} is no text"
        if table == "change_item" and name in LOGGED:
            object_ = f'CASE WHEN json_valid("{name}") THEN json_type("{name}") = \'object\' ELSE 0 END'
            yield f'"{name}" IS NOT NULL AND NOT {object_}', f"{name} cannot be read"
        elif name not in UNBOUNDED:
            yield f'length("{name}") > {longest}', f"{name} is longer than {longest:,} characters"
        if choice := CHOICES.get((table, name)):
            yield f'"{name}" NOT IN {choice}', f"{name} is none of {choice[1:-1]}"


def _of_rules(model: type[Row]) -> Iterator[tuple[str, str]]:
    for rule in model._meta.constraints or ():
        condition = rule.sql.removeprefix("CHECK ")
        yield f"NOT {condition}", f"{condition[1:-1]} does not hold"


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
