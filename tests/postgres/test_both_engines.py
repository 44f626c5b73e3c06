"""SQLite and PostgreSQL side by side: the same acts leave the same rows, the same questions have the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import clean
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store import postgres_check, sqlite_check
from funnelboard.store.contents import columns_of
from tests.conftest import NOW, TODAY, fill_every_table
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

Dump = Callable[[Workspace], dict[str, list[Any]]]

WINDOWS = dict.fromkeys(STAGES, (0, 50))

LETTERS = (
    *("a", "A", "ä", "Ä", "å", "Å", "ö", "Ö", "æ", "Ø", "ß", "ẞ", "ss", "ü"),
    *("i", "I", "ı", "İ", "i\N{COMBINING DOT ABOVE}", "ş", "ğ"),
    *("e\N{COMBINING ACUTE ACCENT}", "é", "a\N{COMBINING DIAERESIS}", "\N{COMBINING RING ABOVE}", "ς", "Σ", "ﬁ", "ǆ"),
    *(
        "%",
        "_",
        "\\",
        "\\%",
        "'",
        "''",
        '"',
        "?",
        "%s",
        "$1",
        "*",
        "[a]",
        " ",
        "-",
        ".",
        "0",
        "契",
        "🙂",
        "\0",
        "\ud800",
    ),
)
TEXTS = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=8).map("".join)


class Both(NamedTuple):
    """A board in a file, and one on a server."""

    file: Workspace
    server: Workspace

    def do(self, act: Callable[[Workspace], Any]) -> Any:
        """Do the same on each; what came of it, which is the same."""
        one, other = map(act, self)
        assert one == other
        return one

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that both have."""
        rows: list[tuple[Any, ...]] = self.do(
            lambda board: [tuple(row) for row in board.session.database.rows_of(statement, values)]
        )
        return rows


@pytest.fixture
def both(tmp_path: Path, cluster: Cluster, clock: FixedClock) -> Any:
    """Two empty boards."""
    path, url = str(tmp_path / "both.db"), cluster.create_database(cluster.template("empty", maintenance.create))
    maintenance.create(path, clock=clock)
    boards = Both(*(open_workspace(each, clock=clock, login="kari") for each in (path, url)))
    yield boards
    for board in boards:
        board.close()


def rows(dump: Dump, board: Workspace) -> dict[str, list[dict[str, Any]]]:
    """All rows by table and column, without what is drawn at random."""
    found = {
        table: [dict(zip(columns_of(table), row, strict=True)) for row in sorted(held, key=str)]
        for table, held in dump(board).items()
        if table not in ("editing", "schema_version")
    }
    for change in found["change"]:
        del change["operation"]
    for item in found["change_item"]:
        item |= {name: json.loads(item[name]) for name in ("before", "after") if item[name] is not None}
    return found


def test_the_same_acts_leave_the_same_rows(both: Both, tmp_path: Path, dump: Dump) -> None:
    for board in both:
        fill_every_table(board, tmp_path / "deals.csv")
        assert maintenance.check(board) == ()
    one, other = (rows(dump, board) for board in both)
    assert one.keys() == other.keys()
    for table, held in one.items():
        assert held == other[table], table
        assert [[type(value) for value in row.values()] for row in held] == [
            [type(value) for value in row.values()] for row in other[table]
        ], table


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(title=TEXTS, company=TEXTS, note=TEXTS, words=st.lists(TEXTS, min_size=1, max_size=3))
def test_any_words_find_the_same_in_the_same_order(
    both: Both, title: str, company: str, note: str, words: Sequence[str]
) -> None:
    texts = {name: clean(text) for name, text in (("title", title), ("company", company), ("note", note))}
    if texts["title"].strip():
        both.do(lambda board: board.pipeline.create(**texts, tags=("a",)).deal_ids)
    for text in (*words, title, company, note, " or ".join(words), f"company:{words[0]}", f"-{words[0]}"):
        query = parse_query(text, TODAY, "EUR", lenient=True)
        if query.problem is not None:
            continue
        for sort in (Sort.TITLE, Sort.NEWEST):
            both.do(lambda board, query=query, sort=sort: [deal.id for deal in board.board.deals(query, sort)])
        both.do(lambda board, query=query: _ids(board, query))


def _ids(board: Workspace, query: Any) -> Any:
    view = board.board.load(query, Sort.TITLE, WINDOWS)
    return [([card.id for card in column.cards], [tuple(total) for total in column.totals]) for column in view.columns]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("ÄRZTEHAUS München", ("ärzte", "MÜNCHEN", "ärzteHAUS")),
        ("Weiß & Söhne", ("weiss", "WEISS", "söhne", "ẞ")),
        ("İş Bankası", ("i̇ş", "İŞ", "bankası")),
        ("Hyvää Yötä Oy", ("hyvää", "YÖTÄ", "Hyva\N{COMBINING DIAERESIS}a\N{COMBINING DIAERESIS}")),
        ("100 % sure_thing", ("100 %", "%", "_", "e_t")),
        (r"C:\new\%", ("\\", r"\%", r"\n")),
    ],
)
def test_words_are_found_in_any_case(both: Both, title: str, words: tuple[str, ...]) -> None:
    both.do(lambda board: board.pipeline.create(title=title).deal_ids)
    both.do(lambda board: board.pipeline.create(title="something else").deal_ids)
    for word in words:
        query = parse_query(f'"{word}"', TODAY)
        assert both.do(lambda board, query=query: [deal.id for deal in board.board.deals(query)]) == [1], word
        listed = parse_query(f'title "{word}"', TODAY, lenient=True)
        assert both.do(lambda board, query=listed: [deal.id for deal in board.board.deals(query)]) == []


