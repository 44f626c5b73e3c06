"""``E``: what the board shows goes into a file of its own, as one format or another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.exchange.export_format import Format
from funnelboard.services.clock import FixedClock
from funnelboard.services.exporting import Export
from funnelboard.services.maintenance import check, restore
from funnelboard.services.workspace import Workspace
from funnelboard.ui.keys import with_own_keys

Add = Callable[..., Deal]


@pytest.fixture
def two(add_deal: Add) -> None:
    """Two deals, with a contact each."""
    add_deal(title="Acme: pilot", company="Acme", contact="Kari")
    add_deal(title="Nordlys: rental", company="Nordlys", contact="Åse “x”", email="aase@x.example")


def typed(path: Path) -> list[str]:
    """The keys of a path."""
    return list(str(path))


@pytest.mark.usefixtures("two")
async def test_everything_as_a_table(open_board: Any, tmp_path: Path, home: Path) -> None:
    async with open_board() as board:
        await board.press("E")
        assert "Export everything as what?" in board.text()
        assert "CSV: deals, for a spreadsheet or another board" in board.text()
        await board.press("c")
        assert "~/funnelboard-2026-11-18.csv" in board.text()
        await board.press("enter")
        assert board.status == "exported 2 deals to ~/funnelboard-2026-11-18.csv"
    assert (home / "funnelboard-2026-11-18.csv").read_bytes().count(b"\r\n") > 2


@pytest.mark.usefixtures("two")
async def test_only_what_the_filter_shows(open_board: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    async with open_board() as board:
        await board.burst("slash", *"nordlys", "enter")
        await board.press("E")
        assert "Export “nordlys” as what?" in board.text()
        await board.burst("v", *typed(path), "enter")
        assert board.status == f"exported 1 contact to {path}"
    (card,) = vobject.readComponents(path.read_text(encoding="utf-8"))
    assert card.fn.value == "Åse “x”"


@pytest.mark.usefixtures("two")
async def test_keys_in_one_burst(open_board: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    async with open_board() as board:
        await board.burst("E", "i", *typed(path), "enter", "j")
        assert board.title == "Acme: pilot"
    assert Calendar.from_ical(path.read_text(encoding="utf-8")).walk("VEVENT") == []


@pytest.mark.usefixtures("two")
async def test_a_file_that_is_there_stays_and_the_text_can_be_mended(open_board: Any, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("mine")
    async with open_board() as board:
        await board.burst("E", "c", *typed(tmp_path / "x.csv"), "enter")
        assert "There is a file" in board.text()
        await board.burst("backspace", "backspace", "backspace", "backspace", *"2.csv", "enter")
        assert board.status == f"exported 2 deals to {tmp_path}/x2.csv"
        await board.burst("E", "c", *typed(tmp_path), "enter")
        assert "is a folder" in board.text()
        await board.press("escape", "escape")
        await board.burst("E", "c", *"~/none/x.csv", "enter")
        assert "There is no folder" in board.text()
    assert (tmp_path / "x.csv").read_text() == "mine"


@pytest.mark.usefixtures("two")
async def test_left_half_way_nothing_is_written(open_board: Any, home: Path) -> None:
    before = sorted(home.iterdir())
    async with open_board(size=(40, 12)) as board:
        await board.press("E", "escape")
        await board.press("E", "j", "escape")
        assert board.top is board.screen
    assert [each for each in home.iterdir() if each not in before and each.name != ".local"] == []


async def test_a_board_that_is_only_looked_at_can_be_exported(
    open_board: Any, two: None, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        assert board.app.link is not None
        monkeypatch.setattr(board.app.link.workspace.session.database, "read_only", True)
        await board.burst("E", "j", *typed(tmp_path / "x.jsonl"), "enter")
        assert board.status.startswith("exported ")
        monkeypatch.undo()


def test_a_locked_seat_has_no_export() -> None:
    assert not [command for command in with_own_keys({}, locked=True) if command.id in ("export", "import")]


@pytest.mark.usefixtures("two")
async def test_what_was_exported_is_imported_on_another_board(
    open_board: Any, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    path = tmp_path / "x.csv"
    async with open_board() as board:
        await board.burst("E", "c", *typed(path), "enter")
        await board.burst("I", *typed(path), "enter")
        assert "has nothing new" in board.status
    make_workspace(tmp_path / "other.db")
    async with open_board(path=tmp_path / "other.db") as board:
        await board.burst("I", *typed(path), "enter")
        assert "2 new deals" in board.text()
        await board.press("y")
        assert {card.title for shown in board.screen.state.columns.values() for card in shown.column.cards} == {
            "Acme: pilot",
            "Nordlys: rental",
        }
        await board.press("u")
        assert board.screen.state.deals == 0


@pytest.mark.sqlite("a server restores lines into an empty database alone")
@pytest.mark.usefixtures("two")
async def test_a_board_that_is_open_shows_what_is_restored_below_it(
    open_board: Any, tmp_path: Path, workspace: Workspace, clock: FixedClock
) -> None:
    path = Export(workspace, Format.JSON, Query(())).write(str(tmp_path / "x.jsonl"))
    async with open_board() as board:
        await board.burst("a", *"too much", "enter")
        assert board.screen.state.deals == 3
        kept = restore(workspace.target, str(path), clock)
        await board.tick()
        assert board.screen.state.deals == 2
        await board.burst("a", *"goes on", "enter")
        assert board.screen.state.deals == 3
        assert kept is not None
        restore(workspace.target, str(kept), FixedClock(clock.instant + 1, clock.day))
        await board.tick()
        assert "too much" in board.text()
    assert check(workspace) == ()
