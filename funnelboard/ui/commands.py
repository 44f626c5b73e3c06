"""Every command of the board, declared once: its id, keys, name and help.

The board's key map, the command palette, the help screen, the hint line and the README's table are made of this.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.key_names import shown_key

GO = "Go"
DEALS = "Deals"
FUNNEL = "Through the funnel"
FIND = "Find"
BOARD = "Board"

PLAY, TOUR = "play", "tour"
"""What a board is left for: the sample's, or the tour of it."""

GROUPS: tuple[str, ...] = (GO, DEALS, FUNNEL, FIND, BOARD)
"""The order in which help shows the groups."""


_OF_THE_BOARD = ("mark", "reorder-down", "reorder-up", "toggle-panel", "explain-score")


class Command(NamedTuple):
    """One thing a seller can tell the board to do.

    Attributes:
        id: Stable name, used in the personal settings to give it other keys.
        group: One of ``GROUPS``.
        keys: Textual key names; none for what only the palette has.
        name: Verb and noun, as the palette lists it.
        does: The module and the function that carry it out, below ``funnelboard.ui``; imported when it is first used.
            A plain function takes the board and only goes about; a coroutine takes the desk.
        help: One sentence.
        locked_ok: Whether a locked seat has it.
        of_a_demo: Whether only a demo has it.
    """

    id: str
    group: str
    keys: tuple[str, ...]
    name: str
    does: str
    help: str
    locked_ok: bool = True
    of_a_demo: bool = False

    @property
    def shown_keys(self) -> str:
        """The keys as people write them."""
        return " ".join(map(shown_key, self.keys))

    def function(self) -> Callable[..., Any]:
        """What carries it out, imported now."""
        module, _, name = self.does.partition(":")
        return cast(Callable[..., Any], getattr(import_module(f"funnelboard.ui.{module}"), name))

    @property
    def of_the_board(self) -> bool:
        """Whether it has to do with how the board is looked at, so that no page has a use for it."""
        return self.id in _OF_THE_BOARD or (self.group in (GO, FIND) and self.id != "company")


