"""The side panel tells everything about a deal, follows the cursor cheaply, and takes notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.deal_text import PanelText
from funnelboard.ui.drawing.side_panel import SidePanel
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.themes import make_styles

TODAY = date(2026, 11, 18)
LOOK = make_styles("dark")


@pytest.fixture
def acme(workspace: Workspace, add_deal: Callable[..., Deal], tick: Callable[..., int]) -> Deal:
    """A prospect with something of everything."""
    deal = add_deal(
        title="Acme Oy: pilot",
        stage=Stage.PROSPECT,
        company="Acme Oy",
        contact="Kari Nordmann",
        email="kari@acme.fi",
        phone="+358 40 123",
        amount=Money(1_200_000, "EUR"),
        source="referral",
        tags=("expo", "q4"),
        expected_close=date(2026, 12, 12),
    )
    workspace.people.add_contact(deal.id, "Per Lie", Role.DECISION_MAKER)
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 16), "call", "call Kari about the scope")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 27), "demo", "show the pilot")
    for number in range(30):
        tick(minutes=1)
        workspace.activity.add_note((deal.id,), f"remark {number}", NoteKind.NOTE)
    tick(minutes=1)
    workspace.activity.add_note((deal.id,), "wants a price for forty seats\nand soon", NoteKind.CALL)
    return workspace.board.deal(deal.id)


def told(workspace: Workspace, deal: Deal, width: int = 41, kind: EntryKind | None = None, look: str = "dark") -> str:
    """The first hundred lines."""
    text = PanelText(make_styles(look, ascii_only=look == "plain"), width, workspace.clock.now(), TODAY)
    lines = islice(text.lines(workspace.board.detail(deal.id), kind), 100)
    return "\n".join("".join(part for part, _ in line) for line in lines).replace("\xa0", " ")


def test_everything_about_a_deal_is_told(workspace: Workspace, acme: Deal) -> None:
    shown = told(workspace, acme)
    for wanted in (
        "Acme Oy: pilot",
        f"#{acme.id}",
        "Prospect · 12 000 € · 20 %",
        "close 12 Dec",
        "□ authority",
        "■ amount  ■ close",
        "missing for opportunity: need, willing",
        "Kari Nordmann",
        "kari@acme.fi",
        "+358 40 123",
        "Per Lie · decision maker",
        "source referral",
        "#expo #q4",
        "touched today",
        "NEXT  ! Mon 16 Nov, 2 d overdue",
        "call Kari about the scope",
        "○ Fri 27 Nov",
        "call  wants a price",
        "and soon",
    ):
        assert wanted in shown
    assert shown.index("call  wants a price") < shown.index("remark 29") < shown.index("remark 0")


@pytest.mark.parametrize("width", [4, 12, 20, 37, 61, 100])
def test_no_line_is_wider_than_the_panel_and_no_number_is_cut(workspace: Workspace, acme: Deal, width: int) -> None:
    shown = told(workspace, acme, width).splitlines()
    if width >= 12:
        assert any("12 000 €" in line for line in shown)
    if width >= 18:
        assert all(width_of(line.rstrip()) <= width for line in shown)


def test_the_timeline_can_be_narrowed_to_one_kind(workspace: Workspace, acme: Deal) -> None:
    workspace.pipeline.move((acme.id,), Stage.OPPORTUNITY, because="it is so")
    shown = told(workspace, acme, kind=EntryKind.MOVE)
    assert "prospect → opportunity" in shown
    assert "remark" not in shown
    assert "no objections yet" in told(workspace, acme, kind=EntryKind.OBJECTION)


def test_a_lost_deal_says_why(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    deal = add_deal(
        stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail="moved to the moon"
    )
    shown = told(workspace, deal)
    assert "✗ Lost" in shown
    assert "other: moved to the moon" in shown
    assert "missing for" not in shown


def test_a_bare_lead_says_what_to_do(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    shown = told(workspace, add_deal(title="Someone", owner=None))
    assert "no amount" in shown
    assert "no owner" in shown
    assert "no company or contact yet" in shown
    assert "f adds one" in shown


@pytest.mark.parametrize("width", [20, 24, 31, 60])
def test_a_stage_change_is_never_cut(workspace: Workspace, acme: Deal, width: int) -> None:
    workspace.pipeline.move((acme.id,), Stage.OPPORTUNITY, because="it is so")
    shown = told(workspace, workspace.board.detail(acme.id).deal, width, EntryKind.MOVE)
    assert "prospect → opportunity it is so" in " ".join(shown.split())


def test_the_ascii_look_shows_ascii_only(workspace: Workspace, acme: Deal) -> None:
    workspace.pipeline.edit(acme.id, {"title": "Ærøskøbing: 日本"})
    workspace.pipeline.move((acme.id,), Stage.OPPORTUNITY, because="it is so")
    shown = told(workspace, workspace.board.deal(acme.id), look="plain")
    assert shown.isascii()
    assert "AEroskobing: ??" in shown
    assert "prospect -> opportunity" in shown


@pytest.fixture
def panel() -> SidePanel:
    """A panel that shows nothing yet."""
    return SidePanel(LOOK, lambda _: "")


def text_of(panel: SidePanel, height: int = 24, width: int = 44) -> str:
    """What is in sight of it."""
    return "\n".join("".join(text for text, _ in full.line).rstrip() for full in panel.draw(width, height))


@pytest.fixture
def show(panel: SidePanel, workspace: Workspace) -> Callable[[Deal], None]:
    """Shows a deal in the panel."""
    return lambda deal: panel.show(workspace.board.detail(deal.id), workspace.clock.now(), TODAY)


def test_hostile_text_is_shown_as_text(
    panel: SidePanel, show: Callable[[Deal], None], add_deal: Callable[..., Deal]
) -> None:
    show(add_deal(title="[/nope] [@click=app.quit]x"))
    assert "[/nope] [@click=app.quit]x" in text_of(panel)


def test_it_scrolls_and_says_that_there_is_more(panel: SidePanel, show: Callable[[Deal], None], acme: Deal) -> None:
    show(acme)
    assert text_of(panel).splitlines()[22].startswith("↓")
    for key in ("j", "j", "k"):
        assert panel.press(key)
    assert panel.top == 1
    assert text_of(panel).startswith("↑")
    panel.press("G")
    shown = text_of(panel)
    assert "remark 0" in shown
    assert not shown.splitlines()[22].startswith("↓")
    panel.press("g")
    assert panel.top == 0
    for key in ("down", "pagedown", "pageup"):
        panel.press(key)
    assert panel.top == 1
    assert not panel.press("n")


def test_the_same_deal_stays_scrolled_and_another_begins_at_its_top(
    panel: SidePanel, show: Callable[[Deal], None], acme: Deal, add_deal: Callable[..., Deal]
) -> None:
    other = add_deal(title="Other")
    show(acme)
    text_of(panel)
    panel.press("pagedown")
    place = panel.top
    show(acme)
    text_of(panel)
    assert panel.top == place > 0
    show(other)
    assert panel.top == 0
    panel.show(None, 0, TODAY)
    assert "no deal here" in text_of(panel)


def test_another_width_wraps_anew(panel: SidePanel, show: Callable[[Deal], None], acme: Deal) -> None:
    show(acme)
    assert "Prospect · 12 000 € · 20 %" in text_of(panel).replace("\xa0", " ")
    lines = text_of(panel, 30, 24).splitlines()
    assert max(map(width_of, lines)) <= 24
    assert "Prospect · 12\xa0000 €" in lines[1]


async def test_left_and_right_narrow_the_timeline(open_board: Any, acme: Deal) -> None:
    async with open_board(size=(120, 60)) as board:
        await board.press("2", "enter", "right")
        assert "◂ notes ▸" in board.text()
        assert "remark 9" in board.text()
        await board.press("right")
        assert "◂ moves ▸" in board.text()
        assert "remark" not in board.text()
        await board.press("h", "h", "h")
        assert "◂ changes ▸" in board.text()


async def test_who_has_the_keys_is_shown_at_every_width(open_board: Any, acme: Deal) -> None:
    for size in ((120, 36), (80, 24), (40, 12)):
        async with open_board(size=size) as board:
            await board.press("2")
            assert "PANEL" not in board.lines()[-1]
            await board.press("enter", "j")
            assert board.lines()[-1].startswith(" PANEL "), size
            assert "Esc back" in board.lines()[-1]
            assert board.screen.panel.top == 1
            await board.press("escape")
            assert "PANEL" not in board.lines()[-1]
            assert "? help" in board.lines()[-1]


async def test_a_note_is_written_from_the_panel_with_its_kind_and_line_breaks(
    open_board: Any, workspace: Workspace, acme: Deal
) -> None:
    async with open_board() as board:
        await board.press("2")
        await board.burst("enter", "n", *"call: yes", "ctrl+j", *"today")
        await board.paste("\x1b[31m one\r\ntwo")
        assert board.remark == "call"
        await board.press("enter")
        assert board.lines()[-1].startswith(" PANEL "), "the panel has the keys again"
    note = workspace.board.detail(acme.id, EntryKind.NOTE).timeline[0]
    assert (note.label, note.text) == ("call", "yes\ntoday␛[31m one\ntwo")


async def test_a_note_that_is_left_stays_as_a_draft_of_its_deal(
    open_board: Any, workspace: Workspace, acme: Deal, add_deal: Callable[..., Deal]
) -> None:
    add_deal(title="Other", stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "G")
        await board.burst("n", *"half a", "escape")
        assert "n goes on with: half a" in board.text()
        await board.press("k")
        assert "half a" not in board.text()
        await board.press("n")
        assert board.top.edit.text == ""
        await board.press("escape", "j")
        await board.burst("n", *" note", "enter")
        assert "n goes on" not in board.text()
    assert workspace.board.detail(acme.id, EntryKind.NOTE).timeline[0].text == "half a note"


async def test_an_empty_note_is_no_note(open_board: Any, workspace: Workspace, acme: Deal) -> None:
    before = len(workspace.board.detail(acme.id, EntryKind.NOTE).timeline)
    async with open_board() as board:
        await board.burst("2", "n", *"call:", "enter")
        assert "Nothing was said" in board.lines()[-1]
        await board.burst("escape", "n", "enter")
    assert len(workspace.board.detail(acme.id, EntryKind.NOTE).timeline) == before


async def test_a_click_on_a_card_gives_the_keys_back_to_the_board(
    open_board: Any, workspace: Workspace, acme: Deal, add_deal: Callable[..., Deal]
) -> None:
    other = add_deal(title="Other")
    async with open_board() as board:
        await board.press("2")
        await board.burst("n", *"half")
        await board.click(3, 4)
        assert (board.title, board.top) == ("Other", board.screen)
        await board.burst("n", *"mine", "enter")
    assert [note.text for note in workspace.board.detail(other.id, EntryKind.NOTE).timeline] == ["mine"]


@pytest.mark.parametrize("size", [(20, 5), (44, 3), (40, 12)])
async def test_a_tiny_window_does_no_harm(
    open_board: Any, workspace: Workspace, acme: Deal, size: tuple[int, int]
) -> None:
    async with open_board(size=size) as board:
        await board.burst("2", "enter", "n", *"hello", "ctrl+j", *"you", "enter")
    assert workspace.board.detail(acme.id, EntryKind.NOTE).timeline[0].text == "hello\nyou"


def test_stale_and_parked_are_said(
    workspace: Workspace, add_deal: Callable[..., Deal], tick: Callable[..., int]
) -> None:
    deal = add_deal()
    tick(days=20)
    text = PanelText(LOOK, 41, workspace.clock.now(), TODAY + timedelta(days=20))
    lines = ["".join(part for part, _ in line) for line in text.lines(workspace.board.detail(deal.id), None)]
    assert any("stale: 20 d without a touch" in line for line in lines)
