"""Answers to the questions of qualification, evaluation and closing, each as it was given."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.store.database import Database
from funnelboard.store.models import AnswerRow, ContactRow, SellerRow
from funnelboard.store.prepared import Prepared


def given(database: Database, deal_id: int, limit: int = 1_000) -> list[tuple[int, GivenAnswer]]:
    """A deal's answers with their ids, newest first."""
    return [
        (row_id, GivenAnswer(Criterion(criterion), Answer(answer), contact or "", how, at, seller))
        for row_id, criterion, answer, contact, how, at, seller in database.rows(_of_deal(deal_id, limit))
    ]


def latest(database: Database, deal_id: int) -> tuple[GivenAnswer, ...]:
    """The answer that stands for each question of a deal, in the order of the questions."""
    found: dict[Criterion, GivenAnswer] = {}
    for _, each in given(database, deal_id):
        found.setdefault(each.criterion, each)
    return tuple(found[criterion] for criterion in Criterion if criterion in found)


@Prepared
def _of_deal(deal_id: Any, limit: Any) -> Any:
    row = AnswerRow
    return (
        row.select(row.id, row.criterion, row.answer, ContactRow.name, row.how, row.at, SellerRow.name)
        .join(ContactRow, JOIN.LEFT_OUTER)
        .switch(row)
        .join(SellerRow)
        .where(row.deal == deal_id, row.deleted_at.is_null())
        .order_by(row.at.desc(), row.id.desc())
        .limit(limit)
    )
