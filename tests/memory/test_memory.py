"""What is kept between two sessions, and what is dropped of it with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import Stage
from funnelboard.memory.draft import DraftKey
from funnelboard.memory.memory import Memory
from funnelboard.memory.view_state import ViewState, load_view_state, save_view_state
from funnelboard.services.views import SavedView

KEPT = {"query": "owner:me", "sort": "amount", "stage": "closed", "deal_id": 17, "panel": False}
STATE = ViewState("owner:me", Sort.AMOUNT, Stage.CLOSED, 17, False)
KEYS = {"write-note": "n", "add-deal": "a", "qualify": "c"}


def usable(query: str) -> str:
    """Only one filter is not."""
    return "There is no field “colour”." if "colour" in query else ""


def load(path: Path) -> tuple[ViewState, tuple[str, ...]]:
    return load_view_state(path, usable)


def remembered(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "view.json", tmp_path / "draft.json", usable)


def test_a_view_comes_back_as_it_was(tmp_path: Path) -> None:
    save_view_state(tmp_path / "deep" / "view.json", STATE)
    assert load(tmp_path / "deep" / "view.json") == (STATE, ())
    assert (tmp_path / "deep" / "view.json").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["view.json"]


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"later": 1}'])
def test_nothing_kept_is_nothing_to_speak_of(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "view.json").write_bytes(content)
    assert load(tmp_path / "view.json") == (ViewState(), ())


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"[]",
        b"{",
        b"\0",
        b'"x"',
        b"9" * 5_000,
        b"[" * 90_000,
        b'{"query": "\xff"}',
        b'{"query": ' + b"[" * 90_000,
    ],
)
def test_garbage_is_dropped_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "view.json").write_bytes(content)
    sentence = "What you last looked at is not known: its file cannot be read (it makes no sense)."
    assert load(tmp_path / "view.json") == (ViewState(), (sentence,))


def test_a_file_that_cannot_be_read_is_dropped_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "huge").write_text(" " * 1_000_000)
    for name, why in (
        ("directory", "is a directory"),
        ("loop", "symbolic links"),
        ("huge", "more than 100,000 bytes"),
    ):
        state, problems = load(tmp_path / name)
        assert state == ViewState()
        assert len(problems) == 1
        assert why in problems[0]
    save_view_state(tmp_path / "directory", STATE)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("query", 1, "The filter of last time is dropped: it is no text."),
        ("query", "x" * 1_001, "The filter of last time is dropped: it is longer than 1,000 characters."),
        ("query", "colour:\x1b", "The filter of last time, “colour:␛”, is dropped: There is no field “colour”."),
        ("sort", "colour", "The order of last time is dropped: there is none called “colour”."),
        ("sort", [[]], "The order of last time is dropped: there is none called that."),
        ("stage", "nowhere\x1b" + "x" * 99, "The column of last time is dropped: there is none called “nowhere␛"),
        ("stage", {}, "The column of last time is dropped: there is none called that."),
        ("deal_id", "17", "The deal of last time is dropped: it has no number that a deal can have."),
        ("deal_id", True, "The deal of last time is dropped: it has no number that a deal can have."),
        ("deal_id", 2**63, "The deal of last time is dropped: it has no number that a deal can have."),
        ("panel", "yes", "Whether the side panel was shown last time is dropped: it is neither yes nor no."),
    ],
)
def test_each_part_is_judged_by_itself(tmp_path: Path, name: str, value: object, problem: str) -> None:
    (tmp_path / "view.json").write_text(json.dumps({**KEPT, name: value}))
    state, problems = load(tmp_path / "view.json")
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert len(problems[0]) < 130
    for part in KEPT:
        assert getattr(state, part) == getattr(ViewState() if part == name else STATE, part)


def test_a_place_that_cannot_be_written_to_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save_view_state(tmp_path / "file" / "view.json", ViewState())
    assert load(tmp_path / "file" / "view.json") == (ViewState(), ())


def test_memory_keeps_both(tmp_path: Path) -> None:
    memory = remembered(tmp_path)
    assert (memory.kept, memory.problems, memory.offer(KEYS)) == (ViewState(), (), "")
    memory.drafts.keep(DraftKey("write-note", (17,)), "half", "Acme")
    memory.close(STATE)
    again = remembered(tmp_path)
    assert again.kept == STATE
    assert [draft.text for draft in again.drafts.all()] == ["half"]


def test_memory_says_all_that_it_dropped(tmp_path: Path) -> None:
    (tmp_path / "view.json").write_text(json.dumps({**KEPT, "sort": 1, "panel": 1}))
    (tmp_path / "draft.json").write_text("{")
    memory = remembered(tmp_path)
    assert memory.kept.query == "owner:me"
    assert [problem.split(" could")[0].split(" is dropped")[0] for problem in memory.problems] == [
        "The order of last time",
        "Whether the side panel was shown last time",
        "Text kept from before",
    ]


def test_memory_says_that_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file" / "view.json", tmp_path / "file" / "draft.json", usable)
    (problem,) = memory.problems
    assert problem.startswith("Text being typed is kept only as long as the board is open")
    memory.close(STATE)


def test_a_saved_view_is_opened_by_name(tmp_path: Path) -> None:
    views = (SavedView(1, "Big", "amount>10k", Sort.AMOUNT), SavedView(2, "Odd", "colour:red", Sort.TITLE))
    memory = remembered(tmp_path)
    memory.open_view(None, views)
    assert memory.kept == ViewState()
    memory.open_view("big", views)
    assert memory.kept == ViewState("amount>10k", Sort.AMOUNT)
    assert memory.problems == ()
    memory.open_view("small\x1b", views)
    memory.open_view("Odd", views)
    assert memory.kept == ViewState("amount>10k", Sort.AMOUNT)
    assert memory.problems == (
        "There is no saved view called “small␛”; v lists those there are.",
        "The saved view “Odd” is not opened: There is no field “colour”.",
    )


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ([("write-note", (17,), "Acme")], "A note on “Acme” is kept: n on it goes on."),
        ([("add-deal", (), "")], "A new deal is kept: a goes on."),
        ([("qualify", (17,), "Acme")], "Answers on “Acme” are kept: c on it goes on."),
        ([("resolve-objection-12", (17,), "Acme")], "An answer on “Acme” is kept."),
        ([("move-to-prospect", (17,), "Acme")], "Answers at a gate on “Acme” are kept."),
        ([("set-tags", (17, 18), "2 deals")], "Tags on “2 deals” are kept."),
        ([("unheard-of", (17,), "Acme")], "Text on “Acme” is kept."),
        (
            [("add-deal", (), ""), ("qualify", (18,), "Birk"), ("write-note", (17,), "Acme")],
            "3 texts are kept: a note on “Acme” (n), answers on “Birk” (c), a new deal (a).",
        ),
        (
            [("write-note", (deal_id,), str(deal_id)) for deal_id in (5, 4, 3, 2, 1)],
            "5 texts are kept: a note on “1” (n), a note on “2” (n), a note on “3” (n) and 2 more.",
        ),
    ],
)
def test_drafts_are_offered_in_a_sentence(
    tmp_path: Path, kept: list[tuple[str, tuple[int, ...], str]], sentence: str
) -> None:
    memory = remembered(tmp_path)
    for command, deal_ids, title in kept:
        memory.drafts.keep(DraftKey(command, deal_ids), "text", title)
    assert memory.offer(KEYS) == sentence
    memory.close(STATE)
