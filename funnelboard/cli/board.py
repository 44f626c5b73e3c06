"""``board`` and ``demo``: the commands that take the whole terminal."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
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


def _read_seconds(text: str) -> float:
    """How long something is shown."""
    found = re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text.strip())
    seconds = float(found[0]) if found else 0.0
    if not 0.5 <= seconds <= 3600:
        raise click.BadParameter(f"“{text}” is not a number of seconds from 0.5 to 3600.")
    return seconds


def _read_size(text: str) -> tuple[int, int]:
    """Columns and lines of a terminal, such as ``80x24``."""
    found = re.fullmatch(r"(\d{1,3})x(\d{1,3})", text.strip())
    columns, lines = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (20 <= columns <= 300 and 8 <= lines <= 100):
        raise click.BadParameter(f"“{text}” is not a size such as 80x24: 20 to 300 columns, 8 to 100 lines.")
    return columns, lines


@click.command(
    "demo",
    context_settings=HELP_OPTIONS,
    epilog=example_lines("demo", "demo --tour", "demo --scenario consulting --keep mine.db"),
)
@click.option(
    "--scenario",
    type=one_of(PRESETS, "scenario"),
    default="general",
    metavar="S",
    help=f"Whose business it shows: {', '.join(PRESETS)}.",
)
@click.option("--keep", metavar="FILE", help="Keep what you make of it as the new database FILE.")
@click.option("--tour", "with_tour", is_flag=True, help="Be shown around: Space goes on, Esc leaves you on the board.")
@click.option(
    "--auto",
    type=_read_seconds,
    metavar="SECONDS",
    help="Let the tour go on by itself after so long, again and again, until a key is pressed.",
)
@click.option("--record", metavar="FILE", help="Write the tour to the new asciinema file FILE instead of showing it.")
@click.option("--size", type=_read_size, metavar="COLUMNSxLINES", help="Of the recording: 120x36, if nothing is said.")
@click.pass_obj
def demo(
    request: Request,
    scenario: str,
    keep: str | None,
    with_tour: bool,
    auto: float | None,
    record: str | None,
    size: tuple[int, int] | None,
) -> int:
    """Open the board on sample data.

    You work in a copy of your own, with its dates around today. It is gone when you leave, unless you --keep it.
    """
    if request.database:
        raise click.UsageError("The demo has its own data. Leave out --db.")
    if not with_tour and (auto is not None or record is not None):
        raise click.UsageError("It is a tour that goes on by itself or is recorded: say --tour.")
    if with_tour and keep is not None:
        raise click.UsageError("A tour is of a copy that is not kept. Leave out --keep or --tour.")
    if size is not None and record is None:
        raise click.UsageError("A size is that of a recording: say --record FILE.")
    if record is not None:
        _record(scenario, record, size or (120, 36), auto)
        return 0

    from funnelboard.cli.start_board import show_board

    tour = None
    if with_tour:
        from funnelboard.sample.tour import read_tour

        tour = read_tour(scenario, auto)
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

    return show_board(open_database, request.config, scenario=scenario, tour=tour)


def _record(scenario: str, file: str, size: tuple[int, int], seconds: float | None) -> None:
    from funnelboard.services.exported_file import write_exported
    from funnelboard.ui.recording import Recording

    recording = Recording(scenario, size, date.today(), seconds)
    path = write_exported(file, recording.text(), "recording")
    output.say(f"Recorded the tour, {recording.steps} steps in {recording.elapsed:.0f} seconds, to {path}.")
