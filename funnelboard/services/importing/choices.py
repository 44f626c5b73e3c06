"""What somebody says of a file that is to be imported, where they know better than its names and cells tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What overrules how a file is understood by itself.

    Attributes:
        columns: Pairs of a column, by its name or its position from 0, and the field it fills, or ``AS_OWN``; "" leaves
            it out.
        stages: What words of the stage column mean: a key of ``PLACES``, or ``AS_TAG``.
        day_first: How dates such as 03/04/2026 are meant; None lets the file's dates decide.
        currency: ISO 4217 code of the amounts that name none; None lets the file and the board decide.
        as_deals: Each row is a deal, whatever the file seems to be a list of.
    """

    columns: tuple[tuple[str | int, str], ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    currency: str | None = None
    as_deals: bool = False
