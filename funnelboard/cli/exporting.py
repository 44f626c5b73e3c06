"""``export``: deals, everything, follow-ups and birthdays, or contacts, for other programs."""

from __future__ import annotations

import click

from funnelboard.cli import output
from funnelboard.cli.choices import one_of
from funnelboard.cli.command import Request, command
from funnelboard.exchange.export_format import Format, format_of

_STANDARD_OUTPUT = "-"


@command(
    "export",
    "export --output deals.csv",
    "export owner:me --format ics --output follow-ups.ics",
    "export --format json | gzip > everything.jsonl.gz",
)
@click.argument("query", nargs=-1)
@click.option(
    "--format", "form", type=one_of(Format, "format"), metavar="FORMAT", help=f"{', '.join(Format)}; csv, if neither "
    "this nor the name of FILE says.",
)  # fmt: skip
@click.option("--output", "file", default=_STANDARD_OUTPUT, metavar="FILE", help="A new file; - is standard output.")
def export(request: Request, query: tuple[str, ...], form: Format | None, file: str) -> None:
    """Export what belongs to the deals that match QUERY, or everything.

    csv has a row for each deal with all that belongs to it, and "funnelboard import" reads it back; ics has follow-ups
    and birthdays for a calendar, vcf contacts for an address book; a newer one updates what they have. json is
    everything, a line for each row of the database, and "funnelboard restore" puts it back; with a QUERY it has a line
    for each deal, as "show --json" writes it.
    """
    from funnelboard.services.exporting import Export

    form = form or format_of(file) or Format.CSV
    to_file = file != _STANDARD_OUTPUT
    if request.json and not to_file:
        raise click.UsageError(
            "--json tells what became of a FILE: name one with --output. For JSON say --format json."
        )
    with request.workspace() as workspace:
        asked = workspace.query(" ".join(query))
        if not to_file:
            output.write_file(Export(workspace, form, asked).text())
            return
        with request.progress("Exporting") as progress:
            export = Export(workspace, form, asked, progress)
            path = str(export.write(file))
    output.say(f"Exported {export.told} to {path}.")
    if request.json:
        output.write_json({"exported": path, "format": form, "counts": export.counts})
