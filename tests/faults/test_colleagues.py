"""What one account can do to another in a directory that both may write to."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funnelboard.services.opening import open_workspace
from funnelboard.store.opening import create_database, open_database

pytestmark = [
    pytest.mark.faults,
    pytest.mark.sqlite("about a directory that accounts share"),
    pytest.mark.skipif(os.getuid() != 0, reason="only root can become two sellers"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]

KARI, OLA = 12001, 12002
"""Accounts that need not exist."""

TRY = """
def attempt(function):
    try: function()
    except FunnelBoardError as error: say(error)
    else: say("done")
target, other = map(Path, sys.argv[1:3])
"""

DEEDS = {
    "backup": TRY + "attempt(lambda: open_database(other).backup(target))",
    "init": TRY + "attempt(lambda: create_database(target, 1))",
    "restore": TRY + "attempt(lambda: restore_database(target, other, 5))",
}

EXCHANGE_FOLDER = """
folder, = Path(sys.argv[1]).glob(".funnelboard-*")
folder.rename(folder.with_name("away"))
trap = Path(sys.argv[1], "trap")
trap.mkdir()
trap.chmod(0o777)
(trap / "new.db").symlink_to(sys.argv[2])
folder.symlink_to(trap)
"""


@pytest.fixture
def private() -> Iterator[Path]:
    """Kari's own directory, with a database in it that is nobody's business."""
    directory = Path(tempfile.mkdtemp(prefix="funnelboard-kari-"))
    create_database(directory / "own.db", 1)
    open_database(directory / "own.db").close()
    for each in (directory, directory / "own.db"):
        os.chown(each, KARI, KARI)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def funnel(team: Path) -> Path:
    """The team's database."""
    path = team / "funnel.db"
    create_database(path, 1)
    open_workspace(str(path), login="root").close()
    os.chown(path, KARI, -1)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestWhatIsBeingMade:
    @pytest.mark.parametrize("deed", DEEDS)
    def test_its_folder_is_exchanged(
        self, deed: str, team: Path, private: Path, funnel: Path, start: Start, run: Run
    ) -> None:
        own = private / "own.db"
        before = own.read_bytes(), funnel.read_bytes()
        target = funnel if deed == "restore" else team / "new.db"
        victim = start(
            "from funnelboard.store import copying\nreal = copying._connected\n"
            "def wait(*arguments): say('window'); sys.stdin.readline(); return real(*arguments)\n"
            "copying._connected = wait\n" + DEEDS[deed],
            target,
            own,
            seller=KARI,
        )
        assert victim.stdout is not None
        assert victim.stdout.readline() == "window\n"
        assert run(EXCHANGE_FOLDER, team, own, seller=OLA).stderr == ""
        said, complaints = victim.communicate("\n")
        assert complaints == ""
        assert "was exchanged for something else by another account" in said
        assert (own.read_bytes(), funnel.read_bytes()) == before
        assert not (team / "new.db").exists()
        assert list(team.glob("*before-restore*")) == []

    def test_a_link_at_the_name_it_is_to_have(self, team: Path, private: Path, run: Run) -> None:
        own = private / "own.db"
        before = own.read_bytes()
        run("Path(sys.argv[1], 'new.db').symlink_to(sys.argv[2])", team, private / "not yet.db", seller=OLA)
        for deed in ("backup", "init"):
            refused = run(DEEDS[deed], team / "new.db", own, seller=KARI)
            assert refused.stdout.endswith("\n")
            assert "exists already" in refused.stdout
        assert own.read_bytes() == before
        assert [each.name for each in private.iterdir()] == ["own.db"]


