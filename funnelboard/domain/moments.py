"""A moment as a script says it: ``2026-11-23T14:05:09.250Z``, or a part of that."""

from __future__ import annotations

import re
from datetime import datetime

from funnelboard.domain.grammar import in_quotes
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?P<seconds>:\d\d(?:\.(?P<part>\d{1,6}))?)?(?:[Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)


class Moment(NamedTuple):
    """All the instants that a moment can mean, as precisely as it was said, in UTC epoch microseconds."""

    first: int
    last: int


def parse_moment(text: str) -> Moment | None:
    """Read a day with a time of day in ISO 8601, on the local clock where no zone is said; None where it has no time.

    Raises:
        BadInput: There is no such moment.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        first = int(moment.replace(microsecond=0).timestamp()) * 1_000_000 + moment.microsecond
    except (ValueError, OverflowError):
        raise BadInput(f"{in_quotes(text.strip())} is no moment. Write one like 2026-11-23T14:05.") from None
    length = 10 ** (6 - len(found["part"])) if found["part"] else 1_000_000 if found["seconds"] else 60_000_000
    return Moment(first, first + length - 1)
