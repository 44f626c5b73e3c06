"""The tools that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelboard.agent.answers import Document, answer
from funnelboard.domain.agenda import AgendaKind
from funnelboard.domain.follow_up_line import EVERY_KIND
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import STAGES, Outcome
from funnelboard.exchange.agenda_json import item_to_json
from funnelboard.exchange.deal_json import DEAL_FIELDS, deal_to_json
from funnelboard.exchange.query_json import query_to_json
from funnelboard.exchange.refusal_json import CODES
from funnelboard.exchange.report_json import report_to_json

if TYPE_CHECKING:
    from funnelboard.agent.arguments import FindDeals, Nothing, ReportOf, ShowDeal, Today
    from funnelboard.services.workspace import Workspace

_ALL = 2**31 - 1
"""More entries than any timeline has."""

_MOST_ADRIFT = 20
"""Deals without a next step that are listed."""


def find_deals(workspace: Workspace, said: FindDeals) -> Document:
    """The deals that match, at most so many, and how many more do."""
    found, count = workspace.board.found(workspace.query(said.query), said.sort, said.limit)
    return answer({"deals": [deal_to_json(deal, said.fields) for deal in found]}, {"deals": count - len(found)})


def show_deal(workspace: Workspace, said: ShowDeal) -> Document:
    """Everything about a deal, with the newest entries of its timeline."""
    workspace.board.require_live(said.deal)
    detail = workspace.board.detail(said.deal, limit=_ALL)
    newest = detail._replace(timeline=detail.timeline[: said.limit])
    return answer(newest.to_json(), {"timeline": len(detail.timeline) - said.limit})


def today(workspace: Workspace, said: Today) -> Document:
    """What is to be done, in the order to call in, and some deals for which nothing is promised."""
    items = workspace.agenda.items(said.owner, said.days, adrift=_MOST_ADRIFT)
    count, _ = workspace.agenda.count_adrift(said.owner)
    adrift = [item_to_json(item) for item in items if item.kind is AgendaKind.ADRIFT]
    return answer(
        {
            "today": workspace.clock.today().isoformat(),
            "due": [item_to_json(item) for item in items if item.kind is not AgendaKind.ADRIFT],
            "without_next_step": adrift,
        },
        {"without_next_step": count - len(adrift)},
    )


def report(workspace: Workspace, said: ReportOf) -> Document:
    """One report."""
    since, until = (workspace.past_day(text, any_year=True) if text else None for text in (said.since, said.until))
    scope = workspace.reporting.scope(said.query, since, until, day_first=workspace.day_first)
    workspace.board.require_sellers(scope.query)
    return answer(report_to_json(workspace.reporting.read(said.name, scope)))


def vocabulary(workspace: Workspace, said: Nothing) -> Document:
    """The words of this board."""
    settings = workspace.settings.current()
    return answer(
        {
            "today": workspace.clock.today().isoformat(),
            "me": workspace.seller.handle,
            "sellers": [seller.handle for seller in workspace.board.sellers()],
            "currency": workspace.default_currency,
            "gates": settings.gates,
            "stages": list(STAGES),
            "outcomes": list(Outcome),
            "lost_reasons": [choice.label for choice in settings.lost_reasons],
            "sources": list(settings.sources),
            "note_kinds": list(NoteKind),
            "follow_up_kinds": list(EVERY_KIND),
            "tags": list(workspace.board.tags()),
            "own_fields": list(workspace.board.own_fields()),
            "deal_fields": list(DEAL_FIELDS),
            "query": query_to_json(),
            "codes": [{"code": code, "meaning": meaning} for code, meaning in CODES.items()],
        }
    )
