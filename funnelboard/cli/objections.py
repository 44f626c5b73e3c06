"""``objection``: what the buyer has against it, and what answered that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of
from funnelboard.cli.command import Request, command
from funnelboard.cli.table import Column, write_table
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.objection import Objection
    from funnelboard.services.workspace import Workspace

OBJECTION_COLUMNS = (
    Column("id", right=True),
    Column("objection", least=10, wrapped=True),
    Column("seller", least=4, spare=True),
    Column("raised", spare=True),
    Column("answered", least=8, wrapped=True),
)
"""What a table of objections shows."""

deal_number = number_of("deal")


@command("objection", "objection 40 too dear", "objection --list 40", "objection --resolve 10 a discount for two years")
@click.argument("words", nargs=-1, metavar="[DEAL] [TEXT… | ANSWER…]")
@click.option("--resolve", type=number_of("objection"), metavar="N", help="Objection N is resolved: by ANSWER.")
@click.option("--reopen", type=number_of("objection"), metavar="N", help="Objection N is open again.")
@click.option("--list", "listing", is_flag=True, help="List the objections of DEAL, the open ones first.")
def objection(
    request: Request, words: tuple[str, ...], resolve: int | None, reopen: int | None, *, listing: bool
) -> None:
    """Keep a question, concern or objection that the buyer of DEAL has raised.

    It is open until --resolve N says what answered it. N is the number of the objection, which --list tells; DEAL
    may be named too, before the ANSWER.
    """
    if sum((resolve is not None, reopen is not None, listing)) > 1:
        raise click.UsageError("Choose one of --resolve, --reopen and --list.")
    if listing:
        if len(words) != 1:
            raise click.UsageError("--list is for one deal: objection --list 17.")
        _list(request, deal_number(words[0]))
        return
    with request.workspace() as workspace:
        if resolve is not None:
            written = workspace.objections.resolve(resolve, _answer(workspace, resolve, words))
        elif reopen is not None:
            if _without_deal(workspace, reopen, words):
                raise click.UsageError("--reopen takes the number of the objection and nothing else.")
            written = workspace.objections.reopen(reopen)
        else:
            if len(words) < 2:
                raise click.UsageError("Say which deal and what was said, for example: objection 17 too dear.")
            written = workspace.objections.raise_objection((deal_number(words[0]),), " ".join(words[1:]))
        request.answer(workspace, written, [workspace.board.deal(deal_id) for deal_id in written.deal_ids])


def objection_row(objection: Objection, today: date) -> tuple[str, ...]:
    """The objection in the columns of ``OBJECTION_COLUMNS``."""
    from funnelboard.cli.deal_text import local_day
    from funnelboard.domain.dates import describe_date

    answered = "open"
    if objection.resolved_at is not None:
        answered = f"{describe_date(local_day(objection.resolved_at), today)} {objection.answer}"
    raised = describe_date(local_day(objection.raised_at), today)
    return (str(objection.id), objection.text, objection.seller, raised, answered)


def _answer(workspace: Workspace, number: int, words: tuple[str, ...]) -> str:
    answer = " ".join(_without_deal(workspace, number, words))
    if not answer.strip():
        raise click.UsageError(f"Say what answered it, for example: objection --resolve {number} a discount.")
    return answer


def _without_deal(workspace: Workspace, number: int, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that follow the deal, where the deal of objection ``number`` is named as well.

    Raises:
        BadInput: A number that is not its deal's comes first: it may be a slip, or belong to the answer.
    """
    first = words[0].removeprefix("#") if words else ""
    if not (first.isascii() and first.isdigit()):
        return words
    if any(each.id == number for each in workspace.objections.of_deal(deal_number(first))):
        return words[1:]
    raise BadInput(
        f"Objection {number} is not on deal #{first}: “funnelboard objection --list DEAL” tells its number. "
        "If the answer begins with a number, put all of it in quotes."
    )


def _list(request: Request, deal_id: int) -> None:
    with request.workspace() as workspace:
        deal = workspace.board.deal(deal_id)
        found = workspace.objections.of_deal(deal_id)
    if request.json:
        from funnelboard.exchange.deal_json import objection_to_json

        output.write_json([objection_to_json(each) for each in found])
        return
    if found:
        today = workspace.clock.today()
        write_table(OBJECTION_COLUMNS, [objection_row(each, today) for each in found])
    else:
        output.say(f"#{deal.id} “{deal.title}” has no objections.")
