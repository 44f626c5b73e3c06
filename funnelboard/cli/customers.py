"""``repeat`` and ``reference``: what comes after winning."""

from __future__ import annotations

import click

from funnelboard.cli.choices import number_of
from funnelboard.cli.command import Request, command


@command("repeat", "repeat 12", "repeat 12 Acme Oy: rollout")
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
@click.argument("title", nargs=-1, metavar="[TITLE]")
def repeat(request: Request, deal: int, title: tuple[str, ...]) -> None:
    """Start the next deal of a customer from DEAL, which was won.

    It has the same company, contacts, owner and amount, and the same title, unless TITLE is given; it prints as the new
    deal.
    """
    with request.workspace() as workspace:
        written = workspace.customers.repeat(deal, " ".join(title))
        made = written.deal_ids if written.row_id is None else (written.row_id,)
        request.answer(workspace, written, [workspace.board.deal(deal_id) for deal_id in made])


@command("reference", "reference 12", "reference 12 in 3 weeks")
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
@click.argument("when", nargs=-1, metavar="[WHEN]")
def reference(request: Request, deal: int, when: tuple[str, ...]) -> None:
    """Promise to ask the customer of DEAL, which was won, for a good word.

    WHEN is two weeks from now, if nothing is said.
    """
    with request.workspace() as workspace:
        due = workspace.day(" ".join(when)) if when else None
        written = workspace.customers.ask_reference(deal, due)
        request.answer(workspace, written, [workspace.board.deal(deal)])
