"""One SQLite file: made, opened, locked, watched, backed up and put back."""

from __future__ import annotations

import contextlib
import grp
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.domain.deal import Deal
from funnelboard.errors import DatabaseBusy, DatabaseError, NotSaved
from funnelboard.services.workspace import Workspace
from funnelboard.store import copying, schema
from funnelboard.store import sqlite_database as database_module
from funnelboard.store.copying import copy_into
from funnelboard.store.database import Database
from funnelboard.store.models import SettingRow
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.restoring import restore_database
from funnelboard.store.sqlite_database import SqliteDatabase
from tests.postgres.server import wait_until

Connect = Callable[..., SqliteDatabase]


@pytest.fixture
def older_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the SQLite found could not be trusted with a write-ahead log."""
    monkeypatch.setattr(database_module, "SAFE_WAL", (99, 0, 0))


@pytest.fixture
def current_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the SQLite found could be trusted with it, whichever it is."""
    monkeypatch.setattr(database_module, "SAFE_WAL", (3, 0, 0))


def count(database: Database) -> int:
    return int(database.rows_of("SELECT COUNT(*) FROM setting")[0][0])


def add_setting(database: Database, name: str) -> None:
    database.insert_rows("setting", ("name", "value", "version"), [(name, "", 1)])


def fail_half_way(database: Database) -> None:
    with database.writing():
        for name in ("a", "b", "a"):
            database.execute(SettingRow.insert(name=name, value=""))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestCreating:
    @pytest.mark.usefixtures("current_sqlite")
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    @pytest.mark.parametrize("shared", [False, True], ids=["private", "for a group"])
    def test_who_may_read_it_under_any_umask(self, shared: bool, umask: int, tmp_path: Path) -> None:
        path = tmp_path / "funnel.db"
        before = os.umask(umask)
        try:
            create_database(path, 1, grp.getgrgid(os.getegid()).gr_name if shared else None)
            database = open_database(path)
            with database.writing():
                add_setting(database, "a")
            database.backup(tmp_path / "copy.db")
        finally:
            os.umask(before)
        wanted = 0o660 if shared else 0o600
        assert {each.name: mode(each) for each in tmp_path.glob("funnel.db*")} == dict.fromkeys(
            ("funnel.db", "funnel.db-wal", "funnel.db-shm"), wanted
        )
        assert mode(tmp_path / "copy.db") == wanted & ~umask
        assert os.umask(before) == before
        database.close()

    def test_in_a_shared_directory_it_belongs_to_the_group(self, tmp_path: Path) -> None:
        others = [1] if os.getuid() == 0 else [group for group in os.getgroups() if group != os.getgid()]
        if not others:
            pytest.skip("this account is in one group only")
        shared = tmp_path / "shared"
        shared.mkdir()
        os.chown(shared, -1, others[0])
        shared.chmod(0o2770)
        create_database(shared / "funnel.db", 1)
        assert (shared / "funnel.db").stat().st_gid == others[0]
        assert mode(shared / "funnel.db") == 0o660

    def test_what_is_there_already_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "funnel.db"
        path.write_text("mine")
        with pytest.raises(DatabaseError, match="exists already"):
            create_database(path, 1)
        assert path.read_text() == "mine"
        assert list(tmp_path.glob("*funnel*")) == [path]

    def test_of_two_that_make_it_at_once_one_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "funnel.db"
        create_schema = schema.create_schema

        def while_another_makes_it(database: peewee.SqliteDatabase, now: int) -> None:
            create_schema(database, now)
            path.write_text("the other's")

        monkeypatch.setattr(schema, "create_schema", while_another_makes_it)
        with pytest.raises(DatabaseError, match="exists already"):
            create_database(path, 1)
        assert path.read_text() == "the other's"
        assert list(tmp_path.glob("*funnel*")) == [path]

    def test_a_directory_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match=f"There is no directory {tmp_path}/new. Make it first."):
            create_database(tmp_path / "new" / "funnel.db", 1)
        assert not (tmp_path / "new").exists()

    def test_a_group_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match="There is no group “no such group”"):
            create_database(tmp_path / "funnel.db", 1, group="no such group")
        assert list(tmp_path.glob("*funnel*")) == []

    def test_a_fault_half_way_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise peewee.OperationalError("database or disk is full")

        monkeypatch.setattr(schema, "set_version", fail)
        with pytest.raises(DatabaseError, match=r"cannot be made: the disk is full\. Make room"):
            create_database(tmp_path / "funnel.db", 1)
        assert list(tmp_path.glob("*funnel*")) == []


