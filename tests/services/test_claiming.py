"""Two sellers take the same lead at the same moment: one has it, the other is told who was first."""

from __future__ import annotations

import threading
from collections.abc import Callable

from funnelboard.domain.deal import Deal
from funnelboard.errors import Conflict
from funnelboard.services import maintenance
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written

RACES = 50


def test_one_wins_and_the_other_is_told(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    leads = [add_deal(title=f"lead {number}", owner=None) for number in range(RACES)]
    seen = Sight(workspace.undoing.log(limit=1)[0].id)
    sellers = [make_workspace(login=login, threaded=True) for login in ("ola", "asa")]
    wins: dict[str, int] = {"ola": 0, "asa": 0}
    for lead in leads:
        gate = threading.Barrier(2)

        def claim(seller: Workspace, lead: Deal = lead, gate: threading.Barrier = gate) -> Written:
            gate.wait(60)
            with seller.session.seeing(seen):
                return seller.pipeline.set_owner((lead.id,), "me")

        claims = [seller.submit(claim, seller) for seller in sellers]
        refusals = [claim.exception() for claim in claims]
        owner = workspace.board.deal(lead.id).owner
        assert owner is not None
        wins[owner.name] += 1
        (refused,) = [refusal for refusal in refusals if refusal is not None]
        assert isinstance(refused, Conflict)
        assert str(refused) == f"Nothing was changed: {owner.name} took “{lead.title}”."
        winner = next(each for each, refusal in zip(claims, refusals, strict=True) if refusal is None)
        assert winner.result().summary == f"took “{lead.title}”"
    assert sum(wins.values()) == RACES
    assert maintenance.check(workspace) == ()
