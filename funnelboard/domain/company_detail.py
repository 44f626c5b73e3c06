"""A company with everything that is known about it: its deals, its people, what was said, and what it is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from funnelboard.domain.company import Company
from funnelboard.domain.contact import Contact, DealContact, Role
from funnelboard.domain.customer import Customer
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.objection import Objection
from funnelboard.domain.stage import Outcome
from funnelboard.domain.timeline import TimelineEntry


@dataclass(frozen=True, slots=True)
class Potential:
    """What deals that are not closed may bring in one currency; never added to what was won.

    Attributes:
        deals: How many have an amount in it.
        weighted: The sum of amount times probability, rounded down once.
    """

    deals: int
    amount: Money
    weighted: Money


@dataclass(frozen=True, slots=True)
class CompanyContact:
    """Somebody in a company, or in a deal with it: once, however many deals they take part in.

    Attributes:
        contact: Who it is, how they can be reached, and whether they may be.
        parts: The company's deals they take part in, each with what they are in it.
        last_touch: When a deal of theirs was last touched, in UTC epoch microseconds; None without a deal.
    """

    contact: Contact
    parts: tuple[tuple[Deal, DealContact], ...]
    last_touch: int | None

    @property
    def roles(self) -> tuple[Role, ...]:
        """What they are in the company's purchases, each role once."""
        return tuple(dict.fromkeys(link.role for _, link in self.parts))

    @property
    def decides(self) -> bool:
        """Whether they are the one who decides on one of the deals."""
        return any(link.decides for _, link in self.parts)


@dataclass(frozen=True, slots=True)
class CompanyDetail:
    """A company at one moment.

    Attributes:
        customer: The company itself, and what was won from it in each currency.
        deals: All that are not in the bin, parked or not: open ones in the order of the board, stage by stage, then the
            closed ones, the last one closed first.
        contacts: The people of the first deal first, those who take part in none last, by name.
        timeline: The newest entries of all its deals, newest first; ``deal`` tells which one an entry is about.
        more: Whether there are older entries.
        follow_ups: Open ones, of parked deals too, and of lost ones what was promised since; the one due first at the
            front.
        objections: Those nobody has resolved, the newest first.
        referred: Deals with others that this company sent, the newest first.
    """

    customer: Customer
    deals: tuple[Deal, ...] = ()
    contacts: tuple[CompanyContact, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    more: bool = False
    follow_ups: tuple[FollowUp, ...] = ()
    objections: tuple[Objection, ...] = ()
    referred: tuple[Deal, ...] = ()

    @property
    def company(self) -> Company:
        """Its name, phone, website and so on."""
        return self.customer.company

    @property
    def lifetime(self) -> tuple[Money, ...]:
        """What was won from it, in each currency."""
        return self.customer.lifetime

    @property
    def open(self) -> tuple[Deal, ...]:
        """Deals on the board that are not closed."""
        return tuple(deal for deal in self.deals if deal.outcome is None and deal.parked_until is None)

    @property
    def parked(self) -> tuple[Deal, ...]:
        """Deals set aside until a day."""
        return tuple(deal for deal in self.deals if deal.parked_until is not None)

    @property
    def won(self) -> tuple[Deal, ...]:
        """Deals that were won."""
        return tuple(deal for deal in self.deals if deal.outcome is Outcome.WON)

    @property
    def lost(self) -> tuple[Deal, ...]:
        """Deals that were lost."""
        return tuple(deal for deal in self.deals if deal.outcome is Outcome.LOST)

    @property
    def potential(self) -> tuple[Potential, ...]:
        """What the open deals may bring in each currency; the parked ones are not among them, as on the board."""
        return potential(self.open)

    @property
    def parked_potential(self) -> tuple[Potential, ...]:
        """What the parked deals may bring in each currency, should they come back."""
        return potential(self.parked)

    @property
    def next_follow_up(self) -> FollowUp | None:
        """The open follow-up due first; one of a parked deal only has its turn when the deal is back."""
        waiting = {deal.id for deal in self.parked}
        return next((each for each in self.follow_ups if each.deal_id not in waiting), None)

    def deal(self, deal_id: int) -> Deal:
        """The deal that an entry, a follow-up or an objection is about.

        Raises:
            KeyError: It is none of the company's.
        """
        for deal in self.deals:
            if deal.id == deal_id:
                return deal
        raise KeyError(deal_id)


def potential(deals: Iterable[Deal]) -> tuple[Potential, ...]:
    """The sums of the deals that have an amount, the currency of the most deals first."""
    by_currency: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for deal in deals:
        if deal.amount is not None:
            by_currency[deal.amount.currency].append((deal.amount.minor, deal.probability))
    found = [
        Potential(
            len(amounts),
            Money(sum(minor for minor, _ in amounts), currency),
            Money(sum(minor * per_cent for minor, per_cent in amounts) // 100, currency),
        )
        for currency, amounts in by_currency.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.deals, each.amount.currency)))


def gather_contacts(deals: Iterable[Deal], known: Iterable[tuple[Contact, int | None]]) -> tuple[CompanyContact, ...]:
    """The people of a company with the parts they have in its deals, in the order they are met there.

    Args:
        deals: The company's deals in order.
        known: Everybody in the company or in one of the deals, each with their last touch.
    """
    parts: dict[int, list[tuple[Deal, DealContact]]] = defaultdict(list)
    for deal in deals:
        for link in deal.contacts:
            parts[link.contact.id].append((deal, link))
    met = {contact_id: place for place, contact_id in enumerate(parts)}
    people = [CompanyContact(contact, tuple(parts.get(contact.id, ())), touched) for contact, touched in known]
    return tuple(sorted(people, key=lambda person: met.get(person.contact.id, len(met))))