@pytest.mark.sqlite("about the file")
class TestOpening:
    @pytest.mark.usefixtures("current_sqlite")
    def test_a_current_sqlite_uses_the_log_and_flushes_every_commit(self, database: SqliteDatabase) -> None:
        pragma = database.peewee.pragma
        assert database.journal_mode == "wal"
        assert pragma("synchronous") == 2
        assert [pragma(name) for name in ("foreign_keys", "trusted_schema", "cell_size_check")] == [1, 0, 1]

    @pytest.mark.usefixtures("older_sqlite")
    def test_an_older_sqlite_uses_the_rollback_journal(self, database: SqliteDatabase) -> None:
        assert database.journal_mode == "delete"
        assert database.peewee.pragma("synchronous") == 3
        with database.writing():
            add_setting(database, "a")
        assert count(database) == 1

    @pytest.mark.usefixtures("current_sqlite")
    def test_an_older_sqlite_takes_a_database_out_of_the_log(
        self, empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "funnel.db"
        path.write_bytes(empty_database.read_bytes())
        open_database(path).close()
        assert path.read_bytes()[18] == 2
        monkeypatch.setattr(database_module, "SAFE_WAL", (99, 0, 0))
        open_database(path).close()
        assert path.read_bytes()[18] == 1

    @pytest.mark.usefixtures("current_sqlite")
    def test_an_older_sqlite_cannot_take_the_log_from_others(
        self, database: SqliteDatabase, another: Connect, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database_module, "SAFE_WAL", (99, 0, 0))
        second = another(patience=0)
        assert second.journal_mode == "wal"
        assert second.peewee.pragma("synchronous") == 2

    @pytest.mark.parametrize("name", ["100% #1?.db", "Å space.db", "a&mode=memory.db"])
    def test_any_file_name(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / name
        create_database(path, 1)
        database = open_database(path)
        with database.writing():
            add_setting(database, "a")
        database.close()
        database = open_database(path)
        assert count(database) == 1
        database.close()
        assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [name]


class TestWriting:
    def test_everything_or_nothing(self, database: Database) -> None:
        with pytest.raises(peewee.IntegrityError):
            fail_half_way(database)
        assert count(database) == 0
        with database.writing():
            add_setting(database, "b")
        assert count(database) == 1

    @pytest.mark.sqlite("PostgreSQL waits on the server")
    def test_another_writer_is_waited_for(
        self, database: Database, another: Connect, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = another()
        held = other.writing()
        held.__enter__()
        pauses: list[float] = []

        def finish_meanwhile(pause: float) -> None:
            pauses.append(pause)
            if len(pauses) == 3:
                add_setting(other, "theirs")
                held.__exit__(None, None, None)

        monkeypatch.setattr(database_module.time, "sleep", finish_meanwhile)
        with database.writing():
            add_setting(database, "mine")
        assert count(database) == 2
        assert len(pauses) == 3
        assert max(pauses) < 0.1

    def test_a_writer_who_takes_too_long(self, database: Database, another: Connect) -> None:
        waiting = another(patience=0)
        with database.writing():
            add_setting(database, "first")
            assert count(database) == 1
            with pytest.raises(DatabaseBusy, match="another writer is holding the database"), waiting.writing():
                pytest.fail(f"two writers at once, and {count(waiting)} settings")
        with waiting.writing():
            add_setting(waiting, "second")
        assert count(database) == 2

    def test_a_board_is_read_while_another_writes(self, database: Database, another: Connect) -> None:
        other = another(patience=0)
        with database.writing():
            add_setting(database, "a")
            assert count(other) == 0
        assert count(other) == 1

    @pytest.mark.sqlite("about its journal")
    @pytest.mark.usefixtures("older_sqlite")
    def test_opening_waits_for_a_writer_of_the_rollback_journal(
        self, database: Database, another: Connect, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database.peewee.begin("exclusive")
        pauses: list[float] = []

        def finish_meanwhile(pause: float) -> None:
            pauses.append(pause)
            if len(pauses) == 2:
                database.peewee.rollback()

        monkeypatch.setattr(database_module.time, "sleep", finish_meanwhile)
        assert another().journal_mode == "delete"
        assert len(pauses) == 2

    @pytest.mark.usefixtures("current_sqlite")
    def test_several_reads_see_one_moment(self, database: Database, another: Connect) -> None:
        other = another()
        with database.reading():
            before = count(database)
            with other.writing():
                add_setting(other, "a")
            assert count(database) == before
        assert count(database) == before + 1

    def test_a_read_never_writes(self, database: Database) -> None:
        # PostgreSQL refuses it, SQLite takes it back.
        with contextlib.suppress(NotSaved), database.reading():
            add_setting(database, "a")
        assert count(database) == 0

    @pytest.mark.sqlite("limits its file")
    def test_a_full_database(self, database: SqliteDatabase) -> None:
        database.peewee.pragma("max_page_count", database.peewee.pragma("page_count"))
        with pytest.raises(NotSaved, match="Not saved: the disk is full"), database.writing():
            database.insert_rows("setting", ("name", "value", "version"), [("a", "x" * 100_000, 1)])
        assert count(database) == 0
        database.peewee.pragma("max_page_count", 100_000)
        with database.writing():
            add_setting(database, "a")
        assert count(database) == 1


class TestSeeingOthers:
    def test_a_change_by_another_is_seen_once(self, database: Database, another: Connect) -> None:
        other = another()
        assert not database.changed_elsewhere()
        with other.writing():
            add_setting(other, "a")
        wait_until(database.changed_elsewhere, "a board hears of another's change")
        assert not database.changed_elsewhere()

    def test_what_was_taken_back_or_only_read_is_no_change(self, database: Database, another: Connect) -> None:
        other = another()
        with pytest.raises(peewee.IntegrityError):
            fail_half_way(other)
        count(other)
        assert not database.changed_elsewhere()
        with other.writing():
            add_setting(other, "a")
        wait_until(database.changed_elsewhere, "a board hears of another's change")
        assert not database.changed_elsewhere()

    def test_own_changes_are_no_news(self, database: Database) -> None:
        with database.writing():
            add_setting(database, "a")
        assert not database.changed_elsewhere()

    @pytest.mark.sqlite("moves the file")
    def test_a_file_that_was_moved_takes_no_more(self, database: SqliteDatabase) -> None:
        assert database.still_there()
        away = database.path.rename(database.path.with_name("away.db"))
        assert not database.still_there()
        with pytest.raises(NotSaved, match="was moved or replaced while it was open"), database.writing():
            pytest.fail("written to a file nobody will look for")
        with pytest.raises(DatabaseError, match="was moved or replaced while it was open"):
            database.changed_elsewhere()
        away.rename(database.path)
        assert not database.changed_elsewhere()
        with database.writing():
            add_setting(database, "a")

    @pytest.mark.sqlite("replaces the file")
    def test_a_file_that_was_replaced_takes_no_more(self, database: SqliteDatabase) -> None:
        database.path.rename(database.path.with_name("away.db"))
        create_database(database.path, 1)
        with pytest.raises(NotSaved, match="was moved or replaced"), database.writing():
            pytest.fail("written to a file nobody will look for")
        with pytest.raises(DatabaseError, match="was moved or replaced"):
            database.changed_elsewhere()


@pytest.mark.sqlite("about files")
class TestBackup:
    def test_it_is_the_whole_database(
        self, workspace: Workspace, add_deal: Callable[..., Deal], dump: Callable[[Workspace], dict[str, list[object]]],
        make_workspace: Callable[..., Workspace], tmp_path: Path,
    ) -> None:  # fmt: skip
        add_deal(company="Acme", note="rang twice")
        target = tmp_path / "copy.db"
        workspace.session.database.backup(target)
        assert mode(target) == 0o600
        assert sorted(each.name for each in tmp_path.glob("*copy*")) == ["copy.db"]
        assert dump(make_workspace(target)) == dump(workspace)

    def test_it_can_be_read_where_nothing_can_be_written(self, database: SqliteDatabase, tmp_path: Path) -> None:
        database.backup(tmp_path / "copy.db")
        assert (tmp_path / "copy.db").read_bytes()[18] == 1, "a file in log mode needs a second one beside it"

    def test_what_others_are_writing_is_not_in_it(
        self, database: SqliteDatabase, another: Connect, tmp_path: Path
    ) -> None:
        other = another()
        with other.writing():
            add_setting(other, "unfinished")
            database.backup(tmp_path / "copy.db")
        copy = open_database(tmp_path / "copy.db")
        assert count(copy) == 0
        copy.close()

    def test_others_go_on_writing_and_it_is_not_begun_anew(
        self, database: SqliteDatabase, another: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copying, "_AT_ONCE", 1)
        other, told = another(), list[tuple[int, int]]()

        def write(done: int, total: int) -> None:
            told.append((done, total))
            assert done == len(told), "it was begun anew"
            with other.writing():
                add_setting(other, f"written at page {done}")

        database.backup(tmp_path / "copy.db", write)
        assert told[-1] == (len(told), len(told))
        assert count(other) == len(told) > 50
        copy = open_database(tmp_path / "copy.db")
        assert count(copy) == 0, "it is as it was when the backup was begun"
        copy.close()

    def test_nothing_is_overwritten(self, database: SqliteDatabase, tmp_path: Path) -> None:
        target = tmp_path / "copy.db"
        target.write_text("last week's")
        with pytest.raises(NotSaved, match="exists already"):
            database.backup(target)
        assert target.read_text() == "last week's"

    def test_a_fault_half_way_leaves_nothing(
        self, database: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: Any) -> None:
            copy_into(*arguments)
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(database_module, "copy_into", fail)
        with pytest.raises(NotSaved, match=r"was not made: the disk is full\. Make room"):
            database.backup(tmp_path / "copy.db")
        assert [each.name for each in tmp_path.iterdir() if "funnel.db" not in each.name] == []

    def test_a_directory_that_is_not_there(self, database: SqliteDatabase, tmp_path: Path) -> None:
        with pytest.raises(NotSaved, match=r"was not made: No such file or directory\. Check the disk"):
            database.backup(tmp_path / "new" / "copy.db")


@pytest.mark.sqlite("about files")
class TestRestore:
    @pytest.fixture
    def backup(self, workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path) -> Path:
        """A backup with one deal; the database has had another one since."""
        add_deal(title="in the backup")
        workspace.session.database.backup(tmp_path / "copy.db")
        add_deal(title="later")
        return tmp_path / "copy.db"

    def test_it_brings_back_what_was_there(
        self, workspace: Workspace, backup: Path, make_workspace: Callable[..., Workspace],
        dump: Callable[[Workspace], dict[str, list[object]]],
    ) -> None:  # fmt: skip
        before, copied, mode = dump(workspace), backup.read_bytes(), workspace.session.database.journal_mode
        kept = restore_database(Path(workspace.target), backup, 123)
        assert backup.read_bytes() == copied, "a backup stays as it was made"
        assert workspace.session.database.changed_elsewhere()
        assert workspace.session.database.still_there()
        assert workspace.session.database.journal_mode == mode
        assert dump(workspace) == dump(make_workspace(backup))
        assert dump(make_workspace(kept)) == before

    @pytest.mark.parametrize("part", ["objection", "objection_deal_id"])
    def test_a_damaged_backup_changes_nothing(
        self, part: str, workspace: Workspace, backup: Path, dump: Callable[[Workspace], dict[str, list[object]]]
    ) -> None:
        page = workspace.session.database.rows_of("SELECT rootpage FROM sqlite_master WHERE name = ?", (part,))[0][0]
        content = bytearray(backup.read_bytes())
        content[(page - 1) * 4096 : page * 4096] = bytes(4096)
        backup.write_bytes(content)
        before = dump(workspace)
        with pytest.raises(DatabaseError, match=rf"^{backup} is damaged\."):
            restore_database(Path(workspace.target), backup, 123)
        assert dump(workspace) == before
        assert list(backup.parent.glob("*.before-restore.*")) == []

    def test_what_is_no_backup_changes_nothing(
        self, workspace: Workspace, tmp_path: Path, dump: Callable[[Workspace], dict[str, list[object]]]
    ) -> None:
        (tmp_path / "copy.db").write_text("Dear diary")
        before = dump(workspace)
        with pytest.raises(DatabaseError, match="is not a FunnelBoard database"):
            restore_database(Path(workspace.target), tmp_path / "copy.db", 123)
        assert dump(workspace) == before

    @pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
    def test_a_database_is_no_backup_of_itself(
        self, link: Callable[[Path, Path], None], workspace: Workspace, tmp_path: Path
    ) -> None:
        link(Path(workspace.target), tmp_path / "copy.db")
        with pytest.raises(DatabaseError, match="is the database itself"):
            restore_database(Path(workspace.target), tmp_path / "copy.db", 123)

    def test_while_somebody_is_writing_it_gives_up(
        self, workspace: Workspace, backup: Path, dump: Callable[[Workspace], dict[str, list[object]]]
    ) -> None:
        before = dump(workspace)
        refusals: list[Exception] = []

        def restore() -> None:
            try:
                restore_database(Path(workspace.target), backup, 123, patience=0)
            except DatabaseError as error:
                refusals.append(error)

        with workspace.session.database.writing():
            restoring = threading.Thread(target=restore, daemon=True)
            restoring.start()
            restoring.join(10)
            assert not restoring.is_alive(), "waits for ever"
        assert isinstance(refusals[0], DatabaseBusy)
        assert dump(workspace) == before
