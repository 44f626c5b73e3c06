"""Lists of what belongs to a deal or a seller, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Protocol

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import DealContact, Role
from funnelboard.domain.date_phrases import MONTHS
from funnelboard.domain.dates import describe_date, describe_distance
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import DueState, FollowUp, due_state
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.ui.modals.dialog import DIM_STYLE, KEY_STYLE, ListDialog, key_line

_DUE_STYLES = {DueState.OVERDUE: "bold $error", DueState.TODAY: "bold $warning"}


class View(Protocol):
    """A saved view, as the services keep it."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def sort(self) -> Sort: ...


class FollowUpsModal(ListDialog[FollowUp]):
    """The open follow-ups of a deal: ``edit``, ``finish`` or ``drop`` one."""

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("e", "edit", "edit"),
        ("d", "finish", "done"),
        ("x", "drop", "drop"),
    )
    EMPTY = "No open follow-ups. f adds one."

    def __init__(self, follow_ups: Sequence[FollowUp], today: date) -> None:
        super().__init__("Follow-ups", sorted(follow_ups, key=lambda follow_up: follow_up.due))
        self._today = today

    def row(self, item: FollowUp) -> Content:
        """When, how urgent, what."""
        state = due_state(item.due, self._today)
        sign: str = getattr(self.look.glyphs, state.value)
        when = describe_date(item.due, self._today)
        if state is DueState.OVERDUE:
            when += f", {describe_distance(item.due, self._today)}"
        what = item.what if item.kind.casefold() in item.what.casefold() else f"{item.kind}: {item.what}"
        return Content.assemble(Content.styled(f"{sign} {when}  ", _DUE_STYLES.get(state, "")), self.say(what))


class NotesModal(ListDialog[TimelineEntry]):
    """The notes of a deal, newest first: ``edit`` or ``delete`` one."""

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (("e", "edit", "edit"), ("D", "delete", "delete"))
    EMPTY = "No notes yet. n writes one."

    def __init__(self, notes: Sequence[TimelineEntry]) -> None:
        super().__init__("Notes", notes)

    def row(self, item: TimelineEntry) -> Content:
        """Day, kind, and how it begins."""
        day = datetime.fromtimestamp(item.at / 1_000_000).astimezone()
        head = f"{day:%Y-%m-%d}  {item.label}  "
        return Content.assemble(Content.styled(head, DIM_STYLE), self.say(item.text))


class ContactsModal(ListDialog[DealContact | None]):
    """The contacts of a deal: ``edit``, ``remove``, make ``primary`` or the one who ``decides``, or ``add`` (None)."""

    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("e", "edit", "edit"),
        ("d", "decides", "decides"),
        ("p", "primary", "first"),
        ("x", "remove", "remove"),
    )
    EMPTY = "No contacts yet."
    DEFAULT_CSS = "ContactsModal > Vertical { width: 76; }"
    WIDTH = 76

    def __init__(self, deal: Deal, touched: Mapping[int, str] | None = None) -> None:
        """List them.

        Args:
            touched: When each was last in touch, in words, by the contact's id.
        """
        super().__init__(f"Contacts of {deal.title}", deal.contacts, [("a", "add")])
        self._touched = touched or {}

    def row(self, item: DealContact | None) -> Content:
        """Name, job title, role, who decides; below it how to reach them, birthday, last touch."""
        if item is None:
            return Content()
        person, dot = item.contact, f" {self.look.glyphs.dot} "
        role = item.role.value if item.role is not Role.OTHER else ""
        facts = filter(None, (person.job_title, role, "first on the card" if item.primary else ""))
        line = [self.say(person.name), *(Content.styled(dot, DIM_STYLE) + self.say(fact) for fact in facts)]
        if item.decides:
            line.append(Content.styled(f"{dot}decides", KEY_STYLE))
        birthday = f"born {person.birthday.day} {MONTHS[person.birthday.month - 1]}" if person.birthday else ""
        only = f"only by {', '.join(person.contact_by)}" if person.contact_by else ""
        reach = (person.email, person.phone, only, birthday, self._touched.get(person.id, ""))
        below = self.say(f"  {dot.join(filter(None, reach)) or 'no way to reach them yet'}").stylize(DIM_STYLE)
        if not person.may_contact:
            below = Content.styled("  does not want to be contacted", "bold $error")
        return Content.assemble(*line, "\n", below)

    def press(self, key: str) -> bool:
        """``a`` adds one."""
        if key == "a":
            self.dismiss(("add", None))
        return key == "a" or super().press(key)


class ViewsModal(ListDialog[View | str]):
    """The seller's saved views: ``open`` or ``delete`` one, or ``save`` what is shown now under a name (a str)."""

    DEFAULT_CSS = """
    ViewsModal Input { border: none; padding: 0; height: 1; background: $panel; }
    ViewsModal Input:focus { border: none; }
    """
    ACTIONS: ClassVar[Sequence[tuple[str, str, str]]] = (("o", "open", "open"), ("D", "delete", "delete"))
    EMPTY = "No saved views yet."
    BELOW = 2

    def __init__(self, views: Sequence[View], query: str, sort: Sort) -> None:
        super().__init__("Saved views", views, [("s", "save this one")])
        self._query, self._sort = query, sort

    def row(self, item: View | str) -> Content:
        """Name, filter, order."""
        if isinstance(item, str):
            return Content()
        order = "" if item.sort is Sort.RANK else f"  by {item.sort}"
        query = item.query or "all deals"
        return Content.assemble(
            self.say(item.name), "  ", self.say(query).stylize(DIM_STYLE), Content.styled(order, DIM_STYLE)
        )

    def body(self) -> Iterable[Widget]:
        """The list, and below it the field for a name."""
        yield from super().body()
        name = Input(placeholder="name of the view", id="name", select_on_focus=False)
        name.cursor_blink = False
        name.display, name.disabled = False, True
        yield name

    def press(self, key: str) -> bool:
        """``s`` asks for a name to save under."""
        field = self.query_one("#name", Input)
        if key != "s" or field is self.focused:
            return super().press(key)
        field.display, field.disabled = True, False
        field.value = self._query
        field.focus()
        self.tell_keys(key_line((("Enter", "save under this name"), ("Esc", "back"))))
        return True

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.dismiss(("save", event.value.strip()))
