"""How a board on a server is named and who is let in: every form of a URL, passwords, and what is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.cli.command import Request
from funnelboard.cli.main import run
from funnelboard.cli.serving import program_of, target_of
from funnelboard.errors import DatabaseError
from tests.postgres.server import GUARDED, Cluster

pytestmark = pytest.mark.postgresql

PASSWORD = "p@ss:w/rd %27"

FOREIGN = "CREATE TABLE invoice (id int)"

SEATS = ("full", "locked", "read-only")

NEWER = "INSERT INTO schema_version VALUES (99, 0)"


def made(url: str) -> None:
    """A board."""
    assert run(["init", url]) == 0


@pytest.fixture
def url(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> str:
    """A board that its owner may open without a password."""
    found = cluster.create_database(cluster.template("empty", made))
    capsys.readouterr()
    return found


@pytest.fixture
def guarded(cluster: Cluster, url: str) -> Iterator[str]:
    """The board as a role that is asked for a password."""
    cluster.create_role("ola", PASSWORD)
    cluster.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ola", url=url)
    cluster.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ola", url=url)
    yield url.replace("postgres@", "ola@")
    cluster.drop_databases()
    cluster.execute(f"DROP ROLE ola, {GUARDED}")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command says, being refused or not: ``said(*arguments, status=1)``."""

    def command(*arguments: str, status: int = 1) -> str:
        capsys.readouterr()
        assert run(arguments) == status, capsys.readouterr()
        return "".join(capsys.readouterr())

    return command


def service_file(home: Path, cluster: Cluster, url: str, **more: str) -> None:
    """A service “team” in the home directory."""
    known = {"host": "127.0.0.1", "port": str(cluster.port), "dbname": url.rpartition("/")[2], **more}
    lines = [f"{name}={value}\n" for name, value in known.items()]
    (home / ".pg_service.conf").write_text("".join(["[team]\n", *lines]))


def password_file(home: Path) -> None:
    """The password, as libpq reads it."""
    escaped = PASSWORD.replace("\\", r"\\").replace(":", r"\:")
    (home / ".pgpass").write_text(f"127.0.0.1:*:*:ola:{escaped}\n")
    (home / ".pgpass").chmod(0o600)


