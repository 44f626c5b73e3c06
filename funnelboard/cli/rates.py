"""``rate`` and ``rates``: what other currencies are worth in the board's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.command import Request, command, sentence
from funnelboard.cli.table import Column, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from funnelboard.domain.rates import Rate
    from funnelboard.services.rates import ExchangeRates


@command("rate", "rate NOK 0.086", "rate NOK", "rate NOK --remove")
@click.argument("currency", required=False, metavar="[CURRENCY")
@click.argument("worth", required=False, metavar="[RATE]]")
@click.option("--day", metavar="DAY", help="The day that RATE is of; without it, today.")
@click.option("--remove", is_flag=True, help="Take the rate of CURRENCY away.")
def rate(request: Request, currency: str | None, worth: str | None, day: str | None, remove: bool) -> None:
    """Say that one unit of CURRENCY is worth RATE in the board's currency, or show its rate.

    Without CURRENCY, all rates are listed. Mixed sums and "--sort amount"
    follow them; a currency without a rate stands apart.
    """
    if (day and worth is None) or (remove and (worth is not None or currency is None)):
        raise click.UsageError("--day goes with a RATE, --remove with a CURRENCY alone.")
    with request.workspace() as workspace:
        rates = workspace.rates
        if currency and remove:
            output.say(sentence(rates.remove(currency).summary))
        elif currency and worth is not None:
            of = workspace.past_day(day) if day else None
            output.say(sentence(rates.set(currency, worth, of).summary))
        _write(request, rates, currency, workspace.clock.today())


@command("rates", "rates", "rates import rates.csv")
@click.argument("action", required=False, type=click.Choice(["import"]), metavar="[import")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="FILE]")
@click.option("--day-first/--month-first", default=None, help="Whether 3/12 in the file is 3 December or March 12.")
def rates(request: Request, action: str | None, file: Path | None, day_first: bool | None) -> None:
    """List the exchange rates with their day, or import them from a CSV file.

    FILE has the columns currency and rate, and may have date. It is one step, which "funnelboard undo" takes back.
    """
    if action and file is None:
        raise click.UsageError("Name the file: funnelboard rates import FILE")
    with request.workspace() as workspace:
        if file is not None:
            output.say(sentence(workspace.rates.import_file(file, day_first).summary))
        _write(request, workspace.rates, None, workspace.clock.today())


def _write(request: Request, rates: ExchangeRates, currency: str | None, today: date) -> None:
    from funnelboard.domain.dates import describe_date
    from funnelboard.domain.money import checked_currency

    code = currency and checked_currency(currency.strip().upper())
    found = [each for each in rates.all() if code in (None, each.currency)]
    if request.json:
        output.write_json(_to_json(found))
        return
    if waiting := rates.waiting():
        output.say(
            f"Not counted, as the board's currency is {rates.base}: "
            f"{', '.join(f'{each.currency} in {each.base}'.removesuffix(' in ') for each in waiting)}."
        )
    if not found:
        who = f"{code} has no rate" if code else "No currency has a rate"
        output.say(f"{who} into {rates.base}. Give one: funnelboard rate {code or 'NOK'} 0.086")
        return
    columns = (Column("currency"), Column("rate", right=True), Column(f"in {rates.base}"), Column("day"))
    shown = [
        (f"1 {each.currency}", f"{each.worth:f}", each.base, describe_date(each.day, today) if each.day else "")
        for each in found
    ]
    write_table(columns, shown)


def _to_json(rates: Iterable[Rate]) -> list[dict[str, object]]:
    return [
        {"currency": each.currency, "rate": each.worth, "base": each.base, "day": each.day and each.day.isoformat()}
        for each in rates
    ]
