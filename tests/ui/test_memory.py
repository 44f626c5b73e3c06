"""What is kept between two sessions, and in what state it may be found."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import Stage
from funnelboard.ui.drafts import Draft, DraftKeeper, load_draft
from funnelboard.ui.view_state import ViewState, load_view_state, save_view_state

NONSENSE = ["", "null", "[]", "{", '{"query": 1}', '{"deal_id": {}}', "\x00", '"x"', '{"text": 5, "deal_id": 1}']


def test_a_view_comes_back_as_it_was(tmp_path: Path) -> None:
    state = ViewState("owner:me", Sort.AMOUNT, Stage.CLOSED, 17, False)
    save_view_state(tmp_path / "deep" / "view.json", state)
    assert load_view_state(tmp_path / "deep" / "view.json") == state
    assert (tmp_path / "deep" / "view.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_as_if_nothing_was_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "kept.json").write_text(text)
    assert load_view_state(tmp_path / "kept.json") == ViewState()
    assert load_draft(tmp_path / "kept.json") is None


def test_a_place_that_cannot_be_written_to_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save_view_state(tmp_path / "file" / "view.json", ViewState())
    assert load_view_state(tmp_path / "file" / "view.json") == ViewState()


def test_a_draft_is_on_disk_when_its_keeper_closes(tmp_path: Path) -> None:
    path, draft = tmp_path / "draft.json", Draft("write-note", "half a thou", 17, "Acme: pilot")
    keeper = DraftKeeper(path)
    keeper.keep(Draft("write-note", "half"))
    keeper.keep(draft)
    keeper.close()
    assert load_draft(path) == draft
    assert [each.name for each in tmp_path.glob("draft*")] == ["draft.json"]


def test_a_draft_is_written_soon_without_closing(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    keeper = DraftKeeper(path)
    keeper.keep(Draft("add-deal", "Acme"))
    deadline = time.monotonic() + 5
    while not path.exists() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert json.loads(path.read_text())["text"] == "Acme"
    keeper.forget()
    assert not path.exists()
    keeper.close()
    assert not path.exists()
