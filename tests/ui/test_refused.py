"""What is typed behind a key that is refused was meant for what that key was to open: nobody obeys it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import ASKING, COMMANDS

Add = Callable[..., Deal]

NOT_OBEYED = "There is no deal here. The keys after it were not obeyed."


@pytest.fixture
def deal(add_deal: Add) -> Deal:
    """A lead, in the column beside the one without deals."""
    return add_deal(title="lead")


def key_of(command_id: str) -> str:
    return next(command.keys[0] for command in COMMANDS if command.id == command_id)


@pytest.mark.parametrize("slowly", [False, True], ids=["in a burst", "key by key"])
@pytest.mark.parametrize("command", sorted(ASKING))
async def test_text_for_a_deal_that_is_not_there_does_nothing(
    open_board: Any, deal: Deal, workspace: Workspace, dump: Any, monkeypatch: pytest.MonkeyPatch, command: str,
    slowly: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 3600)
    async with open_board() as board:
        await board.press("2")
        before = dump(workspace)
        keys = [key_of(command), *"hello Dx", "enter"]
        await (board.press(*keys) if slowly else board.burst(*keys))
        assert board.status == NOT_OBEYED
        assert (board.top, board.screen.state.active) == (board.screen, Stage.PROSPECT)
        assert dump(workspace) == before
        await board.press("h")
        assert board.title == "lead", "after Enter keys are commands again"


async def test_after_a_pause_keys_are_commands_again(
    open_board: Any, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 0)
    async with open_board() as board:
        await board.press("2", "n", "h")
        assert board.title == "lead"


async def test_a_paste_is_let_go_too_and_the_mouse_is_obeyed(
    open_board: Any, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 3600)
    async with open_board() as board:
        await board.press("2", "n")
        await board.paste("a whole\nnote")
        assert board.status == NOT_OBEYED
        await board.click(*board.card(0, 0))
        assert board.title == "lead"
        await board.press("n")
        assert board.top is board.screen, "the mouse says nothing about the keys"


async def test_a_key_that_asks_nothing_takes_no_others_with_it(open_board: Any, deal: Deal) -> None:
    async with open_board() as board:
        await board.burst("2", "L", "h")
        assert board.title == "lead"


async def test_a_colleague_s_change_makes_no_commands_of_what_is_still_typed(
    open_board: Any, deal: Deal, add_deal: Add, workspace: Workspace, ola: Workspace, dump: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 3600)
    at_hand = add_deal(title="at hand")
    async with open_board() as board:
        ola.pipeline.delete((at_hand.id,))
        await board.tick()
        before = dump(workspace)
        await board.press("n", *"heDlo", "enter")
        assert board.status == (
            "ola deleted “at hand”. The cursor is on “lead” now. The keys after it were not obeyed."
        )
        assert dump(workspace) == before


async def test_what_was_typed_ahead_says_nothing_about_whose_words_stand(
    open_board: Any, deal: Deal, workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("e", *" mine")
        ola.pipeline.edit(deal.id, {"title": "theirs"})
        await board.burst("enter", "n", *"thanks", "enter")
        assert "ola has changed" in board.text()
        await board.press("m", "enter")
        assert workspace.board.deal(deal.id).title == "lead mine"
