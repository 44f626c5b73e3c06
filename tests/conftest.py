"""A database of its own, a clock set by hand and no personal settings for every test."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import gzip
import json
import os
import pty
import pwd
import re
import select
import shlex
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from funnelboard import hook_queue, locations
from funnelboard.domain.board import Sort
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.clock import FixedClock
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.maintenance import create
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store.models import TABLES, PresenceRow
from funnelboard.store.opening import create_database
from tests.postgres.server import INSTALL, quick_folder
from tests.postgres.watching import PostgresWatch
from tests.watching import Watch

KINDLY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **KINDLY)
settings.register_profile("search", max_examples=1_000, **KINDLY)
settings.load_profile("same")

# The tests are read by several processes, and start the program many hundred times: that is compiled once.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_folder()))  # no commit of a test waits for a disk

EVERYTHING = "FUNNELBOARD_CI" in os.environ

NEEDING = ("browser", "multiplexer", "postgresql", "sshd")
"""The marks of what needs a program of the system."""

ENGINES = ("sqlite", "postgresql")
OF_SQLITE = pytest.StashKey[Counter[str]]()
"""How many tests are left out on another engine, by why that is."""

pytest_plugins = ("tests.postgres.fixtures",)

TODAY = date(2026, 11, 18)
"""A Wednesday."""

NOW = int(datetime(2026, 11, 18, 9, 30, tzinfo=UTC).timestamp()) * 1_000_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--public-textual`` runs the board without any private part of Textual, ``--soak-minutes`` soaks for long.

    ``--engine postgresql`` keeps every test's board on a server, and runs no test but those for which that matters.
    """
    parser.addoption("--engine", choices=ENGINES, default=ENGINES[0], help="what keeps the boards of the tests")
    parser.addoption("--public-textual", action="store_true", help="take the private parts of Textual away")
    parser.addoption("--crowd-seconds", type=float, default=20.0, help="how long a hundred boards are at work")
    parser.addoption("--soak-minutes", type=float, default=1.0, help="how long the sellers of the soak are at work")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything has to be tried, what needs a program of the system is not passed over."""
    report = yield
    missing = any(map(item.get_closest_marker, NEEDING)) or INSTALL in str(report.longrepr)
    if report.skipped and EVERYTHING and missing:
        report.outcome = "failed"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another engine than SQLite leave out what has no board, and what is about SQLite, saying why."""
    if config.getoption("engine") == "sqlite":
        return
    marked = {item: mark.args for item in items if (mark := item.get_closest_marker("sqlite")) is not None}
    if silent := [item.nodeid for item, why in marked.items() if not why]:
        raise pytest.UsageError(f"Say why this is about SQLite, in its mark: {silent[0]}")
    of_sqlite = {item: why[0] for item, why in marked.items()}
    left_out = [item for item in items if item in of_sqlite or "engine" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
    config.stash[OF_SQLITE] = Counter(of_sqlite.values())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of several hands over what it has left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["of_sqlite"] = dict(session.config.stash.get(OF_SQLITE, {}))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """With several processes have them tell what they leave out; each leaves out the same."""
    if config.pluginmanager.hasplugin("dsession"):
        config.pluginmanager.register(_Told(config))


class _Told:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_testnodedown(self, node: Any) -> None:
        self._config.stash[OF_SQLITE] = Counter(getattr(node, "workeroutput", {}).get("of_sqlite", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was left out and why, and what was measured, test by test."""
    of_sqlite = terminalreporter.config.stash.get(OF_SQLITE, Counter())
    if of_sqlite:
        terminalreporter.section(f"{of_sqlite.total()} tests are about SQLite")
    for why, count in of_sqlite.most_common():
        terminalreporter.line(f"{count}: {why}")
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]
    figures = [(report.nodeid, name, value) for report in reports for name, value in report.user_properties]
    if figures:
        terminalreporter.section("figures")
    for test, measured in groupby(figures, key=itemgetter(0)):
        terminalreporter.line(f"{test}: {', '.join(f'{name} {value}' for _, name, value in measured)}")


BOARD = """
import sys
from functools import partial
from funnelboard.config import Config
from funnelboard.services.opening import open_workspace
from funnelboard.ui.app import run_board
login = sys.argv[2] if len(sys.argv) > 2 else None
sys.exit(run_board(partial(open_workspace, sys.argv[1], login=login, threaded=True), config=Config()))
"""
"""A program that opens the board on the database it is given, as the seller it is given."""


SENT = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<there>\d+)G|\x1b\[(?P<erased>\d+)X|\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]]|(?P<text>[^\x00-\x1f])|[^\x1b]"
)
"""What the board sends: moves, erasing, other sequences, text of one cell a character."""

TYPED = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|.", re.DOTALL)
"""One key."""


UNPAINTED = "\N{REPLACEMENT CHARACTER}"
"""What stands in every cell of a terminal that nothing was written to since it has its size."""


class Terminal:
    """A program on a pseudo-terminal of 120 x 36, or another size.

    Attributes:
        output: Everything it has sent.
        size: Columns and lines.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        tells: bool = True,
        size: tuple[int, int] = (120, 36),
        **environment: str,
    ) -> None:
        """Start it.

        Args:
            tells: Whether the program is told when the terminal is gone; not, where it runs in another one's place.
            size: Columns and lines.
            environment: Variables besides or instead of the test's, and of TERM, an xterm of 256 colours.
        """
        if tells:
            self.pid, self.fd = pty.fork()
        else:
            self.fd, other = pty.openpty()
            self.pid = os.fork()
        if self.pid == 0:
            if not tells:
                os.setsid()
                for stream in range(3):
                    os.dup2(other, stream)
                os.closerange(3, other + 1)
            fcntl.ioctl(0, termios.TIOCSWINSZ, _winsize(*size))
            # not execv: readline, which pytest imports, puts a size of its own into the environment behind os.environ
            named = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
            os.execve(command[0], command, {**named, "TERM": "xterm-256color", **environment})
        if not tells:
            os.close(other)
        self.output = b""
        self.resize(*size)
        self._place = 0, 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._taken = 0
        self._rest = ""

    def resize(self, width: int, height: int) -> None:
        """Have another size, and nothing on the screen until something is painted."""
        self.size = width, height
        self._cells = [[UNPAINTED] * width for _ in range(height)]
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, _winsize(width, height))

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        text = self._rest + self._decoder.decode(self.output[self._taken :])
        self._taken = len(self.output)
        end = 0
        while match := SENT.match(text, end):
            end = match.end()
            y, x = self._place
            if match["row"]:
                self._place = int(match["row"]) - 1, int(match["column"]) - 1
            elif match["there"]:
                self._place = y, int(match["there"]) - 1
            elif match["erased"] and y < len(self._cells):
                row = self._cells[y]
                row[x : x + int(match["erased"])] = " " * min(int(match["erased"]), len(row) - x)
            elif match["text"] and y < len(self._cells) and x < len(self._cells[y]):
                self._cells[y][x] = match["text"]
                self._place = y, x + 1
        self._rest = text[end:]
        return ["".join(line).rstrip() for line in self._cells]

    @property
    def on_board(self) -> bool:
        """Whether the board has the keys."""
        return self.lines[-1].endswith("? help")

    @property
    def cursor(self) -> tuple[int, int]:
        """Where its cursor stands, hidden or not: column and line."""
        assert self.lines
        y, x = self._place
        return x, y

    def read_until(self, words: str) -> None:
        """Read until some text is on the screen, however it came there."""
        self.wait_until(lambda: any(words in line for line in self.lines))

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Read until something has happened."""
        deadline = time.monotonic() + 20
        while not happened():
            assert time.monotonic() < deadline, "\n".join(["this is on the screen:", *self.lines])
            self.read(0.02)

    def type(self, text: str, delay: float = 0, arrival: Callable[[float], float] = float) -> None:
        """Send keys, each some seconds after the one before; those that arrive at the same time in one write.

        Args:
            arrival: When a key arrives that was typed so many seconds after the first one.
        """
        began = time.monotonic()
        keys = [(arrival(number * delay), key.group()) for number, key in enumerate(TYPED.finditer(text))]
        for due, together in groupby(keys, key=itemgetter(0)):
            while (left := began + due - time.monotonic()) > 0:
                self.read(min(left, 0.002))
            os.write(self.fd, "".join(key for _, key in together).encode())

    def status(self) -> int:
        """The exit status, once it has ended; negative for a signal that killed it."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.read(0.02)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it is still running")

    def hang_up(self) -> None:
        """Be gone."""
        os.close(self.fd)
        self.fd = -1

    def running(self) -> bool:
        """Whether it has not ended."""
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def read(self, patience: float) -> None:
        """Take in what is sent until nothing comes for some seconds."""
        try:
            while select.select([self.fd] if self.fd >= 0 else [], [], [], patience)[0]:
                data = os.read(self.fd, 65536)
                if not data:
                    return
                self.output += data
        except OSError:
            return


