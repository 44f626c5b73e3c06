"""A locked seat is a board and nothing else, whatever a client of SSH asks for; another account gets what it asks."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.sshd, pytest.mark.xdist_group("sshd")]

ELSEWHERE, SEAT = "ann", "cal"
"""An account that has a shell, to see that the server allows what the seat is refused; and the seat's."""

COMMANDS = {
    "a command": ("id",),
    "a shell": ("bash", "-i"),
    "the command line": ("funnelboard", "list"),
    "words for a shell": ("; id; $(id) `id`",),
    "the program behind sftp": ("/usr/lib/openssh/sftp-server",),
}

CTRL_Z, CTRL_BACKSLASH, CTRL_C, CTRL_Q = "\x1a", "\x1c", "\x03", "\x11"


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def behind() -> Iterator[socket.socket]:
    """Something that only the box could reach."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        yield listening


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Path]:
    """The socket of an agent that holds keys."""
    path = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield path
    process.kill()
    process.communicate()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.usefixtures("database")
def test_without_a_terminal_nothing_is_run(box: Any, command: tuple[str, ...]) -> None:
    done = box.run(SEAT, *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The board needs a terminal.")


@pytest.mark.parametrize("command", [(), *COMMANDS.values()], ids=["a login", *COMMANDS])
def test_with_a_terminal_there_is_the_board_and_then_the_end(
    box: Any, database: Path, sit_down: Callable[..., Any], command: tuple[str, ...]
) -> None:
    terminal = sit_down(SEAT, *command)
    terminal.read_until("? help")
    terminal.type("aAcme: pilot\r")
    terminal.read_until("u undoes it")
    terminal.type(CTRL_Z + CTRL_BACKSLASH + CTRL_C + "n!id\r")
    terminal.read_until("wrote a note")
    terminal.type(CTRL_Q)
    assert terminal.status() == 0
    assert b"uid=" not in terminal.output
    assert "Cal Seller" in box.run(ELSEWHERE, "funnelboard", "log", "--db", str(database)).stdout


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("way", [("sftp",), ("scp",), ("scp", "-O")], ids=" ".join)
def test_no_file_is_copied(box: Any, tmp_path: Path, way: tuple[str, ...]) -> None:
    program, *options = way
    arrived = {}
    for name in (ELSEWHERE, SEAT):
        (box.home(name) / "there").write_text("there")
        command = [*box.client(program, name, *options), "127.0.0.1:there", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, timeout=60)
        arrived[name] = done.returncode == 0, (tmp_path / name).exists()
    assert arrived == {ELSEWHERE: (True, True), SEAT: (False, False)}


@pytest.mark.parametrize("way", ["-L", "-D"])
def test_no_port_behind_the_box_is_reached(
    box: Any, database: Path, sit_down: Callable[..., Any], free_port: int, behind: socket.socket, way: str
) -> None:
    port = behind.getsockname()[1]
    hello = b"\x05\x01\x00" + b"\x05\x01\x00\x01" + bytes((127, 0, 0, 1)) + port.to_bytes(2, "big")
    target = f":127.0.0.1:{port}" if way == "-L" else ""
    for name, command in ((SEAT, ()), (ELSEWHERE, ("funnelboard", str(database)))):
        terminal = sit_down(name, *command, options=(way, f"127.0.0.1:{free_port}{target}"))
        terminal.read_until("? help")
        with socket.create_connection(("127.0.0.1", free_port)) as client:
            client.settimeout(20)
            if way == "-D":
                client.sendall(hello)
            if name == ELSEWHERE:
                behind.accept()[0].close()
            while client.recv(100):
                pass
        terminal.type(CTRL_Q)
        assert terminal.status() == 0
    behind.settimeout(0)
    with pytest.raises(BlockingIOError):
        behind.accept()


@pytest.mark.usefixtures("database")
def test_no_port_of_the_box_leads_elsewhere(box: Any, free_port: int) -> None:
    options = ("-o", "ExitOnForwardFailure=yes", "-R", f"{free_port}:127.0.0.1:1")
    assert box.run(ELSEWHERE, "true", options=options).returncode == 0
    refused = box.run(SEAT, options=("-tt", *options))
    assert refused.returncode == 255
    assert "remote port forwarding failed" in refused.stderr


@pytest.mark.usefixtures("database")
def test_no_agent_no_display_and_no_variable_comes_along(
    box: Any, sit_down: Callable[..., Any], agent: Path, tmp_path: Path
) -> None:
    (tmp_path / "funnelboard.py").write_text("print('somebody else')")
    sent = {"PYTHONINSPECT": "1", "PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "funnelboard.py")}
    options = ("-A", "-X", *(part for name in sent for part in ("-o", f"SendEnv={name}")))
    environment = {**sent, "SSH_AUTH_SOCK": str(agent), "DISPLAY": "127.0.0.1:9"}
    elsewhere = box.run(ELSEWHERE, "echo $SSH_AUTH_SOCK $PYTHONINSPECT", options=options, env=environment)
    assert len(elsewhere.stdout.split()) == 2
    terminal = sit_down(SEAT, options=options, **environment)
    terminal.read_until("? help")
    (board,) = box.boards(SEAT)
    variables = {each.split("=")[0] for each in Path(f"/proc/{board}/environ").read_text().split("\0")}
    assert "TERM" in variables
    assert variables & {"SSH_AUTH_SOCK", "DISPLAY"} == set()
    terminal.type(CTRL_Q)
    assert terminal.status() == 0
    assert b">>>" not in terminal.output
    assert b"somebody else" not in terminal.output
