"""What the README says about a shared box is true as it is written."""

from __future__ import annotations

import grp
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.sshd, pytest.mark.xdist_group("sshd")]


def test_the_database_is_its_groups_and_nobody_elses(box: Any, database: Path) -> None:
    group = grp.getgrnam(box.account("sales")).gr_gid
    for path, mode in ((database.parent, 0o2770), (database, 0o660)):
        found = path.stat()
        assert (found.st_gid, stat.S_IMODE(found.st_mode)) == (group, mode)


def test_the_login_message(box: Any, database: Path, sit_down: Callable[..., Any]) -> None:
    path = f'PATH="{box.folder}/usr/local/bin:$PATH"\nPS1="ready> "\n'
    box.home("ann").joinpath(".profile").write_text(path + box.documented("funnelboard today"))
    terminal = sit_down("ann")
    terminal.wait_until(lambda: b"ready> " in terminal.output)
    assert b"pilot" not in terminal.output
    terminal.type("funnelboard add 'Acme: pilot !today call Kari'; exit\r")
    assert terminal.status() == 0
    again = sit_down("ann")
    again.wait_until(lambda: b"ready> " in again.output)
    assert b"Acme: pilot  call Kari" in again.output
    assert box.run("ann", "bash -lc 'echo $FUNNELBOARD_DB'").stdout == f"{database}\n", "nothing where nobody reads it"


def test_the_backup_of_every_night(box: Any, database: Path) -> None:
    box.run("ann", "funnelboard", "add", "--db", str(database), "'Acme: pilot'")
    *when, command = box.documented("team-$(date").split(maxsplit=5)
    assert when == ["15", "2", "*", "*", "*"]
    run_by_cron = command.strip().replace("\\%", "%")
    done = box.run(
        "ann", f"exec env -i HOME=$HOME LOGNAME=$LOGNAME PATH=/usr/bin:/bin SHELL=/bin/sh /bin/sh -c '{run_by_cron}'"
    )
    assert (done.returncode, done.stdout) == (0, "")
    copy = box.home("ann") / f"team-{date.today()}.db"
    assert copy.stat().st_mode & 0o007 == 0
    assert "pilot" in box.run("ann", "funnelboard", "list", "--db", str(copy)).stdout
