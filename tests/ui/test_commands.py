"""The command table: complete, free of clashes, and open to the seller's own keys."""

from __future__ import annotations

from functools import partial
from inspect import iscoroutinefunction

import pytest

from funnelboard.errors import ConfigError
from funnelboard.ui.commands import COMMANDS, GROUPS, Command
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.keys import key_map, with_own_keys


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_carried_out_by_a_function_that_says_what_it_does(command: Command) -> None:
    does = command.function()
    assert callable(does)
    assert iscoroutinefunction(does) or command.does.startswith("screens.")
    told = does.func if isinstance(does, partial) else does
    assert told.__doc__ or told.__name__.startswith("_")


def test_ids_and_keys_are_given_once() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(set(keys)) == len(keys)


def test_every_command_has_a_group_a_name_and_a_sentence() -> None:
    for command in COMMANDS:
        assert command.group in GROUPS
        assert command.name[0].isupper()
        assert command.help.endswith((".", "”."))


@pytest.mark.parametrize("key", sorted({key for command in COMMANDS for key in command.keys}))
def test_keys_are_easy_on_every_keyboard(key: str) -> None:
    assert shown_key(key) not in set("[]{}\\|@~`^$#")


def test_own_keys_replace_the_commands_and_take_them_from_others() -> None:
    commands = with_own_keys({"undo": "ctrl+z, j", "help": "?"})
    keys = key_map(commands)
    assert (keys["ctrl+z"], keys["j"], keys["question_mark"]) == ("undo", "undo", "help")
    assert "u" not in keys
    assert keys["down"] == "go-down"
    shown = {command.id: command.shown_keys for command in commands}
    assert shown["undo"] == "ctrl+z j"


@pytest.mark.parametrize(
    ("own", "words"),
    [({"undu": "x"}, "“undu”, which is no command"), ({"undo": "x", "redo": "x"}, "to both “undo” and “redo”")],
)
def test_own_keys_that_make_no_sense_are_refused(own: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        with_own_keys(own)
