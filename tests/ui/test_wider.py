"""A wider window never shows less: neither a narrower column nor a card that leaves out what it said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Card
from funnelboard.domain.deal import Answer
from funnelboard.domain.presets import GENERAL
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.ui.drawing.card import CardState, card_lines
from funnelboard.ui.drawing.card_words import CardWords, Moment
from funnelboard.ui.drawing.geometry import SINGLE, WIDE, arrange
from funnelboard.ui.looks.themes import make_styles

STYLES = make_styles("dark")
MOMENT = Moment(20_600 * MICROSECONDS_A_DAY, date(2026, 5, 28))
WIDTHS = range(40, 251)
HEIGHTS = (12, 24, 36, 60)


def windows(panel: bool) -> Iterator[tuple[int, int]]:
    """Pairs of widths, one cell apart, between which nothing comes beside the columns or takes the place of one."""
    thresholds = {SINGLE, *((WIDE,) if panel else ())}
    return (pair for pair in pairwise(WIDTHS) if pair[1] not in thresholds)


@pytest.mark.parametrize("panel", [False, True])
@pytest.mark.parametrize("height", HEIGHTS)
@pytest.mark.parametrize("active", STAGES)
def test_a_column_is_never_narrower_in_a_wider_window(panel: bool, height: int, active: Stage) -> None:
    for narrow, wide in windows(panel):
        before, after = (arrange(width, height, panel, active) for width in (narrow, wide))
        assert before.columns.keys() == after.columns.keys()
        assert before.card_lines == after.card_lines
        for stage, column in before.columns.items():
            assert column.width <= after.columns[stage].width, (stage, wide)


CARD = Card(
    id=1, version=1, stage=Stage.LEAD, outcome=None, title="Acme: pilot", amount=0, currency="EUR", contact="",
    company="", owner="", market=Answer.YES, means=Answer.NO, authority=Answer.UNKNOWN, evaluated=3, next_due=None,
    next_kind="", stage_since=0, last_touch=MOMENT.now, closed_at=None, parked_until=None, open_objections=0, tags=(),
)  # fmt: skip

names = st.text("aå 大:·x", max_size=30)
cards = st.builds(
    Card._replace,
    st.sampled_from(
        [
            CARD._replace(stage=stage, outcome=outcome, closed_at=closed, lost_reason=reason)
            for stage, outcome, closed, reason in (
                (Stage.LEAD, None, None, ""),
                (Stage.PROSPECT, None, None, ""),
                (Stage.CLOSED, Outcome.WON, MOMENT.now, ""),
                (Stage.CLOSED, Outcome.LOST, 0, "price"),
            )
        ]
    ),
    title=names.filter(str.strip),
    contact=names,
    company=names,
    owner=st.sampled_from(["", "KH"]),
    next_kind=st.sampled_from(["call", "due diligence"]),
    amount=st.none() | st.integers(0, 10**12),
    next_due=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    open_objections=st.integers(0, 12),
    said_no=st.booleans(),
    tags=st.lists(st.sampled_from(["expo", "nordic"]), max_size=2).map(tuple),
)


def facts(card: Card, width: int, lines: int) -> set[str]:
    """Names of what the card says in a column of so many cells."""
    words = CardWords(card, MOMENT, STYLES, GENERAL)
    spans = [span for full in card_lines(card, width, lines, CardState(), MOMENT, STYLES) for span in full.line[3:]]
    told: set[str] = set()
    for text, role in ((text.strip(), role) for text, role in spans):
        if not text:
            continue
        if role in ("title", "amount", "owner", "objection", "tag"):
            told.add(role)
        elif role == words.urgency and text.startswith(words.next_step[-1][0]):
            step = text.removeprefix(words.next_step[-1]).strip()
            told.add("sign")
            told |= {"kind"} if card.next_due and card.next_kind in step else set()
            told |= {"when"} if card.next_due and step.removesuffix(card.next_kind).strip() else set()
            told |= {"reason"} if card.lost_reason and card.lost_reason in step else set()
        elif text == card.contact.strip() and card.company:
            told.add("person")
        elif words.sold and text.rstrip("…") and words.sold.startswith(text.rstrip("…")):
            told.add("sold")
        elif text.startswith("since"):
            told.add("since")
        elif role in ("yes", "no", "unknown") or "/" in text:
            told.add("answered")
    return told


@cache
def widths(height: int, panel: bool, stage: Stage) -> tuple[int, set[tuple[int, int]]]:
    """How many lines a card has, and how its column grows where it is in sight."""
    growth: set[tuple[int, int]] = set()
    for pair in windows(panel):
        before, after = (arrange(width, height, panel, stage) for width in pair)
        if stage in before.columns:
            growth.add((before.columns[stage].width, after.columns[stage].width))
    return arrange(SINGLE, height, False, stage).card_lines, growth


@settings(max_examples=60)
@given(cards, st.sampled_from(HEIGHTS), st.booleans())
def test_a_card_never_leaves_out_what_it_said_in_a_narrower_window(card: Card, height: int, panel: bool) -> None:
    lines, growth = widths(height, panel, card.stage)
    said = {width: facts(card, width, lines) for width in {width for grown in growth for width in grown}}
    for narrow, wide in growth:
        assert said[narrow] <= said[wide], (narrow, wide)
        assert card.amount is None or "amount" in said[narrow]
