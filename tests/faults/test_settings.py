"""Personal settings survive a program killed, or a disk filled, in the middle of saving them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from funnelboard.config import load_config

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")]


def save_theme(path: Path, fault: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import os, resource, signal, sys\n"
        "from pathlib import Path\n"
        "from funnelboard.config import set_value\n"
        "from funnelboard.errors import ConfigError\n"
        f"{fault}\n"
        "try: set_value(Path(sys.argv[1]), 'theme', 'nord')\n"
        "except ConfigError as error: print(error)\n"
    )
    return subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('theme = "gruvbox" # mine\n' + "# more\n" * 1000, encoding="utf-8")
    return path


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_killed_while_saving(path: Path, moment: str) -> None:
    done = save_theme(path, f"os.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL
    assert load_config(path).theme == "gruvbox"


def test_no_room_left(path: Path) -> None:
    before = path.read_bytes()
    done = save_theme(path, "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))")
    assert "could not be saved" in done.stdout
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["config.toml"]
