"""What the board opens with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from funnelboard import locations
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.memory.view_state import ViewState
from funnelboard.sample.demo import open_demo
from funnelboard.services.workspace import Workspace
from funnelboard.ui.opening import begin_opening

SLOWLY = """
import sys, time
from funnelboard.config import Config
from funnelboard.services.opening import open_workspace
from funnelboard.ui import app
def open_slowly():
    time.sleep(2 * app.FIRST_PAINT_PATIENCE)
    return open_workspace(sys.argv[1], threaded=True)
sys.exit(app.run_board(open_slowly, config=Config()))
"""


def test_a_database_that_opens_slowly_is_looked_after_like_any_other(
    workspace: Workspace, add_deal: Callable[..., Deal], start_in_terminal: Callable[..., Any]
) -> None:
    add_deal(title="before")
    terminal = start_in_terminal([sys.executable, "-c", SLOWLY, workspace.target])
    terminal.read_until("before")
    add_deal(title="meanwhile")
    terminal.read_until("meanwhile")
    terminal.type("q")
    assert terminal.status() == 0


def test_a_saved_view_named_in_the_settings(
    make_workspace: Callable[..., Workspace], add_deal: Callable[..., Deal]
) -> None:
    acme, _ = add_deal(title="Acme Oy"), add_deal(title="Beta AS")
    first = make_workspace()
    first.views.save("Big ones", "acme", Sort.AMOUNT)
    first.close()
    opening = begin_opening(lambda: make_workspace(threaded=True), "big ones").result()
    assert [card.id for card in opening.board.column(Stage.LEAD).cards] == [acme.id]
    assert (opening.memory.kept.query, opening.memory.kept.sort) == ("acme", Sort.AMOUNT)
    opening.memory.close(opening.memory.kept)
    opening.workspace.close()
    other = begin_opening(lambda: make_workspace(threaded=True), "no such view").result()
    assert other.memory.kept.query == "acme", "what was looked at last"
    other.memory.close(other.memory.kept)
    other.workspace.close()


def test_every_demo_starts_alike() -> None:
    first = begin_opening(open_demo).result()
    first.memory.close(ViewState("ski", Sort.AMOUNT, Stage.CLOSED, 3, False))
    first.workspace.close()
    second = begin_opening(open_demo).result()
    assert second.memory.kept == ViewState()
    assert not list(locations.state_dir().glob("view*"))
    second.memory.close(second.memory.kept)
    second.workspace.close()
