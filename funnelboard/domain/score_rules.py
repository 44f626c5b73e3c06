"""What the rules of the score give, as long as nobody has set it otherwise."""

from __future__ import annotations

WEIGHTS: dict[str, int] = {
    "qualification": 30,
    "evaluation": 28,
    "source": 12,
    "engagement": 14,
    "contact-details": 8,
    "decision-maker": 8,
    "silence": 20,
}
"""Most points that each rule gives, or, for silence, takes."""


SOURCE_SHARES: dict[str, int] = {
    "referral": 100,
    "existing customer": 100,
    "inbound": 80,
    "website form": 70,
    "event": 60,
    "content": 50,
    "search": 50,
    "social": 40,
    "chance meeting": 40,
    "directory": 20,
    "cold call": 20,
    "bought list": 0,
    "other": 20,
}
"""Per cent of the source's points: how much of a reason to talk the contact brought along."""

OWN_SOURCE_SHARE = 40
"""Per cent for a source of somebody's own, of which nothing is known."""
