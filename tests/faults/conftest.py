"""Other processes that can be starved, held up or killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from funnelboard.services import maintenance
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace

TEAM = 12100
"""A group, without a name, that every seller is in besides one of their own."""

AS_NOBODY = "import os\nif os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
"""Root may write anywhere; whoever else runs the tests has no rights to give up."""

PROLOGUE = """
import os, resource, select, signal, sys, time
from datetime import date
from pathlib import Path
import grp, pwd, sqlite3, peewee, playhouse.migrate
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import Stage
from funnelboard.errors import FunnelBoardError
from funnelboard.private_folder import make_directory
from funnelboard.services import maintenance
from funnelboard.services.opening import open_workspace
from funnelboard.store import sqlite_database as database_module, migrations, schema
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.restoring import restore_database

def say(*words, **more): print(*words, flush=True, **more)
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
"""


def as_seller(account: int | None) -> str:
    """The beginning of a program of an account that is in a group of its own, and in the team."""
    if account is None:
        return ""
    return f"os.setgroups([{TEAM}]); os.setgid({account}); os.setuid({account}); os.environ['HOME'] = '/nonexistent'\n"


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program to its end: ``run(source, *arguments, nobody=False, seller=None)``, as root by default."""

    def to_the_end(
        source: str, *arguments: object, nobody: bool = False, seller: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        program = PROLOGUE + (AS_NOBODY if nobody else "") + as_seller(seller) + source
        command = [sys.executable, "-c", program, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    return to_the_end


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a program: ``start(source, *arguments, seller=None)``; it is killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(source: str, *arguments: object, seller: int | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROLOGUE + as_seller(seller) + source, *map(str, arguments)]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def go_together() -> Callable[[Sequence[subprocess.Popen[str]]], list[tuple[str, str]]]:
    """Lets programs that have said “ready” and wait for a line go on at once; what each said then, to its end."""

    def let_go(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[str, str]]:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        return [process.communicate() for process in processes]

    return let_go


HOLD = """
database = open_workspace(sys.argv[1]).session.database
with database.writing():
    database.insert_rows("setting", ("name", "value", "version"), [("held", "", 1)])
    database.rows_of("SELECT 0")
    say("held")
    # A server takes the lock from a writer it hears nothing from.
    while not select.select([sys.stdin], [], [], 5)[0]:
        database.rows_of(f"SELECT {time.monotonic_ns()}")
    sys.stdin.readline()
say("released")
sys.stdin.readline()
"""


@pytest.fixture
def hold(start: Callable[..., subprocess.Popen[str]]) -> Callable[..., Callable[..., None]]:
    """Has another process take a database's lock, in the middle of a write: ``release = hold(board)``.

    ``release()`` lets it finish, ``release(killed=True)`` kills it.
    """

    def held(board: object) -> Callable[..., None]:
        process = start(HOLD, board)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"

        def release(*, killed: bool = False) -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            if killed:
                process.kill()
                process.wait()
                return
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "released\n"

        return release

    return held


@pytest.fixture
def funnelboard(board: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command on ``board``, or ``on`` another: ``funnelboard("note", 1, "rang")``."""

    def command(name: str, *arguments: object, on: object = board) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "funnelboard", name, "--db", str(on), *map(str, arguments)]
        return subprocess.run(line, capture_output=True, text=True, timeout=120)

    return command


@pytest.fixture
def board(make_workspace: Callable[..., Workspace], tmp_path: Path) -> str:
    """A database with a few deals that nobody has open: its path or URL."""
    workspace = make_workspace(tmp_path / "funnel.db", login=account()[0])
    for number in range(4):
        workspace.pipeline.create(title=f"deal{number}", company=f"Company {number}")
    workspace.close()
    return workspace.target


@pytest.fixture
def path(board: str) -> Path:
    """The file of ``board``."""
    return Path(board)


@pytest.fixture
def open_ready(open_terminal: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the board in a terminal, and waits until it can be typed on."""

    def ready(workspace: Workspace, **options: bool) -> Any:
        terminal = open_terminal(workspace.target, **options)
        terminal.wait_until(lambda: terminal.on_board and "━" in str(terminal.lines))
        return terminal

    return ready


@pytest.fixture
def second_start(open_ready: Callable[..., Any], make_workspace: Callable[..., Workspace]) -> Callable[..., Any]:
    """What must be so after any fault: ``second_start(board, *acknowledged)``.

    The database is sound, every acknowledged text is in it once, and a board opens on it; that board is given back.
    """

    def look(board: Path | str, *acknowledged: str) -> Any:
        workspace = make_workspace(board, login=account()[0])
        assert maintenance.check(workspace) == ()
        found = Counter(word for text in texts_of(workspace) for word in text.split())
        assert {word: found[word] for word in acknowledged} == dict.fromkeys(acknowledged, 1)
        return open_ready(workspace)

    return look


def texts_of(workspace: Workspace) -> list[str]:
    """What sellers have written: titles, notes, promises, objections; not what is in the bin."""
    texts = (("title", "deal"), ("text", "note"), ("what", "follow_up"), ("text", "objection"))
    parts = (f"SELECT {column} FROM {table} WHERE deleted_at IS NULL" for column, table in texts)
    return [text for (text,) in workspace.session.database.rows_of(" UNION ALL ".join(parts))]


class SmallDisk:
    """A disk of a few megabytes.

    Attributes:
        path: Where it is mounted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self, left: int = 0) -> None:
        """Take all the room there is but for some bytes; a board may be quicker to take the last of it."""
        room = os.statvfs(self.path)
        with suppress(OSError), self._filler.open("ab") as file:
            file.write(bytes(max(0, room.f_bavail * room.f_frsize - left)))

    def make_room(self) -> None:
        """Give it back."""
        self._filler.unlink()

    def remount(self, how: str) -> None:
        """Have it read-only, ``ro``, or writable again, ``rw``."""
        subprocess.run(["mount", "-o", f"remount,{how}", self.path], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """An empty disk of six megabytes of its own; only root can have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield SmallDisk(place)
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A directory that other accounts may enter and write to."""
    directory = Path(tempfile.mkdtemp(prefix="funnelboard-"))
    directory.chmod(0o777)
    yield directory
    for each in (directory, *directory.rglob("*")):
        if not each.is_symlink():
            os.chmod(each, 0o777)
    shutil.rmtree(directory)


@pytest.fixture
def team(shared: Path) -> Path:
    """The same for the team alone, as a group's directory is set up."""
    os.chown(shared, -1, TEAM)
    shared.chmod(0o2770)
    return shared
