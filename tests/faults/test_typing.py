"""Typing is sacred: in terminals of their own, over good lines and bad ones, no key goes astray and no text is lost."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.keys import _character_to_key

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.clock import FixedClock
from funnelboard.services.identity import account
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.commands import BY_ID, COMMANDS, Command
from funnelboard.ui.dispatcher import Key
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.faults

COMMANDS_WITH_KEYS = [command for command in COMMANDS if command.keys and command.id not in ("quit", "play")]

OPENING = [command for command in COMMANDS_WITH_KEYS if not command.does.startswith("screens.cursor:")]

SENT_FOR = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "slash": "/",
    "full_stop": ".",
    "question_mark": "?",
    "less_than_sign": "<",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+p": "\x10",
    "ctrl+r": "\x12",
}
"""What a terminal sends for keys that are no letters."""

ESCAPES = "\x1b" * 4
SHIFT_TAB, UP, LEAVE = "\x1b[Z", "\x1b[A", "\x11"

PLACES = ("3g", "4g")
"""Where commands are tried: on an opportunity, and on a won deal where that means nothing."""

LEFT, KEYS_OF_LEFT = "a\x1b\x1b", ("a", "escape", "escape")
"""Opens something and leaves it, so that an Esc comes right before every command's key."""

NOTE = "7 dqx"
"""Text that would do a lot if it were taken for commands."""

PROBE = "QVXO"
"""Text that does nothing where it is taken for commands."""

LINES: dict[str, Callable[[float], float]] = {
    "plain": float,
    "round trip of 200 ms": lambda typed: typed + 0.1,
    "stalling": lambda typed: 0.2 if 0.02 <= typed < 0.2 else typed,
}
"""When a key arrives that was typed so many seconds after the first one; what a stall holds back comes in one piece."""

DELAYS = (0, 0.01, 0.03)
"""Seconds between two keys."""

LISTS = ("set-owner", "palette")
"""What is narrowed by typing: that is shown, but no draft."""

SHEETS = {
    "a note": "3gn",
    "a new deal": "a",
    "a follow-up": "3gf",
    "an objection": "3gb",
    "a parking": "3gz",
    "tags": "3gt",
    "a result": "3gd",
    "changes": "3ge",
    "a contact": "3gCa",
    "changes of a contact": "3gCe",
    "answers": f"3gc{SHIFT_TAB}",
    "answers at a gate": f"1gL{SHIFT_TAB}",
    "answers on winning": f"3gwg{SHIFT_TAB}",
    "answers on losing": f"3gxp{SHIFT_TAB}",
    "a reference": "4gT",
    "the name of a view": "vs",
    "changes of a note": "3g\ree",
    "changes of a follow-up": "3gFe",
    "a result from the list": "3gFd",
    "an answer to an objection": "3gBr",
    "changes of an objection": "3gBe",
    "the agenda's note": "A\r",
    "the agenda's next follow-up": "A\r\r",
    "a setting": "SG\r",
    "an exchange rate": "Sa",
}
"""What keeps a draft, and the keys that open it however often they are typed."""


def sample(board: str) -> None:
    """Put five deals in each stage, with something of everything."""
    workspace = open_workspace(board, clock=FixedClock(NOW, TODAY), login=account()[0])
    for number in range(5):
        for stage in Stage:
            add_deal(workspace, f"{stage} {number}", stage, date(2020, 1, 2 + number))
    workspace.close()


@pytest.fixture
def make_copy(
    place: Callable[..., str], make_workspace: Callable[..., Workspace], tmp_path: Path
) -> Callable[[str], Workspace]:
    """Gives a board with these deals, under a name."""
    return lambda name: make_workspace(place(tmp_path / f"{name}.db", sample), login=account()[0])


@pytest.fixture
def database(make_copy: Callable[[str], Workspace]) -> Workspace:
    """Such a board."""
    return make_copy("funnel")


def add_deal(workspace: Workspace, title: str, stage: Stage, due: date) -> None:
    """Add a deal with an objection, a note and a follow-up; a closed one is won, and nothing is due."""
    start = Stage.OPPORTUNITY if stage is Stage.CLOSED else stage
    known = {"company": f"Co {title}", "contact": f"Kari {title}"}
    (deal_id,) = workspace.pipeline.create(title=title, stage=start, **known).deal_ids
    workspace.objections.raise_objection((deal_id,), "too dear")
    workspace.activity.add_note((deal_id,), "rang")
    if stage is Stage.CLOSED:
        workspace.pipeline.move((deal_id,), stage, because="it is so", outcome=Outcome.WON)
    else:
        workspace.activity.add_follow_up((deal_id,), due, "call", "call Kari")


def cpu_seconds(terminal: Any) -> float:
    """What the program has cost so far."""
    user, system = Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def sent_for(command: Command) -> str:
    """What a terminal sends for a command's first key."""
    key = command.keys[0]
    return key if len(key) == 1 else SENT_FOR[key]


