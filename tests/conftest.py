"""A database of its own, a clock set by hand and no personal settings for every test."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace, open_workspace
from funnelboard.store.database import create_database
from funnelboard.store.models import TABLES

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

TODAY = date(2026, 11, 18)
"""A Wednesday."""

NOW = int(datetime(2026, 11, 18, 9, 30, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home directory that all of FunnelBoard's own files go to; the local time is UTC."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("XDG_", "FUNNELBOARD_", "TEXTUAL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    with monkeypatch.context() as zone:
        monkeypatch.setenv("HOME", str(home))
        zone.setenv("TZ", "UTC")
        time.tzset()
        yield home
    time.tzset()


@pytest.fixture
def clock() -> FixedClock:
    """Wednesday 18 November 2026, 09:30 UTC, until somebody moves it."""
    return FixedClock(NOW, TODAY)


@pytest.fixture
def tick(clock: FixedClock) -> Callable[..., int]:
    """Moves the clock on: ``tick()`` by a second, ``tick(days=3)``, ``tick(minutes=5)``; the new instant."""

    def move_on(**by: float) -> int:
        step = timedelta(**by) if by else timedelta(seconds=1)
        clock.instant += step // timedelta(microseconds=1)
        clock.day = datetime.fromtimestamp(clock.instant / 1_000_000).date()
        return clock.instant

    return move_on


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without deals that nobody has open, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "funnel.db"
    create_database(path, NOW)
    return path


@pytest.fixture
def make_workspace(tmp_path: Path, clock: FixedClock, empty_database: Path) -> Iterator[Callable[..., Workspace]]:
    """Opens a database, made on first use: ``make_workspace(path=None, login=None, **options)``.

    Without a login it is the seller “kari”. Everything opened is closed at the end of the test.
    """
    opened: list[Workspace] = []

    def make(path: Path | None = None, login: str | None = None, **options: Any) -> Workspace:
        path = path or tmp_path / "funnel.db"
        if not path.exists():
            shutil.copy(empty_database, path)
        workspace = open_workspace(str(path), clock=clock, login=login or "kari", **options)
        opened.append(workspace)
        return workspace

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """An empty board of the seller “kari”."""
    return make_workspace()


@pytest.fixture
def add_deal(workspace: Workspace) -> Callable[..., Deal]:
    """Adds a deal with what :meth:`Pipeline.create` takes, all of it optional, and gives it back as stored.

    A closed one takes ``outcome`` and ``lost_reason`` too; ``within`` names another workspace.
    """

    def add(within: Workspace = workspace, **known: Any) -> Deal:
        ending = {name: known.pop(name) for name in ("outcome", "lost_reason", "lost_detail") if name in known}
        stage = known.pop("stage", Stage.LEAD)
        known.setdefault("title", "Acme: pilot")
        start = Stage.OPPORTUNITY if stage is Stage.CLOSED else stage
        (deal_id,) = within.pipeline.create(stage=start, **known).deal_ids
        if stage is Stage.CLOSED:
            within.pipeline.move((deal_id,), stage, because="it is so", **({"outcome": Outcome.WON} | ending))
        return within.board.deal(deal_id)

    return add


@pytest.fixture
def dump() -> Callable[[Workspace], dict[str, list[Any]]]:
    """All rows of a workspace's database, by table."""

    def rows(workspace: Workspace) -> dict[str, list[Any]]:
        database = workspace.session.database
        names = [table._meta.table_name for table in TABLES]
        return {name: database.rows_of(f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in names}

    return rows
