"""Columns that follow from other rows: search text, next due date, last touch, open objections, score, amounts as they
compare at the board's rates, board totals, what was won by day.

They are brought up to date at the end of the transaction that changed what they follow from, for the deals it touched.
``check`` compares all of them with what they should be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from typing import Any

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store import scores, settings
from funnelboard.store.database import Database
from funnelboard.store.derived_values import activity_values, count_totals, miscompared, probability_of
from funnelboard.store.models import BoardTotalRow, DealContactRow, DealRow, WonDayRow
from funnelboard.store.new_deals import Parts, derived_of_new
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.search_text import search_texts, texts_of_new
from funnelboard.store.sums import added, kept

Values = Mapping[str, Any]
Key = tuple[str, str, str]

TOTAL_COLUMNS = ("stage", "outcome", "currency", "amount", "probability", "closed_at", "deleted_at", "parked_until")
PRICE = frozenset(("amount", "currency"))
ENDS = frozenset(("outcome", "closed_at", "created_at"))
"""When a deal begins and ends: that can be its last touch, and make a promise void, or stand again."""
SEARCHED = {"deal": ("title", "company_id"), "company": ("name",), "contact": ("name", "email", "phone")}
"""Columns whose change makes the search text of deals out of date."""

ACTIVITY = ("answer", "note", "follow_up", "objection", "stage_change")
"""Rows that are, or promise, a touch of their deal."""


class Derived:
    """What one transaction has made out of date."""

    def __init__(self, database: Database, now: int) -> None:
        self.database = database
        self._now = now
        self._search: set[int] = set()
        self._activity: set[int] = set()
        self._scored: set[int] = set()
        self._priced: set[int] = set()
        self._settings_changed = False
        self._probabilities: Mapping[Stage, int] | None = None
        self._totals: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._won: dict[tuple[int, str], int] = defaultdict(int)

    @property
    def stages(self) -> frozenset[Stage]:
        """Where deals were or are that were written to themselves; on the board, others have no place."""
        return frozenset(Stage(stage) for stage, _, _ in self._totals)

    def watched(self, entity: str) -> tuple[str, ...]:
        """Columns of a row whose old values are needed when it is updated."""
        return TOTAL_COLUMNS if entity == "deal" else ()

    def beforehand(self, entity: str, rows: Sequence[Values]) -> Mapping[str, Sequence[Any]]:
        """Columns that new rows are to have from the beginning, which spares them being written twice."""
        return {"search_text": texts_of_new(self.database, rows)} if entity == "deal" else {}

    def of_new(self, deals: Sequence[Values], parts: Parts) -> Mapping[str, Sequence[Any]]:
        """The same of deals that are added with all that goes with them: nothing of them is left to be written."""
        return derived_of_new(self.database, deals, parts, scores.as_of(self.database, self._now))

    def inserted(self, entity: str, row_id: int, row: Values, beforehand: Container[str] = ()) -> None:
        """Take note of a new row.

        Args:
            beforehand: The derived columns that it has been given already.
        """
        if entity == "deal":
            self._count(row, 1)
            if "search_text" not in beforehand:
                self._search.add(row_id)
            if "last_touch" not in beforehand:
                self._activity.add(row_id)
            if "compared" not in beforehand and row.get("amount") is not None:
                self._priced.add(row_id)
        elif entity == "deal_contact":
            self._search.add(row["deal_id"])
            self._scored.add(row["deal_id"])
        elif entity in ACTIVITY:
            self._activity.add(row["deal_id"])
        elif entity in ("setting", "rate"):
            self._forget_settings()

    def updated(self, entity: str, row_id: int, deal: int | None, before: Values, changed: Values) -> None:
        """Take note of changed columns; ``before`` has the watched ones too."""
        if entity == "deal":
            self._count(before, -1)
            self._count({**before, **changed}, 1)
            if not scores.SCORED.isdisjoint(changed):
                self._scored.add(row_id)
            if not PRICE.isdisjoint(changed):
                self._priced.add(row_id)
            if not ENDS.isdisjoint(changed):
                self._activity.add(row_id)
        if entity == "contact" and not scores.SCORED_OF_CONTACT.isdisjoint(changed):
            self._scored.update(self.deals_naming(entity, row_id))
        if entity in ("setting", "rate"):
            self._forget_settings()
        if entity in SEARCHED and not set(SEARCHED[entity]).isdisjoint(changed):
            self._search.update(self.deals_naming(entity, row_id))
        if deal is not None and entity == "deal_contact":
            self._search.add(deal)
            self._scored.add(deal)
        if deal is not None and entity in ACTIVITY:
            self._activity.add(deal)

    def removed(self, entity: str, row: Values) -> None:
        """Take note of a row that is not there any more, as when the board is taken back to before it was written."""
        if entity == "deal":
            self._count(row, -1)
        elif entity in ("setting", "rate"):
            self._forget_settings()
        elif "deal_id" in row:
            for stale in (self._search, self._activity, self._scored):
                stale.add(row["deal_id"])

    def settle(self) -> None:
        """Write what has become out of date of single deals, and forget which these are."""
        for ids in chunks(sorted(self._search)):
            self._refresh_search(ids)
        for ids in chunks(sorted(self._activity)):
            self.database.execute_each(_activity_of, ids)
        if self._priced and settings.current(self.database).rates:
            for ids in chunks(sorted(self._priced)):
                self._refresh_compared(ids)
        if scored := self._scored | self._activity:
            scores.refresh(self.database, scores.as_of(self.database, self._now), scored)
        for stale in (self._search, self._activity, self._priced, self._scored):
            stale.clear()

    def refresh(self) -> None:
        """Write what has become out of date."""
        self.settle()
        for (day, currency), amount in self._won.items():
            if amount:
                before = self.database.value(_won_on(day, currency)) or 0
                self.database.execute(_keep_won(day, currency, added(before, amount)))
        if self._settings_changed:
            self._recount()
            self._refresh_compared(None)
            scores.refresh_all(self.database, scores.as_of(self.database, self._now))
        elif more := {key: delta for key, delta in self._totals.items() if any(delta)}:
            before = {
                (stage, outcome, currency): sums for stage, outcome, currency, *sums in self.database.ask("kept totals")
            }
            for key, delta in more.items():
                self.database.execute(_keep_total(*key, *map(added, before.get(key, (0, 0, 0)), delta)))

    def _forget_settings(self) -> None:
        self.database.settings_read = self._probabilities = None
        self._settings_changed = True

    def _recount(self) -> None:
        """Count the whole board anew: a stage's probability is in every one of its weighted sums."""
        on_board = DealRow.deleted_at.is_null() & DealRow.parked_until.is_null()
        recounted = count_totals(self.database, on_board, settings.current(self.database).probabilities)
        self.database.execute(BoardTotalRow.delete())
        columns = ("stage", "outcome", "currency", "count", "amount", "weighted")
        rows = ((*key, count, kept(amount), kept(weighted)) for *key, count, amount, weighted in recounted)
        self.database.insert_rows("board_total", columns, rows)

    def _count(self, row: Values, sign: int) -> None:
        if row.get("deleted_at") is not None or row.get("parked_until") is not None:
            return
        if row.get("outcome") == Outcome.WON and row.get("currency") and row["closed_at"] >= 0:
            self._won[row["closed_at"] // MICROSECONDS_A_DAY, row["currency"]] += sign * row["amount"]
        total = self._totals[row["stage"], row.get("outcome") or "", row.get("currency") or ""]
        amount = row.get("amount") or 0
        total[0] += sign
        total[1] += sign * amount
        if amount:
            if self._probabilities is None:
                self._probabilities = settings.current(self.database).probabilities
            total[2] += sign * amount * probability_of(row, self._probabilities)

    def _refresh_compared(self, ids: list[int] | None) -> None:
        new = ((value, deal_id) for deal_id, value in miscompared(self.database, ids))
        self.database.update_rows("deal", "compared", new)

    def _refresh_search(self, ids: list[int]) -> None:
        texts = search_texts(self.database, ids)
        self.database.update_rows("deal", "search_text", ((text, deal_id) for deal_id, text in texts.items()))

    def deals_naming(self, entity: str, row_id: int) -> list[int]:
        """The deals of a company, or of a contact; or the deal itself."""
        if entity == "deal":
            return [row_id]
        if entity == "company":
            query: Any = DealRow.select(DealRow.id).where(DealRow.company == row_id)
        else:
            query = DealContactRow.select(DealContactRow.deal).where(DealContactRow.contact == row_id)
        return [deal_id for (deal_id,) in self.database.rows(query)]


def refresh_lost(database: Database) -> None:
    """Take from lost deals what was promised before they were lost, inside :meth:`Database.writing`."""
    lost = (DealRow.outcome == Outcome.LOST.value) & DealRow.next_due.is_null(False)
    database.execute(DealRow.update(activity_values()).where(lost))


@PreparedQuery
def _activity_of(ids: Any) -> Any:
    return DealRow.update(activity_values()).where(DealRow.id.in_(ids))


@PreparedQuery
def _keep_total(stage: Any, outcome: Any, currency: Any, deals: Any, amount: Any, weighted: Any) -> Any:
    row = BoardTotalRow
    totals: dict[Any, Any] = {row.count: deals, row.amount: amount, row.weighted: weighted}
    return row.insert({row.stage: stage, row.outcome: outcome, row.currency: currency, **totals}).on_conflict(
        conflict_target=(row.stage, row.outcome, row.currency), update=totals
    )


@PreparedQuery
def _won_on(day: Any, currency: Any) -> Any:
    row = WonDayRow
    return row.select(row.amount).where(row.day == day, row.currency == currency)


@PreparedQuery
def _keep_won(day: Any, currency: Any, amount: Any) -> Any:
    row = WonDayRow
    return row.insert({row.day: day, row.currency: currency, row.amount: amount}).on_conflict(
        conflict_target=(row.day, row.currency), update={row.amount: amount}
    )
