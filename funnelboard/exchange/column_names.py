"""What other programs and people call the columns of a list of deals, likeliest first, in several languages.

A name is compared by its letters and digits alone, so ``deal name`` is also ``Deal_Name`` and ``dealname``; a noun in
front (``Deal - ``) and a currency (``amount_usd``, ``Value (€)``) are taken off before.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "external_id": (
        "external id, opportunity id, deal id, record id, person id, hs object id, lead id, uuid, guid, id, number, id "
        "oportunidad, id oportunidade, id negocio, id opportunite, oppid, vorgangsnummer"
    ),
    "title": (
        "title, deal title, deal name, opportunity name, potential name, deal, opportunity, name, subject, topic, "
        "titulo, nombre, nombre del negocio, nombre de la oportunidad, oportunidad, negocio, asunto, nome, nome do "
        "negocio, oportunidade, assunto, titre, nom de l affaire, nom de l opportunite, affaire, opportunite, objet, "
        "titel, bezeichnung, name der verkaufschance, verkaufschance, geschaft, betreff, tittel, navn, salgsmulighet, "
        "mulighet, namn, affar, affarsnamn, affarsmojlighet, mulighed, salgsmulighed, nimi, otsikko, kauppa, "
        "myyntimahdollisuus, product, product name, product line, producto, produto, produit, produkt, produktnavn, "
        "produktnamn, tuote, product id, id producto, id produto, id produit, produkt id"
    ),
    "company": (
        "company, company name, account, account name, organisation, organization, organisation name, organization "
        "name, associated company, person organization, company account, customer, customer name, potential customer, "
        "client, client name, party, business, business name, firm, empresa, compania, cuenta, cliente, organizacion, "
        "nombre de la empresa, nombre de la cuenta, conta, organizacao, nome da empresa, entreprise, societe, compte, "
        "organisme, nom de l entreprise, unternehmen, firma, firmenname, kunde, kundenname, organisasjon, bedrift, "
        "firmanavn, kundenavn, selskap, foretag, foretagsnamn, kund, kundnamn, bolag, virksomhed, selskab, yritys, "
        "asiakas, organisaatio, associated company domain, company domain, company domain name, domain, company id, "
        "account id, customer id, id empresa, id cliente, id entreprise, firma id, kunde id"
    ),
    "first_name": (
        "first name, given name, forename, contact first name, person first name, nombre de pila, primeiro nome, "
        "prenom, vorname, fornavn, fornamn, etunimi"
    ),
    "last_name": (
        "last name, surname, family name, contact last name, person last name, apellido, apellidos, sobrenome, "
        "apelido, nom de famille, nachname, familienname, etternavn, efternamn, efternavn, sukunimi"
    ),
    "contact": (
        "contact, contact name, contact person, primary contact, contacts, associated contact, person, person name, "
        "full name, buyer, decision maker, dm, contacto, nombre del contacto, nombre completo, persona de contacto, "
        "contato, nome do contato, nome completo, pessoa de contato, nom du contact, interlocuteur, nom complet, "
        "kontakt, kontaktperson, ansprechpartner, ansprechpartnerin, kontaktnavn, kontaktnamn, yhteyshenkilo, "
        "kontaktihenkilo, beslutningstaker, entscheider"
    ),
    "email": (
        "email, email address, mail, contact email, associated contact email, person email, person email work, email "
        "work, work email, correo, correo electronico, endereco de e mail, courriel, adresse e mail, adresse email, e "
        "mail adresse, epost, epostadresse, epostadress, sahkoposti, email 1, email 1 value"
    ),
    "phone": (
        "phone, phone number, telephone, telephone number, tel, contact phone, person phone, person phone work, work "
        "phone, business phone, phone work, phone 1, phone 1 value, telefono, numero de telefono, telefone, numero de "
        "telephone, telefon, telefonnummer, tlf, puhelin, puhelinnumero"
    ),
    "mobile": (
        "mobile, mobile phone, mobile phone number, person phone mobile, phone mobile, cell, cell phone, movil, "
        "celular, telemovel, portable, handy, mobil, mobilnummer, mobiltelefon, matkapuhelin"
    ),
    "job_title": (
        "job title, contact job title, contact title, person job title, position, cargo, puesto, fonction, poste, "
        "position im unternehmen, funktion, stilling, stillingstittel, yrke, befattning, tehtavanimike, titteli"
    ),
    "owner": (
        "owner, deal owner, opportunity owner, lead owner, contact owner, person owner, potential owner, record owner, "
        "owner name, sales owner, owned by, responsible user, responsible person, assigned user, assigned user name, "
        "user name, sales agent, sales rep, sales representative, salesperson, salesman, rep, rep name, agent, seller, "
        "account manager, account executive, account owner, assigned to, responsible, user, responsable, propietario, "
        "vendedor, comercial, asignado a, agente, proprietario, responsavel, commercial, vendeur, proprietaire, "
        "verantwortlich, verantwortlicher, zustandig, besitzer, verkaufer, vertriebsmitarbeiter, ansvarlig, eier, "
        "selger, ansvarig, agare, saljare, saelger, ejer, omistaja, myyja, vastuuhenkilo, hubspot owner id, owner id, "
        "manager id, seller id, sales rep id, user id, id vendedor, id responsable"
    ),
    "stage": (
        "stage, deal stage, opportunity stage, sales stage, pipeline stage, stage name, lead status, status, deal "
        "status, phase, funnel stage, step, lifecycle stage, milestone, status label, etapa, etapa del negocio, fase, "
        "estado, estagio, etapa do negocio, situacao, etape, phase de vente, statut, verkaufsphase, vertriebsphase, "
        "verkaufsstufe, steg, salgsfase, salgstrinn, stadium, stadie, trinn, saljfas, trin, vaihe, tila, stage id, "
        "status id"
    ),
    "outcome": (
        "outcome, result, status type, won lost, status, deal status, state, win loss, deal outcome, estado, "
        "resultado, situacao, statut, resultat, ergebnis, utfall, tulos, forecast type"
    ),
    "is_won": "won, is won, closed won, is closed won, ganado, ganho, gagne, gewonnen, vunnet, vunnen, vundet",
    "is_lost": "lost, is lost, closed lost, is closed lost, perdido, perdu, verloren, tapt, forlorad, tabt, havitty",
    "is_closed": "closed, is closed, cerrado, cerrada, fechado, ferme, geschlossen, lukket, avsluttet, avslutad",
    "amount": (
        "amount, deal amount, deal value, opportunity amount, opportunity value, close value, contract value, "
        "estimated deal value, est revenue, estimated revenue, est value, estimated value, estimated amount, expected "
        "amount, expected value, value, expected revenue, revenue, price, total, total amount, total value, deal size, "
        "bid amount, sales amount, annual contract value, acv, tcv, arr, mrr, final mrr, amount in company currency, "
        "importe, monto, valor, valor estimado, valor del negocio, ingresos estimados, ingresos esperados, valor do "
        "negocio, receita, receita esperada, montant, valeur, revenu, revenu attendu, chiffre d affaires, ca estime, "
        "betrag, wert, auftragswert, umsatz, erwarteter umsatz, volumen, belop, belopp, belob, verdi, forventet "
        "inntekt, forventet omsetning, varde, affarsvarde, forvantad intakt, vaerdi, forventet omsaetning, summa, "
        "arvo, odotettu liikevaihto, tulo odotus, actual revenue, actual value, final amount, final value"
    ),
    "final_amount": (
        "actual revenue, actual value, actual amount, final amount, final value, won amount, closed amount, importe "
        "final, valor final, montant final, tatsachlicher umsatz"
    ),
    "currency": (
        "currency, currency code, deal currency, deal currency code, amount currency, currency of value, value "
        "currency, bid currency, iso currency, currency iso code, moneda, divisa, moeda, devise, monnaie, wahrung, "
        "valuta, valuutta"
    ),
    "probability": (
        "probability, deal probability, win probability, close probability, prob, likelihood, confidence, "
        "probabilidad, probabilidade, probabilite, wahrscheinlichkeit, sannsynlighet, sannolikhet, sandsynlighed, "
        "todennakoisyys, hs deal stage probability"
    ),
    "created": (
        "created, created at, created on, created date, create date, creation date, date created, created time, date "
        "of creation, deal created, lead created, engage date, add time, added on, date added, date entered, open "
        "date, opened, start date, deal created date, fecha de creacion, fecha creacion, creado, creado el, fecha, "
        "data de criacao, data criacao, criado em, data, date de creation, cree le, erstellt, erstellt am, "
        "erstellungsdatum, anlagedatum, opprettet, opprettet dato, skapad, skapat, oprettet, luotu, luontipaiva, date"
    ),
    "closed": (
        "closed, closed at, closed on, actual close date, actual close, actual closing date, close date, closed date, "
        "closing date, date closed, close time, deal closed, closed time, converted date, conversion date, fecha de "
        "cierre, fecha cierre, fecha de cierre real, cerrado el, data de fechamento, data fechamento, fechado em, date "
        "de cloture, date de fermeture, cloture le, abschlussdatum, abgeschlossen am, geschlossen am, lukkedato, "
        "avsluttet dato, avsluttet, lukket, avslutsdatum, stangd, stangningsdatum, suljettu, sulkemispaiva"
    ),
    "won_on": "won time, won date, won on, date won, gewonnen am, vunnet dato",
    "lost_on": "lost time, lost date, lost on, date lost, verloren am, tapt dato",
    "expected_close": (
        "expected close, expected close date, expected closing date, expected closing, expected closure date, "
        "estimated close, estimated close date, est close date, forecast close date, projected close date, target "
        "close date, target date, cierre previsto, cierre estimado, cierre esperado, fecha prevista de cierre, fecha "
        "de cierre prevista, fecha de cierre estimada, previsao de fechamento, fechamento previsto, data prevista de "
        "fechamento, date de cloture prevue, cloture prevue, fermeture prevue, erwarteter abschluss, erwartetes "
        "abschlussdatum, voraussichtlicher abschluss, voraussichtliches abschlussdatum, forventet avslutning, "
        "forventet lukkedato, forventet lukking, forventet avsluttet, forvantat avslut, forvantat avslutsdatum, "
        "forventet lukning, arvioitu paattyminen, odotettu sulkeminen"
    ),
    "lost_reason": (
        "lost reason, loss reason, closed lost reason, reason lost, reason for loss, why lost, status reason, motivo "
        "de perdida, razon de perdida, motivo da perda, raison de perte, motif de perte, verlustgrund, grund fur "
        "verlust, tapsarsak, tapt arsak, forlustorsak, tabsarsag, havion syy"
    ),
    "lost_detail": "lost detail, loss detail, lost comment, loss comment",
    "source": (
        "source, lead source, deal source, original source, original traffic source, origin, channel, fuente, origen, "
        "fuente del lead, origen del lead, origem, fonte, origine, provenance, quelle, herkunft, leadquelle, kilde, "
        "kalla, lahde"
    ),
    "tags": "tags, tag, labels, label, etiquetas, etiqueta, etiquettes, schlagworte, merker, etiketter, tunnisteet",
    "follow_up": (
        "follow up, follow up date, next follow up, next follow up date, next activity date, next step date, next "
        "contact date, next activity, due date, due, next due, proxima actividad, proximo contacto, proxima atividade, "
        "prochaine activite, prochaine relance, nachste aktivitat, wiedervorlage, neste aktivitet, oppfolging, nasta "
        "aktivitet, uppfoljning, naeste aktivitet, seuraava toimenpide"
    ),
    "follow_up_time": "follow up time, next follow up time, next activity time, activity time, due time, next time",
    "follow_up_what": (
        "follow up what, next what, next step, next action, next activity subject, to do, proximo paso, proximo passo, "
        "prochaine etape, nachster schritt, neste steg, nasta steg, naeste skridt, seuraava askel"
    ),
    "note": (
        "note, notes, comment, comments, description, remark, remarks, memo, notas, nota, comentarios, descripcion, "
        "observaciones, descricao, observacoes, remarques, commentaire, commentaires, notiz, notizen, bemerkung, "
        "bemerkungen, beschreibung, notat, notater, kommentar, beskrivelse, anteckning, anteckningar, beskrivning, "
        "muistiinpano, muistiinpanot, kuvaus, internal notes"
    ),
}

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {field: tuple(names.split(", ")) for field, names in _NAMES.items()}
"""Every field that a column can fill, and the names its column usually has, likeliest first."""

NAMES_WITH_CURRENCY = ("estimated", "expected", "forecast", "est", "final", "actual", "size", "estimado", "budget")
"""What names the amount when a currency stands beside it, as in “Estimated $”."""

COUNTRY_NAMES = ("country", "country code", "billing country", "land", "pais", "pays", "maa")
"""Columns of countries, by which currencies with the same sign are told apart."""

NOUNS = (
    "deal opportunity lead crm hs potential oportunidad negocio oportunidade opportunite affaire geschaft "
    "verkaufschance mulighet mulighed affar kauppa"
)
"""What a row is, in front of the name of a column."""

HINTS = {
    "an amount": "amount value revenue price worth mrr betrag wert umsatz belop belopp belob verdi inntekt varde summa",
    "a stage": "stage phase status statut steg trin vaihe",
    "a date": "date dato datum day time paiva",
    "a name": "name navn namn nimi",
}
"""Last words in the names of columns that are likely to matter, by what they say is there."""

HINTS_BEFORE = {
    "an amount": "importe monto valor ingresos receita montant revenu",
    "a stage": "etapa fase estado estagio etape statut",
    "a date": "fecha data date",
    "a name": "nombre nome nom",
}
"""First words, in languages that put the noun in front."""

KINDS = {
    "companies": (
        "organization address, organization people, sector, industry, employees, number of employees, no of employees, "
        "employee count, year established, founded, annual revenue, website, subsidiary of, parent account, office "
        "location, headquarters, billing city, billing country, account type, company size, sic code, vat number"
    ),
    "activities": (
        "activity type, call type, call duration, duration, duration minutes, activity date, task, task priority, "
        "related to, all day, all day event, start time, end time, due date, regarding, direction, meeting type"
    ),
    "products": (
        "sku, product code, unit price, sales price, list price, stock, quantity in stock, in stock, barcode, product "
        "category, series, unit cost, reorder level, product family, quantity on hand"
    ),
}
"""Columns by which a list of something else than deals is known."""
