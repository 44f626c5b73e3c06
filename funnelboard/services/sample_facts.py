"""Facts of the sample's deals that have no service of their own: answers, objections, and who led to whom."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Answer
from funnelboard.errors import NotFound
from funnelboard.services.session import Session
from funnelboard.store import people

FACTS: Mapping[str, str] = {
    "pain": "pain_point",
    "supplier": "current_supplier",
    "competitor": "competitor",
    "process": "decision_process",
    "next": "buyer_next_step",
}
"""The column behind a word of the story."""

CLOSING_QUESTIONS = "agreed signed settled"
ASKED: Mapping[str, str] = {"call": "call", "email": "email", "meeting": "meeting", "demo": "meeting"}
"""How a question was asked, by the kind of the note before its answer."""


def set_fact(session: Session, deal_id: int, word: str, text: str) -> None:
    """Say one thing about a deal in words."""
    column = FACTS[word]
    with session.change("edit") as change:
        change.update("deal", deal_id, {column: text})
        change.summary = f"changed {column.replace('_', ' ')} of “{session.live_deal(deal_id).title}”"


def answer(session: Session, deal_id: int, questions: str, last_note: str) -> None:
    """Answer questions.

    Args:
        questions: Their names, each with ``=no`` or the like unless the answer is yes.
        last_note: Kind of the note before, which tells how they were asked.
    """
    answers = {}
    for word in questions.split():
        question, _, said = word.partition("=")
        answers[question] = Answer(said or Answer.YES).value
    with session.change("qualify") as change:
        deal = session.live_deal(deal_id)
        change.update("deal", deal_id, answers)
        asked = {
            "deal_id": deal_id,
            "contact_id": deal.primary.contact.id if deal.primary else None,
            "how": ASKED.get(last_note, ""),
            "at": change.now,
            "seller_id": change.seller,
        }
        change.insert_many("answer", [{**asked, "criterion": name, "answer": said} for name, said in answers.items()])
        change.summary = f"answered {', '.join(answers)} of “{deal.title}”"


def raise_objection(session: Session, deal_id: int, text: str) -> int:
    """Note what the buyer holds against it; the objection's id."""
    with session.change("objection") as change:
        objection = {"deal_id": deal_id, "text": text, "raised_at": change.now, "seller_id": change.seller}
        change.summary = f"noted an objection to “{session.live_deal(deal_id).title}”"
        return change.insert("objection", objection)


def resolve_objection(session: Session, deal_id: int, objection_id: int, text: str) -> None:
    """Resolve an objection with an answer."""
    with session.change("objection") as change:
        change.update("objection", objection_id, {"resolved_at": change.now, "answer": text})
        change.summary = f"resolved an objection to “{session.live_deal(deal_id).title}”"


def complete(session: Session, deal_id: int, referred_by: str, repeat_of: int | None) -> None:
    """Say of a new deal who decides, which company referred it, and which deal it repeats.

    Raises:
        NotFound: No company of that name is known yet.
    """
    company_id = people.find_company(session.database, referred_by) if referred_by else None
    if referred_by and company_id is None:
        raise NotFound(f"There is no company “{referred_by}” yet.")
    with session.change("edit") as change:
        deal = session.live_deal(deal_id)
        for link in deal.contacts:
            if link.role is Role.DECISION_MAKER:
                change.update("deal_contact", link.id, {"decides": 1})
        change.update("deal", deal_id, {"referred_by_id": company_id, "repeat_of_id": repeat_of})
        change.summary = f"changed who decides on “{deal.title}” and where it came from"
