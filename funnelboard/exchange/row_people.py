"""Who a row is about: its company, contact and owner, and how the contact is reached."""

from __future__ import annotations

import re

from funnelboard.exchange.row_cells import RowCells
from funnelboard.exchange.values import BLANKS, read_emails

_NOBODY = BLANKS | {"unassigned", "not assigned", "nobody", "sin asignar", "non attribué", "nicht zugewiesen"}
_ADDRESSED = re.compile(r"([^<(]+?)\s*[(<]([^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.]+)[)>]")
_NUMBERED = re.compile(r"\s*\(\d{5,}\)$")


def company_of(cells: RowCells) -> str:
    """The company's name; "" for none."""
    return _first(cells, "company")


def contact_of(cells: RowCells) -> tuple[str, str]:
    """The contact's name, in one or in two columns, and the address that may stand behind it; "" for none."""
    whole = f"{cells.text['first_name']} {cells.text['last_name']}".strip()
    return (whole, "") if whole else _split_address(_first(cells, "contact"))


def owner_of(cells: RowCells) -> str:
    """The owner's name; "" for nobody."""
    owner = cells.text["owner"]
    return "" if owner.casefold() in _NOBODY else _split_address(owner)[0]


def email_of(cells: RowCells) -> str:
    """The first address; others are set aside."""
    found = cells.try_read("email", read_emails) or ("",)
    if len(found) > 1:
        cells.put_aside("email", ", ".join(found[1:]), f"there is more than one: “{found[0]}” was taken")
    return found[0]


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
