"""The guided tours of the demos, read from the files in ``tours/``; its ``README.md`` says how they are written."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

_DEED = re.compile(r"(?P<verb>press|type|take back everything)(?: (?P<words>.+))?")
_FOUND = re.compile(r"(?P<count>\d+) (?P<query>.+)")


@dataclass(frozen=True, slots=True)
class Press:
    """One key, as people write it."""

    key: str


@dataclass(frozen=True, slots=True)
class Type:
    """Text, letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo whatever the tour has changed."""


Deed = Press | Type | TakeBack


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a tour.

    Attributes:
        caption: What is seen, and why it is so.
        deeds: What is typed, in order.
        shows: Words that are on the screen after it, whatever its size.
        hides: Words that are not.
        finds: Queries, each with how many deals of the database it finds after the step.
    """

    caption: str
    deeds: tuple[Deed, ...]
    shows: tuple[str, ...]
    hides: tuple[str, ...]
    finds: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """What is shown of the demo of one scenario.

    Attributes:
        seconds: How long each step is to be looked at, if the tour goes on by itself.
    """

    scenario: str
    steps: tuple[Step, ...]
    seconds: float | None = None


def read_tour(scenario: str, seconds: float | None = None) -> Tour:
    """The tour of a scenario's demo.

    Raises:
        ValueError: A line of it is not written as it should be.
    """
    file = resources.files("funnelboard.sample") / "tours" / f"{scenario}.toml"
    return Tour(scenario, tuple(map(_step, tomllib.loads(file.read_text("utf-8"))["step"])), seconds)


def _step(entry: dict[str, Any]) -> Step:
    unknown = entry.keys() - {"caption", "play", "shows", "hides", "finds"}
    if unknown:
        raise ValueError(f"no step of a tour has “{', '.join(sorted(unknown))}”")
    return Step(
        caption=entry["caption"],
        deeds=tuple(deed for line in entry.get("play", ()) for deed in _deeds(line)),
        shows=tuple(entry.get("shows", ())),
        hides=tuple(entry.get("hides", ())),
        finds=tuple(map(_found, entry.get("finds", ()))),
    )


def _deeds(line: str) -> list[Deed]:
    said = _DEED.fullmatch(line)
    if said is None or (said["words"] is None) is not (said["verb"] == "take back everything"):
        raise ValueError(f"not what can be done in a tour: {line}")
    if said["verb"] == "type":
        return [Type(said["words"])]
    return [Press(key) for key in said["words"].split()] if said["words"] else [TakeBack()]


def _found(line: str) -> tuple[int, str]:
    said = _FOUND.fullmatch(line)
    if said is None:
        raise ValueError(f"not a number of deals and a query: {line}")
    return int(said["count"]), said["query"]
