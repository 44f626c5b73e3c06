"""Cards, headings, the first and the last lines: what they say, and that they fit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Attention, Card, Column, Total
from funnelboard.domain.deal import Answer
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.ui.drawing.card import CardState, card_lines
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.foot import Status, foot_lines
from funnelboard.ui.drawing.heading import USUAL, heading_lines, tabs_line, untold
from funnelboard.ui.drawing.lines import FullLine
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.drawing.top_line import TopLine, command_at, top_line
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.looks.themes import LOOK_NAMES, make_styles
from funnelboard.ui.strips import full_strip

TODAY = date(2026, 11, 18)
NOW = 20_000 * MICROSECONDS_A_DAY
DARK = make_styles("dark")
PLAIN = CardState()
ASCII = make_styles("plain", ascii_only=True)

CARD = Card(
    id=1, version=1, stage=Stage.LEAD, outcome=None, title="Acme: pilot", amount=1_200_000, currency="EUR",
    contact="Kari Nordmann", company="Acme Oy", owner="KH", market=Answer.YES, means=Answer.NO,
    authority=Answer.UNKNOWN, evaluated=3, next_due=None, next_kind="", stage_since=NOW, last_touch=NOW,
    closed_at=None, parked_until=None, open_objections=0, tags=("expo", "nordic"),
)  # fmt: skip
WON = CARD._replace(stage=Stage.CLOSED, outcome=Outcome.WON, closed_at=NOW)
LOST = WON._replace(outcome=Outcome.LOST, lost_reason="price")
HINTS = (("c", "3 questions left"), ("w x", "won lost"), ("/", "find"), ("?", "help"))


def drawn(
    card: Card, width: int = 40, lines: int = 3, state: CardState = PLAIN, styles: Styles = DARK
) -> list[FullLine]:
    """The lines of a card."""
    return card_lines(card, width, lines, state, Moment(NOW, TODAY), styles)


def words(card: Card, width: int = 40, lines: int = 3, state: CardState = PLAIN, styles: Styles = DARK) -> list[str]:
    """The text of a card, without the gap, the edge and the blank before it."""
    return ["".join(text for text, _ in full.line)[3:] for full in drawn(card, width, lines, state, styles)]


def test_three_lines_say_who_what_how_much_and_what_next() -> None:
    assert words(CARD) == [
        "Acme Oy                         12k€",
        "pilot · Kari Nordmann             KH",
        "– nothing next                   ■⊠□",
    ]
    assert words(CARD, 21) == ["Acme Oy        KH", "pilot        12k€", "– nothing     ■⊠□"]


@pytest.mark.parametrize(
    ("change", "who", "sold"),
    [
        ({}, "Acme Oy", "pilot"),
        ({"title": "Acme Oy Nordic: pilot"}, "Acme Oy", "pilot"),
        ({"title": "ACME OY"}, "Acme Oy", "Kari Nordmann"),
        ({"title": "Acme pilot"}, "Acme Oy", "pilot"),
        ({"title": "Acmeville pilot"}, "Acme Oy", "Acmeville pilot"),
        ({"title": "Skis: winter"}, "Acme Oy", "Skis: winter"),
        ({"company": "", "title": "Kari Nordmann: pilot"}, "Kari Nordmann", "pilot"),
        ({"company": "", "contact": ""}, "Acme", "pilot · #expo #nordic"),
        ({"company": "", "contact": "", "title": "Acme"}, "Acme", "#expo #nordic"),
        (
            {"company": "", "contact": "", "title": "Long Group - New Business", "tags": ()},
            "Long Group",
            "New Business",
        ),
        ({"company": "", "contact": "", "title": "Tele-fit 24/7", "tags": ()}, "Tele-fit 24/7", "since Oct 2024"),
        ({"company": "Shop at the Acme Corner AB", "title": "Acme Corner: pilot"}, "Shop at the Acme Corner", "pilot"),
    ],
)
def test_a_card_says_each_thing_once_and_leaves_no_line_empty(change: dict[str, Any], who: str, sold: str) -> None:
    first, second, _ = words(CARD._replace(mine=True, amount=None, currency=None, **change), 27)
    assert first == who
    assert second.startswith(sold)


def test_since_when_shortens_before_it_is_cut() -> None:
    card = CARD._replace(company="", contact="", title="Tele-fit", tags=(), mine=True)
    assert words(card, 27)[1] == "since Oct 2024     12k€"
    assert words(card, 21)[1] == "Oct 2024     12k€"


def test_an_owner_is_named_where_it_is_somebody_else() -> None:
    assert words(CARD, 21)[0].endswith("KH")
    assert "KH" not in "".join(words(CARD._replace(mine=True), 21))


@pytest.mark.parametrize(
    ("days", "said", "shorter"),
    [
        (-2, "! 2 d call", "! 2d"),
        (0, "• today call", "• today"),
        (1, "○ tomorrow call", "○ 1d"),
        (5, "○ Mon call", "○ 5d"),
        (9, "○ 27 Nov call", "○ 9d"),
        (90, "○ 16 Feb call", "○ 90d"),
        (400, "○ 23 Dec 2027 call", "○ 400d"),
    ],
)
def test_the_next_step_is_told_in_words_that_shorten_before_they_are_cut(days: int, said: str, shorter: str) -> None:
    card = CARD._replace(next_due=TODAY + timedelta(days=days), next_kind="call", amount=123_400_000)
    assert words(card)[2].startswith(said + " ")
    assert words(card, 17, 2)[1].startswith(shorter + " ")


@pytest.mark.parametrize(
    ("card", "width", "said"),
    [
        (CARD._replace(last_touch=NOW - 20 * MICROSECONDS_A_DAY, open_objections=2), 40, ["– quiet 20 d", "?2 ■⊠□"]),
        (CARD._replace(last_touch=NOW - 20 * MICROSECONDS_A_DAY), 18, ["– quiet 20d ■⊠□"]),
        (CARD._replace(last_touch=NOW - 20 * MICROSECONDS_A_DAY), 17, ["– 20d", "■⊠□"]),
        (CARD._replace(stage=Stage.PROSPECT, suggested=Stage.OPPORTUNITY), 40, ["– nothing next", "» 3/4"]),
        (CARD._replace(stage=Stage.OPPORTUNITY, ticked=2), 40, ["– nothing next", "✓2/3"]),
        (CARD._replace(parked_until=date(2027, 1, 12)), 40, ["‖ parked to 12 Jan", "■⊠□"]),
        (CARD._replace(parked_until=date(2028, 1, 12)), 40, ["‖ parked to 12 Jan 2028", "■⊠□"]),
        (CARD._replace(parked_until=date(2028, 1, 12)), 14, ["‖ Jan 2028"]),
        (CARD._replace(parked_until=date(2026, 12, 12)), 14, ["‖ 12 Dec"]),
        (CARD._replace(next_due=TODAY, next_kind="call", said_no=True), 40, ["•⊘ today call", "■⊠□"]),
        (WON, 40, ["★ won 4 Oct 2024"]),
        (WON, 18, ["★ 4 Oct 2024"]),
        (LOST, 40, ["✗ lost 4 Oct 2024 · price"]),
        (LOST, 24, ["✗ Oct 2024 · price"]),
        (LOST._replace(closed_at=NOW + 760 * MICROSECONDS_A_DAY), 40, ["✗ lost 3 Nov · price"]),
    ],
)
def test_the_last_line_says_what_is_wrong_and_how_far_it_is(card: Card, width: int, said: list[str]) -> None:
    assert [part.strip() for part in words(card, width)[-1].split("  ") if part.strip()] == said


@pytest.mark.parametrize(
    ("card", "edge"),
    [
        (CARD, "no_touch"),
        (CARD._replace(last_touch=0), "stale"),
        (CARD._replace(next_due=TODAY - timedelta(days=1)), "overdue"),
        (CARD._replace(next_due=TODAY), "today"),
        (CARD._replace(next_due=TODAY + timedelta(days=1)), "later"),
        (WON, "won"),
        (LOST, "lost"),
    ],
)
def test_the_edge_is_of_the_urgency_and_doubled_at_the_cursor(card: Card, edge: str) -> None:
    glyphs = DARK.glyphs
    assert {full.line[1] for full in drawn(card)} == {(glyphs.rim, edge)}
    assert {(full.line[1][0], full.ground) for full in drawn(card, state=CardState(cursor=True))} == {
        (glyphs.cursor, "cursor_ground")
    }
    marked = drawn(card, state=CardState(cursor=True, marked=True, alternate=True))
    assert [full.line[1][0] for full in marked] == [glyphs.marked, glyphs.cursor, glyphs.cursor]


def test_a_fourth_line_has_the_rest_of_what_is_sold() -> None:
    long = CARD._replace(title="Acme: pilot in four workshops and a rental fleet")
    assert words(long, 30, 4)[1:3] == ["pilot in four workshops KH", "and a rental fleet"]
    assert words(CARD, 30, 4)[1:3] == ["pilot                   KH", "Kari Nordmann"]


def test_ascii_is_ascii() -> None:
    card = CARD._replace(title="Ærø — smørbrød", company="Åse 契約", next_due=TODAY, next_kind="call")
    assert "".join(words(card, styles=ASCII)).isascii()


names = st.text(max_size=40)
cards = st.builds(
    Card._replace,
    st.sampled_from([CARD, WON, LOST, CARD._replace(parked_until=TODAY)]),
    title=names,
    contact=names,
    company=names,
    owner=st.sampled_from(["", "KH", "契約"]),
    mine=st.booleans(),
    next_kind=st.sampled_from(["", "call", "due diligence"]),
    amount=st.integers(0, 10**15),
    currency=st.sampled_from(["EUR", "SEK"]),
    next_due=st.none() | st.dates(),
    last_touch=st.integers(0, NOW),
    open_objections=st.integers(0, 12),
    said_no=st.booleans(),
    tags=st.lists(names, max_size=4).map(tuple),
)


@given(cards, st.integers(0, 60), st.sampled_from([2, 3, 4]), st.sampled_from(LOOK_NAMES), st.booleans())
def test_a_card_fits_any_width_and_keeps_the_terminal_safe(
    card: Card, width: int, lines: int, look: str, cursor: bool
) -> None:
    styles = make_styles(look)
    shown = drawn(card, width, lines, CardState(cursor), styles)
    assert len(shown) == lines
    for full in shown:
        strip = full_strip(full, width, styles)
        assert sum(segment.cell_length for segment in strip) == width
        assert strip.text.isprintable() or not set(strip.text) & set(map(chr, range(32)))


def ink(card: Card, width: int, lines: int) -> dict[str, int]:
    """How much is shown in each role, the edge, blanks and what stands between two facts left out.

    A person may take the place of tags: both are what else is known.
    """
    shown: dict[str, int] = {}
    for full in drawn(card, width, lines):
        for text, role in full.line[3:]:
            if text.strip(" ·"):
                role = "dim" if role == "tag" else role
                shown[role] = shown.get(role, 0) + width_of(text.strip().removesuffix("…").rstrip())
    return shown


@settings(max_examples=400)
@given(cards, st.sampled_from([2, 3, 4]), st.integers(12, 79))
def test_a_wider_window_never_shows_less_and_an_amount_is_never_dropped(card: Card, lines: int, width: int) -> None:
    narrow, wide = ink(card, width, lines), ink(card, width + 1, lines)
    assert "amount" in narrow
    assert {role: size for role, size in narrow.items() if wide.get(role, 0) < size} == {}


def totals(**sums: int) -> tuple[Total, ...]:
    """Open sums by currency."""
    return tuple(Total(None, code, 1, amount, amount * 50) for code, amount in sums.items())


BOARD = BoardSettings(currency="EUR", rates={"SEK": Decimal("0.09")})


def heading(column: Column, width: int, lines: int = 1, rates: BoardSettings = USUAL) -> list[str]:
    """The heading's lines as text."""
    return [text_of(full) for full in heading_lines(column, width, lines, False, DARK, rates)]


