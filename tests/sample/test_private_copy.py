"""Whoever opens the sample works in a copy of their own, which goes away unless it is kept."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from funnelboard import locations, private_folder
from funnelboard.domain.deal_query import Query
from funnelboard.errors import BadInput, NotFound, NotSaved
from funnelboard.sample.demo import open_demo
from funnelboard.sample.private_copy import is_sample, open_private_copy
from funnelboard.services import maintenance
from funnelboard.services.opening import open_workspace

SAMPLE = locations.sample_database()


def test_a_copy_is_private_and_goes_away(temporary: Path) -> None:
    before = SAMPLE.read_bytes(), SAMPLE.stat().st_mtime_ns, sorted(os.listdir(SAMPLE.parent))
    workspace = open_private_copy(SAMPLE, login="solveig")
    (folder,) = temporary.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert workspace.private_copy
    assert not is_sample(Path(workspace.target))
    workspace.pipeline.delete([1])
    workspace.close()
    assert list(temporary.iterdir()) == []
    assert (SAMPLE.read_bytes(), SAMPLE.stat().st_mtime_ns, sorted(os.listdir(SAMPLE.parent))) == before


@pytest.mark.usefixtures("temporary")
def test_a_sample_in_a_directory_that_may_not_be_written(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    shutil.copy(SAMPLE, shelf / "other name.db")
    (shelf / "other name.db").chmod(0o444)
    shelf.chmod(0o555)
    try:
        workspace = open_private_copy(shelf / "other name.db")
        assert not workspace.read_only
        assert workspace.name == "other name.db"
        workspace.close()
        assert os.listdir(shelf) == ["other name.db"]
    finally:
        shelf.chmod(0o755)


def test_what_a_killed_demo_left_is_removed_by_the_next(temporary: Path) -> None:
    left, barely, running, open_to_all = (
        temporary / f"{private_folder.PREFIX}{name}" for name in ("left", "barely", "running", "open")
    )
    for folder in (left, barely, running, open_to_all):
        folder.mkdir(mode=0o700)
    open_to_all.chmod(0o755)
    for folder in (left, running):
        (folder / private_folder.IN_USE).touch()
        (folder / "sample.db").touch()
    foreign = temporary / "somebody-else"
    foreign.mkdir()
    link = temporary / f"{private_folder.PREFIX}link"
    link.symlink_to(foreign)
    with (running / private_folder.IN_USE).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        open_private_copy(SAMPLE).close()
    assert sorted(temporary.iterdir()) == sorted([running, open_to_all, foreign, link])


def test_a_demo_can_be_kept(tmp_path: Path, temporary: Path) -> None:
    kept = tmp_path / "kept.db"
    workspace = open_demo(keep=str(kept), threaded=False, login="solveig")
    assert workspace.target == str(kept)
    assert not workspace.private_copy
    workspace.pipeline.create(title="One of my own")
    workspace.close()
    assert list(temporary.iterdir()) == []
    again = open_workspace(str(kept), login="solveig")
    assert not again.private_copy
    assert len(again.board.deals(Query())) == 65
    again.close()
    with pytest.raises(NotSaved, match="exists already"):
        open_demo(keep=str(kept))


@pytest.mark.usefixtures("temporary")
def test_a_seller_with_a_colleague_s_login() -> None:
    workspace = open_private_copy(SAMPLE, login="ingrid")
    sellers = {seller.name: seller.login for seller in workspace.board.sellers()}
    assert sellers == {"ingrid": "ingrid", "Ingrid Sæther": None, "Camille Françon": "camille"}
    assert maintenance.check(workspace) == ()
    workspace.close()


def test_what_is_a_sample(tmp_path: Path) -> None:
    assert is_sample(SAMPLE)
    real, empty = tmp_path / "sample.db", tmp_path / "empty"
    maintenance.create(str(real))
    empty.touch()
    for path in (real, empty, tmp_path / "absent", tmp_path):
        assert not is_sample(path)
    with pytest.raises(NotFound, match="no sample database"):
        open_private_copy(real)


def test_no_such_scenario() -> None:
    with pytest.raises(BadInput, match="“circus”"):
        open_demo(scenario="circus")


def test_no_room_for_a_copy(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    with pytest.raises(NotSaved, match="no room"):
        open_demo()
