"""``init``, ``info``, ``check``, ``copy``, ``backup`` and ``restore``: the database as a whole."""

from __future__ import annotations

import os
import shlex
from dataclasses import asdict

import click

from funnelboard.cli import output
from funnelboard.cli.choices import one_of
from funnelboard.cli.command import Request, command
from funnelboard.domain.grammar import counted
from funnelboard.domain.presets import PRESETS
from funnelboard.errors import NotFound


@command("init", "init", "init team.db --preset consulting --currency SEK")
@click.argument("database", required=False)
@click.option(
    "--preset",
    type=one_of(PRESETS, "preset"),
    metavar="P",
    help=f"Words and checklists for a kind of business: {', '.join(PRESETS)}.",
)
@click.option("--currency", metavar="EUR", help="Of amounts that name none: an ISO 4217 code. EUR, if nothing is said.")
@click.option("--group", metavar="NAME", help="A group of this machine whose members share the database.")
def init(request: Request, database: str | None, preset: str | None, currency: str | None, group: str | None) -> None:
    """Make a new, empty database: DATABASE, or your own one."""
    from funnelboard.services.maintenance import create

    request.name_database(database)
    path = create(request.target, currency, group, preset=preset)
    output.say(f"Made {path}. “funnelboard {shlex.quote(path)}” opens it.")
    if request.json:
        output.write_json({"database": path})


@command("info", "info")
def info(request: Request) -> None:
    """Tell every path, version and setting.

    And how much there is of everything.
    """
    from funnelboard.domain.board import Sort
    from funnelboard.domain.deal_query import Query
    from funnelboard.domain.stage import STAGES
    from funnelboard.services.maintenance import info as read_info

    with request.workspace() as workspace:
        told = read_info(workspace)
        board = workspace.board.load(Query(()), Sort.RANK, {stage: (0, 0) for stage in STAGES})
        stages = {column.stage.value: column.count for column in board.columns}
    if request.json:
        facts = {**asdict(told), **told.engine.facts}
        del facts["engine"]
        output.write_json({**facts, "stages": stages, "hooks": dict(request.config.hooks)})
        return
    output.write_facts(
        [
            ("FunnelBoard", f"{told.version}, Python {told.python}"),
            ("Database", told.database + (" (read-only)" if told.read_only else "")),
            ("Size", f"{told.engine.facts['size']:,} bytes, schema {told.schema}"),
            *told.engine.told.items(),
            ("Currency", told.default_currency),
            ("You are", told.seller),
            ("Settings", told.config_file),
            *((f"Hook {event}", command) for event, command in request.config.hooks.items()),
            ("Log", told.log_file),
            ("Last view", told.state_file),
            ("Draft", told.draft_file),
            ("Deals", ", ".join(f"{count:,} {stage}" for stage, count in stages.items())),
            ("Rows", ", ".join(f"{count:,} {table}" for table, count in told.counts.items())),
        ]
    )
    if told.engine.warning:
        output.say(told.engine.warning)


@command("check", "check")
@click.pass_context
def check(context: click.Context, request: Request) -> None:
    """Look for damage in the file and in the data.

    The exit status is 1 if there is any.
    """
    from funnelboard.services.maintenance import check as find_problems

    with request.workspace() as workspace, request.progress("Checking") as progress:
        problems = find_problems(workspace, progress)
        database = workspace.target
    if request.json:
        output.write_json({"database": database, "sound": not problems, "problems": list(problems)})
    else:
        for problem in problems:
            output.write(problem)
    if problems:
        output.say(f"{database} is damaged. “funnelboard restore FILE” puts a backup in its place.")
        context.exit(1)
    output.say(f"{database} is sound.")


@command("copy", "copy deals.db team.db")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(request: Request, source: str, target: str) -> None:
    """Copy a whole board, FROM one database TO another.

    Ids, history and all; a file or a database of a server, either way. TO must be a new file or an empty database, and
    has all of it in the end, compared row by row, or nothing. FROM can be in use; what is written to it later is not
    in the copy.
    """
    from funnelboard.services.maintenance import copy as copy_board

    request.name_database(source)
    with request.workspace(read_only=True) as workspace, request.progress("Copying") as progress:
        copied = copy_board(workspace, target, progress)
        database = source if workspace.private_copy else workspace.target
    rows = sum(copied.rows.values())
    output.say(f"Copied {database} to {copied.target}: {counted(rows, 'row')}, each compared.")
    if request.json:
        output.write_json({"from": database, "to": copied.target, "rows": dict(copied.rows)})


@command("backup", "backup monday.db")
@click.argument("file")
def backup(request: Request, file: str) -> None:
    """Copy the database to FILE, while it is in use.

    FILE must be new.
    """
    from funnelboard.services.maintenance import backup as copy_to

    with request.workspace() as workspace, request.progress("Copying") as progress:
        path = str(copy_to(workspace, file, progress))
        database = workspace.target
    output.say(f"Copied {database} to {path}.")
    if request.json:
        output.write_json({"database": database, "backup": path})


@command("restore", "restore monday.db", "restore everything.jsonl --db new.db")
@click.argument("file")
def restore(request: Request, file: str) -> None:
    """Put FILE in the place of the database.

    FILE is a backup, or an export of everything as json, which can be put where there is no database yet, too. What was
    there before is kept beside it; restoring that takes the restoring back.
    """
    from funnelboard.services.maintenance import restore as put_back

    try:
        os.lstat(file)
    except FileNotFoundError:
        raise NotFound(f"There is no backup “{file}”. Check its name.") from None
    except (OSError, ValueError):
        pass  # Who reads it tells what is wrong with it.
    with request.progress("Restoring") as progress:
        kept = put_back(request.target, file, progress=progress)
    if kept is None:
        output.say(f"Made a database of {file}.")
    else:
        output.say(f"Put {file} back. What was there before is in {kept}.")
    if request.json:
        output.write_json({"restored": file, "kept": None if kept is None else str(kept)})
