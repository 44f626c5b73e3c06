"""Small files with the columns and stages that sales programs export, made from their public documentation.

Each is a header and rows, then what must come of it: which column fills which field, in the order of the file (``-``
where no field is for it), and where the deals come to stand. The words that are known were gathered before.
"""

from __future__ import annotations

from typing import NamedTuple


class Vendor(NamedTuple):
    """What a program exports, and what must come of it."""

    header: str
    rows: tuple[str, ...]
    fields: str
    places: str


VENDORS = {
    "Freshsales": Vendor(
        "Deal name,Deal value,Account name,Related contacts,Sales owner,Deal stage,Lost reason,Expected close date,"
        "Closed date,Probability (%),Deal type,Source,Created at",
        (
            "Pilot,1200,Acme,a@acme.fi;b@acme.fi,s@x.no,New,,2026-12-24,,10,New Business,Web,2026-01-02 10:00:00",
            "Rollout,5000,Fjord,c@fjord.no,s@x.no,Negotiation,,2026-12-24,,70,New Business,Web,2026-01-02 10:00:00",
            "Renewal,900,Fjord,,,Won,,2026-02-24,2026-02-20,100,,,2026-01-02 10:00:00",
        ),
        "title amount company contact owner stage lost_reason expected_close closed probability - source created",
        "lead opportunity won",
    ),
    "Insightly": Vendor(
        "Record Id,Opportunity Name,Details,Current State,State Reason,Probability of Winning,Forecast Close Date,"
        "Actual Close Date,Bid Currency,Bid Amount,Opportunity Value,User Responsible,Pipeline,Current Stage,"
        "Linked Organization,Linked Contact,Date Created",
        (
            "7,Pilot,first talk,Open,,40,2026-12-24,,NOK,100,100,Sales A,Sales,Qualified,Acme,Kari Nordmann,2026-01-02",
            "8,Rollout,,Won,,100,2026-02-24,2026-02-20,NOK,200,200,Sales A,Sales,Proposal,Fjord,,2026-01-02",
            "9,Renewal,,Abandoned,No answer,0,2026-02-24,2026-02-20,NOK,5,5,Sales A,Sales,Proposal,Fjord,,2026-01-02",
        ),
        "external_id title note outcome lost_reason probability expected_close closed currency - amount owner - stage "
        "company contact created",
        "prospect won lost",
    ),
    "HighLevel": Vendor(
        "Opportunity Name,Contact Name,phone,email,pipeline,stage,Lead Value,source,assigned,Created on,Updated on,"
        "lost reason name,Notes,tags,status,Opportunity ID,Contact ID",
        (
            (
                "Pilot,Kari Nordmann,+4799,k@x.no,Sales,New Lead,100,web,Sales A,2026-01-02T10:00:00Z,"
                "2026-01-03T10:00:00Z,,rang,big,open,o1,c1"
            ),
            "Rollout,Ola,,o@x.no,Sales,Proposal Sent,200,,,2026-01-02T10:00:00Z,2026-01-03T10:00:00Z,,,,won,o2,c2",
            "Renewal,Per,,p@x.no,Sales,Hot Lead,5,,,2026-01-02T10:00:00Z,2026-01-03T10:00:00Z,Price,,,lost,o3,c3",
        ),
        "title contact phone email - stage amount source owner created - lost_reason note tags outcome external_id -",
        "lead won lost",
    ),
    "Copper": Vendor(
        "Copper ID,Name,Primary Contact,Company,Assigned To,Status,Pipeline,Stage,Priority,Value,Currency,"
        "Win Probability,Close Date,Completed Date,Source,Loss Reason,Details,Tags,Date Created",
        (
            "1,Pilot,Kari,Acme,Sales A,Open,Sales,Qualified,High,100,EUR,10,2026-12-24,,web,,rang,big,2026-01-02",
            "2,Rollout,Ola,Acme,Sales A,Won,Sales,Contract Review,,200,EUR,100,2026-02-24,2026-02-20,,,,,2026-01-02",
            "3,Renewal,Per,Acme,Sales A,Abandoned,Sales,Follow-up,,5,EUR,,2026-02-24,2026-02-20,,Price,,,2026-01-02",
        ),
        "external_id title contact company owner outcome - stage - amount currency probability expected_close closed "
        "source lost_reason note tags created",
        "prospect won lost",
    ),
    "Close": Vendor(
        "id,lead_id,lead_name,status_label,status_type,pipeline_name,value,value_currency,value_period,confidence,"
        "note,user_name,contact_name,date_created,date_won,date_lost",
        (
            (
                "oppo_1,lead_1,Acme,Demo Completed,active,Sales,100,EUR,one_time,40,rang,Sales A,Kari,"
                "2026-01-02T10:00:00Z,,"
            ),
            "oppo_2,lead_2,Fjord,Won,won,Sales,200,EUR,one_time,100,,Sales A,,2026-01-02T10:00:00Z,2026-02-02,",
            "oppo_3,lead_2,Fjord,Lost,lost,Sales,5,EUR,one_time,0,,Sales A,,2026-01-02T10:00:00Z,,2026-02-02",
        ),
        "external_id - company stage outcome - amount currency - probability note owner contact created won_on lost_on",
        "opportunity won lost",
    ),
    "Zendesk Sell": Vendor(
        "id,name,owner,value,currency,stage_name,source,hot,loss_reason,estimated_close_date,primary_contact,"
        "company_name,email,phone,mobile,added_at,last_stage_change_at,tags",
        (
            "1,Pilot,Sales A,100,EUR,Incoming,web,true,,2026-12-24,Kari,Acme,k@x.no,+47,,2026-01-02,2026-01-03,big",
            "2,Rollout,Sales A,100,EUR,Quote,web,false,,2026-12-24,Kari,Acme,k@x.no,+47,,2026-01-02,2026-01-03,",
            "3,Offer,Sales A,100,EUR,Closure,web,false,,2026-12-24,Kari,Acme,k@x.no,+47,,2026-01-02,2026-01-03,",
            "4,Renewal,Sales A,5,EUR,Unqualified,,false,Price,2026-02-24,,,,,,2026-01-02,2026-01-03,",
        ),
        "external_id title owner amount currency stage source - lost_reason expected_close contact company email "
        "phone mobile created - tags",
        "lead opportunity opportunity lost",
    ),
    "SuperOffice in Norwegian": Vendor(
        "Salgs-ID;Salgsnavn;Firmanavn;Kontaktperson;Eier;Stadium;Status;Sannsynlighet;Salgssum;Valuta;Salgsdato;Kilde;"
        "Tapsårsak;Neste aktivitet;Registrert",
        (
            (
                "1;Pilot;Ørn AS;Kari;Selger A;Første kontakt;Åpen;10 %;1 000,50;NOK;24.12.2026;Messe;;01.12.2026;"
                "02.01.2026"
            ),
            "2;Utrulling;Ørn AS;Kari;Selger A;Tilbud;Solgt;100 %;2 000;NOK;20.02.2026;;;;02.01.2026",
            "3;Fornyelse;Ørn AS;;Selger A;Behov avklart;Tapt;0 %;5;NOK;20.02.2026;;Pris;;02.01.2026",
            "4;Tillegg;Ørn AS;;Selger A;Muntlig aksept;Åpen;90 %;5;NOK;20.12.2026;;;;02.01.2026",
        ),
        "external_id title company contact owner stage outcome probability amount currency closed source lost_reason "
        "follow_up created",
        "lead won lost opportunity",
    ),
    "HubSpot in French": Vendor(
        "ID d'enregistrement,Nom de la transaction,Phase de la transaction,Pipeline,Montant,Date de fermeture,"
        "Date de création,Propriétaire de la transaction,Entreprise associée,Contact associé",
        (
            "1,Pilote,Rendez-vous planifié,Ventes,100,2026-12-24,2026-01-02,Vendeur A,Acme (123456789),Kari",
            "2,Suite,Décisionnaire convaincu,Ventes,100,2026-12-24,2026-01-02,Vendeur A,Acme (123456789),Kari; Ola",
            "3,Reprise,Fermé gagné,Ventes,100,2026-02-24,2026-01-02,Vendeur A,Acme (123456789),",
            "4,Option,Qualifié pour l'achat,Ventes,100,2026-12-24,2026-01-02,Vendeur A,Acme (123456789),",
        ),
        "external_id title stage - amount closed created owner company contact",
        "prospect opportunity won prospect",
    ),
    "Capsule": Vendor(
        "Opportunity Id,Opportunity Name,Organisation,Person,Description,Currency,Expected Value,Milestone,"
        "Probability,Expected Close,Closed On,Owner,Lost Reason,Created,Updated,Tags",
        (
            "1,Pilot,Acme,Kari,rang,GBP,100,New,10,2026-12-24,,Sales A,,2026-01-02,2026-01-03,big",
            "2,Rollout,Acme,,,GBP,100,Won,100,2026-02-24,2026-02-20,Sales A,,2026-01-02,2026-01-03,",
        ),
        "external_id title company contact note currency amount stage probability expected_close closed owner "
        "lost_reason created - tags",
        "lead won",
    ),
    "Bitrix24": Vendor(
        "ID;Pipeline;Stage;Deal name;Type;Source;Total;Currency;Company;Contact;Responsible person;Created on;"
        "Modified on;Start date;Expected close date;Deal closed;Comment;Probability",
        (
            (
                "1;Sales;In progress;Pilot;Sale;Call;100;EUR;Acme;Kari;Sales A;12/24/2025 10:00:00;"
                "12/24/2025 10:00:00;12/24/2025;12/26/2026;N;rang;40"
            ),
            (
                "2;Sales;Deal won;Roll;Sale;Call;100;EUR;Acme;Kari;Sales A;12/24/2025 10:00:00;12/24/2025 10:00:00;"
                "12/24/2025;12/26/2026;Y;;100"
            ),
            (
                "3;Sales;Deal lost;Roll;Sale;Call;100;EUR;Acme;Kari;Sales A;12/24/2025 10:00:00;12/24/2025 10:00:00;"
                "12/24/2025;12/26/2026;Y;;0"
            ),
        ),
        "external_id - stage title - source amount currency company contact owner created - - expected_close "
        "is_closed note probability",
        "opportunity won lost",
    ),
    "monday": Vendor(
        "Name,Stage,Owner,Deal Value,Contacts,Accounts,Expected Close Date,Close Probability,Forecast Value,"
        "Last Interaction",
        (
            "Pilot,Discovery,Sales A,100,Kari,Acme,2026-12-24,40,40,2026-01-02",
            "Roll,Legal,Sales A,100,Kari,Acme,2026-12-24,40,40,2026-01-02",
            "Renew,Won,Sales A,100,Kari,Acme,2026-12-24,100,100,2026-01-02",
        ),
        "title stage owner amount contact company expected_close probability - -",
        "opportunity opportunity won",
    ),
    "Lime in Swedish": Vendor(
        "Affär;Företag;Person;Ansvarig;Status;Värde;Sannolikhet;Avslutsdatum;Viktat värde;Källa;Nästa aktivitet;Skapad",
        (
            "Pilot;Älv AB;Kari;Säljare A;1. Kontakt;10 000;10 %;2026-12-24;1 000;Mässa;2026-12-01;2026-01-02",
            "Ut;Älv AB;Kari;Säljare A;3. Offert skickad;10 000;10 %;2026-12-24;1 000;Mässa;;2026-01-02",
            "X;Älv AB;;Säljare A;Nej tack;10 000;10 %;2026-02-24;1 000;Mässa;;2026-01-02",
            "Y;Älv AB;;Säljare A;Order;10 000;10 %;2026-02-24;1 000;Mässa;;2026-01-02",
        ),
        "title company contact owner stage amount probability closed - source follow_up created",
        "lead opportunity lost won",
    ),
    "HubSpot in German": Vendor(
        "Datensatz-ID,Deal-Name,Deal-Phase,Pipeline,Betrag,Abschlussdatum,Erstelldatum,Zuständiger Mitarbeiter,"
        "Zugeordnetes Unternehmen,Zugeordneter Kontakt,Grund für Verlust",
        (
            "1,Pilot,Termin vereinbart,Vertrieb,100,2026-12-24,2026-01-02,A,Acme (123456789),Kari (k@x.no),",
            "2,R,Entscheidungsträger hat zugestimmt,Vertrieb,100,2026-12-24,2026-01-02,A,Acme,,",
            "3,S,Abgeschlossen und verloren,V,100,2026-02-24,2026-01-02,A,Acme,,Preis",
        ),
        "external_id title stage - amount closed created owner company contact lost_reason",
        "prospect opportunity lost",
    ),
    "HubSpot in Spanish": Vendor(
        "ID de registro,Nombre del negocio,Etapa del negocio,Pipeline,Valor,Fecha de cierre,Fecha de creación,"
        "Propietario del negocio,Empresa asociada,Contacto asociado",
        (
            "1,Piloto,Cita programada,V,100,2026-12-24,2026-01-02,A,Acme,Kari",
            "2,Otro,Presentación programada,V,100,2026-12-24,2026-01-02,A,Acme,Kari",
            "3,Otro,Cierre ganado,V,100,2026-02-24,2026-01-02,A,Acme,Kari",
        ),
        "external_id title stage - amount closed created owner company contact",
        "prospect opportunity won",
    ),
    "Pipedrive in German": Vendor(
        "Deal - Titel,Deal - Wert,Deal - Währung,Deal - Organisation,Deal - Kontaktperson,Deal - Besitzer,"
        "Deal - Phase,Deal - Status,Deal - Erwartetes Abschlussdatum,Deal - Gewonnen am,Deal - Verloren am,"
        "Deal - Verlustgrund,Deal - Deal erstellt",
        (
            "P,100,EUR,Acme,Kari,A,Kontakt hergestellt,Offen,2026-12-24,,,,2026-01-02",
            "Q,100,EUR,Acme,Kari,A,Angebot unterbreitet,Gewonnen,2026-12-24,2026-02-02,,,2026-01-02",
            "R,100,EUR,Acme,Kari,A,Verhandlung begonnen,Verloren,2026-12-24,,2026-02-02,Preis,2026-01-02",
        ),
        "title amount currency company contact owner stage outcome expected_close won_on lost_on lost_reason created",
        "lead won lost",
    ),
    "Pipedrive in Portuguese": Vendor(
        "Negócio - Título,Negócio - Valor,Negócio - Moeda,Negócio - Organização,Negócio - Pessoa de contato,"
        "Negócio - Proprietário,Negócio - Etapa,Negócio - Status,Negócio - Data de fechamento esperada,"
        "Negócio - Motivo da perda",
        (
            "P,100,BRL,Acme,Kari,A,Contato feito,Aberto,2026-12-24,",
            "Q,100,BRL,Acme,Kari,A,Proposta feita,Ganho,2026-02-24,",
            "R,100,BRL,Acme,Kari,A,Negociações iniciadas,Perdido,2026-02-24,Preço",
        ),
        "title amount currency company contact owner stage outcome expected_close lost_reason",
        "lead won lost",
    ),
    "Finnish sheet": Vendor(
        "Asiakas;Yhteyshenkilö;Sähköposti;Puhelin;Vaihe;Arvo;Todennäköisyys;Myyjä;Arvioitu kauppapäivä;Lisätiedot;"
        "Lähde",
        (
            "Ääni Oy;Aino;a@x.fi;+358 1;Tarjous tehty;1 000,50;40 %;M;24.12.2026;soitti;Messut",
            "Ääni Oy;Aino;a@x.fi;+358 1;Kauppa tehty;1 000,50;40 %;M;24.2.2026;;",
        ),
        "company contact email phone stage amount probability owner expected_close note source",
        "opportunity won",
    ),
    "Danish sheet": Vendor(
        "Virksomhed;Kontaktperson;Mail;Tlf.;Status;Beløb i DKK;Sandsynlighed;Sælger;Forventet lukning;Bemærkninger;"
        "Næste skridt;Oprettet den",
        (
            "Ø A/S;Kaj;k@x.dk;+45 1;Tilbud sendt;1.000,50;40 %;S;24-12-2026;ringede;møde;02-01-2026",
            "Ø A/S;Kaj;k@x.dk;+45 1;Tabt;1.000,50;40 %;S;24-02-2026;;;02-01-2026",
        ),
        "company contact email phone stage amount probability owner expected_close note follow_up_what created",
        "opportunity lost",
    ),
    "SugarCRM": Vendor(
        "ID,Name,Account Name,Opportunity Amount,Currency,Expected Close Date,Sales Stage,Probability (%),Lead Source,"
        "Type,Next Step,Description,Assigned to,Date Created,Date Modified,Campaign",
        (
            (
                "1,P,Acme,100,USD,12/24/2026,Prospecting,10,Cold Call,New Business,call,rang,A,12/24/2025 10:00,"
                "12/24/2025 10:00,"
            ),
            (
                "2,Q,Acme,100,USD,12/24/2026,Id. Decision Makers,10,Cold Call,New Business,call,rang,A,"
                "12/24/2025 10:00,12/24/2025 10:00,"
            ),
        ),
        "external_id title company amount currency expected_close stage probability source - follow_up_what note "
        "owner created - -",
        "lead opportunity",
    ),
    "Agile CRM": Vendor(
        "Opportunity ID,Opportunity Title,Contact First Name,Contact Last Name,Company,Stage,Projected Revenue High,"
        "Owner,Next Action Date,Next Action,Estimated Close Date,Date Created,Lead Source",
        (
            "1,P,Kari,Nordmann,Acme,Qualifying,100,A,12/24/2026,call,12/24/2026,12/24/2025,Web",
            "2,P,Kari,Nordmann,Acme,Stalled,100,A,12/24/2026,call,12/24/2026,12/24/2025,Web",
        ),
        "external_id title first_name last_name company stage amount owner follow_up follow_up_what expected_close "
        "created source",
        "prospect lead",
    ),
}
