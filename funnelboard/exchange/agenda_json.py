"""What is to be done today, as JSON."""

from __future__ import annotations

from funnelboard.domain.agenda import AgendaItem
from funnelboard.exchange.deal_json import time_to_json


def item_to_json(item: AgendaItem) -> dict[str, object]:
    """What is to be done, and about which deal."""
    return {
        "kind": item.kind,
        "day": item.day,
        "time": time_to_json(item.time),
        "days": item.days,
        "deal": item.deal_id,
        "title": item.title,
        "stage": item.stage,
        "company": item.company or None,
        "contact": item.contact or None,
        "said_no": item.said_no,
        "email": item.email or None,
        "phone": item.phone or None,
        "what": item.what,
        "follow_up": item.follow_up_id,
        "follow_up_kind": item.follow_up_kind or None,
        "score": item.score,
    }
