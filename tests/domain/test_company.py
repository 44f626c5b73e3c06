"""What people say of a company's name."""

from __future__ import annotations

import pytest

from funnelboard.domain.company import without_legal_form


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Kuopion Satula Oy", "Kuopion Satula"),
        ("Virtasen Pyörä Ky", "Virtasen Pyörä"),
        ("Tmi", "Tmi"),
        ("Bornholms Cykler I/S", "Bornholms Cykler"),
        ("Great Lakes Pedal Co., Inc.", "Great Lakes Pedal"),
        ("Oslo AS Sykler", "Oslo AS Sykler"),
    ],
)
def test_without_its_legal_form(name: str, said: str) -> None:
    assert without_legal_form(name) == said
