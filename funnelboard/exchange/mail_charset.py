"""Bytes of a message as text, whatever charset they claim to be in."""

from __future__ import annotations

import codecs
from email.errors import HeaderParseError
from email.header import decode_header

_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Codecs of text that no message is written in; some take the square of its length for it."""


def decoded(data: bytes, charset: str) -> str:
    """The text, in the charset that is named if that can be, else as UTF-8, else as what Windows writes.

    What is called Latin-1 or ASCII is mostly what Windows writes.
    """
    name = _codec(charset)
    return _first_of(data, *([name] if name else []), "utf-8")


def decoded_header(raw: str) -> str:
    """A header's text: of encoded words (RFC 2047), of bare bytes as they were read, or as it stands."""
    text = _first_of(raw.encode("utf-8", "surrogateescape"), "utf-8") if not raw.isascii() else raw
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces)


def _piece(piece: bytes, charset: str | None) -> str:
    return piece.decode("raw-unicode-escape", "replace") if charset is None else decoded(piece, charset)


def _codec(charset: str) -> str:
    """The codec of a charset; empty where none is known."""
    try:
        name = codecs.lookup(charset).name.replace("_", "-")
        b"x".decode(charset)
    except UnicodeDecodeError:
        return name
    except (LookupError, ValueError):
        return ""
    if name in _NO_CHARSETS:
        return ""
    return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(name, name)


def _first_of(data: bytes, *codecs: str) -> str:
    """The text in the first codec that it can be in, else with signs for what is broken."""
    for codec in codecs:
        try:
            return data.decode(codec)
        except ValueError:
            continue
    broken = data.decode(codecs[0], "replace")
    few = broken.count("\N{REPLACEMENT CHARACTER}") * 100 < len(broken)
    return broken if few or codecs[0] != "utf-8" else data.decode("cp1252", "replace")
