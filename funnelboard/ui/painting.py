"""Painting at once, inside the handler of a key.

Textual paints on a 60 Hz timer, some messages after a widget asked for it, and looks at the whole screen to do so. On
the board that is most of what a key costs. As its canvases have every line ready, lie side by side and know which
cells have changed, the board sends those cells to the terminal itself. This leans on private parts of Textual: the
version is pinned, ``available`` checks that the parts are there, and a test compares every cell with Textual's own
painting. Without them, or while something lies on top, the board asks for a refresh as any widget does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from funnelboard.ui.widgets.canvas import Canvas

Change = tuple[Canvas, list[Region]]
"""A canvas and its regions, in its own cells, that have to be painted."""

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around what a terminal that can is to show in one piece."""


def available(screen: Screen[Any]) -> bool:
    """Whether this Textual has the private parts that painting at once needs."""
    parts = (
        (screen, "_compositor"),
        (screen, "_layout_required"),
        (screen.app, "_driver"),
        (screen.app, "_batch_count"),
    )
    return all(hasattr(owner, part) for owner, part in parts) and hasattr(screen._compositor, "visible_widgets")


def paint(screen: Screen[Any], changes: Iterable[Change], *, covered: bool = False) -> None:
    """Paint what changed: now if that is possible, else with the next refresh.

    Args:
        covered: Something lies on top of the canvases, or inside one of them.
    """
    wanted = [(canvas, regions) for canvas, regions in changes if regions]
    if not wanted:
        return
    if covered or not available(screen) or not _is_free(screen):
        for canvas, regions in wanted:
            canvas.refresh(*regions)
        return
    app = screen.app
    sent = "".join(piece for canvas, regions in wanted for piece in _cells(screen, canvas, regions, app.console))
    if sent and app._driver is not None:
        app._driver.write(f"{BEGIN}{sent}{END}" if app._sync_available else sent)
        app._driver.flush()
        app.post_display_hook()


def _cells(screen: Screen[Any], canvas: Canvas, regions: Iterable[Region], console: Console) -> Iterator[str]:
    """For every line of the regions where it begins and what it shows; nothing for a canvas that is not on screen."""
    place = screen._compositor.visible_widgets.get(canvas)
    if place is None:
        return
    on_screen = place[0]
    for region in regions:
        for y in range(region.y, min(region.bottom, on_screen.height)):
            line = canvas.render_line(y).crop(region.x, min(region.right, on_screen.width))
            yield f"\x1b[{on_screen.y + y + 1};{on_screen.x + region.x + 1}H{line.render(console)}"


def _is_free(screen: Screen[Any]) -> bool:
    """Whether nothing else is about to lay the screen out or paint it."""
    return screen.is_current and not screen.app._batch_count and not screen._layout_required


def take_pending(widget: Widget) -> list[Region]:
    """The regions a widget has asked to be refreshed, which is then no longer asked for."""
    return list(widget._exchange_repaint_regions())
