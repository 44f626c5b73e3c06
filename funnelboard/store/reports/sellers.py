"""What the sellers report counts."""

from __future__ import annotations

from typing import Any

from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.models import DealRow
from funnelboard.store.reports.conditions import asked, at_work, closed, counted


def owned(scope: Scope, asker: Asker) -> Any:
    """Open deals that are not parked, and those that were closed on the scope's days."""
    return asked(scope, asker) & (at_work() | closed(scope))


def by_owner(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Deals by owner and outcome."""
    return counted(database, owned(scope, asker), DealRow.owner, DealRow.outcome, weighted=asker)
