"""What follows upon what: learnt from what was asked."""

from __future__ import annotations

from typing import Any

from funnelboard.store.foresight import Foresight


def asked(foresight: Foresight, *followed: tuple[str, tuple[Any, ...]], about: tuple[Any, ...] = ()) -> None:
    """Ask a question of deal number ``about[0]``, and what follows upon it."""
    foresight.begin("look", ())
    foresight.guesses("deal", about)
    for sql, values in followed:
        foresight.asked(sql, values, frozenset())
    foresight.end()


def guessed(foresight: Foresight, *about: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """What is guessed to follow."""
    foresight.begin("look", ())
    return foresight.guesses("deal", about)[0]


class TestForesight:
    def test_nothing_is_known_at_first(self) -> None:
        assert guessed(Foresight(), 1) == []

    def test_values_are_those_of_the_question_or_the_same_as_before(self) -> None:
        foresight = Foresight()
        asked(foresight, ("notes", (7, "note", 100)), about=(7,))
        assert guessed(foresight, 8) == [("notes", (8, "note", 100))]

    def test_of_two_meanings_the_one_that_holds_is_kept(self) -> None:
        foresight = Foresight()
        asked(foresight, ("day", (1,)), about=(1,))
        asked(foresight, ("day", (1,)), about=(2,))
        assert guessed(foresight, 2) == []
        asked(foresight, ("day", (1,)), about=(3,))
        assert guessed(foresight, 4) == [("day", (1,))]

    def test_what_cannot_be_foreseen_is_not_asked_for(self) -> None:
        foresight = Foresight()
        for ranked in ("a", "b", "c"):
            asked(foresight, ("ahead", (ranked,)), ("tags", (5,)), about=(5,))
        assert guessed(foresight, 5) == [("tags", (5,))]

    def test_a_value_of_another_kind_is_none(self) -> None:
        foresight = Foresight()
        asked(foresight, ("notes", (7,)), about=(7,))
        assert guessed(foresight, "lead") == [("notes", (7,))]

    def test_a_yes_is_no_number(self) -> None:
        foresight = Foresight()
        asked(foresight, ("first", (1,)), about=(True,))
        assert guessed(foresight, False) == [("first", (1,))]

    def test_what_is_written_to_is_not_asked_for_beforehand(self) -> None:
        foresight = Foresight()
        foresight.begin("write", ())
        foresight.guesses("deal", (1,))
        foresight.written("note")
        foresight.asked("notes", (1,), frozenset({"note"}))
        foresight.asked("tags", (1,), frozenset({"tag"}))
        foresight.end()
        foresight.begin("write", ())
        assert foresight.guesses("deal", (1,))[0] == [("tags", (1,))]

    def test_what_is_asked_no_more_is_forgotten(self) -> None:
        foresight = Foresight()
        asked(foresight, ("notes", (7,)), about=(7,))
        for _ in range(5):
            asked(foresight, about=(7,))
        assert guessed(foresight, 7) == []
