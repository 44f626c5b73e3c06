"""What can be exported as what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """A kind of file, by the ending of its name."""

    CSV = "csv"
    JSON = "json"
    ICS = "ics"
    VCF = "vcf"


CONTENTS = {
    Format.CSV: "deals, for a spreadsheet or another board",
    Format.JSON: "everything, to restore it",
    Format.ICS: "follow-ups and birthdays, for a calendar",
    Format.VCF: "contacts, for an address book",
}
"""What is in each."""

_ENDINGS = {**{f".{each}": each for each in Format}, ".jsonl": Format.JSON, ".ical": Format.ICS, ".vcard": Format.VCF}


def format_of(name: str) -> Format | None:
    """The format that the ending of a file's name tells; None where it tells none."""
    return _ENDINGS.get(PurePath(name).suffix.casefold())
