"""Setting fields of a deal, whatever tables they live in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import SOURCES, Answer, Deal
from funnelboard.domain.grammar import listed
from funnelboard.domain.own_fields import MOST_FIELDS, PREFIX, key_of, own_name, own_text
from funnelboard.domain.sources import read_source
from funnelboard.errors import BadInput, Conflict, Difference
from funnelboard.services.session import Session, line, money_columns, needed_line, paragraphs
from funnelboard.store import deal_rows, own_fields, people, sellers, since, tags
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold
from funnelboard.store.since import Doing

_READ: dict[str, Callable[[Deal], Any]] = {
    "title": lambda deal: deal.title,
    "amount": lambda deal: deal.amount,
    "probability": lambda deal: deal.own_probability,
    "expected_close": lambda deal: deal.expected_close,
    "source": lambda deal: deal.origin,
    "owner": lambda deal: deal.owner.name if deal.owner else None,
    "company": lambda deal: deal.company.name if deal.company else "",
    "contact": lambda deal: deal.primary.contact.name if deal.primary else "",
    "role": lambda deal: deal.primary.role if deal.primary else None,
    "email": lambda deal: deal.primary.contact.email if deal.primary else "",
    "phone": lambda deal: deal.primary.contact.phone if deal.primary else "",
    "job_title": lambda deal: deal.primary.contact.job_title if deal.primary else "",
    "tags": lambda deal: deal.tags,
    "pain_point": lambda deal: deal.pain_point,
    "current_supplier": lambda deal: deal.current_supplier,
    "competitor": lambda deal: deal.competitor,
    "decision_process": lambda deal: deal.decision_process,
    "buyer_next_step": lambda deal: deal.buyer_next_step,
    "referred_by": lambda deal: deal.referred_by,
}

_KEPT_IN: Mapping[str, frozenset[str]] = {
    "amount": frozenset({"amount", "currency"}),
    "owner": frozenset({"owner_id"}),
    "company": frozenset({"company_id"}),
    "contact": frozenset({"deal_contact"}),
    "role": frozenset({"deal_contact"}),
    "tags": frozenset({"deal_tag"}),
    "source": frozenset({"source", "source_detail"}),
    "referred_by": frozenset({"referred_by_id"}),
}
"""The columns of a deal, or the table, that a field is kept in, where they are not called like it."""

LIST_OF_TAGS = "list of tags"
"""What has the bound of a line, as it has where it is typed or imported as one."""

DETAILS: tuple[str, ...] = ("pain_point", "current_supplier", "competitor", "decision_process", "buyer_next_step")
"""What is learnt in evaluating a prospect, besides the answers; among the editable fields."""

EDITABLE: tuple[str, ...] = tuple(_READ)
"""Names of the fields that ``edit`` takes, but for own fields, which are called ``field.NAME``.

