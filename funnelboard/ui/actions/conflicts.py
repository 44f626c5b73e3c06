"""Two sellers have written the same: both values are shown, with who and when, and the seller says which stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from funnelboard.domain import value_words
from funnelboard.domain.dates import describe_moment
from funnelboard.domain.grammar import listed
from funnelboard.errors import Conflict
from funnelboard.services.written import Written
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.sheet.conflict import EDIT, ConflictSheet, Disputed

Values = Mapping[str, Any]

THEIRS_STANDS = "Nothing was changed: what the other seller wrote stands."


async def write_over(
    desk: Desk,
    what: str,
    values: Values,
    write: Callable[[Values], Written],
    again: Callable[[], Awaitable[None]],
    labels: Mapping[str, str] | None = None,
) -> None:
    """Write values; where others have written other ones meanwhile let the seller choose between both.

    Args:
        what: What they belong to, for the title.
        values: Those that the seller has changed.
        write: Writes those that are left.
        again: Asks for them again, if the seller wants to edit what was typed.
        labels: Of the values, where they are not their names.
    """
    while True:
        try:
            await desk.write(write, values)
        except Conflict as conflict:
            if not conflict.differences:
                raise
            disputed = [
                Disputed(
                    one.field, (labels or {}).get(one.field, one.field.replace("_", " ")), in_words(one.theirs),
                    in_words(one.mine), one.who, told_when(desk, one.at),
                )
                for one in conflict.differences
            ]  # fmt: skip
            theirs = await choose(desk, what, disputed)
            await desk.board.rest()
            desk.look()
            if theirs is None:
                await again()
                return
            values = {name: value for name, value in values.items() if name not in theirs}
            if not values:
                desk.done()
                desk.say(THEIRS_STANDS)
                return
        else:
            return


async def choose(desk: Desk, what: str, disputed: Iterable[Disputed]) -> frozenset[str] | None:
    """The fields in which what the others wrote is to stand; None to edit what was typed.

    Raises:
        Left: The seller left; what was typed is kept.
    """
    fields = [*disputed]
    sellers = [*dict.fromkeys(field.seller for field in fields if field.seller)]
    have = f"{listed(sellers or ['Somebody else'])} {'have' if len(sellers) > 1 else 'has'}"
    try:
        sheet = ConflictSheet(f"{have} changed {what} meanwhile", fields)
        mine = await desk.open(sheet, foreseen=False)
    except Left:
        raise Left(f"Nothing is saved: {desk.key_of(desk.command)} goes on with what was typed.") from None
    return None if mine is EDIT else frozenset(field.name for field in fields if field.name not in mine)


def told_when(desk: Desk, at: int) -> str:
    """When something was written, in UTC epoch microseconds; empty if that is not known."""
    if not at:
        return ""
    moment = datetime.fromtimestamp(at / 1_000_000)
    return describe_moment(moment.date(), moment.time(), desk.today)


def in_words(value: object) -> str:
    """A stored value as it is shown."""
    return value_words.in_words(value) or "nothing"
