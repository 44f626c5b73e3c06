"""Own fields: the names a board has for what it keeps beyond the usual facts, and the texts its deals have in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peewee import fn

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import key_of
from funnelboard.store.database import Database
from funnelboard.store.models import DealFieldRow, OwnFieldRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.search_text import fold

if TYPE_CHECKING:
    from funnelboard.store.change import Change


class OwnField(NamedTuple):
    """The name of an own field, as the board writes it, and its id."""

    id: int
    name: str


def by_key(database: Database) -> dict[str, OwnField]:
    """Every own field there has been, by its name as it is compared."""
    return {key: OwnField(*rest) for key, *rest in database.rows(_all())}


@PreparedQuery
def _all() -> Any:
    return OwnFieldRow.select(OwnFieldRow.folded, OwnFieldRow.id, OwnFieldRow.name)


def names(database: Database) -> list[str]:
    """The own fields in which some deal has a text, in the order they came to the board."""
    return [name for (name,) in database.rows(_names())]


@PreparedQuery
def _names() -> Any:
    # Not a join: with a million texts it would be made of all of them.
    used = DealFieldRow.select(DealFieldRow.id).where(
        DealFieldRow.own_field == OwnFieldRow.id, DealFieldRow.deleted_at.is_null()
    )
    return OwnFieldRow.select(OwnFieldRow.name).where(fn.EXISTS(used)).order_by(OwnFieldRow.id)


def ensure(change: Change, names: Iterable[str]) -> dict[str, int]:
    """Ids of the board's own fields by their names as they are compared; those it does not have yet are added."""
    ids = {key: known.id for key, known in by_key(change.database).items()}
    new = {key_of(name): name for name in names if key_of(name) not in ids}
    added = change.insert_many("own_field", [{"name": name, "folded": key} for key, name in new.items()])
    return ids | dict(zip(new, added, strict=True))


def row_of(database: Database, deal_id: int, name: str) -> int | None:
    """Id of the row in which a deal's text in an own field is, or has been; None when it never had any."""
    return _id(database.value(_row_of(deal_id, key_of(name))))


@PreparedQuery
def _row_of(deal_id: Any, key: Any) -> Any:
    row = DealFieldRow
    query = row.select(row.id).join(OwnFieldRow).where(row.deal == deal_id, OwnFieldRow.folded == key)
    return query.order_by(row.deleted_at.is_null().desc()).limit(1)


def write(change: Change, deal_id: int, name: str, text: str) -> bool:
    """Set the text that a deal has in an own field, which is added where the board has none of that name.

    Args:
        text: Empty for none.

    Returns:
        Whether it was another one.
    """
    row_id = row_of(change.database, deal_id, name)
    if not text:
        return row_id is not None and change.delete("deal_field", row_id)
    values = {"text": text, "folded": fold(text)}
    if row_id is not None:
        return change.update("deal_field", row_id, {**values, "deleted_at": None})
    own_field = ensure(change, [name])[key_of(name)]
    change.insert("deal_field", {"deal_id": deal_id, "own_field_id": own_field, **values})
    return True


def name_of_row(database: Database, row_id: int) -> str:
    """The name of the own field of which a row is a text."""
    query = OwnFieldRow.select(OwnFieldRow.name).join(DealFieldRow).where(DealFieldRow.id == row_id)
    return str(database.value(query) or "")


def _id(value: Any) -> int | None:
    return None if value is None else int(value)
