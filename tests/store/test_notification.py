"""What boards tell each other through a server."""

from __future__ import annotations

import pytest

from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.domain.stage import Stage
from funnelboard.store.notification import payload_of, written_of


@pytest.mark.parametrize(
    "written",
    [
        Elsewhere(17, frozenset({1, 2}), frozenset({Stage.LEAD, Stage.CLOSED})),
        Elsewhere(17),
        Elsewhere(boards=True),
        Elsewhere(17, frozenset({1}), boards=True),
        ANYTHING,
        Elsewhere(17, anything=True, boards=True),
    ],
)
def test_what_is_told_is_heard(written: Elsewhere) -> None:
    assert written_of(payload_of(written)) == written


@pytest.mark.parametrize(("deals", "fit"), [(1_000, True), (2_000, False), (1_000_000, False)])
def test_deals_that_are_too_many_to_be_named_are_anything(deals: int, fit: bool) -> None:
    written = Elsewhere(17, frozenset(range(deals)), frozenset(Stage))
    payload = payload_of(written)
    assert len(payload.encode()) < 8_000
    heard = written_of(payload)
    assert heard == (written if fit else Elsewhere(17, anything=True, boards=True))


@pytest.mark.parametrize(
    "payload",
    [
        "", "x", "[]", "3", "null", '{"change": "x"}', '{"change": null}', '{"deals": 3, "stages": []}',
        '{"deals": [1]}', '{"deals": [1], "stages": ["x"]}', '{"deals": ["x"], "stages": []}', "[" * 7_000,
        '{"change": 1e999}',
    ],
)  # fmt: skip
def test_what_is_not_understood_may_be_anything(payload: str) -> None:
    assert written_of(payload) == ANYTHING
