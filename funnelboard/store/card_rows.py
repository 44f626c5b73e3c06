"""Cards, made of the rows that they are read as."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from funnelboard.domain.answer import Answer
from funnelboard.domain.board import Card, Column, Total
from funnelboard.domain.criteria import CLOSING, EVALUATION, QUALIFICATION
from funnelboard.domain.initials import initials
from funnelboard.domain.kinds import WITHOUT_CONTACT
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store import settings
from funnelboard.store.known_queries import Asks
from funnelboard.store.settings import Reads
from funnelboard.store.stored import day_of, readable, time_of

_CARDS_KEPT = 1_024
"""Cards that are not made again as long as their rows stay the same: after a write that is all but one or two."""


def cards(database: Reads, ids: list[int], seller: int) -> dict[int, Card]:
    """Cards by deal id, for a seller to look at."""
    if not ids:
        return {}
    return cards_of(database, database.ask("tags", ids), database.ask("cards", ids), seller)


def cards_of(database: Reads, tagged: list[Any], rows: list[Any], seller: int) -> dict[int, Card]:
    """The same, of the rows that were found."""
    tags, stale_days = _by_deal(tagged), settings.current(database).stale_days
    with readable(database.where):
        return {row[0]: _card(row, tags.get(row[0], ()), stale_days.get(row[2]), seller) for row in rows}


def tags_of(database: Asks, deal_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """The tags of each deal, in the order they were put on."""
    return _by_deal(database.ask("tags", deal_ids))


def _by_deal(tagged: list[Any]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for deal_id, name in tagged:
        found.setdefault(deal_id, []).append(name)
    return {deal_id: tuple(names) for deal_id, names in found.items()}


@lru_cache(_CARDS_KEPT)
def _card(row: tuple[Any, ...], tagged: tuple[str, ...], stale_after: int | None, seller: int) -> Card:
    (
        deal_id, version, stage, outcome, title, amount, currency, contact, company, owner, market, means, authority,
        need, willing, expected_close, next_due, next_kind, stage_since, last_touch, closed_at, parked, objections,
        agreed, signed, settled, score, probability, next_time, owner_id, lost_reason, refused,
    ) = row  # fmt: skip
    evaluated = (need == "yes") + (willing == "yes") + (amount is not None) + (expected_close is not None)
    ticked = (agreed, signed, settled).count("yes")
    # As criteria.suggested_stage says, on the columns that a card reads.
    known, promoted = Stage(stage), False
    if outcome is None and parked is None:
        met, of = {
            Stage.LEAD: ((market, means, authority).count("yes"), len(QUALIFICATION)),
            Stage.PROSPECT: (evaluated, len(EVALUATION)),
            Stage.OPPORTUNITY: (ticked + (amount is not None), len(CLOSING)),
        }[known]
        promoted = met == of
    return Card(
        id=deal_id,
        version=version,
        stage=known,
        outcome=Outcome(outcome) if outcome else None,
        title=title,
        amount=amount,
        currency=currency,
        contact=contact or "",
        company=company or "",
        owner=initials(owner or ""),
        market=Answer(market),
        means=Answer(means),
        authority=Answer(authority),
        evaluated=evaluated,
        next_due=day_of(next_due),
        next_kind=next_kind or "",
        stage_since=stage_since,
        last_touch=last_touch,
        closed_at=closed_at,
        parked_until=day_of(parked),
        open_objections=objections,
        tags=tagged,
        ticked=ticked,
        score=score,
        stale_after=stale_after,
        suggested=known.step(1) if promoted else None,
        own_probability=probability is not None and outcome is None,
        next_time=time_of(next_time),
        mine=owner_id == seller,
        lost_reason=lost_reason or "",
        said_no=bool(refused and next_kind and next_kind not in WITHOUT_CONTACT),
    )


def column_of(stage: Stage, totals: tuple[Total, ...], start: int, found: list[Card], size: int) -> Column:
    """A column; where fewer cards are found than were asked for, it ends there, whatever the kept totals say."""
    count = count_of(totals)
    return Column(stage, min(count, start + len(found)) if len(found) < size else count, totals, start, tuple(found))


def count_of(totals: tuple[Total, ...]) -> int:
    """How many deals the totals are of."""
    return max(0, sum(total.count for total in totals))
