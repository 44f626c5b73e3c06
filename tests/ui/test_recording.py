"""A recorded tour: the same bytes every time, a terminal's picture of every step, and the README's pictures of it."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest

from funnelboard.sample.tour import read_tour
from funnelboard.ui.recording import Recording
from tests.pictures import FOLDER, PICTURES, pictures

DAY = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("temporary")


def text_of(picture: Any) -> str:
    """What is on the screen of a recording."""
    return "\n".join("".join(cell.data for cell in row).rstrip() for row in picture).replace("\xa0", " ")


def test_a_recording_is_the_same_wherever_and_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [*Recording("general", (40, 12), DAY).text()]
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LC_ALL", "C")
    time.tzset()
    assert [*Recording("general", (40, 12), DAY).text()] == first
    head, *events = map(json.loads, first)
    assert {name: head[name] for name in ("version", "width", "height")} == {"version": 2, "width": 40, "height": 12}
    times = [at for at, _, _ in events]
    assert times == sorted(times)
    steps = read_tour("general").steps
    assert [data for _, code, data in events if code == "m"] == [step.caption for step in steps]
    ends = {step: text_of(picture) for step, _, picture in pictures(first) if "\x1b" not in text_of(picture)}
    ends[len(steps)] = [text_of(each) for step, _, each in pictures(first) if step == len(steps)][-2]
    for number, step in enumerate(steps, 1):
        assert [words for words in step.shows if words not in ends[number]] == [], ends[number]


@pytest.mark.tours
@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_readme_show_the_board_as_it_is(name: str) -> None:
    is_as_it_is = PICTURES[name]() == (FOLDER / name).read_text("utf-8")
    assert is_as_it_is, "it shows a board that is no more: “python tests/pictures.py” makes it anew"
    assert (FOLDER / name).stat().st_size < 300_000
