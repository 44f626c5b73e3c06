"""What a form asks: questions that are answered with one key, and fields that are typed into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from funnelboard.domain.deal import Answer


@dataclass(frozen=True, slots=True)
class Question:
    """Answered with one key.

    Attributes:
        name: Key of the result.
        label: One or two words.
        text: The question.
        answer: How it stands.
        told: What is known about that answer: how, from whom, when.
        offered: What is shown as the answer and kept with the others where none is known and none is given.
    """

    name: str
    label: str
    text: str
    answer: Answer = Answer.UNKNOWN
    told: str = ""
    offered: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Field:
    """Answered by typing.

    Attributes:
        name: Key of the result.
        label: One or two words.
        text: What stands there at first; clean.
        read: The value of a text; raises `BadInput` with a sentence for the user.
        echo: What to say about a value that was understood; empty for nothing.
        suggestions: Completions offered while typing.
        hint: Shown while nothing is typed.
        question: The question, where it is one of a form's questions.
    """

    name: str
    label: str
    text: str = ""
    read: Callable[[str], Any] = str.strip
    echo: Callable[[Any], str] = lambda _: ""
    suggestions: Sequence[str] = ()
    hint: str = ""
    question: str = ""


Asked = Question | Field

Problem = tuple[str, str]
"""The name of a row, and a sentence about it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks.

    Attributes:
        rows: What it is about, in the order of Tab.
        more: What may be said besides; at the right where there is room, else below.
        people: Ids and names of those who may have given the answers, the likeliest first; None where it is not asked
            how they were learnt.
        enter: What Enter does, for the hints.
        stay: What ctrl+s does, if anything: the answers then come with ``stay``.
        because: The name of the field that says why it is done all the same, if there is one; ``b`` goes there.
        aside: What is missing, given the values so far.
        check: What is still wrong with all values together, those that were not changed left out; None for nothing.
    """

    title: str
    rows: Sequence[Asked]
    more: Sequence[Asked] = ()
    people: Sequence[tuple[int, str]] | None = None
    enter: str = "keep"
    stay: str = ""
    because: str = ""
    aside: Callable[[Mapping[str, Any]], str] = lambda _: ""
    check: Callable[[Mapping[str, Any]], Problem | None] = lambda _: None
