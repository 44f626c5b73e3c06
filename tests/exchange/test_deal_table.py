"""A table of whole deals: read back it says of every deal what went in, also when a spreadsheet has been at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.domain.contact import CHANNELS, Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.whole_deal import Answered, Moved, Objected, Promised, TakingPart, Told, WholeDeal
from funnelboard.exchange.csv_file import csv_line, read_csv
from funnelboard.exchange.deal_record import header, rows
from funnelboard.exchange.deal_table import Table, is_table, read_table, table_columns

BOARD = "0123456789abcdef"
AT = 1_795_000_000_123_456

LOST = WholeDeal(
    id=17, title="=cmd|calc: pilot", stage=Stage.CLOSED, outcome=Outcome.LOST, created_at=AT - 10,
    stage_since=AT - 3, closed_at=AT, amount=Money(1_234, "KWD"), probability=35, owner="kari", source="event",
    source_detail="spring fair", company="Åsgård; Sønner (1234567)", company_website="asgard.example",
    company_phone="+47 1", company_address="Storgata 1", company_industry="bikes", customer_since=AT - 5,
    contacts=(
        TakingPart("Kari <kari@x.example>", "Elsewhere AS", Role.DECISION_MAKER, True, "k@x.example", "+47 900", "CFO",
                   date(1980, 2, 29), False, ("email", "phone")),
        TakingPart("Ola"), TakingPart("-1+1", "Åsgård; Sønner (1234567)", Role.USER, may_contact=False),
    ),
    tags=("expo", "a, b", 'c"d'), market=Answer.YES, means=Answer.NO, authority=Answer.YES, need=Answer.YES,
    willing=Answer.NO, agreed=Answer.YES, signed=Answer.NO, settled=Answer.YES, pain_point="@home\nslow",
    competitor="'x", current_supplier="x", decision_process="board", buyer_next_step="+1",
    expected_close=date(2026, 12, 3),
    lost_reason=LostReason.NO_NEED, lost_detail="really", may_return=Answer.NO, parked_until=date(2027, 1, 2),
    parked_reason="budget", repeat_of=3, referred_by="Nordlys", external_id="0017", external_source="opportunity id",
    answers=(Answered(AT, Criterion.MARKET, Answer.YES, "kari", "Ola", "call"),
             Answered(AT, Criterion.NEED, Answer.NO, "Ola N.")),
    notes=(Told(AT, NoteKind.DUE_DILIGENCE, "kari", "one\n\n  text: two\nnote"), Told(AT, NoteKind.CALL, "ola", "=x")),
    follow_ups=(Promised(date(2026, 12, 4), time(10, 30), "call", "about price", "kari", AT, AT + 1, None, "fine"),
                Promised(date(2026, 12, 5), None, "todo", "x", "kari", AT, None, AT + 1)),
    objections=(Objected(AT, "kari", "too dear"), Objected(AT, "kari", "too late", AT + 1, "is it?")),
    moves=(Moved(AT, None, None, Stage.LEAD, None, "kari"),
           Moved(AT, Stage.LEAD, None, Stage.CLOSED, Outcome.LOST, "kari", "no need"),
           Moved(AT, Stage.CLOSED, Outcome.WON, Stage.PROSPECT, None, "kari", "it is back")),
    fields=(("contract no", "=12"), ("renewal", "2027\nlater")),
)  # fmt: skip
"""Something in every column."""

NEW = WholeDeal(id=18, title="new", stage=Stage.LEAD, created_at=AT, stage_since=AT)


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Table]:
    """Reads a table of deals back, each row changed before: ``read(deals, change=lambda cells: None)``."""
    path = tmp_path_factory.mktemp("tables") / "deals.csv"

    def write_and_read(
        deals: Sequence[WholeDeal],
        change: Callable[[dict[str, str]], object] = lambda cells: None,
        order: Callable[[list[str]], list[str]] = list,
    ) -> Table:
        fields = ["contract no", "renewal"]
        records = [
            dict(zip(header(BOARD, fields), cells, strict=True)) for deal in deals for cells in rows(deal, fields)
        ]
        for record in records:
            change(record)
        lines = [csv_line(list(record.values())) for record in records]
        path.write_text(csv_line(list(records[0])) + "".join(order(lines)), encoding="utf-8", newline="")
        file = read_csv(path)
        assert is_table(file)
        return read_table(file, None, None, "EUR")

    return write_and_read


def test_everything_is_read_back(read: Callable[..., Table]) -> None:
    table = read([LOST, NEW])
    assert table.rejects == ()
    assert [row.deal for row in table.rows] == [LOST, NEW]
    assert [(row.own_id, row.edited) for row in table.rows] == [("17", frozenset()), ("18", frozenset())]
    assert [row.changed_in(row.deal) for row in table.rows] == [frozenset(), frozenset()]
    assert table.board == BOARD


def test_every_attribute_has_a_value_that_a_new_deal_does_not_have() -> None:
    assert [name for name in WholeDeal._fields if getattr(LOST, name) == getattr(NEW, name)] == []


def test_no_cell_is_run_by_a_spreadsheet(read: Callable[..., Table]) -> None:
    for cells in rows(LOST, ["contract no"]):
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert "'=cmd|calc: pilot" in next(rows(LOST, []))


TEXT = st.text(st.sampled_from("aÅ=+'\"-@,;\n |<>()1é"), max_size=8).map(str.strip)
LINE = TEXT.map(lambda text: " ".join(text.split()))
WORD = LINE.filter(bool)


@settings(max_examples=40)
@given(
    title=WORD, company=LINE, owner=LINE, note=TEXT.filter(bool), detail=TEXT, tags=st.lists(WORD, unique=True),
    contacts=st.lists(st.builds(TakingPart, WORD, LINE, st.sampled_from(Role), st.booleans(), LINE, LINE, LINE)),
    channels=st.lists(st.sampled_from(CHANNELS), unique=True),
)  # fmt: skip
def test_any_text_is_read_back(
    read: Callable[..., Table], title: str, company: str, owner: str, note: str, detail: str, tags: list[str],
    contacts: list[TakingPart], channels: list[str],
) -> None:  # fmt: skip
    people = tuple(contact._replace(contact_by=tuple(channels)) for contact in contacts)
    deal = NEW._replace(
        title=title, company=company, owner=owner, tags=tuple(tags), contacts=people, pain_point=detail,
        notes=(Told(AT, NoteKind.NOTE, owner, note),) * 2, objections=(Objected(AT, owner, note),),
    )  # fmt: skip
    (row,) = read([deal]).rows
    assert (row.deal, row.edited, row.changed_in(deal)) == (deal, frozenset(), frozenset())


def test_a_deal_with_more_than_cells_can_hold_takes_several_rows_in_whatever_order(read: Callable[..., Table]) -> None:
    notes = tuple(Told(AT + number, NoteKind.EMAIL, "kari", f"{number} " + "x" * 19_990) for number in range(9))
    long = LOST._replace(notes=notes)
    assert len(list(rows(long, []))) > 5
    for order in (list, lambda lines: lines[::-1]):
        table = read([long, NEW], order=order)
        assert {row.own_id: row.deal for row in table.rows} == {"17": long, "18": NEW}
        assert not any(row.edited for row in table.rows)


def test_what_was_edited_shows(read: Callable[..., Table]) -> None:
    (row,) = read([LOST], lambda cells: cells.update(title="another")).rows
    assert (row.deal, row.edited) == (LOST._replace(title="another"), {"title"})


@pytest.mark.parametrize("name", [name for name in WholeDeal._fields if name != "id"])
def test_what_was_changed_in_the_database_shows(name: str, read: Callable[..., Table]) -> None:
    (row,) = read([LOST]).rows
    assert row.changed_in(LOST._replace(**{name: getattr(NEW, name)})) == {name}
    (row,) = read([NEW]).rows
    assert row.changed_in(NEW._replace(**{name: getattr(LOST, name)})) == {name}


def test_a_spreadsheets_dates_and_numbers_are_the_same(read: Callable[..., Table]) -> None:
    def written_anew(cells: dict[str, str]) -> None:
        cells["expected_close"] = "03/12/2026"
        cells["parked_until"] = "02/01/2027"
        cells["birthday"] = "29/02/1980"
        cells["may_contact"] = "NO"

    (row,) = read([LOST], written_anew).rows
    assert (row.deal, row.edited) == (LOST, {"expected_close", "parked_until", "contacts"})
    (row,) = read([LOST._replace(amount=Money(2_970_000, "SEK"))], lambda cells: cells.update(amount="29 700")).rows
    assert row.deal.amount == Money(2_970_000, "SEK")


def test_columns_may_be_left_out_and_put_in(read: Callable[..., Table]) -> None:
    def rearranged(cells: dict[str, str]) -> None:
        for name in ("notes", "amount", "currency"):
            del cells[name]
        cells["title"] = cells.pop("title")
        cells["shelf"] = "B 12"

    (row,) = read([LOST], rearranged).rows
    assert row.deal == LOST._replace(notes=(), amount=None, fields=(*LOST.fields, ("shelf", "B 12")))
    assert row.edited == {"fields"}


def test_a_row_that_is_no_deal_is_named(read: Callable[..., Table]) -> None:
    for changed, reason in (
        ({"stage": "lead"}, "a closed deal has an outcome"),
        ({"outcome": "won"}, "a lost deal has a lost_reason"),
        ({"title": ""}, "it has no title"),
        ({"stage": "closing"}, "“closing” is none of lead, prospect, opportunity, closed"),
        ({"expected_close": "soon"}, "“soon” is not a date"),
        ({"probability": "many"}, "“many” is not a probability"),
        ({"amount": "-1"}, "-1"),
        ({"decides": "perhaps"}, "neither yes nor no"),
        ({"repeat_of": "the first"}, "“the first” is no whole number"),
        ({"external_id": ""}, "only one of external_id and external_source"),
        ({"notes": "2026-11-03T10:00:00Z shouted"}, "its notes cannot be read"),
        ({"notes": "yesterday call"}, "its notes cannot be read: “yesterday” is not a date"),
        ({"more_contacts": "Ola\n  shoe size: 43"}, "its more_contacts cannot be read"),
        ({"moves": "2026-11-03T10:00:00Z nowhere"}, "its moves cannot be read"),
        ({f"FunnelBoard ID {BOARD}": "x17"}, "“x17” is not the number of a deal"),
    ):
        table = read([LOST], lambda cells, changed=changed: cells.update(changed))
        assert table.rows == (), changed
        assert reason in table.rejects[0].reason


def test_a_row_of_ones_own_has_no_number(read: Callable[..., Table]) -> None:
    def own(cells: dict[str, str]) -> None:
        for name in cells:
            if name not in ("title", "company", "stage"):
                cells[name] = ""

    (row,) = read([NEW._replace(company="Acme")], own).rows
    assert (row.deal.id, row.deal.title, row.deal.created_at, row.edited) == (None, "new", None, None)
    assert row.own_id.startswith("new ")


def test_a_number_that_comes_twice_is_one_deal_only(read: Callable[..., Table]) -> None:
    table = read([NEW, NEW])
    assert [row.line for row in table.rows] == [2]
    assert table.rejects[0].reason.startswith("line 2 has this deal already")


def test_its_columns_are_what_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("".join(map(csv_line, [header(BOARD, ["=x"]), *rows(NEW, ["=x"])])), encoding="utf-8", newline="")
    columns = table_columns(read_csv(path))
    assert columns.positions["title"] == 1
    assert "field.=x" in columns.positions
