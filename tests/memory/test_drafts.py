"""Text being typed: what is kept of it, by whom, and in what state it may be found."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelboard.memory import draft_file, drafts, kept_file
from funnelboard.memory.draft import Draft, DraftKey
from funnelboard.memory.drafts import MAX_DRAFTS, MAX_EARLIER, MAX_TEXT, Drafts
from funnelboard.services.clock import FixedClock

NOTE = DraftKey("write-note", (17,))
OTHER = DraftKey("write-note", (18,))
NEW_DEAL = DraftKey("add-deal")
LINE = {"command": "write-note", "deals": [17], "title": "Acme", "at": 5, "orphan": False, "text": "half"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "draft.json"


def texts(kept: Drafts) -> list[str]:
    return [draft.text for draft in kept.all()]


def test_a_draft_comes_back_as_it_was(path: Path) -> None:
    kept = Drafts(path, FixedClock(1_000, date(2026, 1, 1)))
    kept.keep(NOTE, "half a thou\nand æøå 🙂", "Acme: pilot")
    kept.close()
    again = Drafts(path)
    assert again.take(NOTE) == Draft(NOTE, "half a thou\nand æøå 🙂", "Acme: pilot", 1_000)
    assert again.take(NOTE) is not None, "looking at it does not forget it"
    assert again.take(OTHER) is None
    assert (again.problem, again.unsaved) == ("", "")


def test_the_files_are_private_and_nothing_else_is_left_beside_them(path: Path) -> None:
    kept = Drafts(path)
    kept.keep(NOTE, "a")
    kept.close()
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {
        "draft.json": 0o600,
        "draft.json.lock": 0o600,
    }


def test_a_draft_is_on_disk_without_closing(path: Path) -> None:
    kept = Drafts(path)
    for size in range(1, 20):
        kept.keep(NEW_DEAL, "Acme"[:size])
    assert kept.flush()
    assert json.loads(path.read_text())["text"] == "Acme"
    kept.forget(NEW_DEAL)
    assert kept.flush()
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_blank_text_is_forgotten(path: Path, text: str) -> None:
    kept = Drafts(path)
    kept.keep(NOTE, "a")
    kept.keep(OTHER, "b")
    kept.keep(NOTE, text)
    kept.close()
    assert texts(Drafts(path)) == ["b"]


def test_the_newest_comes_first(path: Path) -> None:
    kept = Drafts(path)
    kept.keep(NOTE, "a")
    kept.keep(NEW_DEAL, "b")
    kept.keep(OTHER, "c")
    kept.keep(NOTE, "d")
    assert texts(kept) == ["d", "c", "b"]
    kept.close()
    assert texts(Drafts(path)) == ["d", "c", "b"]


def test_there_is_a_bound_and_what_goes_beyond_it_can_still_be_found(path: Path) -> None:
    kept = Drafts(path)
    for deal_id in range(1, MAX_DRAFTS + 2):
        kept.keep(DraftKey("write-note", (deal_id,)), f"note {deal_id}")
    assert len(kept.all()) == MAX_DRAFTS
    assert kept.take(DraftKey("write-note", (1,))) is None
    assert kept.earlier("write-note") == ("note 1",)
    assert not kept.keep(NOTE, "x" * (MAX_TEXT + 1))
    assert kept.take(NOTE) is not None


def test_more_than_a_file_may_have_is_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_file, "MAX_BYTES", 1_000)
    kept = Drafts(path)
    for deal_id in range(1, 5):
        kept.keep(DraftKey("write-note", (deal_id,)), "x" * 300)
    kept.close()
    again = Drafts(path)
    assert again.problem == ""
    assert [draft.key.deal_ids for draft in again.all()] == [(4,), (3,)]


def test_a_draft_whose_deal_is_gone_is_offered_as_text(path: Path) -> None:
    kept = Drafts(path)
    kept.remember("write-note", "an old one")
    kept.keep(NOTE, "half a thought", "Acme: pilot")
    orphan = kept.orphan("write-note", (17,))
    assert orphan is not None
    assert orphan.title == "Acme: pilot"
    assert kept.orphan("write-note", (17,)) is None
    kept.remember("write-note", "a new one")
    kept.close()
    again = Drafts(path)
    assert again.all() == ()
    assert again.orphans("write-note") == (orphan,)
    assert again.earlier("write-note") == ("half a thought", "a new one", "an old one")
    again.remember("write-note", "half a thought")
    assert again.orphans("write-note") == ()
    assert again.earlier("write-note") == ("half a thought", "a new one", "an old one")


def test_what_was_submitted_is_remembered_by_command_without_doubles(path: Path) -> None:
    kept = Drafts(path)
    for text in ("due:today", "tag:expo", "  ", "due:today"):
        kept.remember("filter", text)
    kept.remember("write-note", "called")
    kept.close()
    again = Drafts(path)
    assert again.earlier("filter") == ("due:today", "tag:expo")
    for number in range(MAX_EARLIER):
        again.remember("filter", f"score>{number}")
    assert len(again.earlier("filter")) == MAX_EARLIER
    assert again.earlier("filter")[0] == f"score>{MAX_EARLIER - 1}"
    assert again.earlier("write-note") == ("called",)


def test_two_boards_do_not_wipe_what_the_other_keeps(path: Path) -> None:
    one, two = Drafts(path), Drafts(path)
    one.keep(NOTE, "from one")
    two.keep(OTHER, "from two")
    one.keep(NEW_DEAL, "from one too")
    assert one.flush()
    assert two.flush()
    two.forget(NOTE)
    two.close()
    one.close()
    again = Drafts(path)
    assert set(texts(again)) == {"from one", "from two", "from one too"}
    again.close()
    assert sorted(each.name for each in path.parent.glob("draft.json*")) == [
        "draft.json",
        "draft.json.1.lock",
        "draft.json.lock",
    ]


def test_two_boards_that_typed_for_the_same_deal_both_keep_their_text(path: Path) -> None:
    one, two = Drafts(path, FixedClock(1, date(2026, 1, 1))), Drafts(path, FixedClock(2, date(2026, 1, 1)))
    one.keep(NOTE, "older")
    two.keep(NOTE, "newer")
    one.close()
    two.close()
    again = Drafts(path)
    assert texts(again) == ["newer"]
    assert again.earlier("write-note") == ("older",)


def test_a_third_board_leaves_alone_what_an_open_one_keeps(path: Path) -> None:
    one, two = Drafts(path), Drafts(path)
    one.keep(NOTE, "from one")
    two.keep(OTHER, "from two")
    two.close()
    three = Drafts(path)
    assert texts(three) == ["from two"]
    three.close()
    assert one.flush()
    one.close()
    assert set(texts(Drafts(path))) == {"from one", "from two"}


def test_there_may_be_too_many_boards(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_file, "MAX_BOARDS", 1)
    one, two = Drafts(path), Drafts(path)
    two.keep(NOTE, "from two")
    two.close()
    assert "too many boards" in two.unsaved
    assert texts(two) == ["from two"]
    one.close()


KILLED = """
import sys
from pathlib import Path
from funnelboard.memory.drafts import Drafts
from funnelboard.memory.draft import DraftKey

