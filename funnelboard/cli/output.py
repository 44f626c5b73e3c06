"""What commands print: results on standard output, messages on standard error, and nothing a terminal would obey.

Text is made safe on its way out, whoever wrote it. Where the encoding is not UTF-8 it is written in plain ASCII.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from funnelboard.cli.cells import broken
from funnelboard.errors import FunnelBoardError
from funnelboard.exchange import safe_text
from funnelboard.exchange.safe_text import ascii_only, clean

BOLD = "1"
DIM = "2"
RED = "31"
GREEN = "32"

_LABEL_WIDTH = 16
_LONGEST_MESSAGE = 1_200


def say(sentence: str) -> None:
    """Write a message to standard error, if anybody can read it there; on a terminal it is broken between words.

    One that repeats something endless is shortened in the middle: what is wrong stands in front, what to do at the end.
    """
    if len(sentence) > _LONGEST_MESSAGE:
        half = _LONGEST_MESSAGE // 2
        sentence = f"{sentence[:half]} … {sentence[-half:]}"
    with contextlib.suppress(OSError):
        print("\n".join(_fitted(sentence, 0, sys.stderr)), file=sys.stderr)


def say_json(document: object) -> None:
    """Write a document as one line of standard error, if anybody can read it there."""
    from funnelboard.exchange.deal_json import json_line

    with contextlib.suppress(OSError):
        print(_encodable(json_line(document), sys.stderr), file=sys.stderr)


def write(text: str, style: str = "") -> None:
    """Write one or more lines to standard output.

    Args:
        text: Whatever it is; it is made safe here.
        style: ``BOLD``, ``RED`` and so on, used where colour is wanted.
    """
    line = shown(text, sys.stdout, multiline=True)
    _print(f"\x1b[{style}m{line}\x1b[m" if style and wants_colour() else line)


def write_json(document: object) -> None:
    """Write a document as the only thing on standard output; an iterator in it is written as it is read."""
    from funnelboard.exchange.deal_json import json_parts

    for part in json_parts(document):
        _print(_encodable(part), end="")
    _print("")


def write_json_line(document: object) -> None:
    """Write a document as one line of standard output, for a reader that waits for it."""
    from funnelboard.exchange.deal_json import json_line

    _print(_encodable(json_line(document)))
    flush()


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
        return clean(cell) if is_unicode(sys.stdout) else ascii_only(clean(cell))

    with _written():
        csv.writer(sys.stdout, lineterminator="\n").writerows(map(safe, row) for row in rows)


def write_file(parts: Iterable[str]) -> None:
    """Write the text of a file, as UTF-8 whatever the terminal takes, each part as soon as it is there."""
    with _written():
        sys.stdout.flush()
        for part in parts:
            sys.stdout.buffer.write(part.encode())


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


def shown(text: str, stream: TextIO | None = None, *, multiline: bool = False) -> str:
    """The text as it may be written to a stream (standard output, if none is named)."""
    in_ascii = not is_unicode(stream or sys.stdout)
    lines = clean(text, multiline=multiline).split("\n")
    return "\n".join(safe_text.shown(line, in_ascii=in_ascii) for line in lines)


def wants_colour() -> bool:
    """Whether standard output is a terminal whose user has not asked for no colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream takes every character there is."""
    return (stream.encoding or "").casefold().replace("-", "").startswith("utf")


def _fitted(text: str, indent: int, stream: TextIO | None = None) -> list[str]:
    """The lines of a text, safe to write to the stream (standard output), as they fit so many cells in."""
    lines = shown(text, stream, multiline=True).split("\n")
    if not (stream or sys.stdout).isatty():
        return lines
    import shutil

    room = shutil.get_terminal_size().columns - indent
    return [part for line in lines for part in broken(line, room)]


def _encodable(text: str, stream: TextIO | None = None) -> str:
    """JSON in characters that a stream takes; standard output, if none is named."""
    return text if is_unicode(stream or sys.stdout) else "".join(c if c.isascii() else _json_escape(c) for c in text)


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


def _json_escape(character: str) -> str:
    import json

    return json.dumps(character)[1:-1]
