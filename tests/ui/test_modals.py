"""Dialogs return what was decided, show other people's text as text, and fit any terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import Conflict, Difference
from funnelboard.services.workspace import Workspace
from funnelboard.ui.look import Look
from funnelboard.ui.modals.choice import Choice, ChoiceModal, ConfirmModal
from funnelboard.ui.modals.conflict import ConflictModal
from funnelboard.ui.modals.deal_fields import deal_fields
from funnelboard.ui.modals.edit_deal import ContactModal, EditDealModal
from funnelboard.ui.modals.lists import ContactsModal, FollowUpsModal, NotesModal, ViewsModal
from funnelboard.ui.modals.note import NoteModal
from funnelboard.ui.themes import make_look, textual_theme

TODAY = date(2026, 11, 18)
HOSTILE = "[/nope] [@click=app.quit]x[/] \x1b]52;c;eA==\x07"
REASONS = [Choice(key, reason.value, reason) for key, reason in zip("pbtcnadoo", LostReason, strict=False)]


class Harness(App[None]):
    """Shows one dialog and keeps what it returned in ``results``."""

    def __init__(self, dialog: Callable[[], ModalScreen[Any]], look: Look | None = None) -> None:
        self.look = look or make_look("dark")
        super().__init__(ansi_color=self.look.name == "plain")
        self.register_theme(textual_theme(self.look))
        self.theme = self.look.theme
        self.results: list[Any] = []
        self.dialog = dialog

    def on_mount(self) -> None:
        self.push_screen(self.dialog(), self.results.append)

    def text(self) -> str:
        """What is on the screen."""
        width = self.size.width
        lines = self.screen._compositor.render_strips()
        return "\n".join(strip.text[:width].rstrip() for strip in lines).replace("\xa0", " ")


async def after(dialog: Callable[[], ModalScreen[Any]], *keys: str, size: tuple[int, int] = (80, 24)) -> list[Any]:
    """What a dialog returned after some keys; empty while it is still open."""
    app = Harness(dialog)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return list(app.results)


@pytest.mark.parametrize(
    ("keys", "results"),
    [
        (["c"], [LostReason.COMPETITOR]),
        (["enter"], [LostReason.PRICE]),
        (["down", "j", "k", "down", "enter"], [LostReason.TIMING]),
        (["escape"], [None]),
        (["q"], []),
    ],
)
async def test_a_choice_is_made_by_its_key_or_with_the_arrows(keys: list[str], results: list[object]) -> None:
    assert await after(lambda: ChoiceModal("Why was it lost?", REASONS), *keys) == results


async def test_a_choice_can_begin_on_the_present_value() -> None:
    choices = [Choice("", order.value, order) for order in Sort]
    assert await after(lambda: ChoiceModal("Sort by", choices, Sort.TITLE), "enter") == [Sort.TITLE]


async def test_a_letter_that_is_a_choice_does_not_move_the_cursor() -> None:
    choices = [Choice("a", "one", 1), Choice("j", "two", 2)]
    assert await after(lambda: ChoiceModal("Which?", choices), "j") == [2]


@pytest.mark.parametrize(
    ("keys", "results"), [("y", [True]), ("n", [False]), (["enter"], [False]), (["escape"], [None])]
)
async def test_confirming_needs_a_yes(keys: list[str], results: list[object]) -> None:
    assert await after(lambda: ConfirmModal("Forget it?", "yes, forget it"), *keys) == results


async def test_other_peoples_text_is_shown_as_text() -> None:
    app = Harness(lambda: ChoiceModal(HOSTILE, [Choice("a", HOSTILE, 1)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.text().count("[/nope] [@click=app.quit]x[/] ␛]52;c;eA==␇") == 2


async def test_the_ascii_look_has_an_ascii_frame() -> None:
    app = Harness(lambda: ChoiceModal("Ærlig?", [Choice("a", "日本", 1)]), make_look("plain", ascii_only=True))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert app.text().isascii()
        assert "AErlig?" in app.text()


def conflict() -> Conflict:
    return Conflict(
        "Somebody else has changed title, amount of “Acme: pilot” meanwhile.",
        (
            Difference("deal", 1, "title", "Acme: theirs", "Acme: mine"),
            Difference("deal", 1, "amount", Money(900_000, "EUR"), None),
        ),
    )


@pytest.mark.parametrize(
    ("keys", "results"),
    [
        (["enter"], [frozenset()]),
        (["m", "enter"], [frozenset({"title"})]),
        (["m", "j", "m", "k", "t", "enter"], [frozenset({"amount"})]),
        (["space", "down", "space", "enter"], [frozenset({"title", "amount"})]),
        (["m", "escape"], [None]),
    ],
)
async def test_of_two_values_the_seller_chooses(keys: list[str], results: list[object]) -> None:
    assert await after(lambda: ConflictModal(conflict()), *keys) == results


async def test_both_values_are_shown() -> None:
    app = Harness(lambda: ConflictModal(conflict()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = app.text()
    for wanted in ("Acme: theirs", "Acme: mine", "9 000 €", "nothing"):
        assert wanted in shown


@pytest.fixture
def acme(workspace: Workspace, add_deal: Callable[..., Deal]) -> Deal:
    """A prospect with two contacts and two follow-ups."""
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
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 27), "demo", "show the pilot")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 16), "call", "call about the scope")
    workspace.activity.add_note((deal.id,), "sent the deck\nby mail", NoteKind.EMAIL)
    return workspace.board.deal(deal.id)


async def edited(deal: Deal, *keys: str, **options: Any) -> list[Any]:
    return await after(lambda: EditDealModal(deal, today=TODAY, **options), *keys)


async def test_only_changed_fields_are_returned_and_can_be_stored(workspace: Workspace, acme: Deal) -> None:
    keys = ["end", *" two", "tab", "ctrl+u", *"12.5k", "tab", *"35 %", "tab", *"+2w", "tab", "ctrl+u", *"nobody", "tab"]
    (changes,) = await edited(acme, *keys, *"cold", "enter")
    assert changes == {
        "title": "Acme Oy: pilot two",
        "amount": Money(1_250_000, "EUR"),
        "probability": 35,
        "expected_close": date(2026, 12, 2),
        "owner": None,
        "source": "cold call",
    }
    workspace.pipeline.edit(acme.id, changes, acme)
    stored = workspace.board.deal(acme.id)
    assert (stored.title, stored.amount, stored.source) == ("Acme Oy: pilot two", Money(1_250_000, "EUR"), "cold call")
    assert stored.owner is None


async def test_the_contact_and_tags_can_be_edited(workspace: Workspace, acme: Deal) -> None:
    keys = ["tab"] * 9 + ["ctrl+u", *"deci", "tab", *"CTO", "tab", "tab", *"+47 99", "tab", *" #q4,hot", "ctrl+s"]
    (changes,) = await edited(acme, *keys)
    assert changes == {
        "role": Role.DECISION_MAKER,
        "job_title": "CTO",
        "phone": "+47 99",
        "tags": ("expo", "q4", "hot"),
    }
    workspace.pipeline.edit(acme.id, changes, acme)


async def test_nothing_changed_is_nothing_to_do(acme: Deal) -> None:
    assert await edited(acme, "enter") == [{}]
    assert await edited(acme, *"x", "backspace", "escape") == [None]


async def test_a_wrong_value_is_explained_and_nothing_typed_is_lost(acme: Deal) -> None:
    app = Harness(lambda: EditDealModal(acme, today=TODAY))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        await pilot.press("end", *"!", "tab", "ctrl+u", *"lots", "tab", *"x", "enter")
        await pilot.pause()
        assert app.results == []
        shown = app.text()
        assert "“lots” is not an amount" in shown
        assert "a percentage from 0 to 100" in shown
        assert isinstance(app.focused, Input)
        assert app.focused.value == "lots"
        assert "Acme Oy: pilot!" in shown
        await pilot.press("ctrl+u", *"3k", "tab", "ctrl+u", "enter")
        await pilot.pause()
        assert app.results == [{"title": "Acme Oy: pilot!", "amount": Money(300_000, "EUR")}]


async def test_what_is_understood_is_echoed_while_typing(acme: Deal) -> None:
    app = Harness(lambda: EditDealModal(acme, today=TODAY))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert "20 %, as for every prospect" in app.text()
        await pilot.press("tab", "ctrl+u", *"1.5m kr", "tab", "tab", *"fri")
        await pilot.pause()
        assert "1 500 000 SEK" in app.text()
        assert "Fri 20 Nov, in 2 d" in app.text()


async def test_escape_asks_once_when_something_was_typed(acme: Deal) -> None:
    app = Harness(lambda: EditDealModal(acme, today=TODAY))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*"x", "escape")
        await pilot.pause()
        assert "Not kept yet." in app.text()
        await pilot.press(*"y")
        await pilot.pause()
        assert "Not kept yet." not in app.text()
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.results == [None]


async def test_what_could_not_be_stored_is_offered_again_with_the_reason(acme: Deal) -> None:
    drafts: list[dict[str, str]] = []
    app = Harness(
        lambda: EditDealModal(
            acme, today=TODAY, typed={"title": "Acme: better"}, problem="Not saved: disk full.", on_typed=drafts.append
        )
    )
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert "Not saved: disk full." in app.text()
        await pilot.press("end", *"!", "enter")
        await pilot.pause()
        assert app.results == [{"title": "Acme: better!"}]
        assert drafts[-1] == {"title": "Acme: better!"}


async def test_hostile_values_are_shown_as_text_and_pasted_ones_are_cleaned(
    workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    deal = add_deal(title="[/nope] [@click=app.quit]x")
    app = Harness(lambda: EditDealModal(deal, today=TODAY))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert app.text().count("[/nope] [@click=app.quit]x") == 2
        app.screen.query(Input).first().value = "one\x1b[31mtwo"
        await pilot.press("enter")
        await pilot.pause()
        assert app.results == [{"title": "one␛[31mtwo"}]


async def test_a_closed_deal_has_no_probability_of_its_own(add_deal: Callable[..., Deal]) -> None:
    deal = add_deal(stage=Stage.CLOSED)
    fields = deal_fields(deal, sellers=(), tags=(), today=TODAY, default_currency="EUR")
    assert "probability" not in [field.name for field in fields]


async def test_a_contact_needs_a_name_and_an_address_that_can_be_one() -> None:
    keys = ["tab", "tab", "tab", *"nobody", "enter"]
    assert await after(lambda: ContactModal(), *keys) == []
    keys = [*"Per Lie", "tab", *"adv", "tab", "tab", *"per@lie.no", "enter"]
    (changes,) = await after(lambda: ContactModal(), *keys)
    assert changes == {"name": "Per Lie", "role": Role.ADVISER, "email": "per@lie.no"}


async def test_follow_ups_are_listed_by_date(workspace: Workspace, acme: Deal) -> None:
    follow_ups = workspace.board.detail(acme.id).follow_ups
    first, second = sorted(follow_ups, key=lambda follow_up: follow_up.due)
    assert await after(lambda: FollowUpsModal(follow_ups, TODAY), "enter") == [("edit", first)]
    assert await after(lambda: FollowUpsModal(follow_ups, TODAY), "j", "d") == [("finish", second)]
    assert await after(lambda: FollowUpsModal(follow_ups, TODAY), "x") == [("drop", first)]
    app = Harness(lambda: FollowUpsModal(follow_ups, TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "! Mon 16 Nov, 2 d overdue  call about the scope" in app.text()
        assert "○ Fri 27 Nov  demo: show the pilot" in app.text()


async def test_a_note_is_picked_and_edited(workspace: Workspace, acme: Deal) -> None:
    notes = [entry for entry in workspace.board.detail(acme.id).timeline if entry.kind is EntryKind.NOTE]
    ((action, note),) = await after(lambda: NotesModal(notes), "e")
    assert (action, note.text) == ("edit", "sent the deck\nby mail")
    assert (await after(lambda: NotesModal(notes), "D"))[0][0] == "delete"
    assert await after(lambda: NoteModal(note), *"!", "enter") == [(NoteKind.EMAIL, "sent the deck\nby mail!")]
    assert await after(lambda: NoteModal(note), "enter") == [None]
    assert await after(lambda: NoteModal(note), *"!", "escape") == [None]


async def test_contacts_are_listed_with_their_roles(acme: Deal) -> None:
    assert await after(lambda: ContactsModal(acme), "a") == [("add", None)]
    assert await after(lambda: ContactsModal(acme), "down", "x") == [("remove", acme.contacts[1])]
    app = Harness(lambda: ContactsModal(acme))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Per Lie · user" in app.text()


async def test_views_are_opened_deleted_and_saved(workspace: Workspace) -> None:
    workspace.views.save("big ones", "amount>50k", Sort.AMOUNT)
    views = workspace.views.all()
    assert await after(lambda: ViewsModal(views, "tag:expo", Sort.RANK), "enter") == [("open", views[0])]
    assert await after(lambda: ViewsModal(views, "tag:expo", Sort.RANK), "D") == [("delete", views[0])]
    keys = ["s", "ctrl+u", *"expo", "enter"]
    assert await after(lambda: ViewsModal(views, "tag:expo", Sort.RANK), *keys) == [("save", "expo")]
    assert await after(lambda: ViewsModal((), "tag:expo", Sort.RANK), "s", "enter") == [("save", "tag:expo")]
    assert await after(lambda: ViewsModal((), "", Sort.RANK), "s", "enter") == []


@pytest.mark.parametrize("size", [(120, 36), (40, 12), (20, 5)])
async def test_every_dialog_fits(workspace: Workspace, acme: Deal, size: tuple[int, int]) -> None:
    detail = workspace.board.detail(acme.id)
    dialogs: list[Callable[[], ModalScreen[Any]]] = [
        lambda: ChoiceModal("Why was it lost?", REASONS),
        lambda: ConflictModal(conflict()),
        lambda: EditDealModal(acme, today=TODAY),
        lambda: FollowUpsModal(detail.follow_ups, TODAY),
        lambda: NotesModal([]),
        lambda: ContactsModal(acme),
        lambda: ViewsModal((), "", Sort.RANK),
        lambda: NoteModal(detail.timeline[0]),
    ]
    for dialog in dialogs:
        app = Harness(dialog)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            frame = app.screen.children[0].region
            assert app.screen.region.contains_region(frame), type(app.screen)
            assert app.screen.query_one("#body").region.height >= 1, type(app.screen)
            await pilot.press("escape")
            await pilot.pause()
            assert app.results == [None]
