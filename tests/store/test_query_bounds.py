"""Whatever the language accepts, every SQLite can look for; the rest is refused before it gets there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.query_fields import CHOICES, DUE, FIELDS, OWN
from funnelboard.domain.stage import STAGES
from funnelboard.errors import BadInput
from funnelboard.services.workspace import Workspace
from funnelboard.store import board_reader
from funnelboard.store.deal_filter import FIELDS as CONDITIONS
from funnelboard.store.deal_filter import where
from funnelboard.store.models import DealRow

WINDOWS = dict.fromkeys(STAGES, (0, 10))

WORDS = {
    **CHOICES,
    **{"due": DUE, "owner": ("me", "none", "x"), "company": ("x",), "contact": ("x",), "tag": ("x",)},
    **{"source": ("x", "s"), "currency": ("EUR",), "field.x": ("x", "none")},
}
COMPARED = (
    *("amount>1", "amount>1€", "amount:1..2", "score:1", "prob:1", "in-stage:1d"),
    *("due:fri", "close:fri", "created:fri", "closed:-2d..fri"),
)
TERMS = ("x", *COMPARED, *(f"{field}:{word}" for field, words in WORDS.items() for word in words))


def biggest(workspace: Workspace, first: str, more: str) -> str:
    """The longest query of a shape that is accepted."""
    query = first
    while not parse_query(query + more, workspace.clock.today(), "EUR", lenient=True).problem:
        query += more
    with pytest.raises(BadInput, match="The filter has"):
        parse_query(query + more, workspace.clock.today(), "EUR")
    return query


def shapes() -> Iterator[tuple[str, str]]:
    """Every field in a group, in groups, and with many values."""
    for term in ("x", *COMPARED, *(f"{field}:{words[0]}" for field, words in WORDS.items())):
        yield term, f" {term}"
        yield f"not {term}", f" or not {term}"
        yield f"{term} x", f" or {term} x"
    for field, words in WORDS.items():
        yield f"-{field}:{words[0]}", f",{words[-1]}"
    for field in ("is", "missing"):
        yield f"{field}:{CHOICES[field][0]}", f" or {field}:{','.join(CHOICES[field])}"


def look_everywhere(workspace: Workspace, query: Query) -> None:
    """All that the board and ``list`` ask the database about a query."""
    workspace.board.load(query, Sort.RANK, WINDOWS, 1)
    workspace.board.window(STAGES[0], 0, 10, query, Sort.FOLLOW_UP)
    workspace.board.deals(query, Sort.SCORE, 10)


def test_every_field_is_tried_here() -> None:
    assert {term.partition(":")[0].partition(">")[0] for term in TERMS} == {"x", "field.x", *FIELDS}
    assert {"text", OWN, *FIELDS} == CONDITIONS.keys()


@pytest.mark.sqlite("about the limits of its parser")
def test_the_biggest_queries_run_on_the_oldest_sqlite_too(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    add_deal()
    today, asker = workspace.clock.today(), workspace.session.asker()
    with closing(sqlite3.connect(workspace.target)) as plain:
        for first, more in shapes():
            query = parse_query(biggest(workspace, first, more), today, "EUR")
            workspace.board.deals(query, Sort.SCORE)
            # Python's own SQLite is often an older one, whose parser has room for 100 things begun and no more.
            sql, values = workspace.session.database._compiled(DealRow.select(DealRow.id).where(where(query, asker)))
            plain.execute(f"EXPLAIN {sql}", values)
            assert max(accumulate((bracket == "(") - (bracket == ")") for bracket in sql)) < 20


@pytest.mark.parametrize("join", [" ", " or "])
def test_many_pasted_words_are_refused(workspace: Workspace, join: str) -> None:
    query = join.join(["word"] * 496)
    with pytest.raises(BadInput, match="The filter has"):
        parse_query(query, workspace.clock.today())


def test_what_is_no_query_is_not_looked_for(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    deal = add_deal()
    query = parse_query("stage:foo", workspace.clock.today(), lenient=True)
    for ask in (
        lambda: workspace.board.load(query, Sort.RANK, WINDOWS),
        lambda: workspace.board.window(STAGES[0], 0, 10, query, Sort.RANK),
        lambda: workspace.board.locate(deal.id, query, Sort.RANK),
        lambda: workspace.board.deals(query),
    ):
        with pytest.raises(BadInput, match="“stage:foo” is not known"):
            ask()


PIECES = st.sampled_from(
    (
        *(*TERMS, *(f"{field}{operator}" for field in FIELDS for operator in (":", ">", "<=", "="))),
        *("-", "not ", " or ", " ", '"', ",", "..", "%", "\0", "\ud800", "5k", "€", "9" * 15, "1e5"),
        *("9999-12-31", "0001-01-01", "+9999y"),
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join) | st.text())
def test_any_text_is_looked_for_or_refused(workspace: Workspace, text: str) -> None:
    query = parse_query(text, workspace.clock.today(), "EUR", lenient=True)
    if query.problem is None:
        look_everywhere(workspace, query)
        assert board_reader.locate(workspace.session.database, 1, query, Sort.TITLE, workspace.session.asker()) is None
    else:
        with pytest.raises(BadInput):
            look_everywhere(workspace, query)
