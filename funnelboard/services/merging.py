"""Making one of two deals, companies or contacts: what hangs on both is kept, and one undo takes it apart again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from funnelboard.domain.comparison import Comparison
from funnelboard.domain.dates import whole_date
from funnelboard.domain.duplicate import Named, Record
from funnelboard.domain.grammar import counted, listed
from funnelboard.domain.stage import place
from funnelboard.domain.value_words import in_words
from funnelboard.errors import BadInput, Conflict, NotFound
from funnelboard.services import company_detail
from funnelboard.services.compared_fields import compared, deal_words
from funnelboard.services.likely_duplicates import deal_weight
from funnelboard.services.merged_rows import merge_companies, merge_contacts, merge_deals
from funnelboard.services.session import Session, finished, needed_line
from funnelboard.services.sight import NOTHING
from funnelboard.services.written import Written
from funnelboard.store import deals, duplicates, merged, merging, people
from funnelboard.store.history import MERGE


class Merging:
    """Two records become one: the other goes to the bin as a part of the one that is kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def better_first(self, deal_ids: tuple[int, int]) -> tuple[int, int]:
        """Two deals, the one that is rather kept first; raises as :meth:`compare`."""
        found = self._session.live_deals(deal_ids)
        one, other = sorted(found, key=lambda deal: deal_weight(deal.stage, deal.outcome, deal.id), reverse=True)
        return one.id, other.id

    def compare(self, record: Record, keep: int, other: int) -> Comparison:
        """Two records side by side.

        Raises:
            BadInput: Both are the same one.
            NotFound: One of them is not there, has been deleted, or is a part of another.
        """
        with self._session.database.reading():
            return self._compare(record, keep, other)

    def merge(
        self, record: Record, keep: int, other: int, take: Collection[str] = (), seen: Comparison | None = None
    ) -> Written:
        """Make one of two.

        Where one says nothing the other's value stands; where both do, that of the one that is kept, unless it is to
        be taken from the other. What does not stand is kept in a note.

        Args:
            take: Fields in which the other's value is to stand.
            seen: Both as the seller compared them.

        Returns:
            With the id of the one that is kept in ``row_id``.

        Raises:
            BadInput: Both are the same one, or there is nothing to choose in one of the fields.
            NotFound: One of them is not there any more.
            Conflict: Somebody has changed one of them since they were seen.
        """
        with self._session.change(MERGE) as change:
            if record is Record.DEAL and keep != other:
                self._session.targets(change, (keep, other), NOTHING)
                if change.left:
                    raise NotFound(" ".join(change.left.values()))
            now = self._compare(record, keep, other)
            take = now.chosen(take)
            if seen is not None:
                self._require_same(now, seen)
            merge = {Record.DEAL: merge_deals, Record.COMPANY: merge_companies, Record.CONTACT: merge_contacts}
            merge[record](change, now, take, self._session.clock.today())
            noun = "" if record is Record.DEAL else f"{record.value} "
            change.summary = f"merged {noun}#{other} “{now.other.name}” into #{keep} “{now.keep.name}”"
            return finished(change, "", keep)

    def find(self, record: Record, typed: str) -> int:
        """Id of the company or the contact that is meant by its name or its number.

        Raises:
            BadInput: Several can be meant.
            NotFound: None can.
        """
        name = needed_line(typed, f"{record.value}'s name")
        number = name.removeprefix("#")
        if number.isdecimal() and len(number) < 19 and (record is Record.CONTACT or name != number):
            return int(number)
        if record is Record.COMPANY:
            return company_detail.find(self._session, name)
        called = duplicates.persons_called(self._session.database, name)
        if not called:
            raise NotFound(f"No contact is called “{name}”. Type the whole name, or the number.")
        if len(called) > 1:
            numbers = ", ".join(f"#{each.id}" for each in called)
            raise BadInput(f"{len(called)} contacts are called “{name}”: {numbers}. Type the number.")
        return called[0].id

    def _compare(self, record: Record, keep: int, other: int) -> Comparison:
        """The same inside a transaction."""
        if keep == other:
            raise BadInput(f"#{keep} cannot be merged into itself. Name two {record.plural}.")
        (name, mine), (other_name, theirs) = (self._words(record, row_id) for row_id in (keep, other))
        return Comparison(
            record,
            Named(keep, name, tuple(self._facts(record, keep))),
            Named(other, other_name, tuple(self._facts(record, other))),
            compared(mine, theirs),
            tuple(self._attached(record, keep)),
            tuple(self._attached(record, other)),
        )

    def _words(self, record: Record, row_id: int) -> tuple[str, dict[str, str]]:
        """The name of a record, and what it says in each field."""
        database = self._session.database
        if record is Record.DEAL:
            deal = self._session.live_deal(row_id)
            return deal.title, deal_words(deal)
        if record is Record.COMPANY:
            company = people.company(database, row_id)
            if company is None:
                raise self._gone(record, row_id)
            fields = ("name", "website", "phone", "address", "industry")
            return company.name, {name: getattr(company, name) for name in fields}
        contact = people.contact(database, row_id)
        if contact is None:
            raise self._gone(record, row_id)
        company_id = contact.company_id
        employer = people.company(database, company_id) if company_id is not None else None
        own_words = {name: in_words(getattr(contact, name)) for name in ("email", "phone", "job_title", "birthday")}
        reached = {"contact_by": in_words(contact.contact_by)}
        return contact.name, {"name": contact.name, "company": employer.name if employer else ""} | own_words | reached

    def _facts(self, record: Record, row_id: int) -> Iterator[str]:
        """What is not chosen: where a deal stands, and that somebody has said no."""
        if record is Record.DEAL:
            deal = self._session.live_deal(row_id)
            yield place(deal.stage, deal.outcome)
            if deal.parked_until is not None:
                yield f"parked until {whole_date(deal.parked_until)}"
        elif record is Record.CONTACT:
            contact = people.contact(self._session.database, row_id)
            if contact is not None and not contact.may_contact:
                yield "has said no to being contacted"

    def _attached(self, record: Record, row_id: int) -> Iterator[str]:
        """What hangs on a record, as far as it is counted."""
        database = self._session.database
        if record is not Record.DEAL:
            yield counted(len(merging.deals_of(database, record.value, row_id)), "deal")
            return
        (deal,) = deals.read(database, (row_id,))
        counts = {"contact": len(deal.contacts), **merging.attached(database, row_id)}
        yield from (counted(count, noun) for noun, count in counts.items() if count)

    def _require_same(self, now: Comparison, seen: Comparison) -> None:
        """Refuse to merge what is not as it was seen."""
        before = {field.name: field for field in seen.fields}
        after = {field.name: field for field in now.fields}
        changed = [
            (after.get(name) or before[name]).label
            for name in dict.fromkeys((*before, *after))
            if after.get(name) != before.get(name)
        ]
        if (now.keep.facts, now.other.facts) != (seen.keep.facts, seen.other.facts):
            changed.append("where they stand")
        if changed:
            doings = [self._session.last_doing(now.record.value, each.id) for each in (now.keep, now.other)]
            last = max((doing for doing in doings if doing is not None), key=lambda doing: doing.change, default=None)
            who = last.seller if last is not None else "Somebody else"
            raise Conflict(f"Nothing was merged: {who} has changed {listed(changed)} meanwhile. Look at both again.")

    def _gone(self, record: Record, row_id: int) -> NotFound:
        """Why a company or a contact cannot be merged."""
        into = merged.survivor(self._session.database, record.value, row_id)
        if into is not None:
            return NotFound(f"{record.value.capitalize()} #{row_id} is a part of #{into} now. Merge with that one.")
        return self._session.missing(record.value, row_id)
