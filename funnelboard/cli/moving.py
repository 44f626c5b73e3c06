"""``move``: from stage to stage, through the gates, and to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, one_of
from funnelboard.cli.command import Request, command
from funnelboard.domain import argument_words
from funnelboard.domain.criteria import Criterion, GateClosed
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money, parse_money
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.closing import EndingFields
    from funnelboard.services.workspace import Workspace

deal_number = number_of("deal")
stage_named = one_of(STAGES, "stage")


@command(
    "move",
    "move 63 prospect",
    "move 53 --won --agreed --signed --settled",
    "move 53 --lost --reason price --return 'in 6 months'",
    "move 64 opportunity --force --because 'they asked for an offer'",
)
@click.argument("words", nargs=-1, required=True, metavar="DEAL… STAGE")
@click.option("--won", "outcome", flag_value="won", type=Outcome, help="It was won.")
@click.option("--lost", "outcome", flag_value="lost", type=Outcome, help="It was lost.")
@click.option("--agreed", is_flag=True, help=argument_words.AGREED)
@click.option("--signed", is_flag=True, help=argument_words.SIGNED)
@click.option("--settled", is_flag=True, help=argument_words.SETTLED)
@click.option("--amount", metavar="A", help=argument_words.AMOUNT)
@click.option("--date", "closed_on", metavar="D", help=argument_words.CLOSED_ON)
@click.option("--reason", metavar="R", help=argument_words.REASON)
@click.option("--detail", default="", metavar="WORDS", help=argument_words.DETAIL)
@click.option("--competitor", default="", metavar="NAME", help=argument_words.COMPETITOR)
@click.option("--may-return", type=one_of(("yes", "no"), "answer"), metavar="yes|no", help=argument_words.MAY_RETURN)
@click.option("--return", "return_on", metavar="WHEN", help=argument_words.RETURN_ON)
@click.option("--because", "why", default="", metavar="WHY", help=argument_words.WHY)
@click.option("--force", is_flag=True, help="Pass the gates with answers missing, --because WHY.")
def move(
    request: Request,
    words: tuple[str, ...],
    outcome: Outcome | None,
    *,
    agreed: bool,
    signed: bool,
    settled: bool,
    amount: str | None,
    closed_on: str | None,
    reason: str | None,
    detail: str,
    competitor: str,
    may_return: str | None,
    return_on: str | None,
    why: str,
    force: bool,
) -> None:
    """Move one or more deals to STAGE.

    STAGE is lead, prospect, opportunity or closed; the beginning of it is enough. Moving on asks for what has been
    established about a deal: "funnelboard qualify" answers it, and --force with --because passes all the same, unless
    the gates of the board are strict.

    Moving to closed says how it ended; "won" and "lost" will do for the stage. --won comes with --agreed, --signed and
    --settled, as far as that is not known yet, --lost with --reason, and with --may-return no or --return WHEN if that
    was asked.
    """
    stage, deal_ids, outcome = _where(words, outcome)
    said = {Criterion.AGREED: agreed, Criterion.SIGNED: signed, Criterion.SETTLED: settled}
    ticks: dict[Criterion, Answer] = {criterion: Answer.YES for criterion, ticked in said.items() if ticked}
    _check_outcome(stage, outcome, closed_on)
    _check_won(outcome, ticks)
    _check_lost(outcome, reason, detail or competitor or may_return or return_on)
    if may_return == "yes" and not return_on:
        raise click.UsageError("Say when we may come back: add --return WHEN, for example --return 'in 6 months'.")
    if amount and len(deal_ids) > 1:
        raise click.UsageError("--amount is for one deal at a time.")
    if force and not why.strip():
        raise click.UsageError("--force needs a reason: add --because WHY.")

    with request.workspace() as workspace:
        deals = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deal_ids)]
        answers: dict[Criterion, Answer | Money | date] = {**ticks}
        ending: EndingFields = {"outcome": outcome}
        if amount:
            came_to = parse_money(amount, _currency(deals[0], workspace))
            if outcome is Outcome.WON:
                ending["amount"] = came_to
            else:
                answers[Criterion.AMOUNT] = came_to
        if closed_on:
            ending["closed_on"] = workspace.past_day(closed_on)
        if reason:
            ending["lost_reason"], ending["lost_detail"] = _lost_because(reason, detail, workspace)
            ending["competitor"] = competitor
        if may_return:
            ending["may_return"] = Answer(may_return)
        if return_on:
            ending["return_on"] = workspace.day(return_on)
        if outcome is Outcome.WON:
            _tell_objections(deals, workspace)
        _move(request, workspace, deals, stage, why=why, force=force, answers=answers, ending=ending)


def _move(
    request: Request,
    workspace: Workspace,
    deals: list[Deal],
    stage: Stage,
    *,
    why: str,
    force: bool,
    answers: dict[Criterion, Answer | Money | date],
    ending: EndingFields,
) -> None:
    deal_ids = [deal.id for deal in deals]
    try:
        written = workspace.pipeline.move(
            deal_ids, stage, why="" if force else why, because=why if force else "", answers=answers, **ending
        )
    except GateClosed as closed:
        from funnelboard.cli.gates import refusal

        raise refusal(closed) from closed
    moved = [workspace.board.deal(deal_id) for deal_id in deal_ids]
    request.answer(workspace, written, moved)
    for deal_id in written.deal_ids:
        if deal_id not in deal_ids:
            _tell_return(workspace.board.deal(deal_id), workspace)


def _where(words: tuple[str, ...], outcome: Outcome | None) -> tuple[Stage, list[int], Outcome | None]:
    """The stage, deals and outcome that are meant; an outcome, as an option or a word, says closed by itself."""
    *numbers, last = words
    if last.casefold() in tuple(Outcome):
        named = Outcome(last.casefold())
        if outcome not in (None, named):
            raise click.UsageError("Choose one of --won and --lost.")
        outcome, last = named, Stage.CLOSED
    elif outcome and last.removeprefix("#").isdigit():
        numbers, last = list(words), Stage.CLOSED
    if not numbers:
        raise click.UsageError("Say which deal and to which stage, for example: move 17 prospect.")
    return stage_named(last), [deal_number(number) for number in numbers], outcome


def _currency(deal: Deal, workspace: Workspace) -> str:
    from funnelboard.cli.fields import currency_of

    return currency_of(deal, workspace)


def _check_outcome(stage: Stage, outcome: Outcome | None, closed_on: str | None) -> None:
    if stage is not Stage.CLOSED and (outcome or closed_on):
        raise click.UsageError("--won, --lost and --date are for closed deals only.")
    if stage is Stage.CLOSED and outcome is None:
        raise click.UsageError("A closed deal is won or lost: add --won, or --lost and --reason.")


def _check_won(outcome: Outcome | None, ticks: dict[Criterion, Answer]) -> None:
    if ticks and outcome is not Outcome.WON:
        raise click.UsageError("--agreed, --signed and --settled are for won deals only.")


def _check_lost(outcome: Outcome | None, reason: str | None, more: str | None) -> None:
    if outcome is not Outcome.LOST and (reason or more):
        raise click.UsageError("--reason, --detail, --competitor, --may-return and --return are for lost deals only.")
    if outcome is Outcome.LOST and reason is None:
        raise click.UsageError(f"A lost deal has a reason: add --reason and one of {', '.join(LostReason)}.")


def _lost_because(typed: str, detail: str, workspace: Workspace) -> tuple[LostReason, str]:
    """The reason and its words; one of the board's own reasons is “other” in its own words."""
    choices = {choice.label: choice for choice in workspace.settings.current().lost_reasons}
    chosen = choices[one_of(choices, "reason")(typed)]
    words = chosen.words(detail)
    if chosen.reason is LostReason.OTHER and not words:
        raise click.UsageError("The reason “other” needs words: add --detail WORDS.")
    return chosen.reason, words


def _tell_objections(deals: list[Deal], workspace: Workspace) -> None:
    """Say which objections nobody has answered yet, before a deal is won over them."""
    for deal in deals:
        if deal.open_objections:
            unanswered = [each for each in workspace.objections.of_deal(deal.id) if each.resolved_at is None]
            told = "; ".join(f"{each.id}: “{each.text}”" for each in unanswered)
            output.say(f"#{deal.id} has open objections. {told}")


def _tell_return(deal: Deal, workspace: Workspace) -> None:
    """Say when the lead that waits for a lost deal comes back."""
    from funnelboard.domain.dates import describe_date

    if deal.parked_until is not None:
        when = describe_date(deal.parked_until, workspace.clock.today())
        output.say(f"#{deal.id} “{deal.title}” comes back on {when}.")
