"""What every command that writes takes: ``--dry-run`` and ``--if-version``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import click

from funnelboard.cli import output
from funnelboard.cli.choices import whole_number
from funnelboard.cli.table import Column, write_table
from funnelboard.domain import argument_words

if TYPE_CHECKING:
    from funnelboard.domain.log_entry import FieldChange
    from funnelboard.services.workspace import Workspace


class Asked(Protocol):
    """What was asked for, as a request has it."""

    json: bool
    dry_run: bool
    if_version: int | None


Body = Callable[..., None]

VERSIONED = frozenset((
    "edit", "qualify", "move", "park", "wake", "delete", "note", "follow-up", "done", "objection", "contact", "repeat",
    "reference", "undo", "redo",
))  # fmt: skip
"""Commands that write to a deal that is there."""

WRITES = VERSIONED | {"add", "merge", "setting", "rate", "rates"}
"""Commands that write, but for those that tell themselves what they would do."""

_COLUMNS = (
    Column("would change"),
    Column("field"),
    Column("from", least=8, wrapped=True),
    Column("to", least=8, wrapped=True),
)


def with_writing_options(name: str, function: Body) -> Body:
    """A command's function with the options that its name asks for."""
    if name in VERSIONED:
        function = if_version_option(function)
    return dry_run_option(function) if name in WRITES else function


@contextmanager
def rehearsed(request: Asked, workspace: Workspace) -> Iterator[None]:
    """Everything that is written inside it is shown, and then taken back."""
    with workspace.rehearsing():
        before = workspace.undoing.newest()
        yield
        if not request.json:
            rows = list(_rows(workspace, workspace.undoing.changed_since(before)))
            if rows:
                write_table(_COLUMNS, rows)
    output.say("It was a dry run: nothing was kept.")


def _rows(workspace: Workspace, changes: Sequence[FieldChange]) -> Iterator[tuple[str, str, str, str]]:
    """The changes as a seller reads them: instants on their own clock, amounts in their currency."""
    today = workspace.clock.today()
    currencies = {
        each.row_id: (each.before, each.after) for each in changes if (each.entity, each.field) == ("deal", "currency")
    }
    for each in changes:
        before = after = ""
        if (each.entity, each.field) == ("deal", "amount"):
            if each.row_id not in currencies and (kept := workspace.board.deal(each.row_id).amount):
                currencies[each.row_id] = (kept.currency, kept.currency)
            before, after = currencies[each.row_id]
        yield (
            f"{each.entity.replace('_', ' ')} #{each.row_id}",
            each.field,
            _text(each.field, each.before, before, today),
            _text(each.field, each.after, after, today),
        )


def _text(field: str, value: Any, currency: str, today: date) -> str:
    from funnelboard.cli.deal_text import local_time
    from funnelboard.domain.money import Money, format_money

    if value is None:
        return ""
    if currency:
        return format_money(Money(value, currency))
    if field == "at" or field.endswith(("_at", "_since")):
        return local_time(value, today)
    return str(value)


def _keep_dry_run(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    request: Asked = context.obj
    request.dry_run |= value


def _keep_version(context: click.Context, _parameter: click.Parameter, value: int | None) -> None:
    request: Asked = context.obj
    if value is not None:
        request.if_version = value


dry_run_option = click.option(
    "--dry-run",
    "_dry_run",
    is_flag=True,
    expose_value=False,
    callback=_keep_dry_run,
    help=argument_words.DRY_RUN,
)
if_version_option = click.option(
    "--if-version",
    "_if_version",
    type=whole_number(1),
    metavar="N",
    expose_value=False,
    callback=_keep_version,
    help=argument_words.IF_VERSION,
)
