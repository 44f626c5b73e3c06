"""Who a row is about: its company, contact and owner, and how the contact is reached."""

from __future__ import annotations

import re

from funnelboard.exchange.row_cells import RowCells
from funnelboard.exchange.values import BLANKS, read_emails

_NOBODY = BLANKS | {"unassigned", "not assigned", "nobody", "sin asignar", "non attribué", "nicht zugewiesen"}
_ADDRESSED = re.compile(r"([^<(]+?)\s*[(<]([^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.]+)[)>]")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBERED = re.compile(r"\s*\(\d{5,}\)$")


def company_of(cells: RowCells) -> str:
    """The company's name; "" for none."""
    return _first(cells, "company")


def people_of(cells: RowCells) -> tuple[tuple[str, str], ...]:
    """The contacts, each with a name and an address, "" for none; there is always a first one.

    They are in one cell with ``;`` between them, perhaps with addresses in parentheses, or with these in a cell of
    their own.
    """
    contacts = _contacts_of(cells)
    emails = cells.try_read("email", read_emails) or ()
    if len(emails) == len(contacts) > 1:
        return tuple((name, email) for (name, _), email in zip(contacts, emails, strict=True))
    if len(emails) > 1:
        cells.put_aside("email", ", ".join(emails[1:]), f"there is more than one: “{emails[0]}” was taken")
    (name, address), *others = contacts
    return ((name, emails[0] if emails else address), *others)


def _contacts_of(cells: RowCells) -> list[tuple[str, str]]:
    whole = f"{cells.text['first_name']} {cells.text['last_name']}".strip()
    if whole:
        return [(whole, "")]
    text = cells.text["contact"]
    if not text:
        return [("", "")]
    names = dict.fromkeys(name for part in text.split(";") if (name := part.strip())) if ";" in text else (text,)
    found = [_split_address(_NUMBERED.sub("", name)) for name in names]
    return [("", name) if _ADDRESS.fullmatch(name) else (name, address) for name, address in found] or [("", "")]


def owner_of(cells: RowCells) -> str:
    """The owner's name; "" for nobody."""
    owner = cells.text["owner"]
    return "" if owner.casefold() in _NOBODY else _split_address(owner)[0]


def phone_of(cells: RowCells) -> str:
    """The telephone number, or else the mobile one, which is set aside where both are there."""
    phone, mobile = cells.text["phone"], cells.text["mobile"]
    if phone and mobile and phone != mobile:
        cells.put_aside("mobile", mobile, f"there is more than one: “{phone}” was taken")
    return phone or mobile


def _first(cells: RowCells, name: str) -> str:
    """The first of a cell's names, without the number that some programs put behind one."""
    text = cells.text[name]
    if ";" in text:
        text, _, rest = (part.strip() for part in text.partition(";"))
        if rest:
            cells.put_aside(name, rest, f"there is more than one: “{text}” was taken")
    return _NUMBERED.sub("", text) if text.endswith(")") else text


def _split_address(name: str) -> tuple[str, str]:
    match = _ADDRESSED.fullmatch(name) if name.endswith((")", ">")) else None
    return (match[1], match[2]) if match else (name, "")
