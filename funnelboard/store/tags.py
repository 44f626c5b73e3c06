"""Tags: words a seller puts on deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from funnelboard.store.database import Database
from funnelboard.store.models import DealTagRow, TagRow
from funnelboard.store.search_text import fold

if TYPE_CHECKING:
    from funnelboard.store.change import Change


def all_tags(database: Database) -> list[str]:
    """Every tag that is on some deal, by name."""
    # Not a join: it would be made of every tag of every deal.
    used = DealTagRow.select(DealTagRow.id).where(DealTagRow.tag == TagRow.id, DealTagRow.deleted_at.is_null())
    query = TagRow.select(TagRow.name).where(fn.EXISTS(used)).order_by(TagRow.folded)
    return [name for (name,) in database.rows(query)]


def put_on(change: Change, deal_id: int, name: str) -> bool:
    """Put a tag on a deal; False when it is there."""
    tag_id = change.database.value(TagRow.select(TagRow.id).where(TagRow.folded == fold(name)))
    if tag_id is None:
        tag_id = change.insert("tag", {"name": name, "folded": fold(name)})
    links = DealTagRow.select(DealTagRow.id).where(DealTagRow.deal == deal_id, DealTagRow.tag == tag_id)
    link = change.database.value(links.order_by(DealTagRow.deleted_at.is_null().desc()).limit(1))
    if link is None:
        change.insert("deal_tag", {"deal_id": deal_id, "tag_id": tag_id})
        return True
    return change.update("deal_tag", link, {"deleted_at": None})


def take_off(change: Change, deal_id: int, name: str) -> bool:
    """Take a tag off a deal; False when it was not there."""
    link = change.database.value(
        DealTagRow.select(DealTagRow.id)
        .join(TagRow)
        .where(DealTagRow.deal == deal_id, TagRow.folded == fold(name), DealTagRow.deleted_at.is_null())
    )
    return link is not None and change.delete("deal_tag", link)
