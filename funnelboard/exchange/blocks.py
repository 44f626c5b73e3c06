"""Several things in one cell: each a line that says what it is, and below it, set in, what there is to say of it.

    2026-11-03T10:12:00Z call
      by: kari
      text: She asked for a price.
        And for a date.

No text can be taken for another line, whatever is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

LARGEST = 32_000
"""Characters of a cell that every spreadsheet takes; what is more goes into another one."""

_FIELD = re.compile(r"  ([a-z][a-z ]*): ?(.*)")
_MORE = "    "


class Block(NamedTuple):
    """One of several things.

    Attributes:
        head: Its first line, never empty and never set in.
        fields: What is said of it; a text may have several lines, and is never empty.
    """

    head: str
    fields: Mapping[str, str]


def write_blocks(blocks: Iterable[Block]) -> list[str]:
    """The cells that take some things; a cell is larger than ``LARGEST`` only if one of them is."""
    cells: list[str] = []
    for text in map(_text, blocks):
        if cells and len(cells[-1]) + len(text) < LARGEST:
            cells[-1] += f"\n{text}"
        else:
            cells.append(text)
    return cells


def read_blocks(cell: str) -> Iterator[Block]:
    """The things in a cell.

    Raises:
        BadInput: There is a line in it that :func:`write_blocks` does not write.
    """
    head, fields, name = "", {}, ""
    for line in cell.split("\n") if cell else ():
        if match := _FIELD.fullmatch(line):
            name = match[1]
            fields[name] = match[2]
        elif name and (line.startswith(_MORE) or not line.strip()):
            fields[name] += f"\n{line[len(_MORE) :]}"
        elif line.startswith(" ") or not line:
            raise BadInput(f"“{line.strip()[:40]}” says nothing of anything")
        else:
            if head:
                yield Block(head, fields)
            head, fields, name = line, {}, ""
        if not head:
            raise BadInput(f"“{line.strip()[:40]}” says nothing of anything")
    if head:
        yield Block(head, fields)


def _text(block: Block) -> str:
    lines = (f"  {name}: {text}" for name, text in block.fields.items() if text)
    return "\n".join((block.head, *(line.replace("\n", f"\n{_MORE}") for line in lines)))
