"""PostgreSQL servers for tests: each with a data directory, a port and settings of its own, all gone at the end."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

INSTALL = "apt-get install -y --no-install-recommends postgresql"
"""What brings a server; the one that Debian's package sets up by itself need not run."""

ACCOUNT = "postgres"
"""Whom a server belongs to where the tests are run by root, for whom PostgreSQL does not start."""

GUARDED = "guarded"
"""The role whose members are asked for their password; nobody else is."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": 200,
    "shared_buffers": "32MB",
    "min_wal_size": "32MB",
    "max_wal_size": "128MB",
    # Only the machine's own fall could tell the difference, and a server that is killed is not that.
    "fsync": "off",
    "full_page_writes": "off",
}

HOSTS = f"""
local all         +{GUARDED}              scram-sha-256
host  all         +{GUARDED} 127.0.0.1/32 scram-sha-256
local all         all                     trust
host  all         all        127.0.0.1/32 trust
local replication all                     trust
host  replication all        127.0.0.1/32 trust
"""

DISK = Path("/tmp")

ROOM = 4 << 30
"""Bytes that have to be free in memory for the servers of a run, at 200 MB each."""

PATIENCE = 30.0
"""Seconds that a server may take for what it is told."""


def programs() -> Path | None:
    """The directory of the newest PostgreSQL's programs, if this machine has one and this process can start it."""
    if os.getuid() == 0:
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            return None
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = shutil.which("initdb")
    return debian[-1].parent if debian else Path(os.path.realpath(found)).parent if found else None


def quick_folder() -> Path:
    """Where a database is made in a tenth of the time, in memory if that has room; fsync means nothing there."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else DISK


class Servers:
    """The servers of one process; they and their folder are gone when it ends, even if it is killed.

    Attributes:
        folder: Where all that belongs to them is; also where their sockets are.
        clusters: They themselves, standbys included.
    """

    def __init__(self, found: Path, parent: Path = DISK) -> None:
        self.clusters: list[Cluster] = []
        self._programs = found
        self._account = ACCOUNT if os.getuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="funnelboard-postgres-", dir=parent))
        if self._account is not None:
            shutil.chown(self.folder, self._account, self._account)
        guard = [sys.executable, "-I", Path(__file__).with_name("guard.py"), self.folder, found / "pg_ctl"]
        command = [*guard, *filter(None, (self._account,))]
        self._guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, cwd="/")

    def make(self, name: str, **settings: object) -> Cluster:
        """A new server, not yet started; the settings besides or instead of :data:`SETTINGS`."""
        cluster = Cluster(self, name)
        self.run("initdb", "-D", cluster.data, "-U", ACCOUNT, "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync")
        lines = [f"{key} = '{value}'\n" for key, value in (SETTINGS | settings).items()]
        with (cluster.data / "postgresql.conf").open("a") as configuration:
            configuration.writelines(lines)
        (cluster.data / "pg_hba.conf").write_text(HOSTS)
        return cluster

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs.

        Raises:
            AssertionError: It failed; with all it said.
        """
        clean = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            [self._programs / program, *arguments], user=self._account, group=self._account, env=clean, cwd="/",
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def close(self) -> None:
        """Stop all and remove the folder."""
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait()


