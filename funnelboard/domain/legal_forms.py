"""The legal form in the name of a company."""

from __future__ import annotations

_LEGAL_FORMS = frozenset(
    (
        *("a/s", "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "gmbh", "i/s", "inc", "k/s", "kb", "kg", "ky"),
        *("limited", "llc", "llp", "ltd", "nv", "oy", "oyj", "plc", "sa", "sarl", "sas", "sl", "spa", "srl", "tmi"),
        "ug",
    )
)


def without_legal_form(name: str) -> str:
    """What people say of a company's name: without ``AB``, ``GmbH`` or the like at its end."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold().strip("().,") in _LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(",")
