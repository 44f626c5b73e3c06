"""Where FunnelBoard's files live on this computer.

Every function only names a path: none creates, opens or checks anything, except ``sample_database``, which looks for
the file it names. The directories are the platform's own (``$XDG_DATA_HOME`` and its like are obeyed). They raise
``FunnelBoardError`` when the account has no home directory to put them in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from funnelboard.errors import FunnelBoardError, NotFound
from funnelboard.fast_sha256 import sha256_hex

APP_NAME = "funnelboard"
DATABASE_VARIABLE = "FUNNELBOARD_DB"

_BASES = {
    "user_data_dir": ("XDG_DATA_HOME", ".local/share"),
    "user_state_dir": ("XDG_STATE_HOME", ".local/state"),
    "user_config_dir": ("XDG_CONFIG_HOME", ".config"),
}
"""The XDG base directories: the variable that names one, and where it is in the home directory without."""

_PACKAGE = Path(__file__).resolve().parent

_CONNINFO = frozenset(
    [
        "service",
        "host",
        "hostaddr",
        "port",
        "dbname",
        "user",
        "password",
        "passfile",
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslpassword",
        "options",
        "application_name",
        "connect_timeout",
        "target_session_attrs",
        "load_balance_hosts",
        "channel_binding",
        "gssencmode",
    ]
)
"""Names that what libpq takes besides a URL can begin with."""


def data_dir() -> Path:
    """The directory of the seller's own database."""
    return _user_dir("user_data_dir")


def state_dir() -> Path:
    """The directory of the log, drafts and remembered views: worth keeping, but not worth backing up."""
    return _user_dir("user_state_dir")


def config_dir() -> Path:
    """The directory of the personal settings."""
    return _user_dir("user_config_dir")


def config_file() -> Path:
    """The personal settings, in TOML."""
    return config_dir() / "config.toml"


def log_file() -> Path:
    """Where unexpected errors are written."""
    return state_dir() / "funnelboard.log"


def hook_queue() -> Path:
    """The directory of what waits to be told to the seller's own commands."""
    return state_dir() / "hooks"


def default_database() -> Path:
    """The database of a seller who named none."""
    return data_dir() / "funnel.db"


def choose_database(argument: str | None = None, configured: str | None = None) -> str:
    """The database to open: what was asked for, else ``$FUNNELBOARD_DB``, else the configured one, else the default.

    Args:
        argument: A path or URL from the command line.
        configured: A path or URL from the personal settings.

    Returns:
        A path or URL as it was given; empty ones count as not given.
    """
    return argument or os.environ.get(DATABASE_VARIABLE) or configured or str(default_database())


def is_conninfo(database: str) -> bool:
    """Whether a database is named as libpq has it besides a URL: ``host=db.example.org dbname=team``."""
    name, equals, _ = database.partition("=")
    return bool(equals) and name.strip() in _CONNINFO


def is_path(database: str) -> bool:
    """Whether a database is named by a path, and not by what says where on a server it is."""
    return "://" not in database and not is_conninfo(database)


def sample_database() -> Path:
    """The sample data that comes with FunnelBoard: inside an installed package, at the top of a source tree.

    Raises:
        NotFound: The installation has none.
    """
    for candidate in (_PACKAGE / "sample.db", _PACKAGE.parent / "sample.db"):
        if candidate.is_file():
            return candidate
    raise NotFound("The sample database is missing from this installation; install FunnelBoard again.")


def state_file(database_identity: str) -> Path:
    """What the seller last looked at in one database: filter, cursor, sort, panel.

    Args:
        database_identity: The database's path or URL.
    """
    return state_dir() / f"view-{_fingerprint(database_identity)}.json"


def draft_file(database_identity: str) -> Path:
    """The text being typed into one database and not yet saved.

    Args:
        database_identity: The database's path or URL.
    """
    return state_dir() / f"draft-{_fingerprint(database_identity)}.json"


def _user_dir(kind: str) -> Path:
    if sys.platform == "linux":
        variable, usual = _BASES[kind]
        named = os.environ.get(variable, "")
        path = Path(named if os.path.isabs(named) else os.path.expanduser(f"~/{usual}"), APP_NAME)
    else:
        import platformdirs  # takes longer than a short command

        try:
            path = Path(getattr(platformdirs, kind)(APP_NAME, appauthor=False))
        except RuntimeError:
            path = Path()
    if not path.is_absolute():
        raise FunnelBoardError("This account has no home directory; set HOME to a directory you can write to.")
    return path


def _fingerprint(database_identity: str) -> str:
    """A short name for a database, the same by whatever relative path or link it is reached."""
    where = os.path.realpath(database_identity) if is_path(database_identity) else database_identity
    return sha256_hex(os.fsencode(where))[:16]
