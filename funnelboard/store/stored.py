"""Days, times and logged values, read as far as they can be.

Somebody else may have written what no FunnelBoard writes. It counts as nothing, so that the rest of the row is shown
and the other rows are; ``check`` says which it is.
"""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any


def day_of(stored: str | None) -> date | None:
    """A day; None where there is none, or something that is no day."""
    try:
        return date.fromisoformat(stored) if stored else None
    except ValueError:
        return None


def time_of(stored: str | None) -> time | None:
    """A time of day; None where there is none, or something that is no time."""
    try:
        return time.fromisoformat(stored) if stored else None
    except ValueError:
        return None


def values_of(logged: str) -> dict[str, Any]:
    """Values of columns by name; none where they cannot be read."""
    try:
        values = json.loads(logged)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
