"""What is asked before something is kept that may not be meant so."""

from __future__ import annotations

from collections.abc import Iterable

from funnelboard.domain.agenda import WITHOUT_CONTACT, refusal
from funnelboard.domain.deal import Deal
from funnelboard.domain.grammar import listed
from funnelboard.domain.stage import place
from funnelboard.errors import Unconfirmed
from funnelboard.services.session import line
from funnelboard.store import deals, duplicates
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
