"""What a filter by words shows is what stands there, however it is looked up; and everything is looked at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.domain.board import Board, Sort
from funnelboard.domain.deal_query import Query, Term, parse_query
from funnelboard.domain.query_fields import Range
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store import board_reader, matching, ranks
from funnelboard.store.change import change
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.opening import create_database, open_database
from funnelboard.store.search_text import fold

NOW = 1_790_000_000_000_000
ASKER = Asker(1, NOW, date(2026, 9, 21))
DEALS = 80
CHARACTERS = (
    *("a", "ab", "A", "å", "Å", "a\N{COMBINING RING ABOVE}", "\N{COMBINING RING ABOVE}", "æ", "Ø", "ö", "ß", "ẞ", "ss"),
    *(
        "i",
        "I",
        "İ",
        "ı",
        "i\N{COMBINING DOT ABOVE}",
        "ǆ",
        "ς",
        "Σ",
        "ﬁ",
        "é",
        "e\N{COMBINING ACUTE ACCENT}",
        "é",
        "契",
    ),
    *(
        "%",
        "_",
        "*",
        "?",
        "[a]",
        "\\",
        "'",
        '"',
        ";",
        "--",
        "\0",
        "\x1b",
        "\x85",
        "\N{ZERO WIDTH JOINER}",
        "🚲",
        " ",
        "\n",
    ),
)
WORDS = st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=3).map("".join)
QUERIES = st.lists(
    st.lists(st.builds(Term, st.just("text"), WORDS.map(fold), st.booleans()), min_size=1, max_size=2).map(tuple),
    min_size=1, max_size=2,
).map(lambda groups: Query(tuple(groups)))  # fmt: skip


@pytest.fixture(scope="module")
def make_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Database]]:
    """Makes an empty board."""
    opened = []

    def make(name: str) -> Database:
        path = tmp_path_factory.mktemp("boards") / f"{name}.db"
        create_database(path, NOW)
        opened.append(open_database(path))
        return opened[-1]

    yield make
    for database in opened:
        database.close()


@pytest.fixture(scope="module")
def texts(make_board: Callable[[str], Database]) -> tuple[Database, dict[int, list[str]]]:
    """A board of deals whose titles, notes and own fields are put together of all these; and what each can be found by.

    More than half of them have a note or an own field, so that these too are told of few and of many.
    """
    database, draw = make_board("texts"), random.Random(1)

    def words() -> str:
        return "".join(draw.choices(CHARACTERS, k=draw.randint(1, 6)))

    with change(database, "import", 1, NOW) as filling:
        (seller,) = filling.insert_many("seller", [{"login": "kari", "name": "Kari", "folded": "kari"}])
        (own_field,) = filling.insert_many("own_field", [{"name": "More", "folded": "more"}])
        common = {"stage": "lead", "created_at": NOW, "stage_since": NOW}
        titles = ["." + words() for _ in range(DEALS)]
        ids = filling.insert_many(
            "deal", [{"title": title, "rank": ranks.spread(DEALS)[n], **common} for n, title in enumerate(titles)]
        )
        found = {deal_id: [fold(title)] for deal_id, title in zip(ids, titles, strict=True)}
        for place, deal_id in enumerate(ids):
            text = words()
            told = {"deal_id": deal_id, "text": text, "folded": fold(text)}
            if place % 3 == 1:
                filling.insert_many("note", [{**told, "kind": "note", "at": NOW, "seller_id": seller}])
            elif place % 3 == 2:
                filling.insert_many("deal_field", [{**told, "own_field_id": own_field}])
            if place % 3:
                found[deal_id].append(fold(text))
        filling.summary = "imported"
    return database, found


@settings(max_examples=150)
@given(query=QUERIES, few=st.sampled_from([0, 3, 20, matching.FEW]))
def test_words_are_found_as_they_stand(texts: tuple[Database, dict[int, list[str]]], query: Query, few: int) -> None:
    database, found = texts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW", few)
        board = board_reader.load(database, query, Sort.RANK, dict.fromkeys(STAGES, (0, DEALS)), ASKER, None)
    assert [card.id for card in board.columns[0].cards] == [
        deal_id
        for deal_id, lines in found.items()
        if any(
            all(any(term.value in line for line in lines) != term.negated for term in group) for group in query.groups
        )
    ]


def shown(database: Database, query: Query) -> Board:
    """The board with all that a query shows."""
    return board_reader.load(database, query, Sort.RANK, dict.fromkeys(STAGES, (0, DEALS)), ASKER, None)


def afresh(database: Database, query: Query) -> Board:
    """The same, looked up without what is known of what was shown before, nor of what is kept of the whole board."""
    database.last_found = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SAMPLE", 10 * DEALS)
        return shown(database, query)


def typed(text: str, *before: Term, negated: bool = False) -> Iterator[Query]:
    """The queries that a board is asked for while a text is typed, after other terms."""
    for end in range(1, len(text) + 1):
        yield Query(((*before, Term("text", text[:end], negated)),))


@settings(max_examples=100)
@given(text=WORDS.map(fold), few=st.sampled_from([3, 20, matching.FEW]), sample=st.sampled_from([1, matching.SAMPLE]))
def test_every_letter_of_a_word_finds_what_it_finds_alone(
    texts: tuple[Database, dict[int, list[str]]], text: str, few: int, sample: int
) -> None:
    database, found = texts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW", few)
        patch.setattr(matching, "SAMPLE", sample)
        for query in typed(text):
            value = query.groups[0][0].value
            assert [card.id for card in shown(database, query).columns[0].cards] == [
                deal_id for deal_id, lines in found.items() if any(value in line for line in lines)
            ]


@pytest.fixture
def motley(make_board: Callable[[str], Database]) -> Database:
    """A board of deals in every stage, of several currencies and of none, some of them won long ago."""
    database, draw = make_board("motley"), random.Random(2)
    with change(database, "import", 1, NOW) as filling:
        filling.insert_many("seller", [{"login": "kari", "name": "Kari", "folded": "kari"}])
        rows = []
        for place in ranks.spread(DEALS):
            stage = draw.choice(STAGES)
            outcome = draw.choice(("won", "lost")) if stage is Stage.CLOSED else None
            closed_at = NOW - draw.choice((1, 400)) * 86_400_000_000 if outcome else None
            amount = draw.choice((None, draw.randint(0, 10**6)))
            currency = None if amount is None else draw.choice(("EUR", "SEK"))
            rows.append(
                {"title": "".join(draw.choices("ab", (9, 1), k=5)), "stage": stage.value, "outcome": outcome,
                 "lost_reason": "price" if outcome == "lost" else None, "closed_at": closed_at, "amount": amount,
                 "currency": currency, "probability": draw.choice((None, 35)), "rank": place,
                 "owner_id": draw.choice((None, 1)), "created_at": NOW, "stage_since": NOW - len(rows) % 9 * 10**11}
            )  # fmt: skip
        filling.insert_many("deal", rows)
        filling.summary = "imported"
    return database


@pytest.mark.parametrize("negated", [False, True])
def test_what_most_deals_have_is_counted_by_those_that_do_not(motley: Database, negated: bool) -> None:
    text = "b" if negated else "a"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW", 5)
        patch.setattr(matching, "SAMPLE", 1)
        (query,) = typed(text, negated=negated)
        assert matching.matching(motley, query, ASKER).others is not None
        found = shown(motley, query)
    assert found == afresh(motley, query)
    assert sum(column.count for column in found.columns) > DEALS / 2


@pytest.mark.parametrize(
    "before",
    [
        (),
        (Term("owner", "me"),),
        (Term("is", "open"),),
        (Term("text", "b", negated=True),),
        (Term("in-stage", Range(Decimal(3))),),
        (Term("stage", ("lead", "closed")), Term("amount", Range(Decimal(10)))),
    ],
)
def test_letters_are_looked_for_among_what_other_terms_leave(motley: Database, before: tuple[Term, ...]) -> None:
    for query in typed("aab", *before):
        assert shown(motley, query) == afresh(motley, query)


@pytest.mark.parametrize(
    ("before", "query", "included"),
    [
        ("a", "ab", True),
        ("b", "ab", True),
        ("ab", "a", False),
        ("a", "-ab", False),
        ("-a", "-ab", False),
        ("a", "a stage:lead", True),
        ("a stage:lead", "ab stage:lead", True),
        ("a stage:lead", "ab stage:prospect", False),
        ("a", "a or b", False),
        ("a", "ab is:parked", False),
        ("is:open a", "is:open ab", False),
        ("in-stage>3d a", "in-stage>3d ab", False),
    ],
)
def test_what_can_show_more_is_looked_up_again(before: str, query: str, included: bool) -> None:
    parsed = [parse_query(text, ASKER.today, "EUR") for text in (before, query)]
    last = matching.LastFound((), parsed[0], ASKER, (), frozenset())
    assert last.includes(parsed[1], ASKER) is included
    assert not last.includes(parsed[1], replace(ASKER, seller=2))
    assert not last.includes(parsed[1], replace(ASKER, today=date(2026, 9, 22)))


@pytest.mark.parametrize("sort", Sort)
def test_windows_of_few_are_the_same_however_they_are_found(motley: Database, sort: Sort) -> None:
    (query,) = typed("a")
    for start in range(0, 18, 3):
        windows = dict.fromkeys(STAGES, (start, 2))
        boards = []
        for dense in (False, True):
            motley.last_found = None
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(board_reader.Windows, "_is_dense", lambda *_, dense=dense: dense)
                boards.append(board_reader.load(motley, query, sort, windows, ASKER, None))
        assert boards[0] == boards[1]


def test_few_of_a_column_are_met_with_where_they_are_dense(motley: Database) -> None:
    shown = matching.matching(motley, *typed("a"), ASKER)
    windows = board_reader.Windows(motley, shown, Sort.RANK)

    def order(count: int) -> str:
        return str(windows.query(Stage.LEAD, count, False, 1, 0).query(motley.peewee)[0])

    assert '"stage"' in order(DEALS)
    assert '"stage"' not in order(10)
    parked = board_reader.Windows(motley, shown._replace(parked_too=True), Sort.RANK)
    assert '"stage"' not in parked.query(Stage.LEAD, DEALS, False, 1, 0).query(motley.peewee)[0]


def retitle(database: Database, title: str) -> None:
    """Give the first deal another title."""
    with change(database, "edit", 1, NOW) as editing:
        editing.update("deal", 1, {"title": title})
        editing.summary = "retitled"


@pytest.mark.parametrize("whose", ["own", "another's", "taken back"])
def test_what_is_written_between_two_letters_is_found(motley: Database, whose: str) -> None:
    def found(text: str) -> set[int]:
        *_, query = typed(text)
        return {card.id for column in shown(motley, query).columns for card in column.cards}

    retitle(motley, "zebra")
    assert found("ze") == {1}
    if whose == "own":
        retitle(motley, "aaa")
        assert found("zeb") == set()
    elif whose == "another's":
        with closing(open_database(Path(motley.where))) as other:
            retitle(other, "aaa")
            assert found("zeb") == set()
            retitle(other, "zebra crossing")
    else:
        with motley.rehearsing():
            retitle(motley, "aaa")
            assert found("ze") == set()
        retitle(motley, "zebra crossing")  # under the number that the change had which was taken back
    assert found("zebr") == ({1} if whose != "own" else set())


def steps_of(database: Database, deed: Callable[[], object]) -> int:
    """How many steps of its machine SQLite takes for something."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 10
        return 0

    connection = database.peewee.connection()
    connection.set_progress_handler(step, 10)
    try:
        deed()
    finally:
        connection.set_progress_handler(None, 0)
    return count


