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
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.csv_file import read_csv
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.headers import Columns, match_columns
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.imported_deals import ReadDeals, read_deals, source_name
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.values import instant

NOON = instant(date(2017, 3, 1))


def read(
    directory: Path, content: str, *, day_first: bool | None = None, name: str = "deals.csv"
) -> tuple[tuple[ImportedDeal, ...], tuple[Reject, ...]]:
    path = directory / name
    path.write_text(content, encoding="utf-8")
    file = read_csv(path)
    columns = match_columns(file.header, rows=(row.cells for row in file.rows()))
    found = read_deals(file, columns, None, day_first)
    return tuple(found.deals), tuple(found.rejected)


def read_all(
    directory: Path, content: str, *, currency: str | None = None, stages: dict[str, str] | None = None
) -> ReadDeals:
    path = directory / "deals.csv"
    path.write_text(content, encoding="utf-8")
    file = read_csv(path)
    columns = match_columns(file.header, rows=(row.cells for row in file.rows()))
    return read_deals(file, columns, currency, None, stages=stages)


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
    deal = one(tmp_path, "title,company\n'=SUM(1),Ac\x1b]0me\u202e\n")
    assert (deal.title, deal.company) == ("=SUM(1)", "Ac␛]0me")


def test_a_row_without_a_title_is_named_after_its_company_or_contact(tmp_path: Path) -> None:
    deals, rejects = read(tmp_path, "title,company,contact,value\n,Acme,,1\n,,Aino,2\n,,,3\n")
    assert [deal.title for deal in deals] == ["Acme", "Aino"]
    assert rejects == (Reject(4, "it has no title", ("", "", "", "3")),)


@pytest.mark.parametrize(
    ("content", "kept", "reason"),
    [
        ("title,value\nA,lots\n", "value: lots", "“lots” is not an amount"),
        ("title,value\nA,-5\n", "value: -5", "“-5” is negative"),
        ("title,value\nA,5.123456\n", "value: 5.123456", "too many decimals"),
        ("title,value,currency\nA,5,XYZ\n", "currency: XYZ", "“XYZ” is not a currency"),
        ("title,created\nA,yesterday\n", "created: yesterday", "“yesterday” is not a date"),
        (
            "title,stage,created,closed\nA,won,2017-03-01,2017-02-28\n",
            "created: 2017-03-01",
            "closed (2017-02-28) before it was created",
        ),
        ("title,email\nA,nobody\n", "email: nobody", "“nobody” is not an e-mail address"),
        ("title,email\nA,a@b.no b@b.no\n", "email: b@b.no", "“a@b.no” was taken"),
        ("title,birthday\nA,1980-01-02\n", "birthday: 1980-01-02", "nobody whose birthday it is"),
        ("title,probability\nA,High\n", "probability: High", "“High” is not a probability"),
        ("title,next_due,next_time\nA,2026-12-03,soon\n", "next_time: soon", "not a time of day"),
        ("title,company\nA," + "x" * 501 + "\n", "company: " + "x" * 501, "it has 501 characters; 500 fit"),
    ],
)
def test_a_cell_that_cannot_be_read_is_set_aside_and_the_deal_stays(
    tmp_path: Path, content: str, kept: str, reason: str
) -> None:
    found = read_all(tmp_path, content)
    name, _, text = kept.partition(": ")
    assert [(deal.title, deal.fields) for deal in found.deals] == [("A", ((name, text),))]
    assert (tuple(found.rejected), [each.count for each in found.set_aside]) == ((), [1])
    assert reason in found.set_aside[0].reason


