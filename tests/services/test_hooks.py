"""What is written is told to the seller's own commands: what happened, once it is kept, and in order."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from funnelboard import hook_queue, locations
from funnelboard.domain.board import Sort
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.hook_event import HookEvent
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.services import parking
from funnelboard.services.hooks import MOST_DEALS
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
CALL = FollowUpLine(date(2026, 11, 20), "call", "about the price")


@pytest.fixture(autouse=True)
def at_work() -> Iterator[None]:
    """What runs the commands is at work already, and takes its time: everything waits."""
    locations.hook_queue().mkdir(parents=True)
    lock = os.open(locations.hook_queue() / hook_queue.LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    yield
    os.close(lock)


@pytest.fixture
def told(add_deal: AddDeal, workspace: Workspace) -> Callable[[], list[Any]]:
    """What waits to be told of what was done to deal 1, which was there before, and to others."""
    add_deal(follow_up=CALL)
    workspace.obey_hooks(list(HookEvent))

    def read() -> list[Any]:
        return [json.loads(path.read_text()) for path in hook_queue.waiting()]

    return read


WRITES: dict[str, tuple[Callable[[Workspace], Any], tuple[str, ...]]] = {
    "add": (lambda at: at.pipeline.create(title="new"), ("deal-added",)),
    "add all": (
        lambda at: at.pipeline.create(title="new", note="rang", follow_up=CALL, tags=("expo",), company="Acme"),
        ("deal-added", "note-added", "follow-up-set"),
    ),
    "move": (lambda at: at.pipeline.move((1,), Stage.PROSPECT, because="so"), ("deal-moved",)),
    "win": (
        lambda at: at.pipeline.move((1,), Stage.CLOSED, outcome=Outcome.WON, because="so"),
        ("deal-moved", "deal-won"),
    ),
    "lose": (
        lambda at: at.pipeline.move((1,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE),
        ("deal-moved", "deal-lost"),
    ),
    "reorder": (lambda at: (at.pipeline.create(title="above"), at.pipeline.reorder((1,), -1)), ("deal-added",)),
    "edit": (lambda at: at.pipeline.edit(1, {"title": "b"}), ("deal-changed",)),
    "edit nothing": (lambda at: at.pipeline.edit(1, {"title": "Acme: pilot"}), ()),
    "owner": (lambda at: at.pipeline.set_owner((1,), None), ("deal-changed",)),
    "tag": (lambda at: at.pipeline.set_tags((1,), ("expo",)), ("deal-changed",)),
    "qualify": (lambda at: at.qualifying.answer((1,), Criterion.MEANS, Answer.YES, "call"), ("deal-changed",)),
    "object": (lambda at: at.objections.raise_objection((1,), "too dear"), ("deal-changed",)),
    "park": (
        lambda at: at.parking.park((1,), date(2026, 12, 1), ParkReason.BUDGET),
        ("deal-changed", "follow-up-set"),
    ),
    "delete": (lambda at: at.pipeline.delete((1,)), ("deal-deleted",)),
    "delete and undo": (lambda at: (at.pipeline.delete((1,)), at.undoing.undo()), ("deal-deleted", "deal-added")),
    "move and undo": (
        lambda at: (at.pipeline.move((1,), Stage.PROSPECT, because="so"), at.undoing.undo(), at.undoing.redo()),
        ("deal-moved", "deal-moved", "deal-moved"),
    ),
    "note": (lambda at: at.activity.add_note((1,), "rang"), ("note-added",)),
    "follow-up": (lambda at: at.activity.add_follow_up((1,), CALL.due, "call", ""), ("follow-up-set",)),
    "another day": (lambda at: at.activity.edit_follow_up(1, due=date(2026, 12, 3)), ("follow-up-set",)),
    "other words": (lambda at: at.activity.edit_follow_up(1, what="about the date"), ()),
    "done": (lambda at: at.activity.finish_next((1,), "they want it"), ("follow-up-done",)),
    "dropped": (lambda at: at.activity.drop_follow_up(1), ()),
    "touch": (
        lambda at: at.activity.touch(1, note="rang", follow_up_id=1, following=CALL),
        ("note-added", "follow-up-set", "follow-up-done"),
    ),
    "view": (lambda at: at.views.save("expo", "tag:expo", Sort.RANK), ()),
    "setting": (lambda at: at.settings.set("currency", "NOK"), ()),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_is_what_is_told(what: str, workspace: Workspace, told: Callable[[], list[Any]]) -> None:
    write, events = WRITES[what]
    write(workspace)
    assert [each["event"] for each in told()] == list(events)


def test_a_move_is_told_with_its_change_and_the_deals_as_they_are(
    workspace: Workspace, add_deal: AddDeal, told: Callable[[], list[Any]]
) -> None:
    other = add_deal(title="Beta: pilot")
    done = workspace.pipeline.move((1, other.id), Stage.PROSPECT, because="so")
    _, moved = told()
    assert moved["database"] == workspace.target
    assert moved["moved"] == [
        {"id": each, "from": "lead", "from_outcome": None, "to": "prospect", "to_outcome": None}
        for each in (other.id, 1)
    ]
    assert [(each["title"], each["stage"]) for each in moved["deals"]] == [
        ("Beta: pilot", "prospect"),
        ("Acme: pilot", "prospect"),
    ]
    change = moved["change"]
    assert (change["id"], change["kind"], change["seller"]) == (done.change, "move", "kari")
    assert (change["at"], change["summary"]) == ("2026-11-18T09:30:00.000Z", done.summary)

    workspace.undoing.undo()
    undone = told()[-1]
    assert undone["change"]["undoes"] == done.change
    assert {(each["from"], each["to"]) for each in undone["moved"]} == {("prospect", "lead")}


def test_another_ending_says_from_where_to_where(workspace: Workspace, told: Callable[[], list[Any]]) -> None:
    workspace.pipeline.move((1,), Stage.CLOSED, outcome=Outcome.WON, because="so")
    workspace.pipeline.move((1,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    (move,) = told()[-1]["moved"]
    assert move == {"id": 1, "from": "closed", "from_outcome": "won", "to": "closed", "to_outcome": "lost"}


def test_a_note_and_a_follow_up_are_told_whole(workspace: Workspace, told: Callable[[], list[Any]]) -> None:
    said = "\"No\", she said; $(reboot) `id` 'x' \\ | é 日本 👍\nsecond line\n\ttabbed"
    workspace.activity.add_note((1,), said + "\x1b]0;x\x07")
    workspace.activity.finish_next((1,), "they want it")
    noted, done = told()
    kept = said.replace("\t", " ")
    assert noted["notes"] == [{"id": 1, "deal": 1, "kind": "note", "text": f"{kept}␛]0;x␇"}]
    assert (done["follow_ups"][0]["deal"], done["follow_ups"][0]["result"]) == (1, "they want it")


def test_nothing_is_told_of_what_is_refused_tried_or_not_asked_for(
    workspace: Workspace, told: Callable[[], list[Any]]
) -> None:
    with pytest.raises(BadInput):
        workspace.pipeline.edit(1, {"title": ""})
    with workspace.rehearsing():
        workspace.pipeline.edit(1, {"title": "b"})
    workspace.obey_hooks(["deal-won"])
    workspace.pipeline.edit(1, {"title": "c"})
    assert told() == []


def test_what_happens_by_itself_is_nobodys_doing(
    workspace: Workspace, tick: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    workspace.parking.park((1,), date(2026, 11, 20), ParkReason.BUDGET)
    before = told()
    tick(days=3)
    assert parking.begin_day(workspace.session).deal_ids == (1,)
    assert told() == before


@pytest.mark.parametrize(("rows", "documents"), [(MOST_DEALS, 1), (MOST_DEALS + 1, 0)])
def test_an_import_is_told_at_once_or_not_at_all(
    workspace: Workspace, tmp_path: Path, told: Callable[[], list[Any]], rows: int, documents: int
) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("title\n" + "".join(f"Deal {number}\n" for number in range(rows)))
    run_import(workspace, plan_import(table))
    assert [len(each["deals"]) for each in told()] == [rows] * documents


@pytest.mark.parametrize("what", ["queue", "log"])
def test_what_cannot_be_told_is_written_all_the_same(
    workspace: Workspace, told: Callable[[], list[Any]], what: str
) -> None:
    folder = locations.hook_queue() if what == "queue" else locations.state_dir()
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("a file where a directory should be")
    assert workspace.pipeline.edit(1, {"title": "b"}).change
    assert workspace.board.deal(1).title == "b"
    assert what == "log" or "Error: " in locations.log_file().read_text()
