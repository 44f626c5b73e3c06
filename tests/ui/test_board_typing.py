"""What is typed in a line at the bottom: new deals and notes; keys that edit it; what a refusal does to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.painting import Window
from funnelboard.ui.sheet.prompt import Prompt
from funnelboard.ui.strips import rich_style

TODAY = date(2026, 11, 18)

Add = Callable[..., Deal]


async def test_a_deal_is_added_from_one_line_and_the_cursor_is_on_it(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Acme Oy: pilot @Kari Nordmann 12k € #expo !fri call")
        assert board.remark.replace("\xa0", " ") == (
            "title: Acme Oy: pilot  contact: Kari Nordmann  amount: 12 000 €  tags: #expo  follow-up: Fri 20 Nov call"
        )
        await board.press("enter")
        (deal,) = workspace.board.deals(Query())
        assert deal.title == "Acme Oy: pilot"
        assert deal.amount == Money(1_200_000, "EUR")
        assert deal.tags == ("expo",)
        assert deal.primary is not None
        assert deal.primary.contact.name == "Kari Nordmann"
        assert deal.next_follow_up is not None
        assert deal.next_follow_up.due == TODAY + timedelta(days=2)
        assert board.title == "Acme Oy: pilot"
        await board.press("u")
        assert workspace.board.deals(Query()) == ()


async def test_what_a_new_deal_will_be_is_said_while_it_is_typed(open_board: Any) -> None:
    async with open_board() as board:
        await board.burst("a", *"Acme: pilot 12k")
        said = board.lines()[-1].replace("\xa0", " ")
        assert "title: Acme: pilot" in said
        assert "amount: 12 000 €" in said


async def test_whatever_is_seen_of_a_text_is_on_disk(
    open_board: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_file = locations.draft_file(workspace.identity)
    seen: list[tuple[str, str]] = []
    async with open_board() as board:
        flush = Window.flush

        def flushed(window: Window, cursor: tuple[int, int]) -> None:
            top = board.app.dispatcher.modes[-1]
            if isinstance(top, Prompt) and top.edit.text:
                seen.append((top.edit.text, draft_file.read_text()))
            flush(window, cursor)

        monkeypatch.setattr(Window, "flush", flushed)
        await board.press("a", *"Ac", "backspace", *"cme")
        await board.type(" Oy: pilot")
    assert seen[-1][0] == "Acme Oy: pilot"
    assert [(text, kept) for text, kept in seen if json.dumps(text) not in kept] == []


@pytest.mark.parametrize(
    ("size", "line", "echo"),
    [
        ((80, 24), "!fri call", "title: Umea Vintercykel Aktiebolag: winter storag…  follow-up: Fri 20 Nov call"),
        ((80, 24), "@Kari Nordmann 12k € ~referral !fri call",
         "12 000 €  Fri 20 Nov call  Umea Vintercykel Aktiebol…  Kari Nordmann  referral"),
        ((40, 12), "12k € !fri 10:30 call", "12 000 €  Fri 20 Nov 10:30 call  Umea…"),
    ],
)  # fmt: skip
async def test_what_was_understood_of_a_long_line_is_said_whole_and_its_title_shortened(
    open_board: Any, size: tuple[int, int], line: str, echo: str
) -> None:
    async with open_board(size=size) as board:
        await board.burst("a", *f"Umea Vintercykel Aktiebolag: winter storage and service {line}")
        assert board.remark.replace("\xa0", " ") == echo


async def test_keys_as_fast_as_they_come_reach_what_they_were_typed_for(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("a", *"Dandelion", "enter", "n", *"call: jumps, keen", "enter", "a", *"qux", "enter")
        second, first = workspace.board.deals(Query())
        assert (first.title, second.title) == ("Dandelion", "qux")
        (note,) = workspace.board.detail(first.id, EntryKind.NOTE).timeline
        assert note.text == "jumps, keen"
        assert board.title == "qux"


async def test_escape_adds_nothing_and_keeps_the_line(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("a", *"never mi", "escape")
        assert workspace.board.deals(Query()) == ()
        assert board.status == "Kept: a goes on with it."
        await board.burst("a", *"nd", "enter")
        assert [deal.title for deal in workspace.board.deals(Query())] == ["never mind"]
        await board.press("a")
        assert board.top.edit.text == ""


async def test_a_line_that_cannot_be_read_stays_with_the_reason(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("a", *"12k #expo", "enter")
        assert board.top.edit.text == "12k #expo"
        assert "The deal has no name yet" in board.lines()[-1]
        await board.burst("home", *"Acme ", "enter")
        assert [deal.title for deal in workspace.board.deals(Query())] == ["Acme"]


async def test_a_note_with_its_kind(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("n")
        await board.type("call: wants a price for 40 seats")
        assert board.remark == "call"
        await board.press("enter")
        (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
        assert (note.label, note.text) == (NoteKind.CALL, "wants a price for 40 seats")
        assert "wants a price" in board.text()


async def test_line_breaks_of_a_pasted_note_are_kept(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("n")
        await board.paste("first\r\nsecond\x1b[31m")
        assert [line.strip() for line in board.lines()[-3:-1]] == ["note › first", "second␛[31m"]
        await board.press("enter")
        (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
        assert note.text == "first\nsecond␛[31m"


async def test_a_note_on_a_deal_that_is_deleted_meanwhile_lands_on_no_other(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="gone")
    async with open_board() as board:
        await board.burst("n", *"worth keeping")
        workspace.pipeline.delete((deal.id,))
        board.app.lookout.hearing.look()
        await board.settle()
        await board.press("enter")
        assert "is in the bin" in board.status
        for one in (other, deal):
            assert workspace.board.detail(one.id, EntryKind.NOTE).timeline == ()


async def test_the_line_edits_like_a_shell(open_board: Any) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("one two three")
        await board.press("ctrl+w", "ctrl+w")
        await board.type("2")
        await board.press("home", "delete", "right", "backspace", "end")
        assert board.top.edit.text == "e 2"
        await board.press("ctrl+u")
        assert board.top.edit.text == ""


@pytest.mark.parametrize("look", ["dark", "plain"])
async def test_the_caret_is_seen_at_the_end_of_a_line_and_within_it(open_board: Any, look: str) -> None:
    async with open_board(look=look) as board:
        caret = board.app.viewport.styles.caret
        await board.press("a")
        await board.type("one")
        for cell, keys in ((len(" new deal › one"), ()), (len(" new deal › "), ("home",))):
            await board.press(*keys)
            line = board.app.screen._compositor.render_strips()[-2]
            (segment,) = line.crop(cell, cell + 1)
            assert segment.style.bgcolor == rich_style(caret).bgcolor or segment.style.reverse
            assert bool(segment.style.reverse) == bool(caret.reverse)


async def test_a_paste_of_a_hundred_lines_is_one_note_and_one_deal(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace
) -> None:
    deal = add_deal(title="first")
    lines = [f"D{number} q x L\tz" for number in range(100)]
    async with open_board() as board:
        await board.paste("\r\n".join(lines))
        assert "needs a place" in board.status
        await board.press("n")
        await board.paste("\r\n".join(lines))
        await board.press("enter")
        (note,) = [entry for entry in workspace.board.detail(deal.id).timeline if entry.entity == "note"]
        assert [line.split() for line in note.text.split("\n")] == [line.split() for line in lines]
        await board.press("a")
        await board.paste("\n".join(f"D{number}" for number in range(100)))
        await board.press("enter")
    found = workspace.board.deals(Query())
    assert len(found) == 2
    assert not any(one.deleted or one.stage is not Stage.LEAD for one in found)


async def test_what_was_said_before_a_question_is_not_said_again_after_it(
    open_board: Any, add_deal: Callable[..., Deal]
) -> None:
    add_deal(title="Acme: pilot")
    async with open_board() as board:
        for keys in ("C", "v", "colon", "s"):
            await board.press("L", "escape")
            assert board.status == "Not moved."
            await board.press(keys, "escape")
            assert board.status == "", keys
