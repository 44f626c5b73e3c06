"""Two letters for a seller."""

from __future__ import annotations

import pytest

from funnelboard.domain.seller import Seller, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kari Nordmann", "KN"),
        ("kari", "KA"),
        ("k", "K"),
        ("Anna van der Berg", "AB"),
        ("  Åse   Øye ", "ÅØ"),
        ("", ""),
        ("   ", ""),
        ("李 明", "李明"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
    assert Seller(1, "login", name).initials == letters
