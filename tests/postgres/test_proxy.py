"""The line to a server that tests are given: slow, silent, broken, counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.postgres.proxy import Proxy, Traffic
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql


@pytest.fixture
def line(cluster: Cluster, make_proxy: Callable[..., Proxy]) -> Proxy:
    """A line without delay."""
    return make_proxy(cluster)


@pytest.fixture
def connect(cluster: Cluster, line: Proxy) -> Callable[..., psycopg.Connection]:
    """Connects over the line."""

    def over(**options: object) -> psycopg.Connection:
        return psycopg.connect(line.by_way_of(cluster.url()), autocommit=True, **options)

    return over


def test_it_counts_what_is_said(line: Proxy, connect: Callable[..., psycopg.Connection]) -> None:
    with connect() as connection:
        before = line.traffic
        assert before.connections == 1
        connection.execute("SELECT 1")
        assert line.traffic.since(before).round_trips == 1
        connection.execute("SELECT repeat('x', 300000)").fetchone()
        now = line.traffic.since(before)
        assert (now.connections, now.round_trips) == (0, 2)
        assert now.sent < 500 < 300_000 < now.received < 310_000
        with connection.pipeline():
            for _ in range(5):
                connection.execute("SELECT 1")
        assert line.traffic.since(before).round_trips < 2 + 5
        assert line.traffic.since(line.traffic) == Traffic()


def test_it_is_as_slow_as_it_is_told(line: Proxy, connect: Callable[..., psycopg.Connection]) -> None:
    with connect() as connection:
        line.latency = 0.1
        began = time.monotonic()
        connection.execute("SELECT 1")
        assert time.monotonic() - began >= 0.1
        line.latency = 0
        before = line.traffic
        connection.execute("SELECT 1")
        assert line.traffic.since(before).round_trips == 1


def test_it_breaks(line: Proxy, connect: Callable[..., psycopg.Connection]) -> None:
    with connect() as connection:
        connection.execute("SELECT 1")
        line.cut()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with connect() as connection:
        line.refuse()
        connection.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="refused"):
            connect()
        line.accept()
    with connect() as connection:
        connection.execute("SELECT 1")


def test_it_falls_silent_and_loses_nothing(line: Proxy, connect: Callable[..., psycopg.Connection]) -> None:
    with connect() as connection, ThreadPoolExecutor(1) as pool:
        line.freeze()
        waiting = pool.submit(connection.execute, "SELECT 'kept'")
        with pytest.raises(psycopg.errors.ConnectionTimeout):
            connect(connect_timeout=2)
        assert not waiting.done()
        line.thaw()
        assert waiting.result(20).fetchone() == ("kept",)
