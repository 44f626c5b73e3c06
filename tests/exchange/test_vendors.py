"""Exports of sales programs are understood whole: every column, and where each deal stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from funnelboard.exchange.csv_file import read_csv
from funnelboard.exchange.headers import Columns, match_columns
from funnelboard.exchange.imported_deals import read_deals
from funnelboard.exchange.stage_reading import PLACES, Meaning, read_stage
from tests.exchange.vendors import VENDORS


def fields_in_order(columns: Columns) -> list[str]:
    """The field that each column fills, with ``-`` for none; a column that names the deal too is what else it is."""
    found = ["-"] * len(columns.header)
    for name, position in columns.positions.items():
        if name != "title" or found[position] == "-":
            found[position] = name
    return found


@pytest.mark.parametrize("name", VENDORS)
def test_an_export_comes_along_whole(tmp_path: Path, name: str) -> None:
    vendor = VENDORS[name]
    path = tmp_path / "deals.csv"
    path.write_text("\n".join((vendor.header, *vendor.rows)) + "\n", encoding="utf-8")
    file = read_csv(path)
    columns = match_columns(file.header, rows=(row.cells for row in file.rows()))
    read = read_deals(file, columns, None, None)

    found = dict(zip(file.header, fields_in_order(columns), strict=True))
    assert found == dict(zip(file.header, vendor.fields.split(), strict=True))
    assert [(deal.outcome or deal.stage).value for deal in read.deals] == vendor.places.split()
    assert (tuple(read.rejected), read.set_aside) == ((), ())


EXPORTS = {
    "HubSpot deals": (
        "Record ID=external_id, Deal Name=title, Deal Stage=stage, Pipeline=-, Amount=amount, Close Date=closed, "
        "Create Date=created, Deal owner=owner, Associated Company=company, Associated Contact=contact"
    ),
    "HubSpot deals, lower case": (
        "hs_object_id=external_id, dealname=title, dealstage=stage, amount=amount, closedate=closed, "
        "createdate=created, hubspot_owner_id=owner"
    ),
    "HubSpot deals with ids": (
        "Record ID=external_id, Deal Name=title, Associated Company IDs (Primary)=-, "
        "Associated Company (Primary)=company, Associated Contact IDs=-, Associated Contact=contact"
    ),
    "HubSpot contacts": (
        "Record ID=external_id, First Name=first_name, Last Name=last_name, Email=email, Phone Number=phone, "
        "Job Title=job_title, Company Name=company, Lead Status=stage, Lifecycle Stage=-"
    ),
    "Pipedrive deals": (
        "Deal - ID=external_id, Deal - Title=title, Deal - Value=amount, Deal - Currency of Value=currency, "
        "Deal - Organization=company, Deal - Contact person=contact, Deal - Owner=owner, Deal - Pipeline=-, "
        "Deal - Stage=stage, Deal - Status=outcome, Deal - Label=tags, Deal - Probability=probability, "
        "Deal - Deal created=created, Deal - Expected close date=expected_close, Deal - Won time=won_on, "
        "Deal - Lost time=lost_on, Deal - Lost reason=lost_reason"
    ),
    "Pipedrive people": (
        "Person - ID=external_id, Person - Name=contact, Person - Label=tags, Person - Organization=company, "
        "Person - Phone - Work=phone, Person - Phone - Mobile=mobile, Person - Email - Work=email, "
        "Person - Owner=owner, Person - Job title=job_title, Person - Person created=created"
    ),
    "Pipedrive leads": (
        "Lead - ID=external_id, Lead - Title=title, Lead - Value=amount, Lead - Currency=currency, "
        "Lead - Owner=owner, Lead - Source=source, Lead - Labels=tags, Lead - Contact person=contact, "
        "Lead - Organization=company, Lead - Lead created=created, Lead - Expected close date=expected_close"
    ),
    "Pipedrive without entities": "ID=external_id, Title=title, Organization=company, Contact person=contact",
    "Salesforce report": (
        "Opportunity ID=external_id, Opportunity Name=title, Opportunity Owner=owner, Account Name=company, "
        "Stage=stage, Amount=amount, Close Date=closed, Type=-, Lead Source=source"
    ),
    "Salesforce objects": (
        "Id=external_id, Name=title, OwnerId=owner, AccountId=company, StageName=stage, Amount=amount, "
        "CloseDate=closed, Type=-, LeadSource=source, NextStep=follow_up_what"
    ),
    "Salesforce leads": (
        "First Name=first_name, Last Name=last_name, Company / Account=company, Title=job_title, Status=stage, "
        "Rating=-, Lead Source=source, Lead Owner=owner, Email=email"
    ),
    "Odoo": (
        "Opportunity=title, Salesperson=owner, Stage=stage, Expected Revenue=amount, Expected Closing=expected_close, "
        "Closed Date=closed, Lost Reason=lost_reason, Customer=company, Contact Name=contact, Email=email, "
        "Phone=phone, Mobile=mobile, Probability=probability, Tags=tags, Notes=note"
    ),
    "Odoo in Norwegian": (
        "Mulighet=title, Selger=owner, Stadium=stage, Forventet omsetning=amount, Forventet lukking=expected_close, "
        "Lukkedato=closed, Tapsårsak=lost_reason, Kunde=company, Kontaktnavn=contact, E-post=email, Telefon=phone, "
        "Mobil=mobile, Sannsynlighet=probability, Etiketter=tags, Notater=note"
    ),
    "Odoo in Norwegian, otherwise": (
        "Salgsmulighet=title, Forventet inntekt=amount, Forventet avslutning=expected_close, Årsak til tap=lost_reason"
    ),
    "Zoho leads": (
        "LEADID=external_id, Last Name=last_name, Company=company, Lead Owner=owner, Email=email, Mobile=mobile, "
        "Lead Source=source, Lead Status=stage, Created Time=created"
    ),
    "Frappe": (
        "Organization=company, Status=stage, Deal Owner=owner, Deal Value=amount, "
        "Expected Closure Date=expected_close, Lost Reason=lost_reason, Source=source"
    ),
    "atomic-crm contacts": (
        "first_name=first_name, last_name=last_name, gender=-, title=job_title, company=company, email_work=email, "
        "phone_work=phone, background=note, first_seen=created, status=stage, tags=tags, linkedin_url=-"
    ),
    "CRM-Term": "Account Name*=company, DM=contact, Email=email, Phone=phone, Note=note",
    "English": "Customer=company, Deal value=amount, Sales rep=owner, Next step=follow_up_what, Due date=follow_up",
    "Norwegian": "Kunde=company, Beløp=amount, Selger=owner, Fase=stage, Kilde=source, Merknad=note, Epost=email",
    "Swedish": "Företag=company, Värde=amount, Säljare=owner, Fas=stage, Källa=source, Anteckning=note, E-post=email",
    "Danish": "Virksomhed=company, Beløb=amount, Sælger=owner, Trin=stage, Kilde=source, Notat=note, Tlf=phone",
    "Finnish": "Yritys=company, Arvo=amount, Myyjä=owner, Vaihe=stage, Lähde=source, Muistiinpano=note, Puhelin=phone",
    "French": "Société=company, Montant=amount, Vendeur=owner, Étape=stage, Origine=source, Remarques=note",
    "German": "Firma=company, Betrag=amount, Verkäufer=owner, Phase=stage, Quelle=source, Bemerkung=note",
    "Spanish": "empresa=company, contacto=contact, etapa=stage, importe=amount, responsable=owner, correo=email",
    "Portuguese": "empresa=company, contato=contact, etapa=stage, valor=amount, responsável=owner, observações=note",
}
"""What is said of other programs' files where they are documented, each column with the field it fills."""


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_recognise_themselves(name: str) -> None:
    wanted = dict(pair.rsplit("=", 1) for pair in EXPORTS[name].split(", "))
    for header in (tuple(wanted), tuple(map(str.upper, wanted)), tuple(f" {column} *" for column in wanted)):
        found = dict(zip(wanted, fields_in_order(match_columns(header)), strict=True))
        assert found == wanted


