"""Links are mailto: and tel: of what is an address or a number, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.exchange.links import mail_link, phone_link


@pytest.mark.parametrize(
    ("email", "link"),
    [
        ("kari@acme.example", "mailto:kari@acme.example"),
        (" kari@acme.example ", "mailto:kari@acme.example"),
        ("o'neill+a&b=c?d%e#f/g@acme.example", "mailto:o%27neill%2Ba%26b%3Dc%3Fd%25e%23f%2Fg@acme.example"),
        ("åse@ærlig-øl.example", "mailto:%C3%A5se@%C3%A6rlig-%C3%B8l.example"),
        ("kari", ""),
        ("kari@acme", ""),
        ("kari@acme.example, per@acme.example", ""),
        ("Kari <kari@acme.example>", ""),
        ("javascript:alert(1)@x.example", ""),
        ("a@b.example\x1b]52;c;x\x07", ""),
        ("a@b.example\n", "mailto:a@b.example"),
        ("x" * 65 + "@acme.example", ""),
        ("a@" + "b." * 130 + "example", ""),
        ("", ""),
    ],
)
def test_addresses(email: str, link: str) -> None:
    assert mail_link(email) == link


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+47 900 11 222", "tel:+4790011222"),
        ("+44 (0)20 7946-0000", "tel:+442079460000"),
        ("(020) 7946.0000", "tel:02079460000"),
        ("112", "tel:112"),
        ("900 11 222 ext. 3", ""),
        ("call me", ""),
        ("12", ""),
        ("+" * 3 + "4790011222", ""),
        ("1" * 16, ""),
        ("٠١٢٣٤٥", ""),
        ("", ""),
    ],
)
def test_numbers(phone: str, link: str) -> None:
    assert phone_link(phone) == link


@given(st.text(max_size=80))
def test_whatever_it_is_of_it_is_plain_ascii(text: str) -> None:
    assert re.fullmatch(r"(mailto:[A-Za-z0-9._~@%-]+)?", mail_link(text))
    assert re.fullmatch(r"(mailto:[A-Za-z0-9._~@%-]+)?", mail_link(f"{text}@x.example"))
    assert re.fullmatch(r"(tel:\+?[0-9]+)?", phone_link(text))
