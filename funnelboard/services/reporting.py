"""Reports: figures read at one moment, told in one currency where the board's rates allow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.instant import local_moment
from funnelboard.domain.presets import Preset
from funnelboard.domain.reports import activity, forecast, funnel, losses, sellers, sources, velocity
from funnelboard.domain.reports.measure import Measure, measure_of
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Key, Pick, Scope
from funnelboard.domain.reports.table import Report
from funnelboard.domain.reports.worth import Counted, worth_of
from funnelboard.domain.stage import Stage
from funnelboard.services.exported_file import write_exported
from funnelboard.services.session import Session
from funnelboard.store import deals as deal_store
from funnelboard.store import sellers as seller_store
from funnelboard.store import settings as setting_store
from funnelboard.store.reports import activity as activity_rows
from funnelboard.store.reports import forecast as forecast_rows
from funnelboard.store.reports import funnel as funnel_rows
from funnelboard.store.reports import losses as loss_rows
from funnelboard.store.reports import picks
from funnelboard.store.reports import sellers as seller_rows
from funnelboard.store.reports import sources as source_rows
from funnelboard.store.reports import velocity as velocity_rows
from funnelboard.store.reports.conditions import only_by


class Reporting:
    """Reads reports, and the deals behind their rows; nothing here writes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._database = session.database

    def scope(self, text: str, since: date | None, until: date | None, *, day_first: bool = True) -> Scope:
        """What a report is to be about.

        Args:
            text: A query in the board's language.
            since, until: First and last local day.
            day_first: Whether 3/12 is the third of December.

        Raises:
            BadInput: The text is no query, or the days end before they begin.
        """
        today = self._session.clock.today()
        query = parse_query(text, today, self._session.default_currency, day_first=day_first)
        scope = Scope(query, text.strip(), since, until)
        scope.check()
        return scope

    def read(self, name: ReportName, scope: Scope) -> Report:
        """One report, ready to be shown."""
        with self._database.reading():
            return _MAKERS[name](self, scope)

    def deals(self, pick: Pick, scope: Scope, limit: int) -> tuple[tuple[Deal, ...], int]:
        """Some of the deals behind a row, the last one closed or moved first, and how many there are."""
        with self._database.reading():
            ids, count = picks.deal_ids(self._database, pick, scope, self._session.asker(), limit)
            return tuple(deal_store.read(self._database, ids)), count

    def write_page(self, reports: Sequence[Report], target: str) -> Path:
        """Write reports as one page to a new file that nobody else may read, whole or not at all; its path.

        Raises:
            BadInput: There is something of that name.
            NotSaved: It cannot be written.
        """
        from funnelboard.exchange.report_html import write_page

        today = self._session.clock.today()
        moment = local_moment(self._session.clock.now())
        text = write_page(reports, self._database.name, f"{whole_date(today)}, {moment:%H:%M}")
        return write_exported(target, (text,), "page")

    def _funnel(self, scope: Scope) -> Report:
        asker = self._session.asker()
        rows = funnel_rows.places(self._database, scope, asker)
        parked = funnel_rows.set_aside(self._database, scope, asker)
        moves = funnel_rows.moves(self._database, scope, asker)
        unmoved = funnel_rows.unmoved(self._database, scope, asker, any_moved=bool(moves))
        measure = self._measure(rows, parked)
        figures = funnel.Funnel(funnel.standings(rows), worth_of(parked), moves, unmoved, measure)
        return Report(ReportName.FUNNEL, scope, figures, funnel.tables(figures, self._preset), _notes(measure))

    def _forecast(self, scope: Scope) -> Report:
        asker = self._session.asker()
        won = forecast_rows.won_by_month(self._database, scope, asker)
        may_come = forecast_rows.open_by_month(self._database, scope, asker)
        history = forecast_rows.outcomes_by_stage(self._database, scope, asker)
        unknown = forecast_rows.without_history(self._database, scope, asker)
        measure = self._measure(won, may_come)
        figures = forecast.forecast(won, may_come, history, unknown, measure)
        return Report(ReportName.FORECAST, scope, figures, forecast.tables(figures, self._preset), _notes(measure))

    def _velocity(self, scope: Scope) -> Report:
        asker = self._session.asker()
        figures = velocity.velocity(
            velocity_rows.visits(self._database, scope, asker),
            velocity_rows.standing(self._database, scope, asker),
            velocity_rows.standing_since_import(self._database, scope, asker),
            velocity_rows.cycles(self._database, scope, asker),
        )
        return Report(ReportName.VELOCITY, scope, figures, velocity.tables(figures, self._preset))

    def _losses(self, scope: Scope) -> Report:
        database, asker = self._database, self._session.asker()
        own = [choice.detail for choice in self._session.settings.lost_reasons if choice.detail]
        lost = loss_rows.lost_deals(database, scope, asker)
        reasons = [_with_reason(row, own) for row in only_by(lost, 0, 1)]
        stages = only_by(lost, 2)
        ended = loss_rows.closed_deals(database, scope, asker)
        by_seller, by_source, sizes = (only_by(ended, place, 3) for place in range(3))
        objections, open_then = loss_rows.objections(database, scope, asker)
        returns, answers = loss_rows.returns(database, scope, asker)
        measure = self._measure(reasons)
        figures = losses.Losses(
            lost=worth_of(reasons),
            reasons=losses.lost_tallies(reasons, {row.key: str(row.key[1] or row.key[0]) for row in reasons}, "reason"),
            stages=losses.lost_tallies(
                stages, {row.key: str(row.key[0] or losses.NOT_KNOWN) for row in stages}, "lost-from"
            ),
            sellers=losses.tallies(by_seller, self._names(sellers.NOBODY), "lost-by"),
            sources=losses.tallies(
                by_source, {row.key[0]: str(row.key[0] or sources.UNKNOWN) for row in by_source}, "lost-source"
            ),
            sizes=losses.size_tallies(sizes),
            in_the_way=objections,
            objections=open_then,
            returns=returns,
            may_return=answers.get("yes", 0),
            may_not=answers.get("no", 0),
            measure=measure,
        )
        return Report(ReportName.LOSSES, scope, figures, losses.tables(figures, self._preset), _notes(measure))

    def _sources(self, scope: Scope) -> Report:
        asker = self._session.asker()
        deals = source_rows.by_reach(self._database, scope, asker)
        rows = only_by(deals, 0, 1)
        reached = {stage: source_rows.reached(deals, stage) for stage in (Stage.PROSPECT, Stage.OPPORTUNITY)}
        touches = source_rows.first_touches(self._database, scope, asker)
        measure = self._measure(rows)
        figures = sources.sources(rows, reached, touches, measure)
        return Report(ReportName.SOURCES, scope, figures, sources.tables(figures, self._preset), _notes(measure))

    def _sellers(self, scope: Scope) -> Report:
        rows = seller_rows.by_owner(self._database, scope, self._session.asker())
        measure = self._measure(rows)
        figures = sellers.sellers(rows, self._names(""), measure)
        return Report(ReportName.SELLERS, scope, figures, sellers.tables(figures, self._preset), _notes(measure))

    def _activity(self, scope: Scope) -> Report:
        asker = self._session.asker()
        days = activity.active_days(scope, asker.today)
        figures = activity.activity(
            activity_rows.notes(self._database, days, asker),
            activity_rows.done(self._database, days, asker),
            activity_rows.promises(self._database, days, asker),
            self._names(sellers.NOBODY),
            lambda at: local_moment(at).date(),
            days,
        )
        return Report(ReportName.ACTIVITY, scope, figures, activity.tables(figures))

    @property
    def _preset(self) -> Preset:
        """Whose words the board has for stages and outcomes."""
        return self._session.settings.preset

    def _measure(self, *many: Iterable[Counted]) -> Measure:
        """What all amounts of a report are told in."""
        sums = [{row.currency: row.amount} for rows in many for row in rows if row.currency]
        board = self._session.settings.currency
        rates = setting_store.rates(self._database)
        return measure_of(sums, board, self._session.default_currency, rates)

    def _names(self, nobody: str) -> dict[Key, str]:
        """Logins, or names without one, by seller's id."""
        known: dict[Key, str] = {each.id: each.handle for each in seller_store.all_sellers(self._database)}
        return {None: nobody, **known}


_MAKERS: dict[ReportName, Callable[[Reporting, Scope], Report]] = {
    ReportName.FUNNEL: Reporting._funnel,
    ReportName.FORECAST: Reporting._forecast,
    ReportName.VELOCITY: Reporting._velocity,
    ReportName.LOSSES: Reporting._losses,
    ReportName.SOURCES: Reporting._sources,
    ReportName.SELLERS: Reporting._sellers,
    ReportName.ACTIVITY: Reporting._activity,
}


def _notes(measure: Measure) -> tuple[str, ...]:
    return (measure.told,) if measure.told else ()


def _with_reason(row: Counted, own: Iterable[str]) -> Counted:
    """A row with its reason and, of a reason of the board's own, the words that this is kept as."""
    reason, detail = row.key
    named = losses.reason_words(str(reason), str(detail), own)
    return row._replace(key=(reason, None if named == reason else detail))
