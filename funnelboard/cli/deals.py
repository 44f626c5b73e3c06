"""``add``, ``edit`` and ``delete``: deals themselves."""

from __future__ import annotations

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of, one_of
from funnelboard.cli.command import Request, command, confirmed_option
from funnelboard.domain import argument_words
from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.deal import Answer
from funnelboard.domain.stage import STAGES, Stage

deal_number = number_of("deal")
stage_named = one_of(STAGES, "stage")


@command(
    "add",
    "add 'Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call'",
    "add --json - < deals.jsonl",
)
@click.argument("line", nargs=-1, required=True)
@click.option("--stage", type=stage_named, default=Stage.LEAD, metavar="STAGE", help=argument_words.STAGE)
@confirmed_option
def add(request: Request, line: tuple[str, ...], stage: Stage, yes: bool) -> None:
    """Add a deal from one LINE, as on the board.

    "Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call" is a company and title, a contact, an amount, a
    tag, a source and a follow-up. Put the line in single quotes. Plain text is simply a title.

    What is there already, the same company and title or the same e-mail address, is added only with --yes.

    With --json and a single - deals come from standard input, one JSON object a line, with keys as "show --json" has
    them: title, company, contact {name, email, phone, role}, amount, currency, source, tags, expected_close, note,
    follow_up {when, what}, external_source and external_id, by which a second time changes nothing. Each is kept by
    itself and answered with a line: {"line": 1, "id": 17, "title": "Pilot", "new": true}, or with an "error".
    """
    if line == ("-",):
        _add_lines(request, stage, yes)
        return

    from funnelboard.domain.quick_add import parse_quick_add

    with request.workspace() as workspace:
        sources = workspace.settings.current().sources
        quick = parse_quick_add(
            " ".join(line),
            workspace.clock.today(),
            workspace.default_currency,
            sources,
            day_first=workspace.day_first,
        )
        written = workspace.pipeline.add(quick, stage, confirmed=yes)
        for problem in quick.problems:
            output.say(problem)
        request.answer(workspace, written, [workspace.board.deal(deal_id) for deal_id in written.deal_ids])


def _add_lines(request: Request, stage: Stage, yes: bool) -> None:
    if not request.json:
        raise click.UsageError("Deals from standard input are JSON, one object a line: funnelboard add --json -")

    from funnelboard.cli.deal_lines import add_lines
    from funnelboard.cli.standard_input import standard_input

    with request.workspace() as workspace:
        add_lines(workspace, standard_input(), stage, confirmed=yes)


@command(
    "edit",
    "edit 63 amount='12k EUR' close=fri owner=me tags='+expo -rental'",
    "edit 63 currency=NOK probability=stage company=",
    "edit 63 field.renewal=2027-03 'field.contract no=K-4711'",
)
@click.argument("deal", type=deal_number, metavar="DEAL")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE…")
def edit(request: Request, deal: int, assignments: tuple[str, ...]) -> None:
    """Change fields of DEAL.

    An empty value clears the field. The fields are called as in --json: title, amount, currency, probability,
    expected_close (or close), source, owner, company, contact, email, phone, job-title, role, tags, referred-by,
    pain-point, current-supplier, competitor, decision-process, buyer-next-step, and the answers market, means,
    authority, need, willing, agreed, signed, settled. tags="+expo -cold" adds one and takes one away.

    field.NAME is an own field of the deal: what it holds is any text, and a name that the board does not have yet makes
    a new one.
    """
    from funnelboard.cli.fields import currency_of, parse_assignments

    with request.workspace() as workspace:
        seen = workspace.board.deal(deal)
        sources = workspace.settings.current().sources
        changes = parse_assignments(assignments, seen, currency_of(seen, workspace), workspace.day, sources)
        answers = {criterion: Answer(str(changes.pop(criterion))) for criterion in YES_OR_NO if criterion in changes}
        written = workspace.pipeline.edit(deal, changes, seen, answers)
        request.answer(workspace, written, [workspace.board.deal(deal)])


@command("delete", "delete 63", "delete 63 64")
@click.argument("deals", type=deal_number, nargs=-1, required=True, metavar="DEAL…")
def delete(request: Request, deals: tuple[int, ...]) -> None:
    """Put deals in the bin.

    "funnelboard undo" brings them back.
    """
    with request.workspace() as workspace:
        binned = [workspace.board.deal(deal_id) for deal_id in dict.fromkeys(deals)]
        request.answer(workspace, workspace.pipeline.delete(deals), binned)
