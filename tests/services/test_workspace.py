"""One seller at one open database, and the thread it is read on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.errors import NotFound
from funnelboard.services.workspace import Workspace


class TestThread:
    def test_everything_submitted_runs_in_turn_on_one_thread(self, make_workspace: Callable[..., Workspace]) -> None:
        workspace = make_workspace(threaded=True)
        futures = [workspace.submit(workspace.pipeline.create, title=f"{number}") for number in range(20)]
        threads = {workspace.submit(threading.get_ident).result() for _ in range(5)}
        assert len(threads) == 1
        assert threading.get_ident() not in threads
        assert [future.result().deal_ids for future in futures] == [(number + 1,) for number in range(20)]

    def test_closing_waits_for_what_was_submitted(
        self, make_workspace: Callable[..., Workspace], tmp_path: Path
    ) -> None:
        workspace = make_workspace(threaded=True)
        submitted = [workspace.submit(workspace.pipeline.create, title=f"{number}") for number in range(20)]
        workspace.close()
        assert [each.exception() for each in submitted] == [None] * 20
        assert len(make_workspace().board.deals(Query())) == 20

    @pytest.mark.parametrize("threaded", [True, False])
    def test_a_refusal_comes_with_the_answer(self, threaded: bool, make_workspace: Callable[..., Workspace]) -> None:
        workspace = make_workspace(threaded=threaded)
        refused = workspace.submit(workspace.board.deal, 99)
        with pytest.raises(NotFound, match="There is no deal #99"):
            refused.result()
        assert workspace.submit(workspace.pipeline.create, title="a").result().deal_ids == (1,)


def test_what_happens_at_the_end(make_workspace: Callable[..., Workspace]) -> None:
    ended: list[str] = []
    copy = make_workspace(on_close=lambda: ended.append("gone"))
    assert copy.private_copy
    copy.close()
    copy.close()
    assert ended == ["gone"]
    assert not make_workspace().private_copy