class TestWhereThePathLeads:
    @pytest.fixture
    def copy(self, funnel: Path, private: Path, run: Run) -> Path:
        """A backup of the team's database."""
        run("open_database(Path(sys.argv[1])).backup(Path(sys.argv[2]))", funnel, private / "copy.db", seller=KARI)
        return private / "copy.db"

    @pytest.mark.parametrize("kind", ["file", "directory"])
    def test_a_colleague_s_link_to_what_is_private(
        self, kind: str, funnel: Path, private: Path, copy: Path, run: Run
    ) -> None:
        own = private / "own.db"
        before = own.read_bytes()
        place = funnel if kind == "file" else funnel.with_name("archive")
        run("place, to = map(Path, sys.argv[1:])\nplace.unlink(missing_ok=True)\nplace.symlink_to(to)", place,
            own if kind == "file" else private, seller=OLA)  # fmt: skip
        target = place if kind == "file" else place / "own.db"
        there = sorted(funnel.parent.iterdir())
        for deed in (DEEDS["restore"], TRY + "attempt(lambda: open_workspace(str(target)))"):
            refused = run(deed, target, copy, seller=KARI)
            assert refused.stderr == ""
            assert f"is reached through the link “{place.name}”, which another account has put there" in refused.stdout
        assert own.read_bytes() == before
        assert sorted(funnel.parent.iterdir()) == there

    @pytest.mark.parametrize("linker", [KARI, OLA, 0])
    def test_a_link_that_deceives_nobody(self, linker: int, funnel: Path, run: Run) -> None:
        os.chown(funnel, OLA, -1)
        os.symlink("funnel.db", funnel.with_name("current.db"))
        os.chown(funnel.with_name("current.db"), linker, -1, follow_symlinks=False)
        opened = run(TRY + "attempt(lambda: open_workspace(str(target)).close())", funnel.with_name("current.db"),
                     funnel, seller=KARI)  # fmt: skip
        assert (opened.stdout, opened.stderr) == ("done\n", "")

    @pytest.mark.parametrize("deed", ["restore", "open"])
    def test_it_leads_elsewhere_while_it_is_opened(
        self, deed: str, funnel: Path, private: Path, copy: Path, start: Start, run: Run
    ) -> None:
        own = private / "own.db"
        before = own.read_bytes()
        victim = start(
            "real = database_module.SqliteDatabase.__init__\n"
            "def wait(*arguments, **named): say('window'); sys.stdin.readline(); return real(*arguments, **named)\n"
            "database_module.SqliteDatabase.__init__ = wait\n"
            + (DEEDS["restore"] if deed == "restore" else TRY + "attempt(lambda: open_workspace(str(target)))"),
            funnel,
            copy,
            seller=KARI,
        )
        assert victim.stdout is not None
        assert victim.stdout.readline() == "window\n"
        exchange = "place = Path(sys.argv[1])\nplace.rename(place.with_name('away'))\nplace.symlink_to(sys.argv[2])"
        assert run(exchange, funnel, own, seller=OLA).stderr == ""
        said, complaints = victim.communicate("\n")
        assert complaints == ""
        assert "was exchanged for something else by another account" in said
        assert own.read_bytes() == before


class TestWhatMayNotBeSearched:
    @pytest.mark.parametrize(
        "words",
        [
            "--db {} list", "--db {} restore {good}", "init {}", "--db {good} import {}", "--db {good} rates import {}",
            "--db {good} backup {}", "--db {good} restore {}", "--db {good} import {deals} --rejects {}",
            "demo --keep {}", "{}",
        ],
    )  # fmt: skip
    def test_a_directory_of_somebody_else(self, words: str, funnel: Path, private: Path, run: Run) -> None:
        deals = funnel.with_name("deals.csv")
        deals.write_text("title,stage\nAcme,lead\nNordlys,nowhere,to,go\n")
        words = words.replace("{good}", str(funnel)).replace("{deals}", str(deals))
        # What Python is made of may lie where this account may not look: the first time is for what is imported.
        refused = run(
            "from funnelboard.cli.main import run\nrun(sys.argv[1].split())\nsys.stderr.flush()\n"
            f"os.setgroups([{funnel.stat().st_gid}]); os.setgid({OLA}); os.setuid({OLA})\nos.dup2(1, 2)\n"
            "sys.exit(run(sys.argv[2].split()))",
            words.format(deals / "own.db"),
            words.format(private / "own.db"),
        )
        assert refused.returncode == 1, refused.stdout
        assert "unexpected" not in refused.stdout
        assert "Permission denied" in refused.stdout or words == "{}"


