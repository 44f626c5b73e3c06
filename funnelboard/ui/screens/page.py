"""A page: takes the whole window for a while, with a line at the top and lines that scroll below it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, cast

from textual.strip import Strip

from funnelboard.ui.board import Action, AtHand
from funnelboard.ui.commands import BY_ID
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Key, Over, Pointed, Typed
from funnelboard.ui.drawing.geometry import Rect
from funnelboard.ui.drawing.lines import Line
from funnelboard.ui.drawing.scrolled import ScrolledLines, steps
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.link import Latest
from funnelboard.ui.looks.style import Styled
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.pointer import contains
from funnelboard.ui.strips import strip_of
from funnelboard.ui.viewport import Scene

Reading = TypeVar("Reading")

PressedKey = Callable[[], Over[Any] | None]
"""What a key of a page does at once; it may end the page."""

WHEEL = 3
"""Lines that one step of the mouse's wheel scrolls."""

_NOWHERE = Rect(0, 0, 0, 0)


class Page(Scene, Generic[Reading]):
    """Shows one reading of the database until the seller leaves it, and reads anew whenever something was written.

    Attributes:
        board: The board it was opened from.
        lines: What scrolls; its own keys do that, where the page has no other use for them.
        keys: Textual key name to what it does there and then.
        talks: Textual key name to the conversation it begins, and the command whose drafts that has.
        commands: Textual key name to the command of the table that it carries out on the deal at hand.
        where: Where its parts stand.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.viewport)
        self.board = cast(BoardScreen, desk.board)
        self.lines = ScrolledLines(self.styles, " ")
        opens = next(command.keys for command in desk.board.commands if command.id == desk.command)
        self.keys: Mapping[str, PressedKey] = dict.fromkeys((*opens, "escape", "q"), Over)
        self.talks: Mapping[str, tuple[str, Action]] = {}
        self.commands: Mapping[str, str] = {}
        self.where: Mapping[str, Rect] = {}
        self._readings: Latest[Reading] = Latest(self.board.readings.link, self.show, self.viewport.refuse)

    @property
    def targets(self) -> tuple[int, ...]:
        """The deals that its conversations are about."""
        return ()

    @property
    def title(self) -> str:
        """Of the deal at hand."""
        return ""

    @abstractmethod
    def head(self) -> tuple[str, str]:
        """What the first line says: its name and more about it, and what stands at the right of it."""

    @abstractmethod
    def read(self) -> Reading:
        """Read what it shows; called on the database thread."""

    @abstractmethod
    def show(self, reading: Reading) -> None:
        """Show a reading."""

    async def reload(self, desk: Desk) -> None:
        """Read anew; follows every conversation that it began."""
        self.show(await desk.read(self.read))

    def look_again(self) -> None:
        """Somebody else may have written."""
        self._readings.want(self.read)

    # -- drawing -----------------------------------------------------------------

    def places(self, width: int, height: int, foot: int) -> dict[str, Rect]:
        """Where its parts stand above the last lines; those without room are left out."""
        arranged = self.arrange(width, height - foot)
        self.where = {name: rect for name, rect in arranged.items() if rect.width > 0 and rect.height > 0}
        return dict(self.where)

    def arrange(self, width: int, height: int) -> Mapping[str, Rect]:
        """Its parts in so many cells."""
        return {"head": Rect(0, 0, width, min(1, height)), "lines": Rect(0, 1, width, height - 1)}

    def draw(self, part: str) -> Sequence[Strip]:
        """The line at the top, or the lines below it."""
        place = self.where[part]
        if part == "head":
            return [self._head_strip(place.width)]
        return self.strips(self.lines.draw(place.width, place.height, has_keys=self.has_keys), place.width)

    @property
    def cursor(self) -> tuple[int, int]:
        """The entry at hand, or the first line."""
        place = self.where.get("lines", _NOWHERE)
        return place.x + ScrolledLines.TEXT, place.y + self.lines.at

    def keys_moved(self) -> None:
        """Its name and the row at hand look so."""
        self.touch("head", "lines")

    def redraw(self) -> None:
        """Everything looks different."""
        self.touch(*self.where)

    def marked(self, line: Line, *, at: bool) -> Line:
        """A line of an entry with the cursor's bar in front, and what it says brighter, if the cursor is on it."""
        if not at:
            return ((" ", "bar"), *line)
        bright = [(text, "title_cursor" if role == "text" else role) for text, role in line]
        return ((self.styles.glyphs.cursor, "bar"), *bright)

    def _head_strip(self, width: int) -> Strip:
        """What is at the right gives way first; the rest is cut."""
        styles = self.styles
        ground = styles.bar_ground
        name, aside = (styles.cells(text) for text in self.head())
        first, _, rest = name.partition(f" {styles.glyphs.dot} ")
        parts: list[Styled] = [
            (
                f" {fit(first, width - 2, styles.glyphs.ellipsis)} ",
                styles.badge if self.has_keys else styles.bar.on(ground),
            )
        ]
        if rest:
            room = max(0, width - 4 - width_of(first))
            parts.append((f" {fit(rest, room, styles.glyphs.ellipsis)}", styles.text.on(ground)))
        gap = width - 1 - sum(width_of(text) for text, _ in parts) - width_of(aside)
        if aside and gap >= 2:
            parts += [(" " * gap, ground), (aside, styles.dim.on(ground))]
        return strip_of(parts, width, ground)

    # -- keys --------------------------------------------------------------------

    def going(self, go: Callable[[int], None]) -> dict[str, PressedKey]:
        """The keys that go about in a list; ``go`` takes how many entries on, and stays within the list itself."""
        return {key: partial(go, by) for key, by in steps(5).items()}

    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey a key or the mouse; a paste means nothing here."""
        if isinstance(typed, Pointed):
            return self._wheel(typed) if typed.deed == "wheel" else self.point(typed)
        if not isinstance(typed, Key):
            return None
        if typed.name in self.keys:
            return self.keys[typed.name]()
        if typed.name in self.talks:
            self._converse(*self.talks[typed.name])
        elif self.lines.press(typed.name):
            self.touch("lines")
        elif typed.name in self.commands:
            self.run_command(self.commands[typed.name])
        return None

    def point(self, pointed: Pointed) -> Over[Any] | None:
        """A click goes to an entry of its list, a double click does with it what Enter does."""
        place = self.where.get("lines", _NOWHERE)
        entry = self.lines.block_at(pointed.y - place.y) if contains(place, pointed) else None
        if entry is None:
            return None
        if pointed.deed == "down":
            self.go_to(entry)
        return self.take(Key("enter")) if pointed.deed == "double" else None

    def go_to(self, entry: int) -> None:
        """Go to an entry of its list; means nothing on a page without one."""

    def knows_alt(self, name: str) -> bool:
        """Those that opened it."""
        return name in self.keys

    def _wheel(self, pointed: Pointed) -> Over[Any] | None:
        going = self.keys.get("down" if pointed.by > 0 else "up")
        if going is not None:
            return going()
        self.lines.scroll(WHEEL * pointed.by)
        self.touch("lines")
        return None

    def run_command(self, command_id: str) -> None:
        """Carry out a command of the table on the deal at hand."""
        command = BY_ID[command_id]
        if command.of_the_board:
            raise NotDone(f"“{command.name}” is for the board, where Esc goes.")
        own = (action for does, action in self.talks.values() if does == command_id)
        self._converse(command_id, next(own, None) or command.function())

    def _converse(self, command_id: str, action: Action) -> None:
        async def whole(desk: Desk) -> None:
            await action(desk)
            await self.reload(desk)

        self.board.converse(whole, command_id, AtHand(self.targets, self.title, self.run_command))


async def open_page(desk: Desk, page: Page[Any]) -> Any:
    """Show a page, read first, until the seller leaves it; what it was left with."""
    await page.reload(desk)
    desk.say("")
    return await desk.open(page)


async def undo(desk: Desk) -> None:
    """Take the seller's last change back; the board's cursor stays."""
    await desk.write(desk.workspace.undoing.undo)


async def go_to_deal(desk: Desk, deal_id: int) -> None:
    """Put the board's cursor on a deal; a filter that hides it gives way.

    Raises:
        NotDone: Somebody has deleted it.
    """
    board = cast(BoardScreen, desk.board)
    before = board.state.query_text
    for query in dict.fromkeys((before, "", "is:parked")):
        board.state.seek(query)
        reading = await desk.read(board.reader(fresh=query != before), deal_id)
        if reading.board.find(deal_id) is not None:
            board.readings.drop()
            board.show_reading(reading)
            if before and query != before:
                desk.say(f"“{before}” hid this deal; {desk.key_of('filter')} filters again.")
            return
    board.state.seek(before)
    raise NotDone("This deal has been deleted.")
