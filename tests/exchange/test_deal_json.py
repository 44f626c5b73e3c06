"""The JSON of a deal: exact, complete, and the same wherever it is written."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.company import Company
from funnelboard.domain.contact import Contact, DealContact, Role
from funnelboard.domain.criteria import Criterion, gate
from funnelboard.domain.customer import Customer
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.money import Money
from funnelboard.domain.objection import Objection
from funnelboard.domain.score import Points, Score
from funnelboard.domain.seller import Seller
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.exchange.deal_json import deal_to_json, detail_to_json, instant_to_json, json_text

NOW = 1_795_269_723_456_789  # 2026-11-21 14:02:03.456789 UTC
BARE = Deal(1, "Kari", Stage.LEAD, created_at=NOW, stage_since=NOW, last_touch=NOW, version=1)
CALL = FollowUp(5, 17, date(2026, 11, 27), "call", "call about price", "Kari", time=time(10, 30))
FULL = Deal(
    17,
    "Acme Oy: “pilot”",
    Stage.PROSPECT,
    created_at=NOW,
    stage_since=NOW,
    last_touch=NOW,
    version=4,
    amount=Money(1_250_75, "EUR"),
    own_probability=35,
    owner=Seller(1, "kari", "Kari Nordmann"),
    source="referral",
    company=Company(3, "Acme Oy"),
    contacts=(
        DealContact(7, Contact(8, "Ola", email="ola@acme.example", phone="+47 1"), Role.USER, primary=False),
        DealContact(9, Contact(10, "Åse", job_title="CFO"), Role.DECISION_MAKER, primary=True),
    ),
    tags=("expo",),
    market=Answer.YES,
    means=Answer.NO,
    need=Answer.YES,
    expected_close=date(2026, 12, 12),
    next_follow_up=CALL,
    score=62,
    external_id="S-1",
)
# fmt: off
KEYS = [
    "id", "title", "stage", "outcome", "amount", "currency", "probability", "weighted_amount", "owner",
    "source", "source_detail", "company", "contact", "tags", "qualification", "evaluation", "closing",
    "score", "open_objections",
    "parked_until", "parked_reason", "lost_reason", "lost_detail", "competitor", "may_return", "repeat_of",
    "referred_by", "next_follow_up", "created_at", "stage_since", "last_touch", "expected_close",
    "closed_at", "external_id", "fields", "version",
]
MORE_KEYS = [
    "pain_point", "current_supplier", "decision_process", "buyer_next_step", "gate", "answers", "score_points",
    "checklist", "customer", "objections", "contacts", "follow_ups", "timeline",
]
# fmt: on


def read(document: object) -> Any:
    return json.loads(json_text(document), parse_float=Decimal)


def test_the_keys_are_always_the_same() -> None:
    for deal in (BARE, FULL):
        assert list(read(deal_to_json(deal))) == KEYS


def test_a_bare_deal_has_nulls() -> None:
    shown = read(deal_to_json(BARE))
    for key in (
        "outcome",
        "amount",
        "currency",
        "weighted_amount",
        "owner",
        "source",
        "source_detail",
        "company",
        "contact",
        "score",
    ):
        assert shown[key] is None
    assert shown["next_follow_up"] is None
    assert shown["tags"] == []
    assert shown["probability"] == 5
    assert shown["qualification"] == {"market": "unknown", "means": "unknown", "authority": "unknown"}
    assert shown["evaluation"] == {"need": "unknown", "willing": "unknown", "expected_close": None}
    assert shown["closing"] == {"agreed": "unknown", "signed": "unknown", "settled": "unknown"}
    assert (shown["parked_until"], shown["may_return"], shown["repeat_of"]) == (None, "unknown", None)


def test_a_full_deal() -> None:
    shown = read(deal_to_json(FULL))
    assert shown["title"] == "Acme Oy: “pilot”"
    assert (shown["stage"], shown["amount"], shown["currency"]) == ("prospect", Decimal("1250.75"), "EUR")
    assert (shown["probability"], shown["weighted_amount"]) == (35, Decimal("437.76"))
    assert shown["owner"] == "kari"
    assert shown["contact"] == {"name": "Åse", "role": "decision maker", "email": None, "phone": None}
    assert shown["qualification"] == {"market": "yes", "means": "no", "authority": "unknown"}
    assert shown["next_follow_up"] == {
        "id": 5,
        "due": "2026-11-27",
        "time": "10:30",
        "kind": "call",
        "what": "call about price",
    }
    assert shown["created_at"] == "2026-11-21T14:02:03.456Z"
    assert shown["expected_close"] == shown["evaluation"]["expected_close"] == "2026-12-12"
    assert (shown["score"], shown["external_id"], shown["version"]) == (62, "S-1", 4)


def test_a_lost_deal() -> None:
    lost = Deal(
        2,
        "x",
        Stage.CLOSED,
        created_at=0,
        stage_since=0,
        last_touch=0,
        version=1,
        outcome=Outcome.LOST,
        lost_reason=LostReason.NO_NEED,
        closed_at=0,
        owner=Seller(2, None, "Per Lie"),
    )
    shown = read(deal_to_json(lost))
    assert (shown["stage"], shown["outcome"], shown["lost_reason"]) == ("closed", "lost", "no need")
    assert shown["closed_at"] == "1970-01-01T00:00:00.000Z"
    assert shown["owner"] == "Per Lie"


def test_detail_adds_contacts_follow_ups_and_timeline() -> None:
    entry = TimelineEntry(EntryKind.NOTE, NOW, "Kari", "call", "wants price\nfor 40", "note", 3, 17)
    shown = read(detail_to_json(FULL, [entry], [CALL]))
    assert list(shown) == [*KEYS, *MORE_KEYS]
    assert shown["customer"] is None
    assert shown["objections"] == shown["answers"] == shown["checklist"] == shown["score_points"] == []
    assert [(c["id"], c["name"], c["primary"]) for c in shown["contacts"]] == [(7, "Ola", False), (9, "Åse", True)]
    assert shown["follow_ups"][0]["done_at"] is None
    assert shown["timeline"] == [
        {
            "at": "2026-11-21T14:02:03.456Z",
            "kind": "note",
            "seller": "Kari",
            "label": "call",
            "text": "wants price\nfor 40",
            "entity": "note",
            "id": 3,
        }
    ]


def test_detail_tells_what_the_funnel_knows() -> None:
    detail = detail_to_json(
        FULL,
        [],
        [],
        score=Score(62, (Points("source", 12, 12, "referral"),)),
        gate=gate(FULL, Stage.OPPORTUNITY),
        answers=[GivenAnswer(Criterion.MEANS, Answer.NO, "Ola", "call", NOW, "Kari")],
        checklist=[("meet", True)],
        objections=[Objection(4, 17, "too dear", NOW, "Kari")],
        customer=Customer(Company(3, "Acme Oy", customer_since=NOW), (Money(99, "EUR"), Money(5, "JPY")), 2),
    )
    shown = read(detail)
    at = "2026-11-21T14:02:03.456Z"
    assert list(shown) == [*KEYS, *MORE_KEYS]
    assert shown["score_points"] == [{"rule": "source", "points": 12, "most": 12, "reason": "referral"}]
    assert (shown["gate"]["missing"], shown["gate"]["open"]) == (["willing"], False)
    assert shown["answers"] == [
        {"criterion": "means", "answer": "no", "contact": "Ola", "how": "call", "at": at, "seller": "Kari"}
    ]
    assert shown["checklist"] == [{"what": "meet", "done": True}]
    assert (shown["objections"][0]["text"], shown["objections"][0]["resolved_at"]) == ("too dear", None)
    assert shown["customer"] == {
        "company": "Acme Oy",
        "since": at,
        "won": 2,
        "lifetime": [{"amount": Decimal("0.99"), "currency": "EUR"}, {"amount": 5, "currency": "JPY"}],
    }


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(10, "EUR"), "0.10"),
        (Money(30, "EUR"), "0.30"),
        (Money(0, "EUR"), "0.00"),
        (Money(1250, "JPY"), "1250"),
        (Money(1, "KWD"), "0.001"),
        (Money(10**15 - 1, "EUR"), "9999999999999.99"),
    ],
)
def test_amounts_are_written_digit_by_digit(money: Money, text: str) -> None:
    assert json_text(money.major) == text


@given(st.integers(min_value=0, max_value=4_000_000_000_000_000))
def test_instants_sort_as_text(instant: int) -> None:
    earlier, later = instant_to_json(instant), instant_to_json(instant + 1000)
    assert earlier is not None
    assert later is not None
    assert earlier < later


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(documents)
def test_any_document_is_valid_json_and_comes_back(document: object) -> None:
    text = json_text(document)
    assert json.loads(text, parse_float=Decimal) == document
    assert text.replace("\n", "").isprintable()


def test_what_has_no_json_form_is_a_defect() -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        json_text(object())
