"""What has been established about a deal."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """The answer to a question of qualification or evaluation."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"
