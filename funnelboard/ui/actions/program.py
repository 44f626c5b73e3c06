"""The board itself: undo, the last action again, every command by name, leaving."""

from __future__ import annotations

from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.sheet.choices import Row


async def undo(desk: Desk) -> None:
    """Take the seller's last change back, and go to the deal it was about."""
    await desk.write_and_go(desk.workspace.undoing.undo)


async def redo(desk: Desk) -> None:
    """Do again what was undone last."""
    await desk.write_and_go(desk.workspace.undoing.redo)


async def repeat(desk: Desk) -> None:
    """Do the last action again, on the deals at hand."""
    if desk.board.last_action is None:
        raise NotDone("There is nothing to repeat yet.")
    await desk.board.last_action(desk)


async def find_command(desk: Desk) -> None:
    """List every command by name; the one that is taken is carried out."""
    offered = [
        command
        for command in desk.board.commands
        if command.id != "palette"
        and (command.locked_ok or not desk.locked)
        and not (desk.about is not None and command.of_the_board)
    ]
    keys = [shown_key(command.keys[0]) if command.keys else "" for command in offered]
    name_width, key_width = max(len(command.name) for command in offered), max(map(len, keys))
    rows = [
        Row(
            (
                (
                    (f"{command.name:<{name_width}}  ", "text"),
                    (desk.styles.cells(f"{key:<{key_width}}  "), "key"),
                    (command.help, "dim"),
                ),
            ),
            command.id,
            find=command.name,
        )
        for command, key in zip(offered, keys, strict=True)
    ]
    desk.run(await desk.pick("Every command", rows, typing=True))


async def reports(desk: Desk) -> None:
    """Say that there are none yet."""
    raise NotDone("Not there yet: reports.")


async def leave(desk: Desk) -> None:
    """Leave the board."""
    desk.leave()
