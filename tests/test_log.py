"""An unexpected error leaves its traceback in the log and one sentence for the seller."""

from __future__ import annotations

from pathlib import Path

import pytest

from funnelboard import locations, log


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "state" / "funnelboard.log"
    monkeypatch.setattr(locations, "log_file", lambda: path)
    return path


def raised(message: str) -> ZeroDivisionError:
    try:
        raise ZeroDivisionError(message)
    except ZeroDivisionError as error:
        return error


def test_the_sentence_names_the_log_that_has_the_traceback(log_file: Path) -> None:
    sentence = log.unexpected(raised("first"))
    assert sentence == (
        f"FunnelBoard met an unexpected error (ZeroDivisionError) and had to stop; the details are in {log_file}"
    )
    written = log_file.read_text(encoding="utf-8")
    assert "Traceback (most recent call last):" in written
    assert "ZeroDivisionError: first" in written
    assert log_file.stat().st_mode & 0o777 == 0o600


def test_errors_add_up(log_file: Path) -> None:
    log.log_exception(raised("first"))
    assert log.log_exception(raised("second")) == log_file
    written = log_file.read_text(encoding="utf-8")
    assert written.index("first") < written.index("second")


def test_hostile_text_in_a_message_cannot_act_when_the_log_is_shown(log_file: Path) -> None:
    log.log_exception(raised("\x1b]0;owned\x07 \u202e \x9b \udcff"))
    written = log_file.read_text(encoding="utf-8")
    assert all(character.isprintable() or character == "\n" for character in written)
    assert r"\x1b]0;owned\x07 \u202e \x9b \udcff" in written


def test_a_long_log_is_put_aside_once(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_BYTES", 0)
    for message in ("first", "second", "third"):
        log.log_exception(raised(message))
    assert sorted(path.name for path in log_file.parent.iterdir()) == ["funnelboard.log", "funnelboard.log.1"]
    assert "third" in log_file.read_text(encoding="utf-8")
    assert "second" in log_file.with_name("funnelboard.log.1").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said(log_file: Path) -> None:
    log_file.parent.write_text("a file where a directory should be", encoding="utf-8")
    sentence = log.unexpected(raised("first"))
    assert "(ZeroDivisionError) and had to stop" in sentence
    assert f"its log {log_file} could not be written: " in sentence


def test_an_account_without_a_home_still_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as it is for one that has none
    sentence = log.unexpected(raised("first"))
    assert "could not be written: This account has no home directory" in sentence
