"""The side panel tells everything about a deal, follows the cursor cheaply, and takes notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.geometry import Region
from textual.message import Message

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.text import width_of
from funnelboard.ui.themes import make_look, textual_theme
from funnelboard.ui.widgets.note_field import NoteField
from funnelboard.ui.widgets.side_panel import SidePanel
from funnelboard.ui.widgets.side_panel_lines import Detail, PanelText

TODAY = date(2026, 11, 18)
LOOK = make_look("dark")


class PanelApp(App[None]):
    """A panel of 44 columns and nothing else."""

    CSS = "SidePanel { dock: right; width: 44; height: 100%; }"
    AUTO_FOCUS = None

    def __init__(self, now: int) -> None:
        super().__init__()
        self.register_theme(textual_theme(LOOK))
        self.theme = LOOK.theme
        self.now = now
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield SidePanel(LOOK)

    @property
    def panel(self) -> SidePanel:
        return self.query_one(SidePanel)

    def show(self, detail: Detail | None) -> None:
        self.panel.show(detail, self.now, TODAY)

    def text(self) -> str:
        return "\n".join(self.panel.render_line(y).text.rstrip() for y in range(self.panel.size.height))

    def on_side_panel_note_submitted(self, message: Message) -> None:
        self.posted.append(message)

    on_side_panel_note_typed = on_side_panel_panel_left = on_side_panel_note_submitted
    on_side_panel_kind_chosen = on_side_panel_notes_asked = on_side_panel_note_submitted

    def posts(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.posted if isinstance(message, kind)]


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
    text = PanelText(make_look(look, ascii_only=look == "plain"), width, workspace.clock.now(), TODAY)
    lines = islice(text.lines(workspace.board.detail(deal.id), kind), 100)
    return "\n".join("".join(part for part, _ in line) for line in lines).replace("\xa0", " ")


def test_everything_about_a_deal_is_told(workspace: Workspace, acme: Deal) -> None:
    shown = told(workspace, acme)
    for wanted in (
        "Acme Oy: pilot",
        f"#{acme.id}",
        "Prospect · 12 000 € · 20 %",
        "close 12 Dec",
        "○ authority",
        "● amount  ● close",
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


def test_the_ascii_look_shows_ascii_only(workspace: Workspace, acme: Deal) -> None:
    workspace.pipeline.edit(acme.id, {"title": "Ærøskøbing: 日本"})
    workspace.pipeline.move((acme.id,), Stage.OPPORTUNITY, because="it is so")
    shown = told(workspace, workspace.board.deal(acme.id), look="plain")
    assert shown.isascii()
    assert "AEroskobing: ??" in shown
    assert "prospect -> opportunity" in shown


async def test_hostile_text_is_shown_as_text(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    deal = add_deal(title="[/nope] [@click=app.quit]x")
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 30)):
        app.show(workspace.board.detail(deal.id))
        assert "[/nope] [@click=app.quit]x" in app.text()


async def test_it_scrolls_by_itself_and_says_that_there_is_more(workspace: Workspace, acme: Deal) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 24)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.focus()
        await pilot.pause()
        assert app.panel.render_line(22).text.startswith("↓")
        await pilot.press("j", "j", "k")
        assert app.panel.top == 1
        assert app.panel.render_line(0).text.startswith("↑")
        await pilot.press("G")
        assert "remark 0" in app.text()
        assert not app.panel.render_line(22).text.startswith("↓")
        await pilot.press("g")
        assert app.panel.top == 0
        await pilot.press("down", "pagedown", "pageup")
        assert app.panel.top == 1


async def test_the_same_deal_stays_scrolled_and_another_begins_at_its_top(
    workspace: Workspace, acme: Deal, add_deal: Callable[..., Deal]
) -> None:
    other = add_deal(title="Other")
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 24)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.focus()
        await pilot.press("pagedown")
        place = app.panel.top
        app.show(workspace.board.detail(acme.id))
        assert app.panel.top == place > 0
        app.show(workspace.board.detail(other.id))
        assert app.panel.top == 0
        app.show(None)
        assert "no deal here" in app.text()


async def test_only_what_looks_different_is_repainted(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    one, two = add_deal(title="Deal one"), add_deal(title="Deal two")
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 24)) as pilot:
        app.show(workspace.board.detail(one.id))
        await pilot.pause()
        asked: list[Region] = []
        app.panel.refresh = lambda *regions, **_: asked.extend(regions) or app.panel  # type: ignore[method-assign, assignment]
        app.show(workspace.board.detail(one.id))
        assert asked == []
        app.show(workspace.board.detail(two.id))
        assert [region.y for region in asked] == [0]
        assert all(region.right < app.panel.size.width or region.y == 0 for region in asked)


async def test_a_resize_wraps_anew(workspace: Workspace, acme: Deal) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 30)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.styles.width = 24
        await pilot.pause()
        lines = [app.panel.render_line(y) for y in range(30)]
        assert {line.cell_length for line in lines} == {24}
        assert "Prospect · 12\xa0000 €" in lines[1].text


async def test_left_and_right_narrow_the_timeline(workspace: Workspace, acme: Deal) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 40)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.focus()
        await pilot.press("right")
        assert app.panel.kind_filter is EntryKind.NOTE
        assert "‹ notes ›" in app.text()
        await pilot.press("left", "left")
        assert app.panel.kind_filter is EntryKind.CHANGE
        chosen = app.posts(SidePanel.KindChosen)
        assert [message.kind for message in chosen] == [EntryKind.NOTE, None, EntryKind.CHANGE]  # type: ignore[attr-defined]


async def test_a_note_is_written_with_its_kind_and_line_breaks(workspace: Workspace, acme: Deal) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 30)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.focus()
        await pilot.press("n", *"call: yes", "ctrl+j", *"today")
        assert "Call" in app.panel.render_line(27).text
        app.query_one(NoteField).post_message(Paste("\x1b[31m one\r\ntwo"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        (note,) = app.posts(SidePanel.NoteSubmitted)
        assert isinstance(note, SidePanel.NoteSubmitted)
        assert (note.deal_id, note.kind) == (acme.id, NoteKind.CALL)
        assert note.text == "yes\ntoday␛[31m one\ntwo"
        assert app.posts(SidePanel.PanelLeft)
        assert not app.panel.writing
        assert not app.query_one(NoteField).display


async def test_a_note_that_is_left_stays_as_a_draft_of_its_deal(
    workspace: Workspace, acme: Deal, add_deal: Callable[..., Deal]
) -> None:
    other = add_deal(title="Other")
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 30)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.write_note()
        await pilot.pause()
        await pilot.press(*"half a", "escape")
        await pilot.pause()
        assert "n goes on with: half a" in app.text()
        assert [message.text for message in app.posts(SidePanel.NoteTyped)][-1] == "half a"  # type: ignore[attr-defined]
        app.show(workspace.board.detail(other.id))
        assert "half a" not in app.text()
        app.show(workspace.board.detail(acme.id))
        app.panel.write_note()
        await pilot.pause()
        assert app.query_one(NoteField).text == "half a"
        await pilot.press(*" note", "enter")
        await pilot.pause()
        (note,) = app.posts(SidePanel.NoteSubmitted)
        assert note.text == "half a note"  # type: ignore[attr-defined]
        assert "half a" not in app.text()


async def test_an_empty_note_is_no_note(workspace: Workspace, acme: Deal) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=(60, 30)) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.write_note()
        await pilot.pause()
        await pilot.press(*"call:", "enter")
        await pilot.pause()
        assert not app.posts(SidePanel.NoteSubmitted)
        assert app.posts(SidePanel.PanelLeft)


@pytest.mark.parametrize("size", [(20, 5), (44, 3), (40, 12)])
async def test_a_tiny_window_does_no_harm(workspace: Workspace, acme: Deal, size: tuple[int, int]) -> None:
    app = PanelApp(workspace.clock.now())
    async with app.run_test(size=size) as pilot:
        app.show(workspace.board.detail(acme.id))
        app.panel.focus()
        await pilot.press("n", *"hello", "ctrl+j", *"you", "enter")
        await pilot.pause()
        assert app.posts(SidePanel.NoteSubmitted)


def test_stale_and_parked_are_said(
    workspace: Workspace, add_deal: Callable[..., Deal], tick: Callable[..., int]
) -> None:
    deal = add_deal()
    tick(days=20)
    text = PanelText(LOOK, 41, workspace.clock.now(), TODAY + timedelta(days=20))
    lines = ["".join(part for part, _ in line) for line in text.lines(workspace.board.detail(deal.id), None)]
    assert any("stale: 20 d without a touch" in line for line in lines)