Company before contact: a new contact works for the new company.
"""


def field_value(deal: Deal, name: str) -> Any:
    """The value of an editable field, own fields included, as ``edit`` takes it."""
    own = own_name(name)
    return _READ[name](deal) if own is None else own_text(deal.own_fields, own)


class DealEditor:
    """Applies changed fields inside one change."""

    def __init__(self, session: Session, change: Change) -> None:
        self._session = session
        self._change = change

    def apply(self, deal: Deal, changes: Mapping[str, object], seen: Deal | None = None) -> list[str]:
        """Set fields; the names of those that changed.

        Raises:
            BadInput: An unknown field, or a value that cannot be.
            Conflict: A field has been changed by somebody else since ``seen``.
        """
        own = {name: called for name in changes if (called := own_name(name)) is not None}
        for name in changes:
            if name not in EDITABLE and name not in own:
                raise BadInput(f"A deal has no field “{name}”. It has: {', '.join(EDITABLE)} and {PREFIX}NAME.")
        if seen is not None:
            check_unchanged(self._session, deal, changes, seen)
        changed: list[str] = []
        for name in EDITABLE:
            if name in changes and changes[name] != field_value(deal, name):
                deal = self._set(deal, name, changes[name])
                changed.append(name.replace("_", " "))
        return changed + self._set_own_fields(deal, {called: str(changes[name] or "") for name, called in own.items()})

    def _set(self, deal: Deal, name: str, value: Any) -> Deal:
        if name in ("company", "contact", "role", "email", "phone", "job_title", "tags", "referred_by"):
            getattr(self, f"_set_{name}", self._set_detail)(deal, name, value)
            return self._session.live_deal(deal.id)
        self._change.update("deal", deal.id, self._columns(name, value))
        return deal

    def _columns(self, name: str, value: Any) -> dict[str, object]:
        match name:
            case "title":
                return {"title": needed_line(str(value), "title")}
            case "amount":
                return money_columns(value)
            case "probability":
                if value is not None and not 0 <= value <= 100:
                    raise BadInput("A probability is a percentage from 0 to 100.")
                return {"probability": value}
            case "expected_close":
                day: date | None = value
                return {"expected_close": day and day.isoformat()}
            case "source":
                source, detail = self._source(str(value or ""))
                return {"source": source, "source_detail": line(detail, "source")}
            case "owner":
                return {"owner_id": self._owner_id(value)}
            case _:
                return {name: line(str(value or ""), name.replace("_", " "))}

    def _source(self, words: str) -> tuple[str, str]:
        """One of the board's sources, or of the usual ones by its name."""
        name, _, detail = (part.strip() for part in words.partition(":"))
        return (name, detail) if name in SOURCES else read_source(words, self._session.settings.sources)

    def _owner_id(self, owner: str | None) -> int | None:
        if not owner:
            return None
        if owner == "me":
            return self._session.seller.id
        return sellers.find_or_add(self._change, needed_line(owner, "owner")).id

    def _set_company(self, deal: Deal, name: str, value: str) -> None:
        company = line(value, "company")
        company_id = people.find_or_add_company(self._change, company) if company else None
        self._change.update("deal", deal.id, {"company_id": company_id})

    def _set_contact(self, deal: Deal, name: str, value: str) -> None:
        """Name another primary contact; the one before stays on the deal."""
        wanted = line(value, "contact")
        old = deal.primary
        if not wanted:
            if old is not None:
                remove_contact(self._change, deal, old.id)
            return
        company_id = deal.company.id if deal.company else None
        known = next((link.contact.id for link in deal.contacts if link.contact.name == wanted), None)
        contact_id = known or people.find_contact(self._change.database, wanted, company_id)
        if contact_id is None:
            contact_id = people.add_contact(self._change, wanted, company_id)
        if old is not None and contact_id == old.contact.id:
            return
        if old is not None:
            self._change.update("deal_contact", old.id, {"is_primary": 0})
        role = next((link.role for link in deal.contacts if link.contact.id == contact_id), Role.OTHER)
        people.link_contact(self._change, deal.id, contact_id, role, primary=True)

    def _set_referred_by(self, deal: Deal, name: str, value: str) -> None:
        """Remember who sent the lead; its source says so too."""
        company = line(value or "", "company that referred it")
        values: dict[str, object] = {"referred_by_id": None}
        if company:
            values = {
                "referred_by_id": people.find_or_add_company(self._change, company),
                "source": "referral",
                "source_detail": "",
            }
        self._change.update("deal", deal.id, values)

    def _set_role(self, deal: Deal, name: str, value: Role) -> None:
        self._change.update("deal_contact", _primary(deal).id, {"role": Role(value).value})

    def _set_detail(self, deal: Deal, name: str, value: str) -> None:
        text = line(value or "", name.replace("_", " "))
        if self._change.update("contact", _primary(deal).contact.id, {name: text}):
            self._change.deals.add(deal.id)

    def _set_tags(self, deal: Deal, name: str, value: tuple[str, ...]) -> None:
        wanted: dict[str, str] = {}
        for tag in value:
            cleaned = needed_line(tag, "tag")
            wanted.setdefault(fold(cleaned), cleaned)
        line(" ".join(wanted.values()), LIST_OF_TAGS)
        for tag in deal.tags:
            if fold(tag) not in wanted:
                tags.take_off(self._change, deal.id, tag)
        for tag in wanted.values():
            tags.put_on(self._change, deal.id, tag)

    def _set_own_fields(self, deal: Deal, texts: Mapping[str, str]) -> list[str]:
        """Set texts of own fields by their names; those of the fields that changed, as the board writes them."""
        known = own_fields.by_key(self._change.database)
        changed: list[str] = []
        for typed, text in texts.items():
            found = known.get(key_of(typed))
            name = found.name if found is not None else needed_line(typed, "name of the own field")
            said = paragraphs(text, name) if text.strip() else ""
            if said == own_text(deal.own_fields, name) or not own_fields.write(self._change, deal.id, name, said):
                continue
            changed.append(name if found is not None else f"{name} (a new own field)")
        if changed and len(deal_rows.own_fields_of(self._change.database, [deal.id]).get(deal.id, ())) > MOST_FIELDS:
            raise BadInput(f"A deal has at most {MOST_FIELDS} own fields. Empty one first.")
        return changed


