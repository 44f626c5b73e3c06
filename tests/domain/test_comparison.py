"""What two records say side by side, and what of it stands once they are one."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from funnelboard.domain.comparison import ComparedField, Comparison
from funnelboard.domain.duplicate import Named, Record
from funnelboard.errors import BadInput

BOTH = Comparison(
    Record.DEAL,
    Named(12, "Acme: pilot"),
    Named(17, "Pilot"),
    (
        ComparedField("title", "Acme: pilot", "Pilot"),
        ComparedField("owner", "kari", "kari"),
        ComparedField("expected_close", "", "3 Dec 2026"),
        ComparedField("amount", "12 €", ""),
        ComparedField("field.contract no", "A1", "B2"),
    ),
    ("1 note",),
)


def test_what_only_one_says_stands_and_the_rest_is_chosen() -> None:
    assert [field.name for field in BOTH.fields if field.differs] == ["title", "field.contract no"]
    assert [field.name for field in BOTH.fields if field.takes_other(())] == ["expected_close"]
    everything = [field.name for field in BOTH.fields]
    assert [field.name for field in BOTH.fields if field.takes_other(everything)] == [
        "title", "expected_close", "field.contract no",
    ]  # fmt: skip


def test_what_does_not_stand_is_told_with_whose_it_was() -> None:
    assert BOTH.dropped(()) == ["title: Pilot (#17)", "contract no: B2 (#17)"]
    assert BOTH.dropped(["title"]) == ["title: Acme: pilot (#12)", "contract no: B2 (#17)"]


def test_either_can_be_kept() -> None:
    swapped = BOTH.swapped()
    assert (swapped.keep, swapped.other) == (BOTH.other, BOTH.keep)
    assert (swapped.keep_has, swapped.other_has) == ((), ("1 note",))
    assert swapped.dropped(()) == BOTH.dropped(["title", "field.contract no"])
    assert swapped.swapped() == BOTH


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [([], ()), (["Title"], ["title"]), (["field.Contract-No", "title"], ["title", "field.contract no"])],
)
def test_fields_are_known_however_they_are_written(typed: Collection[str], chosen: Collection[str]) -> None:
    assert BOTH.chosen(typed) == frozenset(chosen)


@pytest.mark.parametrize("typed", ["owner", "amount", "expected close", "colour", ""])
def test_where_there_is_nothing_to_choose_nothing_is_taken(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        BOTH.chosen([typed])
    assert str(refused.value) == f"There is no “{typed}” to choose. They differ in title and field.contract no."


def test_two_that_differ_in_nothing() -> None:
    same = Comparison(Record.CONTACT, Named(1, "Kari"), Named(2, "Kari"), (ComparedField("name", "Kari", "Kari"),))
    assert same.dropped(()) == []
    with pytest.raises(BadInput, match="They differ in nothing"):
        same.chosen(["name"])
