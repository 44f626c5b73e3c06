"""``note``, ``follow-up`` and ``done``: what was said, what was promised, and what came of it."""

from __future__ import annotations

from io import TextIOWrapper

import click

from funnelboard.cli.choices import number_of, one_of
from funnelboard.cli.command import Request, command, confirmed_option
from funnelboard.cli.standard_input import standard_input
from funnelboard.domain import argument_words
from funnelboard.domain.note import NoteKind
from funnelboard.errors import BadInput
from funnelboard.exchange.safe_text import LONGEST_TEXT

_MOST_READ = 10 * LONGEST_TEXT
"""Characters of standard input, blanks and all, that are looked into for a note."""


@command("note", "note 63 wants a price by Friday", "note 63 --kind call 'asked who else uses it'")
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--kind", type=one_of(NoteKind, "kind"), default=NoteKind.NOTE, metavar="KIND", help=argument_words.NOTE_KIND
)
def note(request: Request, deal: int, text: tuple[str, ...], kind: NoteKind) -> None:
    """Keep a note on DEAL.

    TEXT is the rest of the line; a single - reads it from standard input. A text that begins with a dash comes
    after --.
    """
    words = _standard_input() if text == ("-",) else " ".join(text)
    with request.workspace() as workspace:
        written = workspace.activity.add_note((deal,), words, kind)
        request.answer(workspace, written, [workspace.board.deal(deal)])


@command("follow-up", "follow-up 63 fri call about price")
@click.argument("deal", type=number_of("deal"), metavar="DEAL")
@click.argument("words", nargs=-1, required=True, metavar="WHEN WHAT…")
@confirmed_option
def follow_up(request: Request, deal: int, words: tuple[str, ...], yes: bool) -> None:
    """Promise a follow-up on DEAL.

    Say when and what, in any order: "fri call about price", "fri 10:30 demo", "send contract 3 dec".
    """
    with request.workspace() as workspace:
        line = workspace.activity.read_follow_up(" ".join(words), day_first=workspace.day_first)
        written = workspace.activity.add_follow_up((deal,), line.due, line.kind, line.what, line.time, confirmed=yes)
        request.answer(workspace, written, [workspace.board.deal(deal)])


@command("done", "done 50 signed and sent back")
@click.argument("number", type=number_of("follow-up"), metavar="FOLLOW_UP")
@click.argument("result", nargs=-1)
def finish(request: Request, number: int, result: tuple[str, ...]) -> None:
    """Say that FOLLOW_UP is done, and what came of it.

    "funnelboard show" has the numbers of a deal's follow-ups.
    """
    with request.workspace() as workspace:
        written = workspace.activity.finish_follow_up(number, " ".join(result))
        request.answer(workspace, written, [workspace.board.deal(deal_id) for deal_id in written.deal_ids])


def _standard_input() -> str:
    """All of it, if it has an end before it is far more than fits."""
    try:
        text = TextIOWrapper(standard_input(), "utf-8").read(_MOST_READ + 1)
    except UnicodeDecodeError as error:
        raise BadInput("Standard input is not UTF-8 text. Convert it first.") from error
    if len(text) > _MOST_READ:
        raise BadInput(f"The note has more than {_MOST_READ:,} characters; {LONGEST_TEXT:,} fit. Split it.")
    return text
