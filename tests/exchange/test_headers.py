"""Columns are recognised by the names that programs give them, and --map has the last word."""

from __future__ import annotations

import pytest

from funnelboard.errors import BadInput
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.headers import match_columns, read_mapping


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


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "dealname,dealstage,closedate,createdate,hubspot_owner_id,amount",
            {"title": "dealname", "stage": "dealstage", "closed": "closedate", "created": "createdate"}
            | {"owner": "hubspot_owner_id", "amount": "amount"},
        ),
        (
            "Opportunity,Salesperson,Stage,Expected Revenue,Expected Closing,Closed Date,Lost Reason,Customer,"
            "Contact Name,Mobile,Tags",
            {"title": "Opportunity", "owner": "Salesperson", "stage": "Stage", "amount": "Expected Revenue"}
            | {"expected_close": "Expected Closing", "closed": "Closed Date", "lost_reason": "Lost Reason"}
            | {"company": "Customer", "contact": "Contact Name", "mobile": "Mobile", "tags": "Tags"},
        ),
        (
            "Organization,Status,Deal Owner,Deal Value,Expected Closure Date,Lost Reason,Source",
            {"company": "Organization", "title": "Organization", "stage": "Status", "owner": "Deal Owner"}
            | {"amount": "Deal Value", "expected_close": "Expected Closure Date", "lost_reason": "Lost Reason"}
            | {"source": "Source"},
        ),
        (
            "Account Name*,DM,Email,Phone,Note",
            {"company": "Account Name*", "contact": "DM", "title": "DM", "email": "Email", "phone": "Phone"}
            | {"note": "Note"},
        ),
        (
            "id,empresa,contacto,etapa,importe_eur,responsable,cierre_previsto,probabilidad",
            {"external_id": "id", "company": "empresa", "title": "empresa", "contact": "contacto", "stage": "etapa"}
            | {"amount": "importe_eur", "owner": "responsable", "expected_close": "cierre_previsto"}
            | {"probability": "probabilidad"},
        ),
        (
            "Firma,Ansprechpartner,Phase,Betrag,Währung,Abschlussdatum,Verantwortlich",
            {"company": "Firma", "title": "Firma", "contact": "Ansprechpartner", "stage": "Phase", "amount": "Betrag"}
            | {"currency": "Währung", "closed": "Abschlussdatum", "owner": "Verantwortlich"},
        ),
        (
            "Tittel,Kunde,Selger,Fase,Beløp,Forventet avslutning",
            {"title": "Tittel", "company": "Kunde", "owner": "Selger", "amount": "Beløp", "stage": "Fase"}
            | {"expected_close": "Forventet avslutning"},
        ),
        (
            "Created On,Topic,Potential Customer,Status,Status Reason,Est. revenue,Est. close date,Actual Revenue,"
            "Actual Close Date,Sales Stage,Revenue",
            {"created": "Created On", "title": "Topic", "company": "Potential Customer", "outcome": "Status"}
            | {"lost_reason": "Status Reason", "amount": "Est. revenue", "expected_close": "Est. close date"}
            | {"final_amount": "Actual Revenue", "closed": "Actual Close Date", "stage": "Sales Stage"},
        ),
    ],
)
def test_headers_of_more_programs_and_languages(header: str, expected: dict[str, str]) -> None:
    assert fields(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "First Name,Last Name,Company,Title,Email",
            {"first_name": "First Name", "last_name": "Last Name", "company": "Company", "job_title": "Title"}
            | {"email": "Email"},
        ),
        ("Name,Title,Phone", {"contact": "Name", "title": "Name", "job_title": "Title", "phone": "Phone"}),
        ("Name,Company,Email", {"contact": "Name", "title": "Name", "company": "Company", "email": "Email"}),
        ("Name,Email,Amount", {"title": "Name", "email": "Email", "amount": "Amount"}),
        ("Navn,Firma,E-post", {"contact": "Navn", "title": "Navn", "company": "Firma", "email": "E-post"}),
        ("Nombre,Apellidos,Correo", {"first_name": "Nombre", "last_name": "Apellidos", "email": "Correo"}),
        ("Name,Vorname,Firma", {"last_name": "Name", "first_name": "Vorname", "company": "Firma"}),
        ("Last Name,Name,Email", {"last_name": "Last Name", "title": "Name", "email": "Email"}),
        ("Title,Contact,Email", {"title": "Title", "contact": "Contact", "email": "Email"}),
    ],
)
def test_in_a_list_of_people_the_person_is_the_contact_and_the_title_a_job(
    header: str, expected: dict[str, str]
) -> None:
    assert fields(header) == expected


