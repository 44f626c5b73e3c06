"""What boards tell each other through a server: a few words of JSON. It is a hint, which anybody there could send."""

from __future__ import annotations

import json

from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.domain.stage import Stage

LONGEST = 7_999
"""Bytes that PostgreSQL sends with a notification."""


def payload_of(written: Elsewhere) -> str:
    """The words for what was written; deals that are too many for them are anything."""
    said: dict[str, object] = {"change": written.change} if written.change else {}
    if written.boards:
        said["boards"] = True
    if not written.anything:
        named = {**said, "deals": sorted(written.deals), "stages": sorted(written.stages)}
        if len(payload := json.dumps(named, separators=(",", ":"))) <= LONGEST:
            return payload
    return json.dumps(said)


def written_of(payload: str) -> Elsewhere:
    """What such words tell; anything, where they are not understood."""
    try:
        said = json.loads(payload)
        change, boards = int(said.get("change", 0)), bool(said.get("boards"))
        if "deals" not in said:
            return Elsewhere(change, anything=True, boards=True)
        deals, stages = frozenset(map(int, said["deals"])), frozenset(map(Stage, said["stages"]))
        return Elsewhere(change, deals, stages, boards=boards)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError):
        return ANYTHING
