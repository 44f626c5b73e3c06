"""Two sellers change the same words: both are shown, with who and when, and the second says which are to stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from tests.conftest import TODAY

Add = Callable[..., Deal]
Row = tuple[list[str], Callable[[Workspace], object], Callable[[Workspace], object], str]

ROWS: dict[str, Row] = {
    "a note": (
        ["enter", "e", "e", *" mine"],
        lambda w: w.activity.edit_note(1, "rang theirs"),
        lambda w: next(e.text for e in w.board.detail(1).timeline if e.kind is EntryKind.NOTE),
        "rang",
    ),
    "a follow-up": (
        ["F", "e", *" mine"],
        lambda w: w.activity.edit_follow_up(1, what="call about price theirs"),
        lambda w: w.board.detail(1).follow_ups[0].what,
        "call about price",
    ),
    "an objection": (
        ["B", "e", *" mine"],
        lambda w: w.objections.edit(1, "dear theirs"),
        lambda w: w.objections.of_deal(1)[0].text,
        "dear",
    ),
    "a contact": (
        ["C", "e", *" mine"],
        lambda w: w.people.edit_contact(1, {"name": "Kari theirs"}),
        lambda w: w.board.deal(1).contacts[0].contact.name,
        "Kari",
    ),
}
"""Keys that change a row, what the colleague makes of it, how it reads, and how it read before."""


@pytest.fixture(autouse=True)
def acme(add_deal: Add, workspace: Workspace) -> Deal:
    deal = add_deal(contact="Kari", note="rang")
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call about price")
    workspace.objections.raise_objection((deal.id,), "dear")
    return deal


@pytest.mark.parametrize("choice", ["theirs", "mine", "edit", "leave"])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
async def test_of_two_values_the_second_seller_chooses(
    open_board: Any, workspace: Workspace, ola: Workspace, row: Row, choice: str
) -> None:
    keys, theirs, now, before = row
    async with open_board() as board:
        await board.burst(*keys)
        theirs(ola)
        await board.press("enter")
        shown = " ".join(board.text().replace("\xa0", " ").split())
        assert f"theirs {before} theirs · ola, today 09:30" in shown, board.text()
        assert f"mine {before} mine" in shown
        assert "ola has changed" in shown
        assert now(workspace) == f"{before} theirs", "nothing is written yet"
        if choice == "theirs":
            await board.press("enter")
            assert board.status == "Nothing was changed: what the other seller wrote stands."
        elif choice == "mine":
            await board.press("m", "enter")
        elif choice == "edit":
            await board.burst("e", *" too", "enter")
            if row is ROWS["a contact"]:
                await board.press("m", "enter")
        else:
            await board.press("escape")
            assert "goes on with what was typed" in board.status
        ends = {"theirs": "theirs", "mine": "mine", "edit": "mine too", "leave": "theirs"}
        assert now(workspace) == f"{before} {ends[choice]}"


async def test_what_both_changed_in_different_places_is_kept(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("F", "e", *" mine")
        ola.activity.edit_follow_up(1, due=date(2026, 12, 1))
        await board.press("enter")
        (found,) = workspace.board.detail(acme.id).follow_ups
        assert (found.what, found.due) == ("call about price mine", date(2026, 12, 1))


@pytest.mark.parametrize("keys", [["enter", "e", "D"], ["B", "D"], ["F", "x"]], ids=["note", "objection", "follow-up"])
async def test_what_a_colleague_has_just_changed_is_not_thrown_away(
    open_board: Any, workspace: Workspace, ola: Workspace, keys: list[str]
) -> None:
    rows = {"e": "a note", "D": "an objection", "x": "a follow-up"}
    _, theirs, now, before = ROWS[rows[keys[1]]]
    async with open_board() as board:
        await board.burst(*keys[:-1])
        theirs(ola)
        await board.press(keys[-1])
        assert "ola" in board.status
        assert now(workspace) == f"{before} theirs"


async def test_an_answer_that_a_colleague_gave_otherwise_is_told_before_it_is_changed(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    from funnelboard.domain.criteria import Criterion

    async with open_board() as board:
        await board.press("c", "y")
        ola.qualifying.answer((acme.id,), Criterion.MARKET, Answer.NO)
        await board.press("enter")
        assert "ola has changed market (now no) of “Acme: pilot” meanwhile." in board.text()
        assert workspace.board.deal(acme.id).market is Answer.NO
        await board.press("enter")
        assert workspace.board.deal(acme.id).market is Answer.YES


@pytest.mark.parametrize(("name", "before", "theirs", "mine"), [
    ("stale.lead", "20", "25", "30"), ("rate.NOK", "0.08", "0.09", "0.1"),
])  # fmt: skip
@pytest.mark.parametrize("choice", ["mine", "theirs"])
async def test_a_setting_that_a_colleague_has_changed_is_not_overwritten(
    open_board: Any, workspace: Workspace, ola: Workspace, name: str, before: str, theirs: str, mine: str, choice: str
) -> None:
    workspace.settings.set(name, before)
    async with open_board() as board:
        await board.press("S", *["j"] * 40)
        while board.top._settings[board.top._place].name != name:
            await board.press("k")
        await board.burst("enter", "ctrl+u")
        await board.type(mine)
        ola.settings.set(name, theirs)
        await board.press("enter")
        assert workspace.settings.get(name) == theirs
        await board.burst(*(["m"] if choice == "mine" else []), "enter")
        assert workspace.settings.get(name) == (mine if choice == "mine" else theirs)


GONE: dict[str, tuple[str, Callable[[Workspace], object], str]] = {
    "a note": ("a note", lambda w: w.activity.delete_note(1), "n"),
    "a follow-up": ("a follow-up", lambda w: w.activity.drop_follow_up(1), "f"),
    "an objection": ("an objection", lambda w: w.objections.delete(1), "b"),
}
"""What is being changed, how a colleague makes an end of it, and the key that offers the words then."""


@pytest.mark.parametrize("row", GONE)
async def test_words_for_what_a_colleague_has_deleted_are_offered_to_be_put_elsewhere(
    open_board: Any, workspace: Workspace, ola: Workspace, row: str
) -> None:
    what, delete, key = GONE[row]
    keys, _, _, before = ROWS[what]
    async with open_board() as board:
        await board.burst(*keys)
        delete(ola)
        await board.press("enter")
        assert f"What was typed is kept: {key} and ↑ bring it back." in board.status
        assert "ola" in board.status
        await board.press("escape", "escape", key)
        assert "which is gone" in board.text()
        await board.press("up")
        assert f"{before} mine" in board.top.edit.text
