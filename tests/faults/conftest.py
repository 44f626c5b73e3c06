"""Other processes that can be starved, held up or killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TEAM = 12100
"""A group, without a name, that every seller is in besides one of their own."""

AS_NOBODY = "import os\nif os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
"""Root may write anywhere; whoever else runs the tests has no rights to give up."""

PROLOGUE = """
import os, resource, signal, sys
from datetime import date
from pathlib import Path
import grp, pwd, sqlite3, playhouse.migrate
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import Stage
from funnelboard.errors import FunnelBoardError
from funnelboard.private_folder import make_directory
from funnelboard.services import maintenance
from funnelboard.services.workspace import open_workspace
from funnelboard.store import database as database_module, migrations, schema
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.restoring import restore_database

def say(*words): print(*words, flush=True)
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
