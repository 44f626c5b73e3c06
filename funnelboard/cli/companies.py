"""``company``: everything about one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import whole_number
from funnelboard.cli.command import Request, command

if TYPE_CHECKING:
    from funnelboard.domain.company_detail import CompanyDetail


@command("company", "company pedalia")
@click.argument("name", nargs=-1, required=True, metavar="NAME")
@click.option(
    "--limit",
    type=whole_number(0),
    default=20,
    metavar="N",
    help="At most so many timeline entries; 20 if unsaid.",
)
def company(request: Request, name: tuple[str, ...], limit: int) -> None:
    """Show everything about the company NAME.

    That is what it is worth, its deals, contacts, follow-ups and open objections, and the newest of what happened to
    any of its deals. NAME is its name, the beginning or a part of it, or its number: '#3'.
    """
    with request.workspace() as workspace:
        detail = workspace.customers.company_named(" ".join(name), limit)
        today = workspace.clock.today()
    write_detail(request, detail, today)


def write_detail(request: Request, detail: CompanyDetail, today: date) -> None:
    """Write everything about a company, in words or as JSON."""
    if request.json:
        from funnelboard.exchange.company_json import company_to_json

        output.write_json(company_to_json(detail))
    else:
        from funnelboard.cli.company_text import write_company

        write_company(detail, today)
