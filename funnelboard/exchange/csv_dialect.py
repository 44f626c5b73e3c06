"""How a CSV file is written: its encoding, and what separates its cells."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BufferedReader

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 200
_LEGACY_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_15", "mac_roman", "cp850"]
_NUL = "\0"
_NOT_ASCII = re.compile(b"[\x80-\xff]")

Open = Callable[[], AbstractContextManager[BufferedReader]]
"""What opens a file from its beginning."""


class Dialect(NamedTuple):
    """How a file is written.

    Attributes:
        encoding: A Python codec name.
        delimiter: What separates the cells.
        skip: Lines in front of the header that say nothing but the delimiter.
    """

    encoding: str
    delimiter: str
    skip: int


def dialect_of(open_file: Open, name: str) -> Dialect:
    """Find it out, and look through all of the file for what is no text.

    The delimiter (comma, semicolon, tab or bar) is the one that splits the most rows like the header. The encoding is
    UTF-8 or UTF-16, and what looks most like the text of a Windows or Mac code page when it is neither.

    Raises:
        BadInput: It is not text, or is empty.
    """
    start, encoding = _decode(open_file, name)
    delimiter = _delimiter_named_in(start)
    return Dialect(encoding, _sniff_delimiter(start) if delimiter is None else delimiter, int(delimiter is not None))


def _decode(open_file: Open, name: str) -> tuple[str, str]:
    """The beginning of a text, and its encoding."""
    with open_file() as file:
        encoding = _utf_of(file.peek(_START)[:_START])
        try:
            return _looked_through(file, encoding, "strict", name), encoding
        except UnicodeDecodeError:
            if encoding != "utf-8-sig":
                raise BadInput(f"“{name}” is damaged UTF-16 text. Export it again as UTF-8.") from None
    with open_file() as file:
        encoding = _legacy_encoding_of(file)
    with open_file() as file:
        return _looked_through(file, encoding, "replace", name), encoding


def _looked_through(file: BufferedReader, encoding: str, errors: str, name: str) -> str:
    """The beginning of a text that is one to its end."""
    text = io.TextIOWrapper(file, encoding, errors, newline="")
    start, line, blank = "", 1, True
    try:
        while part := text.read(_SAMPLE_CHARACTERS):
            if _NUL in part:
                line += part.count("\n", 0, part.index(_NUL))
                raise BadInput(
                    f"“{name}” is not plain text: line {line} holds a NUL character. Export it again as CSV."
                )
            start, line, blank = start or part, line + part.count("\n"), blank and not part.strip("\ufeff \t\r\n")
    finally:
        text.detach()
    if blank:
        raise BadInput(f"“{name}” is empty. There is nothing to import.")
    return start


_START = 4096
"""Bytes that show whether a text is UTF-16."""


def _utf_of(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Without a mark, UTF-16 shows in that about every second byte of Western text is zero.
    if len(start) >= 4 and start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def _legacy_encoding_of(file: BufferedReader) -> str:
    from charset_normalizer import from_bytes

    while (part := file.read(_SAMPLE_CHARACTERS)) and not _NOT_ASCII.search(part):
        pass
    file.seek(max(0, file.tell() - 2 * _SAMPLE_CHARACTERS))
    matches = from_bytes(file.read(16 * _SAMPLE_CHARACTERS), cp_isolation=_LEGACY_ENCODINGS)
    best = matches.best()
    # A few accented letters look as good in several code pages; cp1252 is by far the most common of them.
    if best is None or any("cp1252" in match.could_be_from_charset for match in matches):
        return "cp1252"
    return best.encoding


def _delimiter_named_in(text: str) -> str | None:
    """The delimiter of a first line like ``sep=;``, which some spreadsheets write."""
    line = text[:16].splitlines()[0].strip("\"'").casefold()
    return line[4] if len(line) == 5 and line.startswith("sep=") and line[4] in _DELIMITERS else None


def _sniff_delimiter(sample: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: str, delimiter: str) -> tuple[float, int]:
    """How large a part of the sample's rows has as many cells as its first, and how many; 0 when there is only one."""
    widths: list[int] = []
    with contextlib.suppress(csv.Error):
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True):
            if cells:
                widths.append(len(cells))
            if len(widths) > _SAMPLE_ROWS:
                break
    if len(widths) > 2:
        widths.pop()  # The sample may end in the middle of this row.
    if not widths or widths[0] == 1:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]
