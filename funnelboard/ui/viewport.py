"""What is on the terminal: a scene that fills it, and below it the last lines, which grow into what is being asked."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip

from funnelboard.ui.dispatcher import Key, Mode
from funnelboard.ui.drawing.foot import Hint, Status, foot_lines, key_at
from funnelboard.ui.drawing.geometry import Rect, foot_height
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, Linked
from funnelboard.ui.key_names import key_named
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.painting import Window
from funnelboard.ui.sheet.sheet import SMALL, Sheet
from funnelboard.ui.strips import full_strip, strip_of

if TYPE_CHECKING:
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.written import Written

MOST_PAINTED = 500
"""Lines that are kept as they were painted: a few times as many as are in sight."""

DrawsBelow = Callable[[int, int], Sequence[FullLine]]
"""Makes the lines below everything, for a terminal of so many columns and lines."""

LEAST_SCENE = 5
"""Fewer lines than this above a sheet are given to the sheet."""


class Scene(Mode):
    """A mode that fills the terminal above the last lines, in named parts that are drawn when they have changed.

    Attributes:
        viewport: Where it is shown.
    """

    hints: Sequence[Hint] = ()

    def __init__(self, viewport: Viewport) -> None:
        self.viewport = viewport
        self.moved = True
        self._stale: set[str] = set()
        self._painted: dict[tuple[FullLine, int, tuple[str, ...]], Strip] = {}
        self._painted_in = self.styles

    @abstractmethod
    def places(self, width: int, height: int, foot: int) -> dict[str, Rect]:
        """Where its parts stand, above the last ``foot`` lines."""

    @abstractmethod
    def draw(self, part: str) -> Sequence[Strip]:
        """The lines of a part, as many as its place has."""

    def strips(self, lines: Sequence[FullLine], width: int) -> list[Strip]:
        """Lines of a part as they are painted; one that was there before is not painted again."""
        if self._painted_in is not self.styles or len(self._painted) > MOST_PAINTED:
            self._painted, self._painted_in = {}, self.styles
        return [self._strip(line, width) for line in lines]

    def _strip(self, line: FullLine, width: int) -> Strip:
        # As roles two links are the same.
        key = line, width, tuple(role.target for _, role in line.line if isinstance(role, Linked))
        strip = self._painted.get(key)
        if strip is None:
            strip = self._painted[key] = full_strip(line, width, self.styles)
        return strip

    def touch(self, *parts: str) -> None:
        """Some parts look different now."""
        self._stale.update(parts)
        self.viewport.paint_soon()

    def rearrange(self) -> None:
        """Its parts may stand elsewhere now."""
        self.moved = True
        self.viewport.foot_soon()

    @property
    @abstractmethod
    def cursor(self) -> tuple[int, int]:
        """The cell of what is at hand, column and line of the terminal."""

    @property
    def styles(self) -> Styles:
        """Colours and signs."""
        return self.viewport.styles

    def restyle(self) -> None:
        """The colours are others now; what is kept as it was painted is of no use any more."""

    @property
    def has_keys(self) -> bool:
        """Whether nothing that asks has taken the keys from it."""
        return not self.viewport.asks

    def keys_moved(self) -> None:
        """The keys have gone from it to something that asks, or come back; it looks so from now on."""

    def look_again(self) -> None:
        """What it shows may have been changed by somebody else, or by a new day; most scenes are told otherwise."""

    def take_stale(self) -> set[str]:
        """The parts that look different since this was last asked."""
        stale, self._stale = self._stale, set()
        return stale


class Viewport:
    """Draws the topmost scene and the last lines, once for whatever happened in one turn of the loop.

    Attributes:
        status: What was last said.
        settle: Called before what is being typed is painted.
        width, height: Of the terminal, in cells, without the lines that stand below everything.
    """

    def __init__(self, window: Window, styles: Styles) -> None:
        self.window = window
        self.styles = styles
        self.status = Status()
        self.settle: Callable[[], None] = lambda: None
        self._modes: Sequence[Mode] = ()
        self.width, self.height = 80, 24
        self._scene: Scene | None = None
        self._top: Mode | None = None
        self._places: Mapping[str, Rect] = {}
        self._foot_is_stale = True
        self._soon = False
        self._hints: Line = EMPTY
        self._news = ""
        self._draw_below: DrawsBelow = lambda width, height: ()
        self._below: Sequence[FullLine] = ()

    def follow(self, modes: Sequence[Mode]) -> None:
        """Show the modes of this list from now on."""
        self._modes = modes

    def resize(self, width: int, height: int) -> None:
        """Take in the size of the terminal, and draw everything for it."""
        self._below = self._draw_below(width, height)
        self.width, self.height = width, height - len(self._below)
        self._scene = None
        self._foot_is_stale = True
        self.window.repaint(width, height)
        self.paint()

    def show_look(self, styles: Styles) -> None:
        """Draw everything in other colours; the signs stay."""
        self.styles = styles._replace(ascii=self.styles.ascii, glyphs=self.styles.glyphs, links=self.styles.links)
        for mode in self._modes:
            if isinstance(mode, Scene):
                mode.restyle()
        self._draw_anew()

    def show_below(self, draw: DrawsBelow) -> None:
        """Have lines stand below everything, drawn anew for every size; all else has the room above them."""
        self._draw_below = draw
        self._draw_anew()

    def below_soon(self) -> None:
        """What stands below everything looks different; it has as many lines as before."""
        self._below = self._draw_below(self.width, self.height + len(self._below))
        self.window.draw("below", self._below_strips())
        self.paint_soon()

    def look_again(self) -> None:
        """Have everything that shows something see whether that has changed, what is covered too."""
        for mode in self._modes:
            if isinstance(mode, Scene | Sheet):
                mode.look_again()

    @property
    def asks(self) -> bool:
        """Whether something asks and has the keys."""
        return bool(self._modes) and isinstance(self._modes[-1], Sheet)

    def key_at(self, x: int, y: int) -> Key | None:
        """The key whose hint is shown at a cell of the terminal."""
        if not self._modes or y not in (self.height - 1, self.height + len(self._below) - 1):
            return None
        printed = key_at(self._hints if y < self.height else self._below[-1].line, x)
        return Key(key_named(printed), printed if len(printed) == 1 else None) if printed else None

    # -- what is said ------------------------------------------------------------

    def say(self, text: str, *, after: str = "", whole: bool = False) -> None:
        """Show a sentence in the status line, or in as many as it needs to be read ``whole``."""
        self._tell(Status(text, after=after, whole=whole))

    def hush(self) -> None:
        """What was last said is over: the seller has gone on; what is new has its turn."""
        if self._news:
            self._tell(Status(self._news, news=True))
            self._news = ""
        elif self.status.text:
            self.say("")

    def tell_news(self, line: str) -> None:
        """Say what others have done, if anything, in a quiet voice, once nothing else is said."""
        if not line:
            return
        if self.asks or (self.status.text and not self.status.news):
            self._news = line
        else:
            self._tell(Status(line, news=True))

    def refuse(self, error: FunnelBoardError | str) -> None:
        """Show why something could not be done."""
        self._tell(Status(str(error), wrong=True))

    def say_written(self, written: Written, *, hidden: bool = False) -> None:
        """Show what a write has done, and whether the filter hides the deal it was done to."""
        can_undo = written.change and not written.summary.startswith("undid")
        notes = ("the filter hides it" if hidden else "", "u undoes it" if can_undo else "")
        said = "; ".join(filter(None, (written.summary, written.others)))
        after = f" {self.styles.glyphs.dot} ".join(filter(None, notes))
        self.say(said, after=after, whole=bool(written.others))

    def _tell(self, status: Status) -> None:
        self.status = status
        self.foot_soon()

    # -- painting ----------------------------------------------------------------

    def foot_soon(self) -> None:
        """The last lines look different."""
        self._foot_is_stale = True
        self.paint_soon()

    def paint_soon(self) -> None:
        """Paint when this turn of the loop is over, unless it is done before."""
        if not self._soon:
            self._soon = True
            asyncio.get_running_loop().call_soon(self._paint_if_due)

    def paint(self) -> None:
        """Draw what has changed, and bring it onto the terminal."""
        self._soon = False
        if not self._modes:
            return
        top = self._modes[-1]
        scene = next(mode for mode in reversed(self._modes) if isinstance(mode, Scene))
        if top is not self._top:
            scene.keys_moved()
        if top is not self._top or self._foot_is_stale or isinstance(top, Sheet):
            self._top, self._foot_is_stale = top, False
            self._draw(scene, self._foot(top, scene))
        else:
            self._draw(scene, None)
        if isinstance(top, Sheet):
            self.settle()
        self.window.flush((top if isinstance(top, Sheet) else scene).cursor)

    def _paint_if_due(self) -> None:
        if self._soon:
            self.paint()

    def _draw(self, scene: Scene, foot: Sequence[Strip] | None) -> None:
        width, height = self.width, self.height
        lines = len(foot) if foot is not None else self._places["foot"].height
        other = scene is not self._scene
        if other or scene.moved or lines != self._places["foot"].height:
            self._scene, scene.moved = scene, False
            places = scene.places(width, height, lines)
            if other or places != {name: place for name, place in self._places.items() if name != "foot"}:
                scene.touch(*places)
            self._places = {**places, "foot": Rect(0, height - lines, width, lines)}
            self.window.tile({**self._places, "below": Rect(0, height, width, len(self._below))})
            if other:
                self.window.draw("below", self._below_strips())
        for part in scene.take_stale():
            if part in self._places:
                self.window.draw(part, scene.draw(part))
        if foot is not None:
            self.window.draw("foot", foot)
        self._soon = False

    def _draw_anew(self) -> None:
        """Draw everything, for a terminal of the same size."""
        self.resize(self.width, self.height + len(self._below))

    def _below_strips(self) -> Sequence[Strip]:
        return [full_strip(line, self.width, self.styles) for line in self._below]

    def _foot(self, top: Mode, scene: Scene) -> Sequence[Strip]:
        width, height = self.width, self.height
        if not isinstance(top, Sheet):
            lines = foot_lines(self.status, top.hints, top.badge, width, foot_height(height), self.styles)
            self._hints = lines[-1].line
            return scene.strips(lines, width)
        strips = top.strips(width, height, self.styles)
        missing = height - len(strips)
        if top.RULED and (height < SMALL or missing < LEAST_SCENE):
            strips[-1:-1] = [strip_of((), width, self.styles.bar_ground)] * missing
        least = foot_height(height)
        if len(strips) < least:
            strips.insert(0, strip_of((), width, self.styles.bar_ground))
        top.y = height - len(strips)
        self._hints = top.foot.line
        return strips[-height:]  # of a window lower than all of it
