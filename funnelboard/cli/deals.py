"""``add``, ``edit``, ``move`` and ``delete``: what becomes of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, one_of
from funnelboard.cli.command import Request, command
from funnelboard.domain.money import parse_money
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.workspace import Workspace

deal_number = number_of("deal")
stage_named = one_of(STAGES, "stage")


@command("add")
@click.argument("line", nargs=-1, required=True)
@click.option(
    "--stage", type=stage_named, default=Stage.LEAD, metavar="STAGE", help="Where it starts; lead, if nothing is said."
)
def add(request: Request, line: tuple[str, ...], stage: Stage) -> None:
    """Add a deal from one LINE, as on the board.

    "Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call" is a company and title, a contact, an amount, a
    tag, a source and a follow-up. Put the line in single quotes. Plain text is simply a title.
    """
    from funnelboard.domain.quick_add import parse_quick_add

    with request.workspace() as workspace:
        quick = parse_quick_add(" ".join(line), workspace.clock.today(), workspace.default_currency)
        done = workspace.pipeline.add(quick, stage)
        for problem in quick.problems:
            output.say(problem)
        request.answer(workspace, done, [workspace.board.deal(deal_id) for deal_id in done.deal_ids])


@command("edit")
@click.argument("deal", type=deal_number, metavar="DEAL")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE…")
def edit(request: Request, deal: int, assignments: tuple[str, ...]) -> None:
    """Change fields of DEAL.

    For example: amount="12k EUR" close=fri owner=me tags="+expo -cold" probability=stage company=

    An empty value clears the field. The fields are title, amount, probability, close, source, owner, company, contact,
    email, phone, job-title, role, tags, pain-point.
    """
    from funnelboard.cli.fields import parse_assignments

    with request.workspace() as workspace:
        seen = workspace.board.deal(deal)
        today = workspace.clock.today()
        currency = _currency(seen, workspace)
        changes = parse_assignments(assignments, seen, currency, lambda text: request.day(text, today))
        done = workspace.pipeline.edit(deal, changes, seen)
        request.answer(workspace, done, [workspace.board.deal(deal)])


@command("move")
@click.argument("words", nargs=-1, required=True, metavar="DEAL… STAGE")
@click.option("--won", "outcome", flag_value="won", type=Outcome, help="It was won.")
@click.option("--lost", "outcome", flag_value="lost", type=Outcome, help="It was lost.")
@click.option("--reason", type=one_of(LostReason, "reason"), metavar="R", help=f"Why: {', '.join(LostReason)}.")
@click.option("--detail", default="", metavar="WORDS", help="More about why; needed when the reason is other.")
@click.option("--amount", metavar="A", help="What it came to.")
@click.option("--because", "why", default="", metavar="WHY", help="Kept with the move.")
def move(
    request: Request,
    words: tuple[str, ...],
    outcome: Outcome | None,
    reason: LostReason | None,
    detail: str,
    amount: str | None,
    why: str,
) -> None:
    """Move one or more deals to STAGE.

    STAGE is lead, prospect, opportunity or closed; the beginning of it is enough. Moving to closed says how it ended,
    with --won, or with --lost and --reason.
    """
    *numbers, last = words
    if outcome and last.removeprefix("#").isdigit():
        numbers, last = list(words), Stage.CLOSED
    if not numbers:
        raise click.UsageError("Say which deal and to which stage, for example: move 17 prospect.")
    stage = stage_named(last)
    deal_ids = [deal_number(number) for number in numbers]
    _check_closing(stage, outcome, reason, detail)
    if amount is not None and len(deal_ids) > 1:
        raise click.UsageError("--amount is for one deal at a time.")
    with request.workspace() as workspace:
        came_to = parse_money(amount, _currency(workspace.board.deal(deal_ids[0]), workspace)) if amount else None
        done = workspace.pipeline.move(
            deal_ids, stage, outcome=outcome, lost_reason=reason, lost_detail=detail, why=why
        )
        if came_to is not None:
            workspace.pipeline.edit(deal_ids[0], {"amount": came_to})
        deals = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deal_ids)]
        request.answer(workspace, done, deals, many=len(deal_ids) > 1)


@command("delete")
@click.argument("deals", type=deal_number, nargs=-1, required=True, metavar="DEAL…")
def delete(request: Request, deals: tuple[int, ...]) -> None:
    """Put deals in the bin.

    "funnelboard undo" brings them back.
    """
    with request.workspace() as workspace:
        binned = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deals)]
        request.answer(workspace, workspace.pipeline.delete(deals), binned, many=len(deals) > 1)


def _currency(deal: Deal, workspace: Workspace) -> str:
    """The currency of an amount that names none: the deal's own, else the board's."""
    return deal.amount.currency if deal.amount else workspace.default_currency


def _check_closing(stage: Stage, outcome: Outcome | None, reason: LostReason | None, detail: str) -> None:
    """Refuse what does not say how a deal ended, or says it of one that has not ended."""
    if stage is not Stage.CLOSED and (outcome or reason or detail):
        raise click.UsageError("--won, --lost, --reason and --detail are for closed deals only.")
    if stage is Stage.CLOSED and outcome is None:
        raise click.UsageError("A closed deal is won or lost: add --won, or --lost and --reason.")
    if outcome is Outcome.LOST and reason is None:
        raise click.UsageError(f"A lost deal has a reason: add --reason and one of {', '.join(LostReason)}.")
    if outcome is Outcome.WON and (reason or detail):
        raise click.UsageError("--reason and --detail are for lost deals only.")
    if reason is LostReason.OTHER and not detail.strip():
        raise click.UsageError("The reason “other” needs words: add --detail WORDS.")