def text_of(full: FullLine) -> str:
    return "".join(text for text, _ in full.line).rstrip()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, "  OPPORTUNITY 5  210k€ + 4k SEK     weighted 105k€ + 2k SEK"),
        (40, "  OPPORTUNITY 5  210k€ + 4k SEK"),
        (28, "  OPPORTUNITY 5  210k€ + …"),
        (18, "  OPPORTUNITY 5"),
        (14, "  OPPORTUNITY"),
    ],
)
def test_a_heading_says_as_much_as_fits(width: int, expected: str) -> None:
    column = Column(Stage.OPPORTUNITY, 5, totals(EUR=21_000_000, SEK=400_000), 0, ())
    assert heading(column, width) == [expected]
    whole = "210k€ + 4k SEK weighted 105k€ + 2k SEK"
    assert untold(column, width, 1, DARK) == ("" if "weighted" in expected else whole)


def test_currencies_are_one_sum_at_the_boards_rates() -> None:
    column = Column(Stage.OPPORTUNITY, 5, totals(EUR=21_000_000, SEK=40_000_000), 0, ())
    assert heading(column, 40, 4, BOARD) == [
        "", "  OPPORTUNITY 5", "  ≈ 246k€                weighted 123k€", " " + "─" * 39,
    ]  # fmt: skip
    no_rate = BoardSettings(currency="EUR", rates={"USD": Decimal("0.9")})
    assert heading(column, 17, 3, no_rate)[1] == "  210k€ + …"
    column = Column(Stage.LEAD, 7, totals(SEK=40_000_000, EUR=21_000_000, JPY=5_000_000), 0, ())
    assert [heading(column, width, 3, BOARD)[1] for width in (22, 14)] == ["  ≈ 246k€ + 5M¥", "  ≈ 246k€ + …"]


