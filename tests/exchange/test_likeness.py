"""Names that may mean the same are told with why, and are found among many without comparing each with each."""

from __future__ import annotations

import pytest

from funnelboard.exchange.likeness import AlikeCompanies, companies_alike, company_key, people_alike, titles_alike


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Nordlys Elsykler AS", "NORDLYS ELSYKLER", "the same but for its legal form"),
        ("Nordlys Elsykler", "Nordlys Eslykler A/S", "spelled almost the same"),
        ("AB Fjäll", "Fjall", "the same but for its legal form"),
        ("Acme S.A. de C.V.", "Acmé", "the same but for its legal form"),
        ("Acme GmbH & Co. KG", "Acme Sp. z o.o.", "the same but for its legal form"),
        ("Acme", "acme", "the same name"),
        ("Acme Group", "The Acme", "the same but for words that many have"),
        ("ConnectWise", "Connect Wise Inc.", "the same but for its legal form"),
        ("Company 12", "Company 13", None),
        ("Fjord", "Fjord Kraft", None),
        ("Sol AS", "Sal AS", None),
        ("Hansen Bil", "Hansen Bygg", None),
        ("Berg Consulting", "Borg Consulting", None),
        ("Elektronikkgruppen", "Elektornikgruppen", "spelled almost the same"),
        ("Nord Lys Elsykler", "Nordlys Elsykker", "spelled almost the same"),
        ("AS", "", None),
        ("!!", "??", None),
    ],
)
def test_companies(one: str, other: str, why: str | None) -> None:
    assert companies_alike(one, other) == why == companies_alike(other, one)


def test_a_name_that_is_a_legal_form_stays_one() -> None:
    assert (company_key("AS"), company_key("A/S Norge"), company_key("Co-op")) == ("as", "norge", "co op")


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Kari Nordmann", "Nordmann, Kari", "the same name"),
        ("K. Nordmann", "Kari Nordmann", "the same name, shortened"),
        ("Kari Anne Nordmann", "Kari Nordmann", "the same name, shortened"),
        ("Kari Nordman", "Kari Nordmann", "spelled almost the same"),
        ("Kari", "Kari Nordmann", None),
        ("Per Hansen", "Pål Hansen", None),
        ("Ida Solheimsen", "Ola Solheimsen", None),
        ("", "Kari", None),
    ],
)
def test_people(one: str, other: str, why: str | None) -> None:
    assert people_alike(one, other) == why == people_alike(other, one)


def test_titles() -> None:
    assert titles_alike("Pilot, phase 1", "pilot phase 1") == "the same title"
    assert titles_alike("Renewal 2026", "Renewel 2026") == "spelled almost the same"
    assert titles_alike("Renewal 2026", "Renewal 2027") is None


def test_names_alike_are_found_among_many() -> None:
    names = AlikeCompanies[int]()
    for number in range(2_000):
        names.add(f"Company {number}", number)
    names.add("Nordlys Elsykler AS", -1)
    names.add("Nordlys Elsykler Norge", -2)
    assert dict(names.like("Nordlsy Elsykler")) == {-1: "spelled almost the same"}
    assert dict(names.like("Nordlys Elsykler")) == {
        -1: "the same but for its legal form",
        -2: "the same but for words that many have",
    }
    assert dict(names.like("Comapny 707")) == {707: "spelled almost the same"}
    assert dict(names.like("Company 7 Ltd")) == {7: "the same but for its legal form"}
    assert list(names.like("Fjord")) == list(names.like("")) == []
