"""Everything about a company as lines: what it is worth, then entries that each belong to a deal or a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from funnelboard.domain.company_detail import CompanyContact, CompanyDetail, Potential
from funnelboard.domain.contact import Role
from funnelboard.domain.customer import Customer
from funnelboard.domain.dates import describe_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import FollowUp, due_state
from funnelboard.domain.money import Money, format_money
from funnelboard.domain.objection import Objection
from funnelboard.domain.stage import Outcome
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.ui.drawing.deal_facts import DealText
from funnelboard.ui.drawing.lines import Line, Span, cut, flow, hang
from funnelboard.ui.drawing.links import address_of
from funnelboard.ui.drawing.text import fit, padded, width_of

_WIDE = 96
"""From this width on a deal takes one line."""

_STATE = 15
"""Cells for where a deal stands."""

_NOTE_LINES = 6
"""Lines of one note; the deal's own timeline has all of it."""


Thing = Customer | Deal | CompanyContact | FollowUp | Objection | TimelineEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the cursor can be on.

    Attributes:
        heading: Of the section that it is the first of; else empty.
        deal_id: The deal it leads to; None for somebody who is in none.
    """

    heading: str
    thing: Thing
    deal_id: int | None


def entries_of(company: CompanyDetail) -> Iterator[Entry]:
    """What it is worth, its deals, people, promises, objections and notes, in the order of the cursor."""
    notes = [entry for entry in company.timeline if entry.entity == "note"]
    yield Entry("", company.customer, None)
    yield from _section("DEALS", [(deal, deal.id) for deal in company.deals])
    yield from _section("CONTACTS", [(each, each.parts[0][0].id if each.parts else None) for each in company.contacts])
    yield from _section("FOLLOW-UPS", [(each, each.deal_id) for each in company.follow_ups])
    yield from _section("OPEN OBJECTIONS", [(each, each.deal_id) for each in company.objections])
    yield from _section("NEWEST NOTES", [(note, note.deal_id) for note in notes])
    yield from _section("LEADS IT SENT", [(deal, deal.id) for deal in company.referred])


def _section(heading: str, things: Sequence[tuple[Thing, int | None]]) -> Iterator[Entry]:
    for number, (thing, deal_id) in enumerate(things):
        yield Entry("" if number else heading, thing, deal_id)


@dataclass(frozen=True, slots=True)
class CompanyText:
    """Writes a company for the width, styles and moment of ``deals``."""

    company: CompanyDetail
    deals: DealText

    def lines(self, thing: Thing) -> Sequence[Line]:
        """One entry."""
        match thing:
            case Customer():
                return [*self._worth(thing)]
            case Deal():
                return self._deal(thing)
            case CompanyContact():
                return [*self._contact(thing)]
            case FollowUp():
                return self._said(self._due(thing), thing.words, thing.deal_id)
            case Objection():
                return self._said((f"{self.deals.styles.glyphs.objection} ", "objection"), thing.text, thing.deal_id)
            case TimelineEntry():
                return self._note(thing)

    def _worth(self, customer: Customer) -> Iterator[Line]:
        """How to reach it; what was won from it, and apart from that what may come."""
        company, about = self.company, customer.company
        parts = [(about.phone, "accent"), (about.website, "accent"), (about.address, "text"), (about.industry, "dim")]
        yield from self._flow((self.deals.cells(text), role) for text, role in parts)
        told = [_counted(customer.won)]
        if customer.since is not None:
            told.append(f"customer since {self.deals.moment(customer.since)[0]}")
        yield from self._sum("won", "won", [self._amounts(customer.lifetime)], told)
        yield from self._potential("potential", "amount", company.potential, len(company.open))
        if company.parked:
            yield from self._potential("parked", "parked", company.parked_potential, len(company.parked))

    def _potential(self, label: str, role: str, sums: Sequence[Potential], deals: int) -> Iterator[Line]:
        amounts = self._amounts([each.amount for each in sums])
        weighted = f"weighted {self._amounts([each.weighted for each in sums])}" if sums else ""
        yield from self._sum(label, role, [amounts, weighted], [_counted(deals)])

    def _sum(self, label: str, role: str, figures: Sequence[str], told: Sequence[str]) -> Iterator[Line]:
        parts: list[Span] = [(text, role if not n else "text") for n, text in enumerate(figures) if text]
        parts += [(text, "dim") for text in told]
        indent = 11
        for number, line in enumerate(flow(parts, self.deals.dot, self.deals.width - indent)):
            yield ((padded("" if number else label, indent), "label"), *line)

    def _deal(self, deal: Deal) -> tuple[Line, ...]:
        """Where it stands, title, amount, and what is next or how it ended."""
        state = self._state(deal)
        amount = self._amounts([deal.amount]) if deal.amount is not None else ""
        ended = deal.outcome is not None or deal.parked_until is not None
        next_one = next((each for each in self.company.follow_ups if each.deal_id == deal.id), deal.next_follow_up)
        what = self._ending(deal) if ended else self._promise(next_one)
        ellipsis = self.deals.styles.glyphs.ellipsis
        title = self.deals.cells(deal.title)
        role = "dim" if ended else "text"
        if self.deals.width < _WIDE:
            room = self.deals.width - width_of(amount) - 1
            first: Line = ((padded(title, room, ellipsis), role), (f" {amount}", "amount"))
            second = (("  ", "text"), (state[0].strip(), state[1]), ("  ", "text"), *what)
            return first, cut(second, self.deals.width, ellipsis)
        room = (self.deals.width - _STATE) * 2 // 5
        line: Line = (
            (padded(state[0], _STATE), state[1]),
            (padded(title, room - 1, ellipsis) + " ", role),
            (amount.rjust(13) + "  ", "amount"),
            *what,
        )
        return (cut(line, self.deals.width, ellipsis),)

    def _state(self, deal: Deal) -> Span:
        glyphs = self.deals.styles.glyphs
        place = self.deals.preset.place(deal.stage, deal.outcome).capitalize()
        if deal.outcome is not None:
            return f"{glyphs.won if deal.outcome is Outcome.WON else glyphs.lost} {place}", deal.outcome.value
        if deal.parked_until is not None:
            return f"{glyphs.parked} {place}", "parked"
        return f"  {place}", "text"

    def _ending(self, deal: Deal) -> tuple[Span, ...]:
        """Why and until when it is parked, or when and why it was closed."""
        if deal.parked_until is not None:
            why = f" ({self.deals.cells(deal.parked_reason)})" if deal.parked_reason else ""
            return ((f"parked until {describe_date(deal.parked_until, self.deals.today)}{why}", "parked"),)
        day = self.deals.moment(deal.closed_at)[0] if deal.closed_at is not None else ""
        ended: Span = (" ".join(filter(None, (day, deal.lost_reason or ""))), "dim")
        return (ended, (", may not come back", "error")) if deal.may_return is Answer.NO else (ended,)

    def _promise(self, follow_up: FollowUp | None) -> tuple[Span, ...]:
        if follow_up is None:
            return ((f"{self.deals.styles.glyphs.none} nothing next", "no_touch"),)
        return self._due(follow_up), (self.deals.cells(follow_up.words), "text")

    def _due(self, follow_up: FollowUp) -> Span:
        state = due_state(follow_up.due, self.deals.today).value
        return f"{getattr(self.deals.styles.glyphs, state)} {follow_up.when(self.deals.today)}  ", state

    def _contact(self, person: CompanyContact) -> Iterator[Line]:
        """Who it is, what they are in the deals, and how they can be reached."""
        contact = person.contact
        roles = ", ".join(role for role in person.roles if role is not Role.OTHER)
        email, phone = (address_of(contact, channel, self.deals.cells) for channel in ("email", "phone"))
        named = contact.name != contact.email
        parts = [
            (self.deals.cells(contact.name), "text") if named else email,
            (self.deals.cells(contact.job_title), "dim"),
            (roles, "dim"),
            ("decides" if person.decides else "", "accent"),
            *([email] if named else []),
            phone,
        ]
        if not contact.may_contact:
            parts.append(("does not want to be contacted", "error"))
        elif contact.contact_by:
            parts.append((f"only by {', '.join(contact.contact_by)}", "today"))
        return self._flow(parts)

    def _note(self, note: TimelineEntry) -> tuple[Line, ...]:
        """When, who and of what kind; then the words, as far as there is room."""
        day, time = self.deals.moment(note.at)
        head = f"{day} {time}".strip()
        about = [(head, "dim"), (self.deals.cells(note.seller), "dim"), (note.label, "accent")]
        about.append((self._title(note.deal_id), "dim"))
        text = "\n".join(self.deals.cells(line) for line in note.text.strip().splitlines())
        lines = [((("  "), "text"), *line) for line in hang((), text, "text", self.deals.width - 2, 0)]
        if len(lines) > _NOTE_LINES:
            lines = [*lines[: _NOTE_LINES - 1], (("  ", "text"), (self.deals.styles.glyphs.ellipsis, "dim"))]
        return (*self._flow(about), *lines)

    def _said(self, head: Span, text: str, deal_id: int) -> tuple[Line, ...]:
        """Some words, and the deal they belong to, where there are several."""
        title = self._title(deal_id)
        lines = [*hang((head,), self.deals.cells(text), "text", self.deals.width, 2)]
        room = self.deals.width - sum(width_of(part) for part, _ in lines[-1]) - 3
        if title and room >= 8:
            dot = self.deals.dot
            lines[-1] = (*lines[-1], dot, (fit(title, room, self.deals.styles.glyphs.ellipsis), "dim"))
        return tuple(lines)

    def _title(self, deal_id: int) -> str:
        """Of a deal, where there are several."""
        return self.deals.cells(self.company.deal(deal_id).title) if len(self.company.deals) > 1 else ""

    def _amounts(self, amounts: Iterable[Money]) -> str:
        """Each in its currency, side by side: they are never added."""
        return ", ".join(self.deals.cells(format_money(amount)) for amount in amounts)

    def _flow(self, parts: Iterable[Span]) -> Iterator[Line]:
        return flow(parts, self.deals.dot, self.deals.width, 2)


def _counted(deals: int) -> str:
    return "1 deal" if deals == 1 else f"{deals or 'no'} deals"
