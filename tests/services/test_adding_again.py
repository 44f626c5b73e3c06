"""Adding what is there already is asked about before it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.quick_add import QuickAdd
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import Unconfirmed
from funnelboard.services.workspace import Workspace


@pytest.mark.parametrize(
    ("quick", "question"),
    [
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Øl"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("ÆRLIG øl: Pilot", company="ærlig ØL"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Øl AS"), "“Ærlig Øl: pilot” is there already: #1, prospect"),
        (QuickAdd("call Bob"), "“Call Bob” is there already: #3, closed lost"),
        (QuickAdd("new", email="ØL@X.example"), "ØL@X.example is there already: Kari, on #1 “Ærlig Øl: pilot”"),
        (QuickAdd("Ærlig Øl: pilo", company="Ærlig Øl"), ""),
        (QuickAdd("Ærlig Øl: pilot", company="Other"), ""),
        (QuickAdd("Ærlig Øl: pilot", company="Ærlig Ølhus"), ""),
        (QuickAdd("Ærlig Øl: pilot"), ""),
        (QuickAdd("Ærlig Øl: gone", company="Ærlig Øl"), ""),
        (QuickAdd("new", email="l@x.example"), ""),
    ],
)
def test_the_same_company_and_title_or_the_same_address(
    quick: QuickAdd, question: str, workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    beer = {"company": "Ærlig Øl", "contact": "Kari", "email": "Øl@x.example"}
    add_deal(title="Ærlig Øl: pilot", stage=Stage.PROSPECT, **beer)
    workspace.pipeline.delete((add_deal(title="Ærlig Øl: gone", **beer).id,))
    add_deal(title="Call Bob", stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    log = workspace.undoing.log()
    if question:
        with pytest.raises(Unconfirmed) as asked:
            workspace.pipeline.add(quick)
        assert asked.value.question == f"{question}; add it all the same?"
        assert workspace.undoing.log() == log
    assert workspace.pipeline.add(quick, confirmed=True).change
