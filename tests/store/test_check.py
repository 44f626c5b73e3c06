"""``check`` finds whatever does not agree with what it follows from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.database import Database


@pytest.fixture(autouse=True)
def board(add_deal: Callable[..., Deal], workspace: Workspace) -> None:
    for number in range(22):
        add_deal(
            title=f"Deal {number}",
            company="Acme",
            contact="Kari",
            amount=Money(number, "EUR"),
            stage=list(Stage)[number % 4],
            note="rang",
        )
    workspace.activity.add_follow_up((1, 2), date(2026, 12, 1), "call", "about the price")


POINTING_NOWHERE = {"sqlite": "PRAGMA foreign_keys = 0", "postgresql": "SET session_replication_role = replica"}
"""What lets whoever administers a database remove a row that others point to."""


def test_a_sound_database_has_no_problems(workspace: Workspace) -> None:
    assert maintenance.check(workspace) == ()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE deal SET search_text = 'x' WHERE id = 3", "Derived columns are out of date on #3."),
        ("UPDATE deal SET next_due = '2020-01-01' WHERE id = 4", "Derived columns are out of date on #4."),
        ("UPDATE deal SET last_touch = 1", "Derived columns are out of date on #1, #2, .* more."),
        ("UPDATE deal SET open_objections = 2 WHERE id = 5", "Derived columns are out of date on #5."),
        ("UPDATE board_total SET amount = amount + 1 WHERE stage = 'lead'", "The totals of lead EUR say"),
        ("DELETE FROM board_total WHERE outcome = 'won'", "The totals of closed won EUR say None, not"),
        (
            "UPDATE deal SET compared = 1 WHERE id = 7",
            r"Derived columns are out of date on #7 \(amount at the rates\).",
        ),
        ("UPDATE won_day SET amount = amount + 1", "The sums of what was won by day are out of date."),
        ("UPDATE deal SET version = version + 1 WHERE id = 6", "Deal #6 was changed without an entry in the log."),
        ("UPDATE note SET version = 7 WHERE id = 2", "Note #2 was changed without an entry in the log."),
        ("DELETE FROM company", "points to a company that is not there."),
    ],
)
def test_what_does_not_agree_is_found(
    damage: str, sentence: str, engine: str, workspace: Workspace, database: Database
) -> None:
    database.rows_of(POINTING_NOWHERE[engine])
    with database.writing():
        database.rows_of(damage)
    assert re.search(sentence, "\n".join(maintenance.check(workspace)))
