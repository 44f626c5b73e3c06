"""Files live where the platform keeps such files, and naming them touches nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from funnelboard import locations
from funnelboard.errors import FunnelBoardError, NotFound

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the XDG base directories")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", locations.DATABASE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@linux_only
def test_files_lie_in_the_home_directory(home: Path) -> None:
    assert locations.default_database() == home / ".local/share/funnelboard/funnel.db"
    assert locations.config_file() == home / ".config/funnelboard/config.toml"
    assert locations.log_file() == home / ".local/state/funnelboard/funnelboard.log"


@linux_only
def test_xdg_variables_are_obeyed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "d"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "s"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "c"))
    assert locations.data_dir() == home / "d/funnelboard"
    assert locations.state_dir() == home / "s/funnelboard"
    assert locations.config_dir() == home / "c/funnelboard"


@linux_only
@pytest.mark.parametrize("named", ["", "/elsewhere", "not/from/the/root", "~/here"])
def test_the_directories_are_the_platforms_own(home: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, named)
    for ours, theirs in (
        (locations.data_dir, platformdirs.user_data_path),
        (locations.state_dir, platformdirs.user_state_path),
        (locations.config_dir, platformdirs.user_config_path),
    ):
        assert ours() == theirs("funnelboard", appauthor=False)


def test_naming_files_creates_none(home: Path) -> None:
    locations.default_database()
    locations.config_file()
    locations.log_file()
    locations.state_file("deals.db")
    locations.draft_file("deals.db")
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("home")
def test_the_database_named_closest_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert locations.choose_database() == str(locations.default_database())
    assert locations.choose_database(None, "configured.db") == "configured.db"
    monkeypatch.setenv("FUNNELBOARD_DB", "postgresql://host/deals")
    assert locations.choose_database(None, "configured.db") == "postgresql://host/deals"
    assert locations.choose_database("named.db", "configured.db") == "named.db"
    monkeypatch.setenv("FUNNELBOARD_DB", "")
    assert locations.choose_database(None, "configured.db") == "configured.db"


@linux_only
def test_without_home_the_password_database_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert locations.data_dir().is_relative_to(pwd.getpwuid(os.getuid()).pw_dir)


@linux_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody's account")
def test_an_account_without_any_home_is_told_what_to_do() -> None:
    program = (
        "import os, pwd, platformdirs\n"
        "from funnelboard import errors, locations\n"
        "os.setuid(next(uid for uid in range(54321, 60000) if uid not in {p.pw_uid for p in pwd.getpwall()}))\n"
        "try: locations.data_dir()\n"
        "except errors.FunnelBoardError as error: print(error)\n"
    )
    bare = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    done = subprocess.run([sys.executable, "-c", program], env=bare, capture_output=True, text=True)
    assert done.stdout.strip() == "This account has no home directory; set HOME to a directory you can write to."


def test_a_relative_answer_from_the_platform_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: "~/.local/share/funnelboard")
    with pytest.raises(FunnelBoardError, match="set HOME"):
        locations.data_dir()


@pytest.mark.usefixtures("home")
def test_a_database_keeps_its_state_by_whatever_name_it_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.db").symlink_to(tmp_path / "deals.db")
    files = {locations.state_file(name) for name in ("deals.db", "./deals.db", "link.db", str(tmp_path / "deals.db"))}
    assert len(files) == 1
    assert files.isdisjoint({locations.state_file("other.db"), locations.draft_file("deals.db")})


@pytest.mark.usefixtures("home")
def test_a_url_keeps_its_state_wherever_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = locations.draft_file("postgresql://host/deals")
    monkeypatch.chdir(tmp_path)
    assert locations.draft_file("postgresql://host/deals") == here


def test_the_sample_is_found_in_a_package_or_else_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "funnelboard"
    package.mkdir()
    monkeypatch.setattr(locations, "_PACKAGE", package)
    with pytest.raises(NotFound, match="install FunnelBoard again"):
        locations.sample_database()
    (tmp_path / "sample.db").touch()
    assert locations.sample_database() == tmp_path / "sample.db"
    (package / "sample.db").touch()
    assert locations.sample_database() == package / "sample.db"
