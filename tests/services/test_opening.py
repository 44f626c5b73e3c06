"""Opening a database: which file it is, who the seller is, and whether it can be written to."""

from __future__ import annotations

import os
import pwd
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard import locations
from funnelboard.domain.deal_query import Query
from funnelboard.errors import ConfigError, DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock, SystemClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace

ROLE = "on a server the seller is the role"


class TestOpening:
    def test_nobody_named_a_database(self, home: Path) -> None:
        workspace = open_workspace()
        path = locations.default_database()
        assert path.is_relative_to(home)
        assert workspace.target == str(path)
        assert workspace.name == path.name
        workspace.pipeline.create(title="a")
        workspace.close()
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        again = open_workspace()
        assert len(again.board.deals(Query())) == 1
        again.close()

    def test_a_database_somebody_named_is_not_made_by_itself(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match="There is no database at"):
            open_workspace(str(tmp_path / "funnel.db"))
        assert not (tmp_path / "funnel.db").exists()
        open_workspace(str(tmp_path / "funnel.db"), create=True).close()
        assert (tmp_path / "funnel.db").exists()

    @pytest.mark.sqlite("names a file by a URL")
    def test_by_url(self, workspace: Workspace) -> None:
        again = open_workspace(f"sqlite:///{workspace.target}", login="kari")
        assert again.target == workspace.target
        assert again.identity == workspace.identity
        again.close()

    def test_a_refused_file_leaves_no_thread(self, tmp_path: Path) -> None:
        (tmp_path / "funnel.db").write_text("Dear diary")
        before = threading.active_count()
        with pytest.raises(DatabaseError, match="is not a FunnelBoard database"):
            open_workspace(str(tmp_path / "funnel.db"), threaded=True)
        assert threading.active_count() == before


class TestSeller:
    @pytest.mark.sqlite(ROLE)
    def test_the_account_and_nothing_else(
        self, make_workspace: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        clock: FixedClock,
    ) -> None:  # fmt: skip
        make_workspace()
        for name in ("USER", "LOGNAME", "USERNAME"):
            monkeypatch.setenv(name, "somebody-else")
        workspace = open_workspace(str(tmp_path / "funnel.db"), clock=clock)
        account = pwd.getpwuid(os.getuid())
        assert workspace.seller.login == account.pw_name
        assert workspace.seller.name == (account.pw_gecos.split(",")[0].strip() or account.pw_name)
        workspace.close()

    @pytest.mark.sqlite(ROLE)
    def test_an_account_without_a_name(
        self, make_workspace: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_workspace()
        monkeypatch.setattr(os, "getuid", lambda: 999_999)
        workspace = open_workspace(str(tmp_path / "funnel.db"))
        assert (workspace.seller.login, workspace.seller.name) == ("uid999999", "uid999999")
        workspace.close()

    @pytest.mark.sqlite(ROLE)
    @pytest.mark.parametrize(
        ("gecos", "name"),
        [
            ("Kari Nordmann,room 7,555", "Kari Nordmann"),
            ("", "kari"),
            (" , ,", "kari"),
            ("\x1b]0;mine\x07", "␛]0;mine␇"),
            ("Kari\n\tNordmann", "Kari Nordmann"),
            ("\u202e\u200b", "kari"),
            ("x" * 300, "x" * 60),
            ("\udce9va", "\ufffdva"),
            ("& Nordmann", "Kari Nordmann"),
            ("[/nope]", "[/nope]"),
        ],
    )
    def test_the_accounts_full_name_whatever_stands_there(
        self, gecos: str, name: str, make_workspace: Callable[..., Workspace], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        make_workspace(login="ola")
        entry = pwd.struct_passwd(("kari", "x", 1000, 1000, gecos, "/", "/bin/sh"))
        monkeypatch.setattr(pwd, "getpwuid", lambda uid: entry)
        workspace = open_workspace(str(tmp_path / "funnel.db"))
        assert (workspace.seller.login, workspace.seller.name) == ("kari", name)
        assert workspace.seller in workspace.board.sellers()
        workspace.close()

    def test_the_settings_have_another_name_for_them(
        self, make_workspace: Callable[..., Workspace], tmp_path: Path
    ) -> None:
        make_workspace().pipeline.create(title="a")
        again = make_workspace(name=" Kari\tN. ")
        assert (again.seller.login, again.seller.name) == ("kari", "Kari N.")
        assert again.undoing.log()[0].seller == "Kari N."
        assert make_workspace().seller == again.seller
        ola = make_workspace(login="ola")
        assert [seller.name for seller in ola.board.sellers()] == ["Kari N.", "ola"]

    @pytest.mark.parametrize("name", ["ola", "OLA", "Ola Moe"])
    def test_nobody_is_called_as_a_colleague_is(self, name: str, make_workspace: Callable[..., Workspace]) -> None:
        make_workspace(login="ola", name="Ola Moe")
        with pytest.raises(ConfigError, match="as another seller here is called"):
            make_workspace(name=name)

    def test_the_same_one_every_time(self, make_workspace: Callable[..., Workspace]) -> None:
        first, other, again = make_workspace(), make_workspace(login="ola"), make_workspace()
        assert first.seller == again.seller
        assert first.seller != other.seller
        assert [seller.login for seller in first.board.sellers()] == ["kari", "ola"]
        assert first.undoing.log() == (), "arriving is nobody's doing"

    def test_a_name_from_an_import_does_not_become_a_login(self, make_workspace: Callable[..., Workspace]) -> None:
        make_workspace().pipeline.create(title="a", owner="ola")
        ola = make_workspace(login="ola")
        assert [(seller.login, seller.name) for seller in ola.board.sellers()].count(("ola", "ola")) == 1
        assert ola.seller.login == "ola"


class TestReadOnly:
    @pytest.fixture
    def unwritable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)

    @pytest.mark.usefixtures("unwritable")
    def test_it_can_be_read_and_not_written(self, tmp_path: Path, empty_database: Path, clock: FixedClock) -> None:
        content = empty_database.read_bytes()
        path = tmp_path / "funnel.db"
        path.write_bytes(content)
        workspace = open_workspace(str(path), clock=clock, login="kari")
        assert workspace.read_only
        assert workspace.board.deals(Query()) == ()
        with pytest.raises(DatabaseError, match="is open read-only"):
            workspace.pipeline.create(title="a")
        workspace.close()
        assert path.read_bytes() == content


def test_the_machines_own_clock(workspace: Workspace) -> None:
    clock = SystemClock()
    before, day = clock.now(), clock.today()
    workspace = open_workspace(workspace.target, login="kari")
    created = workspace.board.deal(workspace.pipeline.create(title="a").deal_ids[0]).created_at
    workspace.close()
    assert before <= created <= clock.now()
    assert day <= clock.today()


def test_the_currency_of_a_board(make_workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    maintenance.create(str(tmp_path / "nok.db"), currency="nok")
    assert make_workspace(tmp_path / "nok.db").default_currency == "NOK"
    assert make_workspace().default_currency == "EUR"
    assert make_workspace(default_currency="SEK").default_currency == "SEK"
