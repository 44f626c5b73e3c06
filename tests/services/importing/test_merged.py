"""A file that is imported again after its deals, companies or contacts were merged brings nothing back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.duplicate import Record
from funnelboard.domain.money import Money
from funnelboard.errors import Conflict
from funnelboard.services import maintenance
from funnelboard.services.importing.csv_import import ImportReport, plan_import, run_import
from funnelboard.services.workspace import Workspace

HEADER = "deal id,title,company,contact,email,phone,stage,value,tags,note\n"
FILE = (
    HEADER
    + "A1,Pilot,Nordlys AS,Kari Nordmann,kari@n.example,900,Demo,100,expo,rang\n"
    + "A2,Pilot,Nordlys,K. Nordmann,,901,New,200,hot,wrote\n"
)
WITHOUT_IDS = FILE.replace("deal id,", "").replace("A1,", "").replace("A2,", "")
DEAL, COMPANY, CONTACT = Record


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


def load(workspace: Workspace, path: Path, content: str) -> ImportReport:
    path.write_text(content, encoding="utf-8")
    return run_import(workspace, plan_import(path))


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def the_deal(workspace: Workspace) -> Deal:
    (deal,) = workspace.board.deals(Query())
    return deal


@pytest.mark.parametrize("content", [FILE, WITHOUT_IDS])
@pytest.mark.parametrize("keep", [1, 2])
def test_the_same_file_changes_nothing(content: str, keep: int, workspace: Workspace, csv: Path, dump: Any) -> None:
    load(workspace, csv, content)
    other = 3 - keep
    workspace.merging.merge(CONTACT, keep, other, ["phone"])
    workspace.merging.merge(COMPANY, keep, other)
    workspace.merging.merge(DEAL, keep, other, ["amount"])
    before = dump(workspace)
    for again in (content, content.replace(",hot,", ",hot,")):
        report = load(workspace, csv, again)
        assert (counts(report), report.companies, tuple(report.possible_duplicates)) == ((0, 0, 2), 0, ())
    assert dump(workspace) == before
    assert maintenance.check(workspace) == ()


def test_the_row_of_the_deal_that_is_kept_goes_on_to_count(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    workspace.merging.merge(DEAL, 1, 2)
    changed = FILE.replace(",100,", ",150,").replace(",200,", ",250,")
    assert counts(load(workspace, csv, changed)) == (0, 1, 1)
    assert the_deal(workspace).amount == Money(15_000, "EUR")
    assert counts(load(workspace, csv, changed)) == (0, 0, 2)


def test_a_typed_deal_takes_over_where_the_other_came_from(
    workspace: Workspace, csv: Path, add_deal: Callable[..., Deal]
) -> None:
    first, second = (add_deal(title=f"typed {number}", amount=Money(500, "EUR")) for number in range(2))
    one = FILE.rsplit("A2", 1)[0]
    load(workspace, csv, one)
    workspace.merging.merge(DEAL, second.id, 3)
    workspace.merging.merge(DEAL, first.id, second.id)
    deal = the_deal(workspace)
    assert (deal.id, deal.external_id, deal.tags) == (first.id, "A1", ("expo",))
    assert counts(load(workspace, csv, one)) == (0, 0, 1)
    assert the_deal(workspace) == deal
    assert counts(load(workspace, csv, one.replace("Demo", "Won"))) == (0, 1, 0)
    assert the_deal(workspace).outcome == "won"
    assert the_deal(workspace).amount == Money(500, "EUR")
    assert maintenance.check(workspace) == ()
    for _ in range(3):
        workspace.undoing.undo()
    assert [deal.external_id for deal in workspace.board.deals(Query())].count("A1") == 1


def test_new_rows_of_merged_names_go_to_those_that_are_kept(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    workspace.merging.merge(CONTACT, 1, 2)
    workspace.merging.merge(COMPANY, 1, 2)
    workspace.people.edit_company(1, {"name": "Nordlys Norge"})
    report = load(workspace, csv, FILE + "A3,Rollout,nordlys,K. Nordmann,,,New,,,\n")
    assert (report.created, report.companies) == (1, 0)
    deal = next(deal for deal in workspace.board.deals(Query()) if deal.title == "Rollout")
    assert deal.company is not None
    assert (deal.company.id, deal.contacts[0].contact.id) == (1, 1)
    assert deal.contacts[0].contact.phone == "900"


def test_an_import_whose_deals_were_merged_is_undone_after_the_merge(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    workspace.merging.merge(DEAL, 1, 2)
    imported = next(entry.id for entry in workspace.undoing.log() if entry.kind == "import")
    with pytest.raises(Conflict, match="Not undone: #2 is a part of #1 now"):
        workspace.undoing.undo(imported)
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert workspace.board.deals(Query()) == ()
    assert counts(load(workspace, csv, FILE)) == (2, 0, 0)
