"""Words in the names of columns that tell more than the whole name does, or that say nothing of what is in a column.

They are written as those in ``column_names.py``.
"""

from __future__ import annotations

NAMES_WITH_CURRENCY = ("estimated", "expected", "forecast", "est", "final", "actual", "size", "estimado", "budget")
"""What names the amount when a currency stands beside it, as in “Estimated $”."""

COUNTRY_NAMES = ("country", "country code", "billing country", "land", "pais", "pays", "maa")
"""Columns of countries, by which currencies with the same sign are told apart."""

NOUNS = (
    "deal opportunity lead crm hs potential oportunidad negocio oportunidade opportunite affaire geschaft "
    "verkaufschance mulighet mulighed affar kauppa"
)
"""What a row is, in front of the name of a column."""

OF_THE_DEAL = (
    "of the deal, of deal, of the opportunity, of the lead, del negocio, de la oportunidad, de la venta, del lead, "
    "do negocio, da oportunidade, da venda, do lead, de la transaction, de l affaire, de l opportunite, de la "
    "vente, du lead, der transaktion, des deals, der verkaufschance, des leads, for salget, for salgsmuligheten, "
    "for affaren, for salg"
)
"""The same behind it."""

ABOUT = (
    "current, associated, linked, related, primary, main, our, assigned, actual, principal, asociado, asociada, "
    "asociados, atual, associado, associada, associe, associee, associes, lie, liee, actuel, actuelle, zugeordnet, "
    "zugeordneter, zugeordnete, zugeordnetes, zugehorig, zugehoriger, zugehorige, zugehoriges, verknupfter, "
    "verknupftes, aktuell, aktuelle, primarer, primares, tilknyttet, tilknyttede, gjeldende, navaerende, primaer, "
    "kopplad, kopplat, kopplade, associerad, associerat, nuvarande, aktuel, liitetty, nykyinen, ensisijainen"
)
"""What stands before or behind the name of a column and does not change what is in it."""

COMPOUNDS = "salgs forsaljnings saljs affars verkaufs vertriebs deal myynti"
"""What is put in front of the name of a column in languages that write the two as one word."""

NOT_OF_THE_DEAL = (
    "contact person company account organization organisation customer client owner user manager seller pipeline "
    "stage campaign product parent group team list source lead task project invoice order converted"
)
"""What else an id may be of."""

EXPECTED = (
    "expected estimated est forecast forecasted projected planned anticipated target prevista previsto esperada "
    "esperado estimada estimado previsao prevue prevu estimee estime attendue attendu erwartet erwarteter "
    "erwartetes erwartete voraussichtlich voraussichtliches voraussichtlicher geplant geplanter geplantes forventet "
    "forvantad forvantat beraknad beraknat odotettu arvioitu"
)
CLOSING = (
    "close closing closed closure sign signing signature cierre fechamento encerramento cloture fermeture abschluss "
    "abschlussdatum avslutning avsluttes lukking lukkedato signering avslut avslutsdatum stangning lukning "
    "afslutning paattyminen paattymispaiva sulkeminen sulkemispaiva kauppapaiva salgsdato"
)
WORTH = (
    "amount value revenue importe monto valor ingresos receita montant valeur revenu betrag wert umsatz inntekt "
    "belop omsetning varde intakt belopp vaerdi omsaetning belob arvo summa liikevaihto"
)
"""A column with a word of the first says what is expected: with one of the second when the deal is to be closed, with
one of the third what it is to be worth."""

STATUS_NAMES = "state, estado, tila, result, resultat, resultado"
"""Names of columns that are of stages or outcomes only where words for these are in them."""

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
        "organization address, organization people, sector, industry, employees, number of employees, no of "
        "employees, employee count, year established, founded, annual revenue, website, subsidiary of, parent "
        "account, office location, headquarters, billing city, billing country, account type, company size, sic "
        "code, vat number"
    ),
    "activities": (
        "activity type, call type, call duration, duration, duration minutes, activity date, task, task priority, "
        "related to, all day, all day event, start time, end time, due date, regarding, direction, meeting type"
    ),
    "products": (
        "sku, product code, unit price, sales price, list price, stock, quantity in stock, in stock, barcode, "
        "product category, series, unit cost, reorder level, product family, quantity on hand"
    ),
}
"""Columns by which a list of something else than deals is known."""
