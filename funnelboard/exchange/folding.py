"""Names and words of other programs' files as they are compared."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")
_MARKS = re.compile(r"[\W_]+")
_ALIKE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})

_ALIKE_TOO = _ALIKE | str.maketrans(
    {"Ø": "O", "Æ": "Ae", "Œ": "Oe", "Ð": "D", "Þ": "Th", "Ł": "L", "Đ": "D", "ß": "ss"}
)


def words_of(text: str) -> str:
    """The words of a name in lower case without accents: ``CloseDate (€)`` and ``close_date`` are ``close date``."""
    return " ".join(_WORD.findall(_bare(text))).casefold()


def name_words(text: str) -> list[str]:
    """The words of :func:`words_of` in letters that are in ASCII wherever they can be: ``Beløp`` is ``belop``."""
    return words_of(_bare(text).translate(_ALIKE_TOO)).split()


def squashed(text: str) -> str:
    """The letters and digits alone, in lower case without accents: ``Deal Name`` and ``deal_name`` are ``dealname``."""
    folded = text.casefold() if text.isascii() else _bare(text).casefold().translate(_ALIKE)
    return folded if folded.isalnum() else _MARKS.sub("", folded)


def plain_words(text: str) -> list[str]:
    """The words of a name in lower case without accents: those of ``A/S Müller`` are ``a``, ``s`` and ``muller``."""
    return _MARKS.sub(" ", _bare(text.replace("'", "").replace("’", "")).casefold().translate(_ALIKE)).split()


def _bare(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
