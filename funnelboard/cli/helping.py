"""``help``: what every command takes, made from the commands themselves, for people and for programs."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from funnelboard import __version__
from funnelboard.cli import output
from funnelboard.cli.command import Request, command
from funnelboard.cli.invocation import COMMANDS, unknown_command
from funnelboard.cli.writing import VERSIONED, WRITES
from funnelboard.errors import BadInput
from funnelboard.exchange.refusal_json import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUSES: Mapping[str, str] = {
    "0": "done",
    "1": "refused",
    "2": "wrong usage",
    "70": "an unexpected error",
    "130": "interrupted",
    "141": "nobody read the output",
}
"""Exit statuses, and what they mean."""


@command("help", "help", "help move", "help --json")
@click.argument("name", required=False, metavar="[COMMAND]")
def help_command(request: Request, name: str | None) -> None:
    """Explain every command, or COMMAND.

    With --json that is one document of all there is: commands with their arguments and options, the fields of deals and
    of queries, the codes of refusals, exit statuses.
    """
    root = click.get_current_context().find_root()
    group = root.command
    assert isinstance(group, click.Group)
    if name is not None and name not in COMMANDS:
        raise BadInput(unknown_command(name))
    if request.json:
        names = COMMANDS if name is None else (name,)
        commands = [_described(group, root, each) for each in names]
        output.write_json(commands[0] if name is not None else _everything(commands))
        return
    if name is None:
        output.write(group.get_help(root))
        return
    told = group.get_command(root, name)
    assert told is not None
    with click.Context(told, info_name=name, parent=root) as context:
        output.write(told.get_help(context))


def _everything(commands: list[dict[str, object]]) -> dict[str, object]:
    from funnelboard.exchange.deal_json import DEAL_FIELDS
    from funnelboard.exchange.query_json import query_to_json

    return {
        "program": "funnelboard",
        "version": __version__,
        "commands": commands,
        "deal_fields": list(DEAL_FIELDS),
        "query": query_to_json(),
        "codes": [{"code": code, "meaning": meaning} for code, meaning in CODES.items()],
        "exit_statuses": dict(STATUSES),
    }


def _described(group: click.Group, root: click.Context, name: str) -> dict[str, object]:
    """One command, as its own declaration has it."""
    told = group.get_command(root, name)
    assert told is not None
    with click.Context(told, info_name=name, parent=root) as context:
        summary, _, more = cleandoc(told.help or "").partition("\n")
        return {
            "name": name,
            "usage": context.command_path + "".join(f" {piece}" for piece in told.collect_usage_pieces(context)),
            "summary": summary,
            "help": more.strip(),
            "arguments": [_argument(each, context) for each in told.params if isinstance(each, click.Argument)],
            "options": [_option(each) for each in told.params if isinstance(each, click.Option)],
            "examples": [
                line.strip() for line in (told.epilog or "").splitlines() if line.strip().startswith("funnelboard ")
            ],
            "writes": name in WRITES or any("--dry-run" in each.opts for each in told.params),
            "if_version": name in VERSIONED,
        }


def _argument(argument: click.Argument, context: click.Context) -> dict[str, object]:
    return {
        "name": argument.make_metavar(context).strip("[]"),
        "required": argument.required,
        "several": argument.nargs != 1,
    }


def _option(option: click.Option) -> dict[str, object]:
    return {
        "names": list(option.opts),
        "value": None if option.is_flag else option.metavar or option.type.name.upper(),
        "several": option.multiple,
        "help": option.help,
    }
