"""The grammar of a sentence."""

from __future__ import annotations

import pytest

from funnelboard.domain.grammar import counted, listed, with_article


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "day", "1 day"),
        (0, "day", "0 days"),
        (1_200, "deal", "1,200 deals"),
        (1, "touch", "1 touch"),
        (2, "touch", "2 touches"),
    ],
)
def test_how_many(number: int, noun: str, words: str) -> None:
    assert counted(number, noun) == words


@pytest.mark.parametrize(("words", "told"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_several(words: list[str], told: str) -> None:
    assert listed(words) == told


def test_one_of_a_kind() -> None:
    assert [with_article(noun) for noun in ("stage", "answer")] == ["a stage", "an answer"]
