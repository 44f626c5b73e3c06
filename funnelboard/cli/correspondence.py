"""``email``: one message kept as a note where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from funnelboard.cli import output
from funnelboard.cli.choices import number_of
from funnelboard.cli.command import Request, command, sentence
from funnelboard.cli.standard_input import is_typed, standard_input
from funnelboard.errors import BadInput, NotFound, reason

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.correspondence import MailPlan


@command("email", "email < message.eml", "email message.eml --lead --dry-run")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--lead", is_flag=True, help="Begin a lead, source inbound, with somebody who has no deal.")
@click.option("--deal", "deal_id", type=number_of("deal"), metavar="DEAL", help="Keep it on DEAL, whoever wrote it.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def email(request: Request, file: Path | None, lead: bool, deal_id: int | None, dry_run: bool) -> None:
    """Keep one e-mail message as a note: from standard input, as mail programs pipe it, or from FILE.

    It goes to the contact who has one of its addresses, From before To and Cc, on the open deal that was touched last;
    on a closed one where none is open. Quoted history is folded, attachments are named. The same message a second time
    changes nothing. Exit status 1 means that it was not kept: a mail filter can then deliver it as usual.
    """
    from funnelboard.exchange.mail import read_message

    message = read_message(_bytes_of(file))
    with request.workspace() as workspace:
        if dry_run:
            plan = workspace.correspondence.plan(message, deal_id=deal_id, lead=lead)
            if plan.kept_as is not None:
                output.say(f"This message is on #{plan.kept_as[1]} already.")
            else:
                where = f"#{plan.deal.id} “{plan.deal.title}”" if plan.deal is not None else "a new lead"
                output.say(f"A dry run: nothing was changed. It would keep a message {plan.heading} on {where}.")
            deal = plan.deal if plan.kept_as is None else workspace.board.deal(plan.kept_as[1])
            note_id = None
        else:
            written, plan = workspace.correspondence.keep(message, deal_id=deal_id, lead=lead)
            output.say(sentence(written.summary))
            deal, note_id = workspace.board.deal(written.deal_ids[0]), written.row_id
        for remark in plan.remarks:
            output.say(remark)
        if request.json:
            output.write_json(_to_json(plan, deal, note_id, message.id))
        elif deal is not None:
            from funnelboard.cli.deal_text import write_deals

            write_deals([deal], workspace.clock.today())


def _to_json(plan: MailPlan, deal: Deal | None, note_id: int | None, message_id: str) -> dict[str, object]:
    from funnelboard.exchange.deal_json import deal_to_json

    return {
        "kept": note_id is not None and plan.kept_as is None,
        "note": note_id if plan.kept_as is None else plan.kept_as[0],
        "received": plan.received if plan.kept_as is None else None,
        "new_lead": plan.deal is None and plan.kept_as is None,
        "message_id": message_id,
        "other_open_deals": list(plan.others),
        "deal": deal_to_json(deal) if deal is not None else None,
    }


def _bytes_of(file: Path | None) -> bytes:
    """The message, and hardly more of it than is read."""
    from funnelboard.exchange.mail import MAX_BYTES
    from funnelboard.exchange.safe_text import clean
    from funnelboard.ordinary_file import read_ordinary

    if file is None or str(file) == "-":
        if is_typed():
            raise BadInput("Pipe a message into “funnelboard email”, or name the file that it is in.")
        return standard_input().read(MAX_BYTES + 1)
    try:
        return read_ordinary(file, MAX_BYTES)
    except FileNotFoundError:
        raise NotFound(f"There is no file “{clean(str(file))}”.") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"“{clean(file.name)}” cannot be read: {reason(error)}.") from error
