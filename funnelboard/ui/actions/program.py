"""The board itself: undo, the last action again, every command by name, leaving."""

from __future__ import annotations

import os

from funnelboard.config import Density, set_value
from funnelboard.locations import config_file
from funnelboard.ui.commands import BY_ID, DEALS, FUNNEL, GO, PLAY, TOUR
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.looks.themes import LOOK_NAMES, colours_of, make_styles
from funnelboard.ui.sheet.choices import Row

_DENSITIES = {
    Density.AUTO: "as the window's height allows",
    Density.COMPACT: "compact: two lines, and nothing between",
    Density.COMFORTABLE: "comfortable: three lines and a blank one",
}


async def undo(desk: Desk) -> None:
    """Take the seller's last change back, and go to the deal it was about."""
    progress = desk.watch("undone", "rows", "Stopped: nothing was undone.")
    await desk.write_and_go(desk.workspace.undoing.undo, progress=progress)


async def redo(desk: Desk) -> None:
    """Do again what was undone last."""
    progress = desk.watch("done again", "rows", "Stopped: nothing was done again.")
    await desk.write_and_go(desk.workspace.undoing.redo, progress)


async def repeat(desk: Desk) -> None:
    """Do the last action again, on the deals at hand."""
    if desk.board.last_action is None:
        raise NotDone("There is nothing to repeat yet.")
    await desk.board.last_action(desk)


async def find_command(desk: Desk) -> None:
    """List every command by name; the one that is taken is carried out.

    Those that were taken before come first, the last of them at the top; those that only go about come last.
    """
    used, at = desk.memory.drafts.earlier(desk.command), desk.board.state.here.deal_id
    fitting = [each for each in desk.board.commands if not (desk.about is not None and each.of_the_board)]
    offered = sorted(
        (command for command in fitting if command.id != desk.command),
        key=lambda command: (used.index(command.id) if command.id in used else len(used), command.group == GO),
    )
    keys = [shown_key(command.keys[0]) if command.keys else "" for command in offered]
    name_width, key_width = max(len(command.name) for command in offered), max(map(len, keys))
    rows = [
        Row(
            (
                (
                    (f"{command.name:<{name_width}}  ", "text"),
                    (desk.styles.cells(f"{key:<{key_width}}  "), "key"),
                    (desk.styles.cells(command.help), "dim"),
                ),
            ),
            command.id,
            find=command.name,
        )
        for command, key in zip(offered, keys, strict=True)
    ]
    chosen: str = await desk.pick("Every command", rows, typing=True)
    desk.memory.drafts.remember(desk.command, chosen)
    if BY_ID[chosen].group in (DEALS, FUNNEL) and desk.board.state.here.deal_id != at:
        raise NotDone("Somebody else has taken the deal away that this was for. Look where the cursor is now.")
    desk.run(chosen)


async def choose_look(desk: Desk) -> None:
    """Let the colours be chosen, show them, and keep them in the settings file."""
    choices = [(name[0], name, name) for name in LOOK_NAMES]
    name = await desk.choose("Look", choices, desk.styles.name)
    desk.viewport.show_look(make_styles(name, colours_of(os.environ)))
    set_value(config_file(), "theme", name)
    if desk.styles.name != name:
        desk.say(f"{name} is kept for the next time: this terminal has too few colours for it.")


async def choose_density(desk: Desk) -> None:
    """Let it be chosen how much room a card takes, show it so, and keep it in the settings file."""
    board = desk.board
    choices = [(key, words, each) for key, (each, words) in zip("acr", _DENSITIES.items(), strict=True)]
    density = await desk.choose("Cards are", choices, board.density)
    board.set_density(density)
    set_value(config_file(), "density", density.value)


async def play(desk: Desk) -> None:
    """End this board and open the sample's; leaving that one comes back to this one."""
    if desk.workspace.private_copy:
        raise NotDone("This is the sample already: change whatever you like, nothing of it is kept.")
    desk.leave_for(PLAY)


async def take_tour(desk: Desk) -> None:
    """End this demo, and begin the tour on a new copy of its deals; what was changed in this one goes."""
    if await desk.read(desk.workspace.undoing.standing, desk.board.first_change):
        question = "The tour begins on a new copy, and what was changed in this one is gone then. Begin?"
        if not await desk.choose(question, (("y", "yes", True), ("n", "no", False))):
            return
    desk.leave_for(TOUR)


async def leave(desk: Desk) -> None:
    """Leave the board; first make sure that text which cannot be kept on disk may be lost."""
    drafts = desk.memory.drafts
    if drafts.all() and not drafts.flush():
        question = f"{drafts.unsaved} Leave all the same, without it?"
        if not await desk.choose(question, (("y", "yes", True), ("n", "no", False))):
            return
    desk.leave()
