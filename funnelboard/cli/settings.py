"""``setting``: what everybody on the database shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.command import Request, command, sentence
from funnelboard.cli.table import Column, write_table

if TYPE_CHECKING:
    from funnelboard.services.settings import SettingValue

_COLUMNS = (
    Column("name"),
    Column("value", least=10, wrapped=True),
    Column("default", least=7, optional=True),
    Column("what it is", least=18, wrapped=True),
)


@command("setting", "setting", "setting stale.lead", "setting stale.lead 21")
@click.argument("name", required=False, metavar="[NAME")
@click.argument("value", nargs=-1, metavar="[VALUE]]")
def setting(request: Request, name: str | None, value: tuple[str, ...]) -> None:
    """List the shared settings, show the one called NAME, or set it to VALUE.

    They are the same for everybody who works on the database. The VALUE "default" puts the default back.
    """
    with request.workspace() as workspace:
        if name is not None and value:
            output.say(sentence(workspace.settings.set(name, " ".join(value)).summary))
        settings = workspace.settings.all()
    if name is not None:
        _write_one(request, _find(settings, name), shortly=bool(value))
    elif request.json:
        output.write_json([_to_json(each) for each in settings])
    else:
        rows = [(each.name, each.value, each.default if each.is_set else "", each.help) for each in settings]
        write_table(_COLUMNS, rows, [output.BOLD if each.is_set else "" for each in settings])


def _find(settings: Sequence[SettingValue], name: str) -> SettingValue:
    """One of the settings; the rate of a currency that has none is not among them.

    Raises:
        BadInput: There is none of that name.
    """
    from funnelboard.domain.settings import setting as declared
    from funnelboard.services.settings import SettingValue

    wanted = declared(name)
    unset = SettingValue(wanted.name, wanted.default, wanted.default, False, wanted.help, wanted.reason)
    return next((each for each in settings if each.name == wanted.name), unset)


def _write_one(request: Request, setting: SettingValue, *, shortly: bool) -> None:
    if request.json:
        output.write_json(_to_json(setting))
    elif shortly:
        output.write(f"{setting.name} = {setting.value}")
    else:
        default = f"{setting.default} ({setting.reason})" if setting.default else setting.reason
        output.write_facts(
            [("Setting", setting.name), ("Value", setting.value), ("What it is", setting.help), ("Default", default)]
        )


def _to_json(setting: SettingValue) -> dict[str, object]:
    return {
        "name": setting.name,
        "value": setting.value,
        "default": setting.default,
        "set": setting.is_set,
        "help": setting.help,
        "reason": setting.reason,
    }
