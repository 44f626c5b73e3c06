"""Telling the seller's own commands what they have written, after it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress

from funnelboard.domain.deal import Deal
from funnelboard.domain.hook_event import HookEvent
from funnelboard.domain.stage import Outcome
from funnelboard.errors import FunnelBoardError
from funnelboard.exchange.deal_json import deal_to_json, follow_up_to_json, json_text
from funnelboard.exchange.log_json import field_change_to_json, log_entry_to_json
from funnelboard.hook_queue import put
from funnelboard.log import log_exception
from funnelboard.services.session import Session
from funnelboard.services.undoing import field_changes, log_entry
from funnelboard.store import activity, deals, history
from funnelboard.store.change import DEAL_COLUMN, Change
from funnelboard.store.database import Database
from funnelboard.store.history import AUTOMATIC, Item

MOST_DEALS = 100
"""A change of more deals at once, as an import is, is told to no command."""

_ENDED = {Outcome.WON.value: HookEvent.DEAL_WON, Outcome.LOST.value: HookEvent.DEAL_LOST}
_MOVED = (HookEvent.DEAL_MOVED, *_ENDED.values())
_FOLLOW_UP = (HookEvent.FOLLOW_UP_SET, HookEvent.FOLLOW_UP_DONE)


class Hooks:
    """What one seller wants to be told of."""

    def __init__(self, session: Session, events: Collection[str]) -> None:
        self._session = session
        self._events = events

    def tell(self, change: Change) -> None:
        """Put what a change that is kept has done into the queue of the hooks; whatever comes of that, it is kept."""
        if change.kind in AUTOMATIC or change.settled + len(change.deals) > MOST_DEALS:
            return
        try:
            self._tell(change.id)
        except Exception as error:
            # The write is done, and whoever made it must not be told otherwise.
            with suppress(OSError, FunnelBoardError):
                log_exception(error)

    def _tell(self, change_id: int) -> None:
        database = self._session.database
        items = list(history.items(database, change_id))
        happened = {event: done for event, done in events_of(items).items() if event in self._events}
        if not happened:
            return
        (logged,) = history.read(database, change_id=change_id)
        change = log_entry_to_json(
            log_entry(logged),
            sorted({item.deal_id for item in items if item.deal_id is not None}),
            [field_change_to_json(each) for each in field_changes(items)],
        )
        for event, done in happened.items():
            touched = deals.read(database, list(dict.fromkeys(item.deal_id for item in done if item.deal_id)))
            document = {
                "event": event,
                "database": str(database.where),
                "change": change,
                "deals": [deal_to_json(deal) for deal in touched],
                **_rows(database, event, done, touched),
            }
            put(event, f"{json_text(document)}\n".encode())


def events_of(items: Sequence[Item]) -> Mapping[HookEvent, Sequence[Item]]:
    """What the rows of one change amount to, each event with the rows that tell it.

    That a deal was changed is said only where nothing else is said of it: it was not added, moved or deleted.
    """
    found: dict[HookEvent, list[Item]] = {}
    for item in items:
        for event in _events_of(item):
            found.setdefault(event, []).append(item)
    told = {
        item.deal_id
        for event in (HookEvent.DEAL_ADDED, HookEvent.DEAL_MOVED, HookEvent.DEAL_DELETED)
        for item in found.get(event, ())
    }
    changed = [item for item in found.get(HookEvent.DEAL_CHANGED, ()) if item.deal_id not in told]
    found[HookEvent.DEAL_CHANGED] = changed
    return {event: found[event] for event in HookEvent if found.get(event)}


def _events_of(item: Item) -> Iterator[HookEvent]:
    after = item.after
    appears = item.before is None or after.get("deleted_at", 0) is None
    match item.entity:
        case "deal" if appears:
            yield HookEvent.DEAL_ADDED
        case "deal" if "deleted_at" in after:
            yield HookEvent.DEAL_DELETED
        case "deal" if "stage" in after or "outcome" in after:
            yield HookEvent.DEAL_MOVED
            if (outcome := after.get("outcome")) in _ENDED:
                yield _ENDED[outcome]
        case "deal" if after.keys() - {"rank"}:
            yield HookEvent.DEAL_CHANGED
        case "note" if appears:
            yield HookEvent.NOTE_ADDED
        case "follow_up" if after.get("done_at"):
            yield HookEvent.FOLLOW_UP_DONE
        case "follow_up" if appears or "due" in after or "time" in after:
            yield HookEvent.FOLLOW_UP_SET
        case entity if entity in DEAL_COLUMN and entity not in ("deal", "note", "follow_up", "stage_change"):
            yield HookEvent.DEAL_CHANGED


def _rows(database: Database, event: HookEvent, done: Sequence[Item], touched: Sequence[Deal]) -> dict[str, object]:
    """What an event tells beside the deals: from where to where they went, the notes, the follow-ups."""
    if event in _MOVED:
        there = {deal.id: deal for deal in touched}
        return {"moved": [_move_to_json(there[item.row_id], item) for item in done]}
    if event is HookEvent.NOTE_ADDED:
        notes = [note for item in done if (note := activity.note(database, item.row_id))]
        return {
            "notes": [{"id": each.id, "deal": each.deal_id, "kind": each.kind, "text": each.text} for each in notes]
        }
    if event in _FOLLOW_UP:
        found = [follow_up for item in done if (follow_up := activity.follow_up(database, item.row_id))]
        return {"follow_ups": [{"deal": each.deal_id, **follow_up_to_json(each)} for each in found]}
    return {}


def _move_to_json(deal: Deal, item: Item) -> dict[str, object]:
    """From where to where a deal went; the row tells only what is another than before."""
    before, after = item.before or {}, item.after
    return {
        "id": deal.id,
        "from": before.get("stage", deal.stage),
        "from_outcome": before.get("outcome", deal.outcome),
        "to": after.get("stage", deal.stage),
        "to_outcome": after.get("outcome", deal.outcome),
    }
