"""What commands print: results on standard output, messages on standard error, and nothing a terminal would obey.

Text is made safe on its way out, whoever wrote it. Where the encoding is not UTF-8 it is written in plain ASCII.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TextIO

from funnelboard.errors import FunnelBoardError
from funnelboard.exchange import safe_text
from funnelboard.exchange.safe_text import ascii_only, clean

BOLD = "1"
DIM = "2"
RED = "31"
GREEN = "32"

_GAP = "  "
_LABEL_WIDTH = 16
_LONGEST_MESSAGE = 1_200
_ROWS_AT_ONCE = 500
_FIRST_WIDE_OR_COMBINING = "\u0300"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Its heading.
        right: Aligned to the right, as numbers are.
        least: How many cells it may be narrowed to where the terminal is narrow; None if it must not be cut.
        optional: May be left out altogether where there is little room.
        spare: May be left out where the others would not fit otherwise.
        wrapped: What does not fit goes on below instead of being shortened.
    """

    name: str
    right: bool = False
    least: int | None = None
    optional: bool = False
    spare: bool = False
    wrapped: bool = False


def say(sentence: str) -> None:
    """Write a message to standard error, if anybody can read it there; on a terminal it is broken between words.

    One that repeats something endless is shortened in the middle: what is wrong stands in front, what to do at the end.
    """
    if len(sentence) > _LONGEST_MESSAGE:
        half = _LONGEST_MESSAGE // 2
        sentence = f"{sentence[:half]} … {sentence[-half:]}"
    with contextlib.suppress(OSError):
        print("\n".join(_fitted(sentence, 0, sys.stderr)), file=sys.stderr)


def write(text: str, style: str = "") -> None:
    """Write one or more lines to standard output.

    Args:
        text: Whatever it is; it is made safe here.
        style: ``BOLD``, ``RED`` and so on, used where colour is wanted.
    """
    line = shown(text, sys.stdout, multiline=True)
    _print(f"\x1b[{style}m{line}\x1b[m" if style and wants_colour() else line)


def write_json(document: object) -> None:
    """Write a document as the only thing on standard output."""
    _print(_json(document))


def write_json_list(documents: Iterable[object]) -> None:
    """Write a list of documents as the only thing on standard output, each as soon as it is there."""
    before = "["
    for document in documents:
        _print(f"{before}\n  {_json(document, 2)}", end="")
        before = ","
    _print("\n]" if before == "," else "[]")


def write_table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], styles: Iterable[str] = (), *, indent: int = 0
) -> None:
    """Write rows under headings, aligned by how wide the characters are.

    On a terminal the table is fitted to it, without the columns that have nothing to say; anywhere else it is whole.
    Of many rows some are written before the next ones are asked for: the columns may become wider then, and where
    another one has something to say, the headings are said again.

    Args:
        columns: The columns.
        rows: For each row, one text for each column.
        styles: A style for each row, or none at all.
        indent: How many cells in it begins.
    """
    names = [column.name.upper() for column in columns]
    coming = zip_longest(rows, styles, fillvalue="")
    widest, says, headed = [0] * len(columns), [False] * len(columns), None
    while (some := list(islice(coming, _ROWS_AT_ONCE))) or headed is None:
        table = [[shown(text, sys.stdout) for text in row] for row in (names, *(row for row, _ in some))]
        widest = [max(before, *(cells(row[i]) for row in table)) for i, before in enumerate(widest)]
        says = [before or any(row[i] for row in table[1:]) for i, before in enumerate(says)]
        widths = widest
        if sys.stdout.isatty():
            widths = [width if anything else 0 for width, anything in zip(widest, says, strict=True)]
            widths = fit(columns, widths, shutil.get_terminal_size().columns - indent)
        kept = [i for i, width in enumerate(widths) if width]
        styled = list(zip(table, (BOLD, *(style for _, style in some)), strict=True))
        for row, style in styled if kept != headed else styled[1:]:
            parts = [_aligned(row[i], widths[i], columns[i]) for i in kept]
            for line in zip_longest(*parts):
                padded = [part or " " * widths[i] for part, i in zip(line, kept, strict=True)]
                write((" " * indent + _GAP.join(padded)).rstrip(), style)
        headed = kept


