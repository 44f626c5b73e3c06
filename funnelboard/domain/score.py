"""The score: 0 to 100 by rules, every point of it explained.

The defaults weigh what a seller has established above what is merely known: the three answers of qualification can
give 30 points, the four of evaluation 28, and a plain no takes what a yes would have given. A referral or an existing
customer closes more often than a bought list, so the source gives up to 12. Recent activity (up to 14) fades within
four weeks, ways to reach somebody give 8, the one who decides among the contacts 8; together that is 100. Silence
takes up to 20 away again.

Everything that depends on the time is as of one instant a day, so that a score stands still between two of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.score_rules import OWN_SOURCE_SHARE as OWN_SOURCE_SHARE
from funnelboard.domain.score_rules import SOURCE_SHARES as SOURCE_SHARES
from funnelboard.domain.score_rules import WEIGHTS as WEIGHTS
from funnelboard.domain.staleness import MICROSECONDS_A_DAY, days_since

ENGAGED_DAYS = 28
"""Days within which notes and finished follow-ups count as engagement."""

FULL_ENGAGEMENT = 4
"""Touches within those days that give all its points: one a week."""

SILENT_AFTER = 14
"""Days without a touch before silence takes points; each further day takes one."""


class Facts(NamedTuple):
    """What the rules look at.

    Attributes:
        qualified, evaluated: Criteria of qualification (3) and evaluation (4) that are met.
        unqualified, unevaluated: Those answered with a plain no.
        touches: Notes and finished follow-ups within the last ``ENGAGED_DAYS`` days.
        email, phone: Whether somebody who may be contacted can be reached so.
        decision_maker: Whether the one who decides is among the contacts.
        last_touch: UTC epoch microseconds.
    """

    qualified: int = 0
    unqualified: int = 0
    evaluated: int = 0
    unevaluated: int = 0
    source: str = ""
    touches: int = 0
    email: bool = False
    phone: bool = False
    decision_maker: bool = False
    last_touch: int = 0


class Rules(NamedTuple):
    """The shared settings that the score follows.

    Attributes:
        weights: Points by rule, as in ``WEIGHTS``.
        shares: Per cent of the source's points by source.
    """

    weights: Mapping[str, int]
    shares: Mapping[str, int]


USUAL = Rules(WEIGHTS, SOURCE_SHARES)


class Points(NamedTuple):
    """What one rule gave or took (negative), the most it can, and its reason in words."""

    rule: str
    points: int
    most: int
    reason: str


class Score(NamedTuple):
    """The total, from 0 to 100, and where it came from."""

    total: int
    points: tuple[Points, ...]


def engaged_since(as_of: int) -> int:
    """From when on touches count as engagement, both in UTC epoch microseconds."""
    return as_of - ENGAGED_DAYS * MICROSECONDS_A_DAY


def total(facts: Facts, as_of: int, rules: Rules = USUAL) -> int:
    """The score alone; ``as_of`` is in UTC epoch microseconds."""
    return max(0, min(100, sum(_points(facts, as_of, rules))))


def explain(facts: Facts, as_of: int, rules: Rules = USUAL) -> Score:
    """The score with every rule's points and reason, in the order of ``WEIGHTS``."""
    silent = days_since(facts.last_touch, as_of)
    reached = [word for word, known in (("e-mail", facts.email), ("phone", facts.phone)) if known]
    reasons = (
        _answered(facts.qualified, facts.unqualified, 3),
        _answered(facts.evaluated, facts.unevaluated, 4),
        facts.source or "not known",
        f"{counted(facts.touches, 'touch')} in {ENGAGED_DAYS} days",
        " and ".join(reached) or "no way to reach anybody",
        "the one who decides is known" if facts.decision_maker else "the one who decides is not known",
        f"last touch {counted(silent, 'day')} ago",
    )
    given = _points(facts, as_of, rules)
    return Score(
        max(0, min(100, sum(given))),
        tuple(
            Points(rule, points, rules.weights[rule], reason)
            for rule, points, reason in zip(WEIGHTS, given, reasons, strict=True)
        ),
    )


def _points(facts: Facts, as_of: int, rules: Rules) -> tuple[int, ...]:
    most = rules.weights
    share = rules.shares.get(facts.source, OWN_SOURCE_SHARE) if facts.source else 0
    return (
        int(most["qualification"] * (facts.qualified - facts.unqualified) / 3),
        int(most["evaluation"] * (facts.evaluated - facts.unevaluated) / 4),
        most["source"] * share // 100,
        most["engagement"] * min(facts.touches, FULL_ENGAGEMENT) // FULL_ENGAGEMENT,
        most["contact-details"] * (facts.email + facts.phone) // 2,
        most["decision-maker"] * facts.decision_maker,
        -min(most["silence"], max(0, days_since(facts.last_touch, as_of) - SILENT_AFTER)),
    )


def _answered(met: int, refused: int, of: int) -> str:
    return f"{met} of {of} answered yes" + (f", {refused} no" if refused else "")
