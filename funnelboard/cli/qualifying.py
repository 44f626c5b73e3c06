"""``qualify``: the questions that tell the stages apart, and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import choose, number_of, one_of
from funnelboard.cli.command import Request, command
from funnelboard.cli.fields import DETAILS, currency_of, named_values
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.criteria import YES_OR_NO, AskedHow, Criterion
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import format_money, parse_money

if TYPE_CHECKING:
    from funnelboard.domain.given_answer import GivenAnswer
    from funnelboard.services.answering import AnswerValue
    from funnelboard.services.deal_detail import DealDetail
    from funnelboard.services.qualifying import Question
    from funnelboard.services.workspace import Workspace

QUESTIONS: Mapping[str, str] = {
    **{criterion.value.replace("_", "-"): criterion.value for criterion in Criterion},
    "close": Criterion.EXPECTED_CLOSE.value,
    **DETAILS,
}
"""What can be typed before the ``=``, and the criterion or detail it stands for."""

_COLUMNS = (
    Column("name"),
    Column("answer"),
    Column("question", least=16, wrapped=True),
    Column("told", least=10, wrapped=True, optional=True),
)

deal_number = number_of("deal")


@command(
    "qualify",
    "qualify 63",
    "qualify 64 means=yes authority=no --how call",
    "qualify 41 amount=12k expected-close='3 dec' pain-point='slow quotes'",
)
@click.argument("words", nargs=-1, required=True, metavar="DEAL… [NAME=ANSWER…]")
@click.option("--how", type=one_of(AskedHow, "way"), metavar="HOW", help=f"How it was learnt: {', '.join(AskedHow)}.")
@click.option("--contact", metavar="NAME", help="Which contact of the deal said so.")
def qualify(request: Request, words: tuple[str, ...], how: AskedHow | None, contact: str | None) -> None:
    """Answer questions about deals, or see what is asked of them where they are.

    A lead is asked for market, means and authority, a prospect for need, willing, amount and expected-close, an
    opportunity for agreed, signed, settled and amount. What else is learnt goes along: pain-point, current-supplier,
    competitor, decision-process, buyer-next-step. An empty value takes an answer back.
    """
    for word in words:
        if word.casefold() in QUESTIONS:
            raise click.UsageError(f"Say the answer too: {word}=yes, or what it is.")
    deal_ids = list(dict.fromkeys(deal_number(word) for word in words if "=" not in word))
    assignments = [word for word in words if "=" in word]
    if not deal_ids:
        raise click.UsageError("Say which deal, for example: qualify 17 market=yes.")
    if not assignments and (how or contact):
        raise click.UsageError("--how and --contact go with an answer, for example: qualify 17 means=yes --how call.")
    with request.workspace() as workspace:
        deals = [workspace.board.deal(deal_id) for deal_id in deal_ids]
        if assignments:
            _answer(request, workspace, deals, assignments, how, contact)
        else:
            details = [workspace.board.detail(deal_id) for deal_id in deal_ids]
            asked = [workspace.qualifying.questions(deal_id) for deal_id in deal_ids]
            _write_questions(request, workspace.clock.today(), details, asked)


def _answer(
    request: Request,
    workspace: Workspace,
    deals: Sequence[Deal],
    assignments: Sequence[str],
    how: AskedHow | None,
    contact: str | None,
) -> None:
    from funnelboard.cli.contacts import contact_named
    from funnelboard.cli.gates import next_step

    typed = named_values(assignments, QUESTIONS, "question")
    given = [_values(request, workspace, deal, typed) for deal in deals]
    contacts = [contact_named(deal, contact).contact.id if contact else None for deal in deals]
    details = {name: text for name, text in typed.items() if name in DETAILS.values()}
    dones = [
        workspace.qualifying.answer_many(deal.id, answers, how or "", contact_id, details)
        for deal, answers, contact_id in zip(deals, given, contacts, strict=True)
    ]
    answered = [workspace.board.deal(deal.id) for deal in deals]
    request.answer(workspace, dones, answered)
    for deal in answered:
        if step := next_step(deal):
            output.say(step)


def _values(
    request: Request, workspace: Workspace, deal: Deal, typed: Mapping[str, str]
) -> dict[Criterion, AnswerValue]:
    """The answers as services take them; an amount without a currency is in the deal's own.

    Raises:
        BadInput: One of them cannot be understood.
    """
    values: dict[Criterion, AnswerValue] = {}
    for name, text in typed.items():
        if name not in tuple(Criterion):
            continue
        criterion = Criterion(name)
        if criterion in YES_OR_NO:
            values[criterion] = choose(text, Answer, "answer") if text else Answer.UNKNOWN
        elif criterion is Criterion.AMOUNT:
            values[criterion] = parse_money(text, currency_of(deal, workspace)) if text else None
        else:
            values[criterion] = workspace.day(text) if text else None
    return values


def _write_questions(
    request: Request, today: date, details: Sequence[DealDetail], asked: Sequence[Sequence[Question]]
) -> None:
    if request.json:
        documents = [_questions_to_json(*pair) for pair in zip(details, asked, strict=True)]
        output.write_json(documents if len(documents) > 1 else documents[0])
        return
    from funnelboard.cli.gates import next_step

    for detail, questions in zip(details, asked, strict=True):
        output.write_sentence(
            f"#{detail.deal.id} {detail.deal.title} · {detail.deal.outcome or detail.deal.stage}", output.BOLD
        )
        told = {given.criterion: given for given in detail.answers}
        rows = [
            (
                question.criterion.value.replace("_", "-"),
                _answered(question, detail.deal, today),
                question.text,
                _told(told.get(question.criterion), today),
            )
            for question in questions
        ]
        if rows:
            write_table(_COLUMNS, rows)
        output.say(next_step(detail.deal) or f"#{detail.deal.id} is closed: nothing more is asked.")


def _answered(question: Question, deal: Deal, today: date) -> str:
    if question.criterion is Criterion.AMOUNT and deal.amount is not None:
        return format_money(deal.amount)
    if question.criterion is Criterion.EXPECTED_CLOSE and deal.expected_close is not None:
        return describe_date(deal.expected_close, today)
    return question.answer


def _told(given: GivenAnswer | None, today: date) -> str:
    """``Kari Nordmann, call, 2026-11-21 14:02``."""
    if given is None:
        return ""
    from funnelboard.cli.deal_text import local_time

    return ", ".join(part for part in (given.contact, given.how, local_time(given.at, today)) if part)


def _questions_to_json(detail: DealDetail, questions: Sequence[Question]) -> dict[str, object]:
    from funnelboard.exchange.deal_json import answer_to_json, gate_to_json

    told = {given.criterion: given for given in detail.answers}
    return {
        "deal": detail.deal.id,
        "stage": detail.deal.stage,
        "questions": [
            {
                "name": question.criterion,
                "question": question.text,
                "answer": question.answer,
                "told": answer_to_json(told[question.criterion]) if question.criterion in told else None,
            }
            for question in questions
        ],
        "gate": gate_to_json(detail.gate) if detail.gate else None,
    }