def test_names_are_folded_and_addresses_are_not(both: Both) -> None:
    for board in both:
        board.pipeline.create(title="a", company="Ærlig Øl", contact="Åse", email="ØSE@X.example")
        board.pipeline.create(title="b", company="İş", contact="ışık", source="other:Messe Köln")
    for name in ("ÆRLIG ØL", "i̇ş", "iş"):
        both.do(lambda board, name=name: _found(lambda: board.customers.company_named(name).company.id))
    for text in ("source:messe", "source:KÖLN", "source:köln", "company:øl", "contact:ÅSE", "contact:IŞIK"):
        both.do(lambda board, text=text: [deal.id for deal in board.board.deals(parse_query(text, TODAY))])
    # What is in a column PostgreSQL folds as SQLite does, letters of ASCII alone; what is in a statement it folds as
    # its own locale has it, so that nothing but columns is left to it.
    assert both.sql("SELECT LOWER(email), LENGTH(email) FROM contact WHERE email <> ''") == [("Øse@x.example", 13)]


def _found(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as error:
        return type(error)


def test_deals_without_a_value_are_last_in_every_order(both: Both) -> None:
    def fill(board: Workspace) -> None:
        for number in range(12):
            priced = {"amount": Money(number % 4 * 100, ("EUR", "NOK")[number % 2])} if number % 3 else {}
            due = FollowUpLine(TODAY + timedelta(number % 5), "call", "x", None)
            board.pipeline.create(
                title=("b", "a", "Ä", "ä")[number % 4], stage=(Stage.LEAD, Stage.OPPORTUNITY)[number % 2], **priced,
                expected_close=TODAY + timedelta(number % 2) if number % 4 else None,
                follow_up=due if number % 3 == 1 else None,
            )  # fmt: skip
        board.rates.set("NOK", "0.1")
        board.pipeline.move((2, 4), Stage.CLOSED, outcome=Outcome.WON, because="it is so")

    for board in both:
        fill(board)
    for sort in Sort:
        for text in ("", "a", "is:open", "amount>0", "missing:amount"):
            query = parse_query(text, TODAY, "EUR")
            both.do(lambda board, query=query, sort=sort: [deal.id for deal in board.board.deals(query, sort)])
            both.do(lambda board, query=query, sort=sort: [deal.id for deal in board.board.deals(query, sort, 5)])
    amounts = [deal.amount.minor if deal.amount else None for deal in both.server.board.deals(Query(), Sort.AMOUNT)]
    assert None not in amounts[: amounts.index(None)]
    assert amounts[amounts.index(None) :] == [None] * 4


def test_whole_numbers_are_reckoned_with_alike(both: Both) -> None:
    both.do(lambda board: board.pipeline.create(title="a", amount=Money(7, "EUR")).deal_ids)
    exact = "SELECT amount / 2, -amount / 2, amount / -2, amount % 4, -amount % 4, amount % -4, -amount & 3 FROM deal"
    assert both.sql(exact) == [(3, -3, -3, 3, -3, 3, 1)]
    assert both.sql("SELECT SUM(amount), COUNT(*), MIN(amount), AVG(amount) FROM deal WHERE id > 1") == [
        (None, 0, None, None)
    ]
    assert both.sql("SELECT CASE WHEN amount > 1 THEN 1 END, amount = 7 AND title = 'a' FROM deal") == [(1, 1)]
    assert both.sql("SELECT stage, COUNT(*) FROM deal GROUP BY stage HAVING COUNT(*) = ?", 1) == [("lead", 1)]
    assert both.sql("SELECT created_at, MAX(at) FROM stage_change, deal GROUP BY created_at") == [(NOW, NOW)]


def test_what_no_text_can_be_is_looked_for_in_vain(both: Both) -> None:
    both.do(lambda board: board.pipeline.create(title=clean("a\0b\ud800c")).deal_ids)
    assert both.do(lambda board: board.board.deal(1).title) == "a␀b\N{REPLACEMENT CHARACTER}c"
    for text in ("a\0b", "b\ud800c", "company:\0", "owner:\0", "tag:\0", "field.x:\0"):
        both.do(lambda board, text=text: [deal.id for deal in board.board.deals(parse_query(text, TODAY))])


def test_days_are_days_on_both(both: Both) -> None:
    days = [f"{year}-{month:02}-{day:02}" for year in (1600, 1900, 2000, 2023, 2024, 2100) for month in range(14)
            for day in (0, 1, 28, 29, 30, 31, 32)]  # fmt: skip
    days += ["2026-1-1", "soon", "", "2026-01-01 "]
    times = ["10:30", "24:00", "23:59", "00:00", "1:30", "10:60", "10:30:00", "noon", ""]
    for board, wording in zip(both, (sqlite_check.WORDING, postgres_check.WORDING), strict=True):
        assert wrong(board, wording.no_day, days) == [text for text in days if not _reads(date, text)]
        assert wrong(board, wording.no_time, times) == [
            text for text in times if text not in ("10:30", "23:59", "00:00")
        ]


def wrong(board: Workspace, condition: Callable[[str], str], texts: list[str]) -> list[str]:
    """Those that a condition is met by."""
    listed = ", ".join(["(?)"] * len(texts))
    statement = f"WITH each(said) AS (VALUES {listed}) SELECT said FROM each WHERE {condition('said')}"
    return [text for (text,) in board.session.database.rows_of(statement, texts)]


def _reads(kind: Any, text: str) -> bool:
    try:
        return bool(kind.fromisoformat(text).isoformat() == text)
    except ValueError:
        return False


def test_a_query_that_is_none_is_refused_by_both(both: Both) -> None:
    for text in ("stage:foo", "ownr:me"):
        for board in both:
            with pytest.raises(BadInput):
                board.board.deals(parse_query(text, TODAY, lenient=True))
