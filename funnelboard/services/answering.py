"""Recording answers inside a change, as qualifying and the form at a gate both do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from funnelboard.domain.criteria import YES_OR_NO, AskedHow, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.errors import BadInput
from funnelboard.services.editing import DETAILS, DealEditor, check_unchanged
from funnelboard.services.session import Session, money_columns
from funnelboard.store.change import Change

AnswerValue = Answer | Money | date | None
"""What a criterion can be answered with: yes or no, or, for amount and expected close, the value itself."""


def record_answers(
    change: Change,
    deal: Deal,
    answers: Mapping[Criterion, AnswerValue],
    how: str = "",
    contact_id: int | None = None,
) -> list[str]:
    """Set the criteria of a deal, each with who answered, when and how; told as words for a summary.

    An answer that stands already is kept again only when it comes with who or how; so is an amount or a date, whose
    own change the log tells.

    Raises:
        BadInput: An answer that does not fit its criterion, an unknown way of asking, or a contact of another deal.
    """
    if how and how not in tuple(AskedHow):
        raise BadInput(f"“{how}” is no way to learn an answer. Choose one of: {', '.join(AskedHow)}.")
    if contact_id is not None and contact_id not in {link.contact.id for link in deal.contacts}:
        raise BadInput(f"Contact #{contact_id} is not on “{deal.title}”. Add the contact first.")
    told: list[str] = []
    for criterion, value in answers.items():
        name = criterion.value.replace("_", " ")
        if criterion in YES_OR_NO:
            if not isinstance(value, Answer):
                raise BadInput(f"“{name}” is answered with yes, no or unknown.")
            if change.update("deal", deal.id, {criterion.value: value.value}) or how or contact_id is not None:
                _keep(change, deal, criterion, value, how, contact_id)
                told.append(f"{name} {value.value}")
        elif change.update("deal", deal.id, _columns(criterion, value)):
            told.append(name)
            if how or contact_id is not None:
                _keep(change, deal, criterion, Answer.UNKNOWN if value is None else Answer.YES, how, contact_id)
    return told


def record_details(session: Session, change: Change, deal: Deal, details: Mapping[str, str]) -> list[str]:
    """Set what else was learnt about a deal, by the names of ``DETAILS``; those that changed, for a summary.

    Raises:
        BadInput: There is no such detail.
    """
    for name in details:
        if name not in DETAILS:
            raise BadInput(f"There is no detail “{name}”. There are: {', '.join(DETAILS)}.")
    return DealEditor(session, change).apply(deal, details) if details else []


def check_unseen(
    session: Session,
    deal: Deal,
    answers: Mapping[Criterion, AnswerValue],
    details: Mapping[str, str],
    seen: Deal | None,
) -> None:
    """Refuse answers and details that would overwrite what somebody else has written since.

    Args:
        seen: The deal as the seller saw it; None for one they did not look at.

    Raises:
        Conflict: Both values are in it.
    """
    if seen is not None:
        values = {criterion.value: value for criterion, value in answers.items()}
        check_unchanged(session, deal, {**values, **details}, seen)


def _keep(change: Change, deal: Deal, criterion: Criterion, answer: Answer, how: str, contact_id: int | None) -> None:
    change.insert(
        "answer",
        {
            "deal_id": deal.id, "criterion": criterion.value, "answer": answer.value, "contact_id": contact_id,
            "how": how, "at": change.now, "seller_id": change.seller,
        },
    )  # fmt: skip


def _columns(criterion: Criterion, value: AnswerValue) -> dict[str, object]:
    if criterion is Criterion.AMOUNT:
        if value is not None and not isinstance(value, Money):
            raise BadInput("“amount” is answered with an amount, for example 12k €.")
        return money_columns(value)
    if value is not None and not isinstance(value, date):
        raise BadInput("“expected close” is answered with a date, for example 3 dec.")
    return {"expected_close": value and value.isoformat()}
