"""What was asked for on the command line, as far as it can be told without click.

Most starts are ``funnelboard``, ``funnelboard sample.db`` or ``funnelboard --db X``: the board and nothing else.
Recognising those here saves the seller the wait for click and every command to be imported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from funnelboard.domain.named_tuple import NamedTuple

COMPLETION_VARIABLE = "_FUNNELBOARD_COMPLETE"
"""Set by a shell that asks how a command line could go on."""

READ_ONLY = "--read-only"
"""For a board that is only looked at."""

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "board": "funnelboard.cli.board:board",
        "demo": "funnelboard.cli.board:demo",
        "serve": "funnelboard.cli.serving:serve",
        "init": "funnelboard.cli.databases:init",
        "list": "funnelboard.cli.reading:list_deals",
        "show": "funnelboard.cli.reading:show",
        "company": "funnelboard.cli.companies:company",
        "add": "funnelboard.cli.deals:add",
        "edit": "funnelboard.cli.deals:edit",
        "qualify": "funnelboard.cli.qualifying:qualify",
        "move": "funnelboard.cli.moving:move",
        "park": "funnelboard.cli.parking:park",
        "wake": "funnelboard.cli.parking:wake",
        "delete": "funnelboard.cli.deals:delete",
        "note": "funnelboard.cli.activity:note",
        "email": "funnelboard.cli.correspondence:email",
        "follow-up": "funnelboard.cli.activity:follow_up",
        "done": "funnelboard.cli.activity:finish",
        "objection": "funnelboard.cli.objections:objection",
        "contact": "funnelboard.cli.contacts:contact",
        "repeat": "funnelboard.cli.customers:repeat",
        "reference": "funnelboard.cli.customers:reference",
        "today": "funnelboard.cli.agenda:today",
        "report": "funnelboard.cli.reports:report",
        "replay": "funnelboard.cli.replay:replay",
        "log": "funnelboard.cli.history:log",
        "undo": "funnelboard.cli.history:undo",
        "redo": "funnelboard.cli.history:redo",
        "setting": "funnelboard.cli.settings:setting",
        "rate": "funnelboard.cli.rates:rate",
        "rates": "funnelboard.cli.rates:rates",
        "duplicates": "funnelboard.cli.duplicates:duplicates",
        "merge": "funnelboard.cli.duplicates:merge",
        "import": "funnelboard.cli.importing:import_deals",
        "export": "funnelboard.cli.exporting:export",
        "copy": "funnelboard.cli.databases:copy",
        "backup": "funnelboard.cli.databases:backup",
        "restore": "funnelboard.cli.databases:restore",
        "check": "funnelboard.cli.databases:check",
        "info": "funnelboard.cli.databases:info",
        "mcp": "funnelboard.cli.agent:mcp",
        "help": "funnelboard.cli.helping:help_command",
    }
)
"""Every command by its name, in the order help shows them, and where its click command is: ``module:attribute``."""


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a program is to read the answer, so that a refusal is JSON too."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options or "--json-lines" in options


def could_be_path(word: str) -> bool:
    """Whether a word that is no command is meant as a database: it is a path, a URL or ``service=…``, or is there."""
    return bool(set(word) & set("./~=")) or os.path.lexists(word)


def unknown_command(word: str, noun: str = "command") -> str:
    """The sentence about a word that is no command; it names the nearest one."""
    from funnelboard.domain.grammar import in_quotes, meant

    return f"{in_quotes(word)} is no {noun}{meant(word.casefold(), tuple(COMMANDS))}"


class PlainBoard(NamedTuple):
    """A start of the board without any option but which database; None for the seller's own."""

    database: str | None


def plain_board(arguments: Sequence[str]) -> PlainBoard | None:
    """The board that the arguments ask for, or None when click must read them."""
    match list(arguments):
        case []:
            return PlainBoard(None)
        case [database] if database and not database.startswith("-") and database not in COMMANDS:
            return PlainBoard(database)
        case ["--db", database] if database:
            return PlainBoard(database)
        case _:
            return None