def test_cells_set_aside_are_counted_by_their_column(tmp_path: Path) -> None:
    found = read_all(tmp_path, "title,value,probability\nA,lots,High\nB,5,Low\nC,few,5\n")
    assert [(each.column, each.count) for each in found.set_aside] == [("value", 2), ("probability", 2)]
    assert [deal.amount for deal in found.deals] == [None, 500, None]
    assert found.deals[0].fields == (("value", "lots"), ("probability", "High"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("title,value\n,5\n", "it has no title"),
        ("title,note\n" + "x" * 501 + ",\n", "its title has 501 characters; 500 fit"),
    ],
)
def test_rows_that_make_no_deal_say_why(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in why(tmp_path, content)


def test_rejects_come_by_line(tmp_path: Path) -> None:
    _, rejects = read(tmp_path, "title,value\n,lots\nB\n,x\n")
    assert [reject.line for reject in rejects] == [2, 3, 4]


@pytest.mark.parametrize(
    ("columns", "cells", "place"),
    [
        ("stage,status", "Proposal made,Won", "won"),
        ("stage,status", "Closed Won,Lost", "lost"),
        ("stage,status", "Close,Open", "opportunity"),
        ("stage,is_won", "Demo,1", "won"),
        ("stage,is_won", "Demo,0", "opportunity"),
        ("stage,is_won", "Closed,0", "lost"),
        ("stage,closed,won", "Demo,TRUE,FALSE", "lost"),
        ("stage,closed,won", "Demo,no,no", "opportunity"),
        ("stage,closed", "Closed Won,true", "won"),
        ("closed,won", "yes,yes", "won"),
    ],
)
def test_how_it_ended_comes_before_the_stage(tmp_path: Path, columns: str, cells: str, place: str) -> None:
    deal = one(tmp_path, f"title,{columns}\nA,{cells}\n")
    assert (deal.outcome or deal.stage, deal.tags) == (place, ())


def test_a_row_is_never_lost_for_a_word(tmp_path: Path) -> None:
    content = "title,stage\n" + "".join(
        f"{number},{word}\n"
        for number, word in enumerate(("Demo", "PRODUCTION", "3. Negociación", "Closed", "Demo", "Demo (video)"))
    )
    found = read_all(tmp_path, content)
    assert [(deal.stage, deal.tags) for deal in found.deals] == [
        (Stage.OPPORTUNITY, ()),
        (Stage.LEAD, ("PRODUCTION",)),
        (Stage.OPPORTUNITY, ()),
        (Stage.LEAD, ("Closed",)),
        (Stage.OPPORTUNITY, ()),
        (Stage.OPPORTUNITY, ()),
    ]
    told = {each.word: (dict(each.places), each.unclear, each.tagged) for each in found.stages}
    assert told == {
        "Demo": ({"opportunity": 2}, False, False),
        "PRODUCTION": ({"lead": 1}, True, True),
        "3. Negociación": ({"opportunity": 1}, False, False),
        "Closed": ({"lead": 1}, True, True),
        "Demo (video)": ({"opportunity": 1}, True, False),
    }
    said = read_all(tmp_path, content, stages={"production": "opportunity", "CLOSED": "won"})
    assert [deal.outcome or deal.stage for deal in said.deals][1:4:2] == [Stage.OPPORTUNITY, Outcome.WON]
    assert [deal.tags for deal in said.deals] == [()] * 6


def test_a_closed_deal_that_nothing_says_the_end_of_is_tagged_until_somebody_does(tmp_path: Path) -> None:
    content = "title,stage,is closed\nA,Demo,true\nB,Demo,false\n"
    found = read_all(tmp_path, content)
    assert [(deal.stage, deal.tags) for deal in found.deals] == [
        (Stage.OPPORTUNITY, ("closed",)), (Stage.OPPORTUNITY, ()),
    ]  # fmt: skip
    assert [(each.word, each.count, each.tagged) for each in found.stages] == [("Demo", 1, False), ("closed", 1, True)]
    said = read_all(tmp_path, content, stages={"Closed": "won"})
    assert [(deal.outcome, deal.tags) for deal in said.deals] == [(Outcome.WON, ()), (None, ())]


def test_what_is_on_hold_is_parked_until_its_day_or_tagged(tmp_path: Path) -> None:
    parked, tagged = read(tmp_path, "title,stage,next activity\nA,On Hold,2027-02-01\nB,Contact in Future,\n")[0]
    assert (parked.stage, parked.park_until, parked.tags) == (Stage.LEAD, "2027-02-01", ())
    assert (tagged.stage, tagged.park_until, tagged.tags) == (Stage.LEAD, None, ("Contact in Future",))


def test_first_and_last_name_are_one_person(tmp_path: Path) -> None:
    deal = one(tmp_path, "First Name,Last Name,Company,Title,Email\nAino,Virta,Acme,CFO,a@acme.fi\n")
    assert (deal.title, deal.contact, deal.company, deal.job_title) == ("Aino Virta", "Aino Virta", "Acme", "CFO")


def test_ids_stand_in_for_names_that_are_not_there(tmp_path: Path) -> None:
    deal = one(tmp_path, "id_oportunidade,id_vendedor,id_empresa,id_produto\n7,1,19,2\n")
    assert (deal.external_id, deal.owner, deal.company, deal.title) == ("7", "vendedor 1", "empresa 19", "produto 2")
    deal = one(tmp_path, "deal_id,title,company_id\nD1,Pilot,C200\n")
    assert (deal.title, deal.company) == ("Pilot", "C200")


def test_the_number_behind_a_name_is_left_out(tmp_path: Path) -> None:
    deal = one(tmp_path, "title,Associated Company,owner\nA,Acme (1234567),Unassigned\n")
    assert (deal.company, deal.owner) == ("Acme", "")


def test_what_was_won_is_worth_what_it_brought_in(tmp_path: Path) -> None:
    deals, _ = read(
        tmp_path,
        "title,status,est. revenue,actual revenue\nA,Won,100,90\nB,Won,100,\nC,Open,100,0\nD,Lost,100,0\n",
    )
    assert [deal.amount for deal in deals] == [9_000, 10_000, 10_000, 10_000]


@pytest.mark.parametrize(
    ("header", "cells", "currency", "assumed"),
    [
        ("value", "5", "EUR", {"EUR": 1}),
        ("value", "5 SEK", "SEK", {}),
        ("value", "$5", "USD", {"USD": 1}),
        ("amount_usd,currency", "5,CLP", "USD", {}),
        ("value,currency", "5,US Dollar", "USD", {}),
        ("value,currency", "5,Pesos", "MXN", {"MXN": 1}),
        ("value,currency", "5,kr", "SEK", {"SEK": 1}),
        ("value,currency", "5,", "EUR", {"EUR": 1}),
        ("value,currency", ",Sin factura", None, {}),
    ],
)
def test_the_currency_of_an_amount_is_read_or_said_to_be_assumed(
    tmp_path: Path, header: str, cells: str, currency: str | None, assumed: dict[str, int]
) -> None:
    found = read_all(tmp_path, f"title,{header}\nA,{cells}\n")
    assert (found.deals[0].currency, dict(found.assumed), found.set_aside) == (currency, assumed, ())
    assert read_all(tmp_path, f"title,{header}\nA,{cells}\n", currency="CAD").assumed == {}


def test_a_blank_currency_is_that_of_all_the_others(tmp_path: Path) -> None:
    found = read_all(tmp_path, "title,value,currency\nA,5,RUB\nB,6,\n")
    assert ([deal.currency for deal in found.deals], dict(found.assumed)) == (["RUB", "RUB"], {"RUB": 1})
    found = read_all(tmp_path, "title,value,currency\nA,5,RUB\nB,6,\nC,7,USD\n")
    assert [deal.currency for deal in found.deals] == ["RUB", "EUR", "USD"]


def test_a_deal_was_closed_when_it_was_won_or_lost(tmp_path: Path) -> None:
    header = "Deal - Title,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Expected close date"
    won, lost, odd = read(
        tmp_path,
        f"{header}\nA,Won,2026-03-01 10:00,,2026-02-01\nB,Lost,,2026-03-02,\nC,Won,,,2026-02-01\n",
    )[0]
    days = [date.fromtimestamp((deal.closed_at or 0) / 1e6).isoformat() for deal in (won, lost, odd)]
    assert days == ["2026-03-01", "2026-03-02", "2026-02-01"]
    assert won.expected_close == "2026-02-01"
    deal = one(tmp_path, "title,stage,created,expected close\nA,Won,2026-03-01,2026-02-01\n")
    assert (deal.closed_at, deal.fields) == (None, ()), "it was not closed on a day before it was there"


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (("1.234", "56.78"), (None, 5678)),
        (("1.234", "1.000,50"), (123_400, 100_050)),
        (("1,234", "56,7"), (None, 5670)),
        (("1,234", "2,345"), (123_400, 234_500)),
        (("1,234,567", "8.5"), (123_456_700, 850)),
        (("CHF 12'000", "CHF 12.50"), (1_200_000, 1250)),
    ],
)
def test_a_column_of_amounts_is_read_in_one_way(
    tmp_path: Path, cells: tuple[str, ...], amounts: tuple[int | None, ...]
) -> None:
    deals, _ = read(tmp_path, "title;value\n" + "".join(f"A;{cell}\n" for cell in cells))
    assert tuple(deal.amount for deal in deals) == amounts


