"""The tools that write: as the seller would, with the same refusals, and no way past a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.agent.answers import Document
from funnelboard.domain.closing import EndingFields
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.grammar import meant
from funnelboard.domain.money import parse_money
from funnelboard.domain.quick_add import parse_quick_add
from funnelboard.domain.stage import Outcome
from funnelboard.errors import BadInput
from funnelboard.exchange.deal_json import deal_to_json

if TYPE_CHECKING:
    from funnelboard.agent.arguments import AddDeal, AddFollowUp, AddNote, Move
    from funnelboard.domain.settings import LostChoice
    from funnelboard.services.answering import AnswerValue
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written


def add_deal(workspace: Workspace, said: AddDeal) -> Document:
    """A deal of one line."""
    quick = parse_quick_add(
        said.line,
        workspace.clock.today(),
        workspace.default_currency,
        workspace.settings.current().sources,
        day_first=workspace.day_first,
    )
    written = workspace.pipeline.add(quick, said.stage, confirmed=said.confirmed)
    return {**_done(workspace, written), "not_understood": list(quick.problems)}


def note(workspace: Workspace, said: AddNote) -> Document:
    """A note on a deal."""
    return _done(workspace, workspace.activity.add_note((said.deal,), said.text, said.kind))


def follow_up(workspace: Workspace, said: AddFollowUp) -> Document:
    """A promise on a deal."""
    line = workspace.activity.read_follow_up(said.line, day_first=workspace.day_first)
    written = workspace.activity.add_follow_up(
        (said.deal,), line.due, line.kind, line.what, line.time, confirmed=said.confirmed
    )
    return _done(workspace, written)


def move(workspace: Workspace, said: Move) -> Document:
    """A deal goes to another stage, if its gates are open."""
    ticked = {Criterion.AGREED: said.agreed, Criterion.SIGNED: said.signed, Criterion.SETTLED: said.settled}
    answers: dict[Criterion, AnswerValue] = {criterion: Answer.YES for criterion, yes in ticked.items() if yes}
    ending: EndingFields = {"outcome": said.outcome}
    if said.amount:
        deal = workspace.board.deal(said.deal)
        amount = parse_money(said.amount, deal.amount.currency if deal.amount else workspace.default_currency)
        if said.outcome is Outcome.WON:
            ending["amount"] = amount
        else:
            answers[Criterion.AMOUNT] = amount
    if said.date:
        ending["closed_on"] = workspace.past_day(said.date)
    if said.reason:
        chosen = _lost_choice(workspace, said.reason)
        ending["lost_reason"], ending["lost_detail"] = chosen.reason, chosen.words(said.detail)
    if said.competitor:
        ending["competitor"] = said.competitor
    if said.may_return is not None:
        ending["may_return"] = Answer(said.may_return)
    if said.return_on:
        ending["return_on"] = workspace.day(said.return_on)
    return _done(
        workspace, workspace.pipeline.move((said.deal,), said.stage, why=said.because, answers=answers, **ending)
    )


def _lost_choice(workspace: Workspace, word: str) -> LostChoice:
    choices = {choice.label.casefold(): choice for choice in workspace.settings.current().lost_reasons}
    found = choices.get(word.strip().casefold())
    if found is None:
        raise BadInput(f"“{word}” is not a reason of this board{meant(word.casefold(), tuple(choices))}")
    return found


def _done(workspace: Workspace, written: Written) -> Document:
    """What was done, under which number of the log, and the deals as they are now."""
    return {
        "summary": written.summary,
        "change": written.change,
        "deals": [deal_to_json(deal) for deal in workspace.board.by_ids(written.deal_ids)],
    }
