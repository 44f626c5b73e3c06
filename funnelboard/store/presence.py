"""The boards that are open on a database. Not in the change log: it is no doing of the seller's."""

from __future__ import annotations

from collections.abc import Collection

from peewee import fn

from funnelboard.domain.elsewhere import Elsewhere
from funnelboard.domain.seller import Seller, SellerHere
from funnelboard.store.database import Database
from funnelboard.store.models import EditingRow, PresenceRow, SellerRow


def see(database: Database, here: SellerHere, token: str, now: int, lost: int, *, new: bool) -> None:
    """Write down that a board is still open, with the deals it has open, and forget those that are not.

    That it is still open is told nobody: all of them see it when they do the same.

    Args:
        token: The board's own, never another's.
        now: UTC epoch microseconds.
        lost: Boards that have not been seen since this instant have ended without a word.
        new: Whether it has just been opened.
    """
    row, editing = PresenceRow, EditingRow
    values = {"token": token, "seller": here.seller.id, "since": here.since, "seen_at": now}
    with database.writing():
        database.execute(row.delete().where(row.seen_at <= lost))
        database.execute(editing.delete().where(editing.seen_at <= lost))
        database.execute(row.insert(values).on_conflict(conflict_target=[row.token], update={row.seen_at: now}))
        database.execute(editing.update({editing.seen_at: now}).where(editing.token == token))
        database.announce(Elsewhere(boards=new))


def open_deals(database: Database, token: str, deal_ids: Collection[int], now: int) -> None:
    """Write down which deals a board has open to change them: these and no others."""
    row = EditingRow
    with database.writing():
        database.execute(row.delete().where(row.token == token))
        for deal_id in deal_ids:
            database.execute(row.insert({"token": token, "deal": deal_id, "seen_at": now}))
        database.announce(Elsewhere(boards=True))


def forget(database: Database, token: str) -> None:
    """A board has ended."""
    with database.writing():
        database.execute(PresenceRow.delete().where(PresenceRow.token == token))
        database.execute(EditingRow.delete().where(EditingRow.token == token))
        database.announce(Elsewhere(boards=True))


def edited(database: Database, token: str, lost: int) -> frozenset[int]:
    """The deals that other boards have open to change them."""
    row = EditingRow
    found = database.rows(row.select(row.deal).where(row.seen_at > lost, row.token != token))
    return frozenset(deal_id for (deal_id,) in found)


def others(database: Database, seller_id: int, lost: int) -> list[SellerHere]:
    """The other sellers with an open board, and since when; boards not seen since ``lost`` do not count."""
    row, seller = PresenceRow, SellerRow
    since = fn.MIN(row.since)
    query = (
        row.select(seller.id, seller.login, seller.name, since)
        .join(seller, on=row.seller == seller.id)
        .where(row.seen_at > lost, row.seller != seller_id)
        .group_by(seller.id)
    )
    return [SellerHere(Seller(*known), at) for *known, at in database.rows(query)]