def test_rows_of_one_id_that_differ_are_deals_of_their_own_in_any_order(tmp_path: Path) -> None:
    rows = ["7,A,5", "7,B,5", "8,C,5", "7,B,5"]

    def ids(*lines: str) -> dict[str, tuple[str, int]]:
        deals, rejects = read(tmp_path, "deal id,title,value\n" + "\n".join(lines) + "\n")
        assert rejects == ()
        return {deal.title: (deal.external_id, deal.repeats) for deal in deals}

    found = ids(*rows)
    assert found == ids(*reversed(rows))
    assert {len(row_id) for row_id, _ in found.values()} == {1, 18}
    assert (found["A"][1], found["B"][1], found["C"]) == (0, 1, ("8", 0))


def test_a_row_without_an_id_is_known_by_what_it_says_in_any_order(tmp_path: Path) -> None:
    rows = ["Pilot,Acme,1", "Pilot,Acme,2", "Pilot,Acme,1", "Other,Acme,1"]

    def ids(*lines: str) -> list[str]:
        return sorted(deal.external_id for deal in read(tmp_path, "title,company,value\n" + "\n".join(lines))[0])

    assert ids(*rows) == ids(*reversed(rows))
    assert len(set(ids(*rows))) == 4
    assert len({row_id.partition("/")[0] for row_id in ids(*rows)}) == 2


