"""Notes and follow-ups: what was said, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from funnelboard.domain.dates import describe_moment
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.follow_up_line import PRESET_KINDS, FollowUpLine, parse_follow_up
from funnelboard.domain.note import Note, NoteKind
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.doubts import check_contacting
from funnelboard.services.recording import add_follow_up, add_note, checked_kind, time_text
from funnelboard.services.session import Session, finished, line, paragraphs, quoted
from funnelboard.services.sight import FOLLOW_UPS, NOTHING
from funnelboard.services.written import Written
from funnelboard.store import activity, deal_rows
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold


class Activity:
    """What happens around a deal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_note(self, deal_ids: Iterable[int], text: str, kind: NoteKind = NoteKind.NOTE) -> Written:
        """Write the same note on each of the deals."""
        words = paragraphs(text, "note")
        with self._session.change("note") as change:
            noted = self._session.targets(change, deal_ids, NOTHING)
            note_id = [add_note(change, deal.id, kind, words) for deal in noted][-1]
            change.summary = f"wrote a note{'' if kind is NoteKind.NOTE else f' ({kind.value})'} on {quoted(noted)}"
            return finished(change, "", note_id)

    def edit_note(self, note_id: int, text: str | None, kind: NoteKind | None = None) -> Written:
        """Change what a note says; what is None stays.

        Raises:
            Conflict: Somebody else has changed it since it was seen.
        """
        words = None if text is None else paragraphs(text, "note")
        with self._session.change("note") as change:
            note = self.note(note_id)
            values = {"text": note.text if words is None else words, "kind": (kind or note.kind).value}
            self._session.require_unchanged("the note", "note", note_id, values)
            change.update("note", note_id, {**values, "folded": fold(values["text"])})
            change.summary = f"changed a note on {quoted([self._session.live_deal(note.deal_id)])}"
            return finished(change, "the note said so already", note_id)

    def delete_note(self, note_id: int) -> Written:
        """Put a note in the bin."""
        with self._session.change("note") as change:
            note = self.note(note_id)
            self._session.require_unchanged("the note", "note", note_id)
            change.delete("note", note_id)
            change.summary = f"deleted a note on {quoted([self._session.live_deal(note.deal_id)])}"
            return finished(change, "", note_id)

    def note(self, note_id: int) -> Note:
        """One note.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        found = activity.note(self._session.database, note_id)
        if found is None:
            raise self._session.missing("note", note_id)
        return found

    def read_follow_up(self, text: str, *, day_first: bool = True) -> FollowUpLine:
        """What a line promises, in the words of the board's preset too.

        Raises:
            BadInput: It does not say when, or names a day that cannot be.
        """
        kinds = [kind for kind in self._session.settings.preset.note_kinds if kind in PRESET_KINDS]
        return parse_follow_up(text, self._session.clock.today(), kinds, day_first=day_first)

    def add_follow_up(
        self,
        deal_ids: Iterable[int],
        due: date,
        kind: str,
        what: str,
        at: time | None = None,
        *,
        confirmed: bool = False,
    ) -> Written:
        """Promise something on each of the deals, due on a local date, perhaps at a time of that day.

        Raises:
            Unconfirmed: It would contact somebody who has said no.
        """
        with self._session.change("follow-up") as change:
            promised = self._session.targets(change, deal_ids, NOTHING)
            if not confirmed:
                check_contacting(promised, kind)
            follow_up_id = [add_follow_up(change, deal.id, due, kind, what, at) for deal in promised][-1]
            change.summary = f"set a follow-up for {self._when(due, at)} on {quoted(promised)}"
            return finished(change, "", follow_up_id)

    def edit_follow_up(
        self,
        follow_up_id: int,
        *,
        due: date | None = None,
        at: time | None = None,
        kind: str | None = None,
        what: str | None = None,
    ) -> Written:
        """Change an open follow-up; what is None stays, but a new day has no time without a new one."""
        with self._session.change("follow-up") as change:
            follow_up = self._open(follow_up_id)
            values = {
                "due": (due or follow_up.due).isoformat(),
                "time": time_text(at if due or at else follow_up.time),
                "kind": checked_kind(kind or follow_up.kind),
                "what": follow_up.what if what is None else line(what, "follow-up"),
            }
            self._session.require_unchanged("the follow-up", "follow_up", follow_up_id, values)
            change.update("follow_up", follow_up_id, values)
            change.summary = f"changed a follow-up of {quoted([self._session.live_deal(follow_up.deal_id)])}"
            return finished(change, "the follow-up was so already", follow_up_id)

    def finish_follow_up(self, follow_up_id: int, result: str = "") -> Written:
        """Mark a follow-up done, with what came of it."""
        return self._close(follow_up_id, "done_at", result, "did")

    def finish_next(self, deal_ids: Iterable[int], result: str = "") -> Written:
        """Mark the next follow-up of each deal done, as one change; deals without one are passed over.

        Raises:
            BadInput: None of them has an open follow-up.
        """
        words = paragraphs(result, "result") if result.strip() else ""
        with self._session.change("follow-up") as change:
            wanted = self._session.targets(change, deal_ids, FOLLOW_UPS)
            due = [(deal, deal.next_follow_up) for deal in wanted if deal.next_follow_up]
            if not due:
                raise BadInput("There is no open follow-up to finish. Add one first.")
            for _, follow_up in due:
                change.update("follow_up", follow_up.id, {"done_at": change.now, "result": words})
            what = f"“{due[0][1].what or due[0][1].kind}”" if len(due) == 1 else "the next follow-up"
            change.summary = f"did {what} on {quoted([deal for deal, _ in due])}"
            return finished(change, "")

    def drop_follow_up(self, follow_up_id: int) -> Written:
        """Give a follow-up up without doing it."""
        return self._close(follow_up_id, "dropped_at", "", "dropped")

    def touch(
        self,
        deal_id: int,
        *,
        note: str = "",
        kind: NoteKind = NoteKind.NOTE,
        follow_up_id: int | None = None,
        result: str = "",
        following: FollowUpLine | None = None,
        confirmed: bool = False,
    ) -> Written:
        """Keep all that came of one talk with the buyer, as one change.

        What was said and what comes next is kept even if another seller has finished the follow-up since it was seen.

        Args:
            note: What was said; empty for no note. ``kind`` is its kind.
            follow_up_id: An open follow-up of the deal that is done with this; ``result`` is what came of it.
            following: What is promised next.

        Raises:
            NotFound: The follow-up is not open any more, or another deal's.
            BadInput: There is nothing to keep.
            Unconfirmed: What is promised would contact somebody who has said no.
        """
        if not note.strip() and follow_up_id is None and following is None:
            raise BadInput("There is nothing to write down.")
        with self._session.change("note" if follow_up_id is None else "follow-up") as change:
            deal = self._session.target(change, deal_id, NOTHING)
            said = []
            follow_up = self._still_open(change, follow_up_id, keep=bool(note.strip()) or following is not None)
            if follow_up is not None:
                if follow_up.deal_id != deal_id:
                    raise NotFound(f"Follow-up #{follow_up_id} is not of {quoted([deal])}. Look at it again.")
                words = paragraphs(result, "result") if result.strip() else ""
                change.update("follow_up", follow_up.id, {"done_at": change.now, "result": words})
                said.append(f"did “{follow_up.what or follow_up.kind}”")
            if note.strip():
                add_note(change, deal_id, kind, paragraphs(note, "note"))
                said.append("wrote a note" if kind is NoteKind.NOTE else f"wrote a note ({kind.value})")
            row_id = follow_up_id
            if following is not None:
                if not confirmed:
                    check_contacting([deal], following.kind)
                row_id = add_follow_up(change, deal_id, following.due, following.kind, following.what, following.time)
                said.append(f"set a follow-up for {self._when(following.due, following.time)}")
            change.summary = f"{', '.join(said)} on {quoted([deal])}"
            return finished(change, "", row_id)

    def next_follow_up(self, deal_id: int) -> FollowUp | None:
        """The open follow-up of a deal that is due first."""
        return deal_rows.next_follow_ups(self._session.database, (deal_id,)).get(deal_id)

    def _when(self, due: date, at: time | None) -> str:
        return describe_moment(due, at, self._session.clock.today())

    def _close(self, follow_up_id: int, column: str, result: str, verb: str) -> Written:
        with self._session.change("follow-up") as change:
            follow_up = self._open(follow_up_id)
            deal = self._session.target(change, follow_up.deal_id, FOLLOW_UPS)
            words = paragraphs(result, "result") if result.strip() else ""
            change.update("follow_up", follow_up_id, {column: change.now, "result": words})
            change.summary = f"{verb} “{follow_up.what or follow_up.kind}” on {quoted([deal])}"
            return finished(change, "", follow_up_id)

    def _still_open(self, change: Change, follow_up_id: int | None, *, keep: bool) -> FollowUp | None:
        """A follow-up that is to be finished; where others have done so, None if something else is to be kept."""
        if follow_up_id is None:
            return None
        try:
            return self._open(follow_up_id)
        except NotFound as ended:
            if self._session.sight is None or not keep:
                raise
            change.others.append(str(ended).rstrip("."))
            return None

    def _open(self, follow_up_id: int) -> FollowUp:
        found = activity.follow_up(self._session.database, follow_up_id)
        if found is None:
            raise NotFound(f"There is no follow-up #{follow_up_id}.")
        if found.done_at is not None or found.dropped_at is not None:
            ended = "done" if found.done_at else "dropped"
            raise NotFound(f"Follow-up #{follow_up_id} is {ended} already{self._by_whom(follow_up_id)}.")
        return found

    def _by_whom(self, follow_up_id: int) -> str:
        """Which other seller was at a follow-up last, and what they did."""
        doing = self._session.last_doing("follow_up", follow_up_id)
        return f": {doing.told(self._session.seller.id)}" if doing is not None else ""
