"""Answers to the questions of qualification, evaluation and closing, each as it was given."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from peewee import JOIN

from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.store.database import Database
from funnelboard.store.models import AnswerRow, ContactRow, SellerRow
from funnelboard.store.prepared_query import PreparedQuery

if TYPE_CHECKING:
    from funnelboard.store.change import Change


def given(database: Database, deal_ids: list[int], limit: int = 1_000) -> list[tuple[int, int, GivenAnswer]]:
    """The answers of some deals, newest first: the deal's id, the answer's own, and what was answered."""
    return [
        (deal_id, row_id, GivenAnswer(Criterion(criterion), Answer(answer), contact or "", how, at, seller))
        for deal_id, row_id, criterion, answer, contact, how, at, seller in database.rows(_of_deals(deal_ids, limit))
    ]


def latest(database: Database, deal_id: int) -> tuple[GivenAnswer, ...]:
    """The answer that stands for each question of a deal, in the order of the questions."""
    found: dict[Criterion, GivenAnswer] = {}
    for _, _, each in given(database, [deal_id]):
        found.setdefault(each.criterion, each)
    return tuple(found[criterion] for criterion in Criterion if criterion in found)


def copy(change: Change, deal_id: int, to: int, criteria: Collection[Criterion]) -> None:
    """Give a deal the answers that stand for another, each as it was given then."""
    row = AnswerRow
    columns = (row.criterion, row.answer, row.contact, row.how, row.at, row.seller)
    query = row.select(*columns).where(
        row.deal == deal_id, row.deleted_at.is_null(), row.criterion.in_([each.value for each in criteria])
    )
    latest = {found[0]: found for found in change.database.rows(query.order_by(row.at, row.id))}
    names = [column.column_name for column in columns]
    change.insert_many("answer", [{"deal_id": to, **dict(zip(names, found, strict=True))} for found in latest.values()])


@PreparedQuery
def _of_deals(deal_ids: list[Any], limit: Any) -> Any:
    row = AnswerRow
    return (
        row.select(row.deal, row.id, row.criterion, row.answer, ContactRow.name, row.how, row.at, SellerRow.name)
        .join(ContactRow, JOIN.LEFT_OUTER)
        .switch(row)
        .join(SellerRow)
        .where(row.deal.in_(deal_ids), row.deleted_at.is_null())
        .order_by(row.at.desc(), row.id.desc())
        .limit(limit)
    )
