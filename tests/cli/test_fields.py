"""FIELD=VALUE as people type it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.cli.choices import choose
from funnelboard.cli.fields import FIELDS, parse_assignments
from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import YES_OR_NO
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


def test_an_amount_in_another_currency_is_the_same_figure() -> None:
    priced = DEAL._replace(amount=Money(12_50, "EUR"))
    for assignments, amount in (
        (["currency=nok"], Money(12_50, "NOK")),
        (["currency=KWD"], Money(12_500, "KWD")),
        (["currency=JPY", "amount=9"], Money(9, "JPY")),
    ):
        assert parse_assignments(assignments, priced, "EUR", date.fromisoformat) == {"amount": amount}
    for assignments, sentence in (
        (["currency=JPY"], "too many decimals for JPY"),
        (["currency=NOK", "amount=9 EUR"], "The amount is not in NOK"),
        (["currency=XYZ"], "“XYZ” is not a currency"),
    ):
        with pytest.raises(BadInput, match=sentence):
            parse_assignments(assignments, priced, "EUR", date.fromisoformat)


def test_several_at_once() -> None:
    assert parse("owner=me", "probability=5") == {"owner": "me", "probability": 5}


@pytest.mark.parametrize(
    ("assignments", "sentence"),
    [
        (["amount"], "“amount” has no “=”"),
        (["colour=red"], "“colour” is not a field. It is one of: title, amount"),
        (["=red"], "“” is not a field"),
        (["amuont=5"], "did you mean amount"),
        (["currency=NOK"], "There is no amount to be in NOK"),
        (["stage=won"], "by “funnelboard move 17 STAGE”"),
        (["close=fri", "expected_close=mon"], "“expected_close” is there twice"),
        (["title="], "A deal needs a title"),
        (["amount=lots"], "“lots” is not an amount"),
        (["amount=-5"], "negative"),
        (["probability=101"], "“101” is not a probability"),
        (["probability=-1"], "is not a probability"),
        (["probability=½"], "is not a probability"),
        (["close=someday"], "“someday” is not a date"),
        (["source=tv"], "“tv” is no source. Choose one of: referral, inbound"),
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

    assert set(FIELDS.values()) == {*EDITABLE, "currency", "source_detail", *YES_OR_NO}


VALUES = {
    "title": "Acme Oy: rollout",
    "amount": "500.5",
    "currency": "NOK",
    "probability": "35",
    "owner": "kari",
    "source": "search",
    "source_detail": "spring fair",
    "company": "Globex",
    "contact": "Ola Moe",
    "role": "user",
    "email": "ola@acme.example",
    "phone": "+47 99 88 77 66",
    "tags": "spring",
    "referred_by": "Nordlys AS",
    "expected_close": "2026-12-30",
    "competitor": "Initech",
    "pain_point": "slow quotes",
    "current_supplier": "Umbrella",
    "decision_process": "the board votes",
    "buyer_next_step": "asks the board",
    **dict.fromkeys(YES_OR_NO, "no"),
}
"""A value for each key of a deal's JSON that ``edit`` changes."""
CHANGED_BY_ANOTHER = {
    *("stage", "outcome", "lost_reason", "lost_detail", "may_return", "closed_at", "parked_until", "parked_reason"),
    *("next_follow_up", "objections", "contacts"),
}
FOLLOWING_FROM_OTHERS = {
    *("id", "weighted_amount", "score", "score_points", "open_objections", "repeat_of", "created_at", "stage_since"),
    *("last_touch", "external_id", "version", "gate", "answers", "checklist", "customer", "follow_ups", "timeline"),
}


def leaves(document: dict[str, Any]) -> dict[str, Any]:
    """The keys of a deal's JSON with those inside the objects that group some."""
    person = document.pop("contact")
    document.pop("fields")
    grouped = {
        key: value for group in ("qualification", "evaluation", "closing") for key, value in document.pop(group).items()
    }
    return {**document, **grouped, "contact": person.pop("name"), **person}


def test_every_key_of_the_json_is_edited_under_its_name_or_says_by_what(cli: Callable[..., Any]) -> None:
    cli("add", "Acme Oy: pilot @Kari Nordmann 12k€")
    for key in leaves(cli("show", 1, "--json").json):
        value = VALUES.get(key)
        edited = cli("edit", 1, f"{key}={value or 'x'}", "--json")
        if value is None:
            assert edited.status == 1, key
            assert ("but by “funnelboard" in edited.err) is (key in CHANGED_BY_ANOTHER), key
            assert key in CHANGED_BY_ANOTHER | FOLLOWING_FROM_OTHERS
        else:
            assert edited.status == 0, (key, edited.err)
            shown = leaves(cli("show", 1, "--json").json)[key]
            assert (shown[0] if key == "tags" else str(shown)) == value, key
    assert cli("undo").status == 0


def test_choices_by_their_beginning() -> None:
    assert choose("no-need", LostReason, "reason") is LostReason.NO_NEED
    assert choose("PRI", LostReason, "reason") is LostReason.PRICE
    for text in ("no", "", "x"):
        with pytest.raises(BadInput):
            choose(text, LostReason, "reason")
