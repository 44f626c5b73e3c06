"""A deal as JSON: the same keys in the same order wherever FunnelBoard writes one.

Amounts are exact decimal numbers in major units, never floats; instants are ISO 8601 in UTC; dates are ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from funnelboard.domain.contact import DealContact
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.timeline import TimelineEntry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def deal_to_json(deal: Deal, score: int | None = None) -> dict[str, object]:
    """The deal as a JSON object, without its timeline.

    Args:
        deal: The deal.
        score: 0 to 100, or None when it has not been worked out.
    """
    contact = deal.primary
    next_follow_up = deal.next_follow_up
    return {
        "id": deal.id,
        "title": deal.title,
        "stage": deal.stage,
        "outcome": deal.outcome,
        "amount": deal.amount.major if deal.amount else None,
        "currency": deal.amount.currency if deal.amount else None,
        "probability": deal.probability,
        "weighted_amount": deal.weighted_amount.major if deal.weighted_amount else None,
        "owner": (deal.owner.login or deal.owner.name) if deal.owner else None,
        "source": deal.source or None,
        "company": deal.company.name if deal.company else None,
        "contact": _contact(contact) if contact else None,
        "tags": list(deal.tags),
        "qualification": {"market": deal.market, "means": deal.means, "authority": deal.authority},
        "evaluation": {
            "need": deal.need,
            "willing": deal.willing,
            "expected_close": _day(deal.expected_close),
        },
        "score": score,
        "parked_until": _day(deal.parked_until),
        "lost_reason": deal.lost_reason,
        "next_follow_up": _next_follow_up(next_follow_up) if next_follow_up else None,
        "created_at": instant_to_json(deal.created_at),
        "stage_since": instant_to_json(deal.stage_since),
        "last_touch": instant_to_json(deal.last_touch),
        "expected_close": _day(deal.expected_close),
        "closed_at": instant_to_json(deal.closed_at),
        "external_id": deal.external_id,
        "version": deal.version,
    }


def detail_to_json(
    deal: Deal, timeline: Iterable[TimelineEntry], follow_ups: Iterable[FollowUp], score: int | None = None
) -> dict[str, object]:
    """The deal as ``deal_to_json`` has it, and all its contacts, follow-ups and its timeline."""
    return {
        **deal_to_json(deal, score),
        "contacts": [_full_contact(contact) for contact in deal.contacts],
        "follow_ups": [_full_follow_up(follow_up) for follow_up in follow_ups],
        "timeline": [_entry(entry) for entry in timeline],
    }


def instant_to_json(instant: int | None) -> str | None:
    """UTC epoch microseconds as ISO 8601 with milliseconds and a Z; None stays None."""
    if instant is None:
        return None
    moment = _EPOCH + timedelta(microseconds=instant)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def json_text(document: object) -> str:
    """A document of mappings, sequences, text, integers, Decimals, booleans, dates and None, as indented JSON.

    Decimals are written digit by digit, which ``json.dumps`` cannot. Characters that a terminal would obey or not show
    are written as escapes, so the text is safe to print and loses nothing.
    """
    text = _encode(document, "\n")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _encode(value: object, line: str) -> str:
    """The JSON of a value; ``line`` is a line break and the indentation it stands at."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    inner = line + "  "
    if isinstance(value, Mapping):
        pairs = [f"{json.dumps(str(key))}: {_encode(item, inner)}" for key, item in value.items()]
        return _bracketed("{", pairs, "}", line)
    if isinstance(value, list | tuple):
        return _bracketed("[", [_encode(item, inner) for item in value], "]", line)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _bracketed(start: str, items: list[str], end: str, line: str) -> str:
    inner = line + "  "
    return f"{start}{inner}{f',{inner}'.join(items)}{line}{end}" if items else start + end


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _contact(contact: DealContact) -> dict[str, object]:
    person = contact.contact
    return {
        "name": person.name,
        "role": contact.role,
        "email": person.email or None,
        "phone": person.phone or None,
    }


def _full_contact(contact: DealContact) -> dict[str, object]:
    return {
        "id": contact.id,
        **_contact(contact),
        "job_title": contact.contact.job_title or None,
        "primary": contact.primary,
    }


def _next_follow_up(follow_up: FollowUp) -> dict[str, object]:
    return {
        "id": follow_up.id,
        "due": _day(follow_up.due),
        "kind": follow_up.kind,
        "what": follow_up.what,
    }


def _full_follow_up(follow_up: FollowUp) -> dict[str, object]:
    return {
        **_next_follow_up(follow_up),
        "seller": follow_up.seller,
        "done_at": instant_to_json(follow_up.done_at),
        "dropped_at": instant_to_json(follow_up.dropped_at),
        "result": follow_up.result or None,
    }


def _entry(entry: TimelineEntry) -> dict[str, object]:
    return {
        "at": instant_to_json(entry.at),
        "kind": entry.kind,
        "seller": entry.seller,
        "label": entry.label,
        "text": entry.text,
        "entity": entry.entity,
        "id": entry.row_id,
    }
