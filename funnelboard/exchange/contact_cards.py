"""Contacts as vCards 3.0 (RFC 2426), which phones and mail programs read."""

from __future__ import annotations

from funnelboard.domain.contact import Contact, year_is_known
from funnelboard.exchange.content_lines import instant, plain, structured, text

SAID_NO = "Has said no to being contacted."
DO_NOT_CONTACT = "do not contact"
"""The category of those who have."""

NO_YEAR = 1604
"""What stands for the year of a birthday without one, by the convention that phones follow; it has a 29 February."""


def contact_card(contact: Contact, company: str, board: str, changed_at: int) -> str:
    """One contact; importing a newer card of them updates it, where a program heeds the UID.

    Args:
        company: The name of their company; "" for none.
        board: What tells the database from every other one.
        changed_at: When they were last changed, in UTC epoch microseconds.
    """
    given, _, family = contact.name.rpartition(" ")
    lines = [
        plain("BEGIN", "VCARD"),
        plain("VERSION", "3.0"),
        structured("N", (family, given, "", "", "")),
        text("FN", contact.name),
        text("ORG", company),
        text("TITLE", contact.job_title),
        text("TEL;TYPE=WORK,VOICE", contact.phone),
        text("EMAIL;TYPE=INTERNET", contact.email),
        _birthday(contact),
        text("NOTE", _note(contact)),
        text("CATEGORIES", "" if contact.may_contact else DO_NOT_CONTACT),
        plain("UID", f"contact-{contact.id}@{board}.funnelboard"),
        plain("REV", instant(changed_at)),
        plain("END", "VCARD"),
    ]
    return "".join(lines)


def _birthday(contact: Contact) -> str:
    if contact.birthday is None:
        return ""
    if year_is_known(contact.birthday):
        return plain("BDAY", contact.birthday.isoformat())
    return plain(f"BDAY;X-APPLE-OMIT-YEAR={NO_YEAR}", f"{NO_YEAR}-{contact.birthday:%m-%d}")


def _note(contact: Contact) -> str:
    if not contact.may_contact:
        return SAID_NO
    return f"May be reached by {', '.join(contact.contact_by)}." if contact.contact_by else ""
