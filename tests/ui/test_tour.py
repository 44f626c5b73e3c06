"""The guided tour: what it says is true at every step, back goes back, and nothing gets into the story."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import parse_query
from funnelboard.sample.story import SCENARIOS
from funnelboard.sample.tour import Step, read_tour
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.lines import wrap
from funnelboard.ui.screens import player, tour
from funnelboard.ui.screens.board import BoardScreen

SIZES = [(120, 36), (80, 24), (40, 12)]
DEFAULT = ("general", (80, 24))

pytestmark = pytest.mark.usefixtures("temporary")


def above(board: Any) -> str:
    """What is on the screen above the caption."""
    return "\n".join(board.lines()[: board.app.viewport.height]).replace("\xa0", " ")


def below(board: Any) -> str:
    """The caption, its place and its keys."""
    return "\n".join(line.rstrip() for line in board.lines()[board.app.viewport.height :])


def found(board: Any, query: str) -> list[str]:
    """The titles of the deals in the database that a query finds."""
    workspace: Workspace = board.app.link.workspace
    parsed = parse_query(query, workspace.clock.today(), workspace.default_currency)
    assert parsed.problem is None
    return [deal.title for deal in workspace.submit(workspace.board.deals, parsed, Sort.RANK, None).result()]


def assert_true(board: Any, number: int, step: Step) -> None:
    """Whatever a step says of the screen and the database is so."""
    shown, told = above(board), below(board)
    assert f" {number}/" in told
    assert " ".join(told.split("\n")[:-1]).split() == step.caption.split()
    assert [words for words in step.shows if words not in shown] == [], shown
    assert [words for words in step.hides if words in shown] == [], shown
    for count, query in step.finds:
        titles = found(board, query)
        assert len(titles) == count, f"{query}: {titles}"


def whole(scenario: str, size: tuple[int, int]) -> Any:
    """A tour at a size: one of them is played with every run of the tests."""
    marks = [] if (scenario, size) == DEFAULT else [pytest.mark.tours]
    return pytest.param(scenario, size, marks=marks, id=f"{scenario}-{size[0]}x{size[1]}")


@pytest.mark.parametrize(("scenario", "size"), [whole(scenario, size) for scenario in SCENARIOS for size in SIZES])
async def test_every_step_is_true_and_back_leads_to_the_same_screens(
    open_board: Any, scenario: str, size: tuple[int, int]
) -> None:
    shown = read_tour(scenario)
    async with open_board(size=size, demo=scenario, tour=shown) as board:
        assert_true(board, 1, shown.steps[0])
        seen = [plain(board)]
        for number, step in enumerate(shown.steps[1:], 2):
            await board.press("space")
            assert_true(board, number, step)
            seen.append(plain(board))
        for number in range(len(shown.steps) - 1, 0, -1):
            await board.press("left")
            assert_true(board, number, shown.steps[number - 1])
            assert plain(board) == seen[number - 1], f"step {number}"


def plain(board: Any) -> str:
    """What is on the screen, but for the number of a deal, which is never given to another one."""
    return re.sub(r"#\d+", "#", board.text())


@pytest.mark.tours
@pytest.mark.parametrize("day", ["2026-11-27", "2026-12-05", "2026-12-06", "2026-12-31", "2028-02-29"])
async def test_a_tour_is_true_on_any_day(
    open_board: Any, clock: FixedClock, tick: Callable[..., int], day: str
) -> None:
    tick(days=(clock.day.fromisoformat(day) - clock.day).days)
    shown = read_tour("general")
    async with open_board(size=(40, 12), demo="general", tour=shown) as board:
        for number, step in enumerate(shown.steps[1:], 2):
            await board.press("space")
            assert_true(board, number, step)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_captions_are_two_short_lines(scenario: str) -> None:
    captions = [step.caption for step in read_tour(scenario).steps]
    assert [caption for caption in captions if len(wrap(caption, 38)) > 2] == []
    assert len(set(captions)) == len(captions) >= 15


async def test_no_other_key_gets_into_the_story(open_board: Any) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        before = above(board)
        for key in ("x", "D", "a", "j", "colon", "ctrl+c", "enter", "u"):
            await board.press(key)
            assert above(board) == before
            assert below(board).endswith("1/18  Space goes on, Esc leaves.")
        await board.paste("Acme Oy: pilot")
        await board.click(*board.card(1, 2))
        assert above(board) == before
        await board.press("space")
        assert "Space next  ← back  Esc leave" in below(board)
        await board.press("left", "left")
        assert below(board).endswith("This is where the tour begins.")
        assert above(board) == before


async def test_the_hints_of_the_caption_and_a_clicker_go_on_and_back(open_board: Any) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        line = board.lines()[-1]
        await board.click(line.index("next"), 35)
        assert " 2/18 " in below(board)
        await board.press("pagedown", "right")
        assert " 4/18 " in below(board)
        await board.press("pageup")
        assert " 3/18 " in below(board)
        await board.click(line.index("leave"), 35)
        assert below(board) == ""


async def test_a_burst_of_keys_is_as_many_steps(open_board: Any) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        await board.burst("space", "space", "space", "space", "left", "space")
        assert " 5/18 " in below(board)
        assert len(found(board, "Sølve stage:prospect")) == 1


@pytest.mark.parametrize("keys", [("space", "escape", "a"), ("space", "space", "alt+a")])
async def test_keys_typed_behind_the_one_that_leaves_are_for_the_board(open_board: Any, keys: tuple[str, ...]) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        for key in keys:
            board._send(key, key[-1] if key[-1] == "a" else None)
        await board.burst(*"Mine", "enter")
        assert board.title == "Mine"
        assert below(board) == ""


async def test_the_program_is_left_at_any_moment(open_board: Any) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        board.send("space", "space", "space", "ctrl+q")
    assert board.app.return_code in (None, 0)


@pytest.mark.parametrize("leave", ["escape", "q"])
async def test_whoever_leaves_is_on_the_board_as_it_is(open_board: Any, leave: str) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        await board.press("space", "space", "space", "space")
        assert "missing need" in above(board)
        await board.press(leave)
        assert board.top is board.screen
        assert below(board) == ""
        assert len(found(board, "Sølve stage:prospect")) == 1
        assert board.status == "The board is yours: change whatever you like."
        await board.press("L")
        assert "□ unknown" in board.text()
        await board.press("escape")
        await board.burst("a", *"Mine", "enter")
        assert board.title == "Mine"
        await board.press("u", "u")
        assert found(board, "Mine") == []
        assert len(found(board, "Sølve stage:lead")) == 1


async def test_after_the_last_step_the_board_is_the_sellers(open_board: Any) -> None:
    shown = read_tour("general")
    async with open_board(demo="general", tour=shown) as board:
        before = board.text()
        await board.press(*["space"] * len(shown.steps))
        assert below(board) == ""
        assert board.status == "The board is yours: change whatever you like."
        assert found(board, "Sølve") == []
        assert board.lines()[1:28] == before.split("\n")[1:28]


async def test_a_text_that_was_being_typed_for_the_tour_is_nobodys_draft(open_board: Any) -> None:
    async with open_board(demo="general", tour=read_tour("general")) as board:
        await board.press("space")
        assert "Sølve" in above(board)
        await board.press("escape", "a")
        assert "Sølve" not in board.text()


async def test_keys_of_ones_own_are_back_after_a_tour_that_did_without(open_board: Any) -> None:
    config = Config(keys={"add-deal": "ö", "move-on": "a"})
    async with open_board(demo="general", tour=read_tour("general"), config=config) as board:
        await board.press("space", "space")
        assert "Sølve Sykkel" in above(board)
        await board.press("escape", "ö")
        assert "new deal" in board.text()


async def test_a_tour_that_goes_on_by_itself_begins_again_until_a_key_is_pressed(
    open_board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((tour, "READING"), (player, "LETTER"), (player, "KEY")):
        monkeypatch.setattr(module, name, 0)
    async with open_board(size=(40, 12), demo="general", tour=read_tour("general", 0.001)) as board:
        with board.watched() as seen:
            async with asyncio.timeout(120):
                while not any(" 18/18 " in each for each in seen) or " 2/18 " not in seen[-1]:
                    await asyncio.sleep(0.001)
        assert any("new deal" in each and "Sølve Syk" in each for each in seen)
        await board.press("j")
        stopped = board.lines()[-1]
        assert stopped.split()[1:] == ["Space", "goes", "on,", "Esc", "leaves."]
        await board.press("tab")
        assert board.lines()[-1] == stopped
        await board.press("space")
        assert "Space next" in board.lines()[-1]


async def test_a_window_of_any_size_has_room_for_a_caption(open_board: Any) -> None:
    async with open_board(size=(20, 5), demo="general", tour=read_tour("general")) as board:
        await board.press("space", "space")
        assert len(below(board).split("\n")) == 1
        await board.pilot.resize_terminal(100, 30)
        await board.settle()
        assert "Enter keeps it" in below(board)
        assert "Sølve Sykkel" in above(board)


async def test_a_terminal_of_plain_letters_has_a_plain_caption(open_board: Any) -> None:
    async with open_board(demo="startup", tour=read_tour("startup"), config=Config(ascii=True)) as board:
        await board.press(*["space"] * 6)
        assert below(board).startswith(' "But...": a partner\'s doubt')
        assert below(board).isascii()


async def test_no_tour_is_taken_of_a_real_database(
    open_board: Any, make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    async with open_board(tour=read_tour("general")) as board:
        await board.press("space", "space")
        assert below(board) == ""
        await board.burst("colon", *"tour")
        assert "Take the tour" not in board.text()
        await board.press("escape", "question_mark")
        assert "Take the tour" not in board.text()


async def test_every_demo_has_the_tour_among_its_commands(open_board: Any) -> None:
    async with open_board(demo="general") as board:
        await board.burst("colon", *"tour", "enter")
    assert board.app.return_value == "tour"


async def test_what_was_changed_in_a_demo_goes_for_a_tour_only_when_the_seller_says_so(open_board: Any) -> None:
    async with open_board(demo="general") as board:
        await board.burst("a", *"Mine", "enter", "colon", *"take the tour", "enter")
        assert "what was changed in this one is gone" in board.text()
        await board.press("n")
        assert isinstance(board.top, BoardScreen)
        await board.burst("colon", *"take the tour", "enter", "y")
    assert board.app.return_value == "tour"
