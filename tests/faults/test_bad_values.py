"""Values that somebody else has written into the file: shown as they can be, told by ``check``, and never a crash."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.cli.main import run
from funnelboard.config import Config
from funnelboard.domain.money import Money
from funnelboard.domain.qualification import Answer
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace, open_workspace
from funnelboard.store.models import TABLES
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening

pytestmark = pytest.mark.faults
