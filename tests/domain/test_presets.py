"""Presets: each speaks of every stage, criterion and outcome, and offers what its checklists need."""

from __future__ import annotations

import pytest

from funnelboard.domain.criteria import QUESTIONS, Criterion
from funnelboard.domain.follow_up_line import EVERY_KIND, PRESET_KINDS, parse_follow_up
from funnelboard.domain.note import NoteKind
from funnelboard.domain.presets import GENERAL, PRESETS, STARTUP, Preset
from funnelboard.domain.settings import tidy
from funnelboard.domain.stage import Outcome, Stage

from datetime import date  # isort: skip

each_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)


def test_there_are_four() -> None:
    assert list(PRESETS) == ["general", "startup", "consulting", "agency"]


@each_preset
def test_it_has_words_for_everything(preset: Preset) -> None:
    assert set(preset.stages) == set(Stage)
    assert all(preset.question(criterion).endswith("?") for criterion in Criterion)
    assert preset.place(Stage.CLOSED, Outcome.WON) != preset.place(Stage.CLOSED, Outcome.LOST)
    assert {Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY} == set(preset.checklists)
    assert tidy("preset", preset.name) == preset.name


@each_preset
def test_its_checklists_can_be_ticked_with_what_it_offers(preset: Preset) -> None:
    needed = {item.kind for items in preset.checklists.values() for item in items}
    assert needed <= set(preset.note_kinds)


@each_preset
def test_a_follow_up_can_be_of_every_kind_that_a_note_is_offered_as(preset: Preset) -> None:
    assert {kind.value for kind in preset.note_kinds} - {"note"} <= set(EVERY_KIND)


def test_the_general_one_says_what_the_funnel_says() -> None:
    assert [GENERAL.stages[stage] for stage in Stage] == [stage.value for stage in Stage]
    assert all(GENERAL.question(criterion) == QUESTIONS[criterion] for criterion in Criterion)


def test_an_investor_commits() -> None:
    assert STARTUP.place(Stage.CLOSED, Outcome.WON) == "committed"
    assert STARTUP.question(Criterion.AGREED) == "Has the investor committed?"


def test_the_kinds_of_a_preset_are_read_where_they_are_asked_for() -> None:
    today = date(2026, 11, 18)
    assert parse_follow_up("fri finish the diligence", today).kind == "todo"
    assert parse_follow_up("fri finish the diligence", today, PRESET_KINDS).kind == "due diligence"
    assert {NoteKind(kind) for kind in PRESET_KINDS}
