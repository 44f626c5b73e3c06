"""Deals, whole, made of the rows that they are read as; what is asked is SQL already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from funnelboard.domain.answer import Answer
from funnelboard.domain.company import Company
from funnelboard.domain.contact import CHANNELS, Contact, DealContact, Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.own_fields import OwnFields
from funnelboard.domain.seller import Seller
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.store import settings
from funnelboard.store.card_rows import tags_of
from funnelboard.store.known_queries import Asks
from funnelboard.store.prepared_query import chunks
from funnelboard.store.settings import Reads
from funnelboard.store.stored import day_of, readable, time_of

_answer, _stage, _outcome, _lost_reason = cache(Answer), cache(Stage), cache(Outcome), cache(LostReason)
"""By what is stored: looked up in a fifth of the time that making one takes, a dozen times a deal."""


def read(database: Reads, ids: Sequence[int]) -> list[Deal]:
    """Deals in the order of their ids given; those that are not there are left out.

    Raises:
        DatabaseError: What is stored of one of them cannot be read.
    """
    with readable(database.where):
        found = {deal.id: deal for chunk in chunks(ids) for deal in _read(database, chunk)}
    return [found[deal_id] for deal_id in ids if deal_id in found]


def first_ids(database: Asks, limit: int) -> list[int]:
    """Ids of the first so many deals of the unfiltered board, stage by stage by rank."""
    found: list[int] = []
    for stage in STAGES:
        rows = database.ask("window by rank from start", stage.value, limit - len(found), 0)
        found += (deal_id for (deal_id,) in rows)
    return found


def companies_of(database: Asks, deal_ids: list[int]) -> dict[int, Company]:
    """The companies that some deals are of, and those that sent them, by id."""
    return {row[0]: Company(*row) for row in database.ask("companies of deals", deal_ids)}


def contacts_of(database: Asks, deal_ids: Iterable[int]) -> dict[int, tuple[DealContact, ...]]:
    """The contacts of each deal, the primary one first."""
    found: dict[int, list[DealContact]] = defaultdict(list)
    for deal_id, link_id, role, primary, decides, version, *row in database.ask("contacts of deals", list(deal_ids)):
        link = DealContact(link_id, contact_of(row), Role(role), bool(primary), version, bool(decides))
        found[deal_id].append(link)
    return {deal_id: tuple(links) for deal_id, links in found.items()}


def contact(database: Asks, contact_id: int) -> Contact | None:
    """One contact; None when there is none, or it is in the bin."""
    return next((contact_of(row) for row in database.ask("contact", contact_id)), None)


def contact_of(row: Sequence[Any]) -> Contact:
    """The contact of a row of ``CONTACT_COLUMNS``."""
    contact_id, name, company_id, email, phone, job_title, birthday, may_contact, version, contact_by = row
    born = day_of(birthday)
    channels = tuple(channel for channel in contact_by.split(", ") if channel in CHANNELS)
    return Contact(contact_id, name, company_id, email, phone, job_title, born, bool(may_contact), version, channels)


def own_fields_of(database: Asks, deal_ids: Iterable[int]) -> dict[int, OwnFields]:
    """The own fields of each deal that has any, in the order these came to the board."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for deal_id, name, text in database.ask("own fields of deals", list(deal_ids)):
        found[deal_id].append((name, text))
    return {deal_id: tuple(fields) for deal_id, fields in found.items()}


def next_follow_ups(database: Asks, deal_ids: Sequence[int]) -> dict[int, FollowUp]:
    """The follow-up due first of each deal that has one which stands."""
    found: dict[int, FollowUp] = {}
    for each in standing_follow_ups(database, deal_ids):
        found.setdefault(each.deal_id, each)
    return found


def standing_follow_ups(database: Asks, deal_ids: Sequence[int]) -> tuple[FollowUp, ...]:
    """The open follow-ups of deals without those that a lost deal made void, the one due first at the front."""
    found = [each for ids in chunks(deal_ids) for each in follow_ups_of(database.ask("standing follow-ups", ids))]
    return tuple(sorted(found, key=lambda each: each.place))


def follow_ups_of(rows: Iterable[Sequence[Any]]) -> list[FollowUp]:
    """The follow-ups of rows of ``FOLLOW_UP_COLUMNS``."""
    return [
        FollowUp(row_id, deal, day, kind, what, seller, done, dropped, result, version, time_of(at))
        for row_id, deal, due, kind, what, seller, done, dropped, result, version, at in rows
        if (day := day_of(due)) is not None
    ]


def _read(database: Reads, ids: list[int]) -> list[Deal]:
    probabilities = settings.current(database).probabilities
    rows = database.ask("deals", ids)
    companies = companies_of(database, ids)
    contacts = contacts_of(database, ids)
    tagged = tags_of(database, ids)
    own = own_fields_of(database, ids)
    follow_ups = next_follow_ups(database, ids)
    found = []
    for row in rows:
        (
            deal_id, title, stage, created_at, stage_since, last_touch, version, outcome, amount, currency,
            probability, owner, login, owner_name, source, source_detail, company, referred_by, market, means,
            authority, need, willing, agreed, signed, settled, pain_point, current_supplier, competitor,
            decision_process, buyer_next_step, expected_close, closed_at, lost_reason, lost_detail, may_return,
            parked_until, parked_reason, objections, repeat_of, score, external_id, external_source, deleted_at,
            merged_into,
        ) = row  # fmt: skip
        found.append(
            Deal(
                id=deal_id,
                title=title,
                stage=_stage(stage),
                created_at=created_at,
                stage_since=stage_since,
                last_touch=last_touch,
                version=version,
                outcome=_outcome(outcome) if outcome else None,
                amount=None if amount is None else Money(amount, currency),
                own_probability=probability,
                owner=None if owner is None else Seller(owner, login, owner_name),
                source=source,
                company=companies.get(company),
                contacts=contacts.get(deal_id, ()),
                tags=tagged.get(deal_id, ()),
                market=_answer(market),
                means=_answer(means),
                authority=_answer(authority),
                need=_answer(need),
                willing=_answer(willing),
                agreed=_answer(agreed),
                signed=_answer(signed),
                settled=_answer(settled),
                pain_point=pain_point,
                current_supplier=current_supplier,
                competitor=competitor,
                decision_process=decision_process,
                buyer_next_step=buyer_next_step,
                expected_close=day_of(expected_close),
                closed_at=closed_at,
                lost_reason=_lost_reason(lost_reason) if lost_reason else None,
                lost_detail=lost_detail,
                may_return=_answer(may_return),
                parked_until=day_of(parked_until),
                parked_reason=parked_reason,
                next_follow_up=follow_ups.get(deal_id),
                open_objections=objections,
                repeat_of=repeat_of,
                referred_by=companies[referred_by].name if referred_by in companies else "",
                score=None if outcome else score,
                stage_probability=probabilities.get(_stage(stage)),
                external_id=external_id,
                external_source=external_source,
                deleted=deleted_at is not None,
                source_detail=source_detail,
                own_fields=own.get(deal_id, ()),
                merged_into=merged_into,
            )
        )
    return found
