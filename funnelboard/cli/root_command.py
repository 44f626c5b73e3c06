"""The ``funnelboard`` command: finds the command that was named and imports only that one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from typing import Any

import click
from click_default_group import DefaultGroup

from funnelboard import __version__
from funnelboard.cli import output
from funnelboard.cli.command import HELP_OPTIONS, Request, database_option
from funnelboard.cli.invocation import COMMANDS, COMPLETION_VARIABLE, could_be_path, unknown_command, wants_json

PROGRAM = "funnelboard"
BOARD_OPTIONS = ("--db", "--")
"""What can stand before a DATABASE that is called like a command."""


class LazyGroup(DefaultGroup):  # type: ignore[misc]  # the library has no types
    """The commands of ``COMMANDS``, each imported when it is asked for; ``board`` when none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; anything that is not a name is for the board."""
        wanted = cmd_name if cmd_name in COMMANDS else self.default_cmd_name
        if wanted not in self.commands:
            module, _, attribute = COMMANDS[wanted].partition(":")
            self.add_command(getattr(import_module(module), attribute), wanted)
        command: click.Command | None = super().get_command(ctx, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, or the board.

        Raises:
            UsageError: A word or an option that the board cannot take is a slip of something else.
        """
        first, *rest = args
        if first not in COMMANDS:
            named = next((word for word in rest if word in COMMANDS), None)
            if first.startswith("-") and named and first not in BOARD_OPTIONS:
                raise click.UsageError(f"Options come after the command: {PROGRAM} {named} {first}", ctx)
            if not first.startswith("-") and (rest or ctx.obj.database) and not could_be_path(first):
                raise click.UsageError(unknown_command(first), ctx)
        resolved: tuple[str | None, click.Command | None, list[str]] = super().resolve_command(ctx, args)
        return resolved


@click.group(
    PROGRAM,
    cls=LazyGroup,
    default="board",
    invoke_without_command=True,
    context_settings=HELP_OPTIONS,
    subcommand_metavar="[DATABASE] | COMMAND …",
)
@database_option
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def root_command(context: click.Context) -> int | None:
    """A sales funnel on a board in the terminal.

    Without a command, the board is opened on DATABASE: a path or a URL. Without that, on $FUNNELBOARD_DB, or on the
    database named in your settings, or on your own one.

    "funnelboard --locked DATABASE" opens it as a seat from which nothing else can be reached, for an SSH ForceCommand;
    with --read-only, locked or not, the board is only looked at.
    """
    request = context.ensure_object(Request)
    if context.invoked_subcommand is not None:
        return None

    from funnelboard.cli.start_board import start_board

    return start_board(request.database)


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        The exit status: 0 done, 2 wrong usage (which has been said on standard error).

    Raises:
        FunnelBoardError: The command was refused.
    """
    completion = os.environ.get(COMPLETION_VARIABLE)
    if completion:
        from click.shell_completion import shell_complete

        return shell_complete(root_command, {}, PROGRAM, COMPLETION_VARIABLE, completion)
    try:
        with root_command.make_context(PROGRAM, list(arguments)) as context:
            status: Any = root_command.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        if isinstance(error, click.BadParameter) and isinstance(error.param, click.Argument):
            error.param_hint = f"'{error.param.human_readable_name.strip('[]')}'"  # brackets belong to the usage line
        if wants_json(arguments):
            from funnelboard.cli.refusals import say_code

            context = error.ctx if isinstance(error, click.UsageError) else None
            say_code("usage", error.format_message(), context.get_usage() if context is not None else None)
            return error.exit_code
        message = StringIO()
        error.show(message)
        output.say(message.getvalue().rstrip())
        return error.exit_code
    return status if isinstance(status, int) else 0
