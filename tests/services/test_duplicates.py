"""What is probably there twice is found, with why; what only looks so is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.duplicate import Record
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace
from funnelboard.store import ranks
from tests.conftest import NOW, TODAY

Add = Callable[..., Deal]
DEAL, COMPANY, CONTACT = Record

WON = {"stage": Stage.CLOSED, "outcome": Outcome.WON}
LOST = {"stage": Stage.CLOSED, "outcome": Outcome.LOST, "lost_reason": LostReason.PRICE}


def found(workspace: Workspace, record: Record, query: str = "") -> list[tuple[int, int, tuple[str, ...]]]:
    pairs = workspace.duplicates.find(parse_query(query, TODAY))
    return [(pair.keep.id, pair.other.id, pair.why) for pair in pairs if pair.record is record]


def add_company(workspace: Workspace, **known: str) -> None:
    with workspace.session.change("edit") as change:
        change.insert("company", {"folded": known["name"].casefold(), **known})
        change.summary = "added a company"


def add_contact(workspace: Workspace, company_id: int | None = None, **known: Any) -> None:
    with workspace.session.change("edit") as change:
        values = {"folded": known["name"].casefold(), "company_id": company_id, "email": "", "phone": "", **known}
        change.insert("contact", values)
        change.summary = "added a contact"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"title": "Ærlig Øl: pilot"}, {"title": "Aerlig Ol - Pilot"}, ("the same title", "the same company")),
        ({"title": "Ærlig Øl: pilot"}, {"title": "pilot"}, ("the same title", "the same company")),
        ({"title": "fleet renewal"}, {"title": "Fleet renewl"}, ("titles spelled almost the same", "the same company")),
        ({"title": "pilot", **WON}, {"title": "pilot"}, ("the same title", "the same company")),
        ({"title": "pilot", **LOST}, {"title": "pilot", **LOST}, ("the same title", "the same company")),
        ({"title": "pilot", **LOST}, {"title": "pilot", **WON}, None),
        ({"title": "pilot 1"}, {"title": "pilot 2"}, None),
        ({"title": "pilot"}, {"title": "rollout"}, None),
        ({"title": "pilot"}, {"title": "pilot", "company": "Beta"}, None),
    ],
)
def test_deals_of_one_company(
    one: dict[str, Any], other: dict[str, Any], why: tuple[str, ...] | None, workspace: Workspace, add_deal: Add
) -> None:
    for known in (one, other):
        add_deal(**{"company": "Ærlig Øl AS", **known})
    assert found(workspace, DEAL) == ([] if why is None else [(1, 2, why)])


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"title": "web form"}, {"title": "Acme: pilot", "company": "Acme"}, ("the same buyer",)),
        ({"title": "web form"}, {"title": "asks again"}, ("the same buyer",)),
        ({"title": "pilot", "company": "Acme"}, {"title": "rollout", "company": "Acme"}, None),
        ({"title": "web form", **LOST}, {"title": "Acme: pilot", "company": "Acme"}, None),
    ],
)
def test_deals_with_one_buyer(
    one: dict[str, Any], other: dict[str, Any], why: tuple[str, ...] | None, workspace: Workspace, add_deal: Add
) -> None:
    add_deal(contact="Kari Nordmann", email="kari@acme.example", **one)
    add_deal(contact="K. Nordmann", email="KARI@acme.example", **other)
    assert [(why) for _, _, why in found(workspace, DEAL)] == ([] if why is None else [why])


def test_titles_alone_tell_little(workspace: Workspace, add_deal: Add) -> None:
    add_deal(title="first talk", contact="Kari")
    add_deal(title="first talk", contact="Per")
    assert found(workspace, DEAL) == []
    add_deal(title="first talk")
    assert found(workspace, DEAL) == [(1, 3, ("the same title",)), (2, 3, ("the same title",))]


def test_a_sale_that_is_long_over_and_the_next_one_are_two(
    workspace: Workspace, add_deal: Add, tick: Callable[..., int]
) -> None:
    add_deal(title="pilot", company="Acme", **WON)
    tick(days=40)
    add_deal(title="pilot", company="Acme")
    workspace.customers.repeat(1)
    assert found(workspace, DEAL) == [(2, 3, ("the same title", "the same company"))]


def test_the_better_one_is_kept_and_each_pair_is_told_once(workspace: Workspace, add_deal: Add) -> None:
    for stage in (Stage.LEAD, Stage.OPPORTUNITY, Stage.LEAD):
        add_deal(title="pilot", company="Acme", stage=stage)
    assert [(keep, other) for keep, other, _ in found(workspace, DEAL)] == [(2, 3), (2, 1)]
    workspace.pipeline.delete((2,))
    assert [(keep, other) for keep, other, _ in found(workspace, DEAL)] == [(1, 3)]


def test_ids_of_another_program_tell_two_deals_apart(workspace: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text(
        "deal id,title,company,amount,created\n"
        "1,Pilot,Acme,100,2026-01-05\n2,Pilot,Acme,100,2026-03-05\n3,Pilot,Acme,900,2026-01-05\n"
        "4,Pilot,Acme,100,2026-01-05\n"
    )
    run_import(workspace, plan_import(table))
    assert [(keep, other) for keep, other, _ in found(workspace, DEAL)] == [(1, 4)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"name": "Nordlys Elsykler AS"}, {"name": "NORDLYS ELSYKLER"}, "the same but for its legal form"),
        ({"name": "Åkerø"}, {"name": "Akero", "phone": "1"}, "the same name"),
        (
            {"name": "Acme", "website": "https://www.acme.fi/en"},
            {"name": "Kone", "website": "ACME.fi"},
            "the same website, acme.fi",
        ),
        (
            {"name": "Acme", "phone": "+47 22 33 44 55"},
            {"name": "Kone", "phone": "22 33 44 56"},
            None,
        ),
        (
            {"name": "Acme", "phone": "+47 22 33 44 55"},
            {"name": "Kone", "phone": "22334455"},
            "the same phone number, +47 22 33 44 55",
        ),
        ({"name": "Acme", "website": "[", "phone": "123"}, {"name": "Kone", "website": "[", "phone": "123"}, None),
        ({"name": "Acme"}, {"name": "Acme Kone"}, None),
    ],
)
def test_companies(one: dict[str, str], other: dict[str, str], why: str | None, workspace: Workspace) -> None:
    add_company(workspace, **one)
    add_company(workspace, **other)
    assert found(workspace, COMPANY) == ([] if why is None else [(1, 2, (why,))])


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"email": "kari@x.no"}, {"name": "Per", "email": "KARI@x.no "}, "the same address, kari@x.no"),
        ({"email": "post@x.no"}, {"name": "Per Lie", "email": "post@x.no"}, None),
        ({"email": "post@x.no"}, {"email": "post@x.no", "name": "K. Nordmann"}, "the same address, post@x.no"),
        ({"phone": "90011222"}, {"phone": "+47 900 11 222", "company_id": 1}, "the same phone number, 90011222"),
        ({"phone": "90011222"}, {"phone": "90011222", "name": "Per Lie"}, None),
        ({"company_id": 1}, {"company_id": 1, "name": "Nordmann, Kari"}, "the same name, at the same company"),
        ({"company_id": 1}, {"company_id": 2, "name": "K. Nordmann"}, "the same name, shortened, at the same company"),
        ({"company_id": 1}, {"company_id": 3}, None),
        ({"company_id": 1}, {}, "the same name, and no other company"),
        ({"name": "Kari"}, {"name": "Kari"}, None),
    ],
)
def test_contacts(one: dict[str, Any], other: dict[str, Any], why: str | None, workspace: Workspace) -> None:
    for name in ("Nordlys AS", "Nordlys", "Beta"):
        add_company(workspace, name=name)
    for known in (one, other):
        add_contact(workspace, **{"name": "Kari Nordmann", **known})
    pairs = found(workspace, CONTACT)
    assert [(keep, other) for keep, other, _ in pairs] == ([] if why is None else [(1, 2)])
    assert why is None or why in pairs[0][2]


def test_deals_of_companies_that_are_one(workspace: Workspace, add_deal: Add) -> None:
    for name in ("Nordlys", "Nordlys AS"):
        add_deal(title="pilot", company=name, amount=Money(100_000, "EUR"))
    (deal, company) = workspace.duplicates.find()
    assert (deal.record, deal.why) == (DEAL, ("the same title", "companies that are called alike"))
    assert deal.other.facts == ("Nordlys AS", "lead", "1\N{NO-BREAK SPACE}000 €")
    assert (company.record, company.keep.name, company.keep.facts) == (COMPANY, "Nordlys", ("1 deal",))


def test_a_query_says_whose(workspace: Workspace, add_deal: Add) -> None:
    for name in ("Nordlys", "Acme"):
        for form in ("", " AS"):
            add_deal(title="pilot", company=name + form, contact="Kari", email=f"kari@{name}.example")
    assert len(found(workspace, DEAL)) == len(found(workspace, COMPANY)) == len(found(workspace, CONTACT)) == 2
    for record in Record:
        assert [pair[:2] for pair in found(workspace, record, "company:acme")] == [(3, 4)]
        assert found(workspace, record, "stage:prospect") == []


def test_nothing_is_there_twice(workspace: Workspace) -> None:
    assert workspace.duplicates.find() == ()


def test_it_ends_with_what_is_merged(workspace: Workspace, add_deal: Add) -> None:
    for name in ("Nordlys", "Nordlys AS"):
        add_deal(title="pilot", company=name, contact="Kari Nordmann", email="kari@nordlys.example")
    while pairs := workspace.duplicates.find():
        workspace.merging.merge(pairs[-1].record, pairs[-1].keep.id, pairs[-1].other.id)
    (deal,) = workspace.board.deals(parse_query("", TODAY))
    assert [link.contact.name for link in deal.contacts] == ["Kari Nordmann"]


@pytest.mark.scale
def test_forty_thousand_deals_are_compared_in_a_moment(
    workspace: Workspace, record_property: Callable[[str, object], None]
) -> None:
    count = 40_000
    places = ranks.spread(count)
    with workspace.session.change("import") as change:
        names = [f"Canton {number} Oy" for number in range(count // 100)]
        companies = change.insert_many("company", [{"name": name, "folded": name.casefold()} for name in names])
        common = {"stage": "lead", "created_at": NOW, "stage_since": NOW}
        change.insert_many(
            "deal",
            [
                {"title": f"Service plan {n // 3}", "rank": places[n], "company_id": companies[n // 100], **common}
                for n in range(count)
            ],
        )
        change.summary = "imported"
    began = process_time()
    pairs = workspace.duplicates.find()
    record_property("seconds", round(process_time() - began, 2))
    assert len(pairs) > 25_000
