"""Companies' deals, and what they have bought."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from peewee import SQL, Case, fn

from funnelboard.domain.company import Company
from funnelboard.domain.customer import Customer
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, Outcome
from funnelboard.store import people
from funnelboard.store.database import Database
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import BoundQuery, PreparedQuery
from funnelboard.store.sums import summed, with_sums

BOUGHT = (DealRow.amount, 1)


def read(database: Database, company_id: int) -> Customer | None:
    """A company with the sums of what was won from it; None when there is none, or it is in the bin."""
    return _customer(database, people.company(database, company_id), partial(_won, company_id), _bought(company_id))


def of_deal(database: Database, deal_id: int) -> Customer | None:
    """The same for the company of a deal."""
    company = people.company_of(database, deal_id)
    return _customer(database, company, lambda: _won(people.named_by(deal_id)), _bought_by(deal_id))


def _customer(
    database: Database, company: Company | None, won: Callable[[], Any], prepared: BoundQuery
) -> Customer | None:
    if company is None:
        return None
    rows = with_sums(database, won, BOUGHT, prepared=prepared)
    lifetime = [Money(minor, currency) for currency, _, minor in rows if currency is not None]
    lifetime.sort(key=lambda money: -money.minor)
    return Customer(company, tuple(lifetime), sum(count for _, count, _ in rows))


def deal_ids(database: Database, company_id: int) -> list[int]:
    """Ids of a company's deals, parked or not: open ones in the order of the board, then the last one closed first."""
    return [deal_id for (deal_id,) in database.rows(_deals_of(company_id))]


def referred_ids(database: Database, company_id: int) -> list[int]:
    """Ids of the deals that a company sent, the newest first."""
    return [deal_id for (deal_id,) in database.rows(_referred_by(company_id))]


def first_won(database: Database, company_id: int, besides: int) -> int | None:
    """When, in UTC epoch microseconds, the first of a company's other deals was won."""
    found = database.value(
        DealRow.select(fn.MIN(DealRow.closed_at)).where(
            DealRow.company == company_id, DealRow.outcome == Outcome.WON.value, DealRow.deleted_at.is_null(),
            DealRow.id != besides,
        )
    )  # fmt: skip
    return None if found is None else int(found)


@PreparedQuery
def _deals_of(company_id: Any) -> Any:
    stage = Case(DealRow.stage, [(stage.value, stage.position) for stage in STAGES])
    return (
        DealRow.select(DealRow.id)
        .where(DealRow.company == company_id, DealRow.deleted_at.is_null())
        .order_by(stage, DealRow.closed_at.desc(), DealRow.rank)
    )


@PreparedQuery
def _referred_by(company_id: Any) -> Any:
    sent = DealRow.select(DealRow.id).where(DealRow.referred_by == company_id, DealRow.deleted_at.is_null())
    return sent.order_by(DealRow.id.desc())


@PreparedQuery
def _bought(company_id: Any) -> Any:
    return summed(_won(company_id), BOUGHT)


@PreparedQuery
def _bought_by(deal_id: Any) -> Any:
    return summed(_won(people.named_by(deal_id)), BOUGHT)


def _won(company_id: Any) -> Any:
    won = DealRow.outcome == SQL(f"'{Outcome.WON.value}'")  # not as a parameter: there is an index of these alone
    return (
        DealRow.select(DealRow.currency, fn.COUNT(DealRow.id))
        .where(DealRow.company == company_id, won, DealRow.deleted_at.is_null())
        .group_by(DealRow.currency)
    )
