"""A deal as rows of a table: its cells, and the digests by which they are known again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import PREFIX
from funnelboard.domain.whole_deal import WholeDeal
from funnelboard.exchange.column_digests import digest, digest_of_own, named
from funnelboard.exchange.deal_cells import read_text, written
from funnelboard.exchange.deal_columns import BLOCKS, COLUMNS, SINGLE
from funnelboard.exchange.safe_text import clean, csv_cell

LAST = "as exported"
"""The name of the last column."""

_KEPT = 1_024
"""Values of which it is remembered how they are written: deals say the same again."""


def header(board: str, fields: Sequence[str]) -> list[str]:
    """The first row.

    Args:
        board: What tells the database from every other one: 16 hexadecimal digits.
        fields: The names of the board's own fields.
    """
    names = (column.name for column in COLUMNS)
    return [f"FunnelBoard ID {board}", *names, *(csv_cell(PREFIX + name) for name in fields), LAST]


def rows(deal: WholeDeal, fields: Sequence[str]) -> Iterator[list[str]]:
    """The rows of one deal: one, unless there is too much of it; its cells are safe for a spreadsheet."""
    said = _said(deal, fields)
    safe, digests = zip(*said.single, strict=True)
    blocks = [list(map(csv_cell, texts)) for texts in said.blocks]
    own = [csv_cell(said.own.get(PREFIX + name, "")) for name in fields]
    number, state = str(deal.id), f"columns {''.join((*digests, *_further_digests(said)))}"
    yield [number, *safe, *(texts[0] if texts else "" for texts in blocks), *own, state]
    for place in range(1, max(map(len, blocks))):
        more = (texts[place] if place < len(texts) else "" for texts in blocks)
        yield [number, *("" for _ in safe), *more, *("" for _ in own), f"+{place + 1}"]


def digests_of(deal: WholeDeal) -> dict[str, str]:
    """The digests of a deal that stands in no file, by column."""
    said = _said(deal, [name for name, _ in deal.fields])
    return named([*(cell.digest for cell in said.single), *_further_digests(said)])


class _Cell(NamedTuple):
    """What a cell says, as a spreadsheet can be given it."""

    safe: str
    digest: str


class _Said(NamedTuple):
    """What a table says of a deal.

    Attributes:
        single: A cell for each of ``SINGLE``.
        blocks: The texts of the cells for each of ``BLOCKS``.
        own: The texts of its own fields, by the names of their columns.
    """

    single: list[_Cell]
    blocks: list[list[str]]
    own: dict[str, str]


def _said(deal: WholeDeal, fields: Collection[str]) -> _Said:
    single = [cell(value(deal)) for value, cell in _CELLS]
    blocks = [[clean(text, multiline=True) for text in column.value(deal)] for column in BLOCKS]
    own = {PREFIX + name: clean(text, multiline=True) for name, text in deal.fields if text and name in fields}
    return _Said(single, blocks, own)


def _further_digests(said: _Said) -> Iterator[str]:
    yield from map(digest, said.blocks)
    yield digest_of_own([(name, [text]) for name, text in said.own.items()])


def _cell(value: object) -> _Cell:
    text = clean(written(value), multiline=True)
    return _Cell(csv_cell(text), digest([text]))


def _long_cell(value: object) -> _Cell:
    return _cell(value) if value else _EMPTY


_EMPTY = _cell("")
_cell_again = lru_cache(_KEPT, typed=True)(_cell)
_CELLS = [(column.value, _long_cell if column.read is read_text else _cell_again) for column in SINGLE]