def on_sheet(lines: Sequence[str], text: str) -> bool:
    """Whether a text stands in what is asked at the bottom: below its rule, or in its line."""
    rules = [number for number, line in enumerate(lines) if line.startswith("━━ ")]
    return any(text in line for line in lines[rules[-1] if rules else -2 :])


def notes_of(workspace: Workspace) -> list[tuple[int, str]]:
    """The deal and the words of every note, the oldest first."""
    return workspace.session.database.rows_of("SELECT deal_id, text FROM note ORDER BY id")


def rows_of(dumped: dict[str, list[Any]]) -> list[str]:
    """All rows but for the moment they were written at, what is drawn by lot, and the day of the last opening."""
    drawn = re.compile(r"\b(?:[0-9a-f]{32}|[0-9]{16})\b")
    return [drawn.sub("", f"{table} {row}") for table, rows in dumped.items() if table != "board_day" for row in rows]


@dataclass
class Slowly:
    """What comes of typing when every key has its time: what typing fast is measured by.

    Attributes:
        keys: By command, the keys to a deal it means something on, an Esc, and its own.
        notes: By command, all notes after its key, four Esc and a note.
        rows: All rows in the end.
        takes: By command that opens what takes text, the keys from its own to where that can be typed.
    """

    keys: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    takes: dict[str, str] = field(default_factory=dict)


_slowly: list[Slowly] = []


@pytest.fixture
def slowly(make_copy: Callable[[str], Workspace], dump: Callable[[Workspace], Any]) -> Slowly:
    """Types it all slowly, once in this process and without a terminal."""
    if not _slowly:
        workspace = make_copy("slowly")
        found = Slowly()
        asyncio.run(type_all_slowly(workspace, found))
        found.rows = rows_of(dump(workspace))
        _slowly.append(found)
    return _slowly[0]


async def type_all_slowly(workspace: Workspace, found: Slowly) -> None:
    """Of every command: type its key, see whether text can be typed then, leave, and write a note."""
    opening = begin_opening(lambda: open_workspace(workspace.target, threaded=True))
    app = FunnelBoardApp(opening, make_styles("dark"), COMMANDS)
    async with app.run_test(size=(120, 36)):
        for command in COMMANDS_WITH_KEYS:
            await find_place(app, command, found)
            for tab in ("", "shift+tab"):
                await press(app, *filter(None, (tab,)), *PROBE)
                if on_sheet(lines_of(app), PROBE):
                    found.takes[command.id] = SHIFT_TAB if tab else ""
                    await press(app, "ctrl+e", "ctrl+u")
                    break
            await press(app, *["escape"] * 4, "n", *map(_character_to_key, NOTE), "enter")
            assert app.dispatcher.top is app.board
            found.notes[command.id] = notes_of(workspace)
    app.finish()


async def find_place(app: FunnelBoardApp, command: Command, found: Slowly) -> None:
    """Press a command's key on the first of the places where something comes of it, else on the last of them."""
    for place in PLACES:
        found.keys[command.id] = place + LEFT + sent_for(command)
        await press(app, *place, *KEYS_OF_LEFT)
        before = lines_of(app)[:-2]
        await press(app, command.keys[0])
        if app.dispatcher.top is not app.board or lines_of(app)[:-2] != before:
            return


async def press(app: FunnelBoardApp, *keys: str) -> None:
    """Press keys by their names, each once the board has nothing left to do."""
    for key in keys:
        await settle(app)
        app.dispatcher.put(Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))
    await settle(app)


async def settle(app: FunnelBoardApp) -> None:
    """Wait until nothing is being read, written or obeyed."""
    calm = 0
    while calm < 3:
        await asyncio.sleep(0.001)
        at_work = app.link is None or app.link.busy or not app.dispatcher.idle
        calm = 0 if at_work else calm + 1


def lines_of(app: FunnelBoardApp) -> list[str]:
    """What is on the screen of a board without a terminal."""
    return [app.window.render_line(y).text.rstrip() for y in range(app.size.height)]