def filled(database: Database, deals: int) -> Database:
    """So many deals, every hundredth of them a zebra, each with a note."""
    with change(database, "import", 1, NOW) as filling:
        (seller,) = filling.insert_many("seller", [{"login": "kari", "name": "Kari", "folded": "kari"}])
        common = {"created_at": NOW, "stage_since": NOW, "amount": 100, "currency": "EUR"}
        titles = ["zebra" if n % 100 == 1 else "bicycle" for n in range(deals)]
        ids = filling.insert_many(
            "deal",
            [
                {"title": title, "stage": STAGES[n % 3].value, "rank": place, **common}
                for n, (title, place) in enumerate(zip(titles, ranks.spread(deals), strict=True))
            ],
        )
        note = {"kind": "note", "text": "Rang.", "folded": "rang.", "at": NOW, "seller_id": seller}
        filling.insert_many("note", [{**note, "deal_id": deal_id} for deal_id in ids])
        filling.summary = "imported"
    return database


@pytest.mark.scale
def test_a_letter_looks_at_everything_once(make_board: Callable[[str], Database]) -> None:
    """In steps of SQLite's machine: some four for a title or a note that has to be looked at.

    What is found in half of all is counted and added up as well.
    """
    sizes = (40, 20_000)
    small, large = (filled(make_board(str(size)), size) for size in sizes)

    def steps(database: Database, text: str) -> int:
        query, windows = Query(((Term("text", text),),)), dict.fromkeys(STAGES, (0, 30))
        return steps_of(database, lambda: board_reader.load(database, query, Sort.RANK, windows, ASKER, None))

    most = {"no such": 14, "zebra": 14, "bicycle": 40, "rang": 80}
    more = {text: (steps(large, text) - steps(small, text)) / (sizes[1] - sizes[0]) for text in most}
    assert {text: each for text, each in more.items() if not 0 < each < most[text]} == {}
