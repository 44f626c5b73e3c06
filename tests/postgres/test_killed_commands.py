"""Commands killed each time a server has answered them: all is there or nothing, and it can be done again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from funnelboard.cli.main import run
from tests.postgres.server import Cluster, wait_until

pytestmark = pytest.mark.postgresql

DIES = """
import os, signal, sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
import psycopg
from funnelboard.cli.main import run

def obey(command):
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        run(command)

def die_at(call):
    calls, wait = count(1), psycopg.Connection.wait
    def waited(*given, **more):
        try:
            return wait(*given, **more)
        finally:
            if next(calls) == call: os.kill(os.getpid(), signal.SIGKILL)
    psycopg.Connection.wait = waited

warm, *command = sys.argv[1:]
obey([word.replace("BOARD", warm) for word in command])  # what it imports is there from now on
print("ready", flush=True)
for line in sys.stdin:
    board, call = line.split()
    child = os.fork()
    if child == 0:
        die_at(int(call))
        obey([word.replace("BOARD", board) for word in command])
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Does a command again and again, each time in a child that is killed when a server has answered it so many times."""

OPEN = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'funnelboard' AND datname = %s"

DONE = """
SELECT (SELECT COUNT(*) FROM deal WHERE deleted_at IS NULL), (SELECT COUNT(*) FROM change),
(SELECT COUNT(*) FROM import_batch), (SELECT COUNT(*) FROM tag)
"""
FEW, MANY = (4, 4, 0, 0), (13, 5, 1, 1)
"""What there is of all that before an import, and after it."""

NOTHING = (0,)
MADE = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"

Row = tuple[Any, ...]


class Dying(NamedTuple):
    """What a command left.

    Attributes:
        stood: Each time it was killed.
        again: When it was done once more after that.
        at_last: When it was not killed.
        moments: How often it was.
    """

    stood: set[Row]
    again: set[Row]
    at_last: Row
    moments: int


def filled(url: str) -> None:
    """A board with a few deals."""
    run(["init", url])
    for number in range(4):
        run(["add", f"Company {number}: deal{number}", "--db", url])


def nothing(url: str) -> None:
    """An empty database."""


@pytest.fixture
def dies(cluster: Cluster) -> Callable[..., Dying]:
    """Kills a command at every few answers of the server: ``dies(filled, DONE, 1, "import", "--db", "BOARD", …)``."""

    def new(fill: Callable[[str], None]) -> str:
        return cluster.create_database(cluster.template(f"{fill.__name__}, to be killed", fill))

    def at_each(fill: Callable[[str], None], look: str, step: int, *command: str) -> Dying:
        def standing() -> Row:
            wait_until(lambda: not cluster.execute(OPEN, (url.rpartition("/")[2],)), "the server has noticed")
            return cluster.execute(look, url=url)[0]

        stood, again, pipe = set[Row](), set[Row](), subprocess.PIPE
        program = [sys.executable, "-c", DIES, new(fill), *command]
        with subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            for call in count(1, step):
                url = new(fill)
                process.stdin.write(f"{url} {call}\n")
                process.stdin.flush()
                if int(process.stdout.readline()) == 0:
                    return Dying(stood, again, standing(), (call - 1) // step)
                left = standing()
                assert left in (*stood, NOTHING) or run(["check", "--db", url]) == 0
                stood.add(left)
                run([word.replace("BOARD", url) for word in command])
                left = standing()
                assert left in again or run(["check", "--db", url]) == 0
                again.add(left)
        raise AssertionError

    return at_each


def test_an_import(dies: Callable[..., Dying], tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("title,company,tags\n" + "".join(f"Deal {n},Company {n},expo\n" for n in range(9)))
    killed = dies(filled, DONE, 1, "import", "--db", "BOARD", str(path))
    assert killed.stood == {FEW, MANY}
    assert killed.again == {MANY}
    assert killed.at_last == MANY
    assert killed.moments > 10


def test_an_undo(dies: Callable[..., Dying]) -> None:
    killed = dies(filled, DONE, 2, "undo", "--db", "BOARD")
    assert killed.stood <= {FEW, killed.at_last}
    assert killed.at_last == (3, 5, 0, 0)
    assert killed.again <= {killed.at_last, (2, 6, 0, 0)}
    assert killed.moments > 5


def test_a_new_board(dies: Callable[..., Dying]) -> None:
    killed = dies(nothing, MADE, 12, "init", "BOARD")
    assert killed.stood <= {NOTHING, killed.at_last}
    assert killed.again == {killed.at_last}
    assert killed.moments > 5
