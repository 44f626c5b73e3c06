"""FIELD=VALUE as people type it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funnelboard.cli.choices import choose
from funnelboard.cli.fields import FIELDS, parse_assignments
from funnelboard.domain.contact import Role
from funnelboard.domain.dates import parse_date
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Stage
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 21)
DEAL = Deal(17, "Pilot", Stage.LEAD, created_at=0, stage_since=0, last_touch=0, version=1, tags=("expo", "cold"))


def parse(*assignments: str) -> dict[str, Any]:
    return parse_assignments(assignments, DEAL, "SEK", lambda text: parse_date(text, TODAY))


@pytest.mark.parametrize(
    ("assignment", "changes"),
    [
        ("title=Acme Oy: a=b", {"title": "Acme Oy: a=b"}),
        ("amount=12k", {"amount": Money(12_000_00, "SEK")}),
        ("amount=12.50 EUR", {"amount": Money(12_50, "EUR")}),
        ("amount=", {"amount": None}),
        ("probability=35", {"probability": 35}),
        ("probability=0 %", {"probability": 0}),
        ("probability=stage", {"probability": None}),
        ("probability=", {"probability": None}),
        ("close=fri", {"expected_close": date(2026, 11, 27)}),
        ("expected_close=2026-12-03", {"expected_close": date(2026, 12, 3)}),
        ("Expected-Close=", {"expected_close": None}),
        ("source=ref", {"source": "referral"}),
        ("source=", {"source": ""}),
        ("owner=me", {"owner": "me"}),
        ("owner=none", {"owner": None}),
        ("owner=", {"owner": None}),
        ("company=", {"company": ""}),
        ("contact=Kari Nordmann", {"contact": "Kari Nordmann"}),
        ("email=kari@acme.example", {"email": "kari@acme.example"}),
        ("phone=+47 99 88 77 66", {"phone": "+47 99 88 77 66"}),
        ("job_title=CFO", {"job_title": "CFO"}),
        ("role=dec", {"role": Role.DECISION_MAKER}),
        ("role=decision-maker", {"role": Role.DECISION_MAKER}),
        ("tags=a,b", {"tags": ("a", "b")}),
        ("tags=#a #b a", {"tags": ("a", "b")}),
        ("tags=+new -cold", {"tags": ("expo", "new")}),
        ("tags=-expo -cold", {"tags": ()}),
        ("tags=+expo", {"tags": ("expo", "cold")}),
        ("tags=", {"tags": ()}),
        ("pain point=slow quotes", {"pain_point": "slow quotes"}),
    ],
)
def test_each_field(assignment: str, changes: dict[str, Any]) -> None:
    assert parse(assignment) == changes


def test_several_at_once() -> None:
    assert parse("owner=me", "probability=5") == {"owner": "me", "probability": 5}


@pytest.mark.parametrize(
    ("assignments", "sentence"),
    [
        (["amount"], "“amount” has no “=”"),
        (["colour=red"], "“colour” is not a field. The fields are title, amount"),
        (["=red"], "“” is not a field"),
        (["close=fri", "expected_close=mon"], "“expected_close” is there twice"),
        (["title="], "A deal needs a title"),
        (["amount=lots"], "“lots” is not an amount"),
        (["amount=-5"], "negative"),
        (["probability=101"], "“101” is not a probability"),
        (["probability=-1"], "is not a probability"),
        (["probability=½"], "is not a probability"),
        (["close=someday"], "“someday” is not a date"),
        (["source=tv"], "“tv” is not a source. It is one of: referral, inbound"),
        (["source=s"], "“s” could be search or social"),
        (["role=boss"], "“boss” is not a role"),
        (["tags=a +b"], "mixes"),
    ],
)
def test_each_refusal_says_what_is_wrong(assignments: list[str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence.replace("+", r"\+")):
        parse(*assignments)


def test_every_field_is_one_the_pipeline_edits() -> None:
    from funnelboard.services.editing import EDITABLE

    assert set(FIELDS.values()) == set(EDITABLE)


def test_choices_by_their_beginning() -> None:
    assert choose("no-need", LostReason, "reason") is LostReason.NO_NEED
    assert choose("PRI", LostReason, "reason") is LostReason.PRICE
    for text in ("no", "", "x"):
        with pytest.raises(BadInput):
            choose(text, LostReason, "reason")
