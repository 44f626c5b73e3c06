"""The roles of a board on a server, as the README makes them."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg

from funnelboard.services.maintenance import create
from tests.postgres.server import Cluster

OWNER, SELLERS, SELLER, ONLOOKER = "boss", "sellers", "kari", "rolf"

ROLES = (SELLER, ONLOOKER, SELLERS, "onlookers", OWNER)
"""All that the README speaks of."""


def documented() -> list[str]:
    """The SQL of the README, block by block."""
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    section = readme.split("\n### Who may do what\n")[1].split("\n## ")[0].split("\n### ")[0]
    return re.findall(r"```sql\n(.*?)```", section, re.DOTALL)


def shared_board(cluster: Cluster) -> str:
    """A board of an owner who is nobody's role for selling, with the README's roles; its URL as the owner."""
    cluster.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
    url = cluster.create_database(owner=OWNER)
    create(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for block in documented():
            connection.execute(block)
    return url


def as_role(url: str, role: str) -> str:
    """A URL of the owner's as another role's."""
    return url.replace(f"{OWNER}@", f"{role}@")


def drop(cluster: Cluster, *further: str) -> None:
    """Take away the boards and then the roles, which they know of."""
    cluster.drop_databases()
    cluster.execute(f"DROP ROLE {', '.join((*further, *ROLES))}")
