"""A deal as JSON: the same keys in the same order wherever FunnelBoard writes one.

Amounts are exact decimal numbers in major units, never floats; instants are ISO 8601 in UTC; dates are ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from funnelboard.domain.contact import Contact, DealContact
from funnelboard.domain.criteria import Gate
from funnelboard.domain.customer import Customer
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.instant import within_reason
from funnelboard.domain.money import Money
from funnelboard.domain.objection import Objection
from funnelboard.domain.score import Score
from funnelboard.domain.timeline import TimelineEntry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


DEAL_FIELDS = (
    "id", "title", "stage", "outcome", "amount", "currency", "probability", "weighted_amount",
    "owner", "source", "source_detail", "company", "contact", "tags", "qualification", "evaluation",
    "closing", "score", "open_objections", "parked_until", "parked_reason", "lost_reason", "lost_detail", "competitor",
    "may_return", "repeat_of", "referred_by", "next_follow_up", "created_at", "stage_since", "last_touch",
    "expected_close", "closed_at", "external_id", "fields", "version",
)  # fmt: skip
"""What a deal has in JSON."""


def deal_to_json(deal: Deal, fields: Sequence[str] = ()) -> dict[str, object]:
    """The deal as a JSON object, without its timeline.

    Args:
        fields: Those of ``DEAL_FIELDS`` that are wanted, in their order; all where none is named.
    """
    document = _deal(deal)
    return {name: document[name] for name in fields} if fields else document


def _deal(deal: Deal) -> dict[str, object]:
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
        "owner": deal.owner.handle if deal.owner else None,
        "source": deal.source or None,
        "source_detail": deal.source_detail or None,
        "company": deal.company.name if deal.company else None,
        "contact": _contact(contact) if contact else None,
        "tags": list(deal.tags),
        "qualification": {"market": deal.market, "means": deal.means, "authority": deal.authority},
        "evaluation": {
            "need": deal.need,
            "willing": deal.willing,
            "expected_close": _day(deal.expected_close),
        },
        "closing": {"agreed": deal.agreed, "signed": deal.signed, "settled": deal.settled},
        "score": deal.score,
        "open_objections": deal.open_objections,
        "parked_until": _day(deal.parked_until),
        "parked_reason": deal.parked_reason or None,
        "lost_reason": deal.lost_reason,
        "lost_detail": deal.lost_detail or None,
        "competitor": deal.competitor or None,
        "may_return": deal.may_return,
        "repeat_of": deal.repeat_of,
        "referred_by": deal.referred_by or None,
        "next_follow_up": _next_follow_up(next_follow_up) if next_follow_up else None,
        "created_at": instant_to_json(deal.created_at),
        "stage_since": instant_to_json(deal.stage_since),
        "last_touch": instant_to_json(deal.last_touch),
        "expected_close": _day(deal.expected_close),
        "closed_at": instant_to_json(deal.closed_at),
        "external_id": deal.external_id,
        "fields": dict(deal.own_fields),
        "version": deal.version,
    }


def detail_to_json(
    deal: Deal,
    timeline: Iterable[TimelineEntry],
    follow_ups: Iterable[FollowUp],
    *,
    score: Score | None = None,
    gate: Gate | None = None,
    answers: Iterable[GivenAnswer] = (),
    checklist: Iterable[tuple[str, bool]] = (),
    objections: Iterable[Objection] = (),
    customer: Customer | None = None,
) -> dict[str, object]:
    """The deal as ``deal_to_json`` has it, with everything that belongs to it.

    Args:
        gate: What its next stage still asks for.
        checklist: What is to be done in its stage, and whether it was.
        customer: What its company has bought.
    """
    return {
        **deal_to_json(deal),
        "pain_point": deal.pain_point or None,
        "current_supplier": deal.current_supplier or None,
        "decision_process": deal.decision_process or None,
        "buyer_next_step": deal.buyer_next_step or None,
        "gate": gate_to_json(gate) if gate else None,
        "answers": [answer_to_json(given) for given in answers],
        "score_points": _points(score) if score else [],
        "checklist": [{"what": what, "done": done} for what, done in checklist],
        "customer": _customer(customer) if customer else None,
        "objections": [objection_to_json(objection) for objection in objections],
        "contacts": [contact_to_json(contact) for contact in deal.contacts],
        "follow_ups": [follow_up_to_json(follow_up) for follow_up in follow_ups],
        "timeline": [entry_to_json(entry) for entry in timeline],
    }


def gate_to_json(gate: Gate) -> dict[str, object]:
    """What a stage still asks for; ``refused`` are those of the missing answers that were a no."""
    return {
        "stage": gate.stage,
        "outcome": gate.outcome,
        "open": gate.open,
        "missing": list(gate.missing),
        "refused": list(gate.refused),
    }


def answer_to_json(given: GivenAnswer) -> dict[str, object]:
    """An answer, and who gave it when and how."""
    return {
        "criterion": given.criterion,
        "answer": given.answer,
        "contact": given.contact or None,
        "how": given.how or None,
        "at": instant_to_json(given.at),
        "seller": given.seller,
    }


def objection_to_json(objection: Objection) -> dict[str, object]:
    """An objection; ``resolved_at`` is null while it is open."""
    return {
        "id": objection.id,
        "deal": objection.deal_id,
        "text": objection.text,
        "seller": objection.seller,
        "raised_at": instant_to_json(objection.raised_at),
        "resolved_at": instant_to_json(objection.resolved_at),
        "answer": objection.answer or None,
    }


def contact_to_json(contact: DealContact) -> dict[str, object]:
    """Somebody who takes part in a deal; ``contact_by`` is empty for who may be reached in any way."""
    person = contact.contact
    return {
        "id": contact.id,
        **_contact(contact),
        "job_title": person.job_title or None,
        "primary": contact.primary,
        "decides": contact.decides,
        **reachability_to_json(person),
    }


def person_to_json(person: Contact) -> dict[str, object]:
    """Somebody, whatever deals they take part in."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email or None,
        "phone": person.phone or None,
        "job_title": person.job_title or None,
        **reachability_to_json(person),
    }


