"""Servers, databases and lines to them, for every test that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from funnelboard.services.maintenance import create
from tests.postgres.proxy import Proxy
from tests.postgres.server import INSTALL, Cluster, Servers, programs, quick_folder


@pytest.fixture(scope="session")
def postgres_servers() -> Iterator[Servers]:
    """Makes servers; without PostgreSQL whatever needs one is passed over, which is told at the end of the run."""
    found = programs()
    if found is None:
        pytest.skip(f"needs a PostgreSQL server: {INSTALL}")
    servers = Servers(found, quick_folder())
    yield servers
    servers.close()


@pytest.fixture(scope="session")
def running_cluster(postgres_servers: Servers) -> Cluster:
    """The server of this process."""
    return postgres_servers.make("shared")


@pytest.fixture
def cluster(running_cluster: Cluster) -> Iterator[Cluster]:
    """A server that runs, for one test after the other; databases made on it are gone after the test.

    It may be stopped, killed and started as one likes; what is to be set otherwise, or to have a standby, is for
    ``make_cluster``.
    """
    running_cluster.start()
    yield running_cluster
    running_cluster.start()
    running_cluster.drop_databases()


@pytest.fixture
def make_cluster(postgres_servers: Servers) -> Iterator[Callable[..., Cluster]]:
    """Makes and starts a server for this test alone: ``make_cluster("primary", fsync="on")``."""
    before = list(postgres_servers.clusters)

    def make(name: str = "primary", **settings: object) -> Cluster:
        cluster = postgres_servers.make(name, **settings)
        cluster.start()
        return cluster

    yield make
    for cluster in postgres_servers.clusters:
        if cluster not in before:
            cluster.remove()
    postgres_servers.clusters = before


@pytest.fixture
def make_proxy() -> Iterator[Callable[..., Proxy]]:
    """Makes lines to a server: ``make_proxy(cluster, latency=0.02)``."""
    made: list[Proxy] = []

    def make(cluster: Cluster, **options: Any) -> Proxy:
        made.append(Proxy(cluster.port, **options))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


@pytest.fixture
def line(cluster: Cluster, make_proxy: Callable[..., Proxy]) -> Proxy:
    """A line over which a board is reached."""
    return make_proxy(cluster)


@pytest.fixture
def direct(cluster: Cluster) -> str:
    """The URL of an empty board, reached without it."""
    return cluster.create_database(cluster.template("empty", create))