def _winsize(width: int, height: int) -> bytes:
    return struct.pack("HHHH", height, width, 0, 0)


@pytest.fixture
def start_in_terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts a program in a terminal of its own; it is killed at the end of the test."""
    opened: list[Terminal] = []

    def start(command: Sequence[str], **options: Any) -> Terminal:
        opened.append(Terminal(command, **options))
        return opened[-1]

    yield start
    for terminal in opened:
        with contextlib.suppress(ProcessLookupError):
            os.kill(terminal.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(terminal.pid, 0)
        if terminal.fd >= 0:
            terminal.hang_up()


@pytest.fixture
def open_terminal(start_in_terminal: Callable[..., Terminal]) -> Callable[..., Terminal]:
    """Opens the board on a database in a terminal of its own, as this account or as the seller of a login.

    ``whole=True`` starts the whole program, with the seller's settings, instead of the board alone.
    """

    def start(database: str, login: str | None = None, *, whole: bool = False, **options: Any) -> Terminal:
        program = ("-m", "funnelboard") if whole else ("-c", BOARD)
        return start_in_terminal([sys.executable, *program, database, *filter(None, (login,))], **options)

    return start


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home directory that all of FunnelBoard's own files go to; the local time is UTC."""
    home = tmp_path.with_name(f"{tmp_path.name}-home")
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("XDG_", "FUNNELBOARD_", "TEXTUAL_", "PG"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with monkeypatch.context() as zone:
        monkeypatch.setenv("HOME", str(home))
        zone.setenv("TZ", "UTC")
        time.tzset()
        yield home
    time.tzset()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private copies of this test go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """Wednesday 18 November 2026, 09:30 UTC, until somebody moves it."""
    return FixedClock(NOW, TODAY)


@pytest.fixture
def tick(clock: FixedClock) -> Callable[..., int]:
    """Moves the clock on: ``tick()`` by a second, ``tick(days=3)``, ``tick(minutes=5)``; the new instant."""

    def move_on(**by: float) -> int:
        step = timedelta(**by) if by else timedelta(seconds=1)
        clock.instant += step // timedelta(microseconds=1)
        clock.day = datetime.fromtimestamp(clock.instant / 1_000_000).date()
        return clock.instant

    return move_on


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without deals that nobody has open, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "funnel.db"
    create_database(path, NOW)
    return path


def fill_every_table(workspace: Workspace, table: Path) -> None:
    """Do something of everything on an empty board; ``table`` is written to be imported."""
    table.write_text("title,company,stage\nImported,Acme,lead\n")
    workspace.settings.set("currency", "EUR")
    workspace.rates.set("NOK", "0.086")
    call = FollowUpLine(TODAY, "call", "about the price", time_of_day(14, 30))
    for number in range(1, 7):
        workspace.pipeline.create(
            title=f"Deal {number}", company="Acme", contact=f"Kari {number}", email=f"{number}@acme.example",
            amount=Money(1_000_00, "NOK"), tags=("expo",), expected_close=TODAY, note="rang", follow_up=call,
            referred_by="Nordlys",
        )  # fmt: skip
    workspace.people.edit_contact(1, {"birthday": date(1980, 11, 20)})
    workspace.people.edit_company(1, {"website": "acme.example"})
    workspace.qualifying.answer((1,), Criterion.MARKET, Answer.YES, "call", 1)
    workspace.objections.resolve(workspace.objections.raise_objection((1,), "too dear").row_id or 0, "is it?")
    workspace.objections.raise_objection((1,), "too late")
    workspace.activity.finish_next((1,), "rang")
    workspace.pipeline.move((2,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
    workspace.pipeline.move((3,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    workspace.parking.park((5,), TODAY + timedelta(days=30), ParkReason.BUDGET)
    workspace.pipeline.delete((6,))
    workspace.customers.repeat(2)
    workspace.undoing.undo()
    workspace.undoing.redo()
    workspace.views.save("expo", "tag:expo", Sort.RANK)
    run_import(workspace, plan_import(table))
    with workspace.session.change("edit") as change:
        change.insert("own_field", {"name": "Renewal", "folded": "renewal"})
        change.insert("deal_field", {"deal_id": 1, "own_field_id": 1, "text": "2027", "folded": "2027"})
        change.summary = "set Renewal"
    workspace.presence.attend()
    workspace.presence.edit((1,))


@pytest.fixture(scope="session")
def full_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A database with rows in every table that nobody has open, to be copied and spoilt.

    Its deals: 1 and 4 open, 2 won, 3 lost, 5 parked, 6 in the bin, 7 the next one of 2.
    """
    path = tmp_path_factory.mktemp("full") / "funnel.db"
    shutil.copy(empty_database, path)
    workspace = open_workspace(str(path), clock=FixedClock(NOW, TODAY), login="kari")
    fill_every_table(workspace, path.with_name("deals.csv"))
    workspace.session.database.backup(path.with_name("full.db"))
    workspace.close()
    return path.with_name("full.db")


@pytest.fixture
def older_database(tmp_path: Path) -> Path:
    """A database of schema 1 with something in every table; ``store/data/make_0_1_0.py`` tells how it was made."""
    path = tmp_path / "older.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "store/data/made_by_0_1_0.db.gz").read_bytes()))
    return path


@pytest.fixture(scope="session")
def engine(pytestconfig: pytest.Config) -> str:
    """What keeps the boards of the tests: “sqlite”, or with ``--engine`` “postgresql”."""
    return str(pytestconfig.getoption("engine"))


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Callable[..., Path]:
    """A file that nobody has open, to be copied: without deals, or filled by a function that is given its path."""
    made: dict[Callable[[str], object] | None, Path] = {None: empty_database}

    def find(fill: Callable[[str], object] | None) -> Path:
        if fill not in made:
            path = tmp_path_factory.mktemp("model") / "funnel.db"
            shutil.copy(empty_database, path)
            assert fill is not None
            fill(str(path))
            made[fill] = path
        return made[fill]

    return find


@pytest.fixture
def place(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, model: Callable[..., Path]
) -> Callable[..., str]:
    """Where a board of this test is, path or URL: ``place(path=None)``; an empty one is made on first use.

    On a server there is a database for each path, unless that is a file; the role is called as the account is. What
    many tests begin with is filled once for all of them, by a function that is told where: ``place(path, fill)``. A URL
    is where it says.
    """
    cluster = request.getfixturevalue("cluster") if engine == "postgresql" else None
    account = pwd.getpwuid(os.getuid()).pw_name
    databases: dict[Path, str] = {}

    def make_filled(fill: Callable[[str], object] | None, url: str) -> None:
        create(url)
        if fill is not None:
            fill(url)
        if not cluster.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (account,)):
            cluster.execute(f'CREATE ROLE "{account}" SUPERUSER LOGIN')

    def find(path: Path | str | None = None, fill: Callable[[str], object] | None = None) -> str:
        path = path or tmp_path / "funnel.db"
        if isinstance(path, str):
            return path
        if cluster is None and not path.exists():
            shutil.copy(model(fill), path)
        if cluster is None or path.exists():
            return str(path)
        if path not in databases:
            name = f"{fill.__name__ if fill else 'empty'}, of this account"
            databases[path] = cluster.create_database(cluster.template(name, partial(make_filled, fill)), account)
        return databases[path]

    return find


@pytest.fixture
def watch(engine: str, monkeypatch: pytest.MonkeyPatch) -> Watch | PostgresWatch:
    """What is asked over connections that are opened from now on, of whatever keeps the boards of the tests."""
    return PostgresWatch(monkeypatch) if engine == "postgresql" else Watch(monkeypatch)


@pytest.fixture
def make_workspace(clock: FixedClock, place: Callable[..., str]) -> Iterator[Callable[..., Workspace]]:
    """Opens a database, made on first use: ``make_workspace(path=None, login=None, **options)``.

    Without a login it is the seller “kari”. Everything opened is closed at the end of the test.
    """
    opened: list[Workspace] = []

    def make(path: Path | None = None, login: str | None = None, **options: Any) -> Workspace:
        workspace = open_workspace(place(path), clock=clock, login=login or "kari", **options)
        opened.append(workspace)
        return workspace

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """An empty board of the seller “kari”."""
    return make_workspace()


@pytest.fixture
def add_deal(workspace: Workspace) -> Callable[..., Deal]:
    """Adds a deal with what :meth:`Pipeline.create` takes, all of it optional, and gives it back as stored.

    A closed one takes ``outcome`` and ``lost_reason`` too; ``within`` names another workspace.
    """

    def add(within: Workspace = workspace, **known: Any) -> Deal:
        ending = {name: known.pop(name) for name in ("outcome", "lost_reason", "lost_detail") if name in known}
        stage = known.pop("stage", Stage.LEAD)
        known.setdefault("title", "Acme: pilot")
        start = Stage.OPPORTUNITY if stage is Stage.CLOSED else stage
        (deal_id,) = within.pipeline.create(stage=start, **known).deal_ids
        if stage is Stage.CLOSED:
            within.pipeline.move((deal_id,), stage, because="it is so", **({"outcome": Outcome.WON} | ending))
        return within.board.deal(deal_id)

    return add


@pytest.fixture
def dump() -> Callable[[Workspace], dict[str, list[Any]]]:
    """All rows of a workspace's database, by table; but for who has it open just now."""

    def rows(workspace: Workspace) -> dict[str, list[Any]]:
        database = workspace.session.database
        names = [table._meta.table_name for table in TABLES if table is not PresenceRow]
        return {name: database.rows_of(f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in names}

    return rows


@pytest.fixture
def kept() -> Callable[[Workspace], str]:
    """All drafts that are kept on the disk for the seller of a workspace."""

    def read(workspace: Workspace) -> str:
        path = locations.draft_file(workspace.identity)
        return path.read_text() if path.exists() else ""

    return read


class Hooks:
    """The seller's own commands for what happens, as their settings have them.

    Attributes:
        script: A command that keeps what it is told.
    """

    def __init__(self, home: Path) -> None:
        self.script = home / "tell team"
        self._told = home / "told.json"
        self.script.write_text(f"#!/bin/sh\ncat >> {shlex.quote(str(self._told))}\n")
        self.script.chmod(0o755)

    def set(self, *events: str, command: str = "") -> None:
        """Have a command run for events from now on; by default the one that keeps what it is told."""
        path = locations.config_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        what = command or shlex.quote(str(self.script))
        path.write_text("\n".join(["[hooks]", *(f"{event} = {json.dumps(what)}" for event in events), ""]))

    def told(self) -> list[Any]:
        """What the command has been told, as soon as nothing waits and none runs any more."""
        try:
            lock = os.open(locations.hook_queue() / hook_queue.LOCK, os.O_RDWR)
        except FileNotFoundError:
            return []
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(lock)
        assert hook_queue.waiting() == []
        documents, text = [], self._told.read_text() if self._told.exists() else ""
        while text:
            document, end = json.JSONDecoder().raw_decode(text)
            documents.append(document)
            text = text[end:].lstrip()
        return documents

    @property
    def failures(self) -> list[str]:
        """What the log says of commands that failed, without when."""
        path = locations.log_file()
        return [line.partition(" ")[2] for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def hooks(home: Path) -> Hooks:
    """The seller's hooks; none as long as none is set."""
    return Hooks(home)
