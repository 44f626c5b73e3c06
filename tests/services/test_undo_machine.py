"""Whatever sellers do in whatever order, the data stays sound and undo and redo lead back and forth exactly."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import YES_OR_NO, AskedHow, Criterion
from funnelboard.domain.deal import SOURCES, Answer
from funnelboard.domain.deal_query import Query
from funnelboard.domain.duplicate import Record
from funnelboard.domain.follow_up_line import FOLLOW_UP_KINDS, FollowUpLine
from funnelboard.domain.instant import local_moment
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.errors import FunnelBoardError
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.replay import Replay
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written
from funnelboard.store.board_figures import newest_change
from funnelboard.store.deals import rebalance
from funnelboard.store.models import ENTITIES, TABLES

TODAY = date(2026, 11, 18)
NOW = 1_795_000_000_000_000

WORDS = st.sampled_from(["Acme Oy", "acme oy", "Ärzte", "pilot", "zz"])
NAMES = st.sampled_from(["", "Acme Oy", "ACME OY", "Nordlys"])
PEOPLE = st.sampled_from(["", "Kari", "kari", "Per Lie"])
MONEY = st.none() | st.builds(Money, st.integers(0, 10**6), st.sampled_from(["EUR", "NOK"]))
DAYS = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=20))
TAGS = st.lists(st.sampled_from(["expo", "Expo", "hot", "år"]), max_size=2).map(tuple)
OWNERS = st.sampled_from([None, "me", "Ola Moe"])
PICKS = st.lists(st.integers(0, 30), min_size=1, max_size=3)
PICK = st.integers(0, 30)
ENDINGS = st.one_of(
    st.sampled_from(STAGES[:3]).map(lambda stage: {"stage": stage}),
    st.just({"stage": Stage.CLOSED, "outcome": Outcome.WON}),
    st.fixed_dictionaries(
        {
            "stage": st.just(Stage.CLOSED),
            "outcome": st.just(Outcome.LOST),
            "lost_reason": st.sampled_from([LostReason.PRICE, LostReason.BUDGET]),
        },
        optional={"may_return": st.just(Answer.NO), "return_on": st.just(date(2036, 1, 1))},
    ),
)
YES_OR_NO_ANSWERS = st.dictionaries(st.sampled_from(YES_OR_NO), st.sampled_from(Answer), max_size=7)
ANSWERS = st.builds(
    lambda answers, amount: answers | ({} if amount is None else {Criterion.AMOUNT: amount}), YES_OR_NO_ANSWERS, MONEY
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "amount": MONEY,
        "probability": st.none() | st.integers(0, 100),
        "expected_close": st.none() | DAYS,
        "source": st.sampled_from(["", *SOURCES]),
        "owner": OWNERS,
        "company": NAMES,
        "field.Renewal": WORDS | st.just(""),
        "field.contract no": WORDS | st.just(""),
        "contact": PEOPLE,
        "email": st.sampled_from(["", "kari@example.com"]),
        "role": st.sampled_from(Role),
        "tags": TAGS,
        "pain_point": WORDS,
        "referred_by": NAMES,
    },
)

State = dict[str, list[tuple[Any, ...]]]


class Selling(RuleBasedStateMachine):
    """What sellers can do with a few deals, as often as they like."""

    def __init__(self, empty: Path) -> None:
        super().__init__()
        self._directory = tempfile.TemporaryDirectory()
        self._path = Path(self._directory.name) / "funnel.db"
        shutil.copy(empty, self._path)
        self.clock = FixedClock(NOW, TODAY)
        self.workspace = self.open("kari")

    def open(self, login: str) -> Workspace:
        return open_workspace(str(self._path), clock=self.clock, login=login)

    def teardown(self) -> None:
        self.workspace.close()
        self._directory.cleanup()

    def attempt(self, act: Callable[[], Written]) -> Written | None:
        """Do something; a refusal is an answer too, but must leave nothing behind."""
        database = self.workspace.session.database
        before = newest_change(database)
        try:
            done = act()
        except FunnelBoardError:
            assert newest_change(database) == before
            return None
        assert bool(done.change) == (newest_change(database) > before)
        assert done.summary
        return done

    def one_of(self, table: str, pick: int) -> int:
        """The id of a row, in the bin or not; 0 when there is none."""
        ids = [row[0] for row in self.workspace.session.database.rows_of(f'SELECT id FROM "{table}"')]
        return int(ids[pick % len(ids)]) if ids else 0

    def deals(self, picks: list[int]) -> list[int]:
        return [self.one_of("deal", pick) for pick in picks]

    @rule(
        title=WORDS, stage=st.sampled_from(STAGES[:3]), company=NAMES, contact=PEOPLE, amount=MONEY, tags=TAGS,
        owner=OWNERS, due=st.none() | DAYS, note=st.sampled_from(["", "rang"]),
    )  # fmt: skip
    def create(self, due: date | None, **known: Any) -> None:
        follow_up = due and FollowUpLine(due, "call", "about the price")
        self.attempt(lambda: self.workspace.pipeline.create(follow_up=follow_up, **known))

    @rule(pick=PICK, changes=FIELDS)
    def edit(self, pick: int, changes: dict[str, Any]) -> None:
        self.attempt(lambda: self.workspace.pipeline.edit(self.one_of("deal", pick), changes))

    @rule(picks=PICKS, ending=ENDINGS, answers=ANSWERS, because=st.sampled_from(["", "asked again", "asked again"]))
    def move(self, picks: list[int], ending: dict[str, Any], answers: Any, because: str) -> None:
        move = self.workspace.pipeline.move
        self.attempt(lambda: move(self.deals(picks), because=because, answers=answers, **ending))

    @rule(pick=PICK, before=st.none() | PICK, ending=ENDINGS)
    def place(self, pick: int, before: int | None, ending: dict[str, Any]) -> None:
        target = None if before is None else self.one_of("deal", before)
        place = self.workspace.pipeline.place
        self.attempt(lambda: place(self.one_of("deal", pick), before=target, because="asked again", **ending))

    @rule(pick=PICK, answers=ANSWERS, how=st.sampled_from(["", *AskedHow]), supplier=WORDS)
    def answer(self, pick: int, answers: Any, how: str, supplier: str) -> None:
        details = {"current_supplier": supplier}
        answer = self.workspace.qualifying.answer_many
        self.attempt(lambda: answer(self.one_of("deal", pick), answers, how, details=details))

    @rule(picks=PICKS, reason=st.sampled_from([ParkReason.TIMING, ParkReason.BUDGET]), days=st.integers(0, 9))
    def park(self, picks: list[int], reason: ParkReason, days: int) -> None:
        until = self.clock.day + timedelta(days=2_000 + days)
        self.attempt(lambda: self.workspace.parking.park(self.deals(picks), until, reason))

    @rule(picks=PICKS)
    def wake(self, picks: list[int]) -> None:
        self.attempt(lambda: self.workspace.parking.wake(self.deals(picks)))

    @rule(picks=PICKS, text=WORDS)
    def raise_objection(self, picks: list[int], text: str) -> None:
        self.attempt(lambda: self.workspace.objections.raise_objection(self.deals(picks), text))

    @rule(pick=PICK, answer=WORDS)
    def resolve_objection(self, pick: int, answer: str) -> None:
        self.attempt(lambda: self.workspace.objections.resolve(self.one_of("objection", pick), answer))

    @rule(pick=PICK)
    def repeat(self, pick: int) -> None:
        self.attempt(lambda: self.workspace.customers.repeat(self.one_of("deal", pick)))

    @rule(pick=PICK, other=PICK)
    def set_decides(self, pick: int, other: int) -> None:
        link = self.one_of("deal_contact", other)
        self.attempt(lambda: self.workspace.people.set_decides(self.one_of("deal", pick), link))

    @rule(
        named=st.sampled_from(
            [("probability.lead", "9"), ("score.source", "40"), ("rate.NOK", "0.1"), ("probability.lead", "")]
        )
    )
    def change_setting(self, named: tuple[str, str]) -> None:
        self.attempt(lambda: self.workspace.settings.set(*named))

    @rule(picks=PICKS, by=st.sampled_from([-2, -1, 1, 3]))
    def reorder(self, picks: list[int], by: int) -> None:
        self.attempt(lambda: self.workspace.pipeline.reorder(self.deals(picks), by))

    @rule(picks=PICKS)
    def delete(self, picks: list[int]) -> None:
        self.attempt(lambda: self.workspace.pipeline.delete(self.deals(picks)))

    @rule(picks=PICKS)
    def restore(self, picks: list[int]) -> None:
        self.attempt(lambda: self.workspace.pipeline.restore(self.deals(picks)))

    @rule(picks=PICKS, owner=OWNERS)
    def set_owner(self, picks: list[int], owner: str | None) -> None:
        self.attempt(lambda: self.workspace.pipeline.set_owner(self.deals(picks), owner))

    @rule(picks=PICKS, add=TAGS, remove=TAGS)
    def set_tags(self, picks: list[int], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self.attempt(lambda: self.workspace.pipeline.set_tags(self.deals(picks), add, remove))

    @rule(picks=PICKS, text=WORDS, kind=st.sampled_from(NoteKind))
    def add_note(self, picks: list[int], text: str, kind: NoteKind) -> None:
        self.attempt(lambda: self.workspace.activity.add_note(self.deals(picks), text, kind))

    @rule(pick=PICK, text=WORDS)
    def edit_note(self, pick: int, text: str) -> None:
        self.attempt(lambda: self.workspace.activity.edit_note(self.one_of("note", pick), text))

    @rule(pick=PICK)
    def delete_note(self, pick: int) -> None:
        self.attempt(lambda: self.workspace.activity.delete_note(self.one_of("note", pick)))

    @rule(picks=PICKS, due=DAYS, kind=st.sampled_from(FOLLOW_UP_KINDS), what=WORDS)
    def add_follow_up(self, picks: list[int], due: date, kind: str, what: str) -> None:
        self.attempt(lambda: self.workspace.activity.add_follow_up(self.deals(picks), due, kind, what))

    @rule(pick=PICK, due=st.none() | DAYS, what=st.none() | WORDS)
    def edit_follow_up(self, pick: int, due: date | None, what: str | None) -> None:
        follow_up = self.one_of("follow_up", pick)
        self.attempt(lambda: self.workspace.activity.edit_follow_up(follow_up, due=due, what=what))

    @rule(pick=PICK, result=st.sampled_from(["", "they will think"]))
    def finish_follow_up(self, pick: int, result: str) -> None:
        self.attempt(lambda: self.workspace.activity.finish_follow_up(self.one_of("follow_up", pick), result))

    @rule(pick=PICK)
    def drop_follow_up(self, pick: int) -> None:
        self.attempt(lambda: self.workspace.activity.drop_follow_up(self.one_of("follow_up", pick)))

    @rule(pick=PICK, name=PEOPLE, role=st.sampled_from(Role), email=st.sampled_from(["", "per@example.com"]))
    def add_contact(self, pick: int, name: str, role: Role, email: str) -> None:
        self.attempt(lambda: self.workspace.people.add_contact(self.one_of("deal", pick), name, role, email))

    @rule(pick=PICK, other=PICK)
    def make_primary(self, pick: int, other: int) -> None:
        link = self.one_of("deal_contact", other)
        self.attempt(lambda: self.workspace.people.make_primary(self.one_of("deal", pick), link))

    @rule(pick=PICK, other=PICK)
    def remove_contact(self, pick: int, other: int) -> None:
        link = self.one_of("deal_contact", other)
        self.attempt(lambda: self.workspace.people.remove_contact(self.one_of("deal", pick), link))

    @rule(pick=PICK, name=PEOPLE, phone=st.sampled_from(["", "+47 555"]))
    def edit_contact(self, pick: int, name: str, phone: str) -> None:
        changes = {"name": name, "phone": phone, "birthday": TODAY}
        self.attempt(lambda: self.workspace.people.edit_contact(self.one_of("contact", pick), changes))

    @rule(pick=PICK, name=NAMES)
    def edit_company(self, pick: int, name: str) -> None:
        self.attempt(lambda: self.workspace.people.edit_company(self.one_of("company", pick), {"name": name}))

    @rule(record=st.sampled_from(Record), pick=PICK, other=PICK, others=st.booleans())
    def merge(self, record: Record, pick: int, other: int, others: bool) -> None:
        merging = self.workspace.merging
        keep, gone = self.one_of(record.value, pick), self.one_of(record.value, other)

        def merge() -> Written:
            compared = merging.compare(record, keep, gone)
            taken = [field.name for field in compared.fields if field.differs and others]
            return merging.merge(record, keep, gone, taken, compared)

        self.attempt(merge)

    @rule(name=WORDS, query=WORDS)
    def save_view(self, name: str, query: str) -> None:
        self.attempt(lambda: self.workspace.views.save(name, query, Sort.AMOUNT))

    @rule(pick=PICK)
    def delete_view(self, pick: int) -> None:
        self.attempt(lambda: self.workspace.views.delete(self.one_of("saved_view", pick)))

    @rule(days=st.integers(0, 3), seconds=st.integers(0, 5))
    def time_passes(self, days: int, seconds: int) -> None:
        self.clock.instant += (days * 86_400 + seconds) * 1_000_000
        self.clock.day += timedelta(days=days)

    @invariant()
    def data_is_sound(self) -> None:
        assert maintenance.check(self.workspace) == ()

    @invariant()
    def every_deal_has_at_most_one_first_contact(self) -> None:
        found = self.workspace.session.database.rows_of(
            "SELECT deal_id FROM deal_contact WHERE deleted_at IS NULL GROUP BY deal_id HAVING SUM(is_primary) <> 1"
        )
        assert found == []


class SellingAlone(Selling):
    """One seller's undo and redo walk along the states that were."""

    def __init__(self, empty: Path) -> None:
        super().__init__(empty)
        self.past: list[State] = []
        self.future: list[State] = []

    def attempt(self, act: Callable[[], Written]) -> Written | None:
        before = self.state()
        done = super().attempt(act)
        if done is not None and done.change:
            self.past.append(before)
            self.future.clear()
        else:
            assert self.state() == before
        return done

    def state(self) -> State:
        """All rows that are not in the bin, and the deals of each stage in their order."""
        database = self.workspace.session.database
        found: State = {}
        for name, model in ENTITIES.items():
            if name in ("tag", "seller"):
                continue  # words and names; they mean nothing by themselves, and stay known
            # A score is as of this morning, so a new day changes it and no undo brings it back.
            beside = ("version", "rank", "deleted_at", "score")
            columns = [column for column in model._meta.columns if column not in beside]
            chosen = ", ".join(f'"{column}"' for column in columns)
            found[name] = database.rows_of(f'SELECT {chosen} FROM "{name}" WHERE deleted_at IS NULL ORDER BY id')
        found["order"] = database.rows_of("SELECT id FROM deal WHERE deleted_at IS NULL ORDER BY stage, rank")
        return found

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        before = self.state()
        done = self.workspace.undoing.undo()
        assert done.change
        assert done.summary.startswith("undid: ")
        assert self.state() == self.past.pop()
        self.future.append(before)

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        before = self.state()
        done = self.workspace.undoing.redo()
        assert done.change
        assert done.summary.startswith("did again: ")
        assert self.state() == self.future.pop()
        self.past.append(before)

    @precondition(lambda self: not self.future)
    @rule()
    def redo_nothing(self) -> None:
        assert self.workspace.undoing.redo() == Written("nothing to redo", (), 0)

    @rule()
    def leave_and_come_back(self) -> None:
        self.workspace.close()
        self.workspace = self.open("kari")

    def teardown(self) -> None:
        try:
            self.undo_and_redo_everything()
        finally:
            super().teardown()

    def undo_and_redo_everything(self) -> None:
        steps = len(self.past)
        deals = self.workspace.board.deals(Query())
        for _ in range(steps):
            self.undo()
        assert self.workspace.undoing.undo() == Written("nothing to undo", (), 0)
        board = self.workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 100)))
        assert board.deals == 0
        assert all(column.count == 0 and column.totals == () for column in board.columns)
        assert self.workspace.board.companies() == ()
        assert self.workspace.board.tags() == ()
        for _ in range(steps):
            self.redo()
        assert list(map(plain, self.workspace.board.deals(Query()))) == list(map(plain, deals))


