"""Which deal that is here already a row of a file is about, also where the file has no ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from funnelboard.exchange.imported_deal import ImportedDeal, identity_of, is_content_id
from funnelboard.services.importing.names import ImportedNames
from funnelboard.store import imports
from funnelboard.store.database import Database
from funnelboard.store.imports import Known
from funnelboard.store.search_text import fold


def match_known(deals: Sequence[ImportedDeal], known: Mapping[str, Known], *, corrected: bool) -> dict[str, Known]:
    """The known deals by the ids of the file's deals that are about them; what is not in it is new.

    A row without an id is about the deal that an import made of the very same row. Of the others those are taken to
    have changed of which there are as many in the file as there are deals of that identity here: one deal is never
    overwritten with another's values.

    Args:
        deals: The file's.
        known: Those of the same source that are here, by their ids.
        corrected: The file has rejected rows put right: none of them has made a deal before.
    """
    matched = {deal.external_id: known[deal.external_id] for deal in deals if deal.external_id in known}
    if corrected or len(matched) == len(deals):
        return matched
    here, there = _by_identity(known), _by_identity(deal.external_id for deal in deals)
    for identity, ids in there.items():
        if len(ids) == len(here[identity]):
            left = (row_id for row_id in sorted(here[identity]) if row_id not in matched)
            changed = (row_id for row_id in sorted(ids) if row_id not in matched)
            matched.update((row_id, known[of]) for row_id, of in zip(changed, left, strict=True))
    return matched


def possible_duplicates(
    database: Database, names: ImportedNames, new: Iterable[ImportedDeal], source: str
) -> list[tuple[ImportedDeal, int]]:
    """The new deals that may be here already, each with the id of one of the same title and company.

    Those may have been typed, or brought by another file; a row that has an id is none of its own file's deals.
    """
    at_known = [(deal, company_id) for deal in new if (company_id := names.known_company(deal)) is not None]
    here = {
        (title, company_id, of == source): deal_id
        for deal_id, title, company_id, of in imports.deals_of(database, {company_id for _, company_id in at_known})
    }
    found = []
    for deal, company_id in at_known:
        key = (fold(deal.title), company_id)
        of = here.get((*key, False)) or (here.get((*key, True)) if deal.is_known_by_content else None)
        if of is not None:
            found.append((deal, of))
    return found


def _by_identity(ids: Iterable[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row_id in ids:
        if is_content_id(row_id):
            found[identity_of(row_id)].append(row_id)
    return found
