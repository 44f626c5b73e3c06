"""One operation being written: every insert and update of people's data goes through here and into the log."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from itertools import repeat
from types import MappingProxyType
from typing import Any

from funnelboard.domain.elsewhere import NOTHING, Elsewhere
from funnelboard.errors import NotFound
from funnelboard.store.database import Database
from funnelboard.store.derived import Derived
from funnelboard.store.log_head import Head
from funnelboard.store.models import ENTITIES, BoardDayRow, ChangeItemRow, EditedRow
from funnelboard.store.new_deals import Parts
from funnelboard.store.prepared_query import PreparedQuery

Values = Mapping[str, Any]

DEAL_COLUMN: dict[str, str] = dict.fromkeys(
    ("deal_contact", "answer", "note", "follow_up", "objection", "deal_tag", "deal_field", "stage_change"), "deal_id"
) | {"deal": "id"}
"""The column that says which deal a row belongs to."""

BOARD_DAY, PLACES, AGENT = "board_day", "places", "agent"
"""What the log notes besides rows: the day that scores are for, new ranks of all deals of a stage by their ids, and,
under the id of a change, that an agent made it in the seller's name."""

HELD = 10_000
"""Deals of a change of which it is held which they are; of more the log tells."""

SHARED = ("setting", "rate")
"""Tables of which a new row is seen at deals that were there already."""

