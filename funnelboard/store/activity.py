"""What happened to deals: notes, follow-ups, objections, answers and stage changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.note import Note, NoteKind
from funnelboard.domain.stage import Outcome, Stage, place
from funnelboard.domain.timeline import IMPORTED, NEW, EntryKind, TimelineEntry
from funnelboard.store import answers
from funnelboard.store.database import Database
from funnelboard.store.deal_rows import follow_ups_of
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.models import FollowUpRow, NoteRow, ObjectionRow, SellerRow, StageChangeRow
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.promises import OPEN
from funnelboard.store.stored import readable

FOLLOW_UP_COLUMNS = (
    FollowUpRow.id, FollowUpRow.deal, FollowUpRow.due, FollowUpRow.kind, FollowUpRow.what, SellerRow.name,
    FollowUpRow.done_at, FollowUpRow.dropped_at, FollowUpRow.result, FollowUpRow.version,
    FollowUpRow.time,
)  # fmt: skip


def follow_up(database: Database, follow_up_id: int) -> FollowUp | None:
    """One follow-up, open or not; None when there is none or it is in the bin."""
    found = follow_ups_of(database.rows(_by_id(follow_up_id)))
    return found[0] if found else None


def open_follow_ups(database: Database, deal_ids: Sequence[int]) -> tuple[FollowUp, ...]:
    """The open follow-ups of deals, the one due first at the front."""
    found = [each for chunk in chunks(deal_ids) for each in follow_ups_of(database.rows(_open_of(chunk)))]
    return tuple(sorted(found, key=lambda each: each.place))


def note(database: Database, note_id: int) -> Note | None:
    """One note; None when there is none or it is in the bin."""
    query = (
        NoteRow.select(
            NoteRow.id, NoteRow.deal, NoteRow.kind, NoteRow.text, NoteRow.at, SellerRow.name, NoteRow.version
        )
        .join(SellerRow)
        .where(NoteRow.id == note_id, NoteRow.deleted_at.is_null())
    )
    row = database.row(query)
    return None if row is None else Note(row[0], row[1], NoteKind(row[2]), *row[3:])


def entries(database: Database, deal_ids: Sequence[int], kind: EntryKind | None, limit: int) -> list[TimelineEntry]:
    """Notes, moves, follow-ups, objections and answers of deals, newest first; other changes are the log's to tell."""
    readers = {
        EntryKind.NOTE: _notes,
        EntryKind.MOVE: _moves,
        EntryKind.FOLLOW_UP: _closed_follow_ups,
        EntryKind.OBJECTION: _objections,
        EntryKind.CHANGE: _answers,
    }
    wanted = [reader for each, reader in readers.items() if kind in (None, each)]
    with readable(database.where):
        found = [entry for chunk in chunks(deal_ids) for reader in wanted for entry in reader(database, chunk, limit)]
    found.sort(key=lambda entry: entry.happened, reverse=True)
    return found[:limit]


@PreparedQuery
def _by_id(follow_up_id: Any) -> Any:
    query = FollowUpRow.select(*FOLLOW_UP_COLUMNS).join(SellerRow)
    return query.where(FollowUpRow.id == follow_up_id, FollowUpRow.deleted_at.is_null())


@PreparedQuery
def _open_of(deal_ids: list[Any]) -> Any:
    query = FollowUpRow.select(*FOLLOW_UP_COLUMNS).join(SellerRow)
    return query.where(FollowUpRow.deal.in_(deal_ids), OPEN)


@PreparedQuery
def _notes_query(deal_ids: list[Any], limit: Any) -> Any:
    return (
        NoteRow.select(NoteRow.at, SellerRow.name, NoteRow.kind, NoteRow.text, NoteRow.id, NoteRow.deal)
        .join(SellerRow)
        .where(NoteRow.deal.in_(deal_ids), NoteRow.deleted_at.is_null())
        .order_by(NoteRow.at.desc(), NoteRow.id.desc())
        .limit(limit)
    )


def _notes(database: Database, deal_ids: list[int], limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(EntryKind.NOTE, at, seller, kind, text, "note", row_id, deal_id)
        for at, seller, kind, text, row_id, deal_id in database.rows(_notes_query(deal_ids, limit))
    ]


