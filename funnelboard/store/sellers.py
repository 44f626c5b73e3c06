"""Sellers: the logins of this machine, and names that imports brought along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.domain.elsewhere import NOTHING
from funnelboard.domain.grammar import nearest
from funnelboard.domain.seller import Seller
from funnelboard.errors import NotFound
from funnelboard.store.database import Database
from funnelboard.store.models import SellerRow
from funnelboard.store.prepared_query import BoundQuery, PreparedQuery
from funnelboard.store.search_text import fold

if TYPE_CHECKING:
    from funnelboard.store.change import Change

_login = PreparedQuery(lambda seller_id: SellerRow.select(SellerRow.login).where(SellerRow.id == seller_id))


def all_sellers(database: Database) -> list[Seller]:
    """Every seller, by name."""
    query = SellerRow.select(SellerRow.id, SellerRow.login, SellerRow.name).where(SellerRow.deleted_at.is_null())
    return [Seller(*row) for row in database.rows(query.order_by(SellerRow.name, SellerRow.id))]


def by_login(database: Database, login: str) -> Seller | None:
    """The seller with an operating-system login."""
    query = SellerRow.select(SellerRow.id, SellerRow.login, SellerRow.name)
    row = database.row(query.where(SellerRow.login == login))
    return Seller(*row) if row else None


def find(database: Database, text: str) -> Seller | None:
    """The seller whose login or name this is, whatever the case."""
    wanted = text.strip().casefold()
    return next((s for s in all_sellers(database) if wanted in (s.handle.casefold(), s.name.casefold())), None)


def unknown(database: Database, text: str) -> NotFound:
    """The refusal of a name that is no seller's here, with the nearest one."""
    known = [name for seller in all_sellers(database) for name in (seller.handle, seller.name)]
    by_folded = {word.casefold(): name for name in reversed(known) for word in (*name.split(), name)}
    near = nearest(text.strip().casefold(), tuple(by_folded))
    end = f"; did you mean {by_folded[near]}?" if near else "."
    return NotFound(f"There is no seller “{text}” in this database{end}")


def find_or_add(change: Change, text: str) -> Seller:
    """The seller of this login or name; a name nobody has is kept as a name."""
    found = find(change.database, text)
    if found is not None:
        return found
    return add(change, None, text.strip())


def add(change: Change, login: str | None, name: str) -> Seller:
    """A new seller."""
    values = {"login": login, "name": name, "folded": folded_names(login, name), "last_seen": None}
    return Seller(change.insert("seller", values), login, name)


def folded_names(login: str | None, name: str) -> str:
    """What a seller is found by: name and login, a line each."""
    return fold(f"{name}\n{login or ''}")


def ensure(database: Database, login: str, name: str, now: int) -> Seller:
    """The seller of a login, made known when it is their first time here.

    Nobody's doing, so not in the log: it could otherwise be undone.
    """
    found = by_login(database, login)
    if found is not None:
        return found
    if database.read_only:
        return Seller(0, login, name)
    values = {"login": login, "name": name, "folded": folded_names(login, name), "last_seen": now}
    with database.writing():
        database.execute(SellerRow.insert(values).on_conflict_ignore())
        database.announce(NOTHING)
    return ensure(database, login, name, now)


def login_of(seller: Seller) -> BoundQuery:
    """The query for the login of the seller's id: a backup that was put in the place of all may have another."""
    return _login(seller.id)


def rename(database: Database, seller: Seller, name: str) -> Seller:
    """The same seller by the name that their account has now; not in the log either."""
    values = {SellerRow.name: name, SellerRow.folded: folded_names(seller.login, name)}
    with database.writing():
        database.execute(SellerRow.update(values).where(SellerRow.id == seller.id))
    return Seller(seller.id, seller.login, name)


def is_another(database: Database, login: str, name: str) -> bool:
    """Whether another account than a login's own is called so, by login or name."""
    wanted = name.casefold()
    others = (seller for seller in all_sellers(database) if seller.login not in (None, login))
    return any(wanted in (str(seller.login).casefold(), seller.name.casefold()) for seller in others)
