"""How the board looks: one style for each role and one table of glyphs.

The four looks themselves are in ``themes.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.style import Style


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs that say what colour says too. Each but ``arrow`` is one cell wide.

    Attributes:
        overdue, today, later, none: How urgent the next touch is.
        yes, no, unknown: An answer of qualification or evaluation.
        evaluated: Stands before how much of the evaluation is there.
        about: Stands before a sum converted from several currencies.
        onward: The answers satisfy the next stage.
        rail: The edge of a card.
        cursor: The same, doubled, of the card under the cursor; and the bar beside the row at hand.
        marked: Stands in place of it on a marked card.
        edge: The line between the board and the side panel.
        rule: The line above what is asked, and below the heading of the column with the cursor.
        line: Below the other headings.
    """

    overdue: str = "!"
    today: str = "•"
    later: str = "○"
    none: str = "–"
    yes: str = "●"
    no: str = "✗"
    unknown: str = "○"
    evaluated: str = "◆"
    about: str = "≈"
    won: str = "✓"
    lost: str = "✗"
    stale: str = "◔"
    onward: str = "»"
    parked: str = "‖"
    objection: str = "?"
    rail: str = "▎"
    cursor: str = "▌"
    marked: str = "◉"
    edge: str = "│"
    rule: str = "━"
    line: str = "─"
    prompt: str = "›"
    search: str = "⌕"
    dot: str = "·"
    ellipsis: str = "…"
    up: str = "↑"
    down: str = "↓"
    left: str = "‹"
    right: str = "›"
    arrow: str = "→"


ASCII_GLYPHS = Glyphs(
    today="*",
    later="o",
    none="-",
    yes="+",
    no="x",
    unknown="?",
    evaluated="=",
    about="~",
    won="+",
    lost="x",
    stale="~",
    onward=">",
    parked="z",
    rail="|",
    cursor=">",
    marked="*",
    edge="|",
    rule="=",
    line="-",
    prompt=">",
    search="/",
    dot="-",
    ellipsis="~",
    up="^",
    down="v",
    left="<",
    right=">",
    arrow="->",
)
"""The same signs for a terminal that shows ASCII only."""


@dataclass(frozen=True, slots=True)
class Styles:
    """How everything is drawn.

    A text role has no background of its own, so that it lies on any ground: ``styles.panel_ground + styles.dim``.

    Attributes:
        name: As configured: ``dark``, ``light``, ``high-contrast`` or ``plain``.
        ascii: Whether nothing but ASCII may be shown; user text then goes through ``safe_text.ascii_only``.
        ground: What everything lies on, with the colour of plain text.
        card_ground: The same for a card; ``card2_ground`` is that of every other one where nothing is between them.
        cursor_ground: The same for the card under the cursor.
        panel_ground: The same for the side panel.
        bar_ground: The same for the first line, the last ones and what asks there.
        row_ground: The same for the row at hand, of a list, a form or a page.
        title, amount: Of a card; ``title_cursor`` is the title under the cursor.
        bar: The cursor's bar.
        header, header_active: The name of a column, and of the one the cursor is in.
        heading: A heading inside the panel, help or a form.
        label: The name of a fact; ``key`` is a key to press; ``hint`` says what a key does.
        caret: The place where typing goes.
        badge: The name of what has the keys.
        panel_title: The deal's title in the side panel, and the title of help.
    """

    name: str
    ascii: bool
    glyphs: Glyphs
    ground: Style
    card_ground: Style
    card2_ground: Style
    cursor_ground: Style
    panel_ground: Style
    bar_ground: Style
    row_ground: Style
    text: Style
    dim: Style
    title: Style
    title_cursor: Style
    amount: Style
    owner: Style
    bar: Style
    marked: Style
    edge: Style
    header: Style
    header_active: Style
    heading: Style
    label: Style
    key: Style
    hint: Style
    accent: Style
    overdue: Style
    today: Style
    later: Style
    no_touch: Style
    stale: Style
    parked: Style
    won: Style
    lost: Style
    yes: Style
    no: Style
    unknown: Style
    tag: Style
    objection: Style
    status: Style
    error: Style
    caret: Style
    badge: Style
    panel_title: Style
