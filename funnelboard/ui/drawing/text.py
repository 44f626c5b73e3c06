"""Text measured in cells, cut and filled. Nothing here knows Textual or Rich."""

from __future__ import annotations

from funnelboard.ui.cell_width import width_of as width_of


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """The text within ``width`` cells: whole, or cut with an ellipsis; empty where not even that fits.

    Blanks at its end are cut without a sign.
    """
    taken = width_of(text)
    if taken <= width:
        return text
    if width <= 0:
        return ""
    inked = text.rstrip(" ")
    if width_of(inked) <= width:
        return inked + " " * (width - width_of(inked))
    kept = text[:width] if text.isascii() else text
    while kept and width_of(kept) > width - 1:
        kept = kept[: -max(1, (width_of(kept) - width + 1) // 2)]
    return kept.rstrip() + ellipsis


def padded(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in exactly ``width`` cells, cut with an ellipsis or filled with blanks."""
    fitted = fit(text, width, ellipsis)
    return fitted + " " * (width - width_of(fitted))
