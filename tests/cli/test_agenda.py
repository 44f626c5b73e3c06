"""``today``: for a login message or cron."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import time_machine

Cli = Callable[..., Any]
Deal = Callable[..., int]


def test_it_prints_nothing_and_makes_nothing_when_there_is_nothing(cli: Cli, home: Path) -> None:
    greeted = cli("today")
    assert (greeted.status, greeted.out, greeted.err) == (0, "", "")
    assert cli("today", "--json").json == []
    assert list(home.rglob("*.db")) == []
    cli("add", "Acme !in 9 days call")
    greeted = cli("today")
    assert (greeted.status, greeted.out, greeted.err) == (0, "", "")


def test_deals_without_a_next_step_are_counted_after_what_is_due_and_else_listed(cli: Cli) -> None:
    cli("import", _leads(24))
    listed = cli("today")
    assert len(listed.out.splitlines()) == 21
    assert "no next step   #24  Lead 23" in listed.out
    assert listed.err == "24 open deals have no next step: funnelboard list is:adrift owner:me,none\n"
    assert {item["kind"] for item in cli("today", "--json").json} == {"adrift"}
    assert len(cli("list", "is:adrift", "owner:me,none", "--json").json) == 24
    due = cli("add", "Acme !today call", "--json").json["id"]
    told = cli("today")
    assert len(told.out.splitlines()) == 2
    assert told.err.startswith("24 open deals have no next step")
    assert [item["deal"] for item in cli("today", "--json").json] == [due]


def _leads(count: int) -> Path:
    path = Path.home() / "leads.csv"
    path.write_text("title\n" + "".join(f"Lead {number}\n" for number in range(count)))
    return path


def test_what_to_do_in_the_order_to_call_in(cli: Cli, deal: Deal) -> None:
    with time_machine.travel("2026-11-16 12:00 +0000"):
        late = deal("Late Oy: pilot @Kari Nordmann kari@late.example +47 99 88 77 66 !tomorrow call about price")
        silent = deal("Silent AS")
        parked = deal("Parked AB")
        celebrating = deal("Birthday SA @Anne Dubois")
        cli("park", parked, "2026-12-02", "--reason", "budget")
        cli("contact", celebrating, "edit", "anne", "birthday=4 dec")
    with time_machine.travel("2026-12-01 13:00 +0000"):
        due = deal("Today Oy !today demo")
        cli("follow-up", celebrating, "+1w call")
        items = cli("today", "--days", 1, "--json").json
        assert [(item["kind"], item["deal"]) for item in items] == [
            ("overdue", late),
            ("today", due),
            ("wakes", parked),
            ("birthday", celebrating),
            ("stale", silent),
        ]
        first = items[0]
        assert (first["day"], first["days"], first["what"]) == ("2026-11-17", 14, "call about price")
        assert (first["contact"], first["phone"], first["email"]) == (
            "Kari Nordmann",
            "+47 99 88 77 66",
            "kari@late.example",
        )
        assert cli("show", late, "--json").json["next_follow_up"]["id"] == first["follow_up"]
        lines = cli("today").out.splitlines()
        assert [line.split()[0] for line in lines] == ["WHEN", "14", "today", "Fri", "gone"]
        assert "14 days late" in lines[1]
        assert "Kari Nordmann" in lines[1]
        cli("done", first["follow_up"], "agreed")
        assert "Late Oy" not in cli("today").out


@time_machine.travel("2026-11-16 12:00 +0000")
def test_a_time_of_day_is_kept_shown_and_sorted_by(cli: Cli, deal: Deal) -> None:
    any_time, late, early = deal("Any !today call"), deal("Late !today 3pm call"), deal("Early !today call at 9:05")
    items = cli("today", "--json").json
    assert [(item["deal"], item["time"]) for item in items] == [(early, "09:05"), (late, "15:00"), (any_time, None)]
    assert [line.split()[:2] for line in cli("today").out.splitlines()[1:3]] == [["today", "09:05"], ["today", "15:00"]]
    assert cli("show", late, "--json").json["next_follow_up"]["time"] == "15:00"
    assert "today 15:00" in cli("show", late).out
    rows = list(csv.DictReader(io.StringIO(cli("list", "--csv").out)))
    assert {row["next_time"] for row in rows} == {"09:05", "15:00", ""}
    assert cli("follow-up", late, "soon call").err == (
        "“soon call” does not say when. Put the day in front: fri, +2w, 3 dec, next month or 2026-11-30.\n"
    )
    assert cli("follow-up", late, "fryday call").status == 1
    assert cli("add", "Acme !29 feb 2027 call").status == 1


@time_machine.travel("2026-11-18 12:00 +0000")
def test_what_comes_back_in_the_days_ahead(cli: Cli, deal: Deal) -> None:
    parked = deal("Parked AB: rollout")
    cli("park", parked, "fri", "--reason", "budget")
    assert cli("today", "--days", 1).out == ""
    (line,) = cli("today", "--days", 2).out.splitlines()[1:]
    assert line.split() == ["back", "Fri", "20", "Nov", f"#{parked}", "Parked", "AB:", "rollout", "budget"]


def test_whose(cli: Cli, deal: Deal) -> None:
    acme = deal("Acme !today call")
    cli("edit", acme, "owner=none")
    other = deal("Nordlys !today call")
    cli("edit", acme, "owner=Per Lie")
    assert other in [item["deal"] for item in cli("today", "--json").json]
    assert {item["deal"] for item in cli("today", "--owner", "all", "--json").json} == {acme, other}
    refused = cli("today", "--owner", "nobody-here")
    assert (refused.status, refused.out) == (1, "")
    assert "nobody-here" in refused.err
    assert cli("today", "--days", "-1").status == 2