class TestWhoMayReadIt:
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_in_a_directory_of_the_group(self, umask: int, team: Path, run: Run) -> None:
        made = run(
            f"os.umask({umask})\n" + TRY + "create_database(target, 1)\ndatabase = open_database(target)\n"
            "database.backup(other)\n"
            "for path in sorted(target.parent.iterdir()): say(oct(path.stat().st_mode & 0o777))",
            team / "funnel.db",
            team / "copy.db",
            seller=KARI,
        )
        assert (made.stdout.split(), made.stderr) == ([oct(0o660 & ~umask), *["0o660"] * 3], "")
        assert {each.stat().st_gid for each in team.iterdir()} == {team.stat().st_gid}
        written = run("open_workspace(sys.argv[1]).pipeline.create(title='new')", team / "funnel.db", seller=OLA)
        assert written.stderr == ""

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_elsewhere_it_is_private(self, umask: int, shared: Path, run: Run) -> None:
        made = run(
            f"os.umask({umask})\n" + TRY + "create_database(target, 1)\nopen_database(target).backup(other)\n"
            "make_directory(target.parent / 'a' / 'b')",
            shared / "funnel.db",
            shared / "copy.db",
            seller=KARI,
        )
        assert made.stderr == ""
        assert {path.name: mode(path) for path in shared.rglob("*")} == {
            "funnel.db": 0o600, "copy.db": 0o600, "a": 0o700, "b": 0o700,
        }  # fmt: skip
        refused = run(TRY + "attempt(lambda: open_database(target))", shared / "copy.db", "", seller=OLA)
        assert refused.stdout == f"{shared}/copy.db cannot be read: Permission denied. Ask its owner for access.\n"

    @pytest.mark.parametrize("umask", [0o177, 0o277, 0o777])
    def test_under_a_umask_that_takes_one_s_own_rights(self, umask: int, shared: Path, run: Run) -> None:
        made = run(
            f"os.umask({umask})\n" + TRY + "make_directory(target.parent / 'a' / 'b')\n"
            "attempt(lambda: create_database(target, 1))",
            shared / "funnel.db",
            "",
            seller=KARI,
        )
        assert made.stderr == ""
        found = {path.name: mode(path) for path in shared.rglob("*")}
        if umask == 0o177:
            assert (made.stdout, found.pop("funnel.db")) == ("done\n", 0o600)
        else:
            assert "cannot be made: " in made.stdout
        assert found == {"a": 0o700, "b": 0o700}

    def test_a_copy_never_gives_it_to_another_group(self, funnel: Path, shared: Path, run: Run) -> None:
        away = Path(tempfile.mkdtemp(prefix="funnelboard-"))
        try:
            away.chmod(0o777)
            backup = "os.umask(0)\nopen_database(Path(sys.argv[1])).backup(Path(sys.argv[2]))"
            run(backup, funnel, away / "in it.db", seller=KARI)
            found = (away / "in it.db").stat()
            assert (stat.S_IMODE(found.st_mode), found.st_gid) == (0o660, funnel.stat().st_gid)
            os.chown(funnel, KARI, 12300)
            run(backup, funnel, away / "out of it.db", seller=KARI)
            assert mode(away / "out of it.db") == 0o600
        finally:
            shutil.rmtree(away)

    def test_a_group_that_the_seller_is_not_in(self, shared: Path, run: Run) -> None:
        refused = run(
            TRY + "attempt(lambda: create_database(target, 1, 'root'))", shared / "funnel.db", "", seller=KARI
        )
        assert refused.stdout.startswith("You are not in the group “root”. ")
        assert list(shared.iterdir()) == []


class TestSharedFromTheFirstByte:
    def test_a_directory_that_does_not_hand_its_group_on(self, funnel: Path, start: Start, run: Run) -> None:
        funnel.parent.chmod(0o770)
        holding = start("database = open_database(Path(sys.argv[1]))\nsay('open')\nsys.stdin.readline()", funnel,
                        seller=KARI)  # fmt: skip
        assert holding.stdout is not None
        assert holding.stdout.readline() == "open\n"
        working = TRY + "attempt(lambda: open_workspace(str(target), login='root').pipeline.create(title='new'))"
        assert run(working, funnel, "", seller=OLA).stdout == "done\n"

    def test_nobody_is_ever_shut_out_of_what_lies_beside_it(self, funnel: Path, start: Start, run: Run) -> None:
        looking = start(
            """
beside = [sys.argv[1] + "-wal", sys.argv[1] + "-shm"]
say("looking")
seen, refused = 0, 0
while not os.path.exists(sys.argv[2]):
    for path in beside:
        try: os.close(os.open(path, os.O_RDWR))
        except FileNotFoundError: pass
        except PermissionError: refused += 1
        else: seen += 1
say(seen > 0, refused)
""",
            funnel,
            funnel.with_name("enough"),
            seller=OLA,
        )
        assert looking.stdout is not None
        assert looking.stdout.readline() == "looking\n"
        opened = run(
            "os.umask(0o022)\nfor _ in range(300): open_database(Path(sys.argv[1])).close()\nopen(sys.argv[2], 'w')",
            funnel,
            funnel.with_name("enough"),
            seller=KARI,
        )
        assert opened.stderr == ""
        assert looking.communicate()[0] == "True 0\n"

    def test_what_could_not_be_written_for_a_moment_is_tried_again(self, funnel: Path, start: Start) -> None:
        holding = start("database = open_database(Path(sys.argv[1]))\nsay('open')\nsys.stdin.readline()", funnel,
                        seller=KARI)  # fmt: skip
        assert holding.stdout is not None
        assert holding.stdout.readline() == "open\n"
        shm = funnel.with_name("funnel.db-shm")
        shm.chmod(0o640)
        working = start(
            TRY + "workspace = open_workspace(str(target), login='root')\nsay('open')\n"
            "for _ in sys.stdin: attempt(lambda: workspace.pipeline.create(title='new'))",
            funnel,
            "",
            seller=OLA,
        )
        assert working.stdin is not None
        assert working.stdout is not None
        assert working.stdout.readline() == "open\n"
        shm.chmod(0o660)
        working.stdin.write("\n")
        working.stdin.flush()
        assert working.stdout.readline() == "done\n"
