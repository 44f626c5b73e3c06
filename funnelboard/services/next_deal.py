"""A new lead that goes on from a closed deal: the next sale to a customer, or coming back to one that was lost."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.recording import record_stage
from funnelboard.services.session import money_columns
from funnelboard.store import deals, people
from funnelboard.store.change import Change


def start_next_deal(change: Change, deal: Deal, values: Mapping[str, object]) -> int:
    """A lead with the title, company, contacts, owner and amount of a deal; its id.

    Its questions are asked anew, unless ``values`` answer them.

    Args:
        values: Further columns.
    """
    new_id = change.insert(
        "deal",
        {
            "title": deal.title,
            "stage": Stage.LEAD.value,
            "rank": deals.top_rank(change, Stage.LEAD),
            "company_id": deal.company.id if deal.company else None,
            "owner_id": deal.owner.id if deal.owner else None,
            **money_columns(deal.amount),
            "created_at": change.now,
            "stage_since": change.now,
            "repeat_of_id": deal.id,
            **values,
        },
    )
    record_stage(change, new_id, None, (Stage.LEAD, None))
    for link in deal.contacts:
        link_id = people.link_contact(change, new_id, link.contact.id, link.role, link.primary)
        change.update("deal_contact", link_id, {"decides": int(link.decides)})
    return new_id
