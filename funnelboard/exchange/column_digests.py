"""What tells the columns of a deal in a file from what somebody has changed since, in it or in the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from funnelboard.exchange.deal_columns import COLUMNS

OWN = "fields"
"""What the digest of all own fields together is called."""

_NAMES = tuple(column.name for column in COLUMNS)
_ATTRIBUTES = {OWN: "fields"} | {
    column.name: column.attribute or {"amount": "amount", "currency": "amount"}.get(column.name, "contacts")
    for column in COLUMNS
}
"""What of a deal a column says something of."""


def digest(texts: Iterable[str]) -> str:
    """Eight hexadecimal digits for what the cells of a column say."""
    return f"{crc32(chr(10).join(texts).strip().encode()):08x}"


def digest_of_own(texts: Iterable[tuple[str, Sequence[str]]]) -> str:
    """The same for all own fields together: the names of their columns, and what their cells say."""
    own = [(name, *cells) for name, cells in sorted(texts)]
    return digest([repr(own)] if own else ())


def digests_in(texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The digests of what the cells of a file say, by column, in their own order."""
    own = ((name, cells) for name, cells in texts.items() if name not in _ATTRIBUTES)
    return {**{name: digest(texts.get(name, ())) for name in _NAMES}, OWN: digest_of_own(own)}


def named(digests: Sequence[str]) -> dict[str, str]:
    """Digests by column; none where they are of other columns than these."""
    return dict(zip((*_NAMES, OWN), digests, strict=True)) if len(digests) == len(_NAMES) + 1 else {}


def split_digests(written: str) -> dict[str, str]:
    """The same, of a row as they were written."""
    return named(re.findall("." * 8, written))


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> frozenset[str]:
    """The attributes of a deal whose columns differ, of those that both have."""
    names = (name for name in one.keys() & other.keys() if one[name] != other[name])
    return frozenset(_ATTRIBUTES[name] for name in names)
