"""Writing the deals of an exported table: into the database they are from what was edited, into another what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import Any

from funnelboard.domain.grammar import counted, listed
from funnelboard.domain.own_fields import key_of, own_text
from funnelboard.domain.stage import Stage
from funnelboard.domain.whole_deal import Answered, Moved, Objected, Promised, Told, WholeDeal
from funnelboard.errors import BadInput
from funnelboard.exchange.deal_table import Table, TableRow
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.spool import Spool
from funnelboard.services.board_identity import board_identity
from funnelboard.services.importing.alike import Alike
from funnelboard.services.importing.stage_tally import StageTally
from funnelboard.services.importing.table_names import TableNames
from funnelboard.store import deal_rows, imports, own_fields, tags, whole_deals
from funnelboard.store import deals as deal_store
from funnelboard.store.card_rows import tags_of
from funnelboard.store.change import Change
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.prepared_query import chunks
from funnelboard.store.progress import Progress
from funnelboard.store.search_text import fold

_CHUNK = 1_000
_COPIED = (
    *("title", "stage", "outcome", "probability", "source", "source_detail", "market", "means", "authority", "need"),
    *("willing", "agreed", "signed", "settled", "pain_point", "current_supplier", "competitor", "decision_process"),
    *("buyer_next_step", "expected_close", "lost_reason", "lost_detail", "may_return", "parked_until", "parked_reason"),
)
"""What a deal's row has under the same name."""

_EDITABLE = frozenset(
    (
        *("title", "amount", "probability", "owner", "source", "source_detail", "company", "tags", "expected_close"),
        *("pain_point", "current_supplier", "competitor", "decision_process", "buyer_next_step"),
        *("lost_reason", "lost_detail", "referred_by", "fields"),
    )
)
"""What of a deal can be changed by editing its row; the rest is done on the board, which asks for what goes with it."""

_NUMBERS = ("id", "repeat_of", "external_id", "external_source")
"""What is not the same of a deal in another database."""

_TOLD = 3

Key = tuple[str, str]
"""An external source, "" for the database itself, and a number or an id in it."""


