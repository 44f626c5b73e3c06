"""Own fields on the board: in the panel, in the form, in the filter, and where two sellers write the same one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.own_fields import OwnFields
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.own_fields import own_field_lines
from funnelboard.ui.looks.themes import make_styles

HOSTILE = "[/nope] [@click=app.quit]x[/] \x1b]52;c;eA==\x07"

Add = Callable[..., Deal]


@pytest.fixture
def acme(workspace: Workspace, add_deal: Add) -> Deal:
    """A lead with two own fields."""
    deal = add_deal(title="Acme Oy: pilot", company="Acme Oy")
    workspace.pipeline.edit(deal.id, {"field.Kontrakt nr.": "K-4711", "field.Größe": "4 rom"})
    return workspace.board.deal(deal.id)


def fields(workspace: Workspace) -> dict[str, str]:
    return dict(workspace.board.deal(1).own_fields)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_the_panel_shows_those_with_a_text(
    open_board: Any, acme: Deal, workspace: Workspace, size: tuple[int, int]
) -> None:
    workspace.settings.set("fields", "renewal")
    async with open_board(size=size) as board:
        await board.press("enter", *["j"] * 8 if size[1] < 20 else [])
        shown = " ".join(board.text().replace("\xa0", " ").split())
        assert "Kontrakt nr. K-4711" in shown
        assert "Größe 4 rom" in shown
        assert "renewal" not in shown


async def test_the_form_offers_those_of_the_board_and_those_of_the_deal(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    workspace.settings.set("fields", "renewal, kontrakt nr")
    async with open_board() as board:
        await board.burst("e", *["shift+tab"] * 3)
        assert [row.label for row in board.top._rows[-3:]] == ["renewal", "Kontrakt nr.", "Größe"]
        await board.burst(*"2027-03", "tab", "ctrl+u", "tab", "!", "enter")
        assert fields(workspace) == {"renewal": "2027-03", "Größe": "4 rom!"}
        assert "renewal (a new own field), Kontrakt nr., Größe" in board.status
        await board.press("u")
        assert fields(workspace) == {"Kontrakt nr.": "K-4711", "Größe": "4 rom"}


async def test_a_text_of_several_lines_stays_as_it_is_unless_it_is_edited(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    workspace.pipeline.edit(1, {"field.Größe": "one\ntwo"})
    async with open_board() as board:
        await board.burst("e", "x", "enter")
        assert fields(workspace)["Größe"] == "one\ntwo"
        await board.burst("e", "shift+tab", "!", "enter")
        assert fields(workspace)["Größe"] == "one two!"


@pytest.mark.parametrize(("keys", "stands"), [(["enter"], "theirs"), (["m", "enter"], "mine")])
async def test_of_two_texts_the_seller_chooses_and_other_fields_are_kept(
    open_board: Any, acme: Deal, workspace: Workspace, ola: Workspace, keys: list[str], stands: str
) -> None:
    async with open_board() as board:
        await board.burst("e", "shift+tab", "shift+tab", "ctrl+u", *"mine")
        ola.pipeline.edit(acme.id, {"field.kontrakt nr": "theirs", "field.Größe": "5 rom"})
        await board.press("enter")
        shown = " ".join(board.text().replace("\xa0", " ").split())
        assert "Kontrakt nr. ● theirs theirs · ola, today 09:30" in shown
        await board.burst(*keys)
        assert fields(workspace) == {"Kontrakt nr.": stands, "Größe": "5 rom"}


async def test_what_was_typed_into_one_is_kept_when_the_form_is_left(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("e", "shift+tab", *" new", "escape", "e", "enter")
        assert fields(workspace)["Größe"] == "4 rom new"


async def test_the_filter_completes_their_names(open_board: Any, acme: Deal, add_deal: Add) -> None:
    add_deal(title="other")
    async with open_board() as board:
        await board.burst("slash", *"field.kon", "tab", *"4711", "enter")
        assert board.screen.state.query_text == "field.kontrakt-nr:4711"
        assert board.screen.state.matching == 1


async def test_names_and_texts_of_others_are_shown_as_text(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal()
    name = "[bold]x[/]"
    workspace.pipeline.edit(deal.id, {f"field.{name}": HOSTILE})
    async with open_board() as board:
        shown = board.text().replace("│", " ")
        assert "[bold]x[/] [/nope] [@click=app.quit]x[/] ␛]52;c;eA==␇" in " ".join(shown.split())
        await board.burst("e", "shift+tab", "!")
        ola.pipeline.edit(deal.id, {f"field.{name}": "[red]"})
        await board.press("enter")
        assert "[bold]x[/]" in board.text()
        await board.burst("m", "enter")
        assert fields(workspace)[name].endswith("!")


def test_very_many_and_very_long_ones_are_unfolded() -> None:
    own: OwnFields = (("story", "word " * 100), *((f"f{number}", "x") for number in range(20)))

    def lines(*, unfolded: bool) -> list[str]:
        drawn = own_field_lines(own, make_styles("dark"), 40, unfolded=unfolded)
        return ["".join(text for text, _ in line) for line in drawn]

    folded = lines(unfolded=False)
    assert len(folded) == 4 + 1 + 11 + 1
    assert [line.strip() for line in (folded[4], folded[-1])] == ["… i shows all of it", "… and 9 more: i shows them"]
    assert max(map(len, folded)) <= 40
    assert " ".join(" ".join(lines(unfolded=True)).split()).count("word") == 100
    assert lines(unfolded=True)[-1] == "f19 x"
