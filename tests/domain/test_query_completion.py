"""Tab in the filter. ``|`` is the caret."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.deal_query import Term, parse_query
from funnelboard.domain.query_completion import Completion, complete_query
from funnelboard.domain.query_fields import CHOICES, FIELDS, fold

TODAY = date(2026, 11, 21)

VALUES = {
    "owner": ("kari", "ola", "Åse"),
    "tag": ("expo", "Émigré", "key account"),
    "company": ("Nordlys AS", "Nordlys, Ltd", "Acme", 'The "Best" Shop', "Åre Ski", " "),
    "contact": ("Kari Nordmann",),
    "currency": ("EUR", "NOK"),
}
NAMES = [
    *("stage:", "owner:", "company:", "contact:", "tag:", "source:", "outcome:", "amount>", "currency:", "score>"),
    *("prob>", "due:", "close:", "created:", "closed:", "in-stage>", "is:", "missing:"),
]


def complete(marked: str, values: dict[str, tuple[str, ...]] = VALUES) -> list[str]:
    """The queries that Tab goes through, each with the caret where it then is."""
    before, _, after = marked.partition("|")
    text = before + after
    completion = complete_query(text, len(before), values)
    queries = [completion.applied(text, index) for index in range(len(completion.candidates))]
    return [f"{query[:caret]}|{query[caret:]}" for query, caret in queries]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ow|", ["owner:|"]),
        ("OW|", ["owner:|"]),
        ("öw|", ["owner:|"]),
        ("o|", ["owner:|", "outcome:|"]),
        ("s|", ["stage:|", "source:|", "score>|"]),
        ("c|", ["company:|", "contact:|", "currency:|", "close:|", "created:|", "closed:|"]),
        ("closed|", ["closed:|"]),
        ("am|", ["amount>|"]),
        ("in-|", ["in-stage>|"]),
        ("-ta|", ["-tag:|"]),
        ("not ta|", ["not tag:|"]),
        ("acme or ta|", ["acme or tag:|"]),
        ("ta| or acme", ["tag:| or acme"]),
        ('"a b" ta|', ['"a b" tag:|']),
        ("|", [f"{name}|" for name in NAMES]),
        ("acme |", [f"acme {name}|" for name in NAMES]),
        ("acme | beta", [f"acme {name}| beta" for name in NAMES]),
        ("-|", [f"-{name}|" for name in NAMES]),
    ],
)
def test_names_of_fields(typed: str, completed: list[str]) -> None:
    assert complete(typed) == completed


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("stage:o|", ["stage:opportunity |"]),
        ("Stage:O|", ["Stage:opportunity |"]),
        ("stage=o|", ["stage=opportunity |"]),
        ("stage:|", [f"stage:{stage} |" for stage in ("lead", "prospect", "opportunity", "closed")]),
        ("is:|", [f"is:{state} |" for state in CHOICES["is"]]),
        ("is:p|", ["is:parked |"]),
        ("outcome:|", ["outcome:won |", "outcome:lost |"]),
        ("missing:a|", ["missing:authority |", "missing:amount |", "missing:agreed |"]),
        ("due:|", ["due:today |", "due:overdue |", "due:week |", "due:none |"]),
        ("due:o|", ["due:overdue |"]),
        ("owner:|", ["owner:me |", "owner:none |", "owner:kari |", "owner:ola |", "owner:Åse |"]),
        ("owner:a|", ["owner:Åse |"]),
        ("owner:å|", ["owner:Åse |"]),
        ("tag:em|", ["tag:Émigré |"]),
        ("tag:#ex|", ["tag:expo |"]),
        ("tag:k|", ['tag:"key account" |']),
        ("-tag:e|", ["-tag:expo |", "-tag:Émigré |"]),
        ("not tag:e|", ["not tag:expo |", "not tag:Émigré |"]),
        ("is:won or tag:ex|", ["is:won or tag:expo |"]),
        ("contact:kari|", ['contact:"Kari Nordmann" |']),
        ("currency:n|", ["currency:NOK |"]),
        ("company:n|", ['company:"Nordlys AS" |', 'company:"Nordlys, Ltd" |']),
        ('company:"nordlys a|', ['company:"Nordlys AS" |']),
        ('company:"nordlys a|"', ['company:"Nordlys AS" |']),
        ('company:"nord| stage:lead', ['company:"Nordlys AS"| stage:lead', 'company:"Nordlys, Ltd"| stage:lead']),
        ("company:t|", []),
        ("company:|", [f"company:{n} |" for n in ('"Nordlys AS"', '"Nordlys, Ltd"', "Acme", '"Åre Ski"')]),
        ("source:w|", ['source:"website form" |']),
        ("source:co|", ["source:content |", 'source:"cold call" |']),
    ],
)
def test_values(typed: str, completed: list[str]) -> None:
    assert complete(typed) == completed


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("stage:o| acme", ["stage:opportunity| acme"]),
        ("stage:o|pp acme", ["stage:opportunity| acme"]),
        ("stage:|lead", [f"stage:{stage} |" for stage in ("lead", "prospect", "opportunity", "closed")]),
        ("stage:lead,o|", ["stage:lead,opportunity |"]),
        ("stage:o|,lead", ["stage:opportunity|,lead"]),
        ("stage:|,lead", [f"stage:{stage}|,lead" for stage in ("prospect", "opportunity", "closed")]),
        ("outcome:won,|", ["outcome:won,lost |"]),
        ('company:"Nordlys AS",n|', ['company:"Nordlys AS","Nordlys, Ltd" |']),
        ("outcome:won|", ["outcome:won |"]),
    ],
)
def test_a_value_is_replaced_as_a_whole_and_none_is_offered_twice(typed: str, completed: list[str]) -> None:
    assert complete(typed) == completed


@pytest.mark.parametrize(
    "typed",
    [
        *(
            '"ow|',
            '"stage:o|',
            '"stage:o|"',
            "acme|",
            "or|",
            "not|",
            "|acme",
            "ac|me",
            "o|w",
            "acme |owner:me",
            "--ta|",
        ),
        *("sta|ge:lead", "ownr:k|", "http://s|", "stage:x|", "stage>l|", "owner<|", "is:stael|"),
        *(
            "amount>1|",
            "amount:|",
            "amount>|",
            "score:|",
            "close:|",
            "created>t|",
            "due>t|",
            "due:fri..t|",
            "in-stage>|",
        ),
    ],
)
def test_where_nothing_can_be_completed(typed: str) -> None:
    assert complete(typed) == []


def test_without_anything_given_the_language_offers_its_own_words() -> None:
    assert complete("owner:|", {}) == ["owner:me |", "owner:none |"]
    assert [query.removeprefix("source:").strip(' |"') for query in complete("source:|", {})] == list(SOURCES)
    assert complete("tag:|", {}) == complete("company:|", {}) == complete("currency:|", {}) == []


def test_sources_of_the_boards_own_stand_in_for_the_usual_ones() -> None:
    assert complete("source:|", {"source": ("pitch", "angel list")}) == ["source:pitch |", 'source:"angel list" |']


def test_a_login_like_a_word_of_the_language_is_offered_once() -> None:
    assert complete("owner:m|", {"owner": ("me", "mia")}) == ["owner:me |", "owner:mia |"]


def test_tab_goes_round() -> None:
    completion = complete_query("is:w", 4, {})
    assert completion == Completion(3, 4, ("won ",))
    assert completion.applied("is:w", 0) == completion.applied("is:w", 7) == completion.applied("is:w", -1)


@pytest.mark.parametrize("caret", [-5, 99])
def test_a_caret_outside_stands_at_the_end_it_is_nearer_to(caret: int) -> None:
    assert complete_query("ow", caret, {}) == complete_query("ow", 0 if caret < 0 else 2, {})


pieces = st.sampled_from(["owner:", "stage:", "-", "not ", " or ", '"', ",", " ", "tag:#", "company:", "ne", "amount>"])


@given(
    text=st.lists(pieces | st.text(max_size=3), max_size=6).map("".join),
    caret=st.integers(0, 30),
    given_values=st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=5), max_size=4), max_size=4),
)
def test_whatever_is_typed_only_the_span_is_replaced(text: str, caret: int, given_values: dict[str, list[str]]) -> None:
    completion = complete_query(text, caret, given_values)
    assert 0 <= completion.start <= completion.end <= len(text)
    assert len(set(completion.candidates)) == len(completion.candidates)
    for index, candidate in enumerate(completion.candidates):
        query, after = completion.applied(text, index)
        assert query == text[: completion.start] + candidate + text[completion.end :]
        assert query[:after].endswith(candidate)


@given(
    field=st.sampled_from(["owner", "company", "contact", "tag"]),
    value=st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1).map(str.strip),
)
def test_what_is_offered_asks_for_just_that_value(field: str, value: str) -> None:
    text = f"{field}:"
    completion = complete_query(text, len(text), {field: [value]})
    if not value or value.startswith("#"):
        return
    query, _ = completion.applied(text, -1)
    assert parse_query(query[:500], TODAY).groups == ((Term(field, fold(value)),),)


OWN = {"field": ("Renewal", "Contract no", "Größe (cm)")}


@pytest.mark.parametrize(
    ("marked", "queries"),
    [
        ("fi|", ["field.renewal:|", "field.contract-no:|", "field.grösse-cm:|"]),
        ("field.con|", ["field.contract-no:|"]),
        ("field.contract no|", []),
        ("-field.gro|", ["-field.grösse-cm:|"]),
        ("field.contractn|", ["field.contract-no:|"]),
        ("field.renewal:n|", ["field.renewal:none |"]),
        ("field.renewal:20|", []),
    ],
)
def test_names_of_own_fields_are_completed(marked: str, queries: list[str]) -> None:
    assert complete(marked, OWN) == queries


def test_own_fields_come_after_the_usual_ones() -> None:
    assert complete("|", OWN)[-4:] == ["missing:|", "field.renewal:|", "field.contract-no:|", "field.grösse-cm:|"]
    assert complete("fi|") == []
