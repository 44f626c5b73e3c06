"""Working today's agenda: one item after another, each with what was said and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.strip import Strip

from funnelboard.domain.agenda import Agenda, AgendaItem
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Stage
from funnelboard.services.deal_detail import DealDetail
from funnelboard.ui.actions.copying import copy_text
from funnelboard.ui.actions.follow_ups import ask_next, still_promised
from funnelboard.ui.actions.parking import park
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Left, Over, Pointed
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.geometry import SINGLE, WIDE, Rect
from funnelboard.ui.drawing.scrolled import Block, ScrolledLines
from funnelboard.ui.drawing.side_panel import SidePanel
from funnelboard.ui.forms.reading import read_note
from funnelboard.ui.keys import key_map
from funnelboard.ui.link import Latest
from funnelboard.ui.screens.agenda_state import AgendaState, key_of
from funnelboard.ui.screens.agenda_text import AgendaText
from funnelboard.ui.screens.page import Page, go_to_deal, open_page
from funnelboard.ui.screens.pointer import contains
from funnelboard.ui.strips import line_strip

_LEAST_DEAL = 2
"""Lines of the deal below an item that would take the whole window."""
_LEAST_LIST = 36
"""Cells of the queue beside the deal."""


async def open_agenda(desk: Desk) -> None:
    """Work today's queue, from where it was left."""
    page = AgendaPage(desk)
    deal_id = await open_page(desk, page)
    state = page.state
    told = state.so_far.told() or "nothing done"
    left = f"{state.due} left" if state.due else "nothing more due"
    desk.say(f"Agenda: {told} today, {left}.", after=f"{desk.key_of('agenda')} goes on")
    if deal_id is not None:
        await go_to_deal(desk, deal_id)


