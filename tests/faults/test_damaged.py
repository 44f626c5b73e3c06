"""Bits that have flipped: found, said in a sentence, and never a traceback."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.stage import STAGES
from funnelboard.errors import FunnelBoardError
from funnelboard.services import maintenance
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store.restoring import restore_database

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("damages the file")]

PAGE = 4096


@pytest.fixture
def sound(workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path) -> Path:
    """A database of a few hundred rows that nobody has open."""
    for number in range(60):
        add_deal(title=f"Deal {number}", company=f"Company {number}", contact=f"Kari {number}", note="rang " * 50)
    workspace.session.database.backup(tmp_path / "sound.db")
    return tmp_path / "sound.db"


def look_everywhere(path: Path) -> tuple[str, ...]:
    """Open, check, read and write as a seller would; what was said about it."""
    try:
        workspace = open_workspace(str(path), login="kari")
    except FunnelBoardError as error:
        return (str(error),)
    try:
        problems = maintenance.check(workspace)
        query = parse_query("deal or kari", workspace.clock.today())
        workspace.board.load(query, Sort.TITLE, dict.fromkeys(STAGES, (0, 50)))
        workspace.board.detail(30)
        workspace.pipeline.edit(30, {"title": "new", "company": "New", "tags": ("new",)})
        workspace.undoing.undo()
        return problems
    except FunnelBoardError as error:
        return (str(error),)
    finally:
        workspace.close()


def test_a_sound_database_has_nothing_to_say(sound: Path) -> None:
    assert look_everywhere(sound) == ()


def test_any_page_whose_structure_is_hurt_is_found(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    pages = len(content) // PAGE
    damaged = tmp_path / "damaged.db"
    for page in range(1, pages):
        hurt = bytearray(content)
        hurt[page * PAGE : page * PAGE + 8] = bytes(byte ^ 0x55 for byte in hurt[page * PAGE : page * PAGE + 8])
        damaged.write_bytes(hurt)
        said = look_everywhere(damaged)
        assert said, f"page {page}"
        assert "damaged" in said[0] or "refused" in said[0], said


def test_no_flipped_bit_ends_in_a_traceback(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    damaged = tmp_path / "damaged.db"
    pick = random.Random(2)
    found = 0
    for _ in range(25):
        hurt = bytearray(content)
        for _ in range(4):
            hurt[pick.randrange(len(hurt))] ^= 1 << pick.randrange(8)
        damaged.write_bytes(hurt)
        found += bool(look_everywhere(damaged))
    assert found > 5


def test_a_file_that_was_cut_off(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    damaged = tmp_path / "damaged.db"
    for size in (100, 1_000, PAGE, 10 * PAGE, len(content) // 2, len(content) - PAGE):
        damaged.write_bytes(content[:size])
        assert look_everywhere(damaged), size


def test_a_backup_mends_it(sound: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    shutil.copy(sound, damaged)
    with damaged.open("r+b") as file:
        file.seek(20 * PAGE)
        file.write(b"\x55" * 64)
    assert look_everywhere(damaged)
    before = damaged.read_bytes()
    kept = restore_database(damaged, sound, 5)
    assert look_everywhere(damaged) == ()
    assert kept.read_bytes()[20 * PAGE : 21 * PAGE] == before[20 * PAGE : 21 * PAGE], "it is kept as it was"
