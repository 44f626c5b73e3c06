"""Several things in one cell come back as they went in, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput
from funnelboard.exchange.blocks import LARGEST, Block, read_blocks, write_blocks

LINES = st.text(st.sampled_from("a: \n-é="), min_size=1).map(str.strip).filter(bool)
HEADS = LINES.map(lambda text: text.replace("\n", " ")).filter(lambda text: not text[0].isspace())
BLOCKS = st.builds(Block, HEADS, st.dictionaries(st.sampled_from(["by", "text", "answered by"]), LINES))


@given(st.lists(BLOCKS))
def test_what_is_written_is_read_back(blocks: list[Block]) -> None:
    cells = write_blocks(blocks)
    assert [block for cell in cells for block in read_blocks(cell)] == blocks


def test_a_cell_reads_well() -> None:
    block = Block(
        "2026-11-03T10:12:00Z call", {"by": "kari", "text": "She asked for a price.\n\nAnd a date.", "how": ""}
    )
    assert write_blocks([block]) == [
        "2026-11-03T10:12:00Z call\n  by: kari\n  text: She asked for a price.\n    \n    And a date."
    ]


def test_a_blank_line_that_a_spreadsheet_has_trimmed_is_a_blank_line() -> None:
    assert list(read_blocks("x\n  text: one\n\n    two")) == [Block("x", {"text": "one\n\ntwo"})]


def test_what_is_too_much_for_a_cell_goes_into_another() -> None:
    blocks = [Block(str(number), {"text": "x" * (LARGEST // 3)}) for number in range(7)]
    cells = write_blocks(blocks)
    assert [len(cell) <= LARGEST for cell in cells] == [True] * 4
    assert [block for cell in cells for block in read_blocks(cell)] == blocks


@pytest.mark.parametrize("cell", ["  by: kari", " x", "x\n y", "x\n  by: kari\n y", "x\n    y"])
def test_a_line_that_belongs_to_nothing_is_refused(cell: str) -> None:
    with pytest.raises(BadInput, match="says nothing of anything"):
        list(read_blocks(cell))
