"""Queries that are SQL already are what Peewee makes of them."""

from __future__ import annotations

from funnelboard.store.statement_source import statements
from funnelboard.store.statements import STATEMENTS


def test_they_are_as_peewee_makes_them_now() -> None:
    assert statements() == STATEMENTS, "python -m funnelboard.store.statement_source makes them anew"
