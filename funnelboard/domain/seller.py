"""The seller: who works a deal, and who changed what."""

from __future__ import annotations

from funnelboard.domain.initials import initials as initials
from funnelboard.domain.named_tuple import NamedTuple


class Seller(NamedTuple):
    """An operating-system login, or a name an import brought along.

    Attributes:
        id: As stored.
        login: The account on this machine; None for a name that no account here belongs to.
        name: What to show.
    """

    id: int
    login: str | None
    name: str

    @property
    def handle(self) -> str:
        """What commands and files name them by: the login, else the name."""
        return self.login or self.name

    @property
    def initials(self) -> str:
        """Two letters for a card."""
        return initials(self.name)


class SellerHere(NamedTuple):
    """A seller who has the database open on a board.

    Attributes:
        since: UTC epoch microseconds.
    """

    seller: Seller
    since: int


def via_agent(name: str) -> str:
    """How a seller is named in whose name an agent did something."""
    return f"{name} via agent"
