"""Refusals as a program reads them, and what it reads of deals."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from typing import Any

import pytest

import funnelboard
from funnelboard.cli import start_board
from funnelboard.errors import FunnelBoardError
from funnelboard.exchange.deal_json import DEAL_FIELDS, deal_to_json
from funnelboard.exchange.refusal_json import CODES
from funnelboard.services.workspace import Workspace


def error(result: Any) -> dict[str, Any]:
    """The refusal, which is the only thing on standard error."""
    document = json.loads(result.err)
    assert result.out == ""
    assert list(document) == ["error"]
    assert list(document["error"]) == ["code", "message", "hint", "missing"]
    return dict(document["error"])


def test_every_refusal_has_a_code_that_is_listed() -> None:
    for module in pkgutil.walk_packages(funnelboard.__path__, "funnelboard."):
        if not module.name.startswith("funnelboard.ui") and not module.name.endswith("__main__"):
            import_module(module.name)

    def below(kind: type[FunnelBoardError]) -> set[type[FunnelBoardError]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    kinds = {kind for kind in below(FunnelBoardError) if not kind.__module__.startswith(("funnelboard.ui", "tests"))}
    codes = {kind.code if isinstance(kind.code, str) else kind.code.fget(kind.__new__(kind)) for kind in kinds}
    assert codes - CODES.keys() == set()
    assert CODES.keys() - codes == {"interrupted", "unexpected", "usage"}


@pytest.mark.parametrize(
    ("arguments", "status", "code", "hint"),
    [
        (["show", "99", "--json"], 1, "not-found", None),
        (["list", "ownr:me", "--json"], 1, "bad-input", "did you mean owner"),
        (["list", "ownr:me", "--json-lines"], 1, "bad-input", "did you mean owner"),
        (["note", "1", "--json"], 2, "usage", "Usage: funnelboard note"),
        (["list", "--limit", "many", "--json"], 2, "usage", "Usage: funnelboard list"),
        (["list", "--fields", "titel", "--json-lines"], 2, "usage", "Usage: funnelboard list"),
        (["liszt", "x", "--json"], 2, "usage", None),
        (["--db", "/nowhere/x.db", "list", "--json"], 1, "database-error", None),
    ],
)
def test_a_refusal_is_json_too(cli: Any, arguments: list[str], status: int, code: str, hint: str | None) -> None:
    result = cli(*arguments)
    refused = error(result)
    assert (result.status, refused["code"], refused["missing"]) == (status, code, [])
    assert refused["message"]
    assert hint is None or hint in refused["hint"]


def test_what_a_gate_misses_is_listed(cli: Any) -> None:
    cli("add", "Acme: pilot")
    result = cli("move", "1", "opportunity", "--json")
    refused = error(result)
    assert (result.status, refused["code"]) == (1, "gate-closed")
    assert {"need", "willing", "amount", "expected_close"} <= set(refused["missing"])
    assert "--force" in refused["message"]


def test_what_is_there_already_is_asked_about(cli: Any) -> None:
    cli("add", "Acme: pilot")
    refused = error(cli("add", "Acme: pilot", "--json"))
    assert refused["code"] == "unconfirmed"
    assert "--yes" in refused["hint"]


def test_a_defect_is_json_too(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("funnelboard.cli.command.open_named", start)
    monkeypatch.setattr(start_board, "start_board", start)
    result = cli("list", "--json")
    assert (result.status, error(result)["code"]) == (70, "unexpected")


def test_after_two_dashes_it_is_no_option(cli: Any) -> None:
    result = cli("note", "99", "--", "--json")
    assert result.status == 1
    assert result.err.startswith("There is no deal #99")


def test_the_fields_are_those_a_deal_has(workspace: Workspace) -> None:
    (deal_id,) = workspace.pipeline.create(title="Acme").deal_ids
    assert tuple(deal_to_json(workspace.board.deal(deal_id))) == DEAL_FIELDS


def test_some_fields_of_each_deal(cli: Any) -> None:
    cli("add", "Ærlig Øl: pilot 12k€ #expo #hot")
    cli("add", "Acme: trial")
    assert cli("list", "--fields", "id,title,amount", "--json").json == [
        {"id": 2, "title": "Acme: trial", "amount": None},
        {"id": 1, "title": "Ærlig Øl: pilot", "amount": 12000},
    ]
    lines = cli("list", "--fields", "id, tags", "--json-lines", "--limit", "1").out.splitlines()
    assert [json.loads(line) for line in lines] == [{"id": 2, "tags": []}]
    assert cli("list", "--json-lines").out.count("\n") == 2
    table = cli("list", "--fields", "title,tags").out
    assert table.splitlines()[0].split() == ["TITLE", "TAGS"]
    assert '["expo","hot"]' in table
    assert cli("list", "is:won", "--json-lines").out == ""
    assert cli("list", "--json", "--json-lines").status == 2
    assert cli("list", "--csv", "--fields", "id").status == 2
