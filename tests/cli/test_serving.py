"""``serve``, as its user meets it at the terminal; what browsers meet is in ``tests/web``."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.cli.serving import program_of

Cli = Callable[..., Any]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def database(home: Path, empty_database: Path) -> Path:
    """A database without deals."""
    return Path(shutil.copyfile(empty_database, home / "team.db"))


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a server on a free port."""
    started: list[subprocess.Popen[str]] = []

    def serve(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "funnelboard", "serve", "--port", "0", *map(str, arguments)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield serve
    for server in started:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_prints_an_address_and_serves_until_it_is_stopped(start: Start, database: Path, number: int) -> None:
    server = start("--db", database, *(["--host", "0.0.0.0"] if number == signal.SIGINT else []))
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    assert re.fullmatch(r"http://[^/]+:\d+/\?token=[\w-]{43}", address)
    assert address.startswith("http://127.0.0.1:") is (number != signal.SIGINT)
    here = re.sub(r"//[^/]+:", "//127.0.0.1:", address)
    with urllib.request.urlopen(here) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(here.partition("?")[0])
    server.send_signal(number)
    out, err = server.communicate(timeout=20)
    assert (server.returncode, out) == (0, "")
    warned, asked = "Careful: 0.0.0.0 can be reached from other machines", number == signal.SIGINT
    assert (warned in err) is asked
    assert err.endswith("The server has ended, and so have its boards. What was being typed is kept.\n")
    assert address.partition("=")[2] not in err
    assert not locations.log_file().exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["missing.db"], 1, "There is no database"),
        (["--demo", "team.db"], 2, "The demo has its own data."),
        (["--demo", "--db", "team.db"], 2, "The demo has its own data."),
        (["--demo", "--seat", "read-only"], 2, "Each tab of the demo has a copy of its own"),
        (["--seat", "guest"], 2, "“guest” is not a seat"),
        (["--tabs", "0"], 2, "“0” is not a whole number from 1 to 1000."),
        (["--port", "70000"], 2, "“70000” is not a whole number from 0 to 65535."),
        (["--url", "board.example.com"], 1, "is not an address such as https://board.example.com"),
        (["--demo", "--host", "192.0.2.1"], 1, "Nothing can listen on port 8080 of 192.0.2.1"),
        (["--demo", "--host", "no.such.example"], 1, "Nothing can listen on port 8080 of no.such.example"),
    ],
)
def test_what_cannot_be_served_is_refused(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, said: str
) -> None:
    monkeypatch.chdir(home)
    result = cli("serve", *arguments)
    assert (result.status, result.out) == (status, "")
    assert said in " ".join(result.err.split())


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_without_what_serves_it_says_how_to_get_it(missing: str) -> None:
    run = "from funnelboard.cli.main import run; sys.exit(run(['serve', '--demo']))"
    without = [sys.executable, "-c", f"import sys; sys.modules[{missing!r}] = None; {run}"]
    ended = subprocess.run(without, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "What serves the board to a browser is not installed: pip install 'funnelboard[web]' brings it.\n"
    )


def test_the_address_is_opened_without_telling_it_to_other_accounts(start: Start, home: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = home / "browser"
    browser.write_text(f'#!/bin/sh\n{{ echo "$@"; stat -c %a "${{1#file://}}"; cat "${{1#file://}}"; }} > {seen}.new\n')
    browser.write_text(f"{browser.read_text()}mv {seen}.new {seen}\n")
    browser.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER", str(browser))
        server = start("--demo", "--open")
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    deadline = time.monotonic() + 20
    while not seen.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    told, mode, page = seen.read_text().split("\n", 2)
    assert told.startswith("file:///")
    assert mode == "600"
    assert f"url={address}" in page
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=20)
    assert not Path(told.removeprefix("file://")).exists()


def test_a_tab_knows_nothing_of_the_terminal_the_server_was_started_in() -> None:
    here = {"TERM": "dumb", "COLUMNS": "5", "PYTHONINSPECT": "1", "TEXTUAL_DRIVER": "x:Y", "LC_ALL": "C"}
    known = {"HOME": "/home/ann", "XDG_STATE_HOME": "/home/ann/state", "TZ": "Europe/Oslo"}
    told = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    assert program_of("/a.db", "full", {**here, **known}).environment == {**known, **told}
    del known["XDG_STATE_HOME"]  # nobody's drafts are where the seller's are
    assert program_of("/a.db", "read-only", {**here, **known, "XDG_STATE_HOME": "/x"}).environment == {**known, **told}


@pytest.mark.parametrize(
    ("seat", "arguments", "forgetful"),
    [
        ("full", ("-P", "-m", "funnelboard", "--db", "/srv/a b.db"), False),
        ("locked", ("-I", "-m", "funnelboard", "--locked", "/srv/a b.db"), False),
        ("read-only", ("-I", "-m", "funnelboard", "--locked", "--read-only", "/srv/a b.db"), True),
    ],
)
def test_each_seat_is_one_that_there_is_at_a_terminal(seat: str, arguments: tuple[str, ...], forgetful: bool) -> None:
    program = program_of("/srv/a b.db", seat, {})
    assert (program.command, program.forgetful) == ((sys.executable, *arguments), forgetful)
