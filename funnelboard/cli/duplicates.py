"""``duplicates`` and ``merge``: what is probably there twice, and making one of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of
from funnelboard.cli.command import Request, command, sentence
from funnelboard.cli.companies import write_detail
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.duplicate import Duplicate, Named, Record
from funnelboard.domain.grammar import listed

if TYPE_CHECKING:
    from funnelboard.services.people import ContactDetail

_COLUMNS = (
    Column("keep", right=True),
    Column("merge", right=True),
    Column("name", least=14),
    Column("other name", least=14),
    Column("why", least=16, wrapped=True),
)


@command("duplicates", "duplicates", "duplicates stage:lead --json")
@click.argument("query", nargs=-1)
def duplicates(request: Request, query: tuple[str, ...]) -> None:
    """List deals, companies and contacts that are probably there twice, each with why.

    With QUERY, which is what "list" takes, only those of the deals that match it. "merge" makes one of two.
    """
    with request.workspace() as workspace:
        found = workspace.duplicates.find(workspace.query(" ".join(query)))
    if request.json:
        output.write_json(
            {record.plural: [_json(each) for each in found if each.record is record] for record in Record}
        )
    elif not found:
        output.say("Nothing looks as if it were there twice.")
    else:
        _write(found)


def _write(found: Sequence[Duplicate]) -> None:
    for number, record in enumerate(record for record in Record if any(each.record is record for each in found)):
        pairs = [each for each in found if each.record is record]
        output.write(f"{chr(10) if number else ''}{record.plural.upper()}", output.BOLD)
        write_table(
            _COLUMNS,
            [
                (
                    f"#{pair.keep.id}",
                    f"#{pair.other.id}",
                    _in_words(pair.keep),
                    _in_words(pair.other),
                    listed(pair.why),
                )
                for pair in pairs
            ],
        )


def _in_words(named: Named) -> str:
    return ", ".join((named.name, *named.facts))


def _json(pair: Duplicate) -> dict[str, object]:
    return {
        "keep": {"id": pair.keep.id, "name": pair.keep.name},
        "merge": {"id": pair.other.id, "name": pair.other.name},
        "why": list(pair.why),
    }


@command("merge", "merge 64 63", "merge 64 63 --take title,amount", "merge --companies Pedalia '#1'")
@click.argument("one", metavar="DEAL")
@click.argument("into", metavar="INTO")
@click.option("--companies", is_flag=True, help="Both are companies: their names, or numbers such as '#3'.")
@click.option("--contacts", is_flag=True, help="Both are contacts: their names, or numbers as “duplicates” lists them.")
@click.option("--take", default="", metavar="FIELD,FIELD", help="Fields in which the value of DEAL is to stand.")
def merge(request: Request, one: str, into: str, take: str, *, companies: bool, contacts: bool) -> None:
    """Merge DEAL into the deal INTO, or a company or a contact into another.

    INTO takes over everything: notes, follow-ups, objections, contacts, tags, answers, history. Where both say
    something else in a field, what INTO says stands, unless the field is named with --take; what does not stand is kept
    in a note. "undo" takes both apart again.
    """
    if companies and contacts:
        raise click.UsageError("Choose --companies or --contacts, not both.")
    record = Record.COMPANY if companies else Record.CONTACT if contacts else Record.DEAL
    fields = [name.strip() for name in take.split(",") if name.strip()]
    with request.workspace() as workspace:
        if record is Record.DEAL:
            other, keep = number_of("deal")(one), number_of("deal")(into)
        else:
            other, keep = (workspace.merging.find(record, typed) for typed in (one, into))
        written = workspace.merging.merge(record, keep, other, fields)
        if record is Record.DEAL:
            request.answer(workspace, written, [workspace.board.deal(keep)])
            return
        output.say(sentence(written.summary))
        if record is Record.COMPANY:
            write_detail(request, workspace.customers.company(keep), workspace.clock.today())
        else:
            _write_contact(request, workspace.people.contact(keep), workspace.clock.today())


def _write_contact(request: Request, detail: ContactDetail, today: date) -> None:
    if request.json:
        from funnelboard.exchange.deal_json import person_to_json

        company = detail.company.name if detail.company else None
        output.write_json({**person_to_json(detail.contact), "company": company, "deals": list(detail.deal_ids)})
        return

    from funnelboard.cli.contact_text import CONTACT_COLUMNS, person_cells

    cells = person_cells(detail.contact, "", today, detail.last_touch)
    write_table(CONTACT_COLUMNS, [(f"#{detail.contact.id}", *cells)])
