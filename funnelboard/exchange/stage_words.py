"""Other programs' words for stages and outcomes, in several languages, compared like the names of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.folding import squashed

T = TypeVar("T")

_STAGE_WORDS = {
    Stage.LEAD: (
        "lead, leads, new, new lead, new deal, open, open not contacted, open deal, not started, prospecting, "
        "inquiry, enquiry, incoming, inbox, backlog, intake, not contacted, contact, contacted, contacting, contact "
        "made, first contact, initial contact, attempted to contact, attempting contact, connected, working, working "
        "contacted, nurturing, nurture, idea, suspect, subscriber, lead in, lead generated, awareness, interest, "
        "follow up, interested, unassigned, to contact, nuevo, nuevo lead, prospeccion, contactado, primer contacto, "
        "abierto, sin contactar, novo, novo lead, prospeccao, contatado, primeiro contato, contato, contato feito, "
        "aberto, em aberto, nouveau, nouveau lead, prospection, contacte, a contacter, premier contact, ouvert, neu, "
        "neuer lead, offen, akquise, kontaktiert, erstkontakt, anfrage, ny, nytt lead, prospektering, kontaktet, "
        "kontakt tatt, apen, kontaktad, forsta kontakt, oppen, forste kontakt, aben, uusi, liidi, otettu yhteytta, "
        "avoin, contact etabli, contacto realizado, kontakt hergestellt, kontakt aufgenommen, kontakt etablerad, "
        "kontakt etablert, kontakt etableret, kontakt opprettet, first call, cold, warm, hot, raw, unqualified lead "
        "in, to call, call back, cold lead, warm lead, hot lead, new opportunity, potential, target, identified, "
        "interessentengewinnung, kaltakquise, neuer kontakt, neuer deal, interessiert, unbearbeitet, zu kontaktieren, "
        "nouveau contact, a appeler, nouvelle opportunite, interesse, nueva oportunidad, por contactar, interesado, "
        "nueva, nova, nova oportunidade, interessado, a contatar, ny lead, nytt, nytt salg, nysalg, ny mulighet, "
        "interessert, a kontakte, ny affar, nytt arende, intresserad, att kontakta, nyt lead, ny mulighed, "
        "interesseret, uusi liidi, uusi mahdollisuus, kiinnostunut, kontaktoitu, kontaktoitava, kontakt"
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
        "tapaaminen sovittu, prospekt, rendez vous planifie, qualifie pour l achat, cita agendada, calificado para "
        "comprar, calificado para la compra, compromisso agendado, agendamento marcado, qualificado para comprar, "
        "qualificado para compra, qualifiziert zum kauf, qualifiziert fur kauf, kaufqualifiziert, vorqualifiziert, "
        "avtale planlagt, kvalifisert til kjop, forste mote, behov avklart, behov kartlagt, kvalificerad for kop, "
        "forsta mote, behov identifierat, aftale planlagt, kvalificeret til kob, forste moede, moede aftalt, moede "
        "booket, behov afklaret, valmis ostamaan, kelpoinen, patevoity, ensitapaaminen, tapaaminen, "
        "behovskartlegging, discovery meeting, needs identified, need identified, needs assessment, budget confirmed, "
        "opportunity identified, meeting held, first meeting held, meeting done, behovsavklaring"
    ),
    Stage.OPPORTUNITY: (
        "opportunity, opportunities, engaging, engaged, active, in progress, discovery, discovery call, discover, "
        "scoping, intent, technical validation, solution design, due diligence, term sheet, procurement, legal, "
        "closing, verbal, final review, prepare documents, prepayment invoice, final invoice, invoice sent, needs "
        "analysis, need analysis, develop, developing, demo, demo scheduled, demo done, trial, poc, proof of concept, "
        "pilot, presentation, presentation scheduled, evaluation, evaluating, value proposition, solution, propose, "
        "proposal, proposal made, proposal sent, proposal price quote, proposal quote, proposition, quote, quote "
        "sent, quoted, offer, offer sent, initial offer, id decision makers, identify decision makers, decision maker "
        "bought in, decision makers bought in, perception analysis, converted, closed converted, negotiate, "
        "negotiating, negotiation, negotiations, negotiation review, negotiations started, in negotiation, contract, "
        "contract sent, contract review, pending contract, legal review, verbal commitment, verbal agreement, "
        "payment, pending payment, commit, committed, best case, oportunidad, presentacion, demostracion, analisis de "
        "necesidades, propuesta, propuesta enviada, propuesta presentada, presupuesto, presupuesto enviado, oferta, "
        "oferta enviada, negociacion, negociation, en negociacion, contrato, contrato enviado, en curso, en proceso, "
        "oportunidade, apresentacao, demonstracao, analise de necessidades, proposta, proposta enviada, orcamento, "
        "orcamento enviado, negociacao, em negociacao, em andamento, opportunite, demonstration, analyse des besoins, "
        "proposition envoyee, proposition commerciale, devis, devis envoye, offre, offre envoyee, en negociation, "
        "contrat, contrat envoye, en cours, verkaufschance, prasentation, bedarfsanalyse, angebot, angebot gesendet, "
        "angebot erstellt, angebot verschickt, verhandlung, in verhandlung, vertrag, vertrag gesendet, in "
        "bearbeitung, mulighet, behovsanalyse, presentasjon, tilbud, tilbud sendt, forhandling, i forhandling, "
        "forhandlinger, kontrakt, kontrakt sendt, avtale sendt, affarsmojlighet, behovsanalys, offert, offert "
        "skickad, forhandlingar, avtal, avtal skickat, kontrakt skickat, pagaende, mulighed, praesentation, aftale "
        "sendt, i gang, mahdollisuus, esittely, tarjous, tarjous lahetetty, tarjottu, neuvottelu, neuvottelut, "
        "neuvottelussa, sopimus, sopimus lahetetty, closure, verbal acceptance, verbal yes, verbally agreed, "
        "shortlist, shortlisted, business case, proof of value, validation, solution presented, proposal presented, "
        "proposal review, quotation, quotation sent, decision, decision pending, awaiting decision, awaiting "
        "signature, contracting, contract negotiation, terms agreed, final negotiation, follow up on proposal, sample "
        "sent, site survey, presentation planifiee, decisionnaire convaincu, decideur convaincu, proposition faite, "
        "proposition de valeur, proposition remise, negociations entamees, negociation commencee, analyse de la "
        "perception, identification des decideurs, demo planifiee, demonstration planifiee, accord verbal, en attente "
        "de signature, en attente de decision, bon de commande, presentacion programada, tomador de decisiones, "
        "responsable de la decision aceptado, demo programada, propuesta hecha, propuesta realizada, propuesta de "
        "valor, negociaciones iniciadas, negociaciones, analisis de percepcion, acuerdo verbal, pendiente de firma, "
        "pendiente, seguimiento, visita tecnica, cotizacion, cotizado, cotizacion enviada, evaluacion, apresentacao "
        "agendada, tomador de decisao envolvido, demonstracao agendada, proposta feita, proposta apresentada, "
        "negociacoes iniciadas, acordo verbal, avaliacao, cotacao, aguardando assinatura, prasentation vereinbart, "
        "prasentationstermin vereinbart, entscheidungstrager hat zugestimmt, entscheidungstrager uberzeugt, demo "
        "geplant, angebot gemacht, angebot unterbreitet, angebot abgegeben, angebotsphase, verhandlung begonnen, "
        "verhandlungen, wahrnehmungsanalyse, nutzenversprechen, vorschlag, mundliche zusage, entscheidung, "
        "vertragsverhandlung, presentasjon planlagt, beslutningstaker overbevist, demo planlagt, tilbud gitt, tilbud "
        "levert, tilbudt, forhandlinger startet, forslag, muntlig aksept, muntlig avtale, avklaring, losningsforslag, "
        "beslutning, kontraktsforhandling, presentation bokad, beslutsfattare med, demo bokad, demo inplanerad, "
        "offert lamnad, offererad, forhandling paborjad, muntligt avtal, muntligt ja, beslut, forslag skickat, "
        "praesentation planlagt, beslutningstager overbevist, tilbud afgivet, mundtlig accept, mundtlig aftale, "
        "esitys sovittu, paattaja mukana, demo sovittu, demo pidetty, tarjous tehty, tarjous jatetty, neuvottelut "
        "aloitettu, ehdotus, suullinen hyvaksynta, paatos, sopimusneuvottelu"
    ),
}

_OUTCOME_WORDS = {
    Outcome.WON: (
        "won, closed won, close won, win, deal won, success, successful, signed, customer, contract signed, sold, "
        "purchased, ganado, ganada, cerrado ganado, cerrada ganada, cerrado y ganado, negocio ganado, vendido, "
        "cliente, ganho, ganha, fechado ganho, fechada ganha, fechado e ganho, gagne, gagnee, conclu, cloture gagne, "
        "affaire gagnee, ferme gagne, signe, vendu, gewonnen, abgeschlossen gewonnen, geschlossen gewonnen, "
        "erfolgreich, beauftragt, vunnet, lukket vunnet, avsluttet vunnet, solgt, vunnen, stangd vunnen, avslutad "
        "vunnen, sald, vundet, lukket vundet, voitettu, suljettu voitettu, kauppa voitettu, cierre ganado, ganadas, "
        "negocio cerrado, venta, venta cerrada, venta realizada, firmado, firmada, contrato firmado, fechamento "
        "ganho, venda fechada, negocio fechado, vendido e pago, assinado, fermee gagnee, cloturee gagnee, vente "
        "conclue, contrat signe, commande, client, auftrag, auftrag erhalten, vertrag unterschrieben, verkauft, "
        "kunde, abgeschlossen und gewonnen, geschlossen und gewonnen, closed and won, signert, kontrakt signert, "
        "avtale signert, ordre, bestilt, vunnet salg, signerad, avtal signerat, kontrakt signerat, ordern vunnen, "
        "affar vunnen, kund, underskrevet, kontrakt underskrevet, salg vundet, kauppa, kauppa tehty, sopimus "
        "allekirjoitettu, tilaus, asiakas, toteutunut, voitto, order, order received, purchase order, po received, "
        "deal closed, live, onboarded"
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
        "suljettu havitty, hylatty, cierre perdido, perdidas, venta perdida, sin interes, no interesado, no "
        "interesada, cancelado, cancelada, anulado, fechamento perdido, venda perdida, sem interesse, nao "
        "interessado, desistiu, fermee perdue, cloturee perdue, sans suite, pas interesse, annule, annulee, "
        "abandonnee, abgeschlossen und verloren, geschlossen und verloren, closed and lost, kein interesse, nicht "
        "interessiert, abgesagt, storniert, tapt salg, ikke interessert, avvist, kansellert, avlyst, trukket, affar "
        "forlorad, ej intresserad, nej tack, avbruten, avslag, salg tabt, ikke interesseret, afvist, annulleret, "
        "kauppa havitty, ei kiinnostusta, ei kiinnostunut, peruttu, menetys, no go, lost deal, withdrawn, not won, "
        "lost to competitor, spam, bad fit, not a fit, duplicate"
    ),
}

_OPEN_WORDS = (
    "open, in progress, active, ongoing, pending, abierto, abierta, activo, en curso, aberto, aberta, em aberto, em "
    "andamento, ouvert, ouverte, en cours, offen, laufend, apen, aktiv, pagaende, oppen, aben, igangvaerende, avoin, "
    "kesken, opened, abiertas, ouvertes, in bearbeitung, aktive, apent, pagar, kaynnissa"
)

_CLOSED_WORDS = (
    "closed, close, done, completed, cerrado, cerrada, fechado, fechada, ferme, fermee, cloture, abgeschlossen, "
    "geschlossen, lukket, avsluttet, stangd, avslutad, afsluttet, suljettu, paatetty, cerrar, cierre, fechamento, "
    "cloturee, cloturer, erledigt, lukkede, avslutat, lopetettu, finished"
)

_HOLD_WORDS = (
    "on hold, hold, paused, postponed, parked, snoozed, contact in future, en espera, pausado, em espera, en attente, "
    "en pause, pausiert, zuruckgestellt, pa vent, satt pa vent, vilande, pausad, pausad tills vidare, sat pa pause, "
    "odottaa, tauolla, suspended, deferred, delayed, later, future, on ice, not now, not yet, suspendido, aplazado, "
    "pospuesto, mas adelante, suspenso, adiado, suspendu, reporte, plus tard, verschoben, vertagt, pausiert bis auf "
    "weiteres, spater, utsatt, senere, pauset, uppskjuten, senare, udsat, udskudt, siirretty, myohemmin"
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
