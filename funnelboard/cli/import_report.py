"""What every import says of itself, whatever it brings: deals or contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from funnelboard.cli import output
from funnelboard.cli.command import sentence

if TYPE_CHECKING:
    from funnelboard.exchange.csv_file import CsvFile
    from funnelboard.exchange.csv_text import Reject
    from funnelboard.services.importing.alike import Alike
    from funnelboard.services.importing.contact_import import ContactReport
    from funnelboard.services.importing.csv_import import ImportReport

_REJECTS_TOLD = 10


def say_rejected(rejected: Sequence[Reject]) -> None:
    """Say which lines of a file were left out, and why."""
    for reject in rejected[:_REJECTS_TOLD]:
        output.say(f"Line {reject.line} was left out: {reject.reason}")
    if len(rejected) > _REJECTS_TOLD:
        output.say(f"So were {len(rejected) - _REJECTS_TOLD:,} more lines.")


def alike_to_json(alike: Iterable[Alike]) -> list[dict[str, object]]:
    """The names an import brings that are like others; ``id`` is that of the other one, where it was here before."""
    return [
        {
            "kind": each.kind,
            "name": each.new.name,
            "like": each.other.name,
            "id": each.other.id if each.here else None,
            "why": each.why,
        }
        for each in alike
    ]


def say_summary(report: ImportReport | ContactReport) -> None:
    """Say in a sentence what an import did, or would have done."""
    if report.dry_run:
        output.say(f"A dry run: nothing was changed. It would have {report.summary}.")
    else:
        output.say(sentence(report.summary))


def counts_to_json(file: CsvFile, report: ImportReport | ContactReport) -> dict[str, object]:
    """The file, what was done, and to how many."""
    return {
        "file": str(file.path),
        "dry_run": report.dry_run,
        "change": report.change,
        "summary": report.summary,
        "new": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "companies": report.companies,
        "rejected": [{"line": reject.line, "reason": reject.reason} for reject in report.rejected],
    }
