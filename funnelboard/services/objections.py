"""What buyers object to: raised, answered, counted."""

from __future__ import annotations

from collections.abc import Iterable

from funnelboard.domain.objection import Objection
from funnelboard.errors import NotFound
from funnelboard.services.session import Session, finished, needed_line, quoted
from funnelboard.services.sight import NOTHING
from funnelboard.services.written import Written
from funnelboard.store import objections


class Objections:
    """Objections of deals; open until resolved."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def raise_objection(self, deal_ids: Iterable[int], text: str) -> Written:
        """Keep an objection the buyer has raised, on each of the deals."""
        words = needed_line(text, "objection")
        with self._session.change("objection") as change:
            raised = self._session.targets(change, deal_ids, NOTHING)
            rows = [
                {"deal_id": deal.id, "text": words, "raised_at": change.now, "seller_id": change.seller}
                for deal in raised
            ]
            row_id = change.insert_many("objection", rows)[-1]
            change.summary = f"raised an objection on {quoted(raised)}: {words}"
            return finished(change, "", row_id)

    def resolve(self, objection_id: int, answer: str) -> Written:
        """Say what answered an objection.

        Raises:
            NotFound: There is no such objection, or it is resolved already.
            BadInput: No answer.
        """
        words = needed_line(answer, "answer to the objection")
        with self._session.change("objection") as change:
            objection = self._objection(objection_id)
            if objection.resolved_at is not None:
                doing = self._session.last_doing("objection", objection_id)
                by = f": {doing.told(self._session.seller.id)}" if doing is not None else f": {objection.answer}"
                raise NotFound(f"Objection #{objection_id} is resolved already{by}")
            change.update("objection", objection_id, {"resolved_at": change.now, "answer": words})
            change.summary = f"resolved an objection on {self._deal(objection)}: {words}"
            return finished(change, "", objection_id)

    def reopen(self, objection_id: int) -> Written:
        """Take a resolved objection up again; its answer stays to be read until there is another."""
        with self._session.change("objection") as change:
            objection = self._objection(objection_id)
            self._session.require_unchanged("the objection", "objection", objection_id)
            change.update("objection", objection_id, {"resolved_at": None})
            change.summary = f"reopened an objection on {self._deal(objection)}"
            return finished(change, "the objection is open already", objection_id)

    def edit(self, objection_id: int, text: str) -> Written:
        """Change what an objection says."""
        words = needed_line(text, "objection")
        with self._session.change("objection") as change:
            objection = self._objection(objection_id)
            self._session.require_unchanged("the objection", "objection", objection_id, {"text": words})
            change.update("objection", objection_id, {"text": words})
            change.summary = f"changed an objection on {self._deal(objection)}"
            return finished(change, "the objection said so already", objection_id)

    def delete(self, objection_id: int) -> Written:
        """Put an objection in the bin."""
        with self._session.change("objection") as change:
            objection = self._objection(objection_id)
            self._session.require_unchanged("the objection", "objection", objection_id)
            change.delete("objection", objection_id)
            change.summary = f"deleted an objection on {self._deal(objection)}"
            return finished(change, "", objection_id)

    def of_deal(self, deal_id: int) -> tuple[Objection, ...]:
        """A deal's objections, the open ones first."""
        return objections.of_deals(self._session.database, (deal_id,))

    def by_outcome(self) -> dict[str, tuple[int, int]]:
        """How many were raised and how many resolved, on ``open``, ``won`` and ``lost`` deals."""
        return objections.by_outcome(self._session.database)

    def _objection(self, objection_id: int) -> Objection:
        found = objections.one(self._session.database, objection_id)
        if found is None:
            raise self._session.missing("objection", objection_id)
        return found

    def _deal(self, objection: Objection) -> str:
        return quoted([self._session.live_deal(objection.deal_id)])
