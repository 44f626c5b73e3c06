"""Values that no FunnelBoard writes: out of range, no date, no text, breaking a rule of their table.

The database's own check finds none of the first and does not say where the others are. What an engine asks in its own
words it hands over as ``Wording``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.instant import EARLIEST, LATEST
from funnelboard.domain.named_tuple import NamedTuple
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


class Wording(NamedTuple):
    """What engines ask in words of their own, as SQL; the column is in double quotes.

    Attributes:
        row: What tells a row of a table from the others, by the table's model.
        no_day: The condition that a text is no ISO date.
        no_time: The condition that it is no ISO time of day without seconds.
        no_text: The condition that it is none; empty where no other can be stored.
        no_object: The condition that it is no JSON object; empty where no other can be stored.
    """

    row: Callable[[type[Row]], str]
    no_day: Callable[[str], str]
    no_time: Callable[[str], str]
    no_text: Callable[[str], str] | None = None
    no_object: Callable[[str], str] | None = None


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


def problems(database: Database, wording: Wording, longest: int) -> Iterator[str]:
    """What is wrong, a sentence for each row.

    Args:
        longest: Characters that a text of the seller's may have.
    """
    for model in TABLES:
        yield from _rows(database, wording, model, longest)
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


def _rows(database: Database, wording: Wording, model: type[Row], longest: int) -> Iterator[str]:
    table = model._meta.table_name
    texts = _of_texts(model, wording, longest)
    wrong = dict(chain(_of_numbers(model), _of_days(table, wording), texts, _of_rules(model)))
    signs = ", ".join(wrong)
    found = database.rows_of(
        f'SELECT {wording.row(model)}, {signs} FROM "{table}" WHERE {" OR ".join(wrong)} LIMIT {SHOWN + 1}'
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


def _of_days(table: str, wording: Wording) -> Iterator[tuple[str, str]]:
    for name in (*DAYS.get(table, ()), *BIRTHDAYS.get(table, ()), *(["day"] if table == "board_day" else [])):
        column = f'"{name}"'
        yield f"{column} IS NOT NULL AND {wording.no_day(column)}", f"{name} is no date"
    if table == "follow_up":
        column = '"time"'
        yield f"{column} IS NOT NULL AND {wording.no_time(column)}", "time is no time of day"


def _of_texts(model: type[Row], wording: Wording, longest: int) -> Iterator[tuple[str, str]]:
    table = model._meta.table_name
    for field in model._meta.sorted_fields:
        name = field.column_name
        column = f'"{name}"'
        if field.field_type != "TEXT":
            continue
        if wording.no_text is not None:
            yield wording.no_text(column), f"{name} is no text"
        if table == "change_item" and name in LOGGED:
            if wording.no_object is not None:
                yield f"{column} IS NOT NULL AND {wording.no_object(column)}", f"{name} cannot be read"
        elif name not in UNBOUNDED:
            yield f'length("{name}") > {longest}', f"{name} is longer than {longest:,} characters"
        if choice := CHOICES.get((table, name)):
            yield f'"{name}" NOT IN {choice}', f"{name} is none of {choice[1:-1]}"


def _of_rules(model: type[Row]) -> Iterator[tuple[str, str]]:
    for rule in model._meta.constraints or ():
        condition = rule.sql.removeprefix("CHECK ")
        yield f"NOT {condition}", f"{condition[1:-1]} does not hold"
