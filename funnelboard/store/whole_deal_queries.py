"""What :mod:`funnelboard.store.deal_rows` asks of the database, to be kept as SQL."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from funnelboard.store.activity import FOLLOW_UP_COLUMNS
from funnelboard.store.models import (
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealFieldRow,
    DealRow,
    FollowUpRow,
    OwnFieldRow,
    SellerRow,
)
from funnelboard.store.people import COMPANY_COLUMNS, CONTACT_COLUMNS
from funnelboard.store.promises import OPEN, STANDING


def deals(ids: list[Any]) -> Any:
    """Deals, whole."""
    row = DealRow
    return (
        row.select(
            row.id, row.title, row.stage, row.created_at, row.stage_since, row.last_touch, row.version, row.outcome,
            row.amount, row.currency, row.probability, SellerRow.id, SellerRow.login, SellerRow.name, row.source,
            row.source_detail, row.company, row.referred_by, row.market, row.means, row.authority, row.need,
            row.willing, row.agreed, row.signed, row.settled, row.pain_point, row.current_supplier, row.competitor,
            row.decision_process, row.buyer_next_step, row.expected_close, row.closed_at, row.lost_reason,
            row.lost_detail, row.may_return, row.parked_until, row.parked_reason, row.open_objections, row.repeat_of,
            row.score, row.external_id, row.external_source, row.deleted_at, row.merged_into,
        )
        .join(SellerRow, JOIN.LEFT_OUTER)
        .where(row.id.in_(ids))
    )  # fmt: skip


def companies_of(deal_ids: list[Any]) -> Any:
    """The companies that some deals are of, and those that sent them."""
    of = DealRow.select(DealRow.company).where(DealRow.id.in_(deal_ids), DealRow.company.is_null(False))
    sender = DealRow.alias()
    sent = sender.select(sender.referred_by).where(sender.id.in_(deal_ids), sender.referred_by.is_null(False))
    return CompanyRow.select(*COMPANY_COLUMNS).where(CompanyRow.id.in_(of.union(sent)))


def contacts_of(deal_ids: list[Any]) -> Any:
    """The contacts of deals, and their part in them."""
    return (
        DealContactRow.select(
            DealContactRow.deal, DealContactRow.id, DealContactRow.role, DealContactRow.is_primary,
            DealContactRow.decides, DealContactRow.version, *CONTACT_COLUMNS,
        )
        .join(ContactRow)
        .where(DealContactRow.deal.in_(deal_ids), DealContactRow.deleted_at.is_null())
        .order_by(DealContactRow.is_primary.desc(), DealContactRow.id)
    )  # fmt: skip


def contact(contact_id: Any) -> Any:
    """One contact that is not in the bin."""
    return ContactRow.select(*CONTACT_COLUMNS).where(ContactRow.id == contact_id, ContactRow.deleted_at.is_null())


def own_fields_of(deal_ids: list[Any]) -> Any:
    """The own fields of deals."""
    return (
        DealFieldRow.select(DealFieldRow.deal, OwnFieldRow.name, DealFieldRow.text)
        .join(OwnFieldRow)
        .where(DealFieldRow.deal.in_(deal_ids), DealFieldRow.deleted_at.is_null())
        .order_by(DealFieldRow.deal, OwnFieldRow.id)
    )


def standing_follow_ups(deal_ids: list[Any]) -> Any:
    """The open follow-ups of deals without those that a lost deal made void."""
    query = FollowUpRow.select(*FOLLOW_UP_COLUMNS).join(SellerRow).switch(FollowUpRow).join(DealRow)
    return query.where(FollowUpRow.deal.in_(deal_ids), OPEN, STANDING)
