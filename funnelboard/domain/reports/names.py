"""The reports there are."""

from __future__ import annotations

from enum import StrEnum


class ReportName(StrEnum):
    """A report, in the order they are gone through."""

    FUNNEL = "funnel"
    FORECAST = "forecast"
    VELOCITY = "velocity"
    LOSSES = "losses"
    SOURCES = "sources"
    SELLERS = "sellers"
    ACTIVITY = "activity"

    @property
    def heading(self) -> str:
        """With a capital."""
        return self.value.capitalize()

    @property
    def asks(self) -> str:
        """The question that it answers."""
        return _ASKS[self]


_ASKS = {
    ReportName.FUNNEL: "What stands where, what was won, and how many deals go on from each stage?",
    ReportName.FORECAST: "What was won month by month, and what may come?",
    ReportName.VELOCITY: "How long does it take?",
    ReportName.LOSSES: "Why, where and to whom are deals lost, and who may be asked again?",
    ReportName.SOURCES: "Where do leads come from, and what becomes of them?",
    ReportName.SELLERS: "Who works what, and what came of it?",
    ReportName.ACTIVITY: "What was done, and were promises kept in time?",
}
