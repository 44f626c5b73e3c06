"""``sample.db``, made of one of the stories: the same bytes every time and with every SQLite."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from funnelboard.errors import NotSaved
from funnelboard.sample.private_copy import is_sample
from funnelboard.sample.story import REFERENCE_DAY, SHIPPED
from funnelboard.sample.storyteller import tell_story
from funnelboard.services.scripted_sessions import write_reproducible


def build_sample(target: Path, reference_day: date = REFERENCE_DAY) -> None:
    """Make a sample database, or make one anew.

    Args:
        reference_day: The day that the story has come to; a working day.

    Raises:
        NotSaved: The target is something else than a sample database, or cannot be written.
    """
    if target.exists() and not is_sample(target):
        raise NotSaved(f"{target} exists and is no sample database. It was left as it is; name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".funnelboard-sample-", dir=target.absolute().parent) as folder:
            told, reproducible = Path(folder) / "told.db", Path(folder) / "reproducible.db"
            tell_story(told, reference_day, SHIPPED)
            write_reproducible(told, reproducible)
            reproducible.replace(target)
    except OSError as error:
        raise NotSaved(f"{target} was not made: {error}.") from error
