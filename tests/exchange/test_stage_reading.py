"""Other programs' words for stages mean ours, in several languages; of others the nearest known one is taken."""

from __future__ import annotations

import pytest

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.stage_reading import PLACES, Meaning, read_stage, read_stage_choices
from funnelboard.exchange.stage_words import CLOSED, ON_HOLD, OUTCOMES, STAGES

WORDS = {
    "lead": (
        "Prospecting, Contact Made, New, Open - Not Contacted, Working - Contacted, Nurturing, Intake, Contacted, "
        "Attempted to Contact, Not Contacted, Prospección, Contactado, Neu, Ny, Nouveau, Prospecção, Kontaktet, "
        "Kontaktad, Kontakt tatt"
    ),
    "prospect": (
        "Appointment Scheduled, qualifiedtobuy, Qualified, Qualification, Pre-Qualified, Pre Qualified, Qualify, MQL, "
        "SQL, Sales Qualified, Prospect, Cualificación, Qualifiziert, Kvalifisert, Kvalificerad, Qualifié, Qualificado"
    ),
    "opportunity": (
        "Presentation Scheduled, Decision Maker Bought-In, Contract Sent, Demo Scheduled, Proposal Made, Negotiations "
        "Started, Needs Analysis, Value Proposition, Id. Decision Makers, Perception Analysis, Proposal/Price Quote, "
        "Negotiation/Review, Proposition, Engaging, Develop, Propose, Discovery, Demo, Trial, Negotiating, Proposal "
        "Sent, Contract, Pending Contract, Payment, Commit, Initial Offer, Propuesta enviada, Negociación, Angebot, "
        "Verhandlung, Tilbud sendt, Forhandling, Förhandling, Offert skickad, Devis envoyé, Négociation, Negociação, "
        "Tarjous lähetetty"
    ),
    "won": "Won, Closed Won, closedwon, Cerrado ganado, Ganho, Gewonnen, Vunnet, Vunnen, Vundet, Gagné, Voitettu",
    "lost": (
        "Lost, Closed Lost, closedlost, Junk Lead, Lost Lead, Not Qualified, Closed - Not Converted, Dead, "
        "Disqualified, Unqualified, Cerrado perdido, Perdido, Verloren, Tapt, Förlorad, Tabt, Perdu, Hävitty"
    ),
}


def place(word: str) -> str | None:
    meaning = read_stage(word)
    return meaning and (meaning.outcome or meaning.stage).value


@pytest.mark.parametrize("wanted", WORDS)
def test_words_of_other_programs(wanted: str) -> None:
    found = {word: read_stage(word) for word in WORDS[wanted].split(", ")}
    assert {word for word, meaning in found.items() if meaning != Meaning(*PLACES[wanted])} == set()


def test_a_word_is_in_one_table_only() -> None:
    tables = (STAGES.keys(), OUTCOMES.keys(), CLOSED, ON_HOLD)
    assert sum(map(len, tables)) == len(set().union(*tables))


def test_closed_alone_says_no_outcome_and_nothing_is_a_lead() -> None:
    assert read_stage("Closed") == Meaning(Stage.CLOSED)
    assert read_stage("") == Meaning(Stage.LEAD)
    assert read_stage("On Hold") == Meaning(Stage.LEAD, on_hold=True)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("3. Negotiation", "opportunity"),
        ("E. Proposal", "opportunity"),
        ("Fase 3 - Negociación", "opportunity"),
        ("Stage 1: Qualified", "prospect"),
        ("02 Demo", "opportunity"),
        ("CLOSED_WON", "won"),
    ],
)
def test_a_number_in_front_does_not_matter(word: str, wanted: str) -> None:
    assert read_stage(word) == Meaning(*PLACES[wanted])


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("Lost - price", "lost"),
        ("Sales pipeline: Negotiation", "opportunity"),
        ("Proposal sent to client", "opportunity"),
        ("Closed Won 2025", "won"),
        ("Negotation", "opportunity"),
        ("Demo not held", None),
        ("PRODUCTION", None),
        ("Will be won soon", None),
        ("Limbo", None),
    ],
)
def test_the_nearest_known_word_is_taken(word: str, wanted: str | None) -> None:
    assert place(word) == wanted
    assert wanted is None or read_stage(word) == Meaning(*PLACES[wanted], near=True)


def test_what_a_user_says_of_words() -> None:
    assert read_stage_choices(("Site visit=Prospect", "a=b = won")) == {"Site visit": "prospect", "a=b": "won"}
    for wrong in ("Site visit", "=won", "Site visit=closed", "Site visit="):
        with pytest.raises(BadInput, match=r"is not WORD=STAGE.*lead, prospect, opportunity, won, lost, or tag"):
            read_stage_choices((wrong,))


def test_places_are_ours() -> None:
    assert PLACES["won"] == (Stage.CLOSED, Outcome.WON)
    assert {read_stage(name) for name in PLACES} == {Meaning(*where) for where in PLACES.values()}
