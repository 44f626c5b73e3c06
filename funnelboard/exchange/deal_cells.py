"""Single cells of a table of whole deals: what is written in them, and how it is read back.

Every reader takes a cell's cleaned text, not an empty one, and raises ``BadInput`` with a reason that can follow a line
number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from funnelboard.domain.contact import CHANNELS
from funnelboard.domain.instant import EARLIEST, LATEST
from funnelboard.domain.times_of_day import parse_time
from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT
from funnelboard.exchange.values import instant, local_day, read_moment

Word = TypeVar("Word", bound=StrEnum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file writes what a spreadsheet may have written anew.

    Attributes:
        day_first: Whether 3/12 is the third of December.
    """

    day_first: bool = True


Read = Callable[[str, Reading], Any]


def written(value: object) -> str:
    """A text, word, number, date, time, yes or no, or several words, as a cell has it; "" for None."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, tuple):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(value)
        return line.getvalue()
    return value.isoformat() if isinstance(value, date) else str(value)


@lru_cache(1_024)
def written_instant(at: int | None) -> str:
    """UTC epoch microseconds in ISO 8601, to the microsecond; "" for None."""
    return "" if at is None else (_EPOCH + timedelta(microseconds=at)).isoformat().replace("+00:00", "Z")


def read_instant(text: str, reading: Reading) -> int:
    """An instant, exactly; a date is its local noon."""
    try:
        moment: date | datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = read_moment(text, reading.day_first)
    if moment is None:
        raise BadInput(f"“{text}” is no instant; write it like 2026-12-03T10:30:00Z")
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        at = (moment - _EPOCH) // timedelta(microseconds=1)
    else:
        at = instant(moment)
    if not EARLIEST <= at <= LATEST:
        raise BadInput(f"“{text}” is not within reason")
    return at


def read_day(text: str, reading: Reading) -> date:
    """A date."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    moment = read_moment(text, reading.day_first)
    if moment is None:
        raise BadInput(f"“{text}” is not a date; write it like 2026-12-03")
    return local_day(moment)


def read_time(text: str, _reading: Reading) -> Any:
    """A time of day."""
    return parse_time(text)


def read_line(text: str, _reading: Reading) -> str:
    """A text of one line."""
    text = " ".join(text.split("\n"))
    if len(text) > LONGEST_LINE:
        raise BadInput(f"“{text[:20]}…” has {len(text):,} characters; {LONGEST_LINE} fit")
    return text


def read_text(text: str, _reading: Reading) -> str:
    """A text of any number of lines."""
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"“{text[:20]}…” has {len(text):,} characters; {LONGEST_TEXT:,} fit")
    return text


def word_of(words: type[Word]) -> Callable[[str, Reading], Word]:
    """What reads one of some words."""

    def read(text: str, _reading: Reading) -> Word:
        try:
            return words(text.casefold())
        except ValueError:
            raise BadInput(f"“{text[:40]}” is none of {', '.join(words)}") from None

    return read


def read_number(text: str, _reading: Reading) -> int:
    """A whole number."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput(f"“{text[:40]}” is no whole number")
    return int(text)


def read_yes(text: str, _reading: Reading) -> bool:
    """Yes or no."""
    if text.casefold() not in (_YES, _NO):
        raise BadInput(f"“{text[:40]}” is neither yes nor no")
    return text.casefold() == _YES


def read_words(text: str, reading: Reading) -> tuple[str, ...]:
    """Several words, with commas between them."""
    (row,) = csv.reader([" ".join(text.split("\n"))], skipinitialspace=True)
    return tuple(dict.fromkeys(read_line(word.strip(), reading) for word in row if word.strip()))


def read_channels(text: str, reading: Reading) -> tuple[str, ...]:
    """What may be used to reach somebody."""
    words = read_words(text, reading)
    require_known(words, CHANNELS)
    return words


def require_known(words: Sequence[str], known: Sequence[str]) -> None:
    """Refuse words that are not among those known."""
    if unknown := [word for word in words if word not in known]:
        raise BadInput(f"“{unknown[0][:40]}” is none of {', '.join(known)}")
