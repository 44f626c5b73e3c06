"""What a company has bought."""

from __future__ import annotations

from funnelboard.domain.company import Company
from funnelboard.domain.money import Money
from funnelboard.domain.named_tuple import NamedTuple


class Customer(NamedTuple):
    """A company with what was won from it.

    Attributes:
        lifetime: The sum of its won deals in each currency, never added across currencies.
        won: How many deals were won.
    """

    company: Company
    lifetime: tuple[Money, ...]
    won: int

    @property
    def since(self) -> int | None:
        """UTC epoch microseconds of the first won deal; None for a company that is no customer."""
        return self.company.customer_since
