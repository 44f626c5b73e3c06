"""Which file is meant, and refusing those that are not ours without touching them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.errors import DatabaseError
from funnelboard.store.migrations import SCHEMA
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.target import APPLICATION_ID, PostgresUrl, parse_target, read_header


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("funnel.db", "{cwd}/funnel.db"),
        ("./a/../funnel.db", "{cwd}/funnel.db"),
        ("~/funnel.db", "{home}/funnel.db"),
        ("/srv/funnel.db", "/srv/funnel.db"),
        ("/srv/100% #1?.db", "/srv/100% #1?.db"),
        ("sqlite:///funnel.db", "{cwd}/funnel.db"),
        ("sqlite:////srv/funnel.db", "/srv/funnel.db"),
        ("sqlite:////srv/our%20funnel.db", "/srv/our funnel.db"),
    ],
)
def test_what_a_user_can_name(
    text: str, path: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(parse_target(text)) == path.format(cwd=tmp_path, home=home)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No database was named."),
        ("  ", "No database was named."),
        ("sqlite://board.db", "three slashes"),
        ("sqlite://", "three slashes"),
        ("sqlite:///", "three slashes"),
        ("postgresql://kari:secret@host/db", "A password in the URL can be read by others."),
        ("postgresql://host/db?password=secret", "A password in the URL can be read by others."),
        ("postgresql://kari:sec/ret@host/db", "A password in the URL can be read by others."),
        ("postgresql://kari:sec#ret@host/db", "A password in the URL can be read by others."),
        ("password=secret host=db", "A password in the URL can be read by others."),
        ("host=db password = 'sec ret'", "A password in the URL can be read by others."),
        ("host=db sales", "This is no list of names and values"),
        ("host='db", "This is no list of names and values"),
        ("mysql://host/db", "“mysql://” is no database FunnelBoard knows."),
    ],
)
def test_what_cannot_be_opened(text: str, sentence: str) -> None:
    with pytest.raises(DatabaseError, match=sentence):
        parse_target(text)


@pytest.mark.parametrize(
    ("text", "conninfo", "name"),
    [
        ("postgresql://kari@host/sales", "postgresql://kari@host/sales", "sales"),
        ("postgres://one,two:5433/sales?target_session_attrs=read-write", None, "sales"),
        ("postgresql:///?service=team", "postgresql:///?service=team", "team"),
        ("service=team", "postgresql:///?service=team", "team"),
        ("host=/run/pg dbname='my sales' sslmode=require", None, "my sales"),
        ("host = db port=5433 dbname=our\\ sales", "postgresql:///?host=db&port=5433&dbname=our%20sales", "our sales"),
        ("dbname='it\\'s' user=kari@corp", "postgresql:///?dbname=it%27s&user=kari%40corp", "it's"),
        ("postgresql://host", "postgresql://host", "postgresql"),
    ],
)
def test_a_server_is_named_as_libpq_has_it(text: str, conninfo: str | None, name: str) -> None:
    url = parse_target(text)
    assert isinstance(url, PostgresUrl)
    assert (conninfo or url.conninfo, url.name, str(url)) == (url.conninfo, name, url.conninfo)


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE deal (id INTEGER PRIMARY KEY, title TEXT)")
    connection.execute("INSERT INTO deal (title) VALUES ('not ours')")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    create_database(path, 1)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "is empty, not a FunnelBoard database"),
        (lambda path: path.write_text("Dear diary"), "is not a FunnelBoard database"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "is not a FunnelBoard database"),
        (lambda path: path.write_bytes(b"\0" * 4096), "is not a FunnelBoard database"),
        (foreign, "is a database of another program"),
        (newer, f"was written by a newer FunnelBoard \\(schema {SCHEMA + 1}, this one knows {SCHEMA}\\)"),
    ],
    ids=["empty", "text", "cut off", "zeros", "foreign", "newer"],
)
def test_a_file_that_is_not_ours_keeps_every_byte(
    make: Callable[[Path], object], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    make(path)
    before, listed = path.read_bytes(), sorted(tmp_path.iterdir())
    stamp = path.stat().st_mtime_ns
    with pytest.raises(DatabaseError, match=sentence):
        open_database(path)
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stamp
    assert sorted(tmp_path.iterdir()) == listed


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "funnel.db"
    with pytest.raises(DatabaseError, match=f"There is no database at {path}. Make one with: funnelboard init"):
        open_database(path)
    assert not path.exists()


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"is a directory\. Name the database file in it\."):
        open_database(tmp_path)


def test_a_path_through_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("text")
    with pytest.raises(DatabaseError, match="cannot be read: Not a directory"):
        open_database(tmp_path / "notes" / "funnel.db")


def test_our_own_header(tmp_path: Path) -> None:
    path = tmp_path / "funnel.db"
    create_database(path, 1)
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")
    assert read_header(path, SCHEMA).schema == SCHEMA
    assert not read_header(path, SCHEMA).wal