NAMED, UNSEEN = ("company", "contact"), ("saved_view", "import_batch")
"""Tables of rows that deals name, and of rows that none shows; what others have may be seen at any deal."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_NONE: Mapping[str, Sequence[Any]] = MappingProxyType({})

ITEM_COLUMNS = ("change_id", "entity", "row", "deal", "before", "after")


class Change:
    """An operation inside its transaction.

    Columns are named as in the database (``owner_id``, not ``owner``).

    Attributes:
        id: Its id in the log; 0 as long as nothing was written.
        seller: Id of the seller whose doing it is.
        now: UTC epoch microseconds.
        summary: A past-tense sentence for the log; set it before the end of the operation.
        deals: Ids of the deals it touched, but for those that were settled and forgotten.
        settled: How many those were.
        left: Why some deals were left as they are, by id.
        others: What others have done to its deals since they were seen, a sentence each.
    """

    def __init__(
        self, database: Database, kind: str, seller: int, now: int, operation: str | None, undoes: int | None
    ) -> None:
        self.database = database
        self.kind = kind
        self.seller = seller
        self.now = now
        self.operation = operation or uuid.uuid4().hex
        self.undoes = undoes
        self.summary = ""
        self.id = 0
        self.deals: set[int] = set()
        self.settled = 0
        self.left: dict[int, str] = {}
        self.others: list[str] = []
        self._derived = Derived(database, now)
        self._naming: set[int] = set()  # deals that look different because of something else
        self._beyond = False  # whether these may not be all

    def insert(self, entity: str, values: Values) -> int:
        """Add a row; its id."""
        return self.insert_many(entity, [values])[0]

    def insert_many(self, entity: str, rows: Sequence[Values]) -> list[int]:
        """Add rows that all name the same columns; their ids, in order."""
        if not rows:
            return []
        derived = self._derived.beforehand(entity, rows)
        ids = self._insert(entity, rows, derived)
        link = DEAL_COLUMN.get(entity)
        for row_id, row in zip(ids, rows, strict=True):
            self._derived.inserted(entity, row_id, row, derived)
            if link is not None:
                self.deals.add(row_id if link == "id" else row[link])
        return ids

    def insert_deals(self, deals: Sequence[Values], parts: Parts) -> list[int]:
        """Add deals with all that goes with them, each row written once; their ids, in order.

        Args:
            deals: Their rows, which all name the same columns.
            parts: The rows that go with them; those of a table name the same columns.
        """
        derived = self._derived.of_new(deals, parts)
        ids = self._insert("deal", deals, derived)
        for row_id, row in zip(ids, deals, strict=True):
            self._derived.inserted("deal", row_id, row, derived)
        self.deals.update(ids)
        for entity, rows in parts.items():
            if rows:
                self._insert(entity, [{"deal_id": ids[place], **row} for place, row in rows])
        return ids

    def _insert(self, entity: str, rows: Sequence[Values], derived: Mapping[str, Sequence[Any]] = _NONE) -> list[int]:
        """Add rows with values of derived columns, and enter them into the log; their ids."""
        columns = tuple(rows[0])
        defaults = {field.column_name: value for field, value in ENTITIES[entity]._meta.defaults.items()}
        ids = list(self.database.next_ids(entity, len(rows)))
        further = zip(*derived.values(), strict=True) if derived else repeat((), len(rows))
        self.database.insert_rows(
            entity,
            ("id", *columns, *derived),
            (
                (row_id, *map(row.__getitem__, columns), *values)
                for row_id, row, values in zip(ids, rows, further, strict=True)
            ),
            {column: value for column, value in defaults.items() if column not in columns and column not in derived},
        )
        self._beyond |= entity in SHARED
        self._enter()
        logging = _logging(self.database.json_object, entity, DEAL_COLUMN.get(entity), columns)
        self.database.rows_of(logging, (self.id, ids[0], ids[-1]))
        return ids

    def filling(self, entity: str, rows: int) -> AbstractContextManager[None]:
        """Inside it so many rows are added to a table, or written; as :meth:`Database.filling`."""
        return self.database.filling(entity, rows)

    def update(self, entity: str, row_id: int, values: Values) -> bool:
        """Set columns of a row; False when they had these values already.

        Raises:
            NotFound: There is no such row.
            Conflict: Another writer changed the row since this transaction read it; at the latest at its end.
        """
        model = ENTITIES[entity]
        link = DEAL_COLUMN.get(entity)
        watched = self._derived.watched(entity)
        columns = tuple(dict.fromkeys((*values, *watched, *((link,) if link else ()), "version")))
        current = self.current(entity, row_id, columns)
        changed = {name: value for name, value in values.items() if current[name] != value}
        if not changed:
            return False
        version = current["version"]
        writing = _writing(model, tuple(changed))
        self.database.execute_one(writing(row_id, version, version + 1, *changed.values()))
        before = {name: current[name] for name in changed}
        # A row that goes from one deal to another is told of where it goes, and is missed where it was.
        deals = [None] if link is None else [*dict.fromkeys((changed.get(link, current[link]), current[link]))]
        self._log([(entity, row_id, deals[0], _json(before), _json(changed))])
        self._note_naming(entity, link, (row_id,))
        for deal in deals:
            self._derived.updated(entity, row_id, deal, current, changed)
            if deal is not None:
                self.deals.add(deal)
        return True

    def current(self, entity: str, row_id: int, columns: tuple[str, ...]) -> dict[str, Any]:
        """Columns of a row as they are now.

        Raises:
            NotFound: There is no such row.
        """
        found = self.database.row(_reading(ENTITIES[entity], columns)(row_id))
        if found is None:
            raise NotFound(f"There is no {entity.replace('_', ' ')} #{row_id}.")
        return dict(zip(columns, found, strict=True))

    def delete(self, entity: str, row_id: int) -> bool:
        """Put a row in the bin; False when it was there already."""
        if self.current(entity, row_id, ("deleted_at",))["deleted_at"] is not None:
            return False
        return self.update(entity, row_id, {"deleted_at": self.now})

    def delete_many(self, entity: str, row_ids: Sequence[int]) -> None:
        """Put rows in the bin; those that are there already stay as they are.

        Raises:
            NotFound: There is no such row.
        """
        self._bin_many(entity, row_ids, self.now)

    def restore_many(self, entity: str, row_ids: Sequence[int]) -> None:
        """Take rows out of the bin; those that are not there stay as they are.

        Raises:
            NotFound: There is no such row.
        """
        self._bin_many(entity, row_ids, None)

    def _bin_many(self, entity: str, row_ids: Sequence[int], at: int | None) -> None:
        link = DEAL_COLUMN.get(entity)
        columns = tuple(dict.fromkeys(("id", "deleted_at", *self._derived.watched(entity), *((link,) if link else ()))))
        rows = self.database.rows(_reading_many(ENTITIES[entity], columns)(list(row_ids)))
        found = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
        for row_id in row_ids:
            if row_id not in found:
                raise NotFound(f"There is no {entity.replace('_', ' ')} #{row_id}.")
        wanted = [
            row_id for row_id in dict.fromkeys(row_ids) if (found[row_id]["deleted_at"] is None) is (at is not None)
        ]
        if not wanted:
            return
        self.database.execute_each(_binning(ENTITIES[entity]), wanted, at)
        self._note_naming(entity, link, wanted)
        deals = [found[row_id][link] if link else None for row_id in wanted]
        said = {
            value: _json({"deleted_at": value}) for value in {at, *(found[row_id]["deleted_at"] for row_id in wanted)}
        }
        self._log(
            (entity, row_id, deal, said[found[row_id]["deleted_at"]], said[at])
            for row_id, deal in zip(wanted, deals, strict=True)
        )
        for row_id, deal in zip(wanted, deals, strict=True):
            self._derived.updated(entity, row_id, deal, found[row_id], {"deleted_at": at})
        self.deals.update(deal for deal in deals if deal is not None)

    def enter(self) -> None:
        """Enter the operation into the log even if it changes nothing: an undo of what is gone already still counts."""
        self._enter()

    def note(self, what: str, before: Values, after: Values) -> None:
        """Keep in the log what is nobody's doing, but was part of how the board stood; undo passes it over.

        Args:
            what: ``BOARD_DAY`` or ``PLACES``.
        """
        self._log([(what, 1, None, _json(before), _json(after))])
        self._beyond |= what == BOARD_DAY

    def settle(self, *, forget: bool = False) -> None:
        """Bring derived columns up to date for all that was written so far.

        A change of very many does it now and then, so that it does not hold what it has to bring up to date.

        Args:
            forget: Hold no more which deals those were, but how many: one that is touched again counts again.
        """
        self._derived.settle()
        if forget:
            self.settled += len(self.deals)
            self.deals.clear()

    def note_agent(self) -> None:
        """Keep in the log, if there is anything, that an agent does this in the seller's name."""
        if self.id:
            self._log([(AGENT, self.id, None, "{}", "{}")])

    def finish(self) -> None:
        """Bring derived columns up to date and write the summary; the last thing in the transaction."""
        self._derived.refresh()
        if self.id:
            self._note_day()
            self.database.end_entry(self.id, self._head, self.summary)
            deals, beyond = frozenset(self.deals | self._naming), self._beyond or self.settled > 0
            self.database.announce(Elsewhere(self.id, deals, self._derived.stages, beyond))
        else:
            self.database.announce(NOTHING)

    def _note_naming(self, entity: str, link: str | None, row_ids: Sequence[int]) -> None:
        """Note which deals look different because something was written to rows that belong to none, to tell it."""
        if link is not None or not self.database.is_told:
            return
        if entity in NAMED:
            for row_id in row_ids:
                self._naming.update(self._derived.deals_naming(entity, row_id))
        elif entity not in UNSEEN:
            self._beyond = True

    def _enter(self) -> None:
        if not self.id:
            self.id = self.database.begin_entry(self._head)

    @property
    def _head(self) -> Head:
        return Head(self.operation, self.seller, self.now, self.kind, self.undoes)

    def _log(self, items: Any) -> None:
        self._enter()
        self.database.insert_rows("change_item", ITEM_COLUMNS, [(self.id, *item) for item in items])

    def _note_day(self) -> None:
        """Note, once a day, as of when the scores are."""
        day = self.database.row(_board_day())
        kept = None if day is None else {"day": day[0], "at": day[1]}
        if kept is not None and self.database.value(_last_noted(BOARD_DAY)) != _json(kept):
            self.note(BOARD_DAY, {}, kept)


