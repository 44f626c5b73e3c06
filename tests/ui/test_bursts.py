"""Keys do the same however fast they come: a burst over a slow line, or one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.sheet.choices import Choices
from funnelboard.ui.sheet.form import FormSheet
from funnelboard.ui.sheet.prompt import Prompt

pytestmark = pytest.mark.faults

MARK = "7 quick quinces"
"""Text that would do a lot if it were taken for commands."""

MARK_KEYS = ["space" if letter == " " else letter for letter in MARK]

LEAVES = {"quit", "play"}

COMMANDS_WITH_KEYS = [command for command in COMMANDS if command.keys and command.id not in LEAVES]

TYPED = [*"jkhlnadfFtzcbBoCew xsvmMZ1234uHL", "enter", "escape", "tab", "space", "slash", "y", "n", "backspace"]


@pytest.fixture
def deals(workspace: Workspace, add_deal: Callable[..., Deal]) -> list[Deal]:
    """Two deals in each stage, with something of everything."""
    made = [
        add_deal(title=f"{stage} deal {number}", stage=stage, company="Acme", contact="Kari")
        for number in range(2)
        for stage in Stage
    ]
    first = made[4].id
    workspace.activity.add_follow_up((first,), workspace.clock.today(), "call", "call Kari")
    workspace.objections.raise_objection((first,), "too dear")
    workspace.activity.add_note((first,), "rang")
    return made


@pytest.fixture
def copies(workspace: Workspace, deals: list[Deal], tmp_path: Path) -> Iterator[Path]:
    """Copies of the database, each with drafts of its own."""

    def copied() -> Iterator[Path]:
        for number in range(1_000):
            copy = tmp_path / f"copy-{number}.db"
            workspace.session.database.backup(copy)
            yield copy

    return copied()


@pytest.mark.parametrize("command", COMMANDS_WITH_KEYS, ids=lambda command: command.id)
async def test_a_note_typed_after_any_command_arrives_whole(
    open_board: Any, copies: Iterator[Path], make_workspace: Callable[..., Workspace], command: Any
) -> None:
    copy = next(copies)
    async with open_board(path=copy) as board:
        await board.burst(command.keys[0], *["escape"] * 4, "n", *MARK_KEYS, "enter")
        assert board.top is board.screen
    notes = make_workspace(copy).session.database.rows_of("SELECT text FROM note ORDER BY id")
    assert notes == [("rang",), (MARK,)]


@pytest.mark.parametrize("command", COMMANDS_WITH_KEYS, ids=lambda command: command.id)
async def test_text_typed_after_any_command_goes_where_it_would_go_slowly(
    open_board: Any, copies: Iterator[Path], make_workspace: Callable[..., Workspace],
    dump: Callable[[Workspace], Any], command: Any,
) -> None:  # fmt: skip
    ends = []
    for fast in (False, True):
        copy = next(copies)
        async with open_board(path=copy) as board:
            if fast:
                await board.burst(command.keys[0], *MARK_KEYS)
            else:
                await board.press(command.keys[0])
                opened = board.top
                await board.press(*MARK_KEYS)
            ends.append((type(board.top), what_stands_there(board), rows_of(dump(make_workspace(copy)))))
        if not fast and isinstance(opened, Prompt):
            assert ends[0][1].endswith(MARK)
    assert ends[0] == ends[1]


def what_stands_there(board: Any) -> str:
    """The text of what was opened."""
    top = board.top
    if isinstance(top, Prompt | Choices):
        return str(top.edit.text)
    return str(top.given.write()) if isinstance(top, FormSheet) else ""


def rows_of(dumped: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All rows but for what is drawn by lot."""
    return {table: [[value for value in row if not _drawn(value)] for row in rows] for table, rows in dumped.items()}


def _drawn(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32 and set(value) <= set("0123456789abcdef")


@given(st.lists(st.sampled_from(TYPED), min_size=3, max_size=14))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_any_keys_do_the_same_in_one_burst_as_one_by_one(
    open_board: Any, copies: Iterator[Path], make_workspace: Callable[..., Workspace],
    dump: Callable[[Workspace], Any], keys: Sequence[str],
) -> None:  # fmt: skip
    ends = []
    for fast in (False, True):
        copy = next(copies)
        async with open_board(path=copy) as board:
            await (board.burst(*keys) if fast else board.press(*keys))
            ends.append((board.lines()[1:], rows_of(dump(make_workspace(copy)))))
    assert ends[0][0] == ends[1][0]
    assert ends[0][1] == ends[1][1]
