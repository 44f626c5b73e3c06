"""The stories of the sample data, read from the files in ``stories/``; its ``README.md`` says how they are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.domain.presets import PRESETS
from funnelboard.sample.private_copy import ME

REFERENCE_DAY = date(2026, 6, 10)
"""The day the stories have come to: a Wednesday."""

SCENARIOS = tuple(PRESETS)
"""The stories there are, each named after the preset of the board it is told on."""

SHIPPED = "general"
"""The scenario that ``sample.db`` is made of."""

FILES = ("lead", "prospect", "opportunity", "won", "lost")

_BIRTHDAY = re.compile(r"(?:(?P<age>\d+) )?on (?P<day>[+-]\d+)")


@dataclass(frozen=True, slots=True)
class SampleContact:
    """A person of a story.

    Attributes:
        birthday: The one nearest to the reference day, in working days from it; None if it is not known.
        age: What they turn on it; None if nobody knows.
        contact_by: What may be used to reach them, as typed.
    """

    name: str
    role: Role
    job_title: str = ""
    email: str = ""
    phone: str = ""
    birthday: int | None = None
    age: int | None = None
    contact_by: str = ""


@dataclass(frozen=True, slots=True)
class SampleDeal:
    """What is known of a deal from the start.

    Attributes:
        owner: A login, or empty for nobody.
        referred_by: Name of a company told of earlier.
        repeat_of: Title of a won deal told of earlier.
    """

    title: str
    company: str
    contacts: tuple[SampleContact, ...]
    owner: str
    source: str
    amount: str
    tags: tuple[str, ...]
    referred_by: str
    repeat_of: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a deal's story.

    Attributes:
        day: Working days from the reference day; negative before it.
        minute: Minutes since midnight.
        seller: Login of the one who did it.
    """

    deal: SampleDeal
    day: int
    minute: int
    seller: str
    verb: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """A whole pipeline.

    Attributes:
        preset: The board's.
        currency: ISO 4217 code of amounts without one.
        rates: What one unit of other currencies is worth in it.
        colleagues: Names by login of the sellers besides the one who opens the sample.
        events: What happened, in that order.
    """

    preset: str
    currency: str
    rates: Mapping[str, str]
    colleagues: Mapping[str, str]
    events: tuple[Event, ...]


def read_story(scenario: str) -> Story:
    """The story of one folder in ``stories/``, which is named after the board's preset.

    Raises:
        ValueError: A line of the story is not written as it should be.
    """
    team = _read(scenario, "team")
    sellers = "|".join((ME, *team["colleagues"]))
    line = re.compile(
        rf"(?P<day>-?\d+) (?P<hour>\d\d):(?P<minute>\d\d)(?: (?P<seller>{sellers}))? (?P<verb>\S+)(?: (?P<words>.+))?",
        re.DOTALL,
    )
    events = [event for file in FILES for entry in _read(scenario, file)["deal"] for event in _events(entry, line)]
    return Story(
        preset=scenario,
        currency=team["currency"],
        rates=team["rates"],
        colleagues=team["colleagues"],
        events=tuple(sorted(events, key=lambda event: (event.day, event.minute))),
    )


def _read(scenario: str, file: str) -> dict[str, Any]:
    folder = resources.files("funnelboard.sample") / "stories" / scenario
    return tomllib.loads((folder / f"{file}.toml").read_text("utf-8"))


def _events(entry: dict[str, Any], line: re.Pattern[str]) -> Iterator[Event]:
    deal = SampleDeal(
        title=entry["title"],
        company=entry.get("company", ""),
        contacts=tuple(_contact(text) for text in entry.get("contacts", ())),
        owner=entry.get("owner", ME),
        source=entry["source"],
        amount=entry.get("amount", ""),
        tags=tuple(entry.get("tags", ())),
        referred_by=entry.get("referred_by", ""),
        repeat_of=entry.get("repeat_of", ""),
    )
    for text in entry["story"]:
        found = line.fullmatch(text)
        if found is None:
            raise ValueError(f"not a line of a story: {text}")
        yield Event(
            deal=deal,
            day=int(found["day"]),
            minute=int(found["hour"]) * 60 + int(found["minute"]),
            seller=found["seller"] or deal.owner or ME,
            verb=found["verb"],
            words=found["words"] or "",
        )


def _contact(text: str) -> SampleContact:
    name, role, *details = (part.strip() for part in text.split("|"))
    known: dict[str, Any] = {}
    for position, detail in enumerate(details):
        if birthday := _BIRTHDAY.fullmatch(detail):
            known["birthday"] = int(birthday["day"])
            known["age"] = int(birthday["age"]) if birthday["age"] else None
        elif detail.startswith("by "):
            known["contact_by"] = detail.removeprefix("by ")
        elif "@" in detail:
            known["email"] = detail
        elif detail.startswith("+"):
            known["phone"] = detail
        elif position == 0:
            known["job_title"] = detail
        elif detail:
            raise ValueError(f"not a contact of a story: {text}")
    return SampleContact(name, Role(role), **known)
