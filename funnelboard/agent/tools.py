"""The tools: what an agent is offered, and what comes of a call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from funnelboard.agent import arguments, reading, writing
from funnelboard.agent.answers import Document, answer
from funnelboard.agent.arguments import Arguments, OnDeal, Writing
from funnelboard.domain.criteria import Criterion, GateClosed
from funnelboard.domain.grammar import listed
from funnelboard.errors import DatabaseError, FunnelBoardError, Unconfirmed
from funnelboard.exchange.log_json import field_change_to_json
from funnelboard.exchange.refusal_json import refusal_to_json
from funnelboard.log import unexpected

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Tool:
    """Something an agent can do.

    Attributes:
        name: What it is called by.
        title: What people see.
        description: What it does, for the agent.
        takes: Its arguments.
        carry_out: What does it, on the database thread.
        changes: Whether it changes what is there, instead of only adding to it.
    """

    name: str
    title: str
    description: str
    takes: type[Arguments]
    carry_out: Callable[[Workspace, Any], Document]
    changes: bool = False

    @property
    def writes(self) -> bool:
        """Whether it writes to the database."""
        return issubclass(self.takes, Writing)


_UNDONE = "The log tells that you did it in the seller's name, who can undo it."

TOOLS = (
    Tool(
        "find_deals",
        "Find deals",
        'List the deals that match QUERY, a part of them and how many more there are. "not tag:expo" leaves out, "or" '
        "stands between groups; vocabulary has all fields. Ask for few fields where you want many deals.",
        arguments.FindDeals,
        reading.find_deals,
    ),
    Tool(
        "show_deal",
        "Show a deal",
        "Show everything about a deal: its fields, answers and what the next stage still asks for, its score with "
        "every point, checklist, contacts, objections, follow-ups, and its timeline from the newest entry on.",
        arguments.ShowDeal,
        reading.show_deal,
    ),
    Tool(
        "today",
        "What is due",
        "List what is due, who has a birthday, what comes back and what went stale, in the order to call in; then "
        "open deals for which nothing is promised.",
        arguments.Today,
        reading.today,
    ),
    Tool(
        "report",
        "Report",
        "Tell how it goes. What is open is told as it stands; days are about what was closed, moved or done on them. "
        "What was won and what may come are never to be added up, nor are amounts in different currencies.",
        arguments.ReportOf,
        reading.report,
    ),
    Tool(
        "vocabulary",
        "Words of this board",
        "List the words of this board: stages, lost reasons, sources, kinds, tags, sellers, own fields, the fields "
        "and values of a QUERY, and the codes of refusals.",
        arguments.Nothing,
        reading.vocabulary,
    ),
    Tool(
        "add_deal",
        "Add a deal",
        f"Add a deal from one line. What is there already is refused, unless confirmed. {_UNDONE}",
        arguments.AddDeal,
        writing.add_deal,
    ),
    Tool("note", "Write a note", f"Keep a note on a deal. {_UNDONE}", arguments.AddNote, writing.note),
    Tool(
        "follow_up",
        "Set a follow-up",
        f"Promise a follow-up on a deal, in the seller's name. {_UNDONE}",
        arguments.AddFollowUp,
        writing.follow_up,
    ),
    Tool(
        "move",
        "Move a deal",
        "Move a deal to another stage. Moving on asks for what has been established about it; only the seller can "
        "answer that or pass without. A move to closed says how it ended: won with what is agreed, signed and "
        "settled, lost with a reason, and with may_return no or return_on if that was asked. Say only what you know "
        f"to be so. {_UNDONE}",
        arguments.Move,
        writing.move,
        changes=True,
    ),
)

_SAID_WITH_MOVE = (Criterion.AGREED, Criterion.SIGNED, Criterion.SETTLED, Criterion.AMOUNT)
"""What a gate asks for that the move itself can say."""


def call(workspace: Workspace, tool: Tool, said: Mapping[str, Any]) -> tuple[Document, bool]:
    """Do what a tool was called for; on the database thread.

    Returns:
        The answer, and whether it is a refusal.
    """
    try:
        taken = tool.takes.model_validate_json(json.dumps(said))
        _be_up_to_date(workspace)
        if not isinstance(taken, Writing):
            return tool.carry_out(workspace, taken), False
        return answer(_write(workspace, tool, taken)), False
    except ValidationError as error:
        message, missing = arguments.told(error)
        return refused("usage", message, "The input schema of the tool says what it takes.", missing), True
    except FunnelBoardError as error:
        return refused(error.code, _message(error), missing=error.missing), True
    except Exception as error:
        return refused("unexpected", unexpected(error, goes_on=True)), True


def refused(code: str, message: str, hint: str | None = None, missing: tuple[str, ...] = ()) -> Document:
    """A refusal, with the code and the keys that the command line gives it."""
    return answer(refusal_to_json(code, message, hint, missing))


def _be_up_to_date(workspace: Workspace) -> None:
    """See what others have written, and begin the day if nobody has: the server may have run for days."""
    workspace.board.changed_elsewhere()
    if not workspace.read_only:
        with suppress(DatabaseError):
            workspace.begin_day()


def _write(workspace: Workspace, tool: Tool, said: Writing) -> Document:
    version = said.if_version if isinstance(said, OnDeal) else None
    deal = said.deal if isinstance(said, OnDeal) else 0
    with (
        workspace.by_agent(),
        nullcontext() if version is None else workspace.expecting(version, (deal,)),
        workspace.rehearsing() if said.dry_run else nullcontext(),
    ):
        before = workspace.undoing.newest()
        done = tool.carry_out(workspace, said)
        if not said.dry_run:
            return {**done, "kept": True}
        changes = [field_change_to_json(each) for each in workspace.undoing.changed_since(before)]
        return {**done, "kept": False, "change": None, "would_change": changes}


def _message(error: FunnelBoardError) -> str:
    """A refusal in words that help an agent, who has no options and no keys."""
    if isinstance(error, Unconfirmed):
        return f"{error.question} Ask the seller; then call it again with confirmed."
    if not isinstance(error, GateClosed):
        return str(error)
    told = f"{error.refusal[:1].upper()}{error.refusal[1:]}"
    to_say = [each.value for each in _SAID_WITH_MOVE if each.value in error.missing]
    if to_say:
        told += f" Say {listed(to_say)} with the move where it is so."
    if len(to_say) < len(error.missing):
        deal_id = error.gates[0].deal_id
        told += f" Ask the seller, who answers on the board (c), or with funnelboard qualify {deal_id}."
    return told
