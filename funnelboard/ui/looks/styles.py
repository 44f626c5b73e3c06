"""How the board looks: one style for each role and one table of signs.

The four looks themselves are in ``themes.py``.
"""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.exchange.safe_text import shown
from funnelboard.ui.looks.style import Style


class Glyphs(NamedTuple):
    """The signs, which say what colour says too. None stands for two things: a test holds that, in ASCII too.

    Shapes go together: circles are about time, squares about answers, a tick and a diamond about what is to be done, a
    star and a cross about how a deal ended. Each sign is one cell wide, in ASCII some are wider.

    Attributes:
        overdue, today, later, none: How urgent the next touch is; ``none`` where there is none.
        yes, no, unknown: An answer of qualification or evaluation.
        done, undone: Something to be done: of a checklist, a tick before winning, an objection.
        chosen: The one of several that is taken; the others have a blank.
        won, lost: How a deal ended.
        stale: Too long without a touch.
        onward: The answers satisfy the next stage.
        parked: Set aside until a day.
        objection: An open objection.
        said_no: A promise to somebody who has said no to being contacted.
        about: Stands before a sum converted from several currencies.
        prompt: Stands before what is typed.
        search: Stands before the filter.
        dot: Between two facts.
        ellipsis: Something was cut.
        left, right: Around what the arrow keys change.
        arrow: From one to another.
        cursor: The edge of what is under the cursor: a card, a row.
        marked: The edge of a marked card.
        news: At the edge of a card that somebody else has changed, until it is looked at.
        edited: At the edge of a card that somebody else has open to change it.
        up, down: There is more that way.
        rim: The edge of any other card, in the colour of its urgency.
        edge: The line between columns, and beside the side panel.
        rule: The line above what is asked, and below the heading of the column at hand.
        line: The line below the other headings.
    """

    overdue: str = "!"
    today: str = "•"
    later: str = "○"
    none: str = "–"
    yes: str = "■"
    no: str = "⊠"
    unknown: str = "□"
    done: str = "✓"
    undone: str = "◇"
    chosen: str = "●"
    won: str = "★"
    lost: str = "✗"
    stale: str = "◔"
    onward: str = "»"
    parked: str = "‖"
    objection: str = "?"
    said_no: str = "⊘"
    about: str = "≈"
    prompt: str = "›"
    search: str = "⌕"
    dot: str = "·"
    ellipsis: str = "…"
    left: str = "◂"
    right: str = "▸"
    arrow: str = "→"
    cursor: str = "▌"
    marked: str = "◉"
    news: str = "Δ"
    edited: str = "✎"
    up: str = "↑"
    down: str = "↓"
    rim: str = "▎"
    edge: str = "│"
    rule: str = "━"
    line: str = "─"


ASCII_GLYPHS = Glyphs(
    today="*",
    later="o",
    none="-",
    yes="y",
    no="n",
    unknown="_",
    done="[x]",
    undone="[ ]",
    chosen="=",
    won="+",
    lost="x",
    stale="%",
    onward=">>",
    parked="z",
    said_no="N",
    about="ca",
    prompt=":",
    search="/",
    dot=".",
    ellipsis="~",
    left="<",
    right=">",
    arrow="->",
    cursor="#",
    marked="@",
    news="&",
    edited="e",
    up="^",
    down="v",
    rim="|",
    edge="|",
    rule="=",
    line="-",
)
"""The same signs for a terminal that shows ASCII only."""


class Styles(NamedTuple):
    """How everything is drawn.

    A text role has no background of its own, so that it lies on any ground: ``styles.dim.on(styles.panel_ground)``.

    Attributes:
        name: As configured: ``dark``, ``light``, ``high-contrast`` or ``plain``.
        ascii: Whether nothing but ASCII may be shown; user text then goes through ``safe_text.ascii_only``.
        ground: What everything lies on, with the colour of plain text.
        card_ground: The same for a card; ``alternate_ground`` is that of every other one where nothing is between them.
        cursor_ground: The same for the card under the cursor.
        panel_ground: The same for the side panel.
        bar_ground: The same for the first line, the last ones and what asks there.
        row_ground: The same for the row at hand, of a list, a form or a page.
        title, amount: Of a card; ``title_cursor`` is the title under the cursor.
        bar: The cursor's bar.
        header, header_active: The name of a column, and of the one the cursor is in.
        heading: A heading inside the panel, help or a form.
        label: The name of a fact; ``key`` is a key to press; ``hint`` says what a key does.
        caret: The place where typing goes; ``offered`` is what stands there but was not typed.
        badge: The name of what has the keys.
        links: Whether the terminal is offered links behind addresses.
        panel_title: The deal's title in the side panel, and the title of help.
    """

    name: str
    ascii: bool
    glyphs: Glyphs
    ground: Style
    card_ground: Style
    alternate_ground: Style
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
    offered: Style
    badge: Style
    panel_title: Style
    links: bool = False

    def cells(self, text: str) -> str:
        """User text for the screen: one line, harmless, no markup; in ASCII where nothing else may be shown."""
        return shown(text, in_ascii=self.ascii)