STAGES = {
    "lead": (
        "Contact Made; Prospecting; New; Contacted; Attempted to Contact; Not Contacted; Open - Not Contacted; "
        "Working; Nurturing; Intake; Contact in Future; On Hold; Kontakt hergestellt; Contact établi; Contacto "
        "realizado; Contato feito; Kontakt etablert; Kontakt etablerad; Kontakt etableret; Otettu yhteyttä"
    ),
    "prospect": (
        "Appointment Scheduled; Qualified To Buy; Qualified; Qualification; Pre-Qualified; Prequalified; Qualify; "
        "MQL; SQL; Sales Qualified; Cualificación; Termin vereinbart; Rendez-vous planifié; Qualifié pour l'achat; "
        "Cita programada; Qualificado; Kvalifisert til kjøp; Kvalificerad för köp; Kvalificeret til køb; Kelpoinen"
    ),
    "opportunity": (
        "Presentation Scheduled; Decision Maker Bought-In; Contract Sent; Demo Scheduled; Proposal Made; Negotiations "
        "Started; Needs Analysis; Value Proposition; Id. Decision Makers; Perception Analysis; Proposal/Price Quote; "
        "Negotiation/Review; Proposition; Engaging; Develop; Propose; Discovery; Demo; Trial; Negotiation; "
        "Negotiating; Proposal Sent; Contract; Pending Contract; Payment; Commit; Angebot unterbreitet; Proposition "
        "faite; Propuesta enviada; Negociación; Proposta feita; Tilbud gitt; Offert lämnad; Tilbud afgivet; Tarjous "
        "tehty"
    ),
    "won": (
        "Closed Won; Won; Cerrado ganado; Cierre ganado; Abgeschlossen und gewonnen; Fermé gagné; Fechado ganho; "
        "Vunnet; Vunnen; Vundet; Kauppa tehty"
    ),
    "lost": (
        "Closed Lost; Lost; Junk Lead; Lost Lead; Not Qualified; Closed - Not Converted; Dead; Disqualified; "
        "Unqualified; Cerrado perdido; Abgeschlossen und verloren; Fermé perdu; Fechado perdido; Tapt; Förlorad; "
        "Tabt; Kauppa hävitty"
    ),
}


@pytest.mark.parametrize("place", STAGES)
def test_stages_recognise_themselves(place: str) -> None:
    words = STAGES[place].split("; ")
    found = {word: read_stage(word) for word in (*words, *map(str.lower, words), *map(str.upper, words))}
    on_hold = {word for word, meaning in found.items() if meaning and meaning.on_hold}
    assert {word.casefold() for word in on_hold} <= {"contact in future", "on hold"}
    assert {word for word in found.keys() - on_hold if found[word] != Meaning(*PLACES[place])} == set()
