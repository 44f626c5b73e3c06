"""What must be said when a deal is closed."""

from __future__ import annotations

from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput


def check_ending(stage: Stage, outcome: Outcome | None, reason: LostReason | None, detail: str) -> None:
    """Refuse an ending that does not say how it ended.

    Raises:
        BadInput: Closed without an outcome, an outcome or a reason where none belongs, lost without a reason, or
            ``other`` without words.
    """
    if stage is not Stage.CLOSED:
        if outcome is not None or reason is not None:
            raise BadInput(f"Only closed deals are won or lost, not deals in {stage.value}.")
        return
    if outcome is None:
        raise BadInput("A closed deal is won or lost. Say which.")
    if outcome is Outcome.WON and reason is not None:
        raise BadInput("A won deal has no lost reason.")
    if outcome is Outcome.LOST and reason is None:
        raise BadInput(f"Say why the deal was lost: {', '.join(LostReason)}.")
    if reason is LostReason.OTHER and not detail.strip():
        raise BadInput("Say in a few words why the deal was lost, when the reason is “other”.")
