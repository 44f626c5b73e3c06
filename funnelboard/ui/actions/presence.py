"""The sellers who are here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from funnelboard.domain.dates import describe_moment
from funnelboard.ui.desk import Desk
from funnelboard.ui.sheet.choices import Deed, Row

if TYPE_CHECKING:
    from funnelboard.domain.seller import SellerHere
    from funnelboard.ui.drawing.lines import Line


async def who_is_here(desk: Desk) -> None:
    """List the sellers who have this database open on a board, and since when."""
    here = await desk.read(desk.workspace.presence.here)
    await desk.pick("Who is here", [Row((_line(desk, one),), None) for one in here], (Deed("enter", "close"),))


def _line(desk: Desk, one: SellerHere) -> Line:
    """A name, and when they came."""
    came = datetime.fromtimestamp(one.since / 1_000_000)
    you = " (you)" if one.seller == desk.workspace.seller else ""
    since = describe_moment(came.date(), came.time(), desk.today)
    return (f"{desk.styles.cells(one.seller.name)}{you}", "text"), (f"  since {since}", "dim")
