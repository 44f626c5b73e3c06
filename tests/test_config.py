"""Personal settings are read strictly, explained plainly, and written without disturbing what is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from funnelboard.config import Config, load_config, set_value
from funnelboard.errors import ConfigError

BY_HAND = """\
# my settings
theme = "nord"   # easy on the eyes
day_first = false

[keys]
# the old program's key
move-right = "f5"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_has_a_default(path: Path) -> None:
    assert load_config(path) == Config()
    assert not path.exists()


def test_every_setting_is_read(path: Path) -> None:
    path.write_text(
        'database = "/srv/deals.db"\ntheme = "nord"\nascii = true\ndefault_currency = "NOK"\nday_first = false\n'
        'view = "mine"\n[keys]\nmove-right = "f5"\nquit = "q,ctrl+q"\n',
        encoding="utf-8",
    )
    assert load_config(path) == Config(
        database="/srv/deals.db",
        theme="nord",
        ascii=True,
        keys={"move-right": "f5", "quit": "q,ctrl+q"},
        default_currency="NOK",
        day_first=False,
        view="mine",
    )


@pytest.mark.parametrize("name", ["deals.db", "~/deals.db", "postgresql://host/deals"])
def test_a_database_means_the_same_from_every_directory(path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(path.parent))
    path.write_text(f'database = "{name}"', encoding="utf-8")
    in_full = name if "://" in name else str(path.parent / "deals.db")
    assert load_config(path).database == in_full


def test_a_byte_order_mark_is_no_error(path: Path) -> None:
    path.write_bytes(b'\xef\xbb\xbftheme = "nord"\r\n')
    assert load_config(path).theme == "nord"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('thme = "x"', '"thme" is not a setting; the settings are ascii, database, day_first, default_currency, '),
        ("theme = 3", '"theme" must be text in quotes'),
        ('theme = " "', '"theme" must be text in quotes'),
        ('ascii = "yes"', '"ascii" must be true or false'),
        ('density = "dense"', '"density" must be one of auto, compact, comfortable'),
        ("day_first = 1", '"day_first" must be true or false'),
        ('default_currency = "euro"', '"default_currency" must be an ISO 4217 code'),
        ('keys = "f5"', '"keys" must be a table'),
        ("[keys]\nquit = 7", '"keys.quit" must be one or more keys'),
        ('[keys]\nquit = ""', '"keys.quit" must be one or more keys'),
        ('hooks = "x"', '"hooks" must be a table'),
        ('[hooks]\ndeal-move = "x"', '"hooks.deal-move" is no event; the events are deal-added, deal-moved, '),
        ("[hooks]\ndeal-moved = 7", '"hooks.deal-moved" must be a command in quotes'),
        ('[hooks]\ndeal-moved = " "', '"hooks.deal-moved" must be a command in quotes'),
        ('[hooks]\ndeal-moved = "say \'so"', '"hooks.deal-moved" cannot be read as a command: No closing quotation'),
        ("theme = ", "not valid TOML"),
        ("theme = " + "[" * 5000, "not valid TOML"),
        ("theme = " + "9" * 5000, "not valid TOML"),
    ],
)
def test_a_bad_setting_is_explained(path: Path, text: str, sentence: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    assert str(path) in str(refused.value)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_hooks_that_others_can_write_are_not_obeyed(path: Path, mode: int) -> None:
    path.write_text('[hooks]\ndeal-moved = "x"')
    path.chmod(mode)
    with pytest.raises(ConfigError, match=f"can be written by others, .* chmod 600 {path}"):
        load_config(path)
    path.write_text('theme = "nord"')
    assert load_config(path).theme == "nord"


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_hooks_of_another_account_are_not_obeyed(path: Path) -> None:
    path.write_text('[hooks]\ndeal-moved = "x"')
    path.chmod(0o600)
    assert load_config(path).hooks == {"deal-moved": "x"}
    os.chown(path, 12345, -1)
    with pytest.raises(ConfigError, match="can be written by others"):
        load_config(path)


def test_other_encodings_are_explained(path: Path) -> None:
    path.write_bytes('view = "møter"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="save the file as UTF-8"):
        load_config(path)


def test_a_directory_in_its_place_is_explained(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ConfigError, match=r"cannot be read: "):
        load_config(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "gruvbox"),
        ("ascii", True),
        ("default_currency", "SEK"),
        ("keys.quit", "f10"),
        ("keys.move-right", "l"),
        ("hooks.deal-won", "bell"),
    ],
)
def test_a_changed_setting_leaves_the_rest_as_it_was(path: Path, key: str, value: str | bool) -> None:
    path.write_text(BY_HAND, encoding="utf-8")
    before = load_config(path)
    set_value(path, key, value)

    after = load_config(path)
    table, _, command = key.partition(".")
    expected: Any = {**getattr(before, table), command: value} if command else value
    for name in Config.__slots__:
        assert getattr(after, name) == (expected if name == table else getattr(before, name))
    text = path.read_text(encoding="utf-8")
    for comment in ("# my settings", "# easy on the eyes", "# the old program's key"):
        assert comment in text


@pytest.mark.parametrize("keys", ['keys = { a = "x" }\n', 'keys.a = "x"\n', '[keys]\na = "x"'])
def test_keys_may_be_written_in_any_way(path: Path, keys: str) -> None:
    path.write_text(keys, encoding="utf-8")
    set_value(path, "keys.b", "y")
    set_value(path, "theme", "nord")
    assert load_config(path) == Config(keys={"a": "x", "b": "y"}, theme="nord")


def test_the_first_setting_makes_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    set_value(path, "theme", "nord")
    set_value(path, "keys.quit", "f10")
    assert load_config(path) == Config(theme="nord", keys={"quit": "f10"})
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["config.toml"]


def test_a_linked_file_stays_linked(path: Path) -> None:
    kept = path.with_name("dotfiles.toml")
    kept.write_text(BY_HAND, encoding="utf-8")
    path.symlink_to(kept)
    set_value(path, "theme", "gruvbox")
    assert path.is_symlink()
    assert load_config(kept).theme == "gruvbox"


@pytest.mark.parametrize(
    ("key", "value"), [("colour", "red"), ("theme", True), ("theme.dark", "x"), ("keys", "f5"), ("keys.quit", "")]
)
def test_a_value_that_could_not_be_read_back_is_not_written(path: Path, key: str, value: str | bool) -> None:
    path.write_text(BY_HAND, encoding="utf-8")
    with pytest.raises(ConfigError):
        set_value(path, key, value)
    assert path.read_text(encoding="utf-8") == BY_HAND


def test_a_file_with_a_mistake_in_it_is_not_written_to(path: Path) -> None:
    path.write_text("theme = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="not valid TOML"):
        set_value(path, "view", "mine")
    assert path.read_text(encoding="utf-8") == "theme = "


def test_settings_that_cannot_be_saved_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"cannot be read|could not be saved"):
        set_value(tmp_path / "file" / "config.toml", "theme", "nord")