def test_a_column_of_yes_and_no_is_no_date() -> None:
    def positions(*cells: str) -> dict[str, int]:
        return dict(match_columns(("title", "closed", "won"), rows=[("A", *cells), ("B", "", "")]).positions)

    assert positions("TRUE", "1") == {"title": 0, "is_closed": 1, "is_won": 2}
    assert positions("2026-01-02", "2026-01-02") == {"title": 0, "closed": 1}


def test_a_question_of_a_form_is_answered_in_a_note() -> None:
    columns = match_columns(("title", "your_budget?", "city"))
    assert (columns.used, columns.ignored) == ((("title", "title"), ("your_budget?", "note")), ("city",))


def test_ignored_columns_that_seem_to_matter_are_told() -> None:
    header = ("title", "amount", "Expected Revenue (USD)", "last_activity_date", "campaign_name", "Statut interne")
    assert match_columns((*header, "days_in_stage", "colour")).hints == (
        ("Expected Revenue (USD)", "an amount"),
        ("last_activity_date", "a date"),
        ("campaign_name", "a name"),
        ("Statut interne", "a stage"),
    )


def test_without_a_title_the_company_or_contact_stands_in() -> None:
    assert fields("account,value")["title"] == "account"
    assert fields("full name,email")["title"] == "full name"
    with pytest.raises(BadInput, match=r"--map COLUMN=title; there are “colour”, “size”"):
        fields("colour,size")


def test_a_currency_in_the_amounts_name_counts() -> None:
    said = {"Value (SEK)": "SEK", "amount_usd": "usd", "importe_eur": "eur", "Estimated $": "$", "Amount in NOK": "NOK"}
    said |= {"final_mrr_usd": "usd", "Est. revenue (€)": "€", "Betrag in Euro": "Euro"}
    for name, unit in said.items():
        assert match_columns(("title", name)).units == {"amount": unit}, name
    assert match_columns(("title", "value")).units == {}
    assert fields("title,Budget") == {"title": "title"}, "no amount without a currency"


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


def test_columns_that_fill_nothing_are_own_fields() -> None:
    header = ("title", "Region ", "region", "Kontrakt  nr.", "", "field.Renewal", "rejected because", "x" * 150)
    columns = match_columns(header)
    assert columns.own == (
        (1, "Region"), (2, "region 2"), (3, "Kontrakt nr."), (5, "Renewal"), (7, "x" * 100),
    )  # fmt: skip
    assert columns.left_out == ()


def test_a_column_that_is_left_out_is_no_own_field() -> None:
    columns = match_columns(("title", "Region", "Amount"), (("region", ""), ("amount", "")))
    assert (columns.own, columns.left_out, columns.kept) == ((), ("Region", "Amount"), ("title",))
    assert columns.hints == ()
    with pytest.raises(BadInput, match="There is no column “colour”"):
        match_columns(("title", "Region"), (("colour", ""),))


def test_what_our_own_files_only_tell_of_other_columns_is_no_own_field() -> None:
    own = ("id", "title", "weighted_amount", "stage_since", "last_touch", "next_kind", "score", "external_id")
    assert match_columns(own).own == ()
    assert [name for _, name in match_columns(("external_id", "title", "score")).own] == ["score"]
