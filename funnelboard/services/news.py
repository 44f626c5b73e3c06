"""What others have written while a seller looked at the board, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from funnelboard.domain.grammar import counted, listed
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.services.session import Session
from funnelboard.store import since


class News(NamedTuple):
    """What is new.

    Attributes:
        line: All of it as a sentence without its full stop; empty if there is nothing.
        deals: What was last done to each deal, by id, as such a sentence.
    """

    line: str = ""
    deals: Mapping[int, str] = MappingProxyType({})


NO_NEWS = News()


def read(session: Session, change: int, last: int | None = None) -> News:
    """What other sellers have written after a change of the log; what one did oneself elsewhere is no news.

    Args:
        last: The change up to which that is told; None for the newest.
    """
    me = session.seller.id
    found = since.news(session.database, change, me, last)
    if not found:
        return NO_NEWS
    deals = {deal_id: one.doing.told(me) for one in found for deal_id in one.deal_ids}
    if len(found) == 1 or len(deals) < 2:
        return News(found[-1].doing.told(me), deals)
    names = dict.fromkeys(one.doing.seller for one in found if one.doing.seller_id is not None)
    return News(f"{listed(names or ('A new day',))} changed {counted(len(deals), 'deal')}", deals)
