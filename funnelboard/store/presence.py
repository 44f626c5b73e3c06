"""The boards that are open on a database. Not in the change log: it is no doing of the seller's."""

from __future__ import annotations

from peewee import fn

from funnelboard.domain.seller import Seller, SellerHere
from funnelboard.store.database import Database
from funnelboard.store.models import PresenceRow, SellerRow


def see(database: Database, here: SellerHere, token: str, now: int, lost: int) -> None:
    """Write down that a board is still open, and forget those that are not.

    Args:
        token: The board's own, never another's.
        now: UTC epoch microseconds.
        lost: Boards that have not been seen since this instant have ended without a word.
    """
    row = PresenceRow
    values = {"token": token, "seller": here.seller.id, "since": here.since, "seen_at": now}
    with database.writing():
        database.execute(row.delete().where(row.seen_at <= lost))
        database.execute(row.insert(values).on_conflict(conflict_target=[row.token], update={row.seen_at: now}))


def forget(database: Database, token: str) -> None:
    """A board has ended."""
    with database.writing():
        database.execute(PresenceRow.delete().where(PresenceRow.token == token))


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
