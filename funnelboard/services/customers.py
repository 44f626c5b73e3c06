"""Companies that have bought: the next deal, what they were worth, and a good word."""

from __future__ import annotations

from datetime import date, timedelta

from funnelboard.domain.contact import reachable
from funnelboard.domain.customer import Customer
from funnelboard.domain.dates import next_working_day
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.done import Done
from funnelboard.services.recording import add_follow_up
from funnelboard.services.session import Session, finished, quoted
from funnelboard.services.succession import succeed
from funnelboard.store import customers

REFERENCE_AFTER = timedelta(days=13)
"""After winning, until the reference is asked for on the next working day: time to have seen that it works."""


class Customers:
    """What comes after winning."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def repeat(self, deal_id: int) -> Done:
        """Start a customer's next deal as a lead: company, contacts, owner and amount of the won one.

        Raises:
            BadInput: The deal was not won.
        """
        with self._session.change("create") as change:
            deal = self._won(deal_id, "is repeated")
            new_id = succeed(change, deal, {"source": "existing customer"})
            change.summary = f"added “{deal.title}” to lead, a repeat of #{deal.id}"
            return finished(change, "", new_id)

    def ask_reference(self, deal_id: int, due: date | None = None) -> Done:
        """Promise to ask a customer for a reference, in two weeks unless a local date is named.

        Raises:
            BadInput: The deal was not won, or nobody on it may be contacted.
        """
        with self._session.change("follow-up") as change:
            deal = self._won(deal_id, "has a reference to ask for")
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

    def lifetime_value(self, company_id: int) -> tuple[Money, ...]:
        """What was won from a company, in each currency."""
        return self.customer(company_id).lifetime

    def _won(self, deal_id: int, what: str) -> Deal:
        deal = self._session.live_deal(deal_id)
        if deal.outcome is not Outcome.WON:
            raise BadInput(f"Only a won deal {what}; “{deal.title}” was not won.")
        return deal
