"""``contact``: who takes part, in which role, and who decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

Cli = Callable[..., Any]
Deal = Callable[..., int]


def contacts(cli: Cli, number: int) -> dict[str, Any]:
    return {each["name"]: each for each in cli("contact", number, "--json").json}


def test_added_in_a_role_as_the_one_who_decides(cli: Cli, deal: Deal) -> None:
    acme = deal()
    added = cli(
        "contact", acme, "add", "Ola", "Moe", "role=dec", "email=ola@acme.example", "job-title=CFO", "decides=yes"
    )
    assert added.err == "Added Ola Moe as decision maker on “Acme Oy: pilot”.\n"
    lines = added.out.splitlines()
    assert lines[0].split() == ["ID", "CONTACT", "ROLE", "REACHED", "BY", "LAST", "TOUCH"]
    assert re.match(r" 1  Kari Nordmann  other +kari@acme.example  today ", lines[1])
    assert re.match(r" 2  Ola Moe, CFO   decision maker, decides  ola@acme.example   today ", lines[2])
    ola = contacts(cli, acme)["Ola Moe"]
    assert (ola["role"], ola["decides"], ola["primary"], ola["job_title"]) == ("decision maker", True, False, "CFO")


def test_roles_and_marks_change(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("contact", acme, "add", "Ola Moe", "decides=yes")
    cli("contact", acme, "role", "ola", "user")
    cli("contact", acme, "decides", "Kari", "Nordmann")
    cli("contact", acme, "first", "2")
    found = contacts(cli, acme)
    assert [(name, each["role"], each["decides"], each["primary"]) for name, each in found.items()] == [
        ("Ola Moe", "user", False, True),
        ("Kari Nordmann", "other", True, False),
    ]
    assert cli("show", acme, "--json").json["contact"]["name"] == "Ola Moe"
    removed = cli("contact", acme, "remove", "ola", "--json")
    assert [each["name"] for each in removed.json] == ["Kari Nordmann"]
    cli("undo")
    assert set(contacts(cli, acme)) == {"Kari Nordmann", "Ola Moe"}


def test_birthday_and_how_they_may_be_contacted(cli: Cli, deal: Deal) -> None:
    acme = deal()
    edited = cli("contact", acme, "edit", "kari", "birthday=1980-05-12", "contact-by=phone e", "phone=+47 1", "--json")
    (kari,) = edited.json
    assert (kari["birthday"], kari["contact_by"], kari["phone"]) == ("1980-05-12", ["email", "phone"], "+47 1")
    assert re.search("born 12 May 1980 .*, only by email, phone ", cli("contact", acme).out)
    cli("contact", acme, "edit", "Kari Nordmann", "birthday=12 may", "contact-by=", "name=Kari Berg", "may-contact=no")
    (kari,) = cli("contact", acme, "--json").json
    assert (kari["name"], kari["birthday"], kari["contact_by"], kari["may_contact"]) == (
        "Kari Berg",
        "1900-05-12",
        [],
        False,
    )
    assert re.search("born 12 May .*  has said no to being contacted", cli("contact", acme).out)


@time_machine.travel("2026-11-18 12:00 +0000")
def test_nobody_is_born_after_today(cli: Cli, deal: Deal) -> None:
    acme = deal()
    assert cli("contact", acme, "edit", "kari", "birthday=2026-11-18").status == 0
    assert "birthday" in cli("contact", acme, "edit", "kari", "birthday=2026-11-19").err
    assert contacts(cli, acme)["Kari Nordmann"]["birthday"] == "2026-11-18"


def test_nobody_yet_is_said(cli: Cli, deal: Deal) -> None:
    acme = deal("Acme")
    listed = cli("contact", acme)
    assert (listed.status, listed.out) == (0, "")
    assert listed.err == f"#{acme} “Acme” has no contacts. “funnelboard contact {acme} add NAME” adds one.\n"
    assert cli("contact", acme, "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["first", "Per"], 1, "“Per” is no contact of “Acme Oy: pilot”. On it are: Kari Nordmann, Kari Berg."),
        (["first", "kari"], 1, "“kari” could be contact 1 (Kari Nordmann) or 2 (Kari Berg). Use the number."),
        (["role", "1"], 2, "Say in which role"),
        (["role", "1", "boss"], 1, "“boss” is not a role"),
        (["edit", "1"], 2, "Say what to change"),
        (["edit", "1", "shoe-size=42"], 1, "“shoe-size” is not a field. It is one of: name, email"),
        (["edit", "1", "birthday=2090-05-12"], 1, "still to come"),
        (["edit", "1", "contact-by=pigeon"], 1, "“pigeon” is not a way"),
        (["add", "role=user"], 1, "empty"),
        (["add"], 2, "Say whom"),
        (["dance", "1"], 2, "value for 'ACTION': “dance” is not an action"),
    ],
)
def test_refusals(cli: Cli, deal: Deal, arguments: list[str], status: int, sentence: str) -> None:
    acme = deal()
    cli("contact", acme, "add", "Kari Berg")
    before = contacts(cli, acme)
    refused = cli("contact", acme, *arguments)
    assert (refused.status, refused.out) == (status, "")
    assert sentence in refused.err
    assert contacts(cli, acme) == before