def write_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Write labels and what they say, one below the other; what says nothing is left out.

    On a terminal, lines too long for it are broken between words; anywhere else they are left as they are.
    """
    for label, text in facts:
        if text:
            first, *rest = _fitted(text, _LABEL_WIDTH)
            write("\n".join([f"{label:<{_LABEL_WIDTH}}{first}", *(" " * _LABEL_WIDTH + line for line in rest)]))


def write_sentence(text: str, style: str = "") -> None:
    """Write a sentence or a title; lines are broken as facts are."""
    write("\n".join(_fitted(text, 0)), style)


def write_indented(text: str) -> None:
    """Write something below a heading, two cells in and four where it goes on; lines are broken as facts are."""
    first, *rest = _fitted(text, 4)
    write("\n".join([f"  {first}", *(f"    {line}" for line in rest)]))


def write_csv(rows: Iterable[Sequence[str]]) -> None:
    """Write rows of cells as CSV to standard output; the cells must be safe for a spreadsheet already."""
    import csv

    def safe(cell: str) -> str:
        return clean(cell) if _is_unicode(sys.stdout) else ascii_only(clean(cell))

    with _written():
        csv.writer(sys.stdout, lineterminator="\n").writerows(map(safe, row) for row in rows)


def flush() -> None:
    """See to it that everything written so far has reached its reader.

    Raises:
        BrokenPipeError: The reader has gone away.
        FunnelBoardError: It cannot be written.
    """
    with _written():
        sys.stdout.flush()


def abandon() -> None:
    """Let nothing more be written to standard output, or Python would complain about it while it exits."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fit(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """The widths that fit into ``room`` cells, 0 for a column that is left out.

    Optional columns go first, the last one first, until the others have twice their least width, then spare ones
    until the others have their least. Then every column is narrowed in proportion to its least width, in the end
    below it: only what must not be cut is ever wider than the room.
    """
    fitted = list(widths)

    def excess(needed: Sequence[int]) -> int:
        used = [width for width in needed if width]
        return sum(used) + len(_GAP) * (len(used) - 1) - room

    for times, droppable in ((2, [c.optional for c in columns]), (1, [c.spare for c in columns])):
        for i in reversed(range(len(columns))):
            needed = [min(w, times * c.least) if c.least else w for w, c in zip(fitted, columns, strict=True)]
            if droppable[i] and excess(needed) > 0:
                fitted[i] = 0
    while excess(fitted) > 0:
        slack = {i: fitted[i] / c.least for i, c in enumerate(columns) if c.least and fitted[i] > 1}
        if not slack:
            break
        fitted[max(slack, key=slack.__getitem__)] -= 1
    return fitted


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii() or max(text) < _FIRST_WIDE_OR_COMBINING:
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def shortened(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most ``width`` cells, with an ellipsis where something had to go."""
    if cells(text) <= width:
        return text
    room = width - len(ellipsis)
    return _pieces(text, room)[0].rstrip() + ellipsis if room > 0 else ellipsis[:width]


def shown(text: str, stream: TextIO | None = None, *, multiline: bool = False) -> str:
    """The text as it may be written to a stream (standard output, if none is named)."""
    in_ascii = not _is_unicode(stream or sys.stdout)
    lines = clean(text, multiline=multiline).split("\n")
    return "\n".join(safe_text.shown(line, in_ascii=in_ascii) for line in lines)


def wants_colour() -> bool:
    """Whether standard output is a terminal whose user has not asked for no colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _fitted(text: str, indent: int, stream: TextIO | None = None) -> list[str]:
    """The lines of a text, safe to write to the stream (standard output), as they fit so many cells in."""
    lines = shown(text, stream, multiline=True).split("\n")
    if not (stream or sys.stdout).isatty():
        return lines
    room = shutil.get_terminal_size().columns - indent
    return [part for line in lines for part in _broken(line, room)]


def _broken(line: str, room: int) -> Iterator[str]:
    """The line in lines of so many cells, broken between words; a longer word stays whole."""
    part = ""
    for word in line.split(" "):
        if part and cells(part) + 1 + cells(word) > room:
            yield part.rstrip()
            part = word
        else:
            part = f"{part} {word}" if part else word
    yield part


def _json(document: object, indent: int = 0) -> str:
    from funnelboard.exchange.deal_json import json_text

    text = json_text(document, indent)
    return text if _is_unicode(sys.stdout) else "".join(c if c.isascii() else _json_escape(c) for c in text)


def _print(text: str, end: str = "\n") -> None:
    with _written():
        print(text, end=end)


@contextlib.contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon()
        raise FunnelBoardError(f"The output could not be written: {error.strerror}.") from error


def _aligned(text: str, width: int, column: Column) -> list[str]:
    """The lines of a cell, each of them so wide."""
    if column.wrapped and cells(text) > width:
        lines = [piece for part in _broken(text, width) for piece in _pieces(part, width)]
    else:
        lines = [shortened(text, width, "…" if _is_unicode(sys.stdout) else "...")]
    padded = [(line, " " * (width - cells(line))) for line in lines]
    return [padding + line if column.right else line + padding for line, padding in padded]


def _pieces(text: str, width: int) -> list[str]:
    """The text in pieces of at most so many cells; no sign is taken apart."""
    if text.isascii():
        return [text[start : start + width] for start in range(0, len(text), width)] or [""]
    from rich.cells import chop_cells

    return chop_cells(text, width) or [""]


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").casefold().replace("-", "").startswith("utf")


def _json_escape(character: str) -> str:
    import json

    return json.dumps(character)[1:-1]
