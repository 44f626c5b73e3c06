"""What a form asks: questions that are answered with one key, and fields that are typed into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
