"""What the seller last looked at in a database, kept between two sessions of the board."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from funnelboard.domain.board import Sort
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.exchange.safe_text import clean
from funnelboard.memory.kept_file import read_kept, reason, replace_kept

MAX_QUERY = 1_000
"""Characters of a filter that is remembered."""

_MAX_BYTES = 100_000


class ViewState(NamedTuple):
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


def load_view_state(path: Path, usable: Callable[[str], str]) -> tuple[ViewState, tuple[str, ...]]:
    """Read what was kept.

    Args:
        usable: Says what is wrong with a filter, in a sentence; nothing if it can be used.

    Returns:
        What can be used of it, the rest as on a new board, and a sentence about each part of the rest.
    """
    try:
        content = read_kept(path, _MAX_BYTES)
    except (OSError, ValueError) as error:
        return ViewState(), (_nothing(reason(error)),)
    if not content:
        return ViewState(), ()

    import json

    try:
        kept = json.loads(content)
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        return ViewState(), (_nothing("it makes no sense"),)
    checks: dict[str, Callable[[Any], Any]] = {
        "query": lambda value: _query(value, usable),
        "sort": _sort,
        "stage": _stage,
        "deal_id": _deal_id,
        "panel": _panel,
    }
    used: dict[str, Any] = {}
    problems = []
    for name in ViewState._fields:
        if name in kept:
            try:
                used[name] = checks[name](kept[name])
            except ValueError as error:
                problems.append(str(error))
    return ViewState(**used), tuple(problems)


def save_view_state(path: Path, state: ViewState) -> None:
    """Keep it, whole or not at all. A directory that cannot be written to is not worth a word on leaving."""
    import json

    with contextlib.suppress(OSError):
        replace_kept(path, json.dumps(state._asdict()))


def _nothing(why: str) -> str:
    return f"What you last looked at is not known: its file cannot be read ({why})."


def _query(value: object, usable: Callable[[str], str]) -> str:
    if not isinstance(value, str):
        raise ValueError("The filter of last time is dropped: it is no text.")
    if len(value) > MAX_QUERY:
        raise ValueError(f"The filter of last time is dropped: it is longer than {MAX_QUERY:,} characters.")
    query = clean(value)
    problem = usable(query)
    if problem:
        raise ValueError(f"The filter of last time, “{query}”, is dropped: {problem}")
    return query


def _sort(value: object) -> Sort:
    if value in tuple(Sort):
        return Sort(str(value))
    raise ValueError(f"The order of last time is dropped: there is none called {_quoted(value)}.")


def _stage(value: object) -> Stage:
    if value in STAGES:
        return Stage(str(value))
    raise ValueError(f"The column of last time is dropped: there is none called {_quoted(value)}.")


def _deal_id(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is int and 0 < value < 2**63:
        return value
    raise ValueError("The deal of last time is dropped: it has no number that a deal can have.")


def _panel(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("Whether the side panel was shown last time is dropped: it is neither yes nor no.")


def _quoted(value: object) -> str:
    return f"“{clean(value)[:40]}”" if isinstance(value, str) else "that"