class TableWriter:
    """One import inside its transaction.

    Attributes:
        created, updated, unchanged, in_bin: Deals, once :meth:`write` has returned.
        kept: Deals that are here already, were not changed in the table, and are not as it has them: they stay so.
        companies: Companies added.
        by_stage: How many of the table's deals are where, and what they are worth.
        possible_duplicates, alike: None: what is here already is known by its number or its name.
    """

    def __init__(self, change: Change, table: Table, file_name: str, progress: Progress) -> None:
        self.created = self.updated = self.unchanged = self.in_bin = self.kept = self.companies = 0
        self.possible_duplicates = Spool[tuple[ImportedDeal, int]]()
        self.alike: tuple[Alike, ...] = ()
        self.by_stage = StageTally()
        self._change = change
        self._table = table
        self._file_name = file_name
        self._progress = progress
        self._is_home = board_identity(change.database) == table.board

    def write(self, deals: Sequence[ImportedDeal]) -> None:
        """Write the deals of the table.

        Args:
            deals: What they are, as far as the deals of any file can say it.

        Raises:
            BadInput: What was edited of a deal cannot be changed so, or was changed here too.
        """
        self._progress(0, len(self._table.rows))
        for each in deals:
            self.by_stage.add(each)
        here = imports.ids_by_key(self._change.database, {self._key(row)[0] for row in self._table.rows})
        new = [row for row in self._table.rows if self._key(row) not in here]
        edited = self._edited({here[key]: row for row in self._table.rows if (key := self._key(row)) in here})
        # The contacts of what is here are here.
        changed = (deal._replace(contacts=()) for deal, _ in edited.values())
        self._names = TableNames(self._change, [*(row.deal for row in new), *changed])
        self.companies = self._names.companies_added
        if not new and not edited:
            return
        batch = {"file": self._file_name, "source": self._table.source, "at": self._change.now}
        counts = {"seller_id": self._change.seller, "created": len(new), "updated": len(edited)}
        self._create(new, self._change.insert("import_batch", batch | counts), here, len(new) + len(edited))
        for deal_id, (deal, attributes) in edited.items():
            self._update(deal_id, deal, attributes)

    def _key(self, row: TableRow) -> Key:
        """What a deal is known by."""
        if self._is_home and row.deal.id is not None:
            return "", row.own_id
        if row.deal.external_id:
            return row.deal.external_source, row.deal.external_id
        return self._table.source, row.own_id

    # -- what is here already ------------------------------------------------------

    def _edited(self, known: Mapping[int, TableRow]) -> dict[int, tuple[WholeDeal, frozenset[str]]]:
        """The deals of the table to be changed, by their ids here, each with what is to be changed of it."""
        changes: dict[int, tuple[WholeDeal, frozenset[str]]] = {}
        refused: list[str] = []
        for ids in chunks(list(known)):
            found = deal_store.read(self._change.database, ids)
            self.in_bin += sum(deal.deleted for deal in found)
            for now in whole_deals.read(self._change.database, [deal for deal in found if not deal.deleted]):
                assert now.id is not None
                row = known[now.id]
                edited = self._edited_of(row, now)
                about = f"of #{now.id} “{now.title}”"
                if not edited:
                    self.unchanged += 1
                elif not self._is_home or row.edited is None:
                    self.kept += 1
                elif taken := edited & row.changed_in(now):
                    refused.append(f"line {row.line}: {_named(taken)} {about} was changed here after it was exported")
                elif fixed := edited - _EDITABLE:
                    refused.append(f"line {row.line}: {_named(fixed)} {about} can be changed on the board only")
                else:
                    changes[now.id] = row.deal, edited
        if refused:
            more = f"; and {counted(len(refused) - _TOLD, 'more line')}" if len(refused) > _TOLD else ""
            raise BadInput(f"Nothing was imported. “{self._file_name}”, {'; '.join(refused[:_TOLD])}{more}.")
        return changes

    def _edited_of(self, row: TableRow, now: WholeDeal) -> frozenset[str]:
        """The attributes of a deal that its row would change."""
        edited = row.edited if self._is_home else None
        if edited is None:
            # Nothing tells what was edited; where the row says nothing, it means to change nothing.
            edited = frozenset(name for name in _ALL if getattr(row.deal, name) != getattr(_BLANK, name))
        comparable = now._replace(fields=self._with_columns(now.fields))
        return frozenset(name for name in edited if getattr(row.deal, name) != getattr(comparable, name))

    def _with_columns(self, own: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """The own fields that the table has columns for: it says nothing of the others."""
        return tuple((name, text) for name, text in own if key_of(name) in self._table.fields)

    def _update(self, deal_id: int, deal: WholeDeal, attributes: frozenset[str]) -> None:
        row = self._row(deal)
        columns = {column for name in attributes for column in _COLUMNS_OF.get(name, (name,))}
        self._change.update("deal", deal_id, {name: value for name, value in row.items() if name in columns})
        if "tags" in attributes:
            wanted = {fold(tag) for tag in deal.tags}
            for tag in tags_of(self._change.database, [deal_id]).get(deal_id, ()):
                if fold(tag) not in wanted:
                    tags.take_off(self._change, deal_id, tag)
            for tag in deal.tags:
                tags.put_on(self._change, deal_id, tag)
        if "fields" in attributes:
            had = deal_rows.own_fields_of(self._change.database, [deal_id]).get(deal_id, ())
            for name in dict.fromkeys(name for name, _ in (*self._with_columns(had), *deal.fields)):
                own_fields.write(self._change, deal_id, name, own_text(deal.fields, name))
        self.updated += 1

    # -- what is new ---------------------------------------------------------------

    def _create(self, new: Sequence[TableRow], batch: int, here: Mapping[Key, int], total: int) -> None:
        """Add deals, each after the one that it goes on from, in the places that the table has them in."""
        places = {
            stage: deal_store.ranks_below(self._change.database, stage) for stage in {row.deal.stage for row in new}
        }
        ranks = {row.own_id: next(places[row.deal.stage]) for row in new}
        ids = {row.own_id: here[key] for row in self._table.rows if (key := self._key(row)) in here}
        in_order = sorted(new, key=lambda row: row.deal.id or 0)
        for start in range(0, len(in_order), _CHUNK):
            lot = in_order[start : start + _CHUNK]
            while lot:
                # Whatever goes on from a deal of the same lot waits for the next one.
                ready, waiting = _ready(lot, ids)
                rows = [self._new_row(row, ranks[row.own_id], batch, ids) for row in ready]
                added = self._change.insert_deals(rows, self._parts([row.deal for row in ready]))
                ids |= zip((row.own_id for row in ready), added, strict=True)
                lot = waiting
            self.created = min(start + _CHUNK, len(in_order))
            self._progress(self.created, total)

    def _new_row(self, row: TableRow, rank: str, batch: int, ids: Mapping[str, int]) -> dict[str, Any]:
        deal, now = row.deal, self._change.now
        closed_at = (deal.closed_at or now) if deal.outcome else None
        created_at = deal.created_at or closed_at or now
        source, external_id = self._key(row)
        return self._row(deal) | {
            "created_at": created_at,
            "stage_since": deal.stage_since or closed_at or created_at,
            "closed_at": closed_at,
            "repeat_of_id": ids.get(str(deal.repeat_of)),
            "rank": rank,
            "import_batch_id": batch,
            "external_source": source or self._table.source,
            "external_id": external_id,
        }

    def _row(self, deal: WholeDeal) -> dict[str, Any]:
        """A deal's columns, but for those that say when it came where, and where from."""
        return {name: _stored(getattr(deal, name)) for name in _COPIED} | {
            "amount": deal.amount.minor if deal.amount else None,
            "currency": deal.amount.currency if deal.amount else None,
            "owner_id": self._names.seller(deal.owner),
            "company_id": self._names.company(deal.company),
            "referred_by_id": self._names.company(deal.referred_by),
        }

    def _parts(self, deals: Sequence[WholeDeal]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        """The rows that go with new deals, by their tables."""
        parts: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for place, deal in enumerate(deals):
            for entity, values in self._belonging(deal):
                parts.setdefault(entity, []).append((place, values))
        return parts

    def _belonging(self, deal: WholeDeal) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows that go with a deal: their tables, and their columns without the deal's id."""
        by_name = {contact.name: self._names.contact(contact) for contact in reversed(deal.contacts)}
        for number, contact in enumerate(deal.contacts):
            values = {"contact_id": self._names.contact(contact), "role": contact.role.value}
            yield "deal_contact", values | {"is_primary": int(number == 0), "decides": int(contact.decides)}
        for tag in deal.tags:
            yield "deal_tag", {"tag_id": self._names.tag(tag)}
        for name, text in deal.fields:
            yield "deal_field", {"own_field_id": self._names.field(name), "text": text, "folded": fold(text)}
        if not deal.moves:
            now = self._change.now
            since = deal.stage_since or deal.closed_at or deal.created_at or now
            to = {"to_stage": deal.stage.value, "to_outcome": _stored(deal.outcome)}
            at = {"at": since, "seller_id": self._change.seller, "why": WHY_IMPORTED}
            yield "stage_change", {"from_stage": None, "from_outcome": None} | to | at
        for move in deal.moves:
            yield "stage_change", self._kept(move)
        for note in deal.notes:
            yield "note", self._kept(note) | {"folded": fold(note.text)}
        for promise in deal.follow_ups:
            yield "follow_up", self._kept(promise)
        for objection in deal.objections:
            yield "objection", self._kept(objection)
        for given in deal.answers:
            values = self._kept(given)
            del values["contact"]
            yield "answer", values | {"contact_id": by_name.get(given.contact)}

    def _kept(self, belonging: Moved | Told | Promised | Objected | Answered) -> dict[str, Any]:
        """The columns of something that belongs to a deal."""
        values = {_STORED_AS.get(name, name): _stored(value) for name, value in belonging._asdict().items()}
        return values | {"seller_id": self._names.seller(values.pop("seller")) or self._change.seller}


_STORED_AS = {"made_at": "created_at"}
"""What columns are called that the database has another name for."""

_COLUMNS_OF = {
    "amount": ("amount", "currency"),
    "owner": ("owner_id",),
    "company": ("company_id",),
    "referred_by": ("referred_by_id",),
}


_BLANK = WholeDeal(None, "", Stage.LEAD, None, None)
_ALL = frozenset(WholeDeal._fields) - frozenset(_NUMBERS)


def _ready(lot: Sequence[TableRow], ids: Mapping[str, int]) -> tuple[list[TableRow], list[TableRow]]:
    """The rows that go on from no other one that is still to come, and the rest."""
    coming = {row.own_id for row in lot}
    ready = [row for row in lot if row.deal.repeat_of is None or str(row.deal.repeat_of) not in coming]
    return ready or list(lot), [row for row in lot if ready and row not in ready]


def _named(attributes: frozenset[str]) -> str:
    return listed(sorted(name.replace("_", " ") for name in attributes))


def _stored(value: Any) -> Any:
    """A value as the database has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