kept = Drafts(Path(sys.argv[1]))
kept.keep(DraftKey("write-note", (17,)), "typed before the end")
print(kept.flush(), flush=True)
while True:
    for size in range(5_000):
        kept.keep(DraftKey("write-note", (18,)), "x" * (size + 1))
"""


def test_a_killed_board_loses_nothing_that_was_written(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as board:
        assert board.stdout is not None
        assert board.stdout.readline() == "True\n"
        board.send_signal(signal.SIGKILL)
    again = Drafts(path)
    assert "typed before the end" in texts(again)
    assert again.problem == ""


def test_a_half_file_of_a_killed_board_is_removed_but_not_that_of_an_open_one(path: Path) -> None:
    path.parent.mkdir()
    for name in ("draft.json", "draft.json.1"):
        path.with_name(f".123.new.{name}").write_text("{")
    Drafts(path).close()
    assert [each.name for each in path.parent.glob(".*")] == [".123.new.draft.json.1"]


GARBAGE = {
    "not JSON": b"{",
    "text": b'"x"',
    "null": b"null",
    "list": b"[]",
    "number": b"9" * 5_000,
    "NUL": b"\0\0\0",
    "deep": b"[" * 200_000,
    "deep inside": json.dumps(LINE).encode().replace(b"[17]", b"[" * 5_000 + b"]" * 5_000),
    "not UTF-8": b'{"command": "\xff\xfe"}',
    "UTF-16": json.dumps(LINE).encode("utf-16"),
    **{
        f"{name} {value!r}": json.dumps({**LINE, name: value}).encode()
        for name, values in {
            "command": (None, 1, "", [], {}),
            "deals": (None, 17, "17", [True], ["17"], [0], [2**63], [1.5], {}),
            "title": (None, 1, []),
            "at": (None, "5", 1.5, -1, True, 2**63),
            "orphan": (None, 1, "yes"),
            "text": (None, 1, " ", [], {}),
            "earlier": (None, 1, "", []),
        }.items()
        for value in values
    },
    **{f"no {name}": json.dumps({key: LINE[key] for key in LINE if key != name}).encode() for name in LINE},
}


@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_set_aside_and_what_is_sound_is_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    sound = json.dumps({**LINE, "deals": [18], "text": "sound"}).encode()
    path.write_bytes(content + b"\n" + sound)
    kept = Drafts(path)
    assert texts(kept) == ["sound"]
    assert kept.problem == (
        f"Text kept from before could not be read (line 1 makes no sense) and is set aside in {path}.unreadable."
    )
    assert path.with_name("draft.json.unreadable").read_bytes() == content + b"\n" + sound
    again_on_disk = path.read_text()
    assert json.loads(again_on_disk)["text"] == "sound"
    kept.close()
    assert Drafts(path).problem == ""


def test_hostile_text_is_made_harmless(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({**LINE, "title": "\x1b]0;x\n", "text": "a\ud800\x1b[2J\nb"}))
    (draft,) = Drafts(path).all()
    assert draft.title == "␛]0;x "
    assert draft.text == "a\ufffd␛[2J\nb"


def test_a_huge_file_is_not_read(path: Path) -> None:
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(10**12)
    kept = Drafts(path)
    assert "more than 32,000,000 bytes" in kept.problem
    kept.keep(NOTE, "a")
    assert kept.flush()


def test_a_directory_in_its_place_is_set_aside(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    kept = Drafts(path)
    assert "is a directory" in kept.problem
    kept.keep(NOTE, "a")
    assert kept.flush()
    assert (path.with_name("draft.json.unreadable") / "inside").is_dir()


def test_a_pipe_in_its_place_does_not_stop_the_board(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert "no ordinary file" in Drafts(path).problem


def test_a_file_that_cannot_be_opened_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path)
    kept = Drafts(path)
    assert "symbolic links" in kept.problem
    kept.keep(NOTE, "a")
    assert kept.flush()


def test_what_cannot_be_set_aside_is_said_all_the_same(path: Path) -> None:
    path.mkdir(parents=True)
    (path.with_name("draft.json.unreadable") / "full").mkdir(parents=True)
    kept = Drafts(path)
    assert kept.problem == "Text kept from before could not be read and is left out: it is a directory."
    kept.keep(NOTE, "a")
    assert not kept.flush()
    assert "is a directory" in kept.unsaved
    assert texts(kept) == ["a"]
    kept.close()


def test_a_place_that_cannot_be_written_to_is_not_fatal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Drafts(tmp_path / "file" / "draft.json")
    assert kept.unsaved.startswith("Text being typed is kept only as long as the board is open: ")
    kept.keep(NOTE, "a")
    kept.remember("filter", "tag:expo")
    assert not kept.flush()
    assert texts(kept) == ["a"]
    kept.close()


def test_a_full_disk_is_said_until_there_is_room_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Drafts(path)
    kept.keep(NOTE, "short")
    assert kept.flush()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        kept.keep(NOTE, "long" * 1_000)
        assert not kept.flush()
        assert "file too large" in kept.unsaved
        assert json.loads(path.read_text())["text"] == "short", "what was written stays whole"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    kept.close()
    assert kept.unsaved == ""
    assert texts(Drafts(path)) == ["long" * 1_000]


def test_what_is_shown_is_on_disk_but_a_disk_that_hangs_is_not_waited_for_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, goes_on = threading.Event(), threading.Event()
    goes_on.set()
    replace = kept_file.replace_kept

    def replaced(path: Path, content: str) -> None:
        if not goes_on.is_set():
            hangs.set()
            goes_on.wait()
        replace(path, content)

    monkeypatch.setattr(kept_file, "replace_kept", replaced)
    kept = Drafts(path)
    kept.keep(NOTE, "shown")
    kept.settle()
    assert json.loads(path.read_text())["text"] == "shown"
    goes_on.clear()
    monkeypatch.setattr(drafts, "PATIENCE", 0.01)
    kept.keep(NOTE, "shown, late")
    kept.settle()
    assert hangs.is_set()
    monkeypatch.setattr(drafts, "PATIENCE", 1_000)
    kept.keep(NOTE, "shown, later")
    kept.settle()
    assert json.loads(path.read_text())["text"] == "shown"
    goes_on.set()
    assert kept.flush()
    kept.keep(NOTE, "shown at once")
    kept.settle()
    assert json.loads(path.read_text())["text"] == "shown at once"
    kept.close()


def test_after_closing_nothing_is_written(path: Path) -> None:
    kept = Drafts(path)
    kept.close()
    other = Drafts(path)
    other.keep(NOTE, "other")
    kept.keep(NOTE, "too late")
    kept.close()
    assert other.flush()
    assert json.loads(path.read_text())["text"] == "other"
    other.close()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([NOTE, OTHER, NEW_DEAL]), st.sampled_from(["", "a", "b\nc", "🙂"]))))
def test_whatever_is_typed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, typed: list[tuple[DraftKey, str]]
) -> None:
    path = tmp_path_factory.mktemp("drafts") / "draft.json"
    kept = drafts.Drafts(path)
    for key, text in typed:
        kept.keep(key, text)
    kept.close()
    again = drafts.Drafts(path)
    assert again.all() == kept.all()
    again.close()