def plain(value: Any) -> Any:
    """A deal without the versions of its rows."""
    if not isinstance(value, tuple):
        return value
    names = getattr(value, "_fields", (None,) * len(value))
    return tuple(plain(each) for name, each in zip(names, value, strict=True) if name != "version")


class SellingTogether(Selling):
    """Two sellers at one database; either may take back anything, and is refused where the other has been at it."""

    def __init__(self, empty: Path) -> None:
        super().__init__(empty)
        self.waiting = self.open("ola")

    @rule()
    def the_other_takes_over(self) -> None:
        self.workspace, self.waiting = self.waiting, self.workspace

    @rule()
    def undo(self) -> None:
        self.attempt(self.workspace.undoing.undo)

    @rule()
    def redo(self) -> None:
        self.attempt(self.workspace.undoing.redo)

    @rule(pick=PICK)
    def undo_one(self, pick: int) -> None:
        self.attempt(lambda: self.workspace.undoing.undo(self.one_of("change", pick)))

    def teardown(self) -> None:
        self.waiting.close()
        super().teardown()


MODERATE = settings(max_examples=10, stateful_step_count=25)


def test_one_seller(empty_database: Path) -> None:
    run_state_machine_as_test(lambda: SellingAlone(empty_database), settings=MODERATE)


