"""Every command of the board, declared once: its id, keys, name and help.

The board's key map, the command palette, the help screen, the hint line and the README's table are made of this.
``ui.actions`` has the function that carries each of them out.
"""

from __future__ import annotations

from dataclasses import dataclass

GO = "Go"
DEALS = "Deals"
FUNNEL = "Through the funnel"
FIND = "Find"
BOARD = "Board"

GROUPS: tuple[str, ...] = (GO, DEALS, FUNNEL, FIND, BOARD)
"""The order in which help shows the groups."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a seller can tell the board to do.

    Attributes:
        id: Stable name, used in the personal settings to give it other keys.
        keys: Textual key names; none for what only the palette has.
        name: Verb and noun, as the palette lists it.
        help: One sentence.
        group: One of ``GROUPS``.
        hint: Words for the hint line, or None when it is not shown there.
        shown_keys: The keys as they are printed.
        locked_ok: Whether a locked seat has it.
        not_yet: What it will be for, when the board cannot do it yet; empty otherwise.
    """

    id: str
    keys: tuple[str, ...]
    name: str
    help: str
    group: str
    shown_keys: str
    hint: str | None = None
    locked_ok: bool = True
    not_yet: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("go-left", ("h", "left"), "Go left", "Go to the stage before.", GO, "h ←"),
    Command("go-down", ("j", "down"), "Go down", "Go to the next deal.", GO, "j ↓"),
    Command("go-up", ("k", "up"), "Go up", "Go to the deal above.", GO, "k ↑"),
    Command("go-right", ("l", "right"), "Go right", "Go to the stage after.", GO, "l →"),
    Command("go-first", ("g", "home"), "Go to the first deal", "Go to the first deal of the stage.", GO, "g Home"),
    Command("go-last", ("G", "end"), "Go to the last deal", "Go to the last deal of the stage.", GO, "G End"),
    Command("page-up", ("pageup", "ctrl+u"), "Page up", "Go up half a page.", GO, "PgUp ctrl+u"),
    Command("page-down", ("pagedown", "ctrl+d"), "Page down", "Go down half a page.", GO, "PgDn ctrl+d"),
    Command("go-lead", ("1",), "Go to lead", "Go to the lead column.", GO, "1"),
    Command("go-prospect", ("2",), "Go to prospect", "Go to the prospect column.", GO, "2"),
    Command("go-opportunity", ("3",), "Go to opportunity", "Go to the opportunity column.", GO, "3"),
    Command("go-closed", ("4",), "Go to closed", "Go to the closed column.", GO, "4"),
    Command(
        "enter-panel",
        ("enter", "tab"),
        "Enter the side panel",
        "Read on in the side panel; Esc comes back.",
        GO,
        "Enter Tab",
    ),
    Command(
        "add-deal",
        ("a",),
        "Add a deal",
        "Add a deal in one line: Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call.",
        DEALS,
        "a",
        "add",
    ),
    Command("edit-deal", ("e",), "Edit the deal", "Edit every field of the deal.", DEALS, "e", "edit"),
    Command(
        "write-note",
        ("n",),
        "Write a note",
        "Write a note; begin with “call: ” or the like to say of what kind.",
        DEALS,
        "n",
        "note",
    ),
    Command(
        "add-follow-up",
        ("f",),
        "Add a follow-up",
        "Promise a next touch: “fri call about price”, “+2w”, “3 dec demo”.",
        DEALS,
        "f",
        "follow-up",
    ),
    Command(
        "finish-follow-up",
        ("d",),
        "Finish the follow-up",
        "Finish the next follow-up and say what came of it.",
        DEALS,
        "d",
        "done",
    ),
    Command(
        "list-follow-ups",
        ("F",),
        "List the follow-ups",
        "List the open follow-ups, to edit, finish or drop one.",
        DEALS,
        "F",
    ),
    Command("list-contacts", ("C",), "List the contacts", "List the contacts, to add, edit or remove one.", DEALS, "C"),
    Command("set-tags", ("t",), "Set tags", "Add and remove tags: “+expo -cold”.", DEALS, "t"),
    Command("set-owner", ("o",), "Set the owner", "Say who works the deal.", DEALS, "o"),
    Command("copy", ("y",), "Copy from the deal", "Copy its e-mail address, phone number or a summary.", DEALS, "y"),
    Command("mark", ("space",), "Mark the deal", "Mark the deal; the next action is for all marked.", DEALS, "Space"),
    Command("repeat", ("full_stop",), "Repeat the last action", "Do the last action again, on this deal.", DEALS, "."),
    Command(
        "delete-deal",
        ("D", "delete"),
        "Delete the deal",
        "Put the deal in the bin; undo brings it back.",
        DEALS,
        "D Delete",
    ),
    Command("undo", ("u",), "Undo", "Take the last change back; again for the one before.", DEALS, "u", "undo"),
    Command("redo", ("ctrl+r",), "Redo", "Do again what was undone.", DEALS, "ctrl+r"),
    Command(
        "move-back",
        ("H", "shift+left"),
        "Move the deal back",
        "Move the deal to the stage before.",
        FUNNEL,
        "H shift+←",
        "move",
    ),
    Command(
        "move-on",
        ("L", "shift+right"),
        "Move the deal on",
        "Move the deal to the stage after.",
        FUNNEL,
        "L shift+→",
        "move",
    ),
    Command(
        "move-to",
        ("m",),
        "Move the deal to a stage",
        "Move the deal: then l, p, o or c for the stage.",
        FUNNEL,
        "m l/p/o/c",
    ),
    Command(
        "reorder-down",
        ("J", "shift+down"),
        "Move the deal down",
        "Put the deal one place down in its stage.",
        FUNNEL,
        "J shift+↓",
    ),
    Command(
        "reorder-up",
        ("K", "shift+up"),
        "Move the deal up",
        "Put the deal one place up in its stage.",
        FUNNEL,
        "K shift+↑",
    ),
    Command("close-won", ("w",), "Close as won", "Close the deal as won: ticks, final amount, day.", FUNNEL, "w"),
    Command("close-lost", ("x",), "Close as lost", "Close the deal as lost: why, and may we return.", FUNNEL, "x"),
    Command(
        "park",
        ("z",),
        "Park the deal",
        "Set the deal aside until a day, with a reason: “in 3 months budget”; a parked one is woken.",
        FUNNEL,
        "z",
    ),
    Command("wake", (), "Wake the deal", "Put a parked deal back on the board now.", FUNNEL, ""),
    Command(
        "qualify",
        ("c",),
        "Answer the stage's questions",
        "Answer the questions of this stage with y, n or ?, and say how they were asked.",
        FUNNEL,
        "c",
    ),
    Command(
        "add-objection",
        ("b",),
        "Add an objection",
        "Note what the buyer holds against it (“but…”).",
        FUNNEL,
        "b",
    ),
    Command(
        "list-objections",
        ("B",),
        "List the objections",
        "List the objections, to answer, reopen, edit or delete one.",
        FUNNEL,
        "B",
    ),
    Command(
        "repeat-deal",
        ("r",),
        "Repeat a won deal",
        "Start the customer's next deal from the won one: company, contacts, owner, amount.",
        FUNNEL,
        "r",
    ),
    Command(
        "ask-reference",
        ("T",),
        "Ask for a reference",
        "Promise to ask the customer of a won deal for a reference or testimonial.",
        FUNNEL,
        "T",
    ),
    Command("filter", ("slash",), "Filter the board", "Filter as you type; Esc clears.", FIND, "/", "filter"),
    Command("clear", ("escape",), "Clear filter and marks", "Clear the marks, then the filter.", FIND, "Esc"),
    Command("only-mine", ("M",), "Show only mine", "Show only my own deals, and back.", FIND, "M"),
    Command("show-parked", ("Z",), "Show the parked deals", "Show only the parked deals, and back.", FIND, "Z"),
    Command("sort", ("s",), "Sort the columns", "Choose the order of the deals.", FIND, "s"),
    Command(
        "saved-views", ("v",), "Open a saved view", "Choose, save or delete a view: a filter with a sort.", FIND, "v"
    ),
    Command(
        "agenda",
        ("A",),
        "Open the agenda",
        "Work today's queue, one deal after another.",
        FIND,
        "A",
    ),
    Command("reports", ("R",), "Open the reports", "See the funnel in figures.", FIND, "R", not_yet="reports"),
    Command("toggle-panel", ("p",), "Show or hide the side panel", "Show or hide the side panel.", BOARD, "p"),
    Command(
        "explain-score",
        ("i",),
        "Explain the score",
        "Show or fold every point of the score, and who gave which answer, in the side panel.",
        BOARD,
        "i",
    ),
    Command("settings", ("S",), "Change the shared settings", "Show and change what everybody shares.", BOARD, "S"),
    Command(
        "choose-preset",
        (),
        "Choose a preset",
        "Choose words, checklists and sources for a kind of business.",
        BOARD,
        "",
    ),
    Command(
        "help", ("question_mark",), "Show keys and help", "Show every key and the query language.", BOARD, "?", "keys"
    ),
    Command("palette", ("ctrl+p", "colon"), "Find a command", "List every command by name.", BOARD, "ctrl+p :"),
    Command("quit", ("q", "ctrl+q"), "Leave", "Leave; nothing is ever unsaved.", BOARD, "q ctrl+q"),
)
"""Every command, in the order help shows them within their groups."""

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
