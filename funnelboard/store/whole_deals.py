"""Deals with all that belongs to them, some at a time, to be taken elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from peewee import JOIN, fn

from funnelboard.domain.company import Company
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.whole_deal import Answered, Moved, Objected, Promised, TakingPart, Told, WholeDeal
from funnelboard.store import people
from funnelboard.store.database import Database
from funnelboard.store.models import (
    AnswerRow,
    ContactRow,
    FollowUpRow,
    NoteRow,
    ObjectionRow,
    SellerRow,
    StageChangeRow,
)
from funnelboard.store.prepared_query import BoundQuery, PreparedQuery
from funnelboard.store.stored import day_of, readable, time_of

T = TypeVar("T")

HANDLE = fn.COALESCE(SellerRow.login, SellerRow.name)
"""What a seller is called in files."""

_NOBODY = Company(0, "")
_SAME = (
    *("id", "title", "stage", "outcome", "amount", "source", "source_detail", "tags"),
    *("market", "means", "authority", "need", "willing", "agreed", "signed", "settled"),
    *("pain_point", "current_supplier", "competitor", "decision_process", "buyer_next_step"),
    *("expected_close", "closed_at", "lost_reason", "lost_detail", "may_return", "parked_until", "parked_reason"),
    *("created_at", "stage_since", "repeat_of", "referred_by"),
)
_same_of = attrgetter(*_SAME)


def read(database: Database, deals: Sequence[Deal]) -> list[WholeDeal]:
    """Some deals, at most ``CHUNK``, with all that belongs to each."""
    ids = [deal.id for deal in deals]
    people_of = (link.contact.company_id for deal in deals for link in deal.contacts)
    companies = people.companies(database, set(filter(None, people_of)))
    with readable(database.where):
        answers = _by_deal(database, _answers(ids), _answered)
        notes = _by_deal(database, _notes(ids), lambda at, kind, seller, text: Told(at, NoteKind(kind), seller, text))
        follow_ups = _by_deal(database, _follow_ups(ids), _promised)
        objections = _by_deal(database, _objections(ids), Objected)
        moves = _by_deal(database, _moves(ids), _moved)
    return [
        _whole(
            deal,
            companies,
            answers=answers[deal.id],
            notes=notes[deal.id],
            follow_ups=follow_ups[deal.id],
            objections=objections[deal.id],
            moves=moves[deal.id],
        )
        for deal in deals
    ]


def _whole(deal: Deal, companies: dict[int, Company], **belonging: Any) -> WholeDeal:
    company = deal.company or _NOBODY
    contacts = tuple(
        TakingPart(
            name=link.contact.name,
            company=companies.get(link.contact.company_id or 0, _NOBODY).name,
            role=link.role,
            decides=link.decides,
            email=link.contact.email,
            phone=link.contact.phone,
            job_title=link.contact.job_title,
            birthday=link.contact.birthday,
            may_contact=link.contact.may_contact,
            contact_by=link.contact.contact_by,
        )
        for link in deal.contacts
    )
    belongs: dict[str, Any] = {name: tuple(rows) for name, rows in belonging.items()}
    return WholeDeal(
        **dict(zip(_SAME, _same_of(deal), strict=True)),
        probability=deal.own_probability,
        owner=deal.owner.handle if deal.owner else "",
        company=company.name,
        company_website=company.website,
        company_phone=company.phone,
        company_address=company.address,
        company_industry=company.industry,
        customer_since=company.customer_since,
        contacts=contacts,
        fields=deal.own_fields,
        external_id=deal.external_id or "",
        external_source=deal.external_source or "",
        **belongs,
    )


def _by_deal(database: Database, query: BoundQuery, made: Callable[..., T]) -> defaultdict[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for deal_id, *row in database.rows(query):
        found[deal_id].append(made(*row))
    return found


def _of(model: Any, deal_ids: list[Any], *columns: Any) -> Any:
    """What belongs to some deals, oldest first."""
    query = model.select(model.deal, *columns).join(SellerRow).switch(model)
    return query.where(model.deal.in_(deal_ids), model.deleted_at.is_null()).order_by(model.id)


@PreparedQuery
def _answers(deal_ids: list[Any]) -> Any:
    row = AnswerRow
    columns = (row.at, row.criterion, row.answer, HANDLE, fn.COALESCE(ContactRow.name, ""), row.how)
    return _of(row, deal_ids, *columns).join(ContactRow, JOIN.LEFT_OUTER)


@PreparedQuery
def _notes(deal_ids: list[Any]) -> Any:
    row = NoteRow
    return _of(row, deal_ids, row.at, row.kind, HANDLE, row.text)


@PreparedQuery
def _follow_ups(deal_ids: list[Any]) -> Any:
    row = FollowUpRow
    return _of(
        row, deal_ids, row.due, row.time, row.kind, row.what, HANDLE, row.created_at, row.done_at, row.dropped_at,
        row.result,
    )  # fmt: skip


@PreparedQuery
def _objections(deal_ids: list[Any]) -> Any:
    row = ObjectionRow
    return _of(row, deal_ids, row.raised_at, HANDLE, row.text, row.resolved_at, row.answer)


@PreparedQuery
def _moves(deal_ids: list[Any]) -> Any:
    row = StageChangeRow
    return _of(
        row, deal_ids, row.at, row.from_stage, row.from_outcome, row.to_stage, row.to_outcome, HANDLE, row.why
    )  # fmt: skip


def _answered(at: int, criterion: str, answer: str, seller: str, contact: str, how: str) -> Answered:
    return Answered(at, Criterion(criterion), Answer(answer), seller, contact, how)


def _promised(due: str, at: str | None, kind: str, *rest: Any) -> Promised:
    day = day_of(due)
    if day is None:
        raise ValueError(f"“{due}” is no date")
    return Promised(day, time_of(at), kind, *rest)


def _moved(
    at: int, from_stage: str | None, from_outcome: str | None, to_stage: str, to_outcome: str | None, *rest: str
) -> Moved:
    return Moved(
        at,
        Stage(from_stage) if from_stage else None,
        Outcome(from_outcome) if from_outcome else None,
        Stage(to_stage),
        Outcome(to_outcome) if to_outcome else None,
        *rest,
    )
