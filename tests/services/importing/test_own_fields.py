"""What a file has beyond the usual facts becomes own fields, and follows the file as far as that has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.domain.own_fields import MOST_FIELDS
from funnelboard.errors import BadInput
from funnelboard.services import maintenance
from funnelboard.services.importing.csv_import import ImportReport, plan_import, run_import
from funnelboard.services.workspace import Workspace

FILE = "deal id,title,Region,Kontrakt nr.\nA1,Pilot,,K-1\nA2,Rollout,north,\nA3,Renewal,south,K-3\n"

Load = Callable[..., tuple[int, int, int]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


@pytest.fixture
def load(workspace: Workspace, path: Path) -> Load:
    """Imports a content: how many deals are new, updated and unchanged."""

    def run(content: str, *skipped: str) -> tuple[int, int, int]:
        path.write_text(content, encoding="utf-8")
        report: ImportReport = run_import(workspace, plan_import(path, [(column, "") for column in skipped]))
        return report.created, report.updated, report.unchanged

    return run


def kept(workspace: Workspace) -> dict[str, dict[str, str]]:
    return {deal.external_id or "": dict(deal.own_fields) for deal in workspace.board.deals(Query())}


def test_columns_that_are_not_known_become_own_fields_in_their_order(workspace: Workspace, load: Load) -> None:
    assert load(FILE) == (3, 0, 0)
    assert kept(workspace) == {
        "A1": {"Kontrakt nr.": "K-1"},
        "A2": {"Region": "north"},
        "A3": {"Region": "south", "Kontrakt nr.": "K-3"},
    }
    assert workspace.board.own_fields() == ("Region", "Kontrakt nr.")
    assert list(maintenance.check(workspace)) == []
    assert load(FILE) == (0, 0, 3)
    workspace.undoing.undo()
    assert (kept(workspace), workspace.board.own_fields()) == ({}, ())
    assert load(FILE) == (3, 0, 0)
    assert kept(workspace)["A3"] == {"Region": "south", "Kontrakt nr.": "K-3"}
    assert load(FILE) == (0, 0, 3)
    assert list(maintenance.check(workspace)) == []


def test_a_column_can_be_left_out_and_stays_as_it_is_then(workspace: Workspace, load: Load) -> None:
    load(FILE, "region")
    assert kept(workspace)["A3"] == {"Kontrakt nr.": "K-3"}
    assert load(FILE) == (0, 2, 1)
    assert load(FILE.replace("south", ""), "Region") == (0, 0, 3)
    assert kept(workspace)["A3"] == {"Region": "south", "Kontrakt nr.": "K-3"}


def test_only_what_the_file_has_changed_is_changed(workspace: Workspace, load: Load) -> None:
    load(FILE)
    workspace.pipeline.edit(1, {"field.kontrakt-nr": "mine", "field.region": "mine"})
    assert load(FILE) == (0, 0, 3)
    assert kept(workspace)["A1"] == {"Region": "mine", "Kontrakt nr.": "mine"}
    changed = FILE.replace("north", "").replace("K-3", "K-4").replace("K-1", "K-9")
    assert load(changed) == (0, 3, 0)
    assert kept(workspace) == {
        "A1": {"Region": "mine", "Kontrakt nr.": "K-9"}, "A2": {}, "A3": {"Region": "south", "Kontrakt nr.": "K-4"},
    }  # fmt: skip
    assert load(changed) == (0, 0, 3)
    assert load(FILE) == (0, 3, 0)
    assert kept(workspace)["A2"] == {"Region": "north"}
    assert load(FILE) == (0, 0, 3)
    workspace.undoing.undo()
    assert kept(workspace)["A2"] == {}


def test_a_file_without_the_column_takes_nothing_away(workspace: Workspace, load: Load) -> None:
    load(FILE)
    assert load("deal id,title\nA1,Pilot\nA2,Rollout\nA3,Renewal\n") == (0, 0, 3)
    assert kept(workspace)["A2"] == {"Region": "north"}


def test_a_cell_that_cannot_be_read_is_kept_until_it_can(workspace: Workspace, load: Load) -> None:
    load("deal id,title,value,probability\nA1,Pilot,lots,High\n")
    assert kept(workspace) == {"A1": {"value": "lots", "probability": "High"}}
    assert load("deal id,title,value,probability\nA1,Pilot,500,High\n") == (0, 1, 0)
    assert kept(workspace) == {"A1": {"probability": "High"}}
    (deal,) = workspace.board.deals(Query())
    assert deal.amount is not None
    assert deal.amount.minor == 50_000


def test_rows_without_ids_keep_their_own_fields_in_whichever_order(workspace: Workspace, load: Load) -> None:
    rows = ["Pilot,5,pump", "Pilot,5,hose", "Rollout,7,"]
    assert load("\n".join(["title,value,part", *rows])) == (3, 0, 0)
    assert load("\n".join(["title,value,part", *rows[::-1]])) == (0, 0, 3)
    assert load("\n".join(["title,value,part", *rows[:2], "Rollout,7,valve"])) == (0, 1, 2)
    parts = sorted(fields.get("part", "") for fields in kept(workspace).values())
    assert parts == ["hose", "pump", "valve"]


def test_more_columns_than_a_deal_can_have_are_refused(workspace: Workspace, path: Path) -> None:
    path.write_text(",".join(["title", *(f"c{number}" for number in range(MOST_FIELDS + 1))]) + "\nPilot\n")
    with pytest.raises(BadInput, match="501 columns of which nothing is known, and a deal at most 500 own fields"):
        plan_import(path)


def test_an_own_field_that_is_there_already_is_used(workspace: Workspace, load: Load) -> None:
    workspace.pipeline.create(title="typed")
    workspace.pipeline.edit(1, {"field.REGION": "west"})
    load(FILE)
    assert workspace.board.own_fields() == ("REGION", "Kontrakt nr.")
    assert kept(workspace)["A2"] == {"REGION": "north"}
