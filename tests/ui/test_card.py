"""Cards, headings, the first and the last lines: what they say, and that they fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.board import Card, Column, Total
from funnelboard.domain.deal import Answer
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.drawing.card import CardState, Moment, card_strips
from funnelboard.ui.drawing.foot import Status, board_hints, foot_strips
from funnelboard.ui.drawing.heading import heading_strips, tabs_strip
from funnelboard.ui.drawing.top_line import TopLine, top_strip
from funnelboard.ui.looks.themes import LOOK_NAMES, make_styles

TODAY = date(2026, 11, 18)
NOW = 20_000 * MICROSECONDS_A_DAY
DARK = make_styles("dark")
PLAIN = CardState()
ASCII = make_styles("plain", ascii_only=True)

CARD = Card(
    id=1, version=1, stage=Stage.LEAD, outcome=None, title="Acme Oy: pilot", amount=1_200_000, currency="EUR",
    contact="Kari Nordmann", company="Acme Oy", owner="Kari Hansen", market=Answer.YES, means=Answer.NO,
    authority=Answer.UNKNOWN, evaluated=3, next_due=None, next_kind="", stage_since=NOW, last_touch=NOW,
    closed_at=None, parked_until=None, open_objections=0, tags=("expo", "nordic"),
)  # fmt: skip


def words(card: Card, width: int = 40, lines: int = 3, state: CardState = PLAIN, styles: object = DARK) -> list[str]:
    """The lines of a card."""
    return [strip.text for strip in card_strips(card, width, lines, state, Moment(NOW, TODAY), styles)]  # type: ignore[arg-type]


def test_three_lines_say_what_matters() -> None:
    assert words(CARD) == [
        "│Acme Oy: pilot                    12k€ ",
        "│Kari Nordmann                       KH ",
        "│■⊠□ –                    #expo #nordic ",
    ]


def test_a_narrow_card_gives_the_title_its_own_line() -> None:
    assert words(CARD, 21) == ["│Acme Oy: pilot      ", "│Kari Nordmann  12k€ ", "│■⊠□ –            KH "]
    assert words(CARD, 21, 2) == ["│Acme Oy: pilot      ", "│■⊠□ –          12k€ "]


@pytest.mark.parametrize(("days", "sign"), [(-2, "!2d call"), (0, "•today call"), (5, "○5d call")])
def test_the_next_touch(days: int, sign: str) -> None:
    assert f" {sign} " in words(replace(CARD, next_due=TODAY + timedelta(days=days), next_kind="call"))[2]


def test_stages_have_their_own_signs() -> None:
    assert words(replace(CARD, stage=Stage.OPPORTUNITY))[2].startswith("│3/4 – ")
    won = replace(CARD, stage=Stage.CLOSED, outcome=Outcome.WON, closed_at=NOW)
    assert words(won)[2].startswith("│★ won ")
    assert words(replace(won, outcome=Outcome.LOST))[2].startswith("│✗ lost ")


def test_stale_deals_and_objections_are_told() -> None:
    stale = replace(CARD, last_touch=NOW - 20 * MICROSECONDS_A_DAY, open_objections=2)
    assert "?2 ◔20d" in words(stale)[2]


def test_the_cursor_and_marks_are_seen_without_colour() -> None:
    assert [line[0] for line in words(CARD, state=CardState(cursor=True))] == ["▌"] * 3
    assert words(CARD, state=CardState(marked=True))[0][0] == "◉"


def test_ascii_is_ascii() -> None:
    card = replace(CARD, title="Ærø — smørbrød", contact="Åse 契約", next_due=TODAY, next_kind="call")
    assert "".join(words(card, styles=ASCII)).isascii()


names = st.text(max_size=40)
cards = st.builds(
    replace,
    st.just(CARD),
    title=names,
    contact=names,
    company=names,
    owner=names,
    next_kind=names,
    stage=st.sampled_from(Stage),
    amount=st.integers(0, 10**15),
    next_due=st.none() | st.dates(),
    last_touch=st.integers(0, NOW),
    open_objections=st.integers(0, 12),
    tags=st.lists(names, max_size=4).map(tuple),
)


@given(cards, st.integers(2, 60), st.sampled_from([2, 3]), st.sampled_from(LOOK_NAMES), st.booleans())
def test_a_card_fits_any_width_and_keeps_the_terminal_safe(
    card: Card, width: int, lines: int, styles: str, cursor: bool
) -> None:
    strips = card_strips(card, width, lines, CardState(cursor), Moment(NOW, TODAY), make_styles(styles))
    assert len(strips) == lines
    for strip in strips:
        assert sum(segment.cell_length for segment in strip) == width
        assert strip.text.isprintable() or not set(strip.text) & set(map(chr, range(32)))


def totals(**sums: int) -> tuple[Total, ...]:
    """Open sums by currency."""
    return tuple(Total(None, code, 1, amount, amount * 50) for code, amount in sums.items())


def heading(column: Column, width: int, lines: int = 1) -> list[str]:
    """The heading's lines as text."""
    return [strip.text.rstrip() for strip in heading_strips(column, width, lines, False, DARK)]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, " OPPORTUNITY 5 · 210k€ + 4k SEK · 105k€ + 2k SEK weighted"),
        (40, " OPPORTUNITY 5 · 210k€ + 4k SEK"),
        (26, " OPPORTUNITY 5 · 210k€+1"),
        (23, " OPPORTUNITY 5 210k€+1"),
        (18, " OPPORTUNITY 5"),
        (14, " OPPORTUNITY"),
    ],
)
def test_a_heading_says_as_much_as_fits(width: int, expected: str) -> None:
    column = Column(Stage.OPPORTUNITY, 5, totals(EUR=21_000_000, SEK=400_000), 0, ())
    assert heading(column, width) == [expected]


