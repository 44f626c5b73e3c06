"""Painting at once, inside the handler of a key.

Textual paints on a 60 Hz timer, two messages after a widget asked for it. On the board that wait is most of what a
key costs, so the board hands its changed regions to the compositor itself. This leans on private parts of Textual:
pyproject pins the version, ``available`` checks that the parts are there, and a test compares every cell with
Textual's own painting. Without them the board asks for a refresh as any widget does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

Change = tuple[Widget, list[Region]]
"""A widget and its regions, in its own cells, that have to be painted."""


def available(screen: Screen[Any]) -> bool:
    """Whether this Textual has the private parts that painting at once needs."""
    compositor = getattr(screen, "_compositor", None)
    return hasattr(compositor, "_dirty_regions") and hasattr(screen, "_compositor_refresh")


def paint(screen: Screen[Any], changes: Iterable[Change], *, at_once: bool = True) -> None:
    """Paint what changed: now if that is possible, else with the next refresh."""
    wanted = [(widget, regions) for widget, regions in changes if regions]
    if not wanted:
        return
    if not (at_once and available(screen) and _is_free(screen)):
        for widget, regions in wanted:
            widget.refresh(*regions)
        return
    compositor = screen._compositor
    for widget, regions in wanted:
        place = compositor.visible_widgets.get(widget)
        if place is not None:
            region, clip = place
            shown = (clip.intersection(part.translate(region.offset)) for part in regions)
            compositor._dirty_regions.update(part for part in shown if part)
    if compositor._dirty_regions:
        screen._compositor_refresh()


def _is_free(screen: Screen[Any]) -> bool:
    """Whether nothing else is about to lay the screen out or paint it."""
    return screen.is_current and not screen.app._batch_count and not screen._layout_required


def take_pending(widget: Widget) -> list[Region]:
    """The regions a widget has asked to be refreshed, which is then no longer asked for."""
    return list(widget._exchange_repaint_regions())
