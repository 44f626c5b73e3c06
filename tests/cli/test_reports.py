"""``report``: tables for people, JSON for programs, narrowed by days and queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine

from funnelboard.domain.reports.names import ReportName

Cli = Callable[..., Any]
CSV = """\
id,title,stage,amount,currency,created,closed,owner,source
1,Bridge,won,1000,EUR,2026-01-10,2026-03-11,Ola Nordmann,referral
2,Tower,won,2500.50,EUR,2026-01-10,2026-04-02,Kari,event
3,Tunnel,lost,,EUR,2026-02-01,2026-02-11,Ola Nordmann,event
4,Harbour,opportunity,700,EUR,2026-05-01,,Kari,event
"""


@pytest.fixture
def deals(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(CSV)
    assert cli("import", file).status == 0


def shown(result: Any) -> str:
    assert result.status == 0, result.err
    return str(result.out.replace("\N{NO-BREAK SPACE}", " "))


def test_json_has_its_keys(cli: Cli, deals: None) -> None:
    funnel = cli("report", "funnel", "--json").json
    assert [(each["stage"], each["outcome"], each["deals"], each["amount"]) for each in funnel["stages"]] == [
        ("lead", None, 0, 0), ("prospect", None, 0, 0), ("opportunity", None, 1, 700),
        ("closed", "won", 2, 3500.5), ("closed", "lost", 1, 0),
    ]  # fmt: skip
    assert funnel["stages"][2]["weighted"] == 350
    assert (funnel["win_rate"], funnel["currency"], funnel["without_history"]) == (66.7, "EUR", 4)
    forecast = cli("report", "forecast", "--json").json
    assert [(each["month"], each["won"]) for each in forecast["months"]] == [("2026-03", 1000), ("2026-04", 2500.5)]
    assert (forecast["months"][0]["open"], forecast["undated"]["weighted"]) == (0, 350)
    velocity = cli("report", "velocity", "--json").json
    assert velocity["cycle_days"]["won"]["n"] == 2
    assert velocity["cycle_days"]["lost"]["median"] == 10
    assert velocity["in_stage_days"]["lead"]["n"] == 0
    assert velocity["open_since_import"] == 1
    losses = cli("report", "losses", "--json").json
    assert [(each["reason"], each["deals"], each["amount"]) for each in losses["reasons"]] == [("other", 1, 0)]
    sources = cli("report", "sources", "--json").json["sources"]
    assert [(each["source"], each["deals"], each["won"], each["amount"]) for each in sources] == [
        ("event", 3, 1, 2500.5), ("referral", 1, 1, 1000),
    ]  # fmt: skip
    sellers = cli("report", "sellers", "--json").json["sellers"]
    assert [(each["seller"], each["open"], each["won"], each["lost"], each["win_rate"]) for each in sellers] == [
        ("Kari", 1, 1, 0, 100), ("Ola Nordmann", 0, 1, 1, 50),
    ]  # fmt: skip
    assert len(cli("report", "activity", "--json").json["weeks"]) == 13
    assert list(cli("report", "--json").json) == list(ReportName)


def test_in_words_what_was_won_and_what_may_come_stand_apart(cli: Cli, deals: None) -> None:
    text = shown(cli("report", "funnel"))
    (won,) = [line for line in text.splitlines() if line.strip().startswith("won")]
    (may_come,) = [line for line in text.splitlines() if line.strip().startswith("opportunity") and "700" in line]
    assert won.split() == ["won", "2", "3", "500.50", "€", "▄" * 24]
    assert may_come.split()[:6] == ["opportunity", "1", "700", "€", "350", "€"]
    assert "4 200" not in text
    assert "Win rate 66.7 % of 3 closed deals." in text
    assert "have not moved since" in text


def test_days_owner_source_and_query_narrow_it(cli: Cli, deals: None) -> None:
    def won(*arguments: str) -> Any:
        return cli("report", "funnel", *arguments, "--json").json["stages"][3]["deals"]

    assert won("--since", "2026-04-01") == 1
    assert won("--since", "2026-03-11", "--until", "11.3.2026") == 1
    assert won("--until", "2026-03-10") == 0
    assert won("--owner", "Ola Nordmann") == 1
    assert won("--source", "event") == 1
    assert won("amount>2k", "or", "title") == 1
    assert won("--owner", "Kari", "--source", "referral") == 0
    heading = shown(cli("report", "sellers", "bridge", "--since", "2026-01-01")).splitlines()[0]
    assert heading == "Sellers: bridge, since 1 Jan 2026"


@time_machine.travel("2026-12-01T09:00:00Z", tick=False)
def test_days_are_the_last_such_days(cli: Cli) -> None:
    cli("init")
    told = cli("report", "sellers", "--since", "1 nov", "--until", "mon", "--json").json
    assert (told["since"], told["until"]) == ("2026-11-01", "2026-11-30")
    cli("add", "Acme: pilot")
    assert [len(cli("log", "--since", day, "--json").json) for day in ("mon", "2 dec")] == [1, 1]
    assert cli("log", "--since", "tomorrow", "--json").json == []
    cli("rate", "NOK", "0.08", "--day", "20 nov")
    assert cli("rates", "--json").json[0]["day"] == "2026-11-20"
    won = ("move", "1", "--won", "--agreed", "--signed", "--settled", "--force", "--because", "so it is")
    assert cli(*won, "--date", "1 dec", "--json").json["closed_at"].startswith("2026-12-01")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("funel",), 2, "did you mean funnel?"),
        (("owner:me",), 2, "value for 'NAME': “owner:me” is not a report"),
        (("funnel", "ownr:me"), 1, "did you mean owner?"),
        (("funnel", "--owner", "nobody here"), 1, "There is no seller"),
        (("funnel", "--since", "yesterweek"), 1, "is not a date"),
        (("funnel", "--since", "2026-04-01", "--until", "2026-03-01"), 1, "before they begin"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    cli: Cli, deals: None, arguments: tuple[str, ...], status: int, said: str
) -> None:
    result = cli("report", *arguments)
    assert (result.status, result.out) == (status, "")
    assert said in result.err


def test_hostile_titles_stay_text(cli: Cli) -> None:
    cli("add", "\x1b]0;owned\x07[bold]Åse\u202e 10k €")
    cli("objection", 1, "\x9b31m[@click=app.quit]too dear")
    cli("move", 1, "--lost", "--reason", "price", "--return", "+3m")
    result = cli("report", "losses")
    assert "[bold]Åse" in result.out
    assert "too dear" in result.out
    assert not set("\x1b\x07\x9b\u202e") & set(result.out)


def test_bars_are_drawn_in_ascii_where_nothing_else_can_be(cli: Cli, deals: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("funnelboard.cli.output.is_unicode", lambda stream: False)
    assert "#" * 24 in cli("report", "funnel").out
    assert "▄" not in cli("report", "funnel").out


def test_an_empty_board_has_every_report(cli: Cli) -> None:
    result = cli("report")
    assert result.status == 0
    assert "Nothing was lost." in result.out
    assert json.loads(cli("report", "all", "--json").out)["funnel"]["win_rate"] is None


def test_the_page_has_the_same_figures_as_the_terminal(cli: Cli, deals: None, tmp_path: Path) -> None:
    path = tmp_path / "monday.html"
    result = cli("report", "--since", "2026-01-01", "--html", path)
    assert (result.status, result.out) == (0, "")
    assert f"Wrote {path}." in result.err
    page = unescape(path.read_text("utf-8"))
    cells = [
        tuple(re.findall("<td[^>]*>([^<]*)</td>", row)) for row in re.findall("<tr>(.*?)</tr>", page) if "<td" in row
    ]
    lines = [line.strip() for line in cli("report", "--since", "2026-01-01").out.splitlines()]
    told = [re.split(" {2,}", line) for line in lines]
    assert len(cells) > 40
    for row in cells:
        said = [cell for cell in row if cell]
        # Behind the figures of a line there may only be bars.
        assert any(line[: len(said)] == said and not "".join(line[len(said) :]).strip("▄▖") for line in told), row
    assert path.stat().st_mode & 0o077 == 0


def test_a_page_overwrites_nothing(cli: Cli, deals: None, tmp_path: Path) -> None:
    path = tmp_path / "deals.txt"
    path.write_text("mine")
    result = cli("report", "funnel", "--html", path)
    assert (result.status, path.read_text()) == (1, "mine")
    assert "exists already. Name a new file" in result.err
    result = cli("report", "funnel", "--html", tmp_path / "nowhere" / "page.html")
    assert result.status == 1
    assert "was not written" in result.err
    assert cli("report", "funnel", "--html", tmp_path / "a.html", "--json").json["win_rate"] == 66.7


def test_stages_and_outcomes_have_the_words_of_the_preset(cli: Cli, deals: None, tmp_path: Path) -> None:
    cli("move", 4, "prospect")
    before = cli("report", "--json").json
    assert cli("setting", "preset", "startup").status == 0
    assert cli("report", "--json").json == before
    page = tmp_path / "page.html"
    assert cli("report", "--html", page).status == 0
    text = shown(cli("report"))
    assert not re.search(r"\b(leads?|prospects?|opportunit(y|ies)|won)\b", text.casefold())
    for words in ("investor", "pitch", "due diligence", "committed", "passed"):
        assert words in text
        assert f"<td>{words}</td>" in page.read_text()
