"""``list`` and ``show``: deals, and one deal with everything."""

from __future__ import annotations

from itertools import chain

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, one_of, whole_number
from funnelboard.cli.command import Request, command
from funnelboard.domain.board import Sort

_ALL = 2**31 - 1
"""More entries than any timeline has."""


@command("list", "list", "list owner:me 'amount>10k' --sort amount", "list is:stale not tag:expo --json")
@click.argument("query", nargs=-1)
@click.option("--sort", type=one_of(Sort, "sort key"), default=Sort.RANK, metavar="KEY", help=f"By {', '.join(Sort)}.")
@click.option("--limit", type=whole_number(0), metavar="N", help="At most so many deals.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a CSV file, with a heading.")
def list_deals(request: Request, query: tuple[str, ...], sort: Sort, limit: int | None, *, as_csv: bool) -> None:
    """List the deals that match QUERY, or all of them.

    QUERY is what the board's filter takes: words, stage:lead, owner:me, amount>10k, due:week, is:stale, tag:expo.
    "not tag:expo" leaves out; so does -tag:expo, but only after --. An unknown field is refused; to look for such a
    text, put it in double quotes within the shell's own. Without --sort the result goes stage by stage.
    """
    from funnelboard.domain.deal_query import parse_query

    if as_csv and request.json:
        raise click.UsageError("Choose --json or --csv, not both.")
    with request.workspace() as workspace:
        today = workspace.clock.today()
        parsed = parse_query(" ".join(query), today, workspace.default_currency, day_first=workspace.day_first)
        workspace.board.require_sellers(parsed)
        workspace.board.require_own_fields(parsed)
        deals = workspace.board.each_deal(parsed, sort, limit)
        if request.json:
            from funnelboard.exchange.deal_json import deal_to_json

            output.write_json_list(map(deal_to_json, deals))
        elif as_csv:
            from funnelboard.cli.deal_csv import deal_cells, header_cells

            own = workspace.board.own_fields()
            output.write_csv(chain([header_cells(own)], (deal_cells(deal, own) for deal in deals)))
        elif first := next(deals, None):
            from funnelboard.cli.deal_text import write_deals

            write_deals(chain([first], deals), today)
        else:
            output.say("No deal matches." if query else "There are no deals yet. “funnelboard add” makes one.")


@command("show", "show 63")
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
def show(request: Request, deal: int) -> None:
    """Show everything about DEAL.

    That is its fields, answers and what the next stage still asks for, its score with every point, checklist,
    contacts, objections, follow-ups, and its timeline from the newest entry on.
    """
    with request.workspace() as workspace:
        workspace.board.require_live(deal)
        detail = workspace.board.detail(deal, limit=_ALL)
        preset = workspace.settings.current().preset
        today = workspace.clock.today()
    if request.json:
        output.write_json(detail.to_json())
    else:
        from funnelboard.cli.detail_text import write_detail

        write_detail(detail, preset, today)
