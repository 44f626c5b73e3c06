"""Refusals as a program reads them: with a code that stays the same, what is wrong, what to do, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        "bad-input": "something that was typed or is in a file cannot be understood",
        "config-error": "the personal settings, or an option, cannot be obeyed",
        "conflict": "somebody else has changed the same thing",
        "database-busy": "another writer held the database for too long",
        "database-error": "the database cannot be opened, or is not what it should be",
        "gate-closed": "the stage asks for what is listed in missing",
        "interrupted": "Ctrl-C came when the write was kept already",
        "no-names": "no column of the file can be the name",
        "no-title": "no column of the file can be the title",
        "not-deals": "the file is of another kind",
        "not-found": "there is no such deal, or it is in the bin; no such follow-up, change, seller or file",
        "not-saved": "nothing was written: the disk is full, the database read-only or gone",
        "outcome-unknown": "the server was gone before it told whether the write is kept; the log tells, later",
        "refused": "any other refusal; the message says why",
        "refused-lines": "some lines were refused; their answers say why",
        "sum-too-large": "the database cannot add up so much",
        "too-large": "an amount is larger than can be added up",
        "unclear-dates": "3/12 could be two days: say --day-first or --month-first",
        "unconfirmed": "it is there already, or could mean something else: --yes keeps it",
        "unexpected": "a defect; the message says where its details are",
        "unknown-source": "no such source",
        "wrong-row": "a row of the file cannot be taken over; the message names it",
        "unreachable": "the server cannot be reached just now; nothing was written",
        "usage": "the command line is wrong; the hint says how the command is used",
    }
)
"""Every code of a refusal, and what it means."""

_HINT = re.compile(r"(?<=[.?!])\s+(?=\S)|; (?=did you mean )")


def refusal_to_json(
    code: str, message: str, hint: str | None = None, missing: Sequence[str] = ()
) -> dict[str, dict[str, object]]:
    """A refusal as a JSON object.

    Args:
        code: One of ``CODES``.
        message: What is wrong and what to do, as people are told, safe to be shown.
        hint: What to do; what comes after the first sentence, where nothing is given.
    """
    parts = _HINT.split(message, maxsplit=1)
    after = parts[1].strip() if len(parts) > 1 else None
    return {"error": {"code": code, "message": message, "hint": hint or after, "missing": list(missing)}}
