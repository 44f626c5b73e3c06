"""The contacts that an import names: known by their address, or else by their name; or added by the thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from funnelboard.exchange.imported_person import ImportedPerson, may_share
from funnelboard.store import imports
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold

DETAILS = ("email", "phone", "job_title", "birthday")

_Key = tuple[str, int | None]


class ImportedContacts:
    """Ids for the people of one import, inside its transaction; made with all that it names.

    Somebody is known by their address, unless somebody else has it too; then by their name in their company. Where
    several rows name one, the first that says something counts.

    Attributes:
        added: Those that were not known before: their names, companies and addresses by their ids.
        changed: Ids of those the file says more of than was known.
        known: Ids of all that were known before.
    """

    def __init__(
        self, change: Change, people: Iterable[ImportedPerson], company_of: Callable[[ImportedPerson], int | None]
    ) -> None:
        self.added: dict[int, tuple[str, int | None, str]] = {}
        self.changed: frozenset[int] = frozenset()
        self.known: frozenset[int] = frozenset()
        self._company_of = company_of
        self._by_email: dict[str, list[_Key]] = defaultdict(list)
        self._names: dict[_Key, str] = {}
        self._keys: dict[ImportedPerson, _Key] = {}
        self._ids: dict[_Key, int] = {}
        wanted: dict[_Key, dict[str, Any]] = {}
        for person in people:
            contact = wanted.setdefault(self._key(person), {"name": person.name})
            for column in DETAILS:
                contact[column] = contact.get(column) or getattr(person, column)
        if wanted:
            self._write(change, wanted)

    def id(self, person: ImportedPerson) -> int:
        """Id of a person's contact."""
        return self._ids[self._keys[person]]

    def _key(self, person: ImportedPerson) -> _Key:
        """What the file's rows about one person have in common."""
        if person in self._keys:
            return self._keys[person]
        key = (fold(person.name), self._company_of(person))
        if person.email and key not in self._names:
            alike = self._by_email[fold(person.email)]
            key = next((each for each in alike if may_share(self._names[each], person.name)), key)
        if key not in self._names:
            self._names[key] = person.name
        if person.email and key not in self._by_email[fold(person.email)]:
            self._by_email[fold(person.email)].append(key)
        self._keys[person] = key
        return key

    def _write(self, change: Change, wanted: dict[_Key, dict[str, Any]]) -> None:
        existing = imports.contacts(change.database)
        known_by_email: dict[str, list[_Key]] = defaultdict(list)
        for key, (_, current) in existing.items():
            if current["email"]:
                known_by_email[fold(current["email"])].append(key)
        merged = imports.merged_contacts(change.database)
        changed, known = set(), set()
        told: dict[int, _Key] = {}
        for key, contact in wanted.items():
            alike = known_by_email.get(fold(contact["email"]), ()) if contact["email"] else ()
            same = next((each for each in alike if may_share(each[0], contact["name"])), key)
            if same not in existing:
                if key in merged:
                    self._ids[key] = merged[key]
                    known.add(merged[key])
                continue
            contact_id, current = existing[same]
            # Of several rows about those who were merged into one the first counts.
            if contact_id not in known and any(contact[name] not in ("", None, current[name]) for name in DETAILS):
                told[contact_id] = key
            known.add(contact_id)
            self._ids[key] = contact_id
        by_id = {contact_id: current for contact_id, current in existing.values() if contact_id in told}
        imported = imports.imported_contacts(change.database, told.keys())
        for contact_id, key in told.items():
            news = _news(wanted[key], by_id[contact_id], imported.get(contact_id, {}))
            if change.update("contact", contact_id, news):
                changed.add(contact_id)
        new = [key for key in wanted if key not in self._ids]
        rows = [{**wanted[key], "folded": key[0], "company_id": key[1]} for key in new]
        self._ids |= zip(new, change.insert_many("contact", rows), strict=True)
        self.added = {self._ids[key]: (wanted[key]["name"], key[1], wanted[key]["email"]) for key in new}
        self.changed, self.known = frozenset(changed), frozenset(known)


def _news(wanted: dict[str, Any], current: dict[str, Any], imported: Mapping[str, Collection[Any]]) -> dict[str, Any]:
    """What a file says of a known contact that it did not say before, unless a seller filled it in."""
    return {
        name: wanted[name]
        for name in DETAILS
        if wanted[name]
        and wanted[name] not in imported.get(name, ())
        and (any(imported.get(name, ())) or not current[name])
    }
