"""Companies: everything about one, what it was worth, its next deal, and a good word."""

from __future__ import annotations

from datetime import date, timedelta

from funnelboard.domain.calendar_days import next_working_day
from funnelboard.domain.company_detail import CompanyDetail
from funnelboard.domain.contact import reachable
from funnelboard.domain.customer import Customer
from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Outcome
from funnelboard.errors import BadInput, NotFound
from funnelboard.services import company_detail
from funnelboard.services.next_deal import start_next_deal
from funnelboard.services.recording import add_follow_up
from funnelboard.services.session import Session, finished, line, quoted
from funnelboard.services.written import Written
from funnelboard.store import customers
from funnelboard.store.change import Change

REFERENCE_AFTER = timedelta(days=13)
"""After winning, until the reference is asked for on the next working day: time to have seen that it works."""

ENTRIES = 50
"""How many entries of a company's timeline are read, unless it is said otherwise."""


class Customers:
    """What comes after winning, and whom it is done for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def repeat(self, deal_id: int, title: str = "") -> Written:
        """Start a customer's next deal as a lead: company, contacts, owner and amount of the won one.

        Args:
            title: Of the new deal; empty for that of the won one.

        Raises:
            BadInput: The deal was not won.
        """
        with self._session.change("create") as change:
            deal = self._won(change, deal_id, "is repeated")
            title = line(title, "title") or deal.title
            new_id = start_next_deal(change, deal, {"title": title, "source": "existing customer"})
            change.summary = f"added “{title}” to lead, a repeat of #{deal.id}"
            return finished(change, "", new_id)

    def ask_reference(self, deal_id: int, due: date | None = None) -> Written:
        """Promise to ask a customer for a reference, in two weeks unless a local date is named.

        Raises:
            BadInput: The deal was not won, or nobody on it may be contacted.
        """
        with self._session.change("follow-up") as change:
            deal = self._won(change, deal_id, "has a reference to ask for")
            person = reachable(deal.contacts)
            if deal.contacts and person is None:
                raise BadInput(f"Everybody on “{deal.title}” has said no to being contacted. Nobody can be asked.")
            by_phone = person is None or (person.reached_by("phone") and (bool(person.phone) or not person.email))
            wanted = due or next_working_day(self._session.clock.today() + REFERENCE_AFTER)
            what = self._session.settings.preset.reference
            row_id = add_follow_up(change, deal.id, wanted, "call" if by_phone else "email", what)
            change.summary = f"will {what} on {quoted([deal])}"
            return finished(change, "", row_id)

    def customer(self, company_id: int) -> Customer:
        """A company with the sums of what was won from it.

        Raises:
            NotFound: There is no such company.
        """
        found = customers.read(self._session.database, company_id)
        if found is None:
            raise NotFound(f"There is no company #{company_id}.")
        return found

    def company(self, company_id: int, limit: int = ENTRIES) -> CompanyDetail:
        """Everything about a company, with at most so many entries of its deals' timelines.

        Raises:
            NotFound: There is no such company.
        """
        return company_detail.describe(self._session, company_id, limit)

    def company_of(self, deal_id: int, limit: int = ENTRIES) -> CompanyDetail:
        """Everything about the company that a deal is with.

        Raises:
            BadInput: The deal is with none.
            NotFound: There is no such deal, or it has been deleted.
        """
        deal = self._session.live_deal(deal_id)
        if deal.company is None:
            raise BadInput("This deal has no company; e gives it one.")
        return self.company(deal.company.id, limit)

    def company_named(self, name: str, limit: int = ENTRIES) -> CompanyDetail:
        """Everything about the company that is called so; or the only one that begins so, or has that in its name.

        Args:
            name: As it is typed, whatever the case; its number (``#3``) will do as well.

        Raises:
            BadInput: Several can be meant, which are named.
            NotFound: None can; those with the nearest names are named.
        """
        return self.company(company_detail.find(self._session, name), limit)

    def _won(self, change: Change, deal_id: int, what: str) -> Deal:
        deal = self._session.target(change, deal_id)
        if deal.outcome is not Outcome.WON:
            raise BadInput(f"Only a won deal {what}; “{deal.title}” was not won.")
        return deal
