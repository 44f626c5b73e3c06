"""The seller: who works a deal, and who changed what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seller:
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


@dataclass(frozen=True, slots=True)
class SellerHere:
    """A seller who has the database open on a board.

    Attributes:
        since: UTC epoch microseconds.
    """

    seller: Seller
    since: int


def via_agent(name: str) -> str:
    """How a seller is named in whose name an agent did something."""
    return f"{name} via agent"


def initials(name: str) -> str:
    """Two capitals for a narrow place: of the first and last word, or of the only word."""
    words = name.split()
    if not words:
        return ""
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else words[0][:2]
    return letters.upper()