def test_two_sellers(empty_database: Path) -> None:
    run_state_machine_as_test(lambda: SellingTogether(empty_database), settings=MODERATE)


class SellingRemembered(SellingTogether):
    """A copy is kept of the board at every instant, and the replayed one is the same as each of them."""

    compared = 0

    def __init__(self, empty: Path) -> None:
        super().__init__(empty)
        self.copies: list[tuple[int, Path]] = []

    @rule(days=st.integers(0, 3), seconds=st.integers(0, 5))
    def time_passes(self, days: int, seconds: int) -> None:
        super().time_passes(days, seconds)
        self.workspace.begin_day()

    @rule(stage=st.sampled_from(STAGES))
    def rebalance(self, stage: Stage) -> None:
        with self.workspace.session.change("place") as change:
            rebalance(change, stage)

    def attempt(self, act: Callable[[], Written]) -> Written | None:
        done = super().attempt(act)
        if done is not None and done.change:
            self.keep_a_copy()
        return done

    def keep_a_copy(self) -> None:
        path = Path(self._directory.name) / f"{len(self.copies)}.db"
        self.workspace.session.database.backup(path)
        self.copies.append((self.clock.instant, path))
        self.clock.instant += 1

    @invariant()
    def data_is_sound(self) -> None:
        """The other machines look into that."""

    def teardown(self) -> None:
        with closing(Replay(self.workspace)) as replay:
            for instant, path in Random(len(self.copies)).sample(self.copies, len(self.copies)):
                replay.go(instant)
                self.compare(replay, instant, path)
                type(self).compared += 1
        super().teardown()

    def compare(self, replay: Replay, instant: int, path: Path) -> None:
        clock = FixedClock(instant, replay.today)
        then = open_workspace(str(path), clock=clock, login=self.workspace.seller.login, read_only=True)
        try:
            scored = any(
                local_moment(at).date() == replay.today
                for (at,) in self.workspace.session.database.rows_of("SELECT at FROM change")
            )
            assert self.shown(replay.workspace, scored) == self.shown(then, scored)
            assert self.rows(replay.workspace) == self.rows(then)
        finally:
            then.close()

    def rows(self, workspace: Workspace) -> State:
        """Every row but those of sellers, who are written nowhere when they come; scores belong to what is shown."""
        found: State = {}
        for model in TABLES:
            table = model._meta.table_name
            if table in ("seller", "presence", "board_day", "schema_version"):
                continue
            columns = ", ".join(f'"{name}"' for name in model._meta.columns if name != "score")
            rows = workspace.session.database.rows_of(f'SELECT {columns} FROM "{table}" ORDER BY 1, 2, 3')
            sums = {"board_total": 3, "won_day": 2}.get(table)
            found[table] = [row for row in rows if sums is None or any(row[sums:])]
        return found

    def shown(self, workspace: Workspace, scored: bool) -> Any:
        """The board, and each of its deals with everything."""
        board = workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 100)))
        details = [workspace.board.detail(card.id) for column in board.columns for card in column.cards]
        if scored:
            return board, details, workspace.board.deals(Query(), Sort.SCORE)
        columns = [[card._replace(score=None) for card in column.cards] for column in board.columns]
        return columns, board.attention, [each._replace(score=None, deal=each.deal.id) for each in details]


REMEMBERED = settings(max_examples=25, stateful_step_count=50, phases=(Phase.generate,))


def test_the_past_is_replayed_as_it_was(empty_database: Path) -> None:
    SellingRemembered.compared = 0
    run_state_machine_as_test(lambda: SellingRemembered(empty_database), settings=REMEMBERED)
    assert SellingRemembered.compared >= 40
