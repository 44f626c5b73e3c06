"""``mcp``: the deals for a seller's agent."""

from __future__ import annotations

import sys

import click

from funnelboard.cli import output
from funnelboard.cli.command import HELP_OPTIONS, Request, database_option, example_lines
from funnelboard.cli.invocation import READ_ONLY
from funnelboard.cli.opening import open_named
from funnelboard.cli.standard_input import is_typed
from funnelboard.errors import FunnelBoardError


@click.command("mcp", context_settings=HELP_OPTIONS, epilog=example_lines("mcp", "mcp --write"))
@click.option("--write", is_flag=True, help="Let the agent add deals, notes and follow-ups, and move deals.")
@click.option(READ_ONLY, "read_only", is_flag=True, help="Only look, as it does without --write.")
@database_option
@click.pass_obj
def mcp(request: Request, write: bool, read_only: bool) -> None:
    """Serve the deals to an agent, by the Model Context Protocol on standard input and output.

    A client starts it and ends it. The agent finds deals, shows one, tells what is due and reports; with --write it
    adds, notes, promises and moves in your name, as far as the gates let it, and the log says “via agent”: you undo it
    as your own. It deletes nothing, and has no way to imports, settings, files or other programs.
    """
    if write and read_only:
        raise click.UsageError(f"It cannot write and only look. Leave out --write or {READ_ONLY}.")
    try:
        from funnelboard.agent.server import serve
    except ImportError:
        raise FunnelBoardError(
            "What speaks to agents is not installed: pip install 'funnelboard[mcp]' brings it."
        ) from None
    if sys.stdin is None:
        raise FunnelBoardError("Standard input is closed, so nobody can ask anything. An agent's client opens it.")
    workspace = open_named(request.target, request.config, threaded=True, read_only=not write)
    if workspace.private_copy:
        output.say("This is a copy of the sample data until the client leaves; no change to it is kept.")
    if is_typed():
        output.say("An agent's client starts this and speaks to it; a person sees nothing here. ctrl+d ends it.")
    serve(workspace, write=write)
