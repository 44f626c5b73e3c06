"""Links that a terminal can offer for an address or a phone number: ``mailto:`` and ``tel:``, and never any other."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LONGEST = 254
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@")
_TRUNK = re.compile(r"(?<=\d)\s*\(0\)")
_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2013]+")
_NUMBER = re.compile(r"\+?[0-9]{3,15}")


def mail_link(email: str) -> str:
    """The link of an e-mail address, percent-encoded; empty for what is not just that."""
    email = email.strip()
    if len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        return ""
    return f"mailto:{''.join(map(_encoded, email))}"


def phone_link(phone: str) -> str:
    """The link of a phone number as it is dialled, ``+44 (0)20 7946`` without the zero; empty for anything else."""
    number = phone.strip()
    if number.startswith("+"):
        number = _TRUNK.sub("", number)
    number = _BETWEEN.sub("", number)
    return f"tel:{number}" if _NUMBER.fullmatch(number) else ""


def _encoded(character: str) -> str:
    if character in _UNRESERVED:
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode())
