"""Where the rows of a form stand: in one column or two, with room for the questions or without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.drawing.lines import Line, Span, wrap
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.form_rows import FormRow, QuestionRow

TWO_COLUMNS = 76
"""From this width on many fields stand in two columns."""

BESIDE = 40
"""Cells that what may be said besides needs at the right of the questions; with fewer it goes below."""

_ANSWER = 24
"""Cells for an answer; a question that leaves fewer is shown below its row."""

_MORE_ANSWER = 14
"""Cells more in which what was understood has room too."""

_BEFORE_TOLD = 15
"""Cells between a question and how its answer was learnt."""

_MANY = 6
"""More fields than this are worth a second column."""


class Column(NamedTuple):
    """Some rows below each other.

    Attributes:
        width: Cells of a line.
        aligned: Other rows whose labels end where these do.
    """

    rows: Sequence[FormRow]
    width: int
    aligned: Sequence[FormRow] = ()


def bands_of(asked: Sequence[FormRow], more: Sequence[FormRow], width: int) -> Sequence[Sequence[Column]]:
    """What stands below each other, each of one column or of two.

    Many fields stand in two columns, but for the first, which says what all is about and may be long.

    Args:
        more: The rows of what may be said besides, which follow those of what is asked.
    """
    rows = [*asked, *more]
    least = sum(_widths(asked)) + max([_ANSWER, *(_BEFORE_TOLD + width_of(row.told) for row in asked if row.told)])
    if len(more) > 1 and least + BESIDE <= width:
        room = min(least + _MORE_ANSWER, width - BESIDE)
        return [[Column(asked, room), Column(more, width - room)]]
    fields_only = not any(isinstance(row, QuestionRow) for row in rows)
    if fields_only and len(rows) > _MANY and width >= TWO_COLUMNS:
        half = len(rows) // 2 + 1
        first, left, right = rows[:1], rows[1:half], rows[half:]
        return [[Column(first, width, left)], [Column(left, width // 2, first), Column(right, width - width // 2)]]
    return [[Column(rows, width)]]


def column_lines(
    column: Column, more: Sequence[FormRow], styles: Styles, *, at_hand: FormRow, gap: int = 0
) -> Iterable[tuple[Line, FormRow]]:
    """The lines of a column; where there is no room for questions the one at hand stands below its row.

    Args:
        gap: Cells at its right end that are left to what stands beside it.
    """
    rows, width = column.rows, column.width
    for group in ([row for row in rows if row not in more], [row for row in rows if row in more]):
        label, question = _widths([*group, *column.aligned])
        if label + question + _ANSWER > width:
            question = 0
        for row in group:
            at = row is at_hand
            bar: Span = (styles.glyphs.cursor if at else " ", "bar")
            room = width - 1 - gap + (at and gap > 0)  # what is edited leaves a cell blank at its end itself
            yield (bar, *row.line(label, question, room, styles, at=at)), row
            if at and row.question and not question:
                for text in wrap(styles.cells(row.question), max(8, width - 4)):
                    yield (bar, (f"   {text}", "dim")), row


def _widths(rows: Sequence[FormRow]) -> tuple[int, int]:
    """Cells of the widest label and of the widest question."""
    labels, questions = ((width_of(row.label) for row in rows), (width_of(row.question) for row in rows))
    return max(labels, default=0), max(questions, default=0)
