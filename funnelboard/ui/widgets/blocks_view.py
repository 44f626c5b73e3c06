"""A list whose entries take one line or several, with a cursor on one of them."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.ui.widgets.lines import Line
from funnelboard.ui.widgets.lines_view import LinesView

Block = Sequence[Line]
"""One entry's lines; a heading above it belongs to it."""


class BlocksView(LinesView, can_focus=False):
    """Shows the blocks it is given and keeps the one with the cursor in sight; whoever holds it has the keys."""

    def show(self, blocks: Sequence[Block], cursor: int) -> None:
        """Show some blocks.

        Args:
            cursor: Which of them has to be in sight; anything else for none.
        """
        above = [0]
        for block in blocks:
            above.append(above[-1] + len(block))
        top = min(self.top, max(0, above[-1] - self.size.height))
        if 0 <= cursor < len(blocks):
            top = max(min(top, above[cursor]), above[cursor + 1] - self.size.height)
            top = min(top, above[cursor])
        self.set_source((line for block in blocks for line in block), top=top)
