"""Which drivers of databases are loaded, and when."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.store.drivers import use_psycopg
from tests.postgres.server import Cluster

WITHOUT = "import sys; sys.modules['psycopg'] = None"
PROGRAM = """
import atexit, sys
from pathlib import Path
told = Path(sys.argv.pop())
atexit.register(lambda: told.write_text("\\n".join(sorted(name for name, module in sys.modules.items() if module))))
from funnelboard.cli.main import main
main()
"""
"""The whole program; it tells what it has loaded when it ends, in a file whose path is its last argument."""

KNOWN = """
from funnelboard.store.drivers import use_psycopg
import peewee, sys
assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith("funnelboard")]
assert peewee.__loader__ is peewee.__spec__.loader and peewee.__loader__.get_source("peewee")
assert (peewee.psycopg is None) is ("psycopg" not in sys.modules)
use_psycopg()
use_psycopg()
import psycopg
assert peewee.psycopg is psycopg
adapter = vars(peewee.Psycopg3Adapter)
print({name: vars(peewee)[name] for name in ("psycopg", "TransactionStatus", "Json_pg3", "Jsonb_pg3")})
print({name: adapter[name] for name in ("txn_idle", "txn_inerror", "txn_unknown")})
database = peewee.PostgresqlDatabase("postgresql://127.0.0.1/deals", prefer_psycopg3=True)
deal = peewee.Table("deal", ("id", "title")).bind(database)
print(deal.select(deal.id).where(deal.title.contains("a")).order_by(deal.id.desc(nulls="last")).sql())
"""
"""A program that tells what Peewee knows of psycopg, and what SQL it makes for PostgreSQL."""

MEANWHILE = """
import sys, threading, types
import funnelboard.store

class Wheel(types.ModuleType):
    def __getattr__(self, name):
        other = threading.Thread(target=__import__, args=("psycopg",))
        other.start()
        other.join()
        raise AttributeError(name)

sys.modules["pysqlite3"] = Wheel("pysqlite3")  # which Peewee asks before it looks for a driver
import peewee
assert "psycopg" in sys.modules
"""
"""A program in which another thread imports psycopg while Peewee is imported."""


@pytest.fixture
def database(full_database: Path, tmp_path: Path) -> Path:
    """A database with something in every table."""
    return shutil.copy(full_database, tmp_path / "funnel.db")


def loaded_by(run: Callable[[list[str]], object], tmp_path: Path, *arguments: str | Path) -> list[str]:
    """What the whole program loads, run with some arguments: with psycopg installed, and as without."""
    told = tmp_path / "loaded"
    found = []
    for program in (PROGRAM, PROGRAM, f"{WITHOUT}{PROGRAM}"):
        run([sys.executable, "-c", program, *map(str, arguments), str(told)])
        found.append(told.read_text())
    assert "\npeewee\n" in found[0]
    return found[1:]  # the first was the first of this seller on this database


def test_a_command_on_a_file_starts_as_without_psycopg(database: Path, tmp_path: Path) -> None:
    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True)

    with_psycopg, without = loaded_by(run, tmp_path, "--db", database, "list")
    assert with_psycopg == without


def test_a_board_of_a_file_starts_as_without_psycopg(
    database: Path, tmp_path: Path, start_in_terminal: Callable[..., Any]
) -> None:
    def run(command: list[str]) -> None:
        terminal = start_in_terminal(command)
        terminal.wait_until(lambda: terminal.on_board)
        terminal.type("jq")
        assert terminal.status() == 0

    with_psycopg, without = loaded_by(run, tmp_path, database)
    assert with_psycopg == without


def test_peewee_knows_psycopg_as_if_it_had_found_it() -> None:
    made = []
    for begin in ("import psycopg; import funnelboard.store", "import funnelboard.store", "import peewee"):
        made.append(subprocess.run([sys.executable, "-c", begin + KNOWN], check=True, capture_output=True).stdout)
    assert made[0] == made[1] == made[2] != b""


def test_without_psycopg_it_says_what_brings_it() -> None:
    program = f"{WITHOUT}; from funnelboard.store.drivers import use_psycopg; use_psycopg()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "pip install 'funnelboard[postgres]' brings it." in done.stderr


def test_other_threads_find_drivers_while_peewee_is_imported() -> None:
    subprocess.run([sys.executable, "-c", MEANWHILE], check=True)


@pytest.mark.postgresql
def test_peewee_speaks_to_a_server_and_knows_when_that_is_gone(cluster: Cluster) -> None:
    use_psycopg()
    database = peewee.PostgresqlDatabase(cluster.create_database(), prefer_psycopg3=True)
    deal = peewee.Table("deal", ("id", "title")).bind(database)
    with database.connection_context():
        database.execute_sql("CREATE TABLE deal (id bigserial, title text)")
        with database.atomic():
            deal.insert(title="ÄRZTE").execute()
        with pytest.raises(peewee.ProgrammingError), database.atomic():
            database.execute_sql("INSERT INTO deal (name) VALUES (%s)", ("Zoo",))
        assert list(deal.select(deal.title).tuples()) == [("ÄRZTE",)]
        assert database.is_connection_usable()
        cluster.kill()
        with pytest.raises(peewee.OperationalError):
            database.execute_sql("SELECT 1")
        assert not database.is_connection_usable()


def test_sqlites_driver_need_not_look_for_what_adapts_nothing() -> None:
    """It looks for that at every value that is neither a number nor a text, and says so where it finds nothing."""
    driver = vars(peewee)["sqlite3"]
    assert driver.adapt(None) is None
    with pytest.raises(driver.ProgrammingError):
        driver.adapt(object())
