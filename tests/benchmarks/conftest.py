"""Boards of 40, 8,800 and 40,000 deals, made once for all benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

import pytest

from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store import ranks

NOW = 1_790_000_000_000_000
SIZES = (40, 8_800, 40_000)
STAGES = ["lead"] * 2 + ["prospect"] + ["opportunity"] * 3 + ["closed"] * 4


def fill(workspace: Workspace, size: int, *, promised: Collection[str] = STAGES) -> None:
    """So many deals with companies, follow-ups and notes, in the proportions of a board some years old.

    Args:
        promised: The stages of which every third deal is promised something.
    """
    places = ranks.spread(size)
    with workspace.session.change("import") as change:
        companies = change.insert_many(
            "company", [{"name": f"Canton {n} Oy", "folded": f"canton {n} oy"} for n in range(size // 10)]
        )
        stages = [STAGES[n % len(STAGES)] for n in range(size)]
        deals = change.insert_many(
            "deal",
            [
                {
                    "title": f"Service plan {n}",
                    "stage": stage,
                    "outcome": "won" if stage == "closed" else None,
                    "closed_at": NOW if stage == "closed" else None,
                    "rank": places[n],
                    "amount": n * 100,
                    "currency": "EUR",
                    "company_id": companies[n % len(companies)],
                    "owner_id": workspace.seller.id,
                    "created_at": NOW,
                    "stage_since": NOW,
                }
                for n, stage in enumerate(stages)
            ],
        )
        common = {"kind": "call", "seller_id": workspace.seller.id}
        change.insert_many(
            "follow_up",
            [
                {**common, "deal_id": deal_id, "due": "2026-10-01", "what": "call", "created_at": NOW}
                for deal_id, stage in zip(deals[::3], stages[::3], strict=True)
                if stage in promised
            ],
        )
        text = "Wants a price for forty bicycles."
        change.insert_many(
            "note",
            [{**common, "deal_id": n, "text": text, "folded": text.casefold(), "at": NOW} for n in deals[::2]],
        )
        change.summary = f"imported {size} deals"


@pytest.fixture(scope="session")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Workspace]]:
    """A function that gives the board of a size."""
    opened: dict[int, Workspace] = {}

    def board(size: int) -> Workspace:
        if size not in opened:
            path = tmp_path_factory.mktemp("boards") / f"{size}.db"
            clock = FixedClock(NOW, date(2026, 9, 21))
            opened[size] = open_workspace(str(path), create=True, clock=clock, login="seller")
            fill(opened[size], size)
        return opened[size]

    yield board
    for workspace in opened.values():
        workspace.close()


@pytest.fixture(params=SIZES)
def workspace(request: pytest.FixtureRequest, boards: Callable[[int], Workspace]) -> Workspace:
    """A board of each size in turn."""
    return boards(request.param)
