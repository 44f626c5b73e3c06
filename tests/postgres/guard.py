"""Stops the servers in a folder and removes it, as soon as whoever holds this program's input is gone.

``python guard.py FOLDER PG_CTL [ACCOUNT]``; whoever it is may be killed, for the input ends with them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def main(folder: str, pg_ctl: str, account: str | None = None) -> None:
    """Wait, and clear up."""
    sys.stdin.buffer.read()
    for lock in Path(folder).glob("*/postmaster.pid"):
        command = [pg_ctl, "stop", "-D", lock.parent, "-m", "immediate", "-t", "10"]
        subprocess.run(command, user=account, group=account, cwd="/", capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