def test_every_form_of_libpq_opens_it(
    cluster: Cluster, url: str, said: Callable[..., str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["add", "Acme: pilot", "--db", url])
    name = url.rpartition("/")[2]
    service_file(home, cluster, url, user="postgres")
    folder = cluster.data.parent
    forms = [
        url,
        url.replace("postgresql://", "postgres://"),
        f"{url}?sslmode=prefer&connect_timeout=5",
        f"postgresql://postgres@127.0.0.1:1,127.0.0.1:{cluster.port}/{name}?target_session_attrs=read-write",
        f"postgresql://postgres@/{name}?host={folder}&port={cluster.port}",
        "postgresql:///?service=team",
        "service=team",
        f"host = 127.0.0.1 port={cluster.port} user=postgres dbname='{name}'",
    ]
    for form in forms:
        assert "Acme: pilot" in said("list", "--db", form, status=0), form
        monkeypatch.setenv(locations.DATABASE_VARIABLE, form)
        assert "Acme: pilot" in said("list", status=0), form
        monkeypatch.delenv(locations.DATABASE_VARIABLE)
        locations.config_file().parent.mkdir(parents=True, exist_ok=True)
        locations.config_file().write_text(f'database = "{form}"\n')
        assert "Acme: pilot" in said("list", status=0), form
        locations.config_file().unlink()


@pytest.mark.parametrize("kept_in", ["PGPASSWORD", "PGPASSFILE", ".pgpass", "service"])
def test_a_password_comes_from_where_libpq_has_it_and_is_shown_nowhere(
    kept_in: str, cluster: Cluster, guarded: str, said: Callable[..., str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "asks for a password" in said("list", "--db", guarded)
    if kept_in == "service":
        service_file(home, cluster, guarded, user="ola", password=PASSWORD)
        guarded = "service=team"
    elif kept_in == "PGPASSWORD":
        monkeypatch.setenv(kept_in, PASSWORD)
    else:
        password_file(home)
        if kept_in == "PGPASSFILE":
            (home / ".pgpass").rename(home / "elsewhere")
            monkeypatch.setenv(kept_in, str(home / "elsewhere"))
    shown = [said("add", "Acme: pilot", "--db", guarded, status=0), said("info", "--db", guarded, status=0)]
    shown += [said("info", "--json", "--db", guarded, status=0), said("log", "--db", guarded, status=0)]
    monkeypatch.setenv("PGPASSWORD", f"not {PASSWORD}")
    if kept_in != "service":
        shown.append(said("list", "--db", guarded))
        assert "did not accept the password of “ola”" in shown[-1]
    monkeypatch.setenv("PGDATABASE", "nowhere")
    log = locations.log_file()
    shown.append(log.read_text() if log.exists() else "")
    assert not [text for text in shown if PASSWORD in text or "p%40ss" in text or "w/rd" in text]


def test_a_file_of_passwords_that_others_can_read_is_not_used(
    guarded: str, said: Callable[..., str], home: Path
) -> None:
    password_file(home)
    (home / ".pgpass").chmod(0o640)
    assert said("list", "--db", guarded) == (
        f"{home}/.pgpass can be read by others. Make it yours alone: chmod 600 {home}/.pgpass\n"
    )


def everything_in_sight(pid: int) -> str:
    """The command lines of a process and of all that it has started."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    family, lines = {str(pid)}, []
    for number, parent, *line in sorted(rows, key=lambda row: int(row[0])):
        if number in family or parent in family:
            family.add(number)
            lines += line
    return "\n".join(lines)


@pytest.mark.parametrize("seat", SEATS)
def test_a_board_shows_no_password_nor_does_what_it_starts(
    seat: str, guarded: str, home: Path, start_in_terminal: Any, tmp_path: Path
) -> None:
    password_file(home)
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\nps -ww -eo args > {tmp_path}/seen.new\nmv {tmp_path}/seen.new {tmp_path}/seen\n")
    hook.chmod(0o755)
    locations.config_file().parent.mkdir(parents=True, exist_ok=True)
    locations.config_file().write_text(f'[hooks]\ndeal-added = "{hook}"\n')
    locations.config_file().chmod(0o600)
    program = program_of(guarded, seat, {**os.environ, "HOME": str(home)})
    variables = [f"{name}={value}" for name, value in program.environment.items()]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    given = [*variables, f"PYTHONPATH={Path.cwd()}", *([f"HOME={elsewhere}"] if program.forgetful else [])]
    terminal = start_in_terminal(["/usr/bin/env", "-i", *given, *program.command])
    terminal.wait_until(lambda: terminal.lines[-1].endswith("? help"))
    assert ("read-only" in terminal.lines[0]) == (seat == "read-only")
    if seat != "read-only":
        terminal.type("aAcme: pilot\r")
        terminal.wait_until(lambda: any("added" in line for line in terminal.lines))
    shown = [*terminal.lines, everything_in_sight(terminal.pid)]
    if seat == "full":
        terminal.wait_until(lambda: (tmp_path / "seen").exists())
        shown.append((tmp_path / "seen").read_text())
    assert guarded in shown[-1]
    assert not [text for text in shown if PASSWORD in text or "w/rd" in text]


def _asked(where: str) -> Request:
    """A command line that names a board."""
    request = Request()
    request.name_database(where)
    return request


def _opened_by(seat: str, target: str, start_in_terminal: Any, home: Path, elsewhere: Path) -> list[str]:
    """What is on the screen of a tab, which has nothing of the server's environment but what is meant for it."""
    program = program_of(target, seat, os.environ)
    given = {**program.environment, "PYTHONPATH": str(Path.cwd())}
    if program.forgetful:
        elsewhere.mkdir(exist_ok=True)
        given["HOME"] = str(elsewhere)
    variables = [f"{name}={value}" for name, value in given.items()]
    terminal = start_in_terminal(["/usr/bin/env", "-i", *variables, *program.command])
    terminal.wait_until(lambda: any("Acme: pilot" in line for line in terminal.lines))
    return list(terminal.lines)


@pytest.mark.parametrize("named_by", ["service", "variables"])
def test_a_tab_opens_what_the_server_was_told_of_by_a_file_or_variables(
    named_by: str, cluster: Cluster, guarded: str, home: Path, said: Callable[..., str], start_in_terminal: Any,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    password_file(home)
    said("add", "Acme: pilot", "--db", guarded, status=0)
    known = {"host": "127.0.0.1", "port": str(cluster.port), "user": "ola"}
    if named_by == "service":
        service_file(home, cluster, guarded, user="ola")
        where = "service=team"
    else:
        for name, value in known.items():
            monkeypatch.setenv(f"PG{name.upper()}", value)
        where = "postgresql:///" + guarded.rpartition("/")[2]
    for seat in SEATS:
        target = target_of(_asked(where), seat)
        lines = _opened_by(seat, target, start_in_terminal, home, tmp_path / "elsewhere")
        assert ("read-only" in lines[0]) == (seat == "read-only")


def test_a_password_in_a_service_file_is_for_no_tab_in_another_home(
    cluster: Cluster, guarded: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service_file(home, cluster, guarded, user="ola", password=PASSWORD)
    assert target_of(_asked("service=team"), "full") == "postgresql:///?service=team"
    assert target_of(_asked("service=team"), "locked") == "postgresql:///?service=team"
    with pytest.raises(DatabaseError, match=r"A seat has its password from ~/\.pgpass alone"):
        target_of(_asked("service=team"), "read-only")


def test_a_served_board_needs_no_password_on_its_line(guarded: str, home: Path) -> None:
    password_file(home)
    command = [sys.executable, "-m", "funnelboard", "serve", "--port", "0", "--db", guarded]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        assert PASSWORD not in everything_in_sight(server.pid)
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)
    refused = subprocess.run(
        [*command, "--seat", "locked"], env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "A locked seat knows no PGPASSWORD." in refused.stderr


def test_what_is_refused_says_what_to_do(cluster: Cluster, url: str, said: Callable[..., str]) -> None:
    name = url.rpartition("/")[2]
    empty, foreign, newer = (cluster.create_database() for _ in range(3))
    cluster.execute(FOREIGN, url=foreign)
    assert run(["init", newer]) == 0
    cluster.execute(NEWER, url=newer)
    cluster.execute("CREATE ROLE rolf LOGIN")
    cluster.execute("CREATE ROLE nobody")
    refusals = {
        f"postgresql://postgres@no.such.host.invalid/{name}": "No host “no.such.host.invalid” can be found. Correct",
        f"postgresql://postgres@127.0.0.1:1/{name}": "failed: Connection refused. Try again",
        url.replace(name, "nowhere"): "There is no database “nowhere” on that server. Correct the name",
        url.replace("postgres@", "ingen@"): "knows no role “ingen”. Name yours",
        url.replace("postgres@", "nobody@"): "does not let “nobody” in. Ask its administrator",
        url.replace("postgres@", "rolf@"): "The role “rolf” may not read",
        f"{url}?sslmode=require": "has no encryption",
        f"{url}?sslmode=sometimes": "The URL is wrong: invalid sslmode value",
        f"{url}?target_session_attrs=standby": "None of the URL's servers is as it asks for",
        f"{url}?colour=red": "This is no URL of a server: invalid URI query parameter",
        "service=none": "There is no service “none”. Put it into",
        empty: f"is empty. Make a board in an empty one with: funnelboard init {empty}",
        foreign: "is a database of another program",
        newer: "Update FunnelBoard.",
        "host=127.0.0.1 port": "This is no list of names and values",
        "postgresql://ola:secret@127.0.0.1/team": "A password in the URL",
        "postgresql://ola:sec/ret@127.0.0.1/team": "A password in the URL",
        "dbname=team password=secret": "A password in the URL",
    }
    for where, sentence in refusals.items():
        answer = said("list", "--db", where)
        assert sentence in answer
        assert answer.count("\n") == 1
    cluster.execute("DROP ROLE rolf, nobody")


def test_init_makes_one_in_an_empty_database_and_leaves_every_other_as_it_is(
    cluster: Cluster, said: Callable[..., str]
) -> None:
    empty, foreign = cluster.create_database(), cluster.create_database()
    cluster.execute(FOREIGN, url=foreign)
    assert "has something else in it. It was left as it is" in said("init", foreign)
    assert cluster.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", url=foreign) == [
        ("invoice",)
    ]
    assert "Made" in said("init", empty, "--preset", "consulting", "--currency", "SEK", status=0)
    assert "has a board already" in said("init", empty)
    assert "Currency        SEK" in said("info", "--db", empty, status=0)
    cluster.execute("CREATE ROLE rolf LOGIN")
    other = cluster.create_database().replace("postgres@", "rolf@")
    assert "your role may not do that" in said("init", other)
    cluster.execute("DROP ROLE rolf")
    assert "--group is for files" in said("init", cluster.create_database(), "--group", "sales")


def test_two_at_once_make_one(cluster: Cluster) -> None:
    for _ in range(2):
        url = cluster.create_database()
        command = [sys.executable, "-m", "funnelboard", "init", url]
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        said = sorted(each.communicate()[1] for each in both)
        assert sorted(each.returncode for each in both) == [0, 1]
        assert said[0].startswith("Made")
        assert "has a board already" in said[1]
        assert cluster.execute("SELECT COUNT(*) FROM schema_version", url=url) == [(1,)]


def test_without_the_driver_it_says_how_to_get_it(url: str) -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None; from funnelboard.cli.main import run;"
        f"sys.exit(run(['list', '--db', {url!r}]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    sentence = "What speaks to PostgreSQL is not installed: pip install 'funnelboard[postgres]' brings it.\n"
    assert (ended.returncode, ended.stderr) == (1, sentence)
