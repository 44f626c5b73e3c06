"""Lines of calendars and address cards: ``NAME:value``, text escaped and long lines folded by the calendar library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import vText
from icalendar.parser import Contentline

from funnelboard.domain.instant import within_reason
from funnelboard.exchange.safe_text import clean

LONGEST = 75
"""Bytes that a line may have; a longer one is folded."""

_SPECIAL = re.compile(r"[\\;,\n]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(name: str, value: str) -> str:
    """A line whose value needs no escaping: letters, digits and marks of ASCII, and not many of them."""
    return f"{name}:{value}\r\n"


def text(name: str, value: str) -> str:
    """A line of somebody's text, of one or several lines; nothing at all for an empty one."""
    return structured(name, (value,)) if value else ""


def structured(name: str, values: Iterable[str], separator: str = ";") -> str:
    """A line of several texts."""
    line = f"{name}:{separator.join(map(escaped, values))}"
    if len(line.encode()) > LONGEST:
        folded: bytes = Contentline(line).to_ical()
        line = folded.decode()
    return f"{line}\r\n"


def escaped(value: str) -> str:
    """A text as it stands in a line."""
    value = clean(value, multiline=True)
    return vText(value).to_ical().decode() if _SPECIAL.search(value) else value


def day(value: date) -> str:
    """A date as calendars write it: ``20261204``."""
    return value.isoformat().replace("-", "")


def instant(value: int) -> str:
    """UTC epoch microseconds as calendars write them: ``20261204T093000Z``."""
    moment = _EPOCH + timedelta(microseconds=within_reason(value))
    return moment.strftime("%Y%m%dT%H%M%SZ")
