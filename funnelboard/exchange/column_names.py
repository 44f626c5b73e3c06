"""What other programs and people call the columns of a list of deals, likeliest first, in several languages.

A name is compared by its letters and digits alone, so ``deal name`` is also ``Deal_Name`` and ``dealname``; a noun in
front (``Deal - ``) and a currency (``amount_usd``, ``Value (€)``) are taken off before.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "external_id": (
        "external id, opportunity id, deal id, potential id, record id, hs object id, uuid, guid, id, lead id, "
        "person id, number, id oportunidad, id oportunidade, id negocio, id opportunite, id d enregistrement, id de "
        "registro, id do registro, datensatz id, post id, oppid, opportunity number, deal number, vorgangsnummer"
    ),
    "title": (
        "title, deal title, deal name, opportunity name, potential name, deal, opportunity, name, subject, topic, "
        "titulo, nombre, nombre del negocio, nombre de la oportunidad, oportunidad, negocio, asunto, nome, nome do "
        "negocio, oportunidade, assunto, titre, nom de l affaire, nom de l opportunite, affaire, opportunite, "
        "objet, titel, bezeichnung, name der verkaufschance, verkaufschance, geschaft, betreff, tittel, navn, "
        "salgsmulighet, mulighet, namn, affar, affarsnamn, affarsmojlighet, mulighed, salgsmulighed, nimi, otsikko, "
        "kauppa, myyntimahdollisuus, nom, nom de la transaction, projektname, project name, project, proyecto, "
        "projet, projekt, prosjekt, hanke, product, product name, product line, producto, produto, produit, "
        "produkt, produktnavn, produktnamn, tuote, product id, id producto, id produto, id produit, produkt id"
    ),
    "company": (
        "company, company name, account, account name, accounts, companies, organizations, organisations, "
        "organization 1 name, organisation, organization, organisation name, organization name, associated company, "
        "person organization, company account, customer, customer name, potential customer, client, client name, "
        "party, business, business name, firm, empresa, compania, cuenta, cliente, organizacion, nombre de la "
        "empresa, nombre de la cuenta, conta, organizacao, nome da empresa, entreprise, societe, compte, organisme, "
        "nom de l entreprise, unternehmen, firma, firmenname, kunde, kundenname, organisasjon, bedrift, firmanavn, "
        "kundenavn, selskap, foretag, foretagsnamn, kund, kundnamn, bolag, virksomhed, selskab, yritys, asiakas, "
        "organisaatio, associated company domain, company domain, company domain name, domain, company id, account "
        "id, customer id, id empresa, id cliente, id entreprise, firma id, kunde id, kontoname, konto, account "
        "holder, rechnungsempfanger, raison sociale, azienda, cliente final, razon social, organizacion nombre"
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
        "kontaktihenkilo, beslutningstaker, entscheider, linked contact, related contacts, associated contacts, "
        "people, persona, personne, personne de contact, personne a contacter, contact principal, nimi ja titteli, "
        "asiakkaan yhteyshenkilo, kontaktpersoner, kontakter, contactos, contatos"
    ),
    "email": (
        "email, email address, mail, contact email, associated contact email, person email, person email work, "
        "email work, work email, correo, correo electronico, endereco de e mail, courriel, adresse e mail, adresse "
        "email, e mail adresse, epost, epostadresse, epostadress, sahkoposti, email 1, email 1 value, emails, e "
        "mail 1 value, primary email, email addresses, email home, email other, private email, adresse "
        "electronique, sahkopostiosoite, person email home, person email other"
    ),
    "phone": (
        "phone, phone number, telephone, telephone number, tel, contact phone, person phone, person phone work, "
        "work phone, business phone, phone work, phone 1, phone 1 value, telefono, numero de telefono, telefone, "
        "numero de telephone, telefon, telefonnummer, tlf, puhelin, puhelinnumero, phone numbers, phone home, home "
        "phone, phone other, other phone, office phone, company phone, primary phone, numero de telefone, "
        "rufnummer, telefonnumer, puh, person phone home, person phone other"
    ),
    "mobile": (
        "mobile, mobile phone, mobile phone number, person phone mobile, phone mobile, cell, cell phone, movil, "
        "celular, telemovel, portable, handy, mobil, mobilnummer, mobiltelefon, matkapuhelin, gsm, movil personal, "
        "numero de celular, numero de movil, handynummer, telephone portable, mobile number, mobilnr, kannykka"
    ),
    "job_title": (
        "job title, organization title, organization 1 title, contact job title, contact title, person job title, "
        "position, cargo, puesto, fonction, poste, position im unternehmen, funktion, stilling, stillingstittel, "
        "yrke, befattning, tehtavanimike, titteli, funcion, titel und position, titulo del cargo, puesto de trabajo, "
        "intitule du poste, berufsbezeichnung, stillingsbetegnelse, arbetstitel"
    ),
    "birthday": (
        "birthday, birth date, date of birth, birthdate, dob, born, contact birthday, person birthday, cumpleanos, "
        "fecha de nacimiento, aniversario, data de nascimento, anniversaire, date de naissance, geburtstag, "
        "geburtsdatum, bursdag, fodselsdag, fodselsdato, fodt, fodelsedag, fodelsedatum, fodd, syntymapaiva, "
        "syntymaaika"
    ),
    "owner": (
        "owner, deal owner, opportunity owner, lead owner, contact owner, person owner, potential owner, record "
        "owner, owner name, sales owner, owned by, responsible user, responsible person, assigned user, assigned "
        "user name, user name, sales agent, sales rep, sales representative, salesperson, salesman, rep, rep name, "
        "agent, seller, account manager, account executive, account owner, assigned to, responsible, user, "
        "responsable, propietario, vendedor, comercial, asignado a, agente, proprietario, responsavel, commercial, "
        "vendeur, proprietaire, verantwortlich, verantwortlicher, zustandig, besitzer, verkaufer, "
        "vertriebsmitarbeiter, ansvarlig, eier, selger, ansvarig, agare, saljare, saelger, ejer, omistaja, myyja, "
        "vastuuhenkilo, assigned, assignee, user responsible, salesperson name, sales executive, sales person, "
        "account rep, owner full name, owner email, hubspot team member, person responsible, vendedora, ejecutivo, "
        "ejecutivo de ventas, propietario del negocio, asesor, consultor, gestor, responsable comercial, charge d "
        "affaires, gestionnaire, zustandiger mitarbeiter, mitarbeiter, deal inhaber, inhaber, bearbeiter, "
        "kundeansvarlig, salgsansvarlig, ansvarlig selger, saksbehandler, affarsansvarig, kontaktansvarig, "
        "kundansvarig, forsaljare, vastuumyyja, sales manager, hubspot owner id, owner id, manager id, seller id, "
        "sales rep id, user id, id vendedor, id responsable"
    ),
    "stage": (
        "stage, deal stage, opportunity stage, sales stage, pipeline stage, stage name, phase, funnel stage, step, "
        "milestone, etapa, etapa del negocio, fase, estagio, etapa do negocio, etape, phase de vente, verkaufsphase, "
        "vertriebsphase, verkaufsstufe, steg, salgsfase, salgstrinn, stadium, stadie, trinn, fas, saljfas, trin, "
        "vaihe, current stage, opportunity status, fase del negocio, fase de venta, fase do negocio, etapa de venta, "
        "etapa da venda, etapa do funil, etape de vente, phase de la transaction, etape de l affaire, deal phase, "
        "verkaufsstatus, stufe, salgsstadium, salgsstadie, salgsstatus, forsaljningsfas, saljsteg, salgsproces, "
        "myyntivaihe, myynnin vaihe, niveau, lead status, lifecycle stage, status, deal status, status label, estado, "
        "estado del negocio, situacao, status do negocio, statut, tila, stage id, status id"
    ),
    "outcome": (
        "outcome, result, status type, won lost, status, deal status, state, win loss, deal outcome, estado, "
        "resultado, situacao, statut, resultat, ergebnis, utfall, tulos, forecast type, current state, deal state, "
        "opportunity state, opportunity status, estado del negocio, status do negocio, etat, zustand, tila"
    ),
    "is_won": "won, is won, closed won, is closed won, ganado, ganho, gagne, gewonnen, vunnet, vunnen, vundet",
    "is_lost": "lost, is lost, closed lost, is closed lost, perdido, perdu, verloren, tapt, forlorad, tabt, havitty",
    "is_closed": "closed, is closed, cerrado, cerrada, fechado, ferme, geschlossen, lukket, avsluttet, avslutad",
    "amount": (
        "amount, deal amount, deal value, opportunity amount, opportunity value, close value, contract value, "
        "estimated deal value, est revenue, estimated revenue, est value, estimated value, estimated amount, "
        "expected amount, expected value, value, expected revenue, revenue, price, total, total amount, total "
        "value, deal size, bid amount, sales amount, annual contract value, acv, tcv, arr, mrr, final mrr, amount "
        "in company currency, importe, monto, valor, valor estimado, valor del negocio, ingresos estimados, "
        "ingresos esperados, valor do negocio, receita, receita esperada, montant, valeur, revenu, revenu attendu, "
        "chiffre d affaires, ca estime, betrag, wert, auftragswert, umsatz, erwarteter umsatz, volumen, belop, "
        "belopp, belob, verdi, forventet inntekt, forventet omsetning, varde, affarsvarde, forvantad intakt, "
        "vaerdi, forventet omsaetning, summa, arvo, odotettu liikevaihto, tulo odotus, salgssum, salgsverdi, "
        "salgsbelop, ordreverdi, kontraktsverdi, ordervarde, forsaljningsvarde, kontraktsvarde, kaupan arvo, "
        "tilauksen arvo, myynnin arvo, auftragssumme, angebotssumme, auftragsvolumen, deal betrag, dealwert, "
        "vertragswert, geschatzter umsatz, importe estimado, monto estimado, valor total, monto total, importe "
        "total, valor da proposta, valor esperado, montant estime, montant total, montant ht, valeur estimee, lead "
        "value, opportunity revenue, quote amount, quote total, order value, annual value, deal total, sum, pris, "
        "preis, precio, preco, prix, hinta, actual revenue, actual value, final amount, final value"
    ),
    "final_amount": (
        "actual revenue, actual value, actual amount, final amount, final value, won amount, closed amount, importe "
        "final, valor final, montant final, tatsachlicher umsatz"
    ),
    "currency": (
        "currency, currency code, deal currency, deal currency code, amount currency, currency of value, value "
        "currency, bid currency, iso currency, currency iso code, moneda, divisa, moeda, devise, monnaie, wahrung, "
        "valuta, valuutta, moneda del negocio, devise de la transaction, deal wahrung, valutakode, currency symbol, "
        "currency name, valuta kode"
    ),
    "probability": (
        "probability, deal probability, win probability, close probability, prob, likelihood, confidence, "
        "probabilidad, probabilidade, probabilite, wahrscheinlichkeit, sannsynlighet, sannolikhet, sandsynlighed, "
        "todennakoisyys, hs deal stage probability, probability of winning, win likelihood, win rate, win chance, "
        "chance, chance of winning, abschlusswahrscheinlichkeit, probabilidad de cierre, probabilidade de "
        "fechamento, probabilite de gain, chanse, sannsynlighet prosent"
    ),
    "created": (
        "created, created at, created on, created date, create date, creation date, date created, created time, "
        "date of creation, deal created, lead created, engage date, add time, added on, date added, date entered, "
        "open date, opened, start date, deal created date, fecha de creacion, fecha creacion, creado, creado el, "
        "fecha, data de criacao, data criacao, criado em, data, date de creation, cree le, erstellt, erstellt am, "
        "erstellungsdatum, erstelldatum, anlagedatum, opprettet, opprettet dato, skapad, skapat, oprettet, luotu, "
        "luontipaiva, added at, added, record created, record created at, inserted at, entry date, enquiry date, "
        "inquiry date, lead date, registrert, registrert dato, registreringsdato, opprettelsesdato, opprettet den, "
        "skapad den, registrerad, registreringsdatum, oprettelsesdato, oprettet den, luontipvm, perustettu, "
        "angelegt am, angelegt, eingangsdatum, fecha de alta, fecha de registro, fecha de entrada, data de "
        "cadastro, data de entrada, date d ajout, date d entree, cree, person created, contact created, contact "
        "create date, first seen, date"
    ),
    "closed": (
        "closed, closed at, closed on, actual close date, actual close, actual closing date, completed date, "
        "completed on, completed at, date completed, won lost date, won lost at, closed won date, actual closing, "
        "fecha real de cierre, data de fechamento real, date de cloture reelle, tatsachliches abschlussdatum, "
        "faktisk lukkedato, faktisk avslutsdatum, todellinen paattymispaiva, close date, closed date, closing date, "
        "date closed, close time, deal closed, closed time, converted date, conversion date, fecha de cierre, fecha "
        "cierre, fecha de cierre real, cerrado el, data de fechamento, data fechamento, fechado em, date de "
        "cloture, date de fermeture, cloture le, abschlussdatum, abgeschlossen am, geschlossen am, lukkedato, "
        "avsluttet dato, avsluttet, lukket, avslutsdatum, stangd, stangningsdatum, suljettu, sulkemispaiva, "
        "salgsdato, forsaljningsdatum, verkaufsdatum, fecha de venta, data da venda, date de vente, sale date, "
        "order date, close, closing, lukningsdato, afslutningsdato, sluttdato, slutdatum, slutdato, avsluttes, "
        "paattymispaiva, sulkemispvm, kauppapaiva"
    ),
    "won_on": "won time, won date, won on, date won, gewonnen am, vunnet dato",
    "lost_on": "lost time, lost date, lost on, date lost, verloren am, tapt dato",
    "expected_close": (
        "expected close, expected close date, expected closing date, expected closing, expected closure date, "
        "estimated close, estimated close date, est close date, forecast close date, projected close date, target "
        "close date, target date, cierre previsto, cierre estimado, cierre esperado, fecha prevista de cierre, "
        "fecha de cierre prevista, fecha de cierre estimada, previsao de fechamento, fechamento previsto, data "
        "prevista de fechamento, date de cloture prevue, cloture prevue, fermeture prevue, erwarteter abschluss, "
        "erwartetes abschlussdatum, voraussichtlicher abschluss, voraussichtliches abschlussdatum, forventet "
        "avslutning, forventet lukkedato, forventet lukking, forventet avsluttet, forvantat avslut, forvantat "
        "avslutsdatum, forventet lukning, arvioitu paattyminen, odotettu sulkeminen, estimated closing date, "
        "estimated closing, forecasted close date, anticipated close date, anticipated close, planned close date, "
        "expected to close, expected close on, expected order date, expected date, forecast date, forecast close, "
        "close forecast, assumed close date, expected sign date, expected signing date, fecha estimada de cierre, "
        "fecha cierre estimada, fecha cierre prevista, cierre estimada, data estimada de fechamento, data prevista, "
        "previsao, previsao de encerramento, data prevista de conclusao, date de cloture estimee, date prevue de "
        "cloture, date de signature prevue, cloture estimee, geplanter abschluss, geplantes abschlussdatum, "
        "erwartetes datum, voraussichtliches datum, forventet dato, forventet salgsdato, forventet signering, "
        "forventet sluttdato, forvantat slutdatum, forvantat datum, beraknat avslut, beraknat avslutsdatum, "
        "forventet afslutning, forventet afslutningsdato, odotettu paattymispaiva, arvioitu sulkemispaiva, odotettu "
        "kauppapaiva, arvioitu paattymispaiva, close date, closing date, fecha de cierre, fecha cierre, data de "
        "fechamento, date de cloture, date de fermeture, abschlussdatum, lukkedato, avslutsdatum, salgsdato"
    ),
    "lost_reason": (
        "lost reason, loss reason, closed lost reason, reason lost, reason for loss, why lost, status reason, "
        "motivo de perdida, razon de perdida, motivo da perda, raison de perte, motif de perte, verlustgrund, grund "
        "fur verlust, tapsarsak, tapt arsak, forlustorsak, tabsarsag, havion syy, loss reason name, state reason, "
        "reason for losing, lost because, closed lost category, razon de la perdida, motivo de la perdida, motivo "
        "perdida, razon perdida, motivo de perda, raison de la perte, motif perte, raison perte, ablehnungsgrund, "
        "absagegrund, arsak til tap, tapt grunn, orsak till forlust, forlorad orsak, arsag til tab, unqualified "
        "reason"
    ),
    "lost_detail": "lost detail, loss detail, lost comment, loss comment",
    "source": (
        "source, lead source, deal source, original source, original traffic source, origin, channel, fuente, "
        "origen, fuente del lead, origen del lead, origem, fonte, origine, provenance, quelle, herkunft, "
        "leadquelle, kilde, kalla, lahde, deal origin, lead origin, lead channel, marketing source, first source, "
        "source name, campaign source, fuente de la oportunidad, fuente original, canal, canal de origem, fonte do "
        "lead, canal d acquisition, source du lead, source de la piste, ursprung, ursprungsquelle, lead quelle, "
        "herkunftskanal, kanal, opprinnelse, salgskilde, ursprungskalla, leadkalla, oprindelse, alkupera, "
        "hankintakanava"
    ),
    "tags": (
        "tags, tag, labels, label, etiquetas, etiqueta, etiquettes, schlagworte, merker, etiketter, tunnisteet, "
        "keywords, etiquette, marcadores, stikkord, taggar, maerker, emneord, nyckelord, lead labels, deal label, "
        "deal labels, person label, person labels"
    ),
    "follow_up": (
        "follow up, follow up date, next follow up, next follow up date, next activity date, next step date, next "
        "contact date, next activity, due date, due, next due, proxima actividad, proximo contacto, proxima "
        "atividade, prochaine activite, prochaine relance, nachste aktivitat, wiedervorlage, neste aktivitet, "
        "oppfolging, nasta aktivitet, uppfoljning, naeste aktivitet, seuraava toimenpide, next task date, next task "
        "due, next call, next call date, next meeting, next contact, next action date, reminder, reminder date, "
        "callback date, call back, follow up on, next touch, proxima accion, fecha proxima accion, fecha de "
        "seguimiento, proximo seguimiento, proxima acao, data de retorno, proximo contato, date de relance, "
        "relance, prochaine action, rappel, prochain contact, nachster kontakt, nachste aktion, wiedervorlage am, "
        "erinnerung, naste kontakt, neste kontakt, neste oppfolging, oppfolgingsdato, uppfoljningsdatum, "
        "opfolgning, opfolgningsdato, naeste opfolgning, naeste kontakt, seurantapaiva, seuraava yhteydenotto, "
        "seuraava kontakti"
    ),
    "follow_up_time": "follow up time, next follow up time, next activity time, activity time, due time, next time",
    "follow_up_what": (
        "follow up what, next what, next step, next action, next activity subject, to do, proximo paso, proximo "
        "passo, prochaine etape, nachster schritt, neste steg, nasta steg, naeste skridt, seuraava askel, next "
        "task, next action item, next activity note, todo, next steps, siguiente paso, proxima accion a realizar, "
        "proximos pasos, proximos passos, prochaines etapes, nachste schritte, neste handling, nasta atgard, naeste "
        "handling, seuraavat toimet"
    ),
    "note": (
        "note, notes, comment, comments, description, remark, remarks, memo, notas, nota, comentarios, descripcion, "
        "observaciones, descricao, observacoes, remarques, commentaire, commentaires, notiz, notizen, bemerkung, "
        "bemerkungen, beschreibung, notat, notater, kommentar, beskrivelse, anteckning, anteckningar, beskrivning, "
        "muistiinpano, muistiinpanot, kuvaus, internal notes, details, detail, background, summary, additional "
        "info, additional information, about, info, information, note text, latest note, last note, message, "
        "comentario, detalles, notas internas, mensaje, detalhes, comentario interno, anotacoes, mensagem, details "
        "de l affaire, informations, message client, details complementaires, anmerkung, anmerkungen, kommentare, "
        "details zum geschaft, merknad, merknader, detaljer, kommentarer, noteringar, bemaerkninger, bemaerkning, "
        "lisatiedot, kommentti, kommentit, huomautus"
    ),
}

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {field: tuple(names.split(", ")) for field, names in _NAMES.items()}
"""Every field that a column can fill, and the names its column usually has, likeliest first."""
