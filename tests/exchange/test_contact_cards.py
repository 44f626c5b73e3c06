"""vCards that address books read: another program's parser takes everything out of them that went in."""

from __future__ import annotations

from datetime import date
from typing import Any

import vobject

from funnelboard.domain.contact import Contact
from funnelboard.exchange.contact_cards import contact_card

AT = 1_795_000_000_000_000


def card(contact: Contact, company: str = "") -> Any:
    text = contact_card(contact, company, "b0", AT)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return vobject.readOne(text)


def test_everything_is_read() -> None:
    kari = Contact(
        4, "Kari Åse Nordmann; jr, “x”\\", email="kari@x.example", phone="+47 900", job_title="CFO, " + "ø" * 80,
        birthday=date(1980, 5, 12), contact_by=("email", "phone"),
    )  # fmt: skip
    read = card(kari, "Acme; Oy")
    assert read.fn.value == kari.name
    assert (read.n.value.family, read.n.value.given) == ("“x”\\", "Kari Åse Nordmann; jr,")
    assert read.org.value == ["Acme; Oy"]
    assert read.title.value == kari.job_title
    assert (read.tel.value, read.tel.type_paramlist) == ("+47 900", ["WORK", "VOICE"])
    assert (read.email.value, read.bday.value) == ("kari@x.example", "1980-05-12")
    assert read.note.value == "May be reached by email, phone."
    assert (read.uid.value, read.rev.value) == ("contact-4@b0.funnelboard", "20261118T110640Z")
    assert not hasattr(read, "categories")


def test_who_said_no_is_marked() -> None:
    read = card(Contact(4, "Kari", may_contact=False))
    assert read.note.value == "Has said no to being contacted."
    assert read.categories.value == ["do not contact"]
    assert (read.n.value.family, read.n.value.given) == ("Kari", "")


def test_a_birthday_without_a_year() -> None:
    read = card(Contact(4, "Kari", birthday=date(1904, 2, 29)))
    assert (read.bday.value, read.bday.params["X-APPLE-OMIT-YEAR"]) == ("1604-02-29", ["1604"])


def test_no_text_ends_a_card() -> None:
    read = card(Contact(4, "Kari\r\nEND:VCARD\r\nBEGIN:VCARD", email="x\nTEL:1"))
    assert read.fn.value == "Kari\nEND:VCARD\nBEGIN:VCARD"
    assert not hasattr(read, "tel")
