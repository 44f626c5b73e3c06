"""Which database is meant: a path, or a URL we parse ourselves.

Peewee reads ``sqlite://board.db`` as a database in memory, and a seller who typed it would lose the day's work.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from funnelboard import locations
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import DatabaseError, reason
from funnelboard.store.path_walk import open_along

APPLICATION_ID = 0x46754E42
"""``FuNB``: what marks an SQLite file as ours."""

SQLITE_MAGIC = b"SQLite format 3\0"


SAMPLE = "sample"
"""The setting that only a database made for one day has; its value is that day."""


_PAIR = r"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)"
_PAIRS = re.compile(rf"\s*(?:{_PAIR}(?:\s+|$))+")
"""libpq's other form: names and values."""

_FORMS = "Give postgresql://user@host/name, or host=… user=… dbname=…."


_SECRETS = {"password", "sslpassword", "oauth_client_secret"}


class Header(NamedTuple):
    """What the first bytes of a database file say.

    Attributes:
        schema: The schema version it was written with.
        wal: Whether it is in write-ahead-log mode.
        file: The file they were read from.
    """

    schema: int
    wal: bool
    file: os.stat_result


class PostgresUrl(NamedTuple):
    """A database on a server, as libpq finds it.

    Attributes:
        conninfo: The URL, which holds no password.
        name: The database's, or of the service that names it.
    """

    conninfo: str
    name: str

    def __str__(self) -> str:
        return self.conninfo


Target = Path | PostgresUrl


def parse_target(text: str) -> Target:
    """The absolute path of the database a user named, or where it is on a server.

    Raises:
        DatabaseError: A URL we cannot open, or an empty name.
    """
    if locations.is_conninfo(text):
        if not _PAIRS.fullmatch(text):
            raise DatabaseError(f"This is no list of names and values that says where a server is. {_FORMS}")
        known = {name: _unquoted(value) for name, value in re.findall(_PAIR, text)}
        return _postgres_url(f"postgresql:///?{urlencode(known, quote_via=quote)}")
    if "://" not in text:
        if not text.strip():
            raise DatabaseError("No database was named. Give a path, for example funnel.db.")
        return parse_path(text)
    try:
        url = urlsplit(text)
    except ValueError:
        raise DatabaseError("This is no URL of a database. Give a path, or sqlite:///path.") from None
    if url.scheme in ("postgres", "postgresql"):
        return _postgres_url(text)
    if url.scheme != "sqlite":
        raise DatabaseError(f"“{url.scheme}://” is no database FunnelBoard knows. Give a path, or sqlite:///path.")
    if url.netloc or not url.path.strip("/"):
        raise DatabaseError("An sqlite URL has three slashes and then the path: sqlite:///sales/funnel.db.")
    relative = unquote(url.path[1:])
    return _absolute(relative if not relative.startswith("/") else "/" + relative.lstrip("/"))


def address_of(known: Mapping[str, str]) -> str:
    """The URL that says all that is known of a server and how it is reached, by libpq's names.

    Raises:
        DatabaseError: A password is among it.
    """
    if known.keys() & _SECRETS:
        raise DatabaseError("A seat has its password from ~/.pgpass alone. Put it there, and leave it out elsewhere.")
    return f"postgresql:///?{urlencode(known, quote_via=quote)}"


def _unquoted(value: str) -> str:
    """A value of libpq's other form."""
    return re.sub(r"\\(.)", r"\1", value[1:-1] if value.startswith("'") else value)


def _postgres_url(text: str) -> PostgresUrl:
    """What libpq takes, without a password: that others could read in the list of processes."""
    try:
        url = urlsplit(text)
        query = parse_qs(url.query)
    except ValueError:
        raise DatabaseError(f"This is no URL of a database. {_FORMS}") from None
    # One that has a sign in it which ends a part of a URL is in the next part by now.
    misplaced = "@" in f"{url.path}{url.query}{url.fragment}"
    if misplaced or ":" in url.netloc.rpartition("@")[0] or query.keys() & _SECRETS:
        raise DatabaseError(
            "A password in the URL can be read by others. Put it into ~/.pgpass, a service file or PGPASSWORD, and "
            "leave it out; an @ in a name is written %40."
        )
    first = url.path.strip("/") or next(iter(query.get("dbname", query.get("service", []))), "")
    return PostgresUrl(text, unquote(first) or "postgresql")


def parse_path(text: str) -> Path:
    """The absolute path of a file a user named.

    Raises:
        DatabaseError: No file can have this name.
    """
    return _absolute(os.path.expanduser(text))


def _absolute(name: str) -> Path:
    if "\0" in name:
        raise DatabaseError("The name of a file cannot hold a NUL character. Give another one.")
    return Path(os.path.abspath(name))


def uri_path(path: Path) -> str:
    """A path as SQLite reads it in a URI."""
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def read_header(path: Path, newest_schema: int) -> Header:
    """Look at a file before anything connects to it, and leave it as it is.

    Reading it while connected would drop SQLite's locks on it, so this is for unopened files only.

    Raises:
        DatabaseError: Not there, empty, not ours, written by a newer FunnelBoard, or behind a colleague's link.
    """
    try:
        with open(open_along(path), "rb") as file:
            found = os.fstat(file.fileno())
            head = file.read(100)
    except FileNotFoundError:
        raise DatabaseError(f"There is no database at {path}. Make one with: funnelboard init {path}") from None
    except IsADirectoryError:
        raise DatabaseError(f"{path} is a directory. Name the database file in it.") from None
    except PermissionError as error:
        raise DatabaseError(f"{path} cannot be read: {reason(error)}. Ask its owner for access.") from error
    except (OSError, ValueError) as error:
        raise DatabaseError(f"{path} cannot be read: {reason(error)}. Give the path of a database.") from error
    if not head:
        raise DatabaseError(f"{path} is empty, not a FunnelBoard database. Remove it, then: funnelboard init {path}")
    if not head.startswith(SQLITE_MAGIC) or len(head) < 100:
        raise DatabaseError(f"{path} is not a FunnelBoard database. It was left as it is.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise DatabaseError(f"{path} is a database of another program. It was left as it is.")
    schema = int.from_bytes(head[60:64], "big")
    if schema == 0:
        raise DatabaseError(f"{path} is no finished FunnelBoard database. It was left as it is; put a backup back.")
    if schema > newest_schema:
        raise DatabaseError(
            f"{path} was written by a newer FunnelBoard (schema {schema}, this one knows {newest_schema}). "
            "Update FunnelBoard; the file was left as it is."
        )
    return Header(schema, wal=head[18] == 2, file=found)
