"""Personal settings: one TOML file that the seller may edit by hand and the board writes to, comments kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from funnelboard import locations
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import ConfigError
from funnelboard.ordinary_file import read_ordinary


class Density(StrEnum):
    """How much room a card of the board takes."""

    AUTO = "auto"
    COMPACT = "compact"
    COMFORTABLE = "comfortable"


class Config(NamedTuple):
    """What one seller prefers; every setting has a default.

    Attributes:
        database: The path or URL opened when none is named; None for the one in the data directory.
        theme: The name of a colour theme; None to go by the terminal.
        density: How much room a card takes; by default as the window's height allows.
        ascii: Whether to draw with ASCII only; None to go by the locale and the terminal.
        keys: The keys of each command id that was remapped, several keys separated by commas.
        hooks: The seller's own command for each event that has one, as they would type it.
        default_currency: The ISO 4217 code of an amount typed without one.
        day_first: Whether 3/12 is the third of December.
        view: The saved view to open with; None for the one last seen.
        name: How the seller is called on the board; None for the full name of their account.
    """

    database: str | None = None
    theme: str | None = None
    density: Density = Density.AUTO
    ascii: bool | None = None
    keys: Mapping[str, str] = MappingProxyType({})
    hooks: Mapping[str, str] = MappingProxyType({})
    default_currency: str = "EUR"
    day_first: bool = True
    view: str | None = None
    name: str | None = None


_SETTINGS = tuple(sorted(Config._fields))
_BOOLEANS = ("ascii", "day_first")

MOST_BYTES = 1_000_000
"""What the file may have."""


def load_config(path: Path | None = None) -> Config:
    """Read the personal settings.

    Args:
        path: The TOML file; the one of ``locations.config_file`` when None. A missing file means the defaults.

    Raises:
        ConfigError: It cannot be read, is not TOML, or has an unknown setting or one of the wrong type; or it has hooks
            that may be somebody else's.
    """
    path = path or locations.config_file()
    settings = {name: _checked(path, name, value) for name, value in _parse(path, _read(path)).items()}
    if "hooks" in settings:
        _require_own(path)
    return Config(**settings)


def set_value(path: Path, key: str, value: str | bool) -> None:
    """Change one setting in the file and leave the rest of it as it is, comments included.

    The file is replaced as a whole, or not at all, and only its owner can read it.

    Args:
        path: The TOML file; made, with its directory, if it is missing.
        key: The name of a setting, or ``keys.`` and a command id.
        value: What it is to be.

    Raises:
        ConfigError: The key or value is not allowed, the file is not valid as it stands, or cannot be written.
    """
    table, _, command = key.partition(".")
    changed: Any = {command: value} if command else value
    _checked(path, table, changed)
    text = _read(path)
    for name, present in _parse(path, text).items():
        _checked(path, name, present)

    import tomlkit

    document: Any = tomlkit.parse(text)
    if command:
        document.setdefault(table, tomlkit.table())[command] = value
    else:
        document[table] = value
    try:
        _replace(Path(os.path.realpath(path)), tomlkit.dumps(document))
    except OSError as error:
        raise ConfigError(f"The settings could not be saved in {path}: {error.strerror}.") from error


def _read(path: Path) -> str:
    try:
        return read_ordinary(path, MOST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"The settings in {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"The settings in {path} are not UTF-8 text; save the file as UTF-8.") from error
    except ValueError as error:
        raise ConfigError(f"The settings in {path} cannot be read: {error}.") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    if not text:
        return {}

    import tomllib  # 7 ms that a seller without settings need not wait for

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"The settings in {path} are not valid TOML: {error}.") from error


def _checked(path: Path, name: str, value: Any) -> Any:
    """The value as ``Config`` holds it, or a sentence about what is allowed."""
    if name not in _SETTINGS:
        raise ConfigError(f'{path}: "{name}" is not a setting; the settings are {", ".join(_SETTINGS)}.')
    if name in _BOOLEANS:
        if not isinstance(value, bool):
            raise ConfigError(f'{path}: "{name}" must be true or false.')
        return value
    if name == "keys":
        if not isinstance(value, dict):
            raise ConfigError(f'{path}: "keys" must be a table: [keys], then a line for each command.')
        for command, keys in value.items():
            if not isinstance(keys, str) or not keys.strip():
                raise ConfigError(
                    f'{path}: "keys.{command}" must be one or more keys in quotes, such as "x" or "x,f5".'
                )
        return MappingProxyType(value)
    if name == "hooks":
        return _hooks(path, value)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f'{path}: "{name}" must be text in quotes.')
    if name == "default_currency":
        from funnelboard.domain.money import is_currency

        if not is_currency(value):
            raise ConfigError(f'{path}: "default_currency" must be an ISO 4217 code such as "EUR" or "SEK".')
    if name == "density":
        if value not in tuple(Density):
            raise ConfigError(f'{path}: "density" must be one of {", ".join(Density)}.')
        return Density(value)
    if name == "database" and locations.is_path(value):
        return _database(path, value)
    return value


def _hooks(path: Path, value: Any) -> Mapping[str, str]:
    """The command of each event."""
    import shlex

    from funnelboard.domain.hook_event import HookEvent

    if not isinstance(value, dict):
        raise ConfigError(f'{path}: "hooks" must be a table: [hooks], then a line for each event.')
    for event, command in value.items():
        if event not in tuple(HookEvent):
            raise ConfigError(f'{path}: "hooks.{event}" is no event; the events are {", ".join(HookEvent)}.')
        try:
            words = shlex.split(command) if isinstance(command, str) else []
        except ValueError as error:
            raise ConfigError(f'{path}: "hooks.{event}" cannot be read as a command: {error}.') from error
        if not words:
            raise ConfigError(f'{path}: "hooks.{event}" must be a command in quotes, such as "~/bin/tell-team".')
    return MappingProxyType(value)


def _require_own(path: Path) -> None:
    """Refuse to run what somebody else may have written there."""
    found = os.stat(path)
    if found.st_uid not in (os.geteuid(), 0) or found.st_mode & 0o022:
        raise ConfigError(
            f"{path} has [hooks] and can be written by others, who could have anything run in your name. "
            f"Make it yours alone: chmod 600 {path}"
        )


def _database(path: Path, value: str) -> str:
    """A database's path in full; a relative one counts from the directory of the settings."""
    try:
        return str(path.absolute().parent / Path(value).expanduser())
    except RuntimeError as error:
        raise ConfigError(f'{path}: the home directory in "database" is not known; write the path in full.') from error


def _replace(path: Path, text: str) -> None:
    import tempfile

    from funnelboard.private_folder import make_directory

    make_directory(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