class Cluster:
    """A server.

    Attributes:
        port: On 127.0.0.1; the same as long as there is the server, whether it runs or not.
        data: Its data directory.
        log: Where it writes its log.
    """

    def __init__(self, servers: Servers, name: str) -> None:
        self._servers = servers
        servers.clusters.append(self)
        self._numbers = count(1)
        self.name = name
        self.port = _free_port()
        self.data = servers.folder / name
        self.log = servers.folder / f"{name}.log"

    def start(self) -> None:
        """Run, if it does not, and take connections."""
        if self.running:
            return
        options = f"-p {self.port} -k {self._servers.folder}"
        try:
            self._control("start", "-l", self.log, "-o", options)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log.read_text()}") from None

    def stop(self, mode: str = "fast") -> None:
        """Stop it: ``smart`` once all have left, ``fast`` in order, ``immediate`` as if it had crashed."""
        self._control("stop", "-m", mode)

    def restart(self, mode: str = "fast") -> None:
        """Stop it and start it again."""
        self.stop(mode)
        self.start()

    def kill(self) -> None:
        """Stop it in the middle of whatever it does."""
        self.stop("immediate")

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return (self.data / "postmaster.pid").exists()

    def standby(self, name: str = "standby") -> Cluster:
        """A copy that follows it from now on, running and read-only; a commit is over when it is on both."""
        standby = Cluster(self._servers, name)
        line = f"host=127.0.0.1 port={self.port} user={ACCOUNT} application_name={name}"
        copying = ("--checkpoint=fast", "--write-recovery-conf", "--create-slot", f"--slot={name}", "--no-sync")
        self._servers.run("pg_basebackup", "-D", standby.data, "-d", line, *copying)
        standby.start()
        self.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        self.execute("SELECT pg_reload_conf()")
        following = "SELECT 1 FROM pg_stat_replication WHERE application_name = %s AND sync_state = 'sync'"
        wait_until(lambda: bool(self.execute(following, (name,))), f"{name} follows")
        return standby

    def catch_up(self, primary: Cluster) -> None:
        """Wait until a standby shows all that has been committed on the one it follows."""
        ((written,),) = primary.execute("SELECT pg_current_wal_lsn()::text")
        shown = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        wait_until(lambda: self.execute(shown, (written,)) == [(True,)], f"{self.name} shows what was committed")

    def promote(self) -> None:
        """Make a standby a server that is written to; over when it is."""
        self._control("promote")

    def url(self, database: str = "postgres", role: str = ACCOUNT, password: str = "") -> str:
        """What opens a database as a role."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{role}{secret}@127.0.0.1:{self.port}/{database}"

    @cached_property
    def _strategy(self) -> str:
        """How a database is copied: pages are written to the log since PostgreSQL 15, unless it is asked not to."""
        return "STRATEGY FILE_COPY" if self.execute("SHOW server_version_num") >= [("150000",)] else ""

    def create_database(self, template: str = "template1", owner: str = ACCOUNT) -> str:
        """A new database like another one that nobody is connected to; its URL."""
        name = f"board{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER "{owner}" {self._strategy}')
        return self.url(name, owner)

    def drop_databases(self) -> None:
        """Drop all that were made, whoever is connected to them."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            made = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^board[0-9]+$'").fetchall()
            for (name,) in made:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, name: str, fill: Callable[[str], object]) -> str:
        """The name of a database for others to be made like it; whoever asks first has it filled, by its URL."""
        if not self.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)):
            half = f"{name} (half)"
            self.execute(f'DROP DATABASE IF EXISTS "{half}"')
            self.execute(f'CREATE DATABASE "{half}"')
            fill(self.url(quote(half)))
            self.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
        return name

    def create_role(self, name: str, password: str = "") -> None:
        """A role that may log in; if it has a password, only with that."""
        self.execute(f'CREATE ROLE "{name}" LOGIN')
        if password:
            if not self.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (GUARDED,)):
                self.execute(f"CREATE ROLE {GUARDED}")
            self.execute(f'GRANT {GUARDED} TO "{name}"')
            self.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), password))

    def execute(self, statement: Any, values: tuple[object, ...] | None = None, url: str = "") -> list[tuple[Any, ...]]:
        """Do one thing as its administrator, or by a URL, on a connection of its own; what rows it gives."""
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def remove(self) -> None:
        """Stop it, if it runs, and remove it."""
        if self.running:
            self.kill()
        shutil.rmtree(self.data)

    def _control(self, what: str, *arguments: str | Path) -> None:
        self._servers.run("pg_ctl", what, "-D", self.data, "-w", "-t", str(round(PATIENCE)), *arguments)


def _free_port() -> int:
    """A port nobody listens on, below those that the system gives to connections while a server is stopped."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again whether something has happened that nothing tells of; it has to before patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} seconds: {what}"
        time.sleep(0.01)
