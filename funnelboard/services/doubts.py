"""What is asked before something is kept that may not be meant so."""

from __future__ import annotations

from collections.abc import Iterable

from funnelboard.domain.agenda import WITHOUT_CONTACT, refusal
from funnelboard.domain.deal import Deal
from funnelboard.domain.grammar import listed
from funnelboard.domain.stage import place
from funnelboard.errors import Unconfirmed
from funnelboard.services.session import line
from funnelboard.store import deals, duplicates, people
from funnelboard.store.database import Database


def check_new(database: Database, title: str, company: str, email: str) -> None:
    """Ask before the same deal, or a deal with somebody of the same address, is added again.

    Raises:
        Unconfirmed: It is there.
    """
    found = duplicates.same_deal(database, line(title, "title"), line(company, "company"))
    if found is not None:
        (deal,) = deals.read(database, (found,))
        where = place(deal.stage, deal.outcome)
        raise Unconfirmed(f"“{deal.title}” is there already: #{deal.id}, {where}", "add it all the same?")
    known = duplicates.same_address(database, line(email, "e-mail address"))
    if known is not None:
        (deal,) = deals.read(database, (known[1],))
        raise Unconfirmed(f"{email} is there already: {known[0]}, on #{deal.id} “{deal.title}”", "add it all the same?")


def check_reach(database: Database, contact_id: int, email: str, phone: str) -> None:
    """Ask before somebody who is known is from now on reached in another way: a form can be filled in by anybody.

    Args:
        email, phone: What is said of a new deal's contact; empty for nothing.

    Raises:
        Unconfirmed: They have another address or number.
    """
    known = people.contact(database, contact_id)
    if known is None:
        return
    for what, new, old, same in (
        ("e-mail address", line(email, "e-mail address"), known.email, str.casefold),
        ("phone number", line(phone, "phone number"), known.phone, _digits),
    ):
        if new and old and same(new) != same(old):
            raise Unconfirmed(f"{known.name} is here with another {what}, {old}", f"put {new} in its place?")


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


def check_contacting(deals: Iterable[Deal], kind: str) -> None:
    """Ask before a promise is kept that somebody has said no to.

    Raises:
        Unconfirmed: There is such a person.
    """
    refused = [name for deal in deals if (name := refusal(deal, kind))]
    if refused:
        have = "has" if len(refused) == 1 else "have"
        raise Unconfirmed(f"{listed(dict.fromkeys(refused))} {have} said no to being contacted", "keep it?")


def check_namesakes(database: Database, name: str, kind: str) -> None:
    """Ask before a promise is kept to a new contact who is called like somebody who has said no.

    Raises:
        Unconfirmed: There is such a person.
    """
    for each in [] if kind in WITHOUT_CONTACT else duplicates.persons_called(database, name):
        if not each.may_contact:
            of = f" of {each.company}" if each.company else ""
            raise Unconfirmed(f"{each.name}{of} has said no to being contacted", "keep it?")
