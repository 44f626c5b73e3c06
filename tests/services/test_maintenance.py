"""Making, copying, putting back and describing a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard import __version__
from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput, Conflict, DatabaseError, NotSaved
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
Dump = Callable[[Workspace], dict[str, list[Any]]]


def test_a_database_is_made_where_it_was_asked_for(tmp_path: Path, clock: FixedClock) -> None:
    path = maintenance.create(str(tmp_path / "team.db"), "eur", clock=clock)
    assert path == str(tmp_path / "team.db")
    with pytest.raises(DatabaseError, match="exists already"):
        maintenance.create(str(path))


def test_a_currency_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="“euro” is no currency code"):
        maintenance.create(str(tmp_path / "team.db"), "euro")
    assert not (tmp_path / "team.db").exists()


@pytest.mark.sqlite("about the file")
def test_everything_about_a_database(workspace: Workspace, add_deal: AddDeal, home: Path) -> None:
    add_deal(note="rang")
    info = maintenance.info(workspace)
    assert (info.version, info.database, info.seller) == (__version__, workspace.target, "kari")
    assert (info.default_currency, info.read_only) == ("EUR", False)
    assert (info.counts["deal"], info.counts["note"], info.counts["change"]) == (1, 1, 1)
    for path in (info.config_file, info.log_file, info.state_file, info.draft_file):
        assert Path(path).is_relative_to(home)
    assert info.engine.facts["size"] == Path(workspace.target).stat().st_size
    expected = ("wal", "full") if info.engine.facts["wal_safe"] else ("delete", "extra")
    assert (info.engine.facts["journal_mode"], info.engine.facts["synchronous"]) == expected


@pytest.mark.sqlite("puts files back")
def test_backup_and_restore(
    workspace: Workspace, add_deal: AddDeal, tmp_path: Path, clock: FixedClock, dump: Dump,
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    add_deal(title="before", company="Acme")
    copied = dump(workspace)
    assert maintenance.backup(workspace, "copy.db") == tmp_path / "copy.db"
    with pytest.raises(NotSaved, match="exists already"):
        maintenance.backup(workspace, "copy.db")
    add_deal(title="after")
    lost = dump(workspace)
    kept = maintenance.restore(workspace.target, "copy.db", clock)
    assert dump(workspace) == copied
    assert dump(make_workspace(kept)) == lost
    assert maintenance.check(workspace) == ()
    assert workspace.undoing.undo().summary == "undid: added “before” to lead"


@pytest.mark.sqlite("puts a file back")
def test_what_others_do_after_a_restore_is_told_though_their_changes_are_numbered_as_ones_own_were(
    workspace: Workspace, add_deal: AddDeal, tmp_path: Path, clock: FixedClock, tick: Callable[..., int],
    make_workspace: Callable[..., Workspace],
) -> None:  # fmt: skip
    deal = add_deal(title="the deal")
    backup = maintenance.backup(workspace, str(tmp_path / "copy.db"))
    own = workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="a slip")
    maintenance.restore(workspace.target, str(backup), clock)
    tick()
    ola = make_workspace(Path(workspace.target), login="ola")
    theirs = ola.pipeline.move((deal.id,), Stage.CLOSED, because="signed", outcome=Outcome.WON)
    assert theirs.change == own.change
    with workspace.session.seeing(Sight(theirs.change - 1)), pytest.raises(Conflict, match="ola moved “the deal”"):
        workspace.pipeline.move((deal.id,), Stage.LEAD)


@pytest.mark.sqlite("puts a file back")
@pytest.mark.parametrize("known", [True, False])
def test_a_backup_in_which_the_seller_is_somebody_else_or_nobody(
    known: bool, workspace: Workspace, tmp_path: Path, clock: FixedClock, make_workspace: Callable[..., Workspace]
) -> None:
    backup = maintenance.create(str(tmp_path / "ola.db"), clock=clock)
    if known:
        make_workspace(Path(backup), login="ola").pipeline.create(title="Ola's")
    maintenance.restore(workspace.target, str(backup), clock)
    with pytest.raises(NotSaved, match=r"a backup was put in the place of .* Leave and open it again\."):
        workspace.pipeline.create(title="not as ola")
    assert len(workspace.presence.attend()) == 1
    workspace.presence.edit((1,))
    assert maintenance.check(workspace) == ()
    assert {one.seller for one in workspace.undoing.log()} == ({"ola"} if known else set())
    again = make_workspace(Path(workspace.target))
    again.pipeline.create(title="as kari")
    assert again.undoing.log(limit=1)[0].seller == "kari"


@pytest.mark.sqlite("puts a file back")
def test_a_restore_needs_both(workspace: Workspace, tmp_path: Path, dump: Dump) -> None:
    before = dump(workspace)
    with pytest.raises(DatabaseError, match="is the database itself"):
        maintenance.restore(workspace.target, workspace.target)
    with pytest.raises(DatabaseError, match=f"There is no database at {tmp_path}/none.db"):
        maintenance.restore(workspace.target, str(tmp_path / "none.db"))
    maintenance.backup(workspace, str(tmp_path / "copy.db"))
    with pytest.raises(DatabaseError, match=f"There is no database at {tmp_path}/new.db"):
        maintenance.restore(str(tmp_path / "new.db"), str(tmp_path / "copy.db"))
    assert dump(workspace) == before
