"""Writing two records as one, inside the change that does so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from funnelboard.domain.comparison import Comparison
from funnelboard.domain.contact import DealContact, Role
from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.duplicate import Record
from funnelboard.domain.instant import local_moment
from funnelboard.domain.note import NoteKind
from funnelboard.domain.own_fields import own_name
from funnelboard.domain.stage import Outcome, place
from funnelboard.exchange.imported_deal import is_content_id
from funnelboard.exchange.safe_text import LONGEST_TEXT
from funnelboard.services.compared_fields import OF_A_COMPANY, OF_A_CONTACT, OF_A_DEAL
from funnelboard.store import answers, deals, merging, own_fields
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold


def merge_deals(change: Change, both: Comparison, take: Collection[str], today: date) -> None:
    """The other deal's life goes on as that of the one that is kept, which stays where it is."""
    keep, other = deals.read(change.database, (both.keep.id, both.other.id))
    values = _taken(change, both, take, OF_A_DEAL)
    rest = ("created_at", "repeat_of_id", "external_id", "external_source")
    mine, theirs = (change.current("deal", deal.id, rest) for deal in (keep, other))
    values["created_at"] = min(mine["created_at"], theirs["created_at"])
    if mine["repeat_of_id"] is None and (theirs["repeat_of_id"] or keep.id) < keep.id:
        values["repeat_of_id"] = theirs["repeat_of_id"]
    gone: dict[str, object] = {"merged_into": keep.id, "deleted_at": change.now}
    if mine["external_id"] is None:
        identity = {name: theirs[name] for name in ("external_id", "external_source")}
        values |= identity
        gone |= dict.fromkeys(identity)
    change.update("deal", other.id, gone)
    change.update("deal", keep.id, values)
    _take_own_fields(change, both, take)
    merging.move_deal_rows(change, keep.id, other.id)
    chosen = any(field.name == "contact" and field.takes_other(take) for field in both.fields)
    merging.move_deal_contacts(change, keep.id, other.id, primary_of_other=chosen)
    _settle_answers(change, keep.id)
    lines = [*both.dropped(take), *_unlike(keep, other)]
    at = max(keep.last_touch, other.last_touch)
    _keep_in_note(change, keep.id, f"Merged with #{other.id} “{other.title}” on {whole_date(today)}.", lines, at)


def merge_companies(change: Change, both: Comparison, take: Collection[str], today: date) -> None:
    """The other company's deals and people are those of the one that is kept."""
    keep, other = both.keep.id, both.other.id
    values = _taken(change, both, take, OF_A_COMPANY)
    since = [change.current("company", row_id, ("customer_since",))["customer_since"] for row_id in (keep, other)]
    values["customer_since"] = min((at for at in since if at is not None), default=None)
    _tell_a_deal(change, both, take, today)
    merging.move_company_rows(change, keep, other)
    change.update("company", other, {"merged_into": keep, "deleted_at": change.now})
    change.update("company", keep, values)


def merge_contacts(change: Change, both: Comparison, take: Collection[str], today: date) -> None:
    """The other contact's parts in deals are those of the one that is kept; a no of either stands."""
    keep, other = both.keep.id, both.other.id
    values = _taken(change, both, take, OF_A_CONTACT)
    said = [change.current("contact", row_id, ("may_contact",))["may_contact"] for row_id in (keep, other)]
    values["may_contact"] = min(said)
    _tell_a_deal(change, both, take, today)
    merging.move_contact_rows(change, keep, other)
    change.update("contact", other, {"merged_into": keep, "deleted_at": change.now})
    change.update("contact", keep, values)


