"""What came of a form: what was pressed and typed so far, and the answers it is over with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from funnelboard.domain.deal import Answer


@dataclass(slots=True)
class Given:
    """What was pressed and typed into a form, so that it can be shown again.

    Attributes:
        answers: By row name, of the questions answered with a key.
        texts: By row name, of the fields whose text was changed.
        over: By row name, what stood in those fields before.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    over: dict[str, str] = field(default_factory=dict)
    how: str = ""
    who: int = 0

    def write(self) -> str:
        """As text for a draft; empty if there is nothing."""
        if not (self.answers or self.texts or self.how):
            return ""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Given:
        """What ``write`` wrote; nothing, if it cannot be understood."""
        try:
            read = json.loads(text)
            answers = {str(name): Answer(answer) for name, answer in read["answers"].items()}
            texts = {str(name): str(typed) for name, typed in read["texts"].items()}
            over = {str(name): str(text) for name, text in read["over"].items()}
            return cls(answers, texts, over, str(read["how"]), int(read["who"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of a form.

    Attributes:
        values: By row name, only of what was answered or typed.
        how: How it was learnt, or empty.
        contact_id: From whom, if that is known.
        stay: Whether the answers are to be kept and nothing else done.
        overtaken: Names of the fields typed, in an earlier showing, over another text than stands there now.
    """

    values: Mapping[str, Any]
    how: str = ""
    contact_id: int | None = None
    stay: bool = False
    overtaken: frozenset[str] = frozenset()
