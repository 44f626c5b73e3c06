"""Deals made, changed, moved and taken off the board: one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Unpack

from funnelboard.domain.closing import Ending, EndingFields
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.quick_add import QuickAdd
from funnelboard.domain.sources import UnknownSource, source_words
from funnelboard.domain.stage import Stage, place
from funnelboard.services.answering import AnswerValue, record_answers
from funnelboard.services.editing import LIST_OF_TAGS, DealEditor, last_writer
from funnelboard.services.moving import Mover
from funnelboard.services.new_deal import NewDeal, make_deal
from funnelboard.services.session import Session, finished, line, needed_line, quoted
from funnelboard.services.sight import NOTHING, OWNER
from funnelboard.services.written import Written
from funnelboard.store import deals
from funnelboard.store import tags as store_tags
from funnelboard.store.duplicates import external_deal
from funnelboard.store.since import EVERYTHING


class Pipeline:
    """What a seller does with deals."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(
        self,
        *,
        title: str,
        stage: Stage = Stage.LEAD,
        company: str = "",
        contact: str = "",
        email: str = "",
        phone: str = "",
        amount: Money | None = None,
        source: str = "",
        tags: Sequence[str] = (),
        owner: str | None = "me",
        follow_up: FollowUpLine | None = None,
        expected_close: date | None = None,
        note: str = "",
        referred_by: str = "",
        confirmed: bool = True,
    ) -> Written:
        """Make a deal at the top of an open stage, with whatever is known already.

        Args:
            company, contact: Names; known ones are used, new ones added. A company is known without its legal form too,
                a contact by their company, or where no company is said by being the only one of that first and last
                name. Without a name, an e-mail address or phone number names the contact.
            owner: A login or name, ``me``, or None for nobody.
            referred_by: Name of the company that sent it; the source is a referral then.
            confirmed: Whether it is meant even if it is there already, or the follow-up's buyer has said no.

        Raises:
            BadInput: No title, a value that cannot be, or, where gates are strict, not a lead.
            Unconfirmed: It is not confirmed, and should be.
        """
        return self.make(
            NewDeal(
                title=title,
                stage=stage,
                company=company,
                contact=contact,
                email=email,
                phone=phone,
                amount=amount,
                source=source,
                tags=tuple(tags),
                owner=owner,
                follow_up=follow_up,
                expected_close=expected_close,
                note=note,
                referred_by=referred_by,
                confirmed=confirmed,
            )
        )

    def make(self, new: NewDeal) -> Written:
        """Make a deal of all that is known of it; raises as :meth:`create`.

        What another program calls by an id is made once: a second time nothing is changed, even if it is in the bin.
        """
        with self._session.change("create") as change:
            known = external_deal(change.database, *new.external) if new.external else None
            if known is not None:
                return Written(f"{new.external_words} is here already: #{known}", (known,), 0)
            deal_id, told = make_deal(self._session, change, new)
            change.summary = f"added {quoted([self._session.live_deal(deal_id)])} to {new.stage.value}{told}"
            return finished(change, "", deal_id)

    def add(self, quick: QuickAdd, stage: Stage = Stage.LEAD, *, confirmed: bool = False) -> Written:
        """Make a deal of one typed line; raises as :meth:`create`.

        Raises:
            UnknownSource: Its source is none of the board's.
        """
        if quick.unknown_source:
            raise UnknownSource(quick.unknown_source, self._session.settings.sources)
        return self.create(
            title=quick.title,
            stage=stage,
            company=quick.company or "",
            contact=quick.contact or "",
            email=quick.email or "",
            phone=quick.phone or "",
            amount=quick.amount,
            source=source_words(quick.source, quick.source_detail),
            tags=quick.tags,
            owner=quick.owner or "me",
            follow_up=quick.follow_up,
            confirmed=confirmed,
        )

    def edit(
        self,
        deal_id: int,
        changes: Mapping[str, object],
        seen: Deal | None = None,
        answers: Mapping[Criterion, AnswerValue] | None = None,
    ) -> Written:
        """Change fields of a deal; see :data:`funnelboard.services.editing.EDITABLE`.

        Args:
            answers: What is answered to its questions along with them.
            seen: The deal as the seller saw it. Fields that somebody else has changed since are not overwritten.

        Raises:
            Conflict: Somebody else changed the same field; nothing is stored, both values are in it.
            BadInput: An unknown field or impossible value.
        """
        with self._session.change("edit") as change:
            deal = self._session.target(change, deal_id, NOTHING)
            names = DealEditor(self._session, change).apply(deal, changes, seen)
            names += record_answers(change, deal, answers or {})
            change.summary = f"changed {', '.join(names)} of {quoted([deal])}"
            return finished(change, f"{quoted([deal])} was so already")

    def last_writers(self, deal_id: int, names: Iterable[str]) -> Mapping[str, tuple[str, int]]:
        """Which others have last written some fields of a deal, and when, in UTC epoch microseconds."""
        deal = self._session.live_deal(deal_id)
        doings = ((name, last_writer(self._session, deal, name)) for name in names)
        return {name: (doing.seller, doing.at) for name, doing in doings if doing is not None}

    def move(
        self,
        deal_ids: Iterable[int],
        stage: Stage,
        *,
        why: str = "",
        because: str = "",
        answers: Mapping[Criterion, AnswerValue] | None = None,
        how: str = "",
        contact_id: int | None = None,
        details: Mapping[str, str] | None = None,
        seen: Deal | None = None,
        **ending: Unpack[EndingFields],
    ) -> Written:
        """Move deals to the top of a stage, in the order given: all of them, or none.

        Args:
            why: Why they move, for the timeline.
            because: Why they move although something is not answered yet; passes the gates of a lenient board.
            answers, how, contact_id, details, seen: What was learnt at the gate, recorded with the move; as for
                ``Qualifying.answer_many``. Only of one deal alone can it be ``seen``.
            ending: How they ended, for ``closed``; see :class:`~funnelboard.domain.closing.Ending`.

        Returns:
            With the id of the lead that a lost deal comes back as in ``row_id``.

        Raises:
            GateClosed: Something is missing on the way forward; nothing is kept, the answers neither.
            Conflict: Somebody else has moved the deals meanwhile, or given one of the answers another value.
            BadInput: The ending leaves out what belongs to it, or an answer does not fit.
        """
        ended = Ending(**ending)
        ended.check(stage, self._session.clock.today())
        with self._session.change("move") as change:
            mover = Mover(self._session, change, stage, ended, why, because)
            moved = mover.admitted(self._session.targets(change, deal_ids), answers, how, contact_id, details, seen)
            for deal in reversed(moved):
                there = (deal.stage, deal.outcome) == (stage, ended.outcome)
                mover.move(deal, None if there else deals.top_rank(change, stage))
            change.summary = f"moved {quoted(moved)} to {place(stage, ended.outcome)}{mover.summary(moved)}"
            otherwise = f"{quoted(moved)} {'is' if len(moved) == 1 else 'are'} there already"
            return finished(change, otherwise, mover.come_back)

    def place(
        self,
        deal_id: int,
        stage: Stage,
        before: int | None,
        *,
        because: str = "",
        answers: Mapping[Criterion, AnswerValue] | None = None,
        how: str = "",
        contact_id: int | None = None,
        details: Mapping[str, str] | None = None,
        seen: Deal | None = None,
        **ending: Unpack[EndingFields],
    ) -> Written:
        """Put a deal into a stage just above another one, or last with ``before`` None; the rest as :meth:`move`."""
        ended = Ending(**ending)
        ended.check(stage, self._session.clock.today())
        with self._session.change("move") as change:
            mover = Mover(self._session, change, stage, ended, because=because)
            found = self._session.target(change, deal_id)
            (deal,) = mover.admitted([found], answers, how, contact_id, details, seen)
            elsewhere = before != deal_id or deal.stage is not stage
            mover.move(deal, deals.rank_above(change, stage, before, deal_id) if elsewhere else None)
            where = "within" if deal.stage is stage else "to"
            change.summary = f"moved {quoted([deal])} {where} {place(stage, ended.outcome)}{mover.summary([deal])}"
            return finished(change, f"{quoted([deal])} is there already", mover.come_back)

    def reorder(self, deal_ids: Iterable[int], by: int) -> Written:
        """Move deals up (negative) or down their stages by so many places, keeping their order among themselves."""
        with self._session.change("reorder") as change:
            moved = self._session.targets(change, deal_ids)
            ordered = deals.by_rank(change.database, [deal.id for deal in moved])
            for deal_id in ordered if by < 0 else reversed(ordered):
                rank = deals.rank_beside(change, deal_id, by, ordered)
                if rank is not None:
                    change.update("deal", deal_id, {"rank": rank})
            change.summary = f"moved {quoted(moved)} {'up' if by < 0 else 'down'}"
            return finished(change, f"{quoted(moved)} cannot go further {'up' if by < 0 else 'down'}")

    def set_owner(self, deal_ids: Iterable[int], owner: str | None) -> Written:
        """Give deals to a seller (login, name or ``me``), or to nobody; of two who take one the first has it."""
        with self._session.change("owner") as change:
            given = self._session.targets(change, deal_ids, OWNER)
            for deal in given:
                DealEditor(self._session, change).apply(deal, {"owner": owner})
            me = self._session.seller
            mine = owner is not None and owner.strip() in ("me", me.login, me.name)
            to = f"gave {quoted(given)} to {line(owner or 'nobody', 'owner')}"
            change.summary = f"took {quoted(given)}" if mine else to
            return finished(change, f"{quoted(given)} had that owner already")

    def set_tags(self, deal_ids: Iterable[int], add: Sequence[str] = (), remove: Sequence[str] = ()) -> Written:
        """Put tags on deals and take others off."""
        with self._session.change("tag") as change:
            tagged = self._session.targets(change, deal_ids, NOTHING)
            added, removed = ([needed_line(name, "tag") for name in names] for names in (add, remove))
            for deal in tagged:
                line(" ".join({*deal.tags, *added}.difference(removed)), LIST_OF_TAGS)
                for name in added:
                    store_tags.put_on(change, deal.id, name)
                for name in removed:
                    store_tags.take_off(change, deal.id, name)
            signs = [*(f"+{name}" for name in added), *(f"-{name}" for name in removed)]
            change.summary = f"tagged {quoted(tagged)} {' '.join(signs)}"
            return finished(change, f"{quoted(tagged)} had these tags already")

    def delete(self, deal_ids: Iterable[int]) -> Written:
        """Put deals in the bin."""
        with self._session.change("delete") as change:
            binned = self._session.targets(change, deal_ids, EVERYTHING)
            for deal in binned:
                change.delete("deal", deal.id)
            change.summary = f"deleted {quoted(binned)}"
            return finished(change, "")

    def restore(self, deal_ids: Iterable[int]) -> Written:
        """Take deals out of the bin again; those that were merged into others are no deals of their own any more."""
        with self._session.change("restore") as change:
            read = deals.read(change.database, list(deal_ids))
            found = [deal for deal in read if deal.deleted and deal.merged_into is None]
            for deal in found:
                change.update("deal", deal.id, {"deleted_at": None})
            change.summary = f"restored {quoted(found)}"
            return finished(change, "nothing of that is in the bin")