def wait_for(happened: Callable[[], bool], terminal: Any) -> bool:
    """Read until something has happened; False if it does not within some seconds."""
    deadline = time.monotonic() + 5
    while not happened():
        if time.monotonic() > deadline:
            return False
        terminal.read(0.004)
    return True


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("line", LINES)
def test_after_every_command_a_note_arrives_whole_and_nothing_else_happens(
    make_copy: Callable[[str], Workspace], open_ready: Callable[[Workspace], Any], dump: Callable[[Workspace], Any],
    slowly: Slowly, line: str, delay: float,
) -> None:  # fmt: skip
    workspace = make_copy("fast")
    terminal = open_ready(workspace)
    wrong: list[str] = []
    for command in COMMANDS_WITH_KEYS:
        terminal.type(slowly.keys[command.id] + ESCAPES + "n" + NOTE + "\r", delay, LINES[line])
        if not wait_for(lambda: notes_of(workspace) == slowly.notes[command.id], terminal):  # noqa: B023
            wrong.append(f"{command.id}: {notes_of(workspace)[-2:]} instead of {slowly.notes[command.id][-2:]}")
            break
    assert wrong == []
    assert terminal.running()
    assert rows_of(dump(workspace)) == slowly.rows
    terminal.type(LEAVE)
    assert terminal.status() == 0


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("line", LINES)
def test_text_typed_with_the_key_that_opens_its_place_arrives_there_whole(
    make_copy: Callable[[str], Workspace], open_ready: Callable[[Workspace], Any], dump: Callable[[Workspace], Any],
    slowly: Slowly, line: str, delay: float, kept: Callable[..., str],
) -> None:  # fmt: skip
    workspace = make_copy("text")
    before = rows_of(dump(workspace))
    terminal = open_ready(workspace)
    places = {command: slowly.keys[command] + more for command, more in slowly.takes.items()} | SHEETS
    wrong = []
    for number, (name, keys) in enumerate(places.items()):
        text = f"q{number:02} Dz"
        terminal.type(keys + text, delay, LINES[line])
        if not wait_for(lambda: on_sheet(terminal.lines, text), terminal):  # noqa: B023
            wrong.append(f"{name}: it is not on the screen")
        elif name not in LISTS and not wait_for(lambda: text in kept(workspace), terminal):  # noqa: B023
            wrong.append(f"{name}: no draft has it")
        terminal.type(ESCAPES)
        assert wait_for(lambda: terminal.on_board, terminal), name
    assert wrong == []
    assert rows_of(dump(workspace)) == before


def test_every_command_that_asks_for_text_is_found(slowly: Slowly) -> None:
    assert slowly.takes.keys() >= {
        "add-deal", "edit-deal", "write-note", "add-follow-up", "finish-follow-up", "set-tags", "set-owner", "park",
        "qualify", "add-objection", "ask-reference", "filter", "palette",
    }  # fmt: skip


@pytest.mark.parametrize("name", [*SHEETS, "a filter"])
def test_a_kill_takes_no_letter_that_was_on_the_screen(
    database: Workspace, open_ready: Callable[[Workspace], Any], name: str
) -> None:
    keys, text = SHEETS.get(name, "/"), "half a thought 7"
    terminal = open_ready(database)
    terminal.type(keys + text, 0.002)
    terminal.wait_until(lambda: on_sheet(terminal.lines, text))
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL
    terminal = open_ready(database)
    assert "kept" in terminal.lines[-2]
    terminal.type(keys + (UP if name == "a filter" else ""))
    terminal.wait_until(lambda: on_sheet(terminal.lines, text))


@pytest.mark.parametrize("name", ["a note", "changes", "the agenda's note"])
@pytest.mark.parametrize("tells", [True, False], ids=["hang-up", "without a word"])
def test_a_line_that_is_gone_keeps_the_draft_and_ends_the_program(
    database: Workspace, open_ready: Callable[..., Any], name: str, tells: bool, kept: Callable[..., str]
) -> None:
    terminal = open_ready(database, tells=tells)
    terminal.type(SHEETS[name] + "half a thought")
    terminal.wait_until(lambda: on_sheet(terminal.lines, "half a thought"))
    spent = os.times().children_user + os.times().children_system, cpu_seconds(terminal)
    terminal.hang_up()
    assert terminal.status() != 0
    assert os.times().children_user + os.times().children_system - sum(spent) < 1.5, (
        "of one core, until it looks whether its terminal is there"
    )
    assert "half a thought" in kept(database)


@pytest.mark.parametrize("tells", [True, False], ids=["hang-up", "without a word"])
def test_a_line_that_is_gone_while_much_is_shown_ends_the_program(
    database: Workspace, open_ready: Callable[..., Any], tells: bool
) -> None:
    for keys in ("jklhAqSq" * 100 + "n", "jklhAqSq" * 100 + LEAVE, "jk" * 400, "jk" * 1600):
        terminal = open_ready(database, tells=tells)
        terminal.type(keys)
        terminal.hang_up()
        assert terminal.status() in (0, 128 + signal.SIGHUP), keys


@pytest.mark.parametrize("name", [*(command.id for command in OPENING), *SHEETS])
def test_leaving_is_possible_from_everywhere(
    database: Workspace, open_ready: Callable[[Workspace], Any], name: str
) -> None:
    terminal = open_ready(database)
    terminal.type((SHEETS[name] if name in SHEETS else PLACES[0] + sent_for(BY_ID[name])) + LEAVE)
    assert terminal.status() == 0


@pytest.mark.parametrize("delay", DELAYS)
def test_nothing_that_is_typed_after_leaving_is_done(
    database: Workspace, open_ready: Callable[[Workspace], Any], dump: Callable[[Workspace], Any], delay: float
) -> None:
    before = rows_of(dump(database))
    terminal = open_ready(database)
    terminal.type("qnlost\rDu", delay)
    assert terminal.status() == 0
    assert rows_of(dump(database)) == before