# fmt: off
COMMANDS: tuple[Command, ...] = (
    Command("go-left", GO, ("h", "left"), "Go left", "screens.cursor:left", "Go to the stage before."),
    Command("go-down", GO, ("j", "down"), "Go down", "screens.cursor:down", "Go to the next deal."),
    Command("go-up", GO, ("k", "up"), "Go up", "screens.cursor:up", "Go to the deal above."),
    Command("go-right", GO, ("l", "right"), "Go right", "screens.cursor:right", "Go to the stage after."),
    Command("go-first", GO, ("g", "home"), "Go to the first deal", "screens.cursor:first",
            "Go to the first deal of the stage."),
    Command("go-last", GO, ("G", "end"), "Go to the last deal", "screens.cursor:last",
            "Go to the last deal of the stage."),
    Command("page-up", GO, ("pageup", "ctrl+u"), "Page up", "screens.cursor:page_up", "Go up half a page."),
    Command("page-down", GO, ("pagedown", "ctrl+d"), "Page down", "screens.cursor:page_down", "Go down half a page."),
    Command("go-lead", GO, ("1",), "Go to lead", "screens.cursor:to_lead", "Go to the lead column."),
    Command("go-prospect", GO, ("2",), "Go to prospect", "screens.cursor:to_prospect", "Go to the prospect column."),
    Command("go-opportunity", GO, ("3",), "Go to opportunity", "screens.cursor:to_opportunity",
            "Go to the opportunity column."),
    Command("go-closed", GO, ("4",), "Go to closed", "screens.cursor:to_closed", "Go to the closed column."),
    Command("enter-panel", GO, ("enter", "tab"), "Enter the side panel", "screens.panel:enter",
            "Read on in the side panel; Esc comes back."),
    Command("add-deal", DEALS, ("a",), "Add a deal", "actions.deals:add",
            "Add a deal in one line: Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call."),
    Command("edit-deal", DEALS, ("e",), "Edit the deal", "actions.editing:edit_deal",
            "Edit every field of the deal."),
    Command("write-note", DEALS, ("n",), "Write a note", "actions.notes:write_note",
            "Write a note; begin with “call: ” or the like to say of what kind."),
    Command("add-follow-up", DEALS, ("f",), "Add a follow-up", "actions.follow_ups:add",
            "Promise a next touch: “fri call about price”, “+2w”, “3 dec demo”."),
    Command("finish-follow-up", DEALS, ("d",), "Finish the follow-up", "actions.follow_ups:finish",
            "Finish the next follow-up and say what came of it."),
    Command("list-follow-ups", DEALS, ("F",), "List the follow-ups", "actions.follow_ups:list_open",
            "List the open follow-ups, to edit, finish or drop one."),
    Command("list-contacts", DEALS, ("C",), "List the contacts", "actions.contacts:list_contacts",
            "List the contacts, to add, edit or remove one."),
    Command("set-tags", DEALS, ("t",), "Set tags", "actions.deals:set_tags", "Add and remove tags: “+expo -cold”."),
    Command("set-owner", DEALS, ("o",), "Set the owner", "actions.deals:set_owner", "Say who works the deal."),
    Command("copy", DEALS, ("y",), "Copy from the deal", "actions.copying:copy",
            "Copy its e-mail address, phone number or a summary."),
    Command("mark", DEALS, ("space",), "Mark the deal", "actions.deals:mark",
            "Mark the deal; the next action is for all marked."),
    Command("repeat", DEALS, ("full_stop",), "Repeat the last action", "actions.program:repeat",
            "Do the last action again, on this deal."),
    Command("delete-deal", DEALS, ("D", "delete"), "Delete the deal", "actions.deals:delete",
            "Put the deal in the bin; undo brings it back."),
    Command("merge-deals", DEALS, (), "Merge two deals", "screens.comparison:merge_marked",
            "Put the two marked deals side by side, and make one of them."),
    Command("undo", DEALS, ("u",), "Undo", "actions.program:undo",
            "Take the last change back; again for the one before."),
    Command("redo", DEALS, ("ctrl+r",), "Redo", "actions.program:redo", "Do again what was undone."),
    Command("move-back", FUNNEL, ("H", "shift+left"), "Move the deal back", "actions.moving:back",
            "Move the deal to the stage before."),
    Command("move-on", FUNNEL, ("L", "shift+right"), "Move the deal on", "actions.moving:on",
            "Move the deal to the stage after."),
    Command("move-to", FUNNEL, ("m",), "Move the deal to a stage", "actions.moving:choose_stage",
            "Move the deal: then l, p, o or c for the stage."),
    Command("reorder-down", FUNNEL, ("J", "shift+down"), "Move the deal down", "actions.moving:reorder_down",
            "Put the deal one place down in its stage."),
    Command("reorder-up", FUNNEL, ("K", "shift+up"), "Move the deal up", "actions.moving:reorder_up",
            "Put the deal one place up in its stage."),
    Command("close-won", FUNNEL, ("w",), "Close as won", "actions.closing:close_won",
            "Close the deal as won: ticks, final amount, day."),
    Command("close-lost", FUNNEL, ("x",), "Close as lost", "actions.closing:close_lost",
            "Close the deal as lost: why, and may we return."),
    Command("park", FUNNEL, ("z",), "Park the deal", "actions.parking:park_or_wake",
            "Set the deal aside until a day, with a reason: “in 3 months budget”; a parked one is woken."),
    Command("wake", FUNNEL, (), "Wake the deal", "actions.parking:wake", "Put a parked deal back on the board now."),
    Command("qualify", FUNNEL, ("c",), "Answer the stage's questions", "actions.qualifying:qualify",
            "Answer the questions of this stage with y, n or ?, and say how they were asked."),
    Command("add-objection", FUNNEL, ("b",), "Add an objection", "actions.objections:add",
            "Note what the buyer holds against it (“but…”)."),
    Command("list-objections", FUNNEL, ("B",), "List the objections", "actions.objections:list_objections",
            "List the objections, to resolve, reopen, edit or delete one."),
    Command("repeat-deal", FUNNEL, ("r",), "Repeat a won deal", "actions.customers:repeat_deal",
            "Start the customer's next deal from the won one: company, contacts, owner, amount."),
    Command("ask-reference", FUNNEL, ("T",), "Ask for a reference", "actions.customers:ask_reference",
            "Promise to ask the customer of a won deal for a reference or testimonial."),
    Command("filter", FIND, ("slash",), "Filter the board", "actions.finding:filter_board",
            "Filter as you type; Esc clears."),
    Command("clear", FIND, ("escape",), "Clear filter and marks", "actions.finding:clear",
            "Clear the marks, then the filter."),
    Command("only-mine", FIND, ("M",), "Show only mine", "actions.finding:only_mine",
            "Show only my own deals, and back."),
    Command("show-parked", FIND, ("Z",), "Show the parked deals", "actions.finding:only_parked",
            "Show only the parked deals, and back."),
    Command("show-overdue", FIND, ("5",), "Show what is overdue", "actions.finding:only_overdue",
            "Show only the deals whose next step is overdue, and back."),
    Command("show-today", FIND, ("6",), "Show what is for today", "actions.finding:only_today",
            "Show only the deals with something to do today, and back."),
    Command("show-adrift", FIND, ("7",), "Show what has no next step", "actions.finding:only_adrift",
            "Show only the deals without a next step, and back."),
    Command("sort", FIND, ("s",), "Sort the columns", "actions.finding:sort", "Choose the order of the deals."),
    Command("saved-views", FIND, ("v",), "Open a saved view", "actions.finding:saved_views",
            "Choose, save or delete a view: a filter with a sort."),
    Command("agenda", FIND, ("A",), "Open the agenda", "screens.agenda:open_agenda",
            "Work today's queue, one deal after another."),
    Command("reports", FIND, ("R",), "Open the reports", "screens.reports:open_reports",
            "See how it goes: funnel, forecast, velocity, losses, sources, sellers, activity."),
    Command("replay", FIND, ("less_than_sign",), "See the board as it was", "screens.replay:open_replay",
            "Look at the board as it stood on a past day: step by change, day or week, list what moved."),
    Command("company", FIND, ("Y",), "Open the company's page", "screens.company:open_company",
            "See everything about the deal's company: deals, contacts, notes, worth."),
    Command("toggle-panel", BOARD, ("p",), "Show or hide the side panel", "screens.panel:toggle",
            "Show or hide the side panel."),
    Command("explain-score", BOARD, ("i",), "Explain the score", "screens.panel:explain_score",
            "Show or fold every point of the score, and who gave which answer, in the side panel."),
    Command("choose-look", BOARD, (), "Choose the look", "actions.program:choose_look",
            "Choose the colours: dark, light, high-contrast or plain.", locked_ok=False),
    Command("choose-density", BOARD, (), "Choose the density of the cards", "actions.program:choose_density",
            "Choose how much room a card takes: as the window allows, compact, or comfortable.", locked_ok=False),
    Command("settings", BOARD, ("S",), "Change the shared settings", "screens.settings:open_settings",
            "Show and change what everybody shares."),
    Command("choose-preset", BOARD, (), "Choose a preset", "screens.settings:choose_preset",
            "Choose words, checklists and sources for a kind of business."),
    Command("find-duplicates", BOARD, (), "Find duplicates", "screens.duplicates:open_duplicates",
            "List deals, companies and contacts that are probably there twice, and make one of two."),
    Command("who-is-here", BOARD, (), "Who is here", "actions.presence:who_is_here",
            "List the sellers who have this database open on a board, and since when."),
    Command("import", BOARD, ("I",), "Import a file", "screens.import_file:import_file",
            "Import the deals of a CSV file, after a look at what would come of it.", locked_ok=False),
    Command("export", BOARD, ("E",), "Export what is shown", "actions.exporting:export_view",
            "Export what the filter shows, or everything: deals, follow-ups, contacts.", locked_ok=False),
    Command("play", BOARD, ("P",), "Play with the sample", "actions.program:play",
            "Open made-up deals in a copy of their own; leaving them comes back here.", locked_ok=False),
    Command("tour", BOARD, (), "Take the tour", "actions.program:take_tour",
            "Be shown around on a new copy of these made-up deals, step by step.", of_a_demo=True),
    Command("help", BOARD, ("question_mark",), "Show keys and help", "screens.help:open_help",
            "Show every key and the query language."),
    Command("palette", BOARD, ("ctrl+p", "colon"), "Find a command", "actions.program:find_command",
            "List every command by name."),
    Command("quit", BOARD, ("q", "ctrl+q"), "Leave", "actions.program:leave", "Leave; nothing is ever unsaved."),
)
# fmt: on
"""Every command, in the order help shows them within their groups."""

ASKING = frozenset((
    "edit-deal", "write-note", "add-follow-up", "finish-follow-up", "list-follow-ups", "list-contacts", "set-tags",
    "set-owner", "copy", "move-to", "close-won", "close-lost", "park", "qualify", "add-objection", "list-objections",
))  # fmt: skip
"""Ids of the commands that ask something as soon as there is a deal: the keys after them are meant for that."""

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
