"""``board`` and ``demo``: the commands that take the whole terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from funnelboard.cli.choices import one_of
from funnelboard.cli.command import HELP_OPTIONS, Request, database_option, example_lines
from funnelboard.cli.invocation import READ_ONLY
from funnelboard.domain.presets import PRESETS

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace


@click.command("board", context_settings=HELP_OPTIONS, epilog=example_lines("board", "board team.db"))
@click.argument("database", required=False)
@click.option(READ_ONLY, "read_only", is_flag=True, help="Only look: nothing is written to it.")
@database_option
@click.pass_obj
def board(request: Request, database: str | None, read_only: bool) -> int:
    """Open the board on DATABASE, or on your own.

    DATABASE is a path or a URL. This is what happens when no command is named.
    """
    from funnelboard.cli.start_board import start_board

    request.name_database(database)
    return start_board(request.database, read_only=read_only)


@click.command(
    "demo", context_settings=HELP_OPTIONS, epilog=example_lines("demo", "demo --scenario consulting --keep mine.db")
)
@click.option(
    "--scenario",
    type=one_of(PRESETS, "scenario"),
    default="general",
    metavar="S",
    help=f"Whose business it shows: {', '.join(PRESETS)}.",
)
@click.option("--keep", metavar="FILE", help="Keep what you make of it as the new database FILE.")
@click.pass_obj
def demo(request: Request, scenario: str, keep: str | None) -> int:
    """Open the board on sample data.

    You work in a copy of your own, with its dates around today. It is gone when you leave, unless you --keep it.
    """
    from funnelboard.cli.start_board import show_board

    made = False

    def open_database() -> Workspace:
        from funnelboard.cli.opening import open_named
        from funnelboard.sample.demo import open_demo

        nonlocal made
        if made:  # it was left for the plain sample, and is come back to
            return open_named(keep, request.config, threaded=True, hooks=False)
        workspace = open_demo(scenario=scenario, keep=keep, threaded=True)
        made = keep is not None
        return workspace

    if request.database:
        raise click.UsageError("The demo has its own data. Leave out --db.")
    return show_board(open_database, request.config)
