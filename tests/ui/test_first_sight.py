"""What is seen before the board is there is what the board then shows, cell for cell; else nothing is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.config import Config, Density
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.memory.view_state import ViewState, save_view_state
from funnelboard.sample.private_copy import open_private_copy
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace
from funnelboard.store.glimpse import Unclear
from funnelboard.ui import first_sight
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.first_sight import FirstSight
from funnelboard.ui.looks.style import Styled
from funnelboard.ui.looks.themes import LOOK_NAMES, make_styles
from funnelboard.ui.strips import pieces_in
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.sqlite("is shown of a file")

USUAL = ViewState()


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's deals in a database of their own, on the clock's day."""
    path = tmp_path_factory.mktemp("stories") / "funnel.db"
    copy = open_private_copy(locations.sample_database(), clock=FixedClock(NOW, TODAY), login="kari")
    copy.session.database.backup(path)
    copy.close()
    return path


@pytest.fixture(autouse=True)
def kari(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seller whose account it is."""
    monkeypatch.setattr("funnelboard.services.glimpse.account", lambda: ("kari", "Kari"))


def cells(lines: Iterable[Iterable[Styled]]) -> list[list[tuple[str, object]]]:
    """What is in every cell; of a wide character both halves are one."""
    return [[(character, style) for text, style in line for character in text] for line in lines]


def seen(
    path: Path, clock: FixedClock, kept: ViewState, config: Config, look: str, size: tuple[int, int]
) -> FirstSight:
    styles = make_styles(look, ascii_only=bool(config.ascii))
    moment = Moment(clock.now(), clock.today())
    return first_sight.drawn(first_sight.look(path, kept, moment, size), kept, config, moment, styles, size)


SIGHTS = [
    *((USUAL, Config(), look, (120, 36)) for look in LOOK_NAMES),
    *((USUAL, Config(), "dark", size) for size in ((20, 5), (40, 12), (59, 9), (80, 24), (99, 30), (170, 60))),
    *((ViewState(sort=sort, panel=False), Config(), "plain", (100, 24)) for sort in Sort),
    (ViewState(stage=Stage.CLOSED, deal_id=4), Config(density=Density.COMFORTABLE), "light", (80, 24)),
    (ViewState(stage=Stage.PROSPECT), Config(ascii=True, density=Density.COMPACT), "dark", (110, 50)),
    (ViewState(stage=Stage.OPPORTUNITY, deal_id=10**6), Config(keys={"filter": "x"}), "dark", (60, 20)),
]


@pytest.mark.parametrize(("kept", "config", "look", "size"), SIGHTS)
async def test_it_is_what_the_board_shows(
    open_board: Any, stories: Path, tmp_path: Path, clock: FixedClock, kept: ViewState, config: Config, look: str,
    size: tuple[int, int],
) -> None:  # fmt: skip
    path = Path(shutil.copy(stories, tmp_path / "funnel.db"))
    save_view_state(locations.state_file(str(path)), kept)
    sight = cells(seen(path, clock, kept, config, look, size).lines)
    async with open_board(size=size, config=config, look=look) as board:
        shown = cells(map(pieces_in, board.app.window._lines()))
        panel = board.screen.geometry.panel
    for y, (before, after) in enumerate(zip(sight, shown, strict=True)):
        end = panel.x if panel is not None and panel.y <= y < panel.y + panel.height else None
        assert before[:end] == after[:end], f"line {y} of {kept}"
        assert end is None or not "".join(character for character, _ in before[end + 1 :]).strip()


async def test_the_cursor_is_far_down_where_it_was(
    open_board: Any, add_deal: Callable[..., Deal], clock: FixedClock, tmp_path: Path
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(80)]
    for place in (0, 40, 79):
        kept = ViewState(deal_id=deals[place].id, panel=False)
        path = tmp_path / "funnel.db"
        save_view_state(locations.state_file(str(path)), kept)
        sight = seen(path, clock, kept, Config(), "dark", (80, 24))
        async with open_board(size=(80, 24)) as board:
            assert cells(sight.lines) == cells(map(pieces_in, board.app.window._lines()))
            assert sight.cursor == board.screen.cursor


@pytest.mark.parametrize("size", [(120, 36), (60, 10)])
async def test_a_board_without_deals(open_board: Any, workspace: Workspace, clock: FixedClock, size: Any) -> None:
    sight = seen(Path(workspace.target), clock, USUAL, Config(), "dark", size)
    async with open_board(size=size) as board:
        assert cells(sight.lines) == cells(map(pieces_in, board.app.window._lines()))


def test_no_board_is_shown_that_is_about_to_change(
    workspace: Workspace, add_deal: Callable[..., Deal], clock: FixedClock
) -> None:
    path = Path(workspace.target)
    deal = add_deal(title="later")
    workspace.parking.park((deal.id,), clock.day + timedelta(days=1), ParkReason.TIMING)
    assert "later" not in str(seen(path, clock, USUAL, Config(), "dark", (80, 24)).lines)
    clock.day += timedelta(days=1)
    with pytest.raises(Unclear):
        seen(path, clock, USUAL, Config(), "dark", (80, 24))
    workspace.begin_day()
    assert "later" in str(seen(path, clock, USUAL, Config(), "dark", (80, 24)).lines)
    clock.day += timedelta(days=1)
    seen(path, clock, USUAL, Config(), "dark", (80, 24))
    with pytest.raises(Unclear):
        seen(path, clock, ViewState(sort=Sort.SCORE), Config(), "dark", (80, 24))


def test_the_sample_is_shown_only_as_the_copy_that_is_made_of_it(clock: FixedClock) -> None:
    with pytest.raises(Unclear):
        seen(locations.sample_database(), clock, USUAL, Config(), "dark", (80, 24))


@pytest.mark.parametrize(
    ("kept", "config", "variables"),
    [
        (ViewState(query="acme"), Config(), {}),
        (USUAL, Config(view="mine"), {}),
        (USUAL, Config(theme="pink"), {}),
        (USUAL, Config(), {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}),
        (USUAL, Config(), {"COLUMNS": "19", "LINES": "30"}),
    ],
)
def test_the_terminal_is_left_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kept: ViewState, config: Config, variables: dict[str, str]
) -> None:
    monkeypatch.setattr(first_sight, "TakenTerminal", lambda *_: "taken")
    for name, value in {"COLUMNS": "120", "LINES": "36", **variables}.items():
        monkeypatch.setenv(name, value)
    save_view_state(locations.state_file(workspace.target), kept)
    assert first_sight.show(workspace.target, config) is None
    save_view_state(locations.state_file(workspace.target), USUAL)
    for name in variables:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LINES", "36")
    found = first_sight.show(workspace.target, Config())
    assert found is not None
    assert found.terminal == "taken"