@pytest.mark.parametrize(
    ("width", "lines", "expected"),
    [
        (28, 3, "  ≈ 58.1k€  weighted 29.1k€"),
        (26, 3, "  ≈ 58.1k€ weighted 29.1k"),
        (25, 3, "  ≈ 58.1k€     wtd 29.1k"),
        (20, 3, "  ≈ 58.1k€ wtd 29.1k"),
        (18, 3, "  58.1k  wtd 29.1k"),
        (16, 3, "  58k    wtd 29k"),
        (13, 3, "  58k wtd 29k"),
        (12, 3, "  ≈ 58.1k€"),
        (40, 1, "  OPPORTUNITY 12  ≈ 58.1k€    wtd 29.1k"),
    ],
)
def test_the_weighted_sum_is_said_shorter_before_it_is_told_elsewhere(width: int, lines: int, expected: str) -> None:
    column = Column(Stage.OPPORTUNITY, 12, totals(EUR=5_450_000, SEK=4_000_000), 0, ())
    assert heading(column, width, lines, BOARD)[-2 if lines > 1 else 0] == expected
    assert untold(column, width, lines, DARK, BOARD) == ("" if "29" in expected else "≈ 58.1k€ weighted 29.1k€")


def test_closed_says_what_was_won_this_year() -> None:
    sums = (Total(Outcome.WON, "EUR", 2, 40_200_000, 0, 30_000_000), Total(Outcome.LOST, "EUR", 1, 1_000_000, 0))
    column = Column(Stage.CLOSED, 31, sums, 0, ())
    assert heading(column, 50) == ["  CLOSED 31  won 300k€" + " " * 18 + "this year"]
    assert heading(column, 24) == ["  CLOSED 31  won 300k€"]
    assert heading(column, 20) == ["  CLOSED 31"]
    assert untold(column, 20, 1, DARK) == "won 300k€ this year"
    assert heading(column, 20, lines=3)[:2] == ["  CLOSED 31", "  won 300k€"]


