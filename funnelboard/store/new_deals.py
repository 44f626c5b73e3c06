"""The derived columns of deals that are added with all that goes with them.

They are worked out of the rows that are going to be written, so that nothing is read again and written twice. What
:mod:`funnelboard.store.derived` works out of the database is the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from funnelboard.domain.contact import Role
from funnelboard.domain.score import engaged_since, total
from funnelboard.domain.stage import Outcome
from funnelboard.store import settings
from funnelboard.store.database import Database
from funnelboard.store.models import ContactRow
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.scores import facts_of
from funnelboard.store.search_text import texts_of_new

Values = Mapping[str, Any]
Parts = Mapping[str, Sequence[tuple[int, Values]]]
"""By table the rows that go with some deals: each with the place of its deal among these, and without its id."""

_ANSWERED = ("market", "means", "authority", "need", "willing")
_DECIDES = Role.DECISION_MAKER.value


class _Person(NamedTuple):
    """Somebody who takes part, as the database has them."""

    name: str
    email: str
    phone: str
    may_contact: int


def derived_of_new(database: Database, deals: Sequence[Values], parts: Parts, as_of: int) -> dict[str, Sequence[Any]]:
    """What follows from new deals and what goes with them: a value for each deal, by column.

    Args:
        as_of: The instant that scores are as of.
    """
    ids = list({row["contact_id"] for _, row in parts.get("deal_contact", ())})
    people = {row_id: _Person(*rest) for some in chunks(ids) for row_id, *rest in database.rows(_people(some))}
    taking_part = [(place, row, people[row["contact_id"]]) for place, row in parts.get("deal_contact", ())]
    words: dict[int, list[str]] = defaultdict(list)
    for place, _, person in taking_part:
        words[place] += person[:3]
    first = _first_promises(deals, parts)
    last_touch = [deal["created_at"] for deal in deals]
    for place, at in _touches(parts):
        last_touch[place] = max(last_touch[place], at)
    unresolved = Counter(place for place, row in parts.get("objection", ()) if row["resolved_at"] is None)
    shared = settings.current(database)
    return {
        "search_text": texts_of_new(database, deals, words),
        "next_due": [first[place]["due"] if place in first else None for place in range(len(deals))],
        "next_time": [first[place]["time"] if place in first else None for place in range(len(deals))],
        "last_touch": last_touch,
        "open_objections": [unresolved.get(place, 0) for place in range(len(deals))],
        "score": [*_scores(database, deals, parts, taking_part, last_touch, as_of)],
        "compared": [deal["currency"] and shared.compared(deal["amount"], deal["currency"]) for deal in deals],
    }


def _first_promises(deals: Sequence[Values], parts: Parts) -> dict[int, Values]:
    """The follow-ups that come first of those that are open, by the places of their deals."""
    first: dict[int, Values] = {}
    for place, row in parts.get("follow_up", ()):
        deal = deals[place]
        is_open = row.get("done_at") is None and row.get("dropped_at") is None
        stands = deal["outcome"] != Outcome.LOST.value or row["created_at"] > deal["closed_at"]
        if is_open and stands and (place not in first or _when(row) < _when(first[place])):
            first[place] = row
    return first


def _when(follow_up: Values) -> tuple[str, str]:
    return follow_up["due"], follow_up["time"] or "24:00"


def _touches(parts: Parts) -> Iterator[tuple[int, int]]:
    """The instants at which something was done about deals, each with the place of its deal."""
    for entity in ("note", "stage_change", "answer"):
        for place, row in parts.get(entity, ()):
            yield place, row["at"]
    for place, row in parts.get("follow_up", ()):
        if row.get("done_at") is not None:
            yield place, row["done_at"]
    for place, row in parts.get("objection", ()):
        yield place, row["raised_at"] if row["resolved_at"] is None else row["resolved_at"]


def _scores(
    database: Database,
    deals: Sequence[Values],
    parts: Parts,
    taking_part: Sequence[tuple[int, Values, _Person]],
    last_touch: Sequence[int],
    as_of: int,
) -> Iterator[int | None]:
    """The score of each deal; a closed one has none."""
    rules, since = settings.current(database).score_rules, engaged_since(as_of)
    notes = Counter(place for place, row in parts.get("note", ()) if row["at"] >= since)
    done = Counter(place for place, row in parts.get("follow_up", ()) if (row.get("done_at") or 0) >= since)
    email = {place for place, _, person in taking_part if person.may_contact and person.email}
    phone = {place for place, _, person in taking_part if person.may_contact and person.phone}
    decided = {place for place, row, _ in taking_part if row["role"] == _DECIDES or row.get("decides")}
    for place, deal in enumerate(deals):
        if deal["outcome"] is not None:
            yield None
            continue
        answers = (deal.get(name) for name in _ANSWERED)
        known = deal["source"], last_touch[place], deal["amount"], deal["expected_close"], *answers
        counted = notes.get(place, 0), done.get(place, 0), place in email, place in phone, place in decided
        yield total(facts_of((*known, *counted)), as_of, rules)


@PreparedQuery
def _people(ids: list[Any]) -> Any:
    row = ContactRow
    return row.select(row.id, row.name, row.email, row.phone, row.may_contact).where(row.id.in_(ids))
