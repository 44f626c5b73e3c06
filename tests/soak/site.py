"""The sellers of the soak, and the board that they are at work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from funnelboard.services.workspace import Workspace
from tests.postgres.roles import SELLERS, as_role, shared_board
from tests.postgres.server import Cluster

PROCESSES, BOARDS = ("ola", "per", "siri", "tuva", "jens", "liv"), ("anne", "bo")
LOGINS = (*PROCESSES, *BOARDS)

SETTLED = 2.0
"""Seconds after which a connection may be cut: a board that is only being opened says that it could not be."""

CUT_ONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'
AND backend_start < now() - %s * interval '1 second' ORDER BY random() LIMIT 1
"""


class Site:
    """Where the sellers are at work: a board in a file.

    Attributes:
        workspace: Somebody who looks on.
    """

    def __init__(self, open_as: Callable[[str], Workspace]) -> None:
        self._open_as = open_as
        self.workspace = open_as("kari")

    def database(self, login: str) -> str:
        """The path or URL by which a seller opens it."""
        return self.workspace.target

    def open(self, login: str) -> Workspace:
        """It, as a seller."""
        return self._open_as(login)

    def cut(self) -> int:
        """Have a server end somebody's connection; how many it did."""
        return 0


class Server(Site):
    """A board on a server, whose sellers are roles that cannot rewrite the log."""

    def __init__(self, cluster: Cluster, logins: Sequence[str], open_url: Callable[[str, str], Workspace]) -> None:
        self._cluster = cluster
        self._url = shared_board(cluster)
        for login in logins:
            cluster.execute(f"CREATE ROLE {login} LOGIN IN ROLE {SELLERS}")
        super().__init__(lambda login: open_url(self.database(login), login))

    def database(self, login: str) -> str:
        """The URL as the seller's role."""
        return as_role(self._url, login)

    def cut(self) -> int:
        """End the connection of somebody who has the board open."""
        return len(self._cluster.execute(CUT_ONE, (self._url.rpartition("/")[2], SETTLED)))