def test_where_nothing_was_won_this_year_closed_says_so() -> None:
    sums = (Total(Outcome.WON, "EUR", 2, 40_200_000, 0), Total(Outcome.LOST, "SEK", 3, 1_000_000, 0))
    assert heading(Column(Stage.CLOSED, 5, sums, 0, ()), 20, lines=3)[1] == "  won 0€   this year"
    assert heading(Column(Stage.CLOSED, 3, sums[1:], 0, ()), 20, lines=3)[1].strip() == ""


def test_in_a_column_a_cell_narrower_than_another_the_amount_stands_where_it_does_there() -> None:
    narrow = [
        ["".join(text for text, _ in full.line)[3:] for full in card_lines(
            CARD, 29, 3, PLAIN, Moment(NOW, TODAY), DARK, widest=widest
        )]
        for widest in (0, 29, 30)
    ]  # fmt: skip
    assert narrow[0] == narrow[1]
    assert [each[0] for each in (narrow[0], narrow[2], words(CARD, 30))] == [
        "Acme Oy                KH",
        "Acme Oy              12k€",
        "Acme Oy               12k€",
    ]


@given(st.integers(1, 80), st.sampled_from(Stage), st.integers(0, 10**6), st.integers(1, 4))
def test_headings_and_tabs_fit(width: int, stage: Stage, count: int, lines: int) -> None:
    columns = [Column(each, count, totals(EUR=10**9, NOK=5), 0, ()) for each in Stage]
    for full in (
        tabs_line(columns, stage, width, DARK),
        *heading_lines(columns[0], max(2, width), lines, True, DARK),
    ):
        strip = full_strip(full, max(2, width), DARK)
        assert sum(segment.cell_length for segment in strip) == max(2, width)
        assert "…" not in strip.text or strip.text.rstrip().endswith("…")


