"""Making other people's text harmless: to a terminal, to a plain ASCII screen, and to a spreadsheet.

Everything typed, pasted, imported or read back passes through :func:`clean` before it is stored or shown, because a
terminal obeys control sequences wherever they come from and a reader is deceived by reordered or invisible letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_MARKS = 4
"""How many combining marks and joiners may follow each other before the rest is dropped."""

_STREAM_SAFE = 30
"""Marks in a row that no language needs, by Unicode's Stream-Safe Text Format.

Normalizing puts marks in order, and takes the square of the time for it.
"""

LONGEST_LINE, LONGEST_TEXT = 500, 20_000
"""Characters that a one-line field and a text may have, typed or imported."""

_SHORT, _KEPT = 200, 1_024
"""Characters of a text of which it is remembered how it is shown, and how many such: a board shows the same again."""

_LINE_BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
_FIRST_COMBINING_MARK = "\u0300"
_JOINERS = "\u200c\u200d"
PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
"""Ranges of a regular expression: what a joiner makes one picture of."""

_NOT_SEEN = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
    f"|\u200d(?![{PICTURES}])"
)
"""Joiners, selectors of a variant and fillers: nothing is seen of them, but terminals differ on what they move."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_NO_DECOMPOSITION = str.maketrans(
    {
        **{"æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ß": "ss", "ẞ": "SS"},
        **{"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i"},
        **{"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'},
        **{"‐": "-", "–": "-", "—": "-", "−": "-", "•": "*", "·": ".", "×": "x"},
        **{"€": "EUR", "£": "GBP", "¥": "JPY"},
    }
)

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


def clean(text: str, *, multiline: bool = False) -> str:
    """The same text in NFC with nothing in it that a terminal would obey or a reader could not see.

    C0 controls and DEL become their control pictures (ESC is shown as ␛). C1 controls, surrogates, private-use and
    unassigned characters become U+FFFD. Format characters such as bidi controls, soft hyphens and byte order marks are
    dropped, except the two joiners. A tab becomes a space. Cleaning twice changes nothing more.

    Args:
        text: Any string, lone surrogates included.
        multiline: Keep line breaks, each as one ``\\n``; otherwise each becomes one space.
    """
    line = text.replace("\n", "") if multiline else text
    if line.isprintable() and (line.isascii() or max(line) < _FIRST_COMBINING_MARK):
        return text
    text = re.sub(_LINE_BREAK, "\n" if multiline else " ", text)
    text = "".join(map(_visible, text))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _cap_marks(text, _STREAM_SAFE))
    return _cap_marks(text, MAX_MARKS)


def ascii_only(text: str) -> str:
    """The text in printable ASCII and line breaks: letters without their marks, ``?`` for what has no likeness.

    The result can be longer than the text (``æ`` gives ``ae``, ``€`` gives ``EUR``), so measure it, not the original.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_ascii_likeness, clean(text, multiline=True).translate(_NO_DECOMPOSITION)))


def shown(text: str, *, in_ascii: bool = False) -> str:
    """One line of the text as it is put on a screen, where each character is to take the cells that are counted for it.

    What :func:`clean` keeps but nobody sees is left out.

    Args:
        in_ascii: Nothing else may be shown.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_shown_again if len(text) < _SHORT else _shown)(text, in_ascii)


def csv_cell(text: str) -> str:
    """The text as a CSV cell that a spreadsheet shows instead of running: formulas get an apostrophe in front.

    Plain numbers such as ``-12.5`` stay numbers. :func:`from_csv_cell` restores the text exactly.
    """
    if text[:1].isalnum():
        return text
    return "'" + text if _would_run(text.lstrip("'")) else text


def from_csv_cell(cell: str) -> str:
    """The text that :func:`csv_cell` made the cell of; cells it did not touch are returned as they are."""
    return cell[1:] if cell.startswith("'") and _would_run(cell.lstrip("'")) else cell


def _shown(text: str, in_ascii: bool) -> str:
    text = clean(text)
    if in_ascii:
        return ascii_only(text)
    return text if text.isascii() or max(text) < _FIRST_COMBINING_MARK else re.sub(_NOT_SEEN, "", text)


_shown_again = lru_cache(_KEPT)(_shown)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\n" or character in _JOINERS:
        return character
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return character
    if category == "Cf":
        return ""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else _REPLACEMENT


def _cap_marks(text: str, most: int) -> str:
    if max(text, default="") < _FIRST_COMBINING_MARK:
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        # A joiner counts too, or marks could be piled up without end by putting one between them.
        if unicodedata.category(character).startswith("M") or character in _JOINERS:
            run += 1
        else:
            run = 0
        if run <= most:
            kept.append(character)
    return "".join(kept)


def _ascii_likeness(character: str) -> str:
    if character.isascii():
        return character
    parts = unicodedata.normalize("NFKD", character).replace("\N{FRACTION SLASH}", "/")
    if character in _JOINERS or all(unicodedata.category(part).startswith("M") for part in parts):
        return ""
    likeness = "".join(part for part in parts if part.isascii())
    return likeness or "?"


def _would_run(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    text = text.strip()
    return text.startswith(_FORMULA_STARTS) and not re.fullmatch(_PLAIN_NUMBER, text)
