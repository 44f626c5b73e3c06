"""Everything about a company as JSON; its deals, follow-ups and so on are as they are everywhere."""

from __future__ import annotations

from funnelboard.domain.company_detail import CompanyContact, CompanyDetail, Potential
from funnelboard.exchange.deal_json import (
    deal_to_json,
    entry_to_json,
    follow_up_to_json,
    instant_to_json,
    money_to_json,
    objection_to_json,
    person_to_json,
)


def company_to_json(detail: CompanyDetail) -> dict[str, object]:
    """The company with what it is worth, its deals, people and timeline.

    ``lifetime`` was won, ``potential`` is open; both are by currency and never added together. What is parked is in
    ``parked_potential`` alone. ``more`` says whether the timeline has older entries.
    """
    company = detail.company
    promised = detail.next_follow_up
    return {
        "id": company.id,
        "name": company.name,
        "phone": company.phone or None,
        "website": company.website or None,
        "address": company.address or None,
        "industry": company.industry or None,
        "customer_since": instant_to_json(company.customer_since),
        "open": len(detail.open),
        "parked": len(detail.parked),
        "won": len(detail.won),
        "lost": len(detail.lost),
        "lifetime": [money_to_json(money) for money in detail.lifetime],
        "potential": [_potential(each) for each in detail.potential],
        "parked_potential": [_potential(each) for each in detail.parked_potential],
        "next_follow_up": {**follow_up_to_json(promised), "deal": promised.deal_id} if promised else None,
        "deals": [deal_to_json(deal) for deal in detail.deals],
        "contacts": [_contact(person) for person in detail.contacts],
        "follow_ups": [{**follow_up_to_json(each), "deal": each.deal_id} for each in detail.follow_ups],
        "objections": [objection_to_json(objection) for objection in detail.objections],
        "referred": [deal_to_json(deal) for deal in detail.referred],
        "timeline": [
            {**entry_to_json(entry), "deal": entry.deal_id, "title": detail.deal(entry.deal_id).title}
            for entry in detail.timeline
        ],
        "more": detail.more,
        "version": company.version,
    }


def _potential(potential: Potential) -> dict[str, object]:
    return {
        "deals": potential.deals,
        **money_to_json(potential.amount),
        "weighted_amount": potential.weighted.major,
    }


def _contact(person: CompanyContact) -> dict[str, object]:
    return {
        **person_to_json(person.contact),
        "last_touch": instant_to_json(person.last_touch),
        "roles": list(person.roles),
        "decides": person.decides,
        "deals": [
            {"deal": deal.id, "title": deal.title, "role": link.role, "primary": link.primary, "decides": link.decides}
            for deal, link in person.parts
        ],
    }
