"""A shared box set up as the README says: a group, accounts of their own, and a real SSH server on this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("sshd", "ssh", "ssh-keygen", "useradd", "groupadd")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

SELLERS = ("ann", "ben")
SEAT = "cal"
"""One more account, that may do nothing but see the board."""

SERVER = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
X11Forwarding yes
AcceptEnv LANG LC_* PYTHON* TEXTUAL*
SetEnv PATH={folder}/usr/local/bin:{path}
PrintMotd no
Subsystem sftp internal-sftp
Include {folder}/etc/ssh/sshd_config.d/*.conf
"""
"""A server that allows whatever it can, so that what is refused is refused by what the README adds."""


class Box:
    """The machine.

    Attributes:
        folder: Where everything is that the README puts elsewhere.
        database: What they share.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="funnelboard-box-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.database = self.folder / "srv/sales/team.db"
        self._mark = f"fb{os.getpid()}"
        self._server: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self._port = listening.getsockname()[1]

    def account(self, name: str) -> str:
        """The login of a seller, or the name of a group."""
        return f"{self._mark}{name}"

    def home(self, name: str) -> Path:
        """Their home directory."""
        return self.folder / "home" / self.account(name)

    def here(self, text: str) -> str:
        """What the README says, with this box's names in it."""
        text = re.sub(r"/(?=opt/|srv/|etc/|usr/local/bin/)", f"{self.folder}/", text)
        return re.sub(r"(?<![/\w])(sales|seats)\b", lambda named: self.account(named.group()), text)

    def documented(self, holding: str) -> str:
        """The block of the README's section that holds some words, for this box."""
        section = (ROOT / "README.md").read_text().split("\n## On a shared box\n")[1].split("\n## ")[0]
        (block,) = [found for found in re.findall(r"```\w*\n(.*?)```", section, re.DOTALL) if holding in found]
        return self.here(block)

    def root(self, *command: str | Path, check: bool = True) -> None:
        """Run a command as root."""
        path = f"{self.folder}/usr/local/bin:{SYSTEM_PATH}"
        subprocess.run(["env", f"PATH={path}", *command], check=check, capture_output=True)

    def client(self, program: str, name: str, *options: str) -> list[str]:
        """The command line of ``ssh``, ``scp`` or ``sftp`` as one of them, up to where the machine is named."""
        own = {
            "Port": self._port, "User": self.account(name), "UserKnownHostsFile": f"{self.folder}/known_hosts",
            "BatchMode": "yes", "IdentitiesOnly": "yes",
        }  # fmt: skip
        settings = [part for option, value in own.items() for part in ("-o", f"{option}={value}")]
        return [str(shutil.which(program)), "-F", "none", "-i", f"{self.folder}/key", *settings, *options]

    def ssh(self, name: str, *command: str, options: Sequence[str] = ()) -> list[str]:
        """A command line that does something as one of them."""
        return [*self.client("ssh", name, *options), "127.0.0.1", *command]

    def run(
        self, name: str, *command: str, options: Sequence[str] = (), env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Do something as one of them, without a terminal unless the options ask for one."""
        argv = self.ssh(name, *command, options=options)
        environment = {**os.environ, **(env or {})}
        return subprocess.run(
            argv, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment
        )

    def sessions(self, name: str) -> list[int]:
        """Process ids of the server's own processes for somebody who is logged in, those that hold the line."""
        return self._processes(f"sshd: {self.account(name)}@")

    def boards(self, name: str) -> list[int]:
        """Process ids of the boards somebody has open."""
        return [
            pid
            for pid in self._processes(f"{self.folder}/opt/funnelboard/bin/python")
            if owner(pid) == self.account(name)
        ]

    def _processes(self, title: str) -> list[int]:
        found = []
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if process.read_bytes().startswith(title.encode()):
                    found.append(int(process.parent.name))
        return found

    def set_up(self) -> None:
        """Make it all, as the README says."""
        for part in ("opt", "srv", "home", "usr/local/bin", "etc/ssh/sshd_config.d", "etc/profile.d"):
            (self.folder / part).mkdir(parents=True)
        self._install()
        _, rest = self.documented("groupadd").split("\n", 1)
        self.root("sh", "-euc", rest)
        self._make_keys()
        for name in SELLERS:
            self._admit(name, "sales")
        self._admit(SEAT, "sales", "seats")
        (self.folder / "etc/ssh/sshd_config.d/funnelboard.conf").write_text(self.documented("Match Group"))
        self._serve()

    def _install(self) -> None:
        """Install FunnelBoard with a Python that everybody may run."""
        python = everybodys_python()
        self.root(python, "-m", "venv", "--without-pip", self.folder / "opt/funnelboard")
        into = self.folder / "opt/funnelboard/bin/python"
        self.root(sys.executable, "-m", "pip", "--python", into, "install", "--quiet", ROOT)

    def _make_keys(self) -> None:
        for key in ("key", "host_key"):
            self.root("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / key)
        host = (self.folder / "host_key.pub").read_text()
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self._port} {host}")

    def _admit(self, name: str, *groups: str) -> None:
        """Make an account that may log in with the key."""
        login, home, name_kept = self.account(name), self.home(name), f"{name.title()} Seller,,,"
        self.root("useradd", "-m", "-d", home, "-c", name_kept, "-p", "*", "-s", "/bin/bash", login)
        self.root("usermod", "-aG", ",".join(map(self.account, groups)), login)
        self.root("install", "-D", "-o", login, "-m", "600", self.folder / "key.pub", home / ".ssh/authorized_keys")

    def _serve(self) -> None:
        Path("/run/sshd").mkdir(exist_ok=True)
        config = self.folder / "sshd_config"
        config.write_text(SERVER.format(port=self._port, folder=self.folder, path=SYSTEM_PATH))
        program = str(shutil.which("sshd", path=SYSTEM_PATH))
        with (self.folder / "sshd.log").open("wb") as log:
            self._server = subprocess.Popen([program, "-D", "-e", "-f", str(config)], stderr=log)
        deadline = time.monotonic() + 20
        while self.run(SELLERS[0], "true").returncode:
            assert time.monotonic() < deadline, (self.folder / "sshd.log").read_text()

    def take_down(self) -> None:
        """Leave nothing of it."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
        for name in (*SELLERS, SEAT):
            self.root("userdel", "-f", self.account(name), check=False)
        for group in ("sales", "seats"):
            self.root("groupdel", self.account(group), check=False)
        shutil.rmtree(self.folder)


def owner(pid: int) -> str:
    """The login a process runs as; nothing if it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}").owner()
    return ""


