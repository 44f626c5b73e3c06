"""What is copied from a deal is harmless, whatever the store holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.exchange.safe_text import clean
from funnelboard.services.workspace import Workspace
from funnelboard.ui.actions.copying import summary

Add = Callable[..., Deal]

HOSTILE = "\x1b]52;c;ZXZpbA==\x07\u202egro.live\u202c\nrm -rf\r\x9b31m\u200b"
"""Writes to a clipboard, turns letters round, begins a line of its own."""


def put(workspace: Workspace, table: str, column: str, text: str) -> None:
    """Put text into the store past everything that cleans it, as another program could."""
    workspace.session.database.rows_of(f'UPDATE "{table}" SET "{column}" = ?', (text,))


async def test_an_address_a_number_or_a_summary_is_copied(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(
        title="Acme: pilot", company="Acme", contact="Kari", email="kari@acme.example", phone="+47 900 11 222",
        amount=Money(1_200_000, "EUR"),
    )  # fmt: skip
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 20), "call", "call about price")
    async with open_board() as board:
        await board.press("y")
        assert "e-mail address: kari@acme.example" in board.text()
        await board.press("e")
        assert board.app.clipboard == "kari@acme.example"
        assert board.status == "copied kari@acme.example"
        await board.burst("y", "p")
        assert board.app.clipboard == "+47 900 11 222"
        await board.burst("y", "s")
        assert board.app.clipboard.replace("\xa0", " ").split("\n") == [
            "Acme: pilot",
            "Acme · Kari",
            "kari@acme.example · +47 900 11 222",
            "lead · 12 000 € · 5 %",
            "next: Fri 20 Nov call about price",
        ]
        assert board.status == "copied the summary"


async def test_only_what_there_is_can_be_copied_and_esc_copies_nothing(open_board: Any, add_deal: Add) -> None:
    add_deal()
    async with open_board() as board:
        await board.press("y")
        assert "e-mail" not in board.text()
        await board.press("e", "p", "escape")
        assert board.app.clipboard == ""


@pytest.mark.parametrize("key", ["e", "p", "s"])
async def test_nothing_is_copied_that_a_terminal_obeys_or_a_reader_cannot_see(
    open_board: Any, add_deal: Add, workspace: Workspace, key: str
) -> None:
    add_deal(title="Acme: pilot", company="Acme", contact="Kari", email="kari@acme.example", phone="1")
    async with open_board() as board:
        put(workspace, "contact", "email", f"kari@acme.example{HOSTILE}")
        put(workspace, "contact", "phone", f"1{HOSTILE}")
        put(workspace, "contact", "name", f"Kari{HOSTILE}")
        put(workspace, "company", "name", f"Acme{HOSTILE}")
        await board.press("y", key)
        copied = board.app.clipboard
        assert "gro.live" in copied
        assert copied == clean(copied, multiline=True)
        assert not {"\x1b", "\x07", "\r", "\x9b", "\u202e", "\u200b"} & set(copied)
        assert copied.count("\n") == (3 if key == "s" else 0)


def test_a_summary_of_a_bare_deal_is_its_title_and_stage(add_deal: Add) -> None:
    assert summary(add_deal(title="Acme: pilot"), date(2026, 11, 18)) == "Acme: pilot\nlead · 5 %"
