"""What every command has in common: its options, the database it works on, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import click

from funnelboard.cli import output
from funnelboard.cli.opening import named_database, open_named
from funnelboard.cli.progress import progress_bar
from funnelboard.cli.writing import rehearsed, with_writing_options
from funnelboard.domain import argument_words
from funnelboard.services.written import Written

if TYPE_CHECKING:
    from funnelboard.config import Config
    from funnelboard.domain.deal import Deal
    from funnelboard.services.onlooker import Onlooker
    from funnelboard.services.workspace import Workspace

T = TypeVar("T")

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class Request:
    """One run of the command line: what was said before or after the command's name, and what follows from it.

    Attributes:
        database: The path or URL given with ``--db``; None for the seller's own.
        json: Whether results are to be one JSON document.
        dry_run: Whether what is written is only to be shown.
        if_version: The version that the deal must still have which is written to.
    """

    def __init__(self) -> None:
        self.database: str | None = None
        self.json = False
        self.dry_run = False
        self.if_version: int | None = None

    @cached_property
    def config(self) -> Config:
        """The personal settings.

        Raises:
            ConfigError: They cannot be obeyed.
        """
        from funnelboard.config import load_config

        return load_config()

    def name_database(self, database: str | None) -> None:
        """Take the database that an argument names, if it does.

        Raises:
            UsageError: ``--db`` names one too.
        """
        if database and self.database:
            raise click.UsageError("Name the database once, with --db or without.")
        self.database = database or self.database

    @property
    def target(self) -> str | None:
        """The database that is meant; None for the seller's own, which is made when it is first needed."""
        return named_database(self.database, self.config)

    @contextmanager
    def workspace(self, *, read_only: bool = False) -> Iterator[Workspace]:
        """The database, open for this command only.

        Args:
            read_only: Write nothing to it.

        Raises:
            FunnelBoardError: It cannot be opened.
        """
        # On a new day everything is scored anew, and what is of an older schema is brought up to date.
        with self.progress("Opening"):
            workspace = open_named(self.target, self.config, read_only=read_only)
        if workspace.private_copy:
            output.say("This is a copy of the sample data for this command only; no change to it is kept.")
        try:
            version = self.if_version
            with (
                nullcontext() if version is None else workspace.expecting(version, _named_deals()),
                rehearsed(self, workspace) if self.dry_run else nullcontext(),
            ):
                yield workspace
        finally:
            workspace.close()

    def told_at_once(self, read: Callable[[Onlooker], T]) -> T | None:
        """What a function reads of the database without opening it; None where it has to be opened first.

        That is for the plain cases: opening it loads as much again as everything else.
        """
        try:
            if self.config.name:
                return None  # whether it is somebody else's is seen when the database is opened
            from funnelboard.services.glimpse import database_path
            from funnelboard.services.onlooker import looking_on

            with looking_on(database_path(self.target)) as onlooker:
                return read(onlooker)
        except Exception:
            return None  # whatever it is, opening the database says so in a moment

    def progress(self, doing: str) -> AbstractContextManager[Callable[[int, int], None]]:
        """What is told how far something is, and shows it as far as that is wanted."""
        return progress_bar(doing, wanted=not self.json)

    def answer(
        self, workspace: Workspace, written: Written | Sequence[Written], deals: Sequence[Deal], more: int = 0
    ) -> None:
        """Say what was done, and write the deals it was about; JSON is a list unless it is one deal.

        Args:
            workspace: Where they are.
            written: What the service returned, each time it was asked.
            deals: The deals as they are now; as they were, if they were deleted.
            more: How many others it was about, too many to hold; text only.
        """
        for each in [written] if isinstance(written, Written) else written:
            output.say(sentence(each.summary))
        if self.json:
            from funnelboard.exchange.deal_json import deal_to_json

            documents = [deal_to_json(deal) for deal in deals]
            output.write_json(documents[0] if len(documents) == 1 else documents)
            return
        if deals:
            from funnelboard.cli.deal_text import write_deals

            write_deals(deals[:SHOWN_DEALS], workspace.clock.today())
        if others := len(deals[SHOWN_DEALS:]) + more:
            output.write(f"and {others:,} more")


def _named_deals() -> tuple[int, ...] | None:
    """The deals that the command names as such; None where they stand among its words."""
    given = click.get_current_context().params
    deal, several = given.get("deal"), given.get("deals")
    return (deal,) if isinstance(deal, int) else several or None


SHOWN_DEALS = 10
"""How many deals are written out after a change of many."""


def sentence(summary: str) -> str:
    """A summary, as services and the log have it, with a capital and a full stop."""
    return f"{summary[:1].upper()}{summary[1:]}."


def command(name: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a click command that is given the ``Request`` first; it takes ``--db``, ``--json`` and what writes take.

    Args:
        name: What it is called on the command line.
        examples: What can follow ``funnelboard``, shown by ``--help``; each works on the sample data.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        with_options = with_writing_options(name, json_option(database_option(click.pass_obj(function))))
        made: click.Command = click.command(name, context_settings=HELP_OPTIONS, epilog=example_lines(*examples))(
            with_options
        )
        return made

    return decorate


def example_lines(*examples: str) -> str:
    """The end of a command's help: what can be typed, line by line."""
    return "\n".join(["\b", "For example:", *(f"  funnelboard {example}" for example in examples)])


def _keep_database(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    request: Request = context.ensure_object(Request)
    if value:
        request.database = value


def _keep_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    context.ensure_object(Request).json |= value


database_option = click.option(
    "--db",
    "_database",
    metavar="DATABASE",
    expose_value=False,
    callback=_keep_database,
    help="The database to work on: a path or a URL.",
)
confirmed_option = click.option("--yes", is_flag=True, help=argument_words.CONFIRMED)
json_option = click.option(
    "--json",
    "_json",
    is_flag=True,
    expose_value=False,
    callback=_keep_json,
    help="Write the result as one JSON document.",
)
