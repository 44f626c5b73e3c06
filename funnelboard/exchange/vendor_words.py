"""Other programs' words for our terms: outcomes, yes and no, lost reasons and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.sources import CALLED, plain
from funnelboard.domain.stage import LostReason, Outcome
from funnelboard.exchange.folding import squashed, words_of
from funnelboard.exchange.stage_words import OPEN, OUTCOMES

T = TypeVar("T")

_LOST_WORDS = {
    LostReason.PRICE: (
        "price, pricing, too expensive, expensive, cost, price too high, precio, preco, prix, preis, pris, hinta"
    ),
    LostReason.BUDGET: "budget, no budget, lack of budget, lost to no budget, funding, no funds, presupuesto",
    LostReason.TIMING: "timing, bad timing, not now, not ready, too early, too late, postponed",
    LostReason.COMPETITOR: (
        "competitor, competition, lost to competitor, lost to competition, chose competitor, went with competitor, "
        "out sold, outsold, competencia, competidor, concorrencia, concurrence, wettbewerb, konkurrent"
    ),
    LostReason.NO_NEED: "no need, not needed, no interest, not interested, lost interest, no fit, not a fit, bad fit",
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

FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "1", "si", "sí", "sim", "oui", "ja", "x", "kyllä"), True),
    **dict.fromkeys(("false", "no", "n", "0", "não", "non", "nein", "nei", "nej", "ei"), False),
}
"""What stands, in lower case, in a column of yes and no."""


def _by_word(table: Mapping[T, str]) -> dict[str, T]:
    return {word: meaning for meaning, words in table.items() for word in words.split(", ")}


_LOST_REASONS = _by_word(_LOST_WORDS)
_SOURCES = CALLED | _by_word(_SOURCE_WORDS) | {source: source for source in SOURCES}


def read_status(text: str) -> Outcome | Literal["open"] | None:
    """What a status says of how a deal ended: won, lost, or that it has not; None when it says something else."""
    word = squashed(text)
    return OUTCOMES.get(word) or ("open" if word in OPEN else None)


def read_flag(text: str) -> bool | None:
    """Whether a cell says yes or no; None when it says neither."""
    return FLAGS.get(text.casefold())


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
