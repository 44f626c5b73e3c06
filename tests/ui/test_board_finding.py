"""Filter, order, saved views, and what is remembered until the next start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


@pytest.fixture
def deals(add_deal: Add) -> list[Deal]:
    """Four deals of different worth, one of them nobody's."""
    return [
        add_deal(title="Beta: rollout", amount=Money(500_00, "EUR")),
        add_deal(title="Acme: pilot", amount=Money(12_000_00, "EUR")),
        add_deal(title="Canal: site", amount=Money(9_000_00, "EUR"), owner=None),
        add_deal(title="Acme: support", stage=Stage.PROSPECT),
    ]


async def test_the_board_is_filtered_while_typing(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acm")
        assert board.screen.state.matching == 2
        assert "2 deals match" in board.lines()[-1]
        assert "Beta" not in board.text()
        assert board.column(0)[1:3] == ["  LEAD 1", "  12k€"]
        await board.press("enter")
        assert "⌕ acm · 2" in board.lines()[0]
        await board.press("escape")
        assert "Beta" in board.text()
        assert "⌕" not in board.text()


async def test_the_panels_foot_has_the_currencies_that_a_heading_has_no_room_for(
    open_board: Any, deals: list[Deal], add_deal: Add, workspace: Workspace
) -> None:
    for number, code in enumerate(("SEK", "NOK", "USD"), 1):
        add_deal(title=code, amount=Money(number * 1_000_00, code), owner=None)
    async with open_board() as board:
        assert board.column(0)[2] == "  21.5k€ + …"
        foot = " ".join(board.panel.splitlines()[-3:]).replace("│", "").split("  ")
        assert "21.5k€ + 2k NOK + 1k SEK + 3k$" in " ".join(" ".join(foot).split())
        await board.press("2")
        assert "NOK" not in board.panel


async def test_the_first_line_counts_what_is_to_be_done_and_leads_to_it(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    for days, deal in zip((-1, 0), deals, strict=False):
        workspace.activity.add_follow_up((deal.id,), workspace.clock.today() + timedelta(days=days), "call", "")
    left = len(deals) - 2
    async with open_board() as board:
        assert f"1 overdue   1 today   {left} without a next step" in board.lines()[0]
        for key, matching in (("5", 1), ("6", 1), ("7", left)):
            await board.press(key)
            assert board.screen.state.matching == matching
            await board.press(key)
            assert board.screen.state.matching == len(deals)
        await board.click(board.lines()[0].index("overdue"), 0)
        assert (board.screen.state.query_text, board.title) == ("due:overdue", deals[0].title)
        await board.press("d", "enter", "escape", "escape", "5")
        assert board.status == "Nothing is overdue."


async def test_escape_in_the_prompt_goes_back_to_where_one_was_and_keeps_the_words(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("beta")
        assert board.title == "Beta: rollout"
        await board.press("escape")
        assert board.title == "Canal: site"
        assert board.screen.state.matching == 4
        await board.press("slash")
        assert "Up brings back: beta" in board.lines()[-1]
        await board.press("up")
        assert board.top.edit.text == "beta"
        assert board.title == "Beta: rollout"


@pytest.mark.parametrize(
    ("half", "told"),
    [
        ("stage:nowhere", "“stage:nowhere” is not known"),
        ("amount>", "“amount>” needs a value"),
        ("ownr:me", "did you mean owner?"),
    ],
)
async def test_a_filter_that_cannot_be_read_changes_nothing_and_is_not_kept(
    open_board: Any, deals: list[Deal], half: str, told: str
) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type(f"acme {half}")
        assert told in board.lines()[-1]
        await board.press("enter")
        assert told in board.lines()[-1], "the error stays"
        assert board.top.edit.text == f"acme {half}"
        await board.press("escape")
        assert board.screen.state.query_text == ""


async def test_what_was_matched_before_a_word_could_not_be_read_goes_on_being_shown(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.paste(" stage:x")
        assert board.screen.state.query_text == "acme"
        assert board.screen.state.matching == 2
        await board.press("backspace", *"lead")
        assert board.screen.state.matching == 1


async def test_a_filter_has_a_bound_that_is_said(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.paste(" ".join(["aa"] * 60))
        await board.press("enter")
        assert "50 terms" in board.lines()[-1]
        assert board.screen.state.matching == 4


async def test_tab_goes_on_with_fields_and_values(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash", *"stage:p", "tab")
        assert board.top.edit.text == "stage:prospect "
        assert board.screen.state.matching == 1
        await board.press("ctrl+u", *"ow", "tab", "tab", "tab")
        assert board.top.edit.text.startswith("owner:")
        await board.press("ctrl+u", *"zzz", "tab")
        assert "Nothing begins like that" in board.lines()[-1]
        await board.press("ctrl+u", *"stage:")
        gone_through = []
        for _ in range(5):
            await board.press("tab")
            gone_through.append(board.top.edit.text)
        assert gone_through == [f"stage:{stage} " for stage in ("lead", "prospect", "opportunity", "closed", "lead")]


async def test_clearing_goes_back_to_where_the_seller_was(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("j", "j")
        assert board.title == "Beta: rollout"
        await board.burst("slash", *"support", "enter")
        assert board.title == "Acme: support", "the only match, in another column"
        assert board.top.badge == "PANEL"
        await board.press("escape", "escape")
        assert board.title == "Beta: rollout"


async def test_a_deal_that_the_filter_hides_is_told_of(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "a")
        await board.type("Delta: trial")
        await board.press("enter")
        assert "the filter hides it · u undoes it" in board.text()
        await board.press("escape")
        assert "Delta" in "\n".join(board.column(0))


async def test_only_mine_and_back(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("M")
        assert board.screen.state.matching == 3
        await board.press("M")
        assert board.screen.state.matching == 4


async def test_sorting_by_amount(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        assert board.title == "Canal: site"
        await board.press("s", "a", "g")
        assert board.title == "Acme: pilot"
        assert "by amount" in board.lines()[0]


async def test_a_view_is_saved_and_opened(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "v", "s")
        assert "name of the view › call it what you like" in board.text()
        assert board.remark == "keeps acme"
        await board.type("all of acme")
        await board.press("enter")
        (view,) = workspace.views.all()
        assert (view.name, view.query) == ("all of acme", "acme")
        assert board.status == "saved the view “all of acme”"
        await board.press("escape")
        assert board.status == ""
        assert board.screen.state.matching == 4
        await board.press("v", "1")
        assert board.screen.state.query_text == "acme"
        assert board.screen.state.matching == 2


async def test_where_one_was_survives_a_restart(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "s", "t", "l", "p")
        assert board.title == "Acme: support"
    async with open_board() as board:
        assert board.title == "Acme: support"
        assert board.screen.state.query_text == "acme"
        assert board.screen.state.sort is Sort.TITLE
        assert board.screen.geometry.panel is None


async def test_a_draft_is_offered_back_and_taken_up_again(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("j", "n")
        await board.type("wants a pri")
    async with open_board() as board:
        assert board.status == "A note on “Acme: pilot” is kept: n on it goes on."
        await board.press("g", "n")
        assert board.top.edit.text == "", "it belongs to the other deal"
        await board.press("escape", "j", "n")
        assert board.top.edit.text == "wants a pri"
        await board.type("ce")
        await board.press("enter")
        assert "wants a price" in board.text()
    async with open_board() as board:
        assert board.status == ""


async def test_what_was_given_in_forms_is_offered_by_name_and_each_comes_back_in_its_own(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board() as board:
        await board.burst("e", *" two", "escape", "c", "y", "escape", "L", "y", "y", "escape")
    async with open_board() as board:
        assert board.status == (
            "3 texts are kept: answers at a gate on “Canal: site”, answers on “Canal: site” (c), "
            "changes on “Canal: site” (e)."
        )
        await board.press("e")
        assert board.top.row.edit.text == "Canal: site two"
        await board.press("escape", "c")
        assert board.text().count("■ yes") == 1
        await board.press("escape", "m", "p")
        assert board.text().count("■ yes") == 2


async def test_escape_never_throws_words_away_but_the_seller_may(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Del")
        await board.press("escape", "escape")
    async with open_board() as board:
        assert board.status == "A new deal is kept: a goes on."
        await board.press("a", "ctrl+u", "escape")
    async with open_board() as board:
        assert board.status == ""


async def test_the_text_of_a_deal_that_is_gone_is_offered_for_another(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j")
        await board.burst("n", *"half a")
        workspace.pipeline.delete((deals[1].id,))
        await board.press("enter")
        assert "bin" in board.status or "deleted" in board.status, board.status
        await board.press("g", "n")
        assert board.top.edit.text == ""
        assert "meant for “Acme: pilot”" in board.lines()[-2]
        await board.press("up")
        assert board.top.edit.text == "half a"
    assert all(not workspace.board.detail(deal.id).timeline[1:] for deal in deals if deal.id != deals[1].id)


async def test_another_sellers_changes_appear_and_the_cursor_stays_on_its_deal(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j")
        assert board.title == "Acme: pilot"
        workspace.pipeline.create(title="New one")
        await board.tick()
        assert "New one" in board.text()
        assert board.title == "Acme: pilot"


async def test_nothing_is_painted_while_nothing_changes(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        painted: list[object] = []
        monkeypatch.setattr(board.app.window, "refresh", lambda *regions, **_: painted.append(regions))
        monkeypatch.setattr(board.app.window, "_send", lambda pieces: bool(painted.append([*pieces])) or True)
        for _ in range(3):
            await board.tick()
        assert [pieces for pieces in painted if pieces] == []


async def test_nothing_is_read_to_paint_and_nothing_but_for_changes_while_idle(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        await board.tick()  # says that it is open, once a minute
        asked: list[object] = []
        submit = board.app.link.workspace.submit

        def watch(function: Any, *given: Any) -> Any:
            asked.append(function)
            return submit(function, *given)

        monkeypatch.setattr(board.app.link.workspace, "submit", watch)
        for _ in range(3):
            await board.tick()
        assert asked == [board.screen.workspace.board.changed_elsewhere] * 3
        asked.clear()
        board.screen.touch_all()
        await board.pilot.resize_terminal(130, 30)
        await board.settle()
        await board.press("p", "j", "k", "space", "k", "space", "h", "l", "2", "1")
        await board.pilot.resize_terminal(80, 24)
        await board.settle()
        assert asked == []


async def test_a_change_out_of_sight_paints_nothing_and_one_in_sight_little(
    open_board: Any, add_deal: Add, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [add_deal(title=f"deal {number:02}") for number in range(60)]
    async with open_board() as board:
        sent: list[Any] = []
        monkeypatch.setattr(board.app.window, "refresh", lambda *regions, **_: sent.append((0, 0, "all")))
        monkeypatch.setattr(board.app.window, "_send", lambda pieces: bool(sent.extend(pieces)) or True)
        workspace.pipeline.edit(made[30].id, {"title": "near"})
        workspace.pipeline.edit(made[0].id, {"title": "far"})
        await board.tick()
        assert sent == []
        workspace.pipeline.edit(made[57].id, {"title": "seen"})
        await board.tick()
        assert "seen" in board.text()
        assert [(x, y) for x, y, _ in sent] == [(3, 13)], "the title, and nothing else"
        assert "deal 58" not in str(sent)


async def test_keys_can_be_remapped(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board(config=Config(keys={"move-on": "ctrl+n, >", "quit": "Q"})) as board:
        await board.press("L", "q")
        assert workspace.board.deal(deals[2].id).stage is Stage.LEAD
        await board.burst("greater_than_sign", "y", "y", "y", "enter")
        assert workspace.board.deal(deals[2].id).stage is Stage.PROSPECT


async def test_every_command_is_in_the_palette_and_help(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("question_mark")
        assert "Move the deal" in board.text() or "Go to the stage" in board.text()
        await board.press("escape", "ctrl+p")
        await board.type("delete the deal")
        await board.press("enter")
        assert "Canal" not in "".join(board.column(0))
