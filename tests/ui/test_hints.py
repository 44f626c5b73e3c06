"""The keys in the last line: those that fit the deal at the cursor, each of them a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.board import Card
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.presets import GENERAL
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.drawing.deal_hints import HintWriter
from funnelboard.ui.drawing.foot import hints_line, key_at
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.looks.themes import make_styles
from tests.ui.test_card import CARD, TODAY

Add = Callable[..., Deal]
DARK = make_styles("dark")
HINTS = HintWriter({command.id: shown_key(command.keys[0]) for command in COMMANDS if command.keys})
LEAD = CARD._replace(market=Answer.YES, means=Answer.NO, authority=Answer.UNKNOWN)
PROSPECT = LEAD._replace(stage=Stage.PROSPECT, evaluated=3, next_due=TODAY, next_kind="call")
OPPORTUNITY = PROSPECT._replace(stage=Stage.OPPORTUNITY, ticked=2, next_due=TODAY + timedelta(days=2))


def shown(card: Card | None, width: int = 200, marked: bool = False) -> str:
    """The line of hints for a deal."""
    line = hints_line(HINTS.write(card, GENERAL, marked=marked), width, DARK)
    return "".join(text for text, _ in line.line).strip()


@pytest.mark.parametrize(
    ("card", "begins"),
    [
        (LEAD, "c 2 questions left  f next step  n note  L to prospect  w x won lost  / find  A agenda  a add"),
        (PROSPECT, "c 1 question left   d step done  n note  L to opportunity  w x won lost  / find"),
        (PROSPECT._replace(evaluated=4), "c all answered      d step done  n note  L to opportunity  w x won lost"),
        (OPPORTUNITY, "c 1 question left   d step done  n note  w x won lost  / find"),
        (
            OPPORTUNITY._replace(ticked=3, open_objections=2),
            "c all answered      d step done  n note  w x won lost  / find",
        ),
        (LEAD._replace(parked_until=date(2027, 1, 1)), "z wake  c 2 questions left"),
        (
            LEAD._replace(stage=Stage.CLOSED, outcome=Outcome.WON),
            "n note  f follow-up  Y company  r next deal  T ask for a reference  / find",
        ),
        (
            LEAD._replace(stage=Stage.CLOSED, outcome=Outcome.LOST),
            "n note  f follow-up  Y company  H back to opportunity  / find",
        ),
        (None, "/ find  A agenda  a add  u undo  v views  ? help"),
    ],
)
def test_the_hints_fit_the_deal(card: Card | None, begins: str) -> None:
    assert shown(card).startswith(begins)


def test_open_objections_are_told() -> None:
    assert "a add  B 1 objection  e edit" in shown(LEAD._replace(open_objections=1))


def test_they_fill_the_width_the_way_to_all_keys_last() -> None:
    assert shown(LEAD, 120) == (
        "c 2 questions left  f next step  n note  L to prospect  w x won lost  "
        "/ find  A agenda  a add  e edit  z park  ? help"
    )
    assert shown(LEAD, 80) == "c 2 questions left  f next step  n note  L to prospect  w x won lost  ? help"
    assert shown(LEAD, 40) == "c 2 questions left  n note  ? help", "what has no room gives way to what has"
    assert shown(LEAD, marked=True).startswith(
        "n note  f follow-up  t tags  o owner  m move  z park  D delete  Esc unmark"
    )


@pytest.mark.parametrize(
    ("over", "key"),
    [
        ("c 2", "c"),
        ("questions", "c"),
        ("x won", "x"),
        ("w x", "w"),
        ("won", "w"),
        ("lost", "x"),
        ("? ", "?"),
        ("help", "?"),
    ],
)
def test_a_hint_is_found_at_its_cells(over: str, key: str) -> None:
    line = hints_line(HINTS.write(LEAD, GENERAL), 120, DARK).line
    assert key_at(line, "".join(text for text, _ in line).index(over)) == key


def test_joined_keys_are_told_apart_and_what_is_no_hint_is_none() -> None:
    line = hints_line((("jk", "go"), ("ctrl+s", "keep"), ("Esc", "leave")), 60, DARK, "AGENDA").line
    text = "".join(text for text, _ in line)
    assert [key_at(line, text.index(over)) for over in ("jk", "k ", "ctrl", "Esc", "leave", "AGENDA")] == [
        *("j", "k", "ctrl+s", "Esc", "Esc", ""),
    ]
    assert key_at(line, 59) == ""


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_click_on_a_hint_is_its_key(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal(title="Acme: pilot")
    async with open_board(size=size) as board:

        async def click(words: str) -> None:
            await board.click(board.lines()[-1].index(words), size[1] - 1)

        await click("questions left")
        await board.press("y")
        await board.press("enter")
        assert workspace.board.deal(deal.id).market is Answer.YES
        assert "c 2 questions left" in board.lines()[-1]
        await click("note")
        await board.type("half")
        await click("Esc")
        assert board.status == "Kept: n goes on with it."
        await click("help")
        assert "Help" in board.lines()[0]


async def test_the_hints_follow_the_cursor(open_board: Any, add_deal: Add) -> None:
    add_deal(title="prospect", stage=Stage.PROSPECT)
    add_deal(title="lead")
    async with open_board() as board:
        assert "c 3 questions left  f next step  n note  L to prospect" in board.lines()[-1]
        await board.press("l")
        assert "c 4 questions left  f next step  n note  L to opportunity" in board.lines()[-1]
        await board.press("space")
        assert "Esc unmark" in board.lines()[-1]
        await board.press("escape", "3")
        assert board.lines()[-1].split()[:3] == ["BOARD", "/", "find"]
        await board.burst("slash", *"e", "enter")
        assert "Esc all deals" in board.lines()[-1]


async def test_the_hints_are_the_sellers_own_keys(open_board: Any, add_deal: Add) -> None:
    add_deal()
    async with open_board(config=Config(keys={"write-note": "ctrl+n"})) as board:
        assert "ctrl+n note" in board.lines()[-1]