@contextmanager
def change(
    database: Database,
    kind: str,
    seller: int,
    now: int,
    *,
    operation: str | None = None,
    undoes: int | None = None,
) -> Iterator[Change]:
    """One transaction, one entry in the log; nothing is logged when nothing changed.

    Args:
        kind: A verb for the log: ``create``, ``edit``, ``move``, …
        seller: Id of the seller whose doing it is.
        now: UTC epoch microseconds.
        operation: A unique id, under which nothing can be written twice; one is made up where none is given.
        undoes: The change this one takes back.

    Raises:
        DatabaseBusy, NotSaved, OutcomeUnknown: As :meth:`Database.writing`.
    """
    operating = Change(database, kind, seller, now, operation, undoes)
    with database.writing(operating.operation, kind):
        yield operating
        operating.finish()


@cache
def _logging(json_object: str, entity: str, link: str | None, columns: tuple[str, ...]) -> str:
    """What enters new rows into the log, by first and last id: the database writes them as JSON in half the time."""
    values = ", ".join(f"'{column}', \"{column}\"" for column in columns)
    deal = "NULL" if link is None else f'"{link}"'
    return (
        f"INSERT INTO change_item ({', '.join(ITEM_COLUMNS)}) "
        f"SELECT ?, '{entity}', id, {deal}, NULL, {json_object}({values}) "
        f'FROM "{entity}" WHERE id BETWEEN ? AND ? ORDER BY id'
    )


@cache
def _reading(model: type[EditedRow], columns: tuple[str, ...]) -> PreparedQuery:
    fields = [model._meta.columns[name] for name in columns]
    return PreparedQuery(lambda row_id: model.select(*fields).where(model.id == row_id))


@cache
def _reading_many(model: type[EditedRow], columns: tuple[str, ...]) -> PreparedQuery:
    fields = [model._meta.columns[name] for name in columns]
    return PreparedQuery(lambda row_ids: model.select(*fields).where(model.id.in_(row_ids)))


@cache
def _binning(model: type[EditedRow]) -> PreparedQuery:
    def bin_rows(at: Any, row_ids: list[Any]) -> Any:
        return model.update({model.deleted_at: at, model.version: model.version + 1}).where(model.id.in_(row_ids))

    return PreparedQuery(bin_rows)


@cache
def _writing(model: type[EditedRow], columns: tuple[str, ...]) -> PreparedQuery:
    fields = [model._meta.columns[name] for name in ("version", *columns)]

    def update(row_id: Any, version: Any, *values: Any) -> Any:
        new = dict(zip(fields, values, strict=True))
        return model.update(new).where(model.id == row_id, model.version == version)

    return PreparedQuery(update)


@PreparedQuery
def _board_day() -> Any:
    return BoardDayRow.select(BoardDayRow.day, BoardDayRow.at)


@PreparedQuery
def _last_noted(what: Any) -> Any:
    item = ChangeItemRow
    return item.select(item.after).where(item.entity == what, item.row == 1).order_by(item.id.desc()).limit(1)


def _json(values: Values) -> str:
    return _ENCODER.encode(values)
