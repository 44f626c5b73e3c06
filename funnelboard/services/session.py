"""What every service works with: the database, whose doing it is, and the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money, checked_amount
from funnelboard.domain.seller import Seller
from funnelboard.domain.settings import BoardSettings
from funnelboard.errors import BadInput, NotFound
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT, clean
from funnelboard.services.clock import Clock
from funnelboard.services.written import Written
from funnelboard.store import deals, sellers, settings
from funnelboard.store.change import Change, change
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker


@dataclass(slots=True)
class Session:
    """One seller at one database.

    Attributes:
        default_currency: ISO 4217 code for amounts typed without one.
    """

    database: Database
    seller: Seller
    clock: Clock
    default_currency: str

    @contextmanager
    def change(self, kind: str, undoes: int | None = None) -> Iterator[Change]:
        """One logged transaction of this seller, now."""
        with change(self.database, kind, self.seller.id, self.clock.now(), undoes=undoes) as operating:
            yield operating

    def asker(self) -> Asker:
        """Who asks, and when."""
        return Asker(self.seller.id, self.clock.now(), self.clock.today(), self.settings)

    def regain(self) -> bool:
        """Write again, where the database could only be read so far; whether that has come about just now."""
        if not self.database.regain():
            return False
        login, name = self.seller.login or self.seller.name, self.seller.name
        self.seller = sellers.ensure(self.database, login, name, self.clock.now())
        return True

    @property
    def settings(self) -> BoardSettings:
        """What is shared on the board, as it stands."""
        return settings.current(self.database)

    def live_deals(self, deal_ids: Iterable[int]) -> list[Deal]:
        """Deals that are not in the bin, in the order given.

        Raises:
            BadInput: None was named.
            NotFound: One of them is not there, or has been deleted.
        """
        wanted = list(dict.fromkeys(deal_ids))
        if not wanted:
            raise BadInput("No deal was named. Choose one first.")
        found = deals.read(self.database, wanted)
        for missing in set(wanted) - {deal.id for deal in found}:
            raise NotFound(f"There is no deal #{missing}.")
        for deal in found:
            if deal.deleted:
                raise NotFound(f"#{deal.id} “{deal.title}” is in the bin. Undo its deletion first.")
        return found

    def live_deal(self, deal_id: int) -> Deal:
        """One deal that is not in the bin; raises as :meth:`live_deals`."""
        return self.live_deals((deal_id,))[0]


def line(text: str, what: str) -> str:
    """One clean line of user text, without blanks around it.

    Raises:
        BadInput: It is too long.
    """
    cleaned = clean(text).strip()
    if len(cleaned) > LONGEST_LINE:
        raise BadInput(f"The {what} has {len(cleaned)} characters; {LONGEST_LINE} fit. Put the rest in a note.")
    return cleaned


def needed_line(text: str, what: str) -> str:
    """One clean line that says something; raises as :func:`line`, and when it is empty."""
    cleaned = line(text, what)
    if not cleaned:
        raise BadInput(f"The {what} is empty. Type one.")
    return cleaned


def paragraphs(text: str, what: str) -> str:
    """Clean user text with its line breaks.

    Raises:
        BadInput: It is empty or too long.
    """
    cleaned = clean(text, multiline=True).strip()
    if not cleaned:
        raise BadInput(f"The {what} is empty. Type something.")
    if len(cleaned) > LONGEST_TEXT:
        raise BadInput(f"The {what} has {len(cleaned)} characters; {LONGEST_TEXT} fit. Split it.")
    return cleaned


def money_columns(amount: Money | None) -> dict[str, object]:
    """An amount as a deal has it.

    Raises:
        TooLarge: It is more than can be added up.
    """
    if amount is None:
        return {"amount": None, "currency": None}
    return {"amount": checked_amount(amount).minor, "currency": amount.currency}


def quoted(touched: Sequence[Deal]) -> str:
    """Deals in a summary: the one's title, or how many."""
    return f"“{touched[0].title}”" if len(touched) == 1 else f"{len(touched)} deals"


def finished(operating: Change, otherwise: str, row_id: int | None = None) -> Written:
    """The answer to a write: its summary, or ``otherwise`` when nothing had to change."""
    return Written(
        operating.summary if operating.id else otherwise, tuple(sorted(operating.deals)), operating.id, row_id
    )
