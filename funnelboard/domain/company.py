"""The organisation a deal is with."""

from __future__ import annotations

from funnelboard.domain.legal_forms import without_legal_form as without_legal_form
from funnelboard.domain.named_tuple import NamedTuple


class Company(NamedTuple):
    """An organisation.

    Attributes:
        customer_since: UTC epoch microseconds of its first won deal, or None.
    """

    id: int
    name: str
    website: str = ""
    phone: str = ""
    address: str = ""
    industry: str = ""
    customer_since: int | None = None
    version: int = 1
