"""Lists that are longer than what is held of them in memory."""

from __future__ import annotations

import errno
from collections.abc import Iterable

import pytest

from funnelboard.errors import BadInput
from funnelboard.exchange import spool
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.spool import Spool


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_LOT", 3)
    monkeypatch.setattr(spool, "_IN_MEMORY", 64)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 11])
def test_it_is_like_a_tuple_of_its_items(count: int) -> None:
    items = tuple(f"item {number}" for number in range(count))
    kept = Spool(items)
    assert (len(kept), tuple(kept), tuple(kept)) == (count, items, items)
    assert [kept[place] for place in range(-count, count)] == [items[place] for place in range(-count, count)]
    for part in (slice(2), slice(2, 7), slice(1, None, 2), slice(-4, None)):
        assert kept[part] == items[part]
    with pytest.raises(IndexError):
        kept[count]


def test_named_tuples_are_what_they_were() -> None:
    rejects = [Reject(number, "why", ("a", "b")) for number in range(7)]
    assert list(Spool(rejects, Reject._make)) == rejects


def test_several_read_it_at_once() -> None:
    kept = Spool(range(8))
    first, second = iter(kept), iter(kept)
    assert [next(first), next(first), next(second), next(first), next(first), next(second)] == [0, 1, 0, 2, 3, 1]
    assert (list(first), list(second)) == ([4, 5, 6, 7], [2, 3, 4, 5, 6, 7])


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(items: Iterable[int], _file: object, _protocol: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool.pickle, "dump", full)
    with pytest.raises(BadInput, match=r"cannot be kept among the temporary files: .*TMPDIR"):
        Spool(range(3))
