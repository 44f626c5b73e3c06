"""The story of the sample data, read from the files in ``sample/``; ``sample/README.md`` says how it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.store.sample import ME

FILES = ("lead.toml", "prospect.toml", "opportunity.toml", "won.toml", "lost.toml")
COLLEAGUES = {"ingrid": "Ingrid Sæther", "camille": "Camille Françon"}

_EVENT = re.compile(
    rf"(?P<day>-?\d+) (?P<hour>\d\d):(?P<minute>\d\d)"
    rf"(?: (?P<seller>{'|'.join((ME, *COLLEAGUES))}))? (?P<verb>\S+)(?: (?P<words>.+))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SampleContact:
    """A person of the story."""

    name: str
    role: Role
    job_title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class SampleDeal:
    """What is known of a deal from the start.

    Attributes:
        owner: A login, or empty for nobody.
        referred_by: Name of a company told of earlier.
        repeat_of: Title of a deal told of earlier.
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


def read_story() -> list[Event]:
    """Every event of every deal, in the order they happened.

    Raises:
        ValueError: A line of the story is not written as it should be.
    """
    folder = resources.files("funnelboard.services") / "sample"
    events = [
        event
        for file in FILES
        for entry in tomllib.loads((folder / file).read_text("utf-8"))["deal"]
        for event in _events(entry)
    ]
    return sorted(events, key=lambda event: (event.day, event.minute))


def _events(entry: dict[str, Any]) -> Iterator[Event]:
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
        found = _EVENT.fullmatch(text)
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
    parts = [part.strip() for part in text.split("|")]
    name, role, job_title, email, phone = parts + [""] * (5 - len(parts))
    if "@" not in email and not phone:
        email, phone = "", email
    return SampleContact(name, Role(role), job_title, email, phone)
