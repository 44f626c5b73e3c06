"""Rows become deals in our terms; rows that make none say why."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import Reject, read_csv
from funnelboard.exchange.headers import Columns, match_columns
from funnelboard.exchange.imported_deals import ImportedDeal, read_deals, source_name
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.values import instant

NOON = instant(date(2017, 3, 1))


def read(
    directory: Path, content: str, *, day_first: bool | None = None, name: str = "deals.csv"
) -> tuple[tuple[ImportedDeal, ...], tuple[Reject, ...]]:
    path = directory / name
    path.write_text(content, encoding="utf-8")
    file = read_csv(path)
    return read_deals(file, match_columns(file.header), "EUR", day_first)


def one(directory: Path, content: str) -> ImportedDeal:
    deals, rejects = read(directory, content)
    assert rejects == ()
    return deals[0]


def why(directory: Path, content: str) -> str:
    deals, rejects = read(directory, content)
    assert deals == ()
    return rejects[0].reason


def test_a_won_deal(tmp_path: Path) -> None:
    deal = one(tmp_path, "id,title,stage,created,close date,value\n7,Pilot,Won,2017-02-01,2017-03-01,1054.50\n")
    assert (deal.line, deal.external_id, deal.title) == (2, "7", "Pilot")
    assert (deal.stage, deal.outcome, deal.amount, deal.currency) == (Stage.CLOSED, Outcome.WON, 105450, "EUR")
    assert (deal.created_at, deal.closed_at, deal.expected_close) == (instant(date(2017, 2, 1)), NOON, None)


def test_the_close_date_of_an_open_deal_is_when_it_is_expected(tmp_path: Path) -> None:
    deal = one(tmp_path, "title,stage,close date\nPilot,Engaging,2017-03-01\n")
    assert (deal.closed_at, deal.expected_close) == (None, "2017-03-01")


@pytest.mark.parametrize(("value", "amount"), [("0", None), ("", None), ("500", 50000)])
def test_what_a_lost_deal_brought_in_is_not_its_worth(tmp_path: Path, value: str, amount: int | None) -> None:
    deal = one(tmp_path, f"title,stage,value\nPilot,Lost,{value}\n")
    assert (deal.amount, deal.lost_reason, deal.lost_detail) == (amount, LostReason.OTHER, "not given on import")


def test_a_won_deal_may_be_worth_nothing(tmp_path: Path) -> None:
    assert one(tmp_path, "title,stage,value\nPilot,Won,0\n").amount == 0


def test_a_status_column_closes_what_its_stage_leaves_open(tmp_path: Path) -> None:
    deals, _ = read(tmp_path, "title,stage,status\nA,Proposal made,won\nB,Proposal made,open\nC,closed,lost\n")
    assert [(deal.stage, deal.outcome) for deal in deals] == [
        (Stage.CLOSED, Outcome.WON),
        (Stage.OPPORTUNITY, None),
        (Stage.CLOSED, Outcome.LOST),
    ]


def test_everything_else_a_row_can_say(tmp_path: Path) -> None:
    deal = one(
        tmp_path,
        "title,company,contact,email,phone,job title,owner,value,currency,probability,tags,source,note,"
        "next follow-up,next step,expected close date\n"
        "Pilot,Acme Oy,Aino,AINO@acme.fi,+358 1,CFO,Sales A,12k,sek,30%,#expo;nordic,Trade show,"
        '"two\r\nlines",2017-03-01,call about price,2017-04-01\n',
    )
    assert (deal.company, deal.contact, deal.email, deal.phone, deal.job_title) == (
        "Acme Oy", "Aino", "AINO@acme.fi", "+358 1", "CFO",
    )  # fmt: skip
    assert (deal.owner, deal.amount, deal.currency, deal.probability) == ("Sales A", 1_200_000, "SEK", 30)
    assert (deal.tags, deal.source, deal.note) == (("expo", "nordic"), "event", "two\nlines")
    assert (deal.follow_up, deal.follow_up_what, deal.expected_close) == (
        "2017-03-01", "call about price", "2017-04-01",
    )  # fmt: skip


def test_text_is_cleaned_and_guarded_cells_are_restored(tmp_path: Path) -> None:
    deal = one(tmp_path, "title,company\n'=SUM(1),Ac\x1b]0;me\u202e\n")
    assert (deal.title, deal.company) == ("=SUM(1)", "Ac␛]0;me")


def test_a_row_without_a_title_is_named_after_its_company_or_contact(tmp_path: Path) -> None:
    deals, rejects = read(tmp_path, "title,company,contact,value\n,Acme,,1\n,,Aino,2\n,,,3\n")
    assert [deal.title for deal in deals] == ["Acme", "Aino"]
    assert rejects == (Reject(4, "it has no title", ("", "", "", "3")),)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("title,stage\nA,Limbo\n", "“Limbo” is not a stage"),
        ("title,stage\nA,Closed\n", "“Closed” does not say whether it was won or lost"),
        ("title,value\nA,lots\n", "“lots” is not an amount"),
        ("title,value\nA,-5\n", "“-5” is negative"),
        ("title,value,currency\nA,5,XYZ\n", "“XYZ” is not a currency"),
        ("title,created\nA,yesterday\n", "created: “yesterday” is not a date"),
        ("title,stage,created,closed\nA,won,2017-03-01,2017-02-28\n", "closed (2017-02-28) before it was created"),
        ("title,email\nA,nobody\n", "“nobody” is not an e-mail address"),
        ("title,probability\nA,120\n", "not a probability"),
        ("title,note\n" + "x" * 501 + ",\n", "its title has 501 characters; 500 fit"),
    ],
)
def test_rows_that_make_no_deal_say_why(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in why(tmp_path, content)


def test_rejects_of_file_and_cells_come_by_line(tmp_path: Path) -> None:
    _, rejects = read(tmp_path, "title,value\nA,lots\nB\nC,x\n")
    assert [reject.line for reject in rejects] == [2, 3, 4]


def test_the_second_row_of_an_id_is_rejected(tmp_path: Path) -> None:
    deals, rejects = read(tmp_path, "deal id,title\n7,A\n7,B\n")
    assert [deal.title for deal in deals] == ["A"]
    assert rejects[0].reason == "its deal id “7” is that of line 2"


def test_rows_without_ids_keep_theirs_when_only_their_progress_changes(tmp_path: Path) -> None:
    before, _ = read(tmp_path, "title,company,stage\nPilot,Acme,lead\nPilot,Acme,lead\nOther,Acme,lead\n")
    after, _ = read(tmp_path, "title,company,stage,value\nOther,Acme,lead,\nPilot,ACME,won,5\nPilot,Acme,lead,\n")
    assert len({deal.external_id for deal in before}) == 3
    assert [after[1].external_id, after[2].external_id, after[0].external_id] == [d.external_id for d in before]


def test_the_order_of_day_and_month_is_asked_for_only_when_it_matters(tmp_path: Path) -> None:
    content = "title,created\nA,01/02/2017\n"
    with pytest.raises(BadInput, match="--day-first or --month-first"):
        read(tmp_path, content)
    assert read(tmp_path, content, day_first=False)[0][0].created_at == instant(date(2017, 1, 2))
    assert read(tmp_path, content, day_first=True)[0][0].created_at == instant(date(2017, 2, 1))


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 4), min_size=1, max_size=5))
def test_any_cells_give_deals_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "deals.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows((("title", "stage", "value", "created"), *rows))
    try:
        file = read_csv(path)
        deals, rejects = read_deals(file, match_columns(file.header), "EUR", day_first=True)
    except BadInput:
        return
    assert len(deals) + len(rejects) == len(file.rows) + len(file.rejects)
    assert all(clean(deal.title) == deal.title != "" for deal in deals)


def test_exports_of_one_program_are_one_source(tmp_path: Path) -> None:
    def source(name: str, header: str) -> str:
        path = tmp_path / name
        path.write_text(header + "\n" + "x," * header.count(",") + "x\n")
        file = read_csv(path)
        columns: Columns = match_columns(file.header)
        return source_name(file, columns)

    assert (
        source("may.csv", "opportunity_id,title") == source("june.csv", "Opportunity ID,name,value") == "opportunity id"
    )
    assert source("may.csv", "id,title") == source("june.csv", "ID,Title") != source("may.csv", "id,name")
    assert source("may.csv", "id,title") == source("june.csv", "ID,Title,rejected because")
    assert source("may.csv", "title") == "rows of may.csv"


@pytest.mark.parametrize(
    ("columns", "day", "at"),
    [
        ("Next activity,2026-12-03", "2026-12-03", None),
        ("Next activity,2026-12-03 10:30", "2026-12-03", "10:30"),
        ("Next activity,2026-12-03 00:00", "2026-12-03", None),
        ("next_due|next_time,2026-12-03|2pm", "2026-12-03", "14:00"),
        ("next_due|next_time,2026-12-03|09:05:00", "2026-12-03", "09:05"),
    ],
)
def test_the_time_of_a_follow_up(tmp_path: Path, columns: str, day: str, at: str | None) -> None:
    names, cells = (part.replace("|", ",") for part in columns.split(",", 1))
    deal = one(tmp_path, f"title,{names}\nAcme,{cells}\n")
    assert (deal.follow_up, deal.follow_up_time) == (day, at)


def test_a_time_that_is_none_is_told(tmp_path: Path) -> None:
    assert "not a time of day" in why(tmp_path, "title,next_due,next_time\nAcme,2026-12-03,soon\n")
