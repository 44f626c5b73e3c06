"""What somebody who administers the server has done to a board is found: at the latest by ``check``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funnelboard.errors import DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from tests.conftest import NOW, TODAY, fill_every_table
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

Board = Callable[[], Workspace]

PAST_EVERY_RULE = "SET session_replication_role = replica; "

FUNCTION = """
CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER quiet BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION quiet()
"""
RULE = "CREATE RULE hide AS ON DELETE TO note DO INSTEAD NOTHING"


@pytest.fixture
def url(cluster: Cluster, tmp_path: Path) -> str:
    """A board with something in every table."""

    def fill(url: str) -> None:
        maintenance.create(url)
        workspace = open_workspace(url, clock=FixedClock(NOW, TODAY), login="kari")
        fill_every_table(workspace, tmp_path / "deals.csv")
        workspace.close()

    return cluster.create_database(cluster.template("full", fill))


@pytest.fixture
def board(url: str, clock: FixedClock) -> Iterator[Workspace]:
    """It, opened."""
    workspace = open_workspace(url, clock=clock, login="kari")
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (FUNCTION, "The database has a trigger “quiet”, which FunnelBoard did not make. Take it out."),
        (RULE, "The database has a rule “hide”, which FunnelBoard did not make. Take it out."),
        ("ALTER TABLE deal DROP CONSTRAINT deal_amount_check", "1 of the rules of deal are missing."),
        ("ALTER TABLE note DROP CONSTRAINT note_deal_id_fkey", "1 of the rules of note are missing."),
        ("ALTER TABLE change_item DROP CONSTRAINT change_item_after_check", "1 of the rules of change_item are"),
        ("DROP INDEX deal_stage_rank", "The index deal_stage_rank, which keeps doubles out, is missing."),
        ("DROP INDEX deal_tag_once", "The index deal_tag_once, which keeps doubles out, is missing."),
        ("ALTER TABLE note DISABLE TRIGGER ALL", "The rules of note are switched off."),
        ("ALTER TABLE deal ENABLE ROW LEVEL SECURITY", "Rows of deal are hidden from some."),
        (f"{PAST_EVERY_RULE}DELETE FROM company", "Row 1 of deal points to a company that is not there."),
        (
            "UPDATE deal SET created_at = 9223372036854775807 WHERE id = 2",
            "Row 2 of deal holds what cannot be: created",
        ),
        ("UPDATE deal SET version = -1 WHERE id = 3", "Row 3 of deal holds what cannot be: version is out of range."),
        ("UPDATE deal SET repeat_of_id = id WHERE id = 1", "Row 1 of deal holds what cannot be: repeat_of_id is no"),
        ("UPDATE deal SET expected_close = '2026-02-30' WHERE id = 1", "Row 1 of deal holds what cannot be: expected_"),
        (
            "UPDATE follow_up SET time = '25:00' WHERE id = 1",
            "Row 1 of follow_up holds what cannot be: time is no time",
        ),
        ("UPDATE deal_contact SET decides = 7 WHERE id = 1", "Row 1 of deal_contact holds what cannot be: decides is"),
        ("UPDATE note SET kind = 'gossip' WHERE id = 1", "Row 1 of note holds what cannot be: kind is none of"),
        (
            "UPDATE note SET text = repeat('x', 200000) WHERE id = 1",
            "Row 1 of note holds what cannot be: text is longer",
        ),
        ("UPDATE setting SET value = 'much' WHERE name = 'currency'", "of setting counts as not set. currency:"),
        ("UPDATE rate SET per_unit = 'much'", "of rate counts as not there."),
        ("UPDATE board_total SET count = -1 WHERE stage = 'lead'", "Row lead  NOK of board_total holds what cannot be"),
        (
            "ALTER TABLE deal DROP CONSTRAINT deal_stage_check; UPDATE deal SET stage = 'limbo' WHERE id = 1",
            "Row 1 of deal holds what cannot be: stage IN ('lead', 'prospect', 'opportunity', 'closed') does not hold.",
        ),
        ("SELECT setval('deal_id_seq', 3)", "The last number given in deal cannot be 3: there is a 8."),
        ("UPDATE deal SET score = 99 WHERE id = 1", "Derived columns are out of date on #1 (score)."),
        ("UPDATE won_day SET amount = 1", "The sums of what was won by day are out of date."),
    ],
)
def test_what_was_tampered_with_is_told(damage: str, told: str, board: Workspace, url: str, cluster: Cluster) -> None:
    assert maintenance.check(board) == ()
    cluster.execute(damage, url=url)
    assert told in "\n".join(maintenance.check(board))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (FUNCTION, "a trigger “quiet”"),
        (RULE, "a rule “hide”"),
        ("ALTER TABLE deal DROP COLUMN score", "no column “score” in “deal”"),
        ("DROP TABLE editing", "no column “deal” in “editing”"),
    ],
)
def test_what_would_change_or_end_a_write_is_refused(damage: str, told: str, url: str, cluster: Cluster) -> None:
    cluster.execute(damage, url=url)
    with pytest.raises(DatabaseError, match=f"has been tampered with: it has .*{told}"):
        open_workspace(url)


def test_what_somebody_keeps_beside_it_is_no_harm(board: Workspace, url: str, cluster: Cluster) -> None:
    cluster.execute("CREATE VIEW won AS SELECT * FROM deal WHERE outcome = 'won'; CREATE TABLE mine (a text)", url=url)
    assert maintenance.check(board) == ()
    open_workspace(url).close()