def test_the_order_of_day_and_month_is_asked_for_only_when_it_matters(tmp_path: Path) -> None:
    content = "title,created\nA,01/02/2017\n"
    with pytest.raises(BadInput, match="--day-first or --month-first"):
        read(tmp_path, content)
    assert read(tmp_path, content, day_first=False)[0][0].created_at == instant(date(2017, 1, 2))
    assert read(tmp_path, content, day_first=True)[0][0].created_at == instant(date(2017, 2, 1))


def test_columns_that_disagree_on_day_and_month_are_read_each_by_itself(tmp_path: Path) -> None:
    deal = one(tmp_path, "title,created,expected close\nA,13/01/2026,12/24/2026\n")
    assert (deal.created_at, deal.expected_close) == (instant(date(2026, 1, 13)), "2026-12-24")
    with pytest.raises(BadInput, match="can be read in two ways"):
        read(tmp_path, "title,created,expected close,due\nA,13/01/2026,12/24/2026,01/02/2026\n")


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 4), min_size=1, max_size=5))
def test_any_cells_give_deals_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "deals.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows((("title", "stage", "value", "created"), *rows))
    try:
        file = read_csv(path)
        found = read_deals(file, match_columns(file.header), "EUR", day_first=True)
    except BadInput:
        return
    assert len(found.deals) + len(found.rejected) == sum(1 for _ in file.read())
    assert all(clean(deal.title) == deal.title != "" for deal in found.deals)


