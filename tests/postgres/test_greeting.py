"""What is said first on a connection to a board: a server is told what it would guess wrongly, of an older one too."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from funnelboard.store.opening import open_database
from funnelboard.store.target import parse_target
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

TOLD = "SELECT attoptions FROM pg_attribute WHERE attrelid = 'change_item'::regclass AND attname = 'change_id'"
UNTOLD = "ALTER TABLE change_item ALTER COLUMN change_id RESET (n_distinct)"


def open_once(url: str, *, read_only: bool = False) -> None:
    """Open a board, and leave."""
    with closing(open_database(parse_target(url), read_only=read_only)) as database:
        assert database.rows_of("SELECT MAX(id) FROM change") == [(None,)]


def test_a_board_that_was_made_before_it_was_known_is_told_by_the_next_writer(cluster: Cluster, direct: str) -> None:
    new = cluster.execute(TOLD, url=direct)
    assert new == [(["n_distinct=-0.25"],)]
    cluster.execute(UNTOLD, url=direct)
    open_once(direct, read_only=True)
    assert cluster.execute(TOLD, url=direct) == [(None,)], "nothing is written by who only looks"
    open_once(direct)
    assert cluster.execute(TOLD, url=direct) == new


def test_what_an_administrator_has_set_is_left(cluster: Cluster, direct: str) -> None:
    cluster.execute(UNTOLD.replace("RESET (n_distinct)", "SET (n_distinct = -0.5)"), url=direct)
    open_once(direct)
    assert cluster.execute(TOLD, url=direct) == [(["n_distinct=-0.5"],)]


def test_whoever_is_in_the_way_or_may_not_leaves_it_to_the_next_one(cluster: Cluster, direct: str) -> None:
    cluster.execute(UNTOLD, url=direct)
    with psycopg.connect(direct) as other:
        other.execute("LOCK TABLE change_item IN SHARE UPDATE EXCLUSIVE MODE")
        open_once(direct)
    cluster.create_role("ola")
    cluster.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ola", url=direct)
    open_once(direct.replace("postgres@", "ola@"))
    assert cluster.execute(TOLD, url=direct) == [(None,)]
    cluster.drop_databases()
    cluster.execute("DROP ROLE ola")
