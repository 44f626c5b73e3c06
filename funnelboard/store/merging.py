"""What hangs on a row that is merged into another goes over to that one; each row's going is in the log."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.contact import Role
from funnelboard.store.change import Change
from funnelboard.store.database import Database
from funnelboard.store.models import (
    ENTITIES,
    AnswerRow,
    DealContactRow,
    DealFieldRow,
    DealTagRow,
    FollowUpRow,
    NoteRow,
    ObjectionRow,
)

_OF_A_DEAL = ("note", "follow_up", "objection", "answer", "stage_change")
"""Tables whose rows go from deal to deal as they are, those in the bin too."""


def attached(database: Database, deal_id: int) -> dict[str, int]:
    """How much there is on a deal, by what it is."""
    counts = {}
    for noun, row in (
        ("note", NoteRow),
        ("follow-up", FollowUpRow),
        ("objection", ObjectionRow),
        ("answer", AnswerRow),
    ):
        query = row.select(fn.COUNT(row.id)).where(row.deal == deal_id, row.deleted_at.is_null())
        counts[noun] = int(database.value(query))
    return counts


def move_deal_rows(change: Change, keep: int, other: int) -> None:
    """Give a deal everything of another but its contacts: its life, its tags and own fields, the deals that follow it.

    A tag or an own field that both have stays where it is. A deal goes on from an earlier one, or still from the other.
    """
    for entity in _OF_A_DEAL:
        _repoint(change, entity, "deal_id", keep, other)
    for row, named in ((DealTagRow, DealTagRow.tag), (DealFieldRow, DealFieldRow.own_field)):
        model: Any = row
        live = model.select(model.id).where(model.deleted_at.is_null())
        has = model.select(named).where(model.deal == keep, model.deleted_at.is_null())
        for (row_id,) in change.database.rows(live.where(model.deal == other, named.not_in(has)).order_by(model.id)):
            change.update(model._meta.table_name, row_id, {"deal_id": keep})
    for row_id in _rows(change.database, "deal", "repeat_of_id", other):
        if row_id == keep:
            change.update("deal", row_id, {"repeat_of_id": None})
        elif row_id > keep:
            change.update("deal", row_id, {"repeat_of_id": keep})


def move_deal_contacts(change: Change, keep: int, other: int, *, primary_of_other: bool) -> None:
    """Give a deal the contacts of another, in their roles.

    Who is on both stays so, with the role that says more. One of both primary contacts is it: the other deal's where
    that is wanted, or the deal has nobody; and so is one of those who decide.
    """
    mine, theirs = _links(change.database, keep), _links(change.database, other)
    decides = any(link["decides"] for link in mine.values())
    primary_of_other = primary_of_other or not mine
    if primary_of_other and any(link["is_primary"] for link in theirs.values()):
        for link in mine.values():
            change.update("deal_contact", link["id"], {"is_primary": 0})
    for contact_id, link in theirs.items():
        values = {
            "is_primary": int(primary_of_other and link["is_primary"]),
            "decides": int(link["decides"] and not decides),
        }
        if contact_id not in mine:
            change.update("deal_contact", link["id"], {"deal_id": keep, **values})
            continue
        own = mine[contact_id]
        said = {name: value for name, value in values.items() if value}
        if own["role"] == Role.OTHER:
            said["role"] = link["role"]
        change.update("deal_contact", link["id"], {"deleted_at": change.now, "is_primary": 0})
        change.update("deal_contact", own["id"], said)


def move_company_rows(change: Change, keep: int, other: int) -> None:
    """Give a company the deals and contacts of another, and what that one has referred."""
    for entity, column in (("deal", "company_id"), ("deal", "referred_by_id"), ("contact", "company_id")):
        _repoint(change, entity, column, keep, other)


def move_contact_rows(change: Change, keep: int, other: int) -> None:
    """Put a contact in another's place on all deals, with what that one has answered.

    Where both are on a deal the other one leaves it, and what they are in it stays with the one that is kept.
    """
    _repoint(change, "answer", "contact_id", keep, other)
    row = DealContactRow
    query = row.select(row.id, row.deal).where(row.contact == other, row.deleted_at.is_null()).order_by(row.id)
    for link_id, deal_id in change.database.rows(query):
        links = _links(change.database, deal_id)
        own, theirs = links.get(keep), links[other]
        if own is None:
            change.update("deal_contact", link_id, {"contact_id": keep})
            continue
        values = {name: 1 for name in ("is_primary", "decides") if theirs[name] and not own[name]}
        role = {"role": theirs["role"]} if own["role"] == Role.OTHER else {}
        change.update("deal_contact", link_id, {"deleted_at": change.now, "is_primary": 0})
        change.update("deal_contact", own["id"], {**values, **role})


def deals_of(database: Database, entity: str, row_id: int) -> list[int]:
    """Ids of the deals outside the bin that are with a company or a contact, the newest first."""
    deal: Any = ENTITIES["deal"]
    query = deal.select(deal.id).where(deal.deleted_at.is_null()).order_by(deal.id.desc())
    if entity == "company":
        query = query.where(deal.company == row_id)
    else:
        link = DealContactRow
        query = query.where(
            deal.id.in_(link.select(link.deal).where(link.contact == row_id, link.deleted_at.is_null()))
        )
    return [deal_id for (deal_id,) in database.rows(query)]


def _repoint(change: Change, entity: str, column: str, keep: int, other: int) -> None:
    for row_id in _rows(change.database, entity, column, other):
        change.update(entity, row_id, {column: keep})


def _rows(database: Database, entity: str, column: str, value: int) -> list[int]:
    model: Any = ENTITIES[entity]
    query = model.select(model.id).where(model._meta.columns[column] == value).order_by(model.id)
    return [row_id for (row_id,) in database.rows(query)]


def _links(database: Database, deal_id: int) -> dict[int, dict[str, Any]]:
    """The links of a deal by contact, the primary one first."""
    row = DealContactRow
    query = row.select(row.contact, row.id, row.role, row.is_primary, row.decides)
    found = database.rows(
        query.where(row.deal == deal_id, row.deleted_at.is_null()).order_by(row.is_primary.desc(), row.id)
    )
    names = ("id", "role", "is_primary", "decides")
    return {contact_id: dict(zip(names, rest, strict=True)) for contact_id, *rest in found}
