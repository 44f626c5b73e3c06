"""Rows about a deal's life, as every service writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from funnelboard.domain.follow_up_line import EVERY_KIND
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.services.session import line
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold


def add_note(
    change: Change, deal_id: int, kind: NoteKind, text: str, at: int | None = None, message_id: str | None = None
) -> int:
    """A note by the seller of the change; ``text`` is clean already.

    Args:
        at: When what it tells of happened, in UTC epoch microseconds; None for now.
        message_id: Of the message that is kept as this note.
    """
    return change.insert(
        "note",
        {
            "deal_id": deal_id, "kind": kind.value, "text": text, "folded": fold(text),
            "at": change.now if at is None else at, "seller_id": change.seller,
            **({"message_id": message_id} if message_id else {}),
        },
    )  # fmt: skip


def add_follow_up(
    change: Change, deal_id: int, due: date, kind: str, what: str, at: time | None = None, seller: int | None = None
) -> int:
    """A follow-up promised now, as :func:`promised` has it; its id."""
    return change.insert("follow_up", promised(change, deal_id, due, kind, what, at, seller))


def promised(
    change: Change, deal_id: int, due: date, kind: str, what: str, at: time | None = None, seller: int | None = None
) -> Mapping[str, Any]:
    """The row of a follow-up that is promised now.

    Args:
        due: Local date.
        at: Time of that day, on the seller's wall clock; None for any.
        seller: Id of whose promise it is; None for the seller of the change.

    Raises:
        BadInput: An unknown kind, or too many words.
    """
    return {
        "deal_id": deal_id, "due": due.isoformat(), "kind": checked_kind(kind), "what": line(what, "follow-up"),
        "created_at": change.now, "seller_id": seller or change.seller,
        "time": time_text(at),
    }  # fmt: skip


def time_text(at: time | None) -> str | None:
    """A time of day as it is stored, to the minute."""
    return at.isoformat(timespec="minutes") if at is not None else None


def checked_kind(kind: str) -> str:
    """A follow-up's kind, if it is one."""
    if kind not in EVERY_KIND:
        raise BadInput(f"“{kind}” is no kind of follow-up. Choose one of: {', '.join(EVERY_KIND)}.")
    return kind


def record_stage(
    change: Change,
    deal_id: int,
    before: tuple[Stage, Outcome | None] | None,
    after: tuple[Stage, Outcome | None],
    why: str = "",
) -> None:
    """Keep from where to where a deal went, now; ``before`` is None for a new deal."""
    from_stage, from_outcome = before or (None, None)
    change.insert(
        "stage_change",
        {
            "deal_id": deal_id,
            "from_stage": from_stage and from_stage.value,
            "from_outcome": from_outcome and from_outcome.value,
            "to_stage": after[0].value,
            "to_outcome": after[1] and after[1].value,
            "at": change.now,
            "seller_id": change.seller,
            "why": why,
        },
    )
