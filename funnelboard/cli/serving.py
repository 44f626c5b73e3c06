"""``serve``: the board in a browser."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from funnelboard import locations
from funnelboard.cli import output
from funnelboard.cli.choices import one_of, whole_number
from funnelboard.cli.command import HELP_OPTIONS, Request, database_option, example_lines
from funnelboard.cli.invocation import READ_ONLY
from funnelboard.cli.locked_seat import OPTION as LOCKED
from funnelboard.cli.opening import open_named
from funnelboard.errors import FunnelBoardError
from funnelboard.locations import is_path
from funnelboard.private_folder import private_folder

if TYPE_CHECKING:
    from funnelboard.web.server import Program

FULL, ONLY_LOOKING, LOCKED_SEAT = "full", "read-only", "locked"
SEATS = (FULL, ONLY_LOOKING, LOCKED_SEAT)

HOST = "127.0.0.1"
PORT = 8080
TABS = 8

_KNOWN = ("HOME", "PATH", "TMPDIR", "TZ")
"""All that a board in a tab knows of where the server was started, beside ``XDG_…``: where its files are, and when; one
that is no locked seat also ``PG…``, how servers are connected to."""

_BROWSER = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
"""What a board in a tab is told about its terminal."""


_FILES = {
    "passfile": ".pgpass",
    "sslrootcert": ".postgresql/root.crt",
    "sslcrl": ".postgresql/root.crl",
    "sslcert": ".postgresql/postgresql.crt",
    "sslkey": ".postgresql/postgresql.key",
}
"""What libpq finds by itself in a home, by the names that a URL has for it."""


@click.command(
    "serve",
    context_settings=HELP_OPTIONS,
    epilog=example_lines("serve --open", "serve --demo", "serve --seat read-only --tabs 20"),
)
@click.argument("database", required=False)
@click.option("--demo", is_flag=True, help="Serve sample data: each tab a copy of its own, gone with the tab.")
@click.option(
    "--seat",
    type=one_of(SEATS, "seat"),
    metavar="SEAT",
    help=f"What visitors may do: {FULL}, as you at your terminal; {LOCKED_SEAT}, nothing but the board; "
    f"{ONLY_LOOKING}, look at it. Without it {FULL}, for a demo {LOCKED_SEAT}.",
)
@click.option("--host", default=HOST, metavar="HOST", help=f"Listen on another address than {HOST}.")
@click.option(
    "--port", type=whole_number(0, 65_535), default=PORT, metavar="PORT", help=f"Listen on another port than {PORT}."
)
@click.option("--url", metavar="URL", help="What browsers reach it by, where a proxy with TLS stands in front of it.")
@click.option(
    "--tabs", type=whole_number(1, 1_000), default=TABS, metavar="N", help=f"Have at most N tabs open, not {TABS}."
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser of this machine.")
@database_option
@click.pass_obj
def serve(
    request: Request,
    database: str | None,
    demo: bool,
    seat: str | None,
    host: str,
    port: int,
    url: str | None,
    tabs: int,
    opens: bool,
) -> int:
    """Serve the board on DATABASE, or on your own, to a browser.

    The address that is printed has a token: whoever has it may come in, and do what --seat says. Ctrl-C ends it.
    """
    try:
        import asyncio

        from funnelboard.web.door import is_loopback, origin_of
        from funnelboard.web.server import serve as serve_program
    except ImportError as error:
        raise FunnelBoardError(
            "What serves the board to a browser is not installed: pip install 'funnelboard[web]' brings it."
        ) from error
    origin = origin_of(url) if url else None
    request.name_database(database)
    if demo and request.database:
        raise click.UsageError("The demo has its own data. Leave out DATABASE, or --demo.")
    seat = seat or (LOCKED_SEAT if demo else FULL)
    if demo and seat == ONLY_LOOKING:
        raise click.UsageError("Each tab of the demo has a copy of its own, to be changed at will. Leave out --seat.")
    target = str(locations.sample_database()) if demo else target_of(request, seat)
    program = program_of(target, seat, os.environ)
    with ExitStack() as until_the_end:

        def ready(address: str) -> None:
            if not is_loopback(host):
                output.say(
                    f"Careful: {host} can be reached from other machines, and what goes over the line can be read on "
                    "the way. Let a proxy with TLS stand in front of it, or serve on this machine and come by ssh -L."
                )
            output.write(address)
            output.flush()
            output.say(f"Whoever has this address has {_SAID[seat]}. Ctrl-C ends it, and all boards in its tabs.")
            if opens:
                _open(address, until_the_end)

        asyncio.run(serve_program(program, host=host, port=port, origin=origin, most_tabs=tabs, ready=ready))
    output.say("The server has ended, and so have its boards. What was being typed is kept.")
    return 0


_SAID: Mapping[str, str] = {
    FULL: "a board with all that you can do on it, in your name",
    LOCKED_SEAT: "a locked seat, in your name",
    ONLY_LOOKING: "a look at the board",
}


def target_of(request: Request, seat: str) -> str:
    """The absolute path of the database that is meant, or a URL.

    Raises:
        FunnelBoardError: It cannot be opened, here or from a seat.
    """
    with closing(open_named(request.target, request.config, read_only=seat == ONLY_LOOKING)) as workspace:
        target = workspace.identity
        if seat == FULL or is_path(target):
            return target
        if "PGPASSWORD" in os.environ:
            raise FunnelBoardError(
                "A locked seat knows no PGPASSWORD. Put the password into ~/.pgpass, and unset that."
            )
        told = [name for name in os.environ if name.startswith("PG") and name != "PGPASSFILE"]
        return workspace.address if told or (seat == ONLY_LOOKING and "service=" in target) else target


def program_of(target: str, seat: str, environ: Mapping[str, str]) -> Program:
    """What a tab runs: this program again, by the interpreter that runs it and nothing of the folder it is in.

    Args:
        target: The absolute path of the database, or its URL.
        seat: One of ``SEATS``.
        environ: The environment the server was started in.
    """
    from funnelboard.web.server import Program

    forgetful = seat == ONLY_LOOKING
    if seat != FULL and not is_path(target):
        at_home = {name: os.path.expanduser(f"~/{file}") for name, file in _FILES.items()} if forgetful else {}
        named = {"passfile": environ["PGPASSFILE"]} if environ.get("PGPASSFILE") else {}
        target = _with_files(target, at_home | named)
    known = {
        name: value
        for name, value in environ.items()
        if name in _KNOWN
        or (name.startswith("XDG_") and not forgetful)  # these would lead to the seller's own home
        or (name.startswith("PG") and seat == FULL)
    }
    isolated, arguments = {
        FULL: ("-P", ["--db", target]),
        LOCKED_SEAT: ("-I", [LOCKED, target]),
        ONLY_LOOKING: ("-I", [LOCKED, READ_ONLY, target]),
    }[seat]
    return Program((sys.executable, isolated, "-m", "funnelboard", *arguments), known | _BROWSER, forgetful)


def _with_files(url: str, files: Mapping[str, str]) -> str:
    """A URL that says where files are that are there: a seat obeys no variable, and may be in another home."""
    for name, file in files.items():
        if f"{name}=" not in url and os.path.lexists(file):
            url = f"{url}{'&' if '?' in url else '?'}{name}={quote(os.path.abspath(file))}"
    return url


def _open(address: str, until_the_end: ExitStack) -> None:
    """Open the address in a browser; by a private file that leads there, for every account can read command lines."""
    import webbrowser

    folder = until_the_end.enter_context(private_folder(Path(tempfile.gettempdir())))
    page = folder.path / "board.html"
    with open(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={address}"><title>FunnelBoard</title>\n')
    if not webbrowser.open(page.as_uri()):
        output.say("No browser was found here. Open the address in one of yours.")