def reachability_to_json(person: Contact) -> dict[str, object]:
    """When to congratulate somebody, and how they may be reached."""
    return {
        "birthday": _day(person.birthday),
        "contact_by": list(person.contact_by),
        "may_contact": person.may_contact,
    }


def instant_to_json(instant: int | None) -> str | None:
    """UTC epoch microseconds as ISO 8601 with milliseconds and a Z; None stays None."""
    if instant is None:
        return None
    moment = _EPOCH + timedelta(microseconds=within_reason(instant))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_to_json(at: time | None) -> str | None:
    """A time of day on the seller's wall clock, to the minute."""
    return at.isoformat(timespec="minutes") if at is not None else None


def json_text(document: object, indent: int = 0) -> str:
    """A document of mappings, sequences, text, integers, Decimals, booleans, dates and None, as indented JSON.

    Decimals are written digit by digit, which ``json.dumps`` cannot. Characters that a terminal would obey or not show
    are written as escapes, so the text is safe to print and loses nothing.

    Args:
        indent: How many blanks its first line has been indented by.
    """
    text = _encode(document, "\n" + " " * indent)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def json_parts(document: object, indent: int = 0) -> Iterator[str]:
    """The same text in parts, each as soon as it is there.

    An iterator that is the document, or is in its mappings, is a list too long to be held.
    """
    line = "\n" + " " * indent
    if isinstance(document, Iterator):
        before = "["
        for item in document:
            yield f"{before}{line}  "
            yield from json_parts(item, indent + 2)
            before = ","
        yield f"{line}]" if before == "," else "[]"
    elif isinstance(document, Mapping) and any(isinstance(item, Iterator) for item in document.values()):
        before = "{"
        for key, item in document.items():
            yield f"{before}{line}  {json.dumps(str(key))}: "
            yield from json_parts(item, indent + 2)
            before = ","
        yield f"{line}}}"
    else:
        yield json_text(document, indent)


def json_line(document: object) -> str:
    """The same document on one line, without its line break."""
    return "".join(line.strip() for line in json_text(document).split("\n"))


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


def _points(score: Score) -> list[dict[str, object]]:
    return [
        {"rule": each.rule, "points": each.points, "most": each.most, "reason": each.reason} for each in score.points
    ]


def _customer(customer: Customer) -> dict[str, object]:
    return {
        "company": customer.company.name,
        "since": instant_to_json(customer.since),
        "won": customer.won,
        "lifetime": [money_to_json(money) for money in customer.lifetime],
    }


def money_to_json(money: Money) -> dict[str, object]:
    """An amount in major units with its currency."""
    return {"amount": money.major, "currency": money.currency}


def _next_follow_up(follow_up: FollowUp) -> dict[str, object]:
    return {
        "id": follow_up.id,
        "due": _day(follow_up.due),
        "time": time_to_json(follow_up.time),
        "kind": follow_up.kind,
        "what": follow_up.what,
    }


def follow_up_to_json(follow_up: FollowUp) -> dict[str, object]:
    """A follow-up; ``done_at`` and ``dropped_at`` are null while it is open."""
    return {
        **_next_follow_up(follow_up),
        "seller": follow_up.seller,
        "done_at": instant_to_json(follow_up.done_at),
        "dropped_at": instant_to_json(follow_up.dropped_at),
        "result": follow_up.result or None,
    }


def entry_to_json(entry: TimelineEntry) -> dict[str, object]:
    """An entry of a timeline."""
    return {
        "at": instant_to_json(entry.at),
        "kind": entry.kind,
        "seller": entry.seller,
        "label": f"{entry.label} {entry.until.isoformat()}" if entry.until else entry.label,
        "text": entry.text,
        "entity": entry.entity,
        "id": entry.row_id,
    }