@given(
    st.lists(
        st.lists(
            st.sampled_from(("", "A", "Won", "closed", "1", "-1", "2026-01-02", "3/4/2026", "a@b.no", "A (a@b.no); B"))
            | st.sampled_from(("A (1234567)", "kr", "5 pesos", "$5", "1.234", "1.234,5", "yes", "0", "High", "Limbo"))
            | st.text(max_size=10),
            min_size=len(FIELD_NAMES),
            max_size=len(FIELD_NAMES),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sets(st.sampled_from(sorted(FIELD_NAMES.keys() - {"title"}))),
)
def test_no_cell_of_any_field_ends_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], left_out: set[str]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "deals.csv"
    header = ["" if field in left_out else field for field in FIELD_NAMES]
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows((header, *rows))
    try:
        file = read_csv(path)
    except BadInput:
        return
    mapping = tuple((field, field) for field in FIELD_NAMES if field not in left_out)
    found = read_deals(file, match_columns(file.header, mapping), None, day_first=True)
    read = sum(1 + deal.repeats for deal in found.deals)
    assert read + len(found.rejected) == sum(1 for _ in file.read())
    assert len({deal.external_id for deal in found.deals}) == len(found.deals)


@pytest.mark.parametrize(
    ("cells", "currency", "assumed"),
    [
        ("5 kr,Norway", "NOK", {}),
        ("5 kr,Danmark", "DKK", {}),
        ("5 kr,Finland", "SEK", {"SEK": 1}),
        ("$5,Canada", "CAD", {}),
        ("5 pesos,Chile", "CLP", {}),
        ("5 US Dollars,Chile", "USD", {}),
        ("5,Norway", "EUR", {"EUR": 1}),
    ],
)
def test_a_country_tells_currencies_with_one_sign_apart(
    tmp_path: Path, cells: str, currency: str, assumed: dict[str, int]
) -> None:
    found = read_all(tmp_path, f"title,value,country\nA,{cells}\n")
    assert (found.deals[0].currency, dict(found.assumed), found.set_aside) == (currency, assumed, ())


@pytest.mark.parametrize(
    ("header", "cells", "contacts"),
    [
        ("contact", "Aino; Kari", [("Aino", ""), ("Kari", "")]),
        ("contact", "Aino (a@b.no);Kari (k@b.no);Aino (a@b.no)", [("Aino", "a@b.no"), ("Kari", "k@b.no")]),
        ("contact", "Aino Virta (12345678); Kari (87654321)", [("Aino Virta", ""), ("Kari", "")]),
        ("related contacts", "a@b.no;k@b.no", [("a@b.no", "a@b.no"), ("k@b.no", "k@b.no")]),
        ("contact,email", "Aino;Kari,a@b.no; k@b.no", [("Aino", "a@b.no"), ("Kari", "k@b.no")]),
        ("contact", ";", []),
    ],
)
def test_several_contacts_of_one_deal(tmp_path: Path, header: str, cells: str, contacts: list[tuple[str, str]]) -> None:
    deal = one(tmp_path, f"title,{header}\nA,{cells}\n")
    assert ([(person.name, person.email) for person in deal.people], deal.fields) == (contacts, ())


def test_an_address_or_a_second_phone_beside_a_name_is_kept(tmp_path: Path) -> None:
    deal = one(tmp_path, "title,contact,owner,phone,mobile\nA,Aino (a@b.no),Kari <k@b.no>,22,99\n")
    assert (deal.contact, deal.email, deal.owner) == ("Aino", "a@b.no", "Kari")
    assert (deal.phone, deal.fields) == ("22", (("mobile", "99"),))


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
    assert source("may.csv", "title,value") == source("june.csv", "Title,Value") != source("may.csv", "title")
    assert source("may.csv", "title") == source("rejects.csv", "title,rejected because")


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


def test_columns_that_are_not_known_are_kept_as_own_fields(tmp_path: Path) -> None:
    deals, _ = read(tmp_path, 'title,Region,Extra\nA,Nord\x1b,"one\r\ntwo"\nB, ,\'=SUM(1)\n')
    assert [deal.fields for deal in deals] == [
        (("Region", "Nord␛"), ("Extra", "one\ntwo")), (("Extra", "=SUM(1)"),),
    ]  # fmt: skip


def test_a_text_too_long_for_an_own_field_goes_on_in_another(tmp_path: Path) -> None:
    found = read_all(tmp_path, "title,Region\nA," + "x" * 45_000 + "\n")
    assert [(name, len(text)) for name, text in found.deals[0].fields] == [
        ("Region", 20_000), ("Region 2", 20_000), ("Region 3", 5_000),
    ]  # fmt: skip
    assert not found.rejected


def test_a_cell_set_aside_joins_the_own_field_of_that_name(tmp_path: Path) -> None:
    found = read_all(tmp_path, "title,value,VALUE\nA,lots,few\n")
    assert found.deals[0].fields == (("VALUE", "few\nlots"),)


def test_rows_of_one_id_that_differ_in_own_fields_are_one_deal_in_whichever_order(tmp_path: Path) -> None:
    rows = ["7,A,5,pump,x", "7,A,5,hose,x", "7,A,5,hose,", "8,B,5,pump,x"]
    for ordered in (rows, rows[::-1]):
        deals, _ = read(tmp_path, "\n".join(["id,title,value,part,other", *ordered]))
        assert {(deal.title, deal.repeats, deal.fields) for deal in deals} == {
            ("A", 2, (("part", "hose\npump"), ("other", "x"))), ("B", 0, (("part", "pump"), ("other", "x"))),
        }  # fmt: skip


def test_rows_without_ids_that_differ_in_own_fields_are_told_apart_in_whichever_order(tmp_path: Path) -> None:
    rows = ["A,5,pump", "A,5,hose"]
    known = [
        {deal.fields: deal.external_id for deal in read(tmp_path, "\n".join(["title,value,part", *ordered]))[0]}
        for ordered in (rows, rows[::-1])
    ]
    assert known[0] == known[1]
    assert len(set(known[0].values())) == 2