class AgendaPage(Page[Agenda]):
    """The queue at the left, the deal at hand at the right; on a narrow terminal the item at hand above its deal.

    What is typed about an item is kept until it is written, whatever is done meanwhile, and all of it is one change.

    Attributes:
        state: How far the seller has come today.
        panel: Shows the deal at hand.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._key_of = desk.key_of
        self.state = self._state_of_today()
        self.panel = SidePanel(self.styles)
        self._alone = False
        self._wanted = 0
        self._details: Latest[DealDetail] = Latest(self.board.readings.link, self._show_deal, lambda _: None)
        self.keys = {
            **self.keys,
            **self.going(self._go),
            **{key: partial(self._read_on, key) for key in ("pagedown", "pageup", "ctrl+d", "ctrl+u", "space")},
            "s": self.skip,
            "o": self._show_on_board,
            "i": self._explain_score,
        }
        self.talks = {
            **dict.fromkeys(("enter", "d"), ("finish-follow-up", self.work)),
            "z": ("park", lambda desk: park(desk, desk.targets)),
            "u": ("undo", self.undo),
        }
        self.commands = key_map(self.board.commands)

    @property
    def targets(self) -> tuple[int, ...]:
        """The deal at hand."""
        return () if self.state.item is None else (self.state.item.deal_id,)

    @property
    def title(self) -> str:
        """Of the deal at hand."""
        return "" if self.state.item is None else self.state.item.title

    def head(self) -> tuple[str, str]:
        """Where one is in the queue, and what is done."""
        state, dot = self.state, f" {self.styles.glyphs.dot} "
        due, count = state.due, len(state.items)
        place = f"{state.place + 1} of {due}"
        if state.item is None:
            place = "the end" if count else ""
        elif state.place >= due:
            place = f"without a next step, {state.place - due + 1} of {state.adrift}"
        skipped = f"{state.skips} skipped" if state.skips else ""
        day = f"{state.day:%a} {state.day.day} {state.day:%b}"
        return dot.join(filter(None, ("Agenda", place, skipped))), f"{state.so_far.done} done today{dot}{day}"

    # -- drawing -----------------------------------------------------------------

    def arrange(self, width: int, height: int) -> Mapping[str, Rect]:
        """Side by side, or one above the other; without an item there is no deal."""
        parts = dict(super().arrange(width, height))
        item, body = self.state.item, height - 1
        self._alone = width < SINGLE and item is not None
        self.lines.tell_blocks(self._blocks, 0 if self._alone else self.state.place)
        if item is None:
            return parts
        if self._alone:
            lines = min(len(self._blocks(width - ScrolledLines.MARGIN)[0]), max(1, body - _LEAST_DEAL))
            return {**parts, "lines": Rect(0, 1, width, lines), "deal": Rect(0, 1 + lines, width, body - lines)}
        share = max(_LEAST_LIST, width * 2 // 5 if width >= WIDE else 0)
        return {**parts, "lines": Rect(0, 1, share, body), "deal": Rect(share, 1, width - share, body)}

    def draw(self, part: str) -> Sequence[Strip]:
        """The line at the top, the queue, or the deal once it is read."""
        if part != "deal":
            return super().draw(part)
        place = self.where[part]
        if self.panel.deal_id not in self.targets:
            return [line_strip((), place.width, self.styles, self.styles.panel_ground)] * place.height
        return self.strips(self.panel.draw(place.width, place.height), place.width)

    def _blocks(self, width: int) -> list[Block]:
        """The queue; where it has no place beside the deal, the item at hand alone."""
        if self._alone and self.state.item is not None:
            return [tuple(AgendaText(self.styles, width, self.state.day, margin=1).item(self.state.item, at=True))]
        text = AgendaText(self.styles, width, self.state.day)
        return [*text.blocks(self.state)]

    # -- going through the queue -------------------------------------------------

    def read(self) -> Agenda:
        self._wanted = self.state.wanted
        return self.board.workspace.agenda.today(adrift=self._wanted)

    def show(self, reading: Agenda) -> None:
        self.state = self._state_of_today()
        self.state.show(reading)
        self._moved()

    def skip(self) -> None:
        """Put the item off."""
        self.state.skip()
        self.viewport.hush()
        self._moved()

    def _state_of_today(self) -> AgendaState:
        """How far the seller has come; every day begins anew."""
        state = self.board.left_off.get("agenda")
        if not isinstance(state, AgendaState) or state.day != self.board.today:
            state = self.board.left_off["agenda"] = AgendaState(self.board.today)
        return state

    def point(self, pointed: Pointed) -> Over[int] | None:
        """A click on an address copies it."""
        place = self.where.get("deal")
        if place is None or not contains(place, pointed):
            return super().point(pointed)
        address = self.panel.address_at(pointed.x - place.x, pointed.y - place.y)
        if address and pointed.deed == "down":
            self.board.converse(partial(copy_text, text=address), "copy")
        return None

    def go_to(self, entry: int) -> None:
        if not self._alone:
            self._go(entry - self.state.place)

    def _go(self, by: int) -> None:
        self.state.step(by)
        self.viewport.hush()
        self._moved()

    def _moved(self) -> None:
        """Another item may be at hand; its deal is shown when it is read, and until then the one before."""
        if self.state.wanted > self._wanted:
            self.look_again()
        self.hints = self._hints_now()
        self.rearrange()
        self.touch("head", "lines")
        if self.state.item is None:
            self._details.drop()
        else:
            self._details.want(partial(self.board.workspace.board.detail, self.state.item.deal_id))

    def _hints_now(self) -> Sequence[Hint]:
        """What fits the item at hand; the board's commands have the seller's own keys."""
        item, key = self.state.item, self._key_of
        if item is None:
            return (("k", "go back"), ("u", "undo"), ("Esc", "stop"))
        moves = ((key("move-on"), "move"), (f"{key('close-won')} {key('close-lost')}", "won lost"))
        asks = () if item.stage is Stage.CLOSED else ((key("qualify"), "questions"), *moves)
        return (
            *(("Enter", "work it"), ("s", "skip"), (key("write-note"), "note"), *asks, ("z", "park"), ("u", "undo")),
            *(("o", "on the board"), ("jk", "go"), ("PgDn", "read on"), (key("help"), "keys"), ("Esc", "stop")),
        )

    def _show_deal(self, detail: DealDetail) -> None:
        self.panel.preset = self.board.state.settings.preset
        self.panel.show(detail, self.board.now, self.board.today)
        self.touch("deal")

    def _read_on(self, key: str) -> None:
        self.panel.press(key)
        self.touch("deal")

    def _explain_score(self) -> None:
        self.panel.toggle_score()
        self.touch("deal")

    def _show_on_board(self) -> Over[int] | None:
        """Leave for the deal at hand, to do what the board can do with it."""
        return Over(self.state.item.deal_id) if self.state.item is not None else None

    # -- working an item ---------------------------------------------------------

    async def work(self, desk: Desk) -> None:
        """Ask what was said about the item at hand and what comes next; both are one change."""
        item = self.state.item
        if item is None:
            raise NotDone("There is nothing to work here.")
        deal_id, thing = key_of(item)
        note = ""
        try:
            kind, note = await desk.ask(
                "note",
                partial(_read_note, item),
                about=(deal_id,),
                command=f"agenda-note-{thing}",
                multiline=True,
                may_be_empty=True,
                understood=lambda text: _read_note(item, text)[0].value if text.strip() else "",
                placeholder="what was said, what came of it; Enter alone: nothing",
            )
            detail = await desk.read(desk.workspace.board.detail, deal_id, None, 0)
            left = [one for one in detail.follow_ups if one.id != item.follow_up_id]
            still = still_promised(desk, min(left, key=lambda one: one.place, default=None))
            still = "" if detail.deal.stage is Stage.CLOSED else still
            following = await ask_next(desk, (deal_id,), still, command=f"agenda-next-{thing}")
        except Left as said:
            raise Left("Kept: Enter goes on with it." if note or str(said) else "") from None
        if item.follow_up_id is None and following is None and not note:
            self.state.skip()
            desk.say("Nothing was written down, so it is skipped.")
            return
        touch = partial(desk.workspace.activity.touch, deal_id, note=note, kind=kind)
        await desk.write(touch, follow_up_id=item.follow_up_id, following=following)
        self.state.work(item)

    async def undo(self, desk: Desk) -> None:
        """Take the last change back; if it was work on an item, that one is at hand again."""
        written = await desk.write(desk.workspace.undoing.undo)
        self.state.unwork(written.deal_ids)


def _read_note(item: AgendaItem, text: str) -> tuple[NoteKind, str]:
    """What a note says of its kind, else the kind of what was to be done; and its words."""
    kind, words = read_note(text)
    known = {each.value: each for each in NoteKind}
    return (known.get(item.follow_up_kind, kind) if kind is NoteKind.NOTE else kind), words
