"""The server stops, the line breaks or falls silent: what is read and written goes on, and nothing is done twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from funnelboard.cli.main import run
from funnelboard.errors import OutcomeUnknown, Unreachable
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from funnelboard.store import database as any_database
from funnelboard.store import postgres_connection, postgres_database, postgres_greeting
from funnelboard.store.postgres_database import PostgresDatabase
from tests.postgres.proxy import Proxy
from tests.postgres.server import Cluster, wait_until

pytestmark = pytest.mark.postgresql

OURS = "FROM pg_stat_activity WHERE application_name = 'funnelboard'"
TITLES = "SELECT title FROM deal ORDER BY id"


@pytest.fixture
def place(line: Proxy, direct: str) -> Callable[..., str]:
    """Where the board of a test is: behind the line; and where that says nothing, beside it."""

    def find(path: Path | None = None) -> str:
        both = f"127.0.0.1:{line.port},127.0.0.1:{line.target}"
        over = line.by_way_of(direct)
        return over.replace(f"127.0.0.1:{line.port}", both) + "?connect_timeout=2" if path is not None else over

    return find


def end_sessions(cluster: Cluster, line: Proxy | None = None) -> None:
    cluster.execute(f"SELECT pg_terminate_backend(pid) {OURS}")


def restart(cluster: Cluster, line: Proxy) -> None:
    cluster.restart()


def crash(cluster: Cluster, line: Proxy) -> None:
    cluster.restart("immediate")


def cut(cluster: Cluster, line: Proxy) -> None:
    line.cut()


LOSSES = (end_sessions, restart, crash, cut)


def titles(workspace: Workspace) -> list[str]:
    return [title for (title,) in workspace.session.database.rows_of(TITLES)]


def changes(cluster: Cluster, direct: str) -> list[tuple[Any, ...]]:
    """The log, as the server has it."""
    return cluster.execute("SELECT summary, COUNT(*) FROM change GROUP BY 1 ORDER BY 1", url=direct)


ADDED = "added “Acme” to lead"


@pytest.mark.parametrize("lose", LOSSES)
def test_another_connection_takes_its_place(
    lose: Callable[[Cluster, Proxy], None], cluster: Cluster, line: Proxy, direct: str, workspace: Workspace
) -> None:
    workspace.pipeline.create(title="Acme")
    lose(cluster, line)
    assert titles(workspace) == ["Acme"]
    lose(cluster, line)
    workspace.pipeline.create(title="Bakery")
    lose(cluster, line)
    assert workspace.board.changed_elsewhere(), "something may have been missed"
    assert cluster.execute(TITLES, url=direct) == [("Acme",), ("Bakery",)]
    assert [count for _, count in changes(cluster, direct)] == [1, 1]


def test_several_reads_of_one_moment_are_given_up(cluster: Cluster, line: Proxy, workspace: Workspace) -> None:
    workspace.pipeline.create(title="Acme")
    database = workspace.session.database

    def read() -> None:
        with database.reading():
            assert titles(workspace) == ["Acme"]
            line.cut()
            workspace.board.sellers()

    with pytest.raises(Unreachable, match="cannot be reached"):
        read()
    with database.reading():
        assert titles(workspace) == ["Acme"]


def test_nobody_waits_long_for_a_server_that_is_gone(
    cluster: Cluster, line: Proxy, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connection, "BRIEF", 0.0)
    workspace.pipeline.create(title="Acme")
    line.freeze()
    line.cut()
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(Unreachable, match="cannot be reached"):
            workspace.board.changed_elsewhere()
    assert time.monotonic() - began < 3, "a line on which nothing is answered is waited for three seconds at least"
    assert workspace.silence > 0
    line.thaw()
    wait_until(lambda: not _is_refused(workspace), "it is reached again")
    assert titles(workspace) == ["Acme"]
    assert workspace.silence == 0


def _is_refused(workspace: Workspace) -> bool:
    try:
        workspace.board.changed_elsewhere()
    except Unreachable:
        return True
    return False


def test_a_write_half_done_is_taken_back_and_holds_nobody_up(
    cluster: Cluster, line: Proxy, direct: str, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    other = make_workspace(Path("beside"), login="ola")

    def write() -> None:
        with workspace.session.change("edit") as change:
            change.insert("tag", {"name": "expo", "folded": "expo"})
            line.cut()
            change.insert("tag", {"name": "fair", "folded": "fair"})

    with pytest.raises(Unreachable):
        write()
    other.pipeline.create(title="Acme")
    assert cluster.execute("SELECT * FROM tag", url=direct) == []
    assert changes(cluster, direct) == [(ADDED, 1)]


def test_a_writer_that_is_stuck_loses_the_lock(
    cluster: Cluster, direct: str, workspace: Workspace, make_workspace: Callable[..., Workspace],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = make_workspace(Path("beside"), login="ola")
    monkeypatch.setattr(postgres_database, "_IDLE", 300)

    def write() -> None:
        with workspace.session.change("edit") as change:
            tag = change.insert("tag", {"name": "expo", "folded": "expo"})
            change.database.update_rows("tag", "folded", [("fair", tag)])
            other.pipeline.create(title="Acme")

    with pytest.raises(Unreachable):
        write()
    assert cluster.execute("SELECT * FROM tag", url=direct) == []
    assert changes(cluster, direct) == [(ADDED, 1)]


def test_whoever_waits_for_another_writer_does_not_wait_for_the_server(
    cluster: Cluster, direct: str, make_workspace: Callable[..., Workspace]
) -> None:
    workspace = make_workspace(Path("beside"), threaded=True)
    with psycopg.connect(direct) as other:
        other.execute(postgres_database._LOCK)
        writing = workspace.submit(workspace.pipeline.create, title="Acme")
        waits = f"SELECT 1 {OURS} AND wait_event_type = 'Lock' AND now() - query_start > interval '0.3 s'"
        wait_until(lambda: bool(cluster.execute(waits)), "it waits for its turn")
        assert workspace.silence == 0
    assert writing.result(20).change


# -- a COMMIT that is not answered -----------------------------------------------------


Commit = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def at_commit(monkeypatch: pytest.MonkeyPatch) -> Callable[[Commit], None]:
    """Has something else done with the next COMMIT than sending it: ``at_commit(lambda send: …)``."""

    def use(instead: Commit) -> None:
        execute, left = psycopg.ClientCursor.execute, [instead]

        def said(cursor: Any, query: Any, *values: Any, **options: Any) -> Any:
            def send() -> Any:
                return execute(cursor, query, *values, **options)

            return left.pop()(send) if left and "; COMMIT" in str(query) else send()

        monkeypatch.setattr(psycopg.ClientCursor, "execute", said)

    return use


def test_one_that_was_not_sent_is_refused_as_not_done(
    cluster: Cluster, line: Proxy, direct: str, workspace: Workspace, at_commit: Callable[[Commit], None]
) -> None:
    at_commit(lambda send: (line.cut(), send())[1])
    with pytest.raises(Unreachable, match="cannot be reached"):
        workspace.pipeline.create(title="Acme")
    assert changes(cluster, direct) == []
    workspace.pipeline.create(title="Acme")
    assert changes(cluster, direct) == [(ADDED, 1)]


def lost_after(line: Proxy) -> Commit:
    """The COMMIT is done, and its answer does not come."""

    def commit(send: Callable[[], Any]) -> Any:
        send()
        line.cut()
        raise psycopg.OperationalError("the answer is lost")

    return commit


def test_one_that_was_kept_counts_as_answered(
    cluster: Cluster, line: Proxy, direct: str, workspace: Workspace, at_commit: Callable[[Commit], None]
) -> None:
    at_commit(lost_after(line))
    written = workspace.pipeline.create(title="Acme")
    assert written.change
    assert changes(cluster, direct) == [(ADDED, 1)]
    assert workspace.undoing.undo().summary == f"undid: {ADDED}"


def test_one_that_waits_for_a_standby_when_the_server_ends_it(
    cluster: Cluster, direct: str, make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_greeting, "_STATEMENT", 200)
    workspace = make_workspace(threaded=True)
    cluster.execute("ALTER SYSTEM SET synchronous_standby_names = 'gone'")
    cluster.execute("SELECT pg_reload_conf()")
    try:
        waiting = workspace.submit(workspace.pipeline.create, title="Acme")
        waits = f"SELECT pid {OURS} AND wait_event = 'SyncRep' AND query_start < now() - interval '1 second'"
        wait_until(lambda: bool(cluster.execute(waits)), "it waits, however long that takes")
        end_sessions(cluster)
        assert waiting.result(20).change
    finally:
        cluster.execute("ALTER SYSTEM RESET synchronous_standby_names")
        cluster.execute("SELECT pg_reload_conf()")
    assert changes(cluster, direct) == [(ADDED, 1)]


@pytest.mark.parametrize("arrives", [True, False])
def test_one_that_is_still_on_its_way_is_waited_for(
    arrives: bool, cluster: Cluster, line: Proxy, direct: str, make_workspace: Callable[..., Workspace],
    at_commit: Callable[[Commit], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(postgres_database, "_IDLE", 60_000 if arrives else 3_000)
    workspace = make_workspace(Path("beside"), threaded=True)
    database = workspace.session.database
    assert isinstance(database, PostgresDatabase)

    def freeze(send: Callable[[], Any]) -> Any:
        line.freeze()
        with ThreadPoolExecutor(1) as pool:
            broken = pool.submit(break_line)
            try:
                return send()
            finally:
                broken.result()

    def break_line() -> None:
        wait_until(lambda: workspace.silence > 0.2, "it is sent")
        database._connection.let_go()

    at_commit(freeze)
    writing = workspace.submit(workspace.pipeline.create, title="Acme")
    looks = f"SELECT 1 {OURS} AND wait_event_type = 'Lock'"
    wait_until(lambda: bool(cluster.execute(looks)), "the new connection wants to know what became of it")
    assert not writing.done()
    if arrives:
        line.thaw()
        assert writing.result(20).change
        assert changes(cluster, direct) == [(ADDED, 1)]
    else:
        with pytest.raises(Unreachable):
            writing.result(20)
        line.thaw()
        assert changes(cluster, direct) == []


# -- on the command line ---------------------------------------------------------------


def test_a_command_whose_answer_is_lost_is_done_once(
    cluster: Cluster, line: Proxy, direct: str, place: Callable[..., str], at_commit: Callable[[Commit], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    run(["--db", place(), "list"])
    at_commit(lost_after(line))
    assert run(["--db", place(), "add", "Acme"]) == 0
    assert changes(cluster, direct) == [(ADDED, 1)]


def test_a_command_that_cannot_know_says_how_to_find_out(
    cluster: Cluster, line: Proxy, direct: str, place: Callable[..., str], at_commit: Callable[[Commit], None],
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run(["--db", place(), "list"])
    monkeypatch.setattr(any_database, "CERTAINTY", 0.3)

    def stop(send: Callable[[], Any]) -> Any:
        send()
        cluster.stop("immediate")
        raise psycopg.OperationalError("the answer is lost")

    at_commit(stop)
    capsys.readouterr()
    assert run(["--db", place(), "add", "Acme"]) == 1
    said = capsys.readouterr().err
    assert said == f"{postgres_database.UNKNOWN}\n"
    assert run(["--db", place(), "list", "--json"]) == 1
    refusal = json.loads(capsys.readouterr().err)["error"]
    assert refusal["code"] == "unreachable"
    assert "cannot be reached: " in refusal["message"]
    cluster.start()
    assert run(["--db", place(), "log"]) == 0
    assert ADDED in capsys.readouterr().out


def test_control_c_while_it_is_being_kept_comes_too_late(
    cluster: Cluster, direct: str, place: Callable[..., str], at_commit: Callable[[Commit], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def too_late(send: Callable[[], Any]) -> Any:
        send()
        raise KeyboardInterrupt

    run(["--db", place(), "list"])
    at_commit(too_late)
    capsys.readouterr()
    assert run(["add", "--db", place(), "Acme"]) == 130
    assert capsys.readouterr() == ("", f"{any_database.SAVED}\n")
    at_commit(too_late)
    assert run(["add", "--db", place(), "Bakery", "--json"]) == 130
    out, err = capsys.readouterr()
    assert (out, json.loads(err)["error"]["code"]) == ("", "interrupted")
    assert [count for _, count in changes(cluster, direct)] == [1, 1]


def test_control_c_before_it_is_kept_leaves_nothing(
    cluster: Cluster, direct: str, place: Callable[..., str], at_commit: Callable[[Commit], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def in_time(send: Callable[[], Any]) -> Any:
        raise KeyboardInterrupt

    run(["--db", place(), "list"])
    at_commit(in_time)
    capsys.readouterr()
    assert run(["--db", place(), "add", "Acme"]) == 130
    assert capsys.readouterr() == ("", "")
    assert changes(cluster, direct) == []


def test_who_presses_it_again_instead_of_waiting_for_the_answer_is_told_how_to_find_out(
    cluster: Cluster, place: Callable[..., str], at_commit: Callable[[Commit], None],
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def again(*_: Any) -> None:
        raise KeyboardInterrupt

    def stop(send: Callable[[], Any]) -> Any:
        cluster.stop("immediate")
        monkeypatch.setattr(postgres_database, "_pause", again)
        raise KeyboardInterrupt

    run(["--db", place(), "list"])
    at_commit(stop)
    capsys.readouterr()
    assert run(["--db", place(), "add", "Acme"]) == 1
    assert capsys.readouterr().err == f"{postgres_database.UNKNOWN}\n"


def test_control_c_at_a_terminal_while_a_standby_is_waited_for(cluster: Cluster, direct: str) -> None:
    run(["--db", direct, "add", "Bakery"])
    cluster.execute("ALTER SYSTEM SET synchronous_standby_names = 'gone'")
    cluster.execute("SELECT pg_reload_conf()")
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "funnelboard", "add", "--db", direct, "Acme"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as adding:  # fmt: skip
            waits = f"SELECT pid {OURS} AND wait_event = 'SyncRep'"
            wait_until(lambda: bool(cluster.execute(waits)), "it waits, however long that takes")
            adding.send_signal(signal.SIGINT)
            said = adding.communicate(timeout=20)
        assert (adding.returncode, *said) == (130, "", f"{any_database.SAVED}\n")
    finally:
        cluster.execute("ALTER SYSTEM RESET synchronous_standby_names")
        cluster.execute("SELECT pg_reload_conf()")
    assert [count for _, count in changes(cluster, direct)] == [1, 1]


def test_who_wants_no_more_is_told_that_it_is_not_known(
    cluster: Cluster, make_workspace: Callable[..., Workspace], at_commit: Callable[[Commit], None]
) -> None:
    workspace = make_workspace(threaded=True)

    def stop(send: Callable[[], Any]) -> Any:
        cluster.stop("immediate")
        return send()

    at_commit(stop)
    writing = workspace.submit(workspace.attempt, lambda: workspace.pipeline.create(title="Acme"), Sight(0))
    wait_until(lambda: workspace.silence > 1.5, "it looks for the server")
    assert not writing.done()
    workspace.let_go()
    with pytest.raises(OutcomeUnknown, match="It is not known whether this was saved"):
        writing.result(20)
