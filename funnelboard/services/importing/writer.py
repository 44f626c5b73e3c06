"""Writing imported deals: new ones by the thousand, known ones where the file has changed since its last import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from funnelboard.domain.contact import Role
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import key_of
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.headers import own_column
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.spool import Spool
from funnelboard.services.importing.alike import Alike
from funnelboard.services.importing.deal_rows import Columns, DealRows, is_same_child
from funnelboard.services.importing.matching import LikelyHere, Matching, lots
from funnelboard.services.importing.names import ImportedNames
from funnelboard.services.importing.stage_tally import StageTally
from funnelboard.store import deal_rows, own_fields, people, tags
from funnelboard.store import deals as deal_store
from funnelboard.store.change import Change
from funnelboard.store.known_deals import Known, KnownDeals
from funnelboard.store.progress import Progress

_PARTS = ("stage_change", "note", "follow_up", "deal_tag", "deal_contact", "deal_field")
_PLACE = ("stage", "outcome")
_CLOSING = ("closed_at", "lost_reason", "lost_detail")
_MONEY = ("amount", "currency")
_ORIGIN = ("source", "source_detail")
_ALONE = ("title", "probability", "owner_id", "company_id", "expected_close", "created_at")


class _Match(NamedTuple):
    known: Known
    deal: ImportedDeal


class ImportWriter:
    """One import inside its transaction.

    Attributes:
        created, updated, unchanged, in_bin: Deals, once :meth:`write` has returned.
        kept: None: what this seller or others have changed is kept deal by deal.
        companies: Companies added.
        possible_duplicates: New deals, each with the id of one of the same title and company that was here before.
        alike: New companies and contacts, each with one of a like name.
        by_stage: How many of the file's deals are where, and what they are worth.
    """

    def __init__(
        self,
        change: Change,
        source: str,
        file_name: str,
        progress: Progress,
        today: date,
        *,
        corrected: bool,
        columns: Iterable[str] = (),
    ) -> None:
        """Prepare it.

        Args:
            source: What the file's ids belong to.
            corrected: The file has rejected rows put right.
            columns: Those of the file that are not left out: where one of them holds nothing any more, so does the own
                field that it became.
        """
        self.created = self.updated = self.unchanged = self.in_bin = self.kept = self.companies = 0
        self.possible_duplicates = Spool[tuple[ImportedDeal, int]]()
        self.alike: tuple[Alike, ...] = ()
        self.by_stage = StageTally()
        self._change = change
        self._source = source
        self._today = today
        self._corrected = corrected
        self._columns = dict.fromkeys(key_of(own_column(column)) for column in columns)
        self._file_name = file_name
        self._progress = progress
        self._batch = 0
        self._ranks: dict[Stage, Iterator[str]] = {}

    def write(self, deals: Sequence[ImportedDeal]) -> None:
        """Write a file's deals. Those in the bin stay there, unless undoing their import put them there."""
        total = len(deals)
        self._progress(0, total)
        known = KnownDeals(self._change.database, self._source)
        self._matching = Matching(deals, known, corrected=self._corrected)
        self._look_through(deals)
        with self._change.filling("deal", total):
            done = 0
            for lot in lots(deals):
                self._write(lot, known)
                done += len(lot)
                self._progress(done, total)
        if self._batch:
            self._change.update("import_batch", self._batch, {"created": self.created, "updated": self.updated})

    def _write(self, lot: Sequence[ImportedDeal], known: KnownDeals) -> None:
        found = self._matching.find(lot)
        new = [deal for deal in lot if deal.external_id not in found]
        matches = [_Match(found[deal.external_id], deal) for deal in lot if deal.external_id in found]
        # What has become a part of another deal is as it was: that deal's own row is the one that counts.
        self.unchanged += sum(match.known.merged for match in matches)
        self.in_bin += sum(match.known.binned and not match.known.merged for match in matches)
        matches = [match for match in matches if match.known.counts]
        known.recall([match.known for match in matches])
        updates = [(match, self._differences(match)) for match in matches]
        ranks = self._ranks_for((*new, *(match.deal for match, values in updates if "stage" in values)))
        self._create(new, ranks)
        for match, values in updates:
            self._update(match, values, ranks)
        self._change.settle(forget=True)

    def _look_through(self, deals: Iterable[ImportedDeal]) -> None:
        """Add all names that will be needed, and see which new deals may be here already."""
        self._names = ImportedNames(self._change)
        self._likely_here = LikelyHere(self._change.database, self._source)
        for lot in lots(deals):
            found = self._matching.find(lot)
            for deal in lot:
                self.by_stage.add(deal)
                self.unchanged += deal.repeats
                match = found.get(deal.external_id)
                if match is None or match.counts:
                    self._names.note(deal)
                if match is None and (company_id := self._names.known_company(deal)) is not None:
                    self._likely_here.note(deal, company_id)
        self._likely_here.look()
        self._names.add(self._columns)
        self._rows = DealRows(self._change, self._names, self._today)
        self.companies = self._names.companies_added
        self.alike = tuple(self._names.alike())

    def _ranks_for(self, deals: Iterable[ImportedDeal]) -> dict[int, str]:
        """Places below the deals that are there, in the file's order, by the deals' lines."""
        ranks: dict[int, str] = {}
        for deal in sorted(deals, key=lambda deal: deal.line):
            if deal.stage not in self._ranks:
                self._ranks[deal.stage] = deal_store.ranks_below(self._change.database, deal.stage)
            ranks[deal.line] = next(self._ranks[deal.stage])
        return ranks

    def _identity(self) -> Columns:
        """What the rows of all deals have in common that this import brings."""
        if not self._batch:
            batch = {"file": self._file_name, "source": self._source, "at": self._change.now}
            self._batch = self._change.insert("import_batch", batch | {"seller_id": self._change.seller})
        return {"external_source": self._source, "import_batch_id": self._batch}

    def _create(self, deals: Sequence[ImportedDeal], ranks: Mapping[int, str]) -> None:
        if not deals:
            return
        identity, now = self._identity(), self._change.now
        rows = [
            self._rows.values(deal)
            | identity
            | self._rows.parking(deal)
            | {"external_id": deal.external_id, "rank": ranks[deal.line], "stage_since": deal.since(now)}
            for deal in deals
        ]
        parts: dict[str, list[tuple[int, Columns]]] = {entity: [] for entity in _PARTS}
        for place, deal in enumerate(deals):
            parts["stage_change"].append((place, self._rows.stage_change(deal, deal.since(now), None, None)))
            for entity, values in self._rows.children(deal):
                parts[entity].append((place, values))
            company_id = self._names.known_company(deal)
            if company_id is not None and (of := self._likely_here.find(deal, company_id)) is not None:
                self.possible_duplicates.append((deal, of))
        self._change.insert_deals(rows, parts)
        self.created += len(deals)

    def _update(self, match: _Match, values: Columns, ranks: Mapping[int, str]) -> None:
        known, deal = match
        moved = "stage" in values or "outcome" in values
        if values:
            self._identity()
        if "stage" in values:
            values["rank"] = ranks[deal.line]
        if moved:
            closes_or_revives = deal.stage is Stage.CLOSED or known.revive
            values["stage_since"] = deal.since(self._change.now) if closes_or_revives else self._change.now
        changed = bool(values) and self._change.update("deal", known.id, values)
        if moved:
            before = (None, None) if known.revive else (known.current["stage"], known.current["outcome"])
            moved_row = self._rows.stage_change(deal, values["stage_since"], *before)
            self._change.insert("stage_change", {"deal_id": known.id, **moved_row})
        changed = self._update_children(match) or changed
        changed = self._update_own_fields(match) or changed
        if known.revive:
            self.created += 1
        elif changed:
            self.updated += 1
        else:
            self.unchanged += 1

    def _update_children(self, match: _Match) -> bool:
        """Put on a known deal what the file says and no import has brought before."""
        change, (known, deal) = self._change, match
        before = [] if known.revive else known.children
        written = False
        for entity, values in self._rows.children(deal):
            if entity == "deal_field" or any(
                entity == kind and is_same_child(entity, values, row) for kind, row in before
            ):
                continue
            if entity == "deal_tag":
                name = next(tag for tag in deal.tags if self._names.tag(tag) == values["tag_id"])
                written |= tags.put_on(change, known.id, name)
            elif entity == "deal_contact":
                first = known.id not in deal_rows.contacts_of(change.database, (known.id,))
                people.link_contact(change, known.id, values["contact_id"], Role.OTHER, first)
                written = True
            else:
                change.insert(entity, {"deal_id": known.id, **values})
                written = True
        return written

    def _update_own_fields(self, match: _Match) -> bool:
        """Write to a known deal the own fields for which the file says something else than it last did."""
        known, deal = match
        before = {} if known.revive else known.own_fields
        said = {self._names.own_field(name): text for name, text in deal.fields}
        names = {self._names.own_field(name): name for name, _ in deal.fields}
        for key, field_id in self._names.own_fields.items():
            if key in self._columns and before.get(field_id) and field_id not in said:
                said[field_id], names[field_id] = "", key
        changed = [field_id for field_id, text in said.items() if before.get(field_id, "") != text]
        return any([own_fields.write(self._change, known.id, names[each], said[each]) for each in changed])

    def _differences(self, match: _Match) -> Columns:
        """What to write to a known deal: the columns for which the file says something else than it last did."""
        known, deal = match
        values = self._rows.values(deal)
        if known.revive:
            return values | {"deleted_at": None}
        if deal.created_at is None:
            del values["created_at"]
        if deal.stage is Stage.CLOSED and deal.closed_at is None:
            values["closed_at"] = known.imported.get("closed_at") or self._change.now
        if "source_detail" not in known.imported:
            # Imported before details were kept, so a file that says the same brings nothing new.
            del values["source_detail"]
        changed = {name for name, value in values.items() if value != known.imported.get(name)}
        wanted = changed.intersection(_ALONE)
        # A lost deal without an amount in the file is still worth what it was known to be.
        if changed.intersection(_MONEY) and (deal.outcome is not Outcome.LOST or deal.amount is not None):
            wanted.update(_MONEY)
        if changed.intersection(_ORIGIN):
            wanted.update(name for name in _ORIGIN if name in values)
        if changed.intersection(_PLACE):
            wanted.update(_PLACE, _CLOSING)
        elif known.current["outcome"] == values["outcome"]:
            wanted.update(changed.intersection(_CLOSING))
        news = {name: values[name] for name in wanted if known.current[name] != values[name]}
        return news | {"external_id": deal.external_id} if news and deal.is_known_by_content else news
