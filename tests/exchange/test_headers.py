"""Columns are recognised by the names that programs give them, and --map has the last word."""

from __future__ import annotations

import pytest

from funnelboard.errors import BadInput
from funnelboard.exchange.headers import FIELD_NAMES, match_columns, read_mapping, words_of


def fields(header: str, *mapping: str) -> dict[str, str]:
    columns = match_columns(tuple(header.split(",")), read_mapping(mapping))
    return {field: columns.name_of(field) for field in columns.positions}


def test_the_public_export_needs_no_mapping() -> None:
    header = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
    assert fields(header) == {
        "external_id": "opportunity_id",
        "owner": "sales_agent",
        "title": "product",
        "company": "account",
        "stage": "deal_stage",
        "created": "engage_date",
        "closed": "close_date",
        "amount": "close_value",
    }
    assert fields(header, "product=title") == fields(header)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company",
            {"external_id": "Record ID", "title": "Deal Name", "stage": "Deal Stage", "amount": "Amount"}
            | {
                "closed": "Close Date",
                "created": "Create Date",
                "owner": "Deal owner",
                "company": "Associated Company",
            },
        ),
        (
            "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Stage",
            {"external_id": "Deal - ID", "title": "Deal - Title", "amount": "Deal - Value"}
            | {"currency": "Deal - Currency of Value", "outcome": "Deal - Status", "stage": "Deal - Stage"},
        ),
        (
            "OpportunityName,AccountName,StageName,CloseDate,LeadSource,Probability (%),NextStep",
            {"title": "OpportunityName", "company": "AccountName", "stage": "StageName", "closed": "CloseDate"}
            | {"source": "LeadSource", "probability": "Probability (%)", "follow_up_what": "NextStep"},
        ),
        (
            "Name,E-mail,Phone,Organisation,Notes,Tags,Expected close date,Next follow-up,Lost reason",
            {"title": "Name", "email": "E-mail", "phone": "Phone", "company": "Organisation", "note": "Notes"}
            | {"tags": "Tags", "expected_close": "Expected close date", "follow_up": "Next follow-up"}
            | {"lost_reason": "Lost reason"},
        ),
    ],
)
def test_headers_of_other_programs(header: str, expected: dict[str, str]) -> None:
    assert fields(header) == expected


def test_a_title_is_preferred_to_a_product_whatever_the_order() -> None:
    assert fields("product,title")["title"] == "title"


def test_a_mapping_overrules_ignores_and_may_use_a_column_twice() -> None:
    assert fields("title,product,value", "product=title", "Value=") == {"title": "product"}
    assert fields("name,close date", "close_date=closed", "close date=expected-close") == {
        "title": "name",
        "closed": "close date",
        "expected_close": "close date",
    }
    assert fields("a=b,name", "a=b=company") == {"title": "name", "company": "a=b"}


def test_columns_that_fill_nothing_are_told() -> None:
    columns = match_columns(("title", "Pipeline", "", "value"))
    assert columns.used == (("title", "title"), ("value", "amount"))
    assert columns.ignored == ("Pipeline",)


def test_without_a_title_the_company_or_contact_stands_in() -> None:
    assert fields("account,value")["title"] == "account"
    assert fields("full name,email")["title"] == "full name"
    with pytest.raises(BadInput, match=r"--map COLUMN=title; there are “colour”, “size”"):
        fields("colour,size")


def test_a_currency_in_the_amounts_name_counts() -> None:
    assert match_columns(("title", "Value (SEK)")).currency == "SEK"
    assert match_columns(("title", "amount usd")).currency is None
    assert match_columns(("title", "Amount NOK")).currency == "NOK"
    assert match_columns(("title", "value")).currency is None


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("product", "is not COLUMN=FIELD"),
        ("=title", "is not COLUMN=FIELD"),
        ("colour=title", "There is no column “colour”. There are “title”, “value”"),
        ("value=worth", "“worth” is not a field. The fields are external_id, title, company"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_there_is(mapping: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        fields("title,value", mapping)


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(BadInput, match="Two columns are mapped to title"):
        fields("a,b", "a=title", "b=title")


def test_every_name_is_written_as_it_is_compared() -> None:
    for names in FIELD_NAMES.values():
        assert [words_of(name) for name in names] == list(names)
