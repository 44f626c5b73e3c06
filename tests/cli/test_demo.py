"""The demo and the sample database, as a user of the command line meets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.cli import start_board
from funnelboard.domain.presets import PRESETS
from funnelboard.sample.tour import Tour
from funnelboard.services.workspace import Workspace

Cli = Callable[..., Any]


@pytest.fixture
def named(tmp_path: Path, temporary: Path) -> Path:
    """A sample database under another name."""
    return Path(shutil.copy(locations.sample_database(), tmp_path / "some.db"))


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> list[Workspace]:
    """The workspaces that boards were shown on, in place of a terminal; the test closes them."""
    shown: list[Workspace] = []

    def show_board(open_database: Callable[[], Workspace], config: object, **_: object) -> int:
        shown.append(open_database())
        return 0

    monkeypatch.setattr(start_board, "show_board", show_board)
    return shown


def test_the_demo_is_a_copy_that_goes_away(cli: Cli, boards: list[Workspace], temporary: Path) -> None:
    assert cli("demo").status == 0
    (workspace,) = boards
    assert workspace.private_copy
    assert Path(workspace.target).is_relative_to(temporary)
    workspace.submit(workspace.pipeline.create, title="Mine").result()
    workspace.close()
    assert list(temporary.iterdir()) == []


def test_the_demo_is_the_same_for_everybody_who_starts_it(cli: Cli, boards: list[Workspace], temporary: Path) -> None:
    cli("demo")
    cli("demo")
    titles = [{deal.title for deal in deals(workspace)} for workspace in boards]
    assert titles[0] == titles[1]
    assert len(titles[0]) == 63
    for workspace in boards:
        workspace.close()


def test_a_demo_that_is_kept_is_a_database_like_any_other(
    cli: Cli, boards: list[Workspace], temporary: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    assert cli("demo", "--keep", kept).status == 0
    boards[0].submit(boards[0].pipeline.create, title="Mine").result()
    boards[0].close()
    listed = cli("--db", kept, "list", "Mine", "--json")
    assert [deal["title"] for deal in listed.json] == ["Mine"]
    assert listed.err == ""
    again = cli("demo", "--keep", kept)
    assert again.status == 1
    assert "exists already" in again.err


def test_the_sample_opens_as_a_copy_whatever_it_is_called(cli: Cli, boards: list[Workspace], named: Path) -> None:
    assert cli(named).status == 0
    assert boards[0].private_copy
    boards[0].submit(boards[0].pipeline.create, title="Mine").result()
    boards[0].close()
    assert named.read_bytes() == locations.sample_database().read_bytes()


@pytest.mark.parametrize("arguments", [("add", "Mine"), ("list",), ("delete", "1"), ("info",), ("undo",)])
def test_no_command_changes_the_sample(cli: Cli, named: Path, arguments: tuple[str, ...]) -> None:
    result = cli("--db", named, *arguments)
    assert result.status == 0
    assert "no change to it is kept" in result.err
    assert named.read_bytes() == locations.sample_database().read_bytes()


def test_a_scenario_that_is_none_is_wrong_usage(cli: Cli, boards: list[Workspace]) -> None:
    wrong = cli("demo", "--scenario", "farming")
    assert (wrong.status, boards) == (2, [])
    assert "It is one of: general, startup, consulting, agency" in wrong.err


@pytest.mark.parametrize("scenario", list(PRESETS))
def test_every_preset_has_its_scenario(cli: Cli, boards: list[Workspace], temporary: Path, scenario: str) -> None:
    assert cli("demo", "--scenario", scenario).status == 0
    (workspace,) = boards
    assert workspace.submit(workspace.settings.get, "preset").result() == scenario
    assert len(deals(workspace)) >= 20
    workspace.close()


def test_what_is_due_is_due_today(cli: Cli, named: Path) -> None:
    due = cli("--db", named, "list", "due:today", "--json").json
    assert len(due) == 9
    assert all(deal["next_follow_up"]["what"] for deal in due)
    assert cli("--db", named, "list", "owner:me", "is:won", "--json").json


def deals(workspace: Workspace) -> Any:
    """Every deal there is."""
    from funnelboard.domain.board import Sort
    from funnelboard.domain.deal_query import Query

    return workspace.submit(workspace.board.deals, Query(), Sort.RANK, None).result()


def test_a_tour_is_shown_of_the_scenario_on_a_copy(cli: Cli, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    shown: list[tuple[str, float | None]] = []

    def show_board(open_database: Callable[[], Workspace], config: object, *, scenario: str, tour: Tour) -> int:
        shown.append((tour.scenario, tour.seconds))
        workspace = open_database()
        assert workspace.private_copy
        workspace.close()
        return 0

    monkeypatch.setattr(start_board, "show_board", show_board)
    assert cli("demo", "--tour").status == 0
    assert cli("demo", "--tour", "--scenario", "startup", "--auto", "4").status == 0
    assert shown == [("general", None), ("startup", 4.0)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--auto", "5"), "say --tour"),
        (("--record", "tour.cast"), "say --tour"),
        (("--tour", "--auto", "0"), "“0” is not a number of seconds from 0.5 to 3600"),
        (("--tour", "--auto", "nan"), "“nan” is not a number of seconds"),
        (("--tour", "--keep", "mine.db"), "Leave out --keep or --tour"),
        (("--tour", "--size", "80x24"), "say --record FILE"),
        (("--tour", "--record", "tour.cast", "--size", "10x4"), "20 to 300 columns, 8 to 100 lines"),
        (("--tour", "--record", "tour.cast", "--size", "wide"), "“wide” is not a size such as 80x24"),
    ],
)
def test_what_a_tour_cannot_be_is_wrong_usage(
    cli: Cli, boards: list[Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = cli("demo", *arguments)
    assert (wrong.status, boards) == (2, [])
    assert said in wrong.err
    assert not (tmp_path / "tour.cast").exists()


def test_a_recording_is_a_new_file_of_ones_own(cli: Cli, tmp_path: Path, temporary: Path) -> None:
    cast = tmp_path / "tour.cast"
    recorded = cli("demo", "--tour", "--auto", "2", "--record", cast, "--size", "40x12")
    assert (recorded.status, recorded.out) == (0, "")
    assert recorded.err.startswith("Recorded the tour, 18 steps in ")
    head, *events = map(json.loads, cast.read_text().splitlines())
    assert (head["width"], head["height"]) == (40, 12)
    assert events[-1][0] > 18 * 2
    assert cast.stat().st_mode & 0o777 == 0o600
    assert list(temporary.iterdir()) == []
    before = cast.read_bytes()
    again = cli("demo", "--tour", "--record", cast)
    assert (again.status, cast.read_bytes()) == (1, before)
    assert again.err == f"{cast} exists already. Name a new file for the recording.\n"
    nowhere = cli("demo", "--tour", "--record", tmp_path / "no" / "tour.cast")
    assert nowhere.status == 1
    assert "was not written" in nowhere.err