def remove_contact(change: Change, deal: Deal, link_id: int) -> None:
    """Take a contact off a deal; the next one becomes the primary one."""
    change.update("deal_contact", link_id, {"deleted_at": change.now, "is_primary": 0})
    left = [link for link in deal.contacts if link.id != link_id]
    if left and not any(link.primary for link in left):
        change.update("deal_contact", left[0].id, {"is_primary": 1})


def _primary(deal: Deal) -> Any:
    if deal.primary is None:
        raise BadInput("The deal has no contact yet. Name one first.")
    return deal.primary


def check_unchanged(session: Session, deal: Deal, changes: Mapping[str, object], seen: Deal) -> None:
    """Refuse to overwrite what others have written into fields of a deal, or answered, since it was seen.

    Raises:
        Conflict: They have; both values of each are in it.
    """
    found: list[Difference] = []
    for name, mine in changes.items():
        theirs, before = (_read(one, name) for one in (deal, seen))
        if theirs not in (before, mine):
            doing = last_writer(session, deal, name)
            who, at = (doing.seller, doing.at) if doing is not None else ("Somebody else", 0)
            found.append(Difference("deal", deal.id, name, theirs, mine, who, at))
    if found:
        names = listed(dict.fromkeys(one.who for one in found))
        told = ", ".join(_told(one) for one in found)
        have = "has" if len({one.who for one in found}) == 1 else "have"
        raise Conflict(f"{names} {have} changed {told} of “{deal.title}” meanwhile.", tuple(found))


def last_writer(session: Session, deal: Deal, name: str) -> Doing | None:
    """Who has last written a field of a deal, if somebody else has."""
    if (own_field := own_name(name)) is not None:
        row_id = own_fields.row_of(session.database, deal.id, own_field)
        steps = since.steps_of_row(session.database, "deal_field", row_id or 0, 0, session.own)
        return steps[-1].doing if steps else None
    if name in ("email", "phone", "job_title") and deal.primary is not None:
        steps = since.steps_of_row(session.database, "contact", deal.primary.contact.id, 0, session.own)
    else:
        steps = since.steps_of_deals(session.database, (deal.id,), 0, session.own)
    kept = _KEPT_IN.get(name, frozenset({name}))
    own = (one.doing for one in reversed(steps) if one.entity in kept or kept & one.after.keys())
    return next(own, None)


def _read(deal: Deal, name: str) -> Any:
    return field_value(deal, name) if name in EDITABLE or own_name(name) is not None else getattr(deal, name)


def _told(difference: Difference) -> str:
    """A field by its name, and an answer, which is short, with its value."""
    name = own_name(difference.field) or difference.field.replace("_", " ")
    return f"{name} (now {difference.theirs.value})" if isinstance(difference.theirs, Answer) else name
