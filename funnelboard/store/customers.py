"""What companies have bought."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.customer import Customer
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome
from funnelboard.store import people
from funnelboard.store.database import Database
from funnelboard.store.models import DealRow
from funnelboard.store.prepared import Prepared


def read(database: Database, company_id: int) -> Customer | None:
    """A company with the sums of what was won from it; None when there is no such company."""
    company = people.companies(database, (company_id,)).get(company_id)
    if company is None:
        return None
    rows = database.rows(_won(company_id))
    lifetime = tuple(Money(minor, currency) for currency, minor, _ in rows if currency is not None)
    return Customer(company, lifetime, sum(count for _, _, count in rows))


def first_won(database: Database, company_id: int, besides: int) -> int | None:
    """When, in UTC epoch microseconds, the first of a company's other deals was won."""
    found = database.value(
        DealRow.select(fn.MIN(DealRow.closed_at)).where(
            DealRow.company == company_id, DealRow.outcome == Outcome.WON.value, DealRow.deleted_at.is_null(),
            DealRow.id != besides,
        )
    )  # fmt: skip
    return None if found is None else int(found)


@Prepared
def _won(company_id: Any) -> Any:
    total = fn.SUM(DealRow.amount)
    return (
        DealRow.select(DealRow.currency, total, fn.COUNT(DealRow.id))
        .where(DealRow.company == company_id, DealRow.outcome == Outcome.WON.value, DealRow.deleted_at.is_null())
        .group_by(DealRow.currency)
        .order_by(total.desc())
    )