def test_currencies_without_room_are_one_sum_at_the_boards_rates() -> None:
    column = Column(Stage.LEAD, 5, totals(EUR=21_000_000, SEK=40_000_000), 0, ())
    board = BoardSettings(currency="EUR", rates={"SEK": Decimal("0.09")})
    no_rate = BoardSettings(currency="EUR", rates={"USD": Decimal("0.9")})
    shown = [
        heading_strips(column, width, 2, False, DARK, settings)[1].text.strip()
        for width, settings in ((40, board), (16, board), (16, no_rate))
    ]
    assert shown == ["210k€ + 400k SEK", "≈ 246k€", "210k€+1"]


def test_closed_splits_won_and_lost() -> None:
    sums = (Total(Outcome.WON, "EUR", 2, 40_200_000, 0), Total(Outcome.LOST, "EUR", 1, 1_000_000, 0))
    column = Column(Stage.CLOSED, 31, sums, 0, ())
    assert heading(column, 50) == [" CLOSED 31 · won 402k€ · lost 10k€"]
    assert heading(column, 24) == [" CLOSED 31 · won 402k€"]
    assert heading(column, 20, lines=2) == [" CLOSED 31", " won 402k€"]


@given(st.integers(1, 80), st.sampled_from(Stage), st.integers(0, 10**6))
def test_headings_and_tabs_fit(width: int, stage: Stage, count: int) -> None:
    columns = [Column(each, count, totals(EUR=10**9, NOK=5), 0, ()) for each in Stage]
    for strip in (tabs_strip(columns, stage, width, DARK), *heading_strips(columns[0], max(2, width), 2, True, DARK)):
        assert sum(segment.cell_length for segment in strip) == strip.cell_length


@given(names, names, st.integers(1, 120))
def test_the_first_line_fits(name: str, query: str, width: int) -> None:
    line = TopLine(name, TODAY, query, 12, "amount", 3, ("read-only",))
    assert sum(segment.cell_length for segment in top_strip(line, width, DARK)) == width


@given(names, st.integers(8, 120), st.integers(1, 2), st.sampled_from(["", "PANEL"]))
def test_the_last_lines_fit(status: str, width: int, lines: int, tag: str) -> None:
    strips = foot_strips(Status(status, after="u"), board_hints(COMMANDS), tag, width, lines, DARK)
    assert len(strips) == lines
    for strip in strips:
        assert sum(segment.cell_length for segment in strip) == width


def test_the_way_to_all_keys_is_never_left_out() -> None:
    for width in range(8, 120):
        assert "? keys" in foot_strips(Status(), board_hints(COMMANDS), "", width, 1, DARK)[0].text
