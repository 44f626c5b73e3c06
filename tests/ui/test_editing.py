"""The form with every field of a deal: only what was changed is kept, and nothing of another seller is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.forms.deal_fields import deal_fields

TODAY = date(2026, 11, 18)
HOSTILE = "[/nope] [@click=app.quit]x[/] \x1b]52;c;eA==\x07"

Add = Callable[..., Deal]
Open = Callable[..., Workspace]


@pytest.fixture
def acme(workspace: Workspace, add_deal: Add) -> Deal:
    """A prospect with two contacts."""
    deal = add_deal(
        title="Acme Oy: pilot",
        stage=Stage.PROSPECT,
        company="Acme Oy",
        contact="Kari Nordmann",
        email="kari@acme.fi",
        amount=Money(1_200_000, "EUR"),
        tags=("expo",),
    )
    workspace.people.add_contact(deal.id, "Per Lie", Role.USER)
    return workspace.board.deal(deal.id)


async def test_only_changed_fields_are_kept_at_once_and_undone_at_once(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("2")
        await board.burst(
            "e", *" two", "tab", "ctrl+u", *"12.5k", "tab", *"35 %", "tab", *"+2w",
            "tab", "ctrl+u", *"nobody", "tab", *"cold", "enter",
        )  # fmt: skip
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount) == ("Acme Oy: pilot two", Money(1_250_000, "EUR"))
        assert (stored.own_probability, stored.expected_close) == (35, date(2026, 12, 2))
        assert (stored.owner, stored.source) == (None, "cold call")
        assert board.title == "Acme Oy: pilot two"
        await board.press("u")
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount) == ("Acme Oy: pilot", Money(1_200_000, "EUR"))
        assert (stored.own_probability, stored.source) == (None, "")


async def test_the_contact_and_tags_can_be_edited(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("2")
        keys = ["tab"] * 9 + ["ctrl+u", *"deci", "tab", *"CTO", "tab", "tab", *"+47 99", "tab", *" #q4,hot", "enter"]
        await board.burst("e", *keys)
        stored = workspace.board.deal(acme.id)
        assert stored.primary is not None
        person = stored.primary.contact
        assert (stored.primary.role, person.job_title, person.phone) == (Role.DECISION_MAKER, "CTO", "+47 99")
        assert stored.tags == ("expo", "q4", "hot")


async def test_nothing_changed_is_nothing_to_do(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("2", "e", "enter")
        assert board.status == "Nothing was changed."
        await board.burst("e", "x", "backspace", "enter")
        assert workspace.board.deal(acme.id) == acme


async def test_a_wrong_value_is_explained_and_nothing_typed_is_lost(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("2")
        await board.burst("e", "!", "tab", "ctrl+u", *"lots", "tab", *"x", "enter")
        assert "“lots” is not an amount" in board.lines()[-1]
        assert board.top.row.name == "amount"
        assert "Acme Oy: pilot!" in board.text()
        await board.burst("ctrl+u", *"3k", "enter")
        assert "a percentage from 0 to 100" in board.lines()[-1]
        await board.burst("ctrl+u", "enter")
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount) == ("Acme Oy: pilot!", Money(300_000, "EUR"))


async def test_what_is_said_of_a_contact_needs_one(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.press("e")
        await board.press(*["tab"] * 11)
        assert board.top.row.name == "email"
        await board.burst(*"kari@acme.fi", "enter")
        assert "Name the contact" in board.lines()[-1]
        assert board.top.row.name == "contact"
        await board.burst(*"Kari", "enter")
        primary = workspace.board.deal(deal.id).primary
        assert primary is not None
        assert (primary.contact.name, primary.contact.email) == ("Kari", "kari@acme.fi")


async def test_what_is_understood_is_echoed_while_typing(open_board: Any, acme: Deal) -> None:
    async with open_board() as board:
        await board.press("2", "e")
        assert "20 %, as for every prospect" in board.text()
        await board.press("tab", "ctrl+u")
        await board.type("1.5m kr")
        await board.press("tab", "tab")
        await board.type("fri")
        text = board.text().replace("\xa0", " ")
        assert "1 500 000 SEK" in text
        assert "Fri 20 Nov, in 2 d" in text


async def test_a_suggestion_is_taken_with_the_right_arrow(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("2", "e", "tab", "tab", "tab", "tab", "tab")
        assert board.top.row.name == "source"
        await board.burst(*"web", "right")
        assert board.top.row.edit.text == "website form"
        await board.press("enter")
        assert workspace.board.deal(acme.id).source == "website form"


async def test_what_was_typed_comes_back_after_esc_on_that_deal_only(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace
) -> None:
    add_deal(title="other", stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2")
        assert board.title == "other"
        await board.burst("j", "e", *" two", "escape")
        assert board.status == "Kept: e goes on with it."
        await board.press("k", "e")
        assert "#2 other" in board.text()
        assert " two" not in board.text()
        await board.burst("escape", "j", "e", "enter")
        assert workspace.board.deal(acme.id).title == "Acme Oy: pilot two"
        await board.press("e")
        assert "pilot two" in board.top.row.edit.text
        await board.press("enter")
        assert board.status == "Nothing was changed."


async def test_it_is_the_deal_the_form_was_opened_for_whatever_the_cursor_is_on_then(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace, make_workspace: Open
) -> None:
    other = add_deal(title="other", stage=Stage.PROSPECT)
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.burst("2", "j", "e", *" two")
        ola.pipeline.move((acme.id,), Stage.LEAD)
        board.app.lookout.hearing.look()
        await board.settle()
        await board.press("enter")
        assert workspace.board.deal(acme.id).title == "Acme Oy: pilot two"
        assert workspace.board.deal(other.id).title == "other"


async def test_a_deal_that_is_deleted_meanwhile_is_not_changed(
    open_board: Any, acme: Deal, workspace: Workspace, make_workspace: Open
) -> None:
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.burst("2", "e", *" two")
        ola.pipeline.delete((acme.id,))
        await board.press("enter")
        assert "is in the bin" in board.status
        assert workspace.board.deal(acme.id).title == "Acme Oy: pilot"


async def test_hostile_values_are_shown_as_text_and_pasted_ones_are_cleaned(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title=HOSTILE)
    async with open_board() as board:
        await board.press("e")
        assert board.text().count("[/nope] [@click=app.quit]x[/] ␛]52;c;eA==␇") >= 2
        await board.press("ctrl+u")
        await board.paste("one\x1b[31mtwo\u202ethree")
        await board.press("enter")
        assert workspace.board.deal(deal.id).title == "one␛[31mtwothree"


def test_a_closed_deal_has_no_probability_of_its_own(add_deal: Add) -> None:
    deal = add_deal(stage=Stage.CLOSED)
    fields = deal_fields(deal, sellers=(), tags=(), today=TODAY, day_first=True, default_currency="EUR")
    assert "probability" not in [field.name for field in fields]


@pytest.mark.parametrize(("size", "columns"), [((120, 36), 2), ((80, 24), 2), ((40, 12), 1)])
async def test_it_has_two_columns_where_there_is_room_and_else_scrolls(
    open_board: Any, acme: Deal, size: tuple[int, int], columns: int
) -> None:
    async with open_board(size=size) as board:
        await board.press("2", "e")
        first = next(line for line in board.lines() if line.startswith("  amount"))
        assert ("contact" in first) == (columns == 2)
        seen = []
        for _ in range(15):
            here = board.top.row
            rule = next(place for place, line in enumerate(board.lines()) if line.startswith("━"))
            assert any(f"▌ {here.label} " in line and here.edit.text in line for line in board.lines()[rule:])
            seen.append(here.name)
            await board.press("tab")
        assert len(set(seen)) == 15
        assert board.top.row.name == "title"


# -- two sellers -------------------------------------------------------------------


THEIRS = {"title": "Acme: theirs", "amount": Money(900_000, "EUR")}
"""What the other seller writes."""


async def type_mine(board: Any) -> None:
    """Another title, no amount, and a pain point that nobody else has touched; not kept yet."""
    await board.burst("2", "e", "ctrl+u", *"Acme: mine", "tab", "ctrl+u", "shift+tab", "shift+tab", *"slow")


@pytest.mark.parametrize(
    ("keys", "title", "amount"),
    [
        (["enter"], "Acme: theirs", 900_000),
        (["m", "enter"], "Acme: mine", 900_000),
        (["j", "m", "enter"], "Acme: theirs", None),
        (["m", "j", "m", "k", "t", "enter"], "Acme: theirs", None),
        (["space", "down", "space", "enter"], "Acme: mine", None),
        (["m", "m", "t", "t", "enter"], "Acme: theirs", 900_000),
    ],
)
async def test_of_two_values_the_seller_chooses_and_the_rest_is_kept(
    open_board: Any,
    acme: Deal,
    workspace: Workspace,
    ola: Workspace,
    keys: list[str],
    title: str,
    amount: int | None,
) -> None:
    async with open_board() as board:
        await type_mine(board)
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("enter")
        await board.burst(*keys)
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount and stored.amount.minor) == (title, amount)
        assert stored.pain_point == "slow"
        assert board.title == title


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_both_values_are_shown_and_which_of_them_stands(
    open_board: Any, acme: Deal, ola: Workspace, size: tuple[int, int]
) -> None:
    async with open_board(size=size) as board:
        await type_mine(board)
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("enter", "m")
        shown = [" ".join(line.split()) for line in board.text().replace("\xa0", " ").splitlines()]
        rule = next(place for place, line in enumerate(shown) if line.startswith("━"))
        assert " ".join(" ".join(shown[rule + 1 : -1]).replace("▌", "").split()) == (
            "title theirs Acme: theirs · ola, today 09:30 ● mine Acme: mine "
            "amount ● theirs 9 000 € · ola, today 09:30 mine nothing"
        )
        assert shown[-1].startswith("Enter save mt mine/theirs")


async def test_a_click_goes_to_a_field_and_another_takes_its_other_value(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    from funnelboard.ui.dispatcher import Pointed

    async with open_board() as board:
        await type_mine(board)
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("enter")
        line = next(place for place, line in enumerate(board.lines()) if line.startswith("  amount"))
        for _ in range(2):
            board.app.dispatcher.put(Pointed("down", 5, line))
            await board.settle()
        await board.press("enter")
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount) == ("Acme: theirs", None)


async def test_esc_saves_nothing_and_keeps_what_was_typed(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await type_mine(board)
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("enter", "m", "escape")
        assert board.status == "Nothing is saved: e goes on with what was typed."
        assert workspace.board.deal(acme.id).title == "Acme: theirs"
        assert workspace.board.deal(acme.id).pain_point == ""
        await board.press("e")
        assert board.top.row.edit.text == "Acme: mine"
        await board.press("enter")
        assert "Acme: theirs" in board.text()
        await board.press("m", "enter")
        assert workspace.board.deal(acme.id).title == "Acme: mine"
        assert workspace.board.deal(acme.id).pain_point == "slow"


async def test_a_draft_does_not_overwrite_what_was_written_after_it_was_typed(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await type_mine(board)
        await board.press("escape")
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("e", "enter")
        assert "ola has changed" in board.text()
        await board.press("enter")
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.pain_point) == ("Acme: theirs", "slow")


async def test_whoever_is_faster_again_is_asked_about_again(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await type_mine(board)
        ola.pipeline.edit(acme.id, THEIRS)
        await board.press("enter", "m")
        ola.pipeline.edit(acme.id, {"title": "Acme: theirs again"})
        await board.press("enter")
        assert workspace.board.deal(acme.id).title == "Acme: theirs again"
        assert "theirs  Acme: theirs again" in board.text()
        await board.press("m", "enter")
        assert workspace.board.deal(acme.id).title == "Acme: mine"


async def test_where_all_of_theirs_stands_nothing_is_written(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("2", "e", "ctrl+u", *"Acme: mine")
        ola.pipeline.edit(acme.id, {"title": "Acme: theirs"})
        await board.press("enter", "enter")
        assert board.status == "Nothing was changed: what the other seller wrote stands."
        assert board.title == "Acme: theirs"
        await board.press("e")
        assert board.top.row.edit.text == "Acme: theirs"
        assert len([change for change in workspace.board.detail(acme.id).timeline if change.seller == "kari"]) == 1


async def test_what_somebody_else_changed_and_this_seller_did_not_is_no_conflict(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("2", "e", *" two")
        ola.pipeline.edit(acme.id, {"amount": Money(900_000, "EUR")})
        await board.press("enter")
        stored = workspace.board.deal(acme.id)
        assert (stored.title, stored.amount) == ("Acme Oy: pilot two", Money(900_000, "EUR"))