def everybodys_python() -> str:
    """A Python new enough that another account may run: the tests' own may be in somebody's home directory."""
    own = os.path.realpath(sys.executable)
    names = [f"python3.{minor}" for minor in range(sys.version_info.minor, 10, -1)]
    for python in (own, *filter(None, (shutil.which(name, path=SYSTEM_PATH) for name in names))):
        with contextlib.suppress(PermissionError, subprocess.CalledProcessError):
            subprocess.run([python, "-c", "import venv"], user=65534, group=65534, extra_groups=(), check=True, cwd="/")
            return python
    pytest.skip("other accounts may run no Python that is new enough")


@pytest.fixture(scope="session")
def box() -> Iterator[Box]:
    """The box, set up once."""
    missing = [program for program in NEEDED if shutil.which(program, path=SYSTEM_PATH) is None]
    if os.getuid() != 0 or missing:
        pytest.skip(f"needs root, and {', '.join(missing or NEEDED)}")
    made = Box()
    try:
        made.set_up()
        yield made
    finally:
        made.take_down()


@pytest.fixture
def database(box: Box) -> Path:
    """The shared database, made new as the README says and not yet opened."""
    for path in box.database.parent.iterdir():
        path.unlink()
    (line,) = [line for line in box.documented("groupadd").splitlines() if line.startswith("funnelboard init")]
    box.root("sh", "-euc", line)
    return box.database


@pytest.fixture
def sit_down(box: Box, start_in_terminal: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a terminal as somebody on the box: ``sit_down(name, *command)``."""

    def sit(name: str, *command: str, options: Sequence[str] = (), **settings: Any) -> Any:
        return start_in_terminal(box.ssh(name, *command, options=("-tt", *options)), **settings)

    return sit
