"""``list`` and ``show``: deals, and one deal with everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, one_of, whole_number
from funnelboard.cli.command import Request, command
from funnelboard.domain import argument_words
from funnelboard.domain.board import Sort
from funnelboard.domain.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.deal import Deal

_ALL = 2**31 - 1
"""More entries than any timeline has."""


def _field_names(text: str) -> tuple[str, ...]:
    """Names of what a deal has in JSON, separated by commas."""
    from funnelboard.exchange.deal_json import DEAL_FIELDS

    read = one_of(DEAL_FIELDS, "field of a deal")
    return tuple(dict.fromkeys(read(name) for name in text.split(",") if name.strip()))


def _documents(deals: Iterable[Deal], fields: Sequence[str]) -> Iterator[dict[str, object]]:
    """Deals as JSON, with some of their fields or with all."""
    from funnelboard.exchange.deal_json import deal_to_json

    return (deal_to_json(deal, fields) for deal in deals)


def _write_fields(documents: Iterable[dict[str, object]], fields: Sequence[str]) -> None:
    """A table of some fields, as JSON has them."""
    from funnelboard.cli.table import Column, write_table
    from funnelboard.exchange.deal_json import json_line

    def text(value: object) -> str:
        return "" if value is None else value if isinstance(value, str) else json_line(value)

    columns = [Column(name, least=8) for name in fields]
    write_table(columns, ([text(value) for value in document.values()] for document in documents))


class _Form(NamedTuple):
    """How deals are to be written: as a table, or as one of these."""

    json: bool
    lines: bool
    fields: tuple[str, ...]


def _write(deals: Iterator[Deal], today: date, form: _Form, none: str) -> None:
    """Write deals; ``none`` where there are none for a table."""
    if form.json:
        output.write_json(_documents(deals, form.fields))
    elif form.lines:
        for document in _documents(deals, form.fields):
            output.write_json_line(document)
    elif form.fields:
        _write_fields(_documents(deals, form.fields), form.fields)
    elif first := next(deals, None):
        from funnelboard.cli.deal_text import write_deals

        write_deals(chain([first], deals), today)
    elif none:
        output.say(none)


@command("list", "list", "list owner:me 'amount>10k' --sort amount", "list is:stale not tag:expo --json")
@click.argument("query", nargs=-1)
@click.option("--sort", type=one_of(Sort, "sort key"), default=Sort.RANK, metavar="KEY", help=argument_words.SORT)
@click.option("--limit", type=whole_number(0), metavar="N", help=argument_words.LIMIT)
@click.option("--csv", "as_csv", is_flag=True, help="Write a CSV file, with a heading.")
@click.option("--json-lines", "as_lines", is_flag=True, help="Write each deal as one line of JSON.")
@click.option("--fields", type=_field_names, metavar="F,F…", help=argument_words.FIELDS)
def list_deals(
    request: Request,
    query: tuple[str, ...],
    sort: Sort,
    limit: int | None,
    *,
    as_csv: bool,
    as_lines: bool,
    fields: tuple[str, ...] | None,
) -> None:
    """List the deals that match QUERY, or all of them.

    QUERY is what the board's filter takes: words, stage:lead, owner:me, amount>10k, due:week, is:stale, tag:expo.
    "not tag:expo" leaves out; so does -tag:expo, but only after --. An unknown field is refused; to look for such a
    text, put it in double quotes within the shell's own. Without --sort the result goes stage by stage.
    """
    if as_csv + as_lines + request.json > 1:
        raise click.UsageError("Choose one of --json, --json-lines and --csv.")
    if as_csv and fields:
        raise click.UsageError("A CSV file has all fields. Leave --fields out, or say --json-lines.")
    form = _Form(request.json, as_lines, fields or ())
    none = "" if limit == 0 else "No deal matches." if query else "There are no deals yet. “funnelboard add” makes one."
    if not query and sort is Sort.RANK and not as_csv:
        told = request.told_at_once(lambda onlooker: (onlooker.first_deals(limit), onlooker.clock.today()))
        if told is not None:
            deals, today = told
            _write(iter(deals), today, form, none)
            return
    with request.workspace() as workspace:
        found = workspace.board.each_deal(workspace.query(" ".join(query)), sort, limit)
        if as_csv:
            from funnelboard.cli.deal_csv import deal_cells, header_cells

            own = workspace.board.own_fields()
            output.write_csv(chain([header_cells(own)], (deal_cells(deal, own) for deal in found)))
        else:
            _write(found, workspace.clock.today(), form, none)


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