TOP = TopLine("nordic.db", TODAY, Attention(6, 4, 9), parked=5)


@pytest.mark.parametrize(
    ("line", "width", "said"),
    [
        (TOP, 100, " nordic.db   6 overdue   4 today   9 without a next step" + " " * 22 + "5 parked   Wed 18 Nov"),
        (
            TOP._replace(here=2),
            100,
            " nordic.db   6 overdue   4 today   9 without a next step" + " " * 13 + "5 parked   2 here   Wed 18 Nov",
        ),
        (TOP._replace(here=2), 80, " nordic.db   6 overdue   4 today   9 without a next step    2 here   Wed 18 Nov"),
        (TOP._replace(here=2), 56, " 6 overdue   4 today   9 adrift     2 here   Wed 18 Nov"),
        (TOP._replace(here=2), 44, " 6 overdue   4 today   9 adrift      2 here"),
        (
            TOP._replace(name="sample.db", here=2, notices=("sample data, nothing is kept",)),
            120,
            " sample.db   6 overdue   4 today   9 without a next step   sample data"
            + " " * 19
            + "5 parked   2 here   Wed 18 Nov",
        ),
        (TOP, 80, " nordic.db   6 overdue   4 today   9 without a next step             Wed 18 Nov"),
        (TOP, 60, " nordic.db   6 overdue   4 today   9 adrift      Wed 18 Nov"),
        (TOP, 32, " 6 overdue   4 today   9 adrift"),
        (TOP, 24, " 6 overdue   4 today"),
        (TOP._replace(here=2), 40, " 6 overdue   4 today   9 adrift"),
        (TOP._replace(attention=Attention(), here=2), 40, " nordic.db          2 here   Wed 18 Nov"),
        (
            TOP._replace(filter="tag:expo", matching=3, notices=("read-only",)),
            40,
            " ⌕ tag:expo · 3   6 overdue   read-only",
        ),
        (TOP._replace(notices=("sample data, nothing is kept",)), 34, " 6 overdue   4 today   sample data"),
    ],
)
def test_the_first_line_leads_to_what_is_to_be_done(line: TopLine, width: int, said: str) -> None:
    assert text_of(top_line(line, width, DARK)) == said


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("overdue", "show-overdue"),
        ("4 today", "show-today"),
        ("step", "show-adrift"),
        ("parked", "show-parked"),
        ("here", "who-is-here"),
        ("Nov", "agenda"),
        ("nordic", ""),
    ],
)
def test_what_the_first_line_counts_is_shown_by_a_click(word: str, command: str) -> None:
    line = TOP._replace(here=2)
    at = text_of(top_line(line, 100, DARK)).index(word)
    assert command_at(line, at, 100, DARK) == command


@given(names, names, st.integers(1, 120))
def test_the_first_line_fits(name: str, query: str, width: int) -> None:
    line = TopLine(name, TODAY, Attention(1, 2, 3), query, 12, "amount", 3, ("read-only",))
    assert width_of(text_of(top_line(line, width, DARK))) <= width


@given(names, st.integers(8, 120), st.integers(1, 2), st.sampled_from(["", "PANEL"]))
def test_the_last_lines_fit(status: str, width: int, lines: int, tag: str) -> None:
    shown = foot_lines(Status(status, after="u"), HINTS, tag, width, lines, DARK)
    assert len(shown) == lines
    for full in shown:
        assert width_of(text_of(full)) <= width


def test_the_way_to_all_keys_is_never_left_out() -> None:
    for width in range(8, 120):
        assert "? help" in text_of(foot_lines(Status(), HINTS, "", width, 1, DARK)[0])


def test_what_is_to_be_read_whole_is_not_cut() -> None:
    said = "tagged 4 deals +hot; 2 not: #4 “deal 3” is in the bin. ola deleted “deal 3”"
    shown = foot_lines(Status(said, whole=True), HINTS, "", 40, 2, DARK)
    assert " ".join(text_of(full).strip() for full in shown[:-1]) == said
    assert len(foot_lines(Status(said), HINTS, "", 40, 2, DARK)) == 2
