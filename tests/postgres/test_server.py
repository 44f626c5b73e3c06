"""The servers that tests are given: what may be done to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.postgres.server import GUARDED, Cluster, wait_until

pytestmark = pytest.mark.postgresql

FILLED = "SELECT title FROM deal ORDER BY title"


def fill(url: str) -> None:
    """A table with a row."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE deal (title text)")
        connection.execute("INSERT INTO deal VALUES ('ÄRZTE')")


def test_every_test_has_databases_of_its_own(cluster: Cluster) -> None:
    one, other = (cluster.create_database(cluster.template("filled", fill)) for _ in range(2))
    cluster.execute("DELETE FROM deal", url=one)
    assert cluster.execute(FILLED, url=one) == []
    assert cluster.execute(FILLED, url=other) == [("ÄRZTE",)]
    with psycopg.connect(other):
        cluster.drop_databases()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        cluster.execute(FILLED, url=other)


def test_what_was_committed_outlives_a_crash(cluster: Cluster) -> None:
    url = cluster.create_database()
    fill(url)
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO deal VALUES ('Bakery')")
        cluster.kill()
        with pytest.raises(psycopg.OperationalError, match="refused"):
            cluster.execute(FILLED, url=url)
        cluster.start()
        with pytest.raises(psycopg.OperationalError):
            connection.execute(FILLED)
    assert cluster.execute(FILLED, url=url) == [("ÄRZTE",)]
    cluster.restart()
    assert cluster.execute("SHOW data_checksums", url=url) == [("off",)]


def test_a_password_is_asked_for_where_there_is_one(cluster: Cluster) -> None:
    password = "p@ss:w/rd %"
    cluster.create_role("kari")
    cluster.create_role("ola", password)
    url = cluster.create_database(owner="kari")
    assert cluster.execute("SELECT current_user", url=url) == [("kari",)]
    name = url.rpartition("/")[2]
    assert cluster.execute("SELECT current_user", url=cluster.url(name, "ola", password)) == [("ola",)]
    for wrong in ("", "secret"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            cluster.execute("SELECT 1", url=cluster.url(name, "ola", wrong))
    cluster.drop_databases()
    cluster.execute(f"DROP ROLE kari, ola, {GUARDED}")


def test_a_standby_has_what_was_committed_and_takes_over(make_cluster: Callable[..., Cluster]) -> None:
    primary = make_cluster(fsync="on")
    standby = primary.standby()
    url = primary.create_database()
    fill(url)
    there = url.replace(str(primary.port), str(standby.port))
    standby.catch_up(primary)
    assert standby.execute(FILLED, url=there) == [("ÄRZTE",)]
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        fill(there)
    primary.kill()
    hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    either = url.replace(f"127.0.0.1:{primary.port}", hosts) + "?target_session_attrs=read-write"
    with pytest.raises(psycopg.OperationalError, match="session is read-only"):
        standby.execute(FILLED, url=either)
    standby.promote()
    standby.execute("INSERT INTO deal VALUES ('Zoo')", url=either)
    assert standby.execute(FILLED, url=either) == [("Zoo",), ("ÄRZTE",)]


OWN = """
import sys
from tests.postgres.server import Servers, programs
servers = Servers(programs())
cluster = servers.make("own")
cluster.start()
print(servers.folder, cluster.url(), flush=True)
sys.stdin.read()
"""
"""A process with a server, which waits."""


@pytest.mark.usefixtures("postgres_servers")
def test_a_server_goes_with_whoever_made_it() -> None:
    with subprocess.Popen([sys.executable, "-c", OWN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        folder, url = process.stdout.readline().decode().split()
        psycopg.connect(url).close()
        process.kill()
    wait_until(lambda: not Path(folder).exists(), "its folder is gone")
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(url)
