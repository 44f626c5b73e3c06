"""What the seller last looked at in a database, kept between two sessions of the board."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import Stage


@dataclass(frozen=True, slots=True)
class ViewState:
    """Filter, order, cursor and panel.

    Attributes:
        query: The filter, as typed.
        deal_id: The deal at the cursor, or None.
        stage: The column of the cursor.
        panel: Whether the side panel was shown.
    """

    query: str = ""
    sort: Sort = Sort.RANK
    stage: Stage = Stage.LEAD
    deal_id: int | None = None
    panel: bool = True


def load_view_state(path: Path) -> ViewState:
    """Read what was kept; whatever cannot be understood is as if it had never been kept."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        deal_id = kept["deal_id"]
        return ViewState(
            query=str(kept["query"])[:1000],
            sort=Sort(kept["sort"]),
            stage=Stage(kept["stage"]),
            deal_id=deal_id if type(deal_id) is int and 0 < deal_id < 2**63 else None,
            panel=kept["panel"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ViewState()


def save_view_state(path: Path, state: ViewState) -> None:
    """Keep it, whole or not at all. A directory that cannot be written to is not worth a word on leaving."""
    replace_file(path, json.dumps(asdict(state)))


def replace_file(path: Path, text: str) -> bool:
    """Put a small private file in place of what is there, whole or not at all; False if that cannot be done."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError:
        return False
    return True
