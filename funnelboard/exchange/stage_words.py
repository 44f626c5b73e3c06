"""Other programs' words for stages and outcomes, in several languages, compared like the names of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.folding import squashed

T = TypeVar("T")

_STAGE_WORDS = {
    Stage.LEAD: (
        "lead, leads, new, new lead, new deal, open, open not contacted, open deal, not started, prospecting, inquiry, "
        "enquiry, incoming, inbox, backlog, intake, not contacted, contact, contacted, contacting, contact made, first "
        "contact, initial contact, attempted to contact, attempting contact, connected, working, working contacted, "
        "nurturing, nurture, idea, suspect, subscriber, lead in, lead generated, awareness, interest, follow up, "
        "interested, unassigned, to contact, nuevo, nuevo lead, prospeccion, contactado, primer contacto, abierto, sin "
        "contactar, novo, novo lead, prospeccao, contatado, primeiro contato, contato, contato feito, aberto, em "
        "aberto, nouveau, nouveau lead, prospection, contacte, a contacter, premier contact, ouvert, neu, neuer lead, "
        "offen, akquise, kontaktiert, erstkontakt, anfrage, ny, nytt lead, prospektering, kontaktet, kontakt tatt, "
        "apen, kontaktad, forsta kontakt, oppen, forste kontakt, aben, uusi, liidi, otettu yhteytta, avoin"
    ),
    Stage.PROSPECT: (
        "prospect, prospects, qualify, qualifying, qualification, qualified, qualified lead, pre qualified, "
        "prequalified, prequalification, mql, marketing qualified, marketing qualified lead, sql, sales qualified, "
        "sales qualified lead, sal, sales accepted lead, appointment scheduled, meeting scheduled, meeting booked, "
        "meeting, first meeting, intro call, consideration, needs defined, qualified to buy, assessment, pipeline, "
        "cualificacion, cualificado, calificacion, calificado, calificada, prospecto, reunion agendada, reunion, cita "
        "programada, qualificacao, qualificado, qualificada, reuniao agendada, reuniao, qualification en cours, "
        "qualifie, qualifiee, rendez vous pris, rdv pris, rendez vous, qualifizierung, qualifiziert, interessent, "
        "termin vereinbart, bedarfsermittlung, kvalifisering, kvalifisert, mote avtalt, mote, kvalificering, "
        "kvalificerad, kvalificeret, mote bokat, mode aftalt, mode booket, kvalifiointi, kvalifioitu, prospekti, "
        "tapaaminen sovittu, prospekt"
    ),
    Stage.OPPORTUNITY: (
        "opportunity, opportunities, engaging, engaged, active, in progress, discovery, discovery call, discover, "
        "scoping, intent, technical validation, solution design, due diligence, term sheet, procurement, legal, "
        "closing, verbal, final review, prepare documents, prepayment invoice, final invoice, invoice sent, needs "
        "analysis, need analysis, develop, developing, demo, demo scheduled, demo done, trial, poc, proof of concept, "
        "pilot, presentation, presentation scheduled, evaluation, evaluating, value proposition, solution, propose, "
        "proposal, proposal made, proposal sent, proposal price quote, proposal quote, proposition, quote, quote sent, "
        "quoted, offer, offer sent, initial offer, id decision makers, identify decision makers, decision maker bought "
        "in, decision makers bought in, perception analysis, converted, closed converted, negotiate, negotiating, "
        "negotiation, negotiations, negotiation review, negotiations started, in negotiation, contract, contract sent, "
        "contract review, pending contract, legal review, verbal commitment, verbal agreement, payment, pending "
        "payment, commit, committed, best case, oportunidad, presentacion, demostracion, analisis de necesidades, "
        "propuesta, propuesta enviada, propuesta presentada, presupuesto, presupuesto enviado, oferta, oferta enviada, "
        "negociacion, negociation, en negociacion, contrato, contrato enviado, en curso, en proceso, oportunidade, "
        "apresentacao, demonstracao, analise de necessidades, proposta, proposta enviada, orcamento, orcamento "
        "enviado, negociacao, em negociacao, em andamento, opportunite, demonstration, analyse des besoins, "
        "proposition envoyee, proposition commerciale, devis, devis envoye, offre, offre envoyee, en negociation, "
        "contrat, contrat envoye, en cours, verkaufschance, prasentation, bedarfsanalyse, angebot, angebot gesendet, "
        "angebot erstellt, angebot verschickt, verhandlung, in verhandlung, vertrag, vertrag gesendet, in bearbeitung, "
        "mulighet, behovsanalyse, presentasjon, tilbud, tilbud sendt, forhandling, i forhandling, forhandlinger, "
        "kontrakt, kontrakt sendt, avtale sendt, affarsmojlighet, behovsanalys, offert, offert skickad, forhandlingar, "
        "avtal, avtal skickat, kontrakt skickat, pagaende, mulighed, praesentation, aftale sendt, i gang, "
        "mahdollisuus, esittely, tarjous, tarjous lahetetty, tarjottu, neuvottelu, neuvottelut, neuvottelussa, "
        "sopimus, sopimus lahetetty"
    ),
}

_OUTCOME_WORDS = {
    Outcome.WON: (
        "won, closed won, close won, win, deal won, success, successful, signed, customer, contract signed, sold, "
        "purchased, ganado, ganada, cerrado ganado, cerrada ganada, cerrado y ganado, negocio ganado, vendido, "
        "cliente, ganho, ganha, fechado ganho, fechada ganha, fechado e ganho, gagne, gagnee, conclu, cloture gagne, "
        "affaire gagnee, ferme gagne, signe, vendu, gewonnen, abgeschlossen gewonnen, geschlossen gewonnen, "
        "erfolgreich, beauftragt, vunnet, lukket vunnet, avsluttet vunnet, solgt, vunnen, stangd vunnen, avslutad "
        "vunnen, sald, vundet, lukket vundet, voitettu, suljettu voitettu, kauppa voitettu"
    ),
    Outcome.LOST: (
        "lost, closed lost, close lost, loss, deal lost, lost lead, junk lead, junk, closed lost to competition, "
        "closed not converted, not converted, not qualified, failed, dead, dead lead, unqualified, disqualified, "
        "rejected, declined, abandoned, cancelled, canceled, no sale, not interested, perdido, perdida, cerrado "
        "perdido, cerrada perdida, cerrado y perdido, negocio perdido, descartado, no calificado, rechazado, fechado "
        "perdido, fechada perdida, fechado e perdido, desqualificado, perdu, perdue, cloture perdu, affaire perdue, "
        "ferme perdu, abandonne, refuse, verloren, abgeschlossen verloren, geschlossen verloren, abgelehnt, nicht "
        "qualifiziert, tapt, lukket tapt, avsluttet tapt, avslatt, ikke kvalifisert, forlorad, stangd forlorad, "
        "avslutad forlorad, avbojd, ej kvalificerad, tabt, lukket tabt, ikke kvalificeret, havitty, menetetty, "
        "suljettu havitty, hylatty"
    ),
}

_OPEN_WORDS = (
    "open, in progress, active, ongoing, pending, abierto, abierta, activo, en curso, aberto, aberta, em aberto, em "
    "andamento, ouvert, ouverte, en cours, offen, laufend, apen, aktiv, pagaende, oppen, aben, igangvaerende, avoin, "
    "kesken"
)

_CLOSED_WORDS = (
    "closed, close, done, completed, cerrado, cerrada, fechado, fechada, ferme, fermee, cloture, abgeschlossen, "
    "geschlossen, lukket, avsluttet, stangd, avslutad, afsluttet, suljettu, paatetty"
)

_HOLD_WORDS = (
    "on hold, hold, paused, postponed, parked, snoozed, contact in future, en espera, pausado, em espera, en attente, "
    "en pause, pausiert, zuruckgestellt, pa vent, satt pa vent, vilande, pausad, pausad tills vidare, sat pa pause, "
    "odottaa, tauolla"
)


def _by_word(table: Mapping[T, str]) -> dict[str, T]:
    return {squashed(word): meaning for meaning, words in table.items() for word in words.split(", ")}


STAGES = _by_word(_STAGE_WORDS)
"""Stages of open deals, by the squashed word."""
OUTCOMES = _by_word(_OUTCOME_WORDS)
OPEN = frozenset(map(squashed, _OPEN_WORDS.split(", ")))
"""What a status says of a deal that has no outcome yet."""
CLOSED = frozenset(map(squashed, _CLOSED_WORDS.split(", ")))
"""What says that a deal has an outcome, and not which."""
ON_HOLD = frozenset(map(squashed, _HOLD_WORDS.split(", ")))
"""What says that a deal is set aside."""

PHRASES = tuple(
    sorted(
        {word for words in _STAGE_WORDS.values() for word in words.split(", ") if len(word) > 3}
        | {word for words in _OUTCOME_WORDS.values() for word in words.split(", ") if " " in word},
        key=len,
        reverse=True,
    )
)
"""Words to look for inside what is not known as a whole, the longest first; of outcomes only what cannot be meant
otherwise."""

NOT = frozenset(
    (
        "not",
        "no",
        "non",
        "un",
        "never",
        "kein",
        "keine",
        "nicht",
        "ikke",
        "ej",
        "inte",
        "icke",
        "pas",
        "sin",
        "nao",
        "ei",
    )
)
"""Words beside which a phrase says something else."""
