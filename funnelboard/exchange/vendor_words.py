"""Other programs' words for our terms: stages, outcomes, lost reasons and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.sources import CALLED, plain
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.headers import words_of

T = TypeVar("T")

_STAGE_WORDS = {
    Stage.LEAD: (
        "lead, leads, new, new lead, open, prospecting, inquiry, enquiry, incoming, backlog, not contacted, attempted "
        "to contact, idea, suspect, mql, marketing qualified lead"
    ),
    Stage.PROSPECT: (
        "prospect, prospects, qualifying, qualification, qualified, qualified lead, contacted, contact made, working, "
        "working contacted, discovery, needs analysis, needs defined, nurturing, appointment scheduled, meeting "
        "scheduled, qualified to buy, sql, sales qualified lead"
    ),
    Stage.OPPORTUNITY: (
        "opportunity, opportunities, engaging, engaged, active, in progress, demo, demo scheduled, presentation, "
        "presentation scheduled, evaluation, value proposition, proposal, proposal made, proposal sent, proposal "
        "price quote, proposition, quote, quote sent, offer, id decision makers, identify decision makers, decision "
        "maker bought in, perception analysis, negotiation, negotiations, negotiation review, negotiations started, "
        "contract sent, commit"
    ),
}

_OUTCOME_WORDS = {
    Outcome.WON: "won, closed won, closedwon, close won, win, deal won, success, signed, customer",
    Outcome.LOST: (
        "lost, closed lost, closedlost, close lost, loss, deal lost, closed lost to competition, failed, unqualified, "
        "disqualified, rejected, abandoned, cancelled, canceled"
    ),
}

_CLOSED_WORDS = ("closed", "close", "done")

_LOST_WORDS = {
    LostReason.PRICE: "price, pricing, too expensive, expensive, cost, price too high",
    LostReason.BUDGET: "budget, no budget, lack of budget, lost to no budget, funding, no funds",
    LostReason.TIMING: "timing, bad timing, not now, not ready, too early, too late, postponed",
    LostReason.COMPETITOR: (
        "competitor, competition, lost to competitor, lost to competition, chose competitor, went with competitor"
    ),
    LostReason.NO_NEED: "no need, not needed, no interest, not interested, no fit, not a fit, bad fit",
    LostReason.NO_AUTHORITY: "no authority, wrong person, not the decision maker, no decision maker",
    LostReason.NO_DECISION: (
        "no decision, no decision made, no response, unresponsive, went dark, no decision non responsive"
    ),
}

_SOURCE_WORDS = {
    "referral": "partner, partner referral, employee referral, external referral",
    "social": "organic social, paid social",
    "content": "email marketing",
    "cold call": "outbound call",
}
"""Beside what sellers call them."""


def _by_word(table: Mapping[T, str]) -> dict[str, T]:
    return {word: meaning for meaning, words in table.items() for word in words.split(", ")}


_STAGES = _by_word(_STAGE_WORDS)
_OUTCOMES = _by_word(_OUTCOME_WORDS)
_LOST_REASONS = _by_word(_LOST_WORDS)
_SOURCES = CALLED | _by_word(_SOURCE_WORDS) | {source: source for source in SOURCES}


def read_stage(text: str) -> tuple[Stage, Outcome | None]:
    """The stage a word of another program means, with the outcome when it says one; an empty cell is a lead.

    ``Closed`` alone has no outcome: it needs another column to say won or lost.

    Raises:
        BadInput: The word is not known.
    """
    words = words_of(text)
    if not words:
        return Stage.LEAD, None
    if words in _CLOSED_WORDS:
        return Stage.CLOSED, None
    if outcome := _OUTCOMES.get(words):
        return Stage.CLOSED, outcome
    if stage := _STAGES.get(words):
        return stage, None
    raise BadInput(
        f"“{text}” is not a stage FunnelBoard knows; put lead, prospect, opportunity, won or lost in its place"
    )


def read_outcome(text: str) -> Outcome | None:
    """Won or lost where the cell says so; None for anything else, such as a status of "open"."""
    return _OUTCOMES.get(words_of(text))


def read_lost_reason(text: str, detail: str) -> tuple[LostReason, str]:
    """The lost reason that a file's words mean, and the words kept with it; words we do not know become "other"."""
    words = words_of(text)
    if reason := _LOST_REASONS.get(words):
        return reason, detail
    told = "" if words in ("", "other", "none", "null", "n a") else text
    return LostReason.OTHER, "; ".join(filter(None, (told, detail))) or "not given on import"


def read_source(text: str) -> tuple[str, str]:
    """One of our sources where the words mean one, and what is kept as its detail; else the words as they are."""
    name, _, detail = (part.strip() for part in text.partition(":"))
    source = _SOURCES.get(words_of(name)) or _SOURCES.get(plain(name))
    if source is None:
        return text, ""
    return source, detail or ("" if words_of(name) in source else name)