def _taken(
    change: Change, both: Comparison, take: Collection[str], columns: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    """The columns that the other's values go into, with these."""
    taken = [field.name for field in both.fields if field.takes_other(take)]
    names = tuple(column for name in taken for column in columns.get(name, ()))
    return change.current(both.record.value, both.other.id, names) if names else {}


def _take_own_fields(change: Change, both: Comparison, take: Collection[str]) -> None:
    """Write the other's texts into own fields that both have; those that only it has go over as they are."""
    for field in both.fields:
        name = own_name(field.name)
        if name is not None and field.differs and field.takes_other(take):
            own_fields.write(change, both.keep.id, name, field.other)


def _settle_answers(change: Change, deal_id: int) -> None:
    """Keep the answer that stands as the last one given, where another of the two deals' was given after it."""
    (deal,) = deals.read(change.database, (deal_id,))
    for given in answers.latest(change.database, deal_id):
        stands: Answer = getattr(deal, given.criterion.value) if given.criterion in YES_OR_NO else given.answer
        if stands is not given.answer:
            change.insert(
                "answer",
                {
                    "deal_id": deal_id, "criterion": given.criterion.value, "answer": stands.value,
                    "at": given.at, "seller_id": change.seller,
                },
            )  # fmt: skip


def _unlike(keep: Deal, other: Deal) -> Iterator[str]:
    """What the other deal says besides its fields, and the one that is kept does not; a line each."""
    of = f"(#{other.id})"
    if (keep.stage, keep.outcome) != (other.stage, other.outcome):
        why = ", ".join(filter(None, (other.lost_reason, other.lost_detail)))
        closed = f" on {whole_date(local_moment(other.closed_at).date())}" if other.closed_at is not None else ""
        yield f"stage: {place(other.stage, other.outcome)}{closed}{f', {why}' if why else ''} {of}"
    elif other.outcome is Outcome.LOST and other.lost_reason != keep.lost_reason:
        yield f"lost for: {', '.join(filter(None, (other.lost_reason, other.lost_detail)))} {of}"
    if other.may_return is not Answer.UNKNOWN and other.may_return is not keep.may_return:
        yield f"may we come back: {other.may_return.value} {of}"
    if other.parked_until is not None and other.parked_until != keep.parked_until:
        yield f"parked until: {whole_date(other.parked_until)} {other.parked_reason} {of}"
    if keep.external_id is not None and other.external_id is not None and not is_content_id(other.external_id):
        yield f"number in {other.external_source}: {other.external_id} {of}"
    mine: dict[int, DealContact] = {link.contact.id: link for link in keep.contacts}
    for link in other.contacts:
        own = mine.get(link.contact.id)
        if own is not None and Role.OTHER not in (own.role, link.role) and own.role is not link.role:
            yield f"role of {link.contact.name}: {link.role.value} {of}"


def _tell_a_deal(change: Change, both: Comparison, take: Collection[str], today: date) -> None:
    """Keep what does not stand of a company or a contact in a note on the newest deal it is with."""
    mine, theirs = (merging.deals_of(change.database, both.record.value, each.id) for each in (both.keep, both.other))
    lines = both.dropped(take)
    if both.record is Record.CONTACT:
        shared = deals.read(change.database, [deal_id for deal_id in theirs if deal_id in mine])
        lines += [line for deal in shared for line in _roles_unlike(deal, both)]
    found = [*theirs, *mine]
    if lines and found:
        (deal,) = deals.read(change.database, found[:1])
        what = f"{both.record.value.capitalize()} #{both.other.id} “{both.other.name}”"
        head = f"{what} was merged into #{both.keep.id} “{both.keep.name}” on {whole_date(today)}."
        _keep_in_note(change, deal.id, head, lines, deal.last_touch)


def _roles_unlike(deal: Deal, both: Comparison) -> Iterator[str]:
    """What the other of two contacts who are both on a deal was in it, if that does not stand."""
    roles = {link.contact.id: link.role for link in deal.contacts}
    keep, other = roles[both.keep.id], roles[both.other.id]
    if other is not keep and Role.OTHER not in (keep, other):
        yield f"role on “{deal.title}”: {other.value} (#{both.other.id})"


def _keep_in_note(change: Change, deal_id: int, head: str, lines: list[str], at: int) -> None:
    """Write down what was merged, and what does not stand of it, however long that is.

    It is written as of when the deal was last touched: nobody has been in touch with the buyer.
    """
    text = "\n".join((head, *lines))
    for start in range(0, len(text), LONGEST_TEXT):
        part = text[start : start + LONGEST_TEXT]
        change.insert(
            "note",
            {
                "deal_id": deal_id, "kind": NoteKind.NOTE.value, "text": part, "folded": fold(part), "at": at,
                "seller_id": change.seller,
            },
        )  # fmt: skip
