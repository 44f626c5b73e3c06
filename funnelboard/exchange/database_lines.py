"""Everything in a database as JSON Lines: a head, one line for each row of each table, and an end.

Every line ends in a check sum of itself and of all lines before it, so that one that was changed, cut off, put in or
left out is known by its number. Columns without a value are left out of their rows.

    {"funnelboard":"everything","format":1,"schema":5,"last_ids":{"deal":17},"check":"0b6f1d2c"}
    {"table":"deal","row":{"id":1,"version":3,"title":"pilot"},"check":"93c1a0de"}
    {"end":{"rows":1},"check":"5a7712fb"}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

FORMAT = 1
"""The form of the lines that this program writes and reads."""

LONGEST = 4 * 2**20
"""Bytes that a line may have: much more than any row has."""

_SEAL = len(',"check":"00000000"}\n')

Value = int | str


class Head(NamedTuple):
    """The first line.

    Attributes:
        schema: Of the database that the rows were in.
        last_ids: By table the last id that was given in it, to a row that may be gone.
    """

    schema: int
    last_ids: Mapping[str, int]


Row = tuple[str, Mapping[str, Value]]
"""A table's name, and a row of it."""


def write_lines(head: Head, rows: Iterable[tuple[str, Mapping[str, Value | None]]]) -> Iterator[str]:
    """The lines of a file, each with its line break.

    Args:
        rows: Tables' names and rows; a table's rows come after those that they point to.
    """
    sums = _Sums()
    yield sums.sealed({"funnelboard": "everything", "format": FORMAT, **head._asdict()})
    count = 0
    for table, values in rows:
        row = {name: value for name, value in values.items() if value is not None}
        yield sums.sealed({"table": table, "row": row})
        count += 1
    yield sums.sealed({"end": {"rows": count}})


class Lines:
    """The lines of a file, read one after the other.

    Attributes:
        head: The first one.
        number: Of the line read last, from 1.
    """

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        """Read the first line.

        Args:
            lines: With their line breaks.
            name: The file's, for sentences about it.

        Raises:
            BadInput: It is no such file, or one of a newer FunnelBoard.
        """
        self._lines = iter(lines)
        self._name = name
        self._sums = _Sums()
        self.number = 1
        first = next(self._lines, b"")
        match _object(first):
            case {"title": _, "stage": _}:
                raise BadInput(
                    f"“{name}” holds some deals only. What restores a database is exported without a QUERY: "
                    "funnelboard export --format json"
                )
            case {
                "funnelboard": "everything",
                "format": int(version),
                "schema": int(schema),
                "last_ids": dict(last_ids),
            }:
                if version > FORMAT:
                    raise BadInput(f"“{name}” was exported by a newer FunnelBoard. Update FunnelBoard.")
            case _:
                raise BadInput(f"“{name}” is no export of a whole database: line 1 does not say so.")
        if not self._sums.follows(first):
            raise self.damaged("it is not as it was exported")
        self.head = Head(schema, last_ids)

    def rows(self) -> Iterator[Row]:
        """The rows, up to the end.

        Raises:
            BadInput: A line is not as it was exported, or there are too few or too many; the sentence says which.
        """
        count = 0
        for line in self._lines:
            self.number += 1
            if not self._sums.follows(line):
                raise self.damaged("it is not as it was exported")
            match _object(line):
                case {"table": str(table), "row": dict(values)}:
                    count += 1
                    yield table, values
                case {"end": {"rows": rows}} if rows == count:
                    if next(self._lines, None) is not None:
                        self.number += 1
                        raise self.damaged("it comes after the end")
                    return
                case _:
                    raise self.damaged("it is neither a row nor the end")
        raise self.damaged(f"the file ends there, after {counted(count, 'row')}, and was cut off")

    def damaged(self, what: str) -> BadInput:
        """The refusal of the line read last."""
        return BadInput(
            f"“{self._name}” is damaged at line {self.number:,}: {what}. Nothing was changed; take another copy."
        )


class _Sums:
    """The running check sum of lines."""

    def __init__(self) -> None:
        self._sum = 0

    def sealed(self, document: Mapping[str, Any]) -> str:
        """A document as a line, with the check sum of all lines so far and of its own text."""
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        if not text.isprintable():
            # Nobody is to see anything happen who looks at the file in a terminal.
            text = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
        self._sum = crc32(text[:-1].encode(), self._sum)
        return f'{text[:-1]},"check":"{self._sum:08x}"}}\n'

    def follows(self, line: bytes) -> bool:
        """Whether a line is as it was written after all those before it."""
        self._sum = crc32(line[:-_SEAL], self._sum)
        return line[-_SEAL:] == f',"check":"{self._sum:08x}"}}\n'.encode()


def _object(line: bytes) -> object:
    """The object of a line; None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
