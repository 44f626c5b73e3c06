"""The sellers who are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.domain.dates import describe_moment
from funnelboard.domain.instant import local_moment
from funnelboard.ui.desk import Desk
from funnelboard.ui.sheet.telling import Telling

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.domain.seller import SellerHere
    from funnelboard.ui.drawing.lines import Line


async def who_is_here(desk: Desk) -> None:
    """List the sellers who have this database open on a board, and since when."""
    here = await desk.read(desk.workspace.presence.here)
    since = [_since(one, desk.today) for one in here]
    width = max(map(len, since))
    lines = [_line(desk, one, words.ljust(width)) for one, words in zip(here, since, strict=True)]
    await desk.open(Telling("Who is here", lines))


def _since(one: SellerHere, today: date) -> str:
    came = local_moment(one.since)
    return f"since {describe_moment(came.date(), came.time(), today)}"


def _line(desk: Desk, one: SellerHere, since: str) -> Line:
    """When they came, and the name, which may be long."""
    you = " (you)" if one.seller == desk.workspace.seller else ""
    return (f"{since}  ", "dim"), (f"{desk.styles.cells(one.seller.name)}{you}", "text")