@PreparedQuery
def _moves_query(deal_ids: list[Any], limit: Any) -> Any:
    row = StageChangeRow
    return (
        row.select(
            row.at, SellerRow.name, row.from_stage, row.from_outcome, row.to_stage, row.to_outcome, row.why, row.id,
            row.deal,
        )
        .join(SellerRow)
        .where(row.deal.in_(deal_ids), row.deleted_at.is_null())
        .order_by(row.at.desc(), row.id.desc())
        .limit(limit)
    )  # fmt: skip


def _moves(database: Database, deal_ids: list[int], limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(EntryKind.MOVE, at, seller, *_moved(*places), "stage_change", row_id, deal_id)
        for at, seller, *places, row_id, deal_id in database.rows(_moves_query(deal_ids, limit))
    ]


@PreparedQuery
def _closed_follow_ups_query(deal_ids: list[Any], limit: Any) -> Any:
    row = FollowUpRow
    return (
        row.select(row.done_at, row.dropped_at, SellerRow.name, row.kind, row.what, row.result, row.id, row.deal)
        .join(SellerRow)
        .where(
            row.deal.in_(deal_ids),
            row.deleted_at.is_null(),
            row.done_at.is_null(False) | row.dropped_at.is_null(False),
        )
        .order_by(fn.COALESCE(row.done_at, row.dropped_at).desc(), row.id.desc())
        .limit(limit)
    )


def _closed_follow_ups(database: Database, deal_ids: list[int], limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            EntryKind.FOLLOW_UP,
            done if done is not None else dropped,
            seller,
            f"{'done' if done is not None else 'dropped'}: {kind}",
            f"{what}: {result}" if result else what,
            "follow_up",
            row_id,
            deal_id,
        )
        for done, dropped, seller, kind, what, result, row_id, deal_id in database.rows(
            _closed_follow_ups_query(deal_ids, limit)
        )
    ]


@PreparedQuery
def _objections_query(deal_ids: list[Any], limit: Any) -> Any:
    row = ObjectionRow
    return (
        row.select(row.raised_at, row.resolved_at, SellerRow.name, row.text, row.answer, row.id, row.deal)
        .join(SellerRow)
        .where(row.deal.in_(deal_ids), row.deleted_at.is_null())
        .order_by(row.raised_at.desc(), row.id.desc())
        .limit(limit)
    )


def _objections(database: Database, deal_ids: list[int], limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            EntryKind.OBJECTION,
            raised,
            seller,
            "objection" if resolved is None else "objection, resolved",
            f"{text}: {answer}" if answer else text,
            "objection",
            row_id,
            deal_id,
        )
        for raised, resolved, seller, text, answer, row_id, deal_id in database.rows(_objections_query(deal_ids, limit))
    ]


def _answers(database: Database, deal_ids: list[int], limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            EntryKind.CHANGE,
            each.at,
            each.seller,
            f"{each.criterion.value}: {each.answer.value}",
            ", ".join(filter(None, (f"by {each.how}" if each.how else "", each.contact))),
            "answer",
            row_id,
            deal_id,
        )
        for deal_id, row_id, each in answers.given(database, deal_ids, limit)
    ]


def _moved(
    from_stage: str | None, from_outcome: str | None, to_stage: str, to_outcome: str | None, why: str
) -> tuple[str, str]:
    """What a move is called, and why it was made."""
    after = place(Stage(to_stage), Outcome(to_outcome) if to_outcome else None)
    if from_stage is not None:
        return f"{place(Stage(from_stage), Outcome(from_outcome) if from_outcome else None)} → {after}", why
    return (f"{IMPORTED}{to_outcome or to_stage}", "") if why == WHY_IMPORTED else (f"{NEW}{after}", why)


def kinds_done(database: Database, deal_id: int) -> set[str]:
    """Kinds of which a deal has a note or a finished follow-up."""
    return {kind for (kind,) in database.rows(_kinds_done(deal_id))}


@PreparedQuery
def _kinds_done(deal_id: Any) -> Any:
    noted = NoteRow.select(NoteRow.kind).where(NoteRow.deal == deal_id, NoteRow.deleted_at.is_null())
    done = FollowUpRow.select(FollowUpRow.kind).where(
        FollowUpRow.deal == deal_id, FollowUpRow.deleted_at.is_null(), FollowUpRow.done_at.is_null(False)
    )
    return noted | done
