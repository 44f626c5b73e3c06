"""What a report is about: which deals, and which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal_query import Query
from funnelboard.domain.instant import instant_on
from funnelboard.errors import BadInput

Key = str | int | None

ALWAYS = (-(2**62), 2**62)
"""All instants there are."""

EVERYTHING = Query()


@dataclass(frozen=True, slots=True)
class Scope:
    """The deals that a query shows, parked ones too, and what happened to them on some days.

    Attributes:
        text: The query as it was typed.
        since, until: First and last local day; None for no limit.
    """

    query: Query = EVERYTHING
    text: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def always(self) -> bool:
        """Whether every day counts."""
        return self.since is None and self.until is None

    @property
    def instants(self) -> tuple[int, int]:
        """When its days begin, and when they have ended, in UTC epoch microseconds."""
        begin = ALWAYS[0] if self.since is None else instant_on(self.since)
        return begin, ALWAYS[1] if self.until is None else instant_on(self.until + timedelta(days=1))

    @property
    def days(self) -> str:
        """Its days in words; nothing where every day counts."""
        if self.since is None:
            return "" if self.until is None else f"until {whole_date(self.until)}"
        if self.until is None:
            return f"since {whole_date(self.since)}"
        return f"{whole_date(self.since)} to {whole_date(self.until)}"

    @property
    def words(self) -> str:
        """What it is about in words: ``owner:me, since 1 Jan 2026``."""
        return ", ".join(filter(None, (self.text, self.days))) or "all deals"

    def check(self) -> None:
        """Refuse days that end before they begin.

        Raises:
            BadInput: They do.
        """
        if self.since is not None and self.until is not None and self.until < self.since:
            raise BadInput(
                f"The days end ({whole_date(self.until)}) before they begin ({whole_date(self.since)}). "
                "Change one of them."
            )


@dataclass(frozen=True, slots=True)
class Pick:
    """The deals behind one row of a report.

    Attributes:
        kind: What they have in common; :mod:`funnelboard.store.reports.picks` knows how to find them.
        keys: Of which stage, month, seller or whatever the kind asks for.
    """

    kind: str
    keys: tuple[Key, ...] = ()
