"""What is typed on the prompt: new deals, notes, follow-ups, tags; and what a refusal does to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace

TODAY = date(2026, 11, 18)

Add = Callable[..., Deal]


async def test_a_deal_is_added_from_one_line_and_the_cursor_is_on_it(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Acme Oy: pilot @Kari Nordmann 12k € #expo !fri call")
        echo = board.lines()[-1].replace("\xa0", " ").strip()
        assert echo == (
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


async def test_escape_adds_nothing(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("never mind")
        await board.press("escape")
        assert workspace.board.deals(Query()) == ()
        assert "never mind" not in board.text()


async def test_a_note_with_its_kind(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("n")
        await board.type("call: wants a price for 40 seats")
        assert board.lines()[-1].strip() == "call"
        await board.press("enter")
        (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
        assert (note.label, note.text) == (NoteKind.CALL, "wants a price for 40 seats")
        assert "wants a price" in board.text()


async def test_line_breaks_of_a_pasted_note_are_kept(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    from textual import events

    deal = add_deal()
    async with open_board() as board:
        await board.press("n")
        board.app.post_message(events.Paste("first\r\nsecond\x1b[31m"))
        await board.settle()
        assert "first↵second␛[31m" in board.text()
        await board.press("enter")
        (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
        assert note.text == "first\nsecond␛[31m"


async def test_a_follow_up_is_understood_while_it_is_typed(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("f")
        await board.type("fri call about price")
        assert board.lines()[-1].strip() == "Fri 20 Nov · call · call about price"
        await board.press("enter")
        follow_up = workspace.activity.next_follow_up(deal.id)
        assert follow_up is not None
        assert (follow_up.due, follow_up.kind, follow_up.what) == (date(2026, 11, 20), "call", "call about price")
        assert "○2d call" in board.text()


async def test_a_finished_follow_up_has_what_came_of_it(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call about price")
    async with open_board() as board:
        await board.press("d")
        assert "what came of it?" in board.text()
        await board.type("wants it")
        await board.press("enter")
        assert workspace.activity.next_follow_up(deal.id) is None
        assert "wants it" in str(workspace.board.detail(deal.id).timeline)
        await board.press("d")
        assert board.status == "There is no open follow-up here. f adds one."


async def test_tags_are_added_and_taken_away(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(tags=("cold",))
    async with open_board() as board:
        await board.press("t")
        await board.type("+expo -cold")
        assert board.lines()[-1].strip() == "adds #expo · takes away #cold"
        await board.press("enter")
        assert workspace.board.deal(deal.id).tags == ("expo",)


async def test_the_owner_is_chosen(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("o", "n")
        assert workspace.board.deal(deal.id).owner is None
        await board.press("o", "m")
        owner = workspace.board.deal(deal.id).owner
        assert owner is not None
        assert owner.login == "kari"


async def test_a_refused_text_is_put_back_with_the_reason(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("n")
        await board.type("worth keeping")
        workspace.pipeline.delete((deal.id,))
        await board.press("enter")
        assert "note › worth keeping" in board.text()
        assert "is in the bin" in board.lines()[-1]


async def test_the_prompt_edits_like_a_shell(open_board: Any) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("one two three")
        await board.press("ctrl+w", "ctrl+w")
        await board.type("2")
        await board.press("home", "delete", "right", "backspace", "end")
        assert board.screen.prompt.edit.text == "e 2"
        await board.press("ctrl+u")
        assert board.screen.prompt.edit.text == ""


async def test_what_is_not_there_yet_says_so(open_board: Any) -> None:
    async with open_board() as board:
        for key in ("R",):
            await board.press(key)
            assert board.status.startswith("Not there yet: ")


async def test_a_summary_is_copied_to_the_clipboard(open_board: Any, add_deal: Add) -> None:
    add_deal(title="Acme: \x1b]52;c;evil\x07pilot", contact="Kari", email="kari@acme.example")
    async with open_board() as board:
        await board.press("y", "e")
        assert board.app.clipboard == "kari@acme.example"
        assert board.status == "copied kari@acme.example"
        await board.press("y", "s")
        assert "Kari" in board.app.clipboard
        assert "\x1b" not in board.app.clipboard
