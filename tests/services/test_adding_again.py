"""Adding what is there already is asked about before it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.quick_add import QuickAdd, parse_quick_add
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import Unconfirmed
from funnelboard.services.workspace import Workspace


@pytest.mark.parametrize(
    ("quick", "question"),
    [
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Øl"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("ÆRLIG øl: Pilot", company="ærlig ØL"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Øl AS"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("call Bob"), "“Call Bob” is there already: #3, closed lost"),
        (QuickAdd("new", email="ØL@X.example"), "ØL@X.example is there already: Kari, on #1 “Ærlig Øl: pilot”"),
        (QuickAdd("Ærlig Øl: pilo", company="Ærlig Øl"), ""),
        (QuickAdd("Ærlig Øl: pilot", company="Other"), ""),
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Ølhus"), ""),
        (QuickAdd("Ærlig Øl: pilot"), ""),
        (QuickAdd("Ærlig Øl: gone", company="Ærlig Øl"), ""),
        (QuickAdd("new", email="l@x.example"), ""),
    ],
)
def test_the_same_company_and_title_or_the_same_address(
    quick: QuickAdd, question: str, workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    beer = {"company": "Ærlig Øl", "contact": "Kari", "email": "Øl@x.example"}
    add_deal(title="Ærlig Øl: pilot", stage=Stage.PROSPECT, **beer)
    workspace.pipeline.delete((add_deal(title="Ærlig Øl: gone", **beer).id,))
    add_deal(title="Call Bob", stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    log = workspace.undoing.log()
    if question:
        with pytest.raises(Unconfirmed) as asked:
            workspace.pipeline.add(quick)
        assert asked.value.question == f"{question}; add it all the same?"
        assert workspace.undoing.log() == log
    assert workspace.pipeline.add(quick, confirmed=True).change


@pytest.mark.parametrize(
    ("said", "question"),
    [
        (
            {"email": "kari@gmail.com"},
            "Kari is here with another e-mail address, KARI@x.example; put kari@gmail.com in",
        ),
        ({"phone": "112"}, "Kari is here with another phone number, +47 900 11 222; put 112 in its place?"),
        ({"phone": "+47-90011222"}, ""),
        ({}, ""),
    ],
)
def test_nobody_is_reached_in_another_way_without_being_asked(
    said: dict[str, str], question: str, workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    add_deal(company="Acme", contact="Kari", email="KARI@x.example", phone="+47 900 11 222")
    quick = QuickAdd("new", company="Acme", contact="Kari", **said)  # type: ignore[arg-type]
    if question:
        with pytest.raises(Unconfirmed) as asked:
            workspace.pipeline.add(quick)
        assert asked.value.question.startswith(question)
        assert len(workspace.people.contact(1).deal_ids) == 1
    written = workspace.pipeline.add(quick, confirmed=True)
    person = workspace.board.deal(written.deal_ids[0]).contacts[0].contact
    assert person.id == 1
    assert person.email == said.get("email", "KARI@x.example")


@pytest.fixture
def preben(workspace: Workspace, add_deal: Callable[..., Deal]) -> int:
    """Preben Kofoed of Bornholms Cykler I/S, who has said no; a Kari there too, and one elsewhere."""
    deal = add_deal(title="booking", company="Bornholms Cykler I/S", contact="Preben Kofoed")
    add_deal(title="more", company="Bornholms Cykler I/S", contact="Kari")
    add_deal(title="other", company="Øl AS", contact="Kari")
    person = deal.contacts[0].contact.id
    workspace.people.edit_contact(person, {"may_contact": False})
    return person


@pytest.mark.parametrize(
    "line",
    [
        "Bornholms Cykler I/S: new @Preben Kofoed !fri call",
        "bornholms cykler i/s: new @PREBEN kofoed !fri call",
        "Bornholms Cykler: new @Preben Kofoed !fri call",
        "Bornholms: new @Preben Kofoed !fri call",
        "new @Preben Kofoed !fri call",
    ],
)
def test_a_person_who_is_known_is_that_contact(line: str, workspace: Workspace, preben: int) -> None:
    quick = parse_quick_add(line, workspace.clock.today(), "EUR")
    with pytest.raises(Unconfirmed, match=r"^Preben Kofoed has said no to being contacted\."):
        workspace.pipeline.add(quick)
    (added,) = workspace.pipeline.add(quick, confirmed=True).deal_ids
    deal = workspace.board.deal(added)
    assert [link.contact.id for link in deal.contacts] == [preben]
    assert deal.company is not None
    assert deal.company.name == "Bornholms Cykler I/S"
    (item,) = workspace.agenda.today(None, days=7).items
    assert item.said_no


@pytest.mark.parametrize(
    ("line", "company", "question"),
    [
        ("Øl: new @Preben Kofoed !fri call", "Øl AS", "Preben Kofoed of Bornholms Cykler I/S has said no"),
        ("new @Preben Kofoed pk@x.example !fri call", "", "Preben Kofoed of Bornholms Cykler I/S has said no"),
        ("Øl: new @Preben Kofoed !fri research", "Øl AS", ""),
        ("Øl: new @Preben Kofoed", "Øl AS", ""),
        ("Born: new @Kari !fri call", "Born", ""),
        ("new @Kari !fri call", "", ""),
        ("new @Preben !fri call", "", ""),
    ],
)
def test_somebody_of_the_same_name_elsewhere_is_somebody_else(
    line: str, company: str, question: str, workspace: Workspace, preben: int
) -> None:
    quick = parse_quick_add(line, workspace.clock.today(), "EUR")
    if question:
        with pytest.raises(Unconfirmed, match=question):
            workspace.pipeline.add(quick)
    (added,) = workspace.pipeline.add(quick, confirmed=bool(question)).deal_ids
    deal = workspace.board.deal(added)
    assert (deal.company.name if deal.company else "") == company
    assert deal.contacts[0].contact.id > 3
    assert deal.contacts[0].contact.may_contact
