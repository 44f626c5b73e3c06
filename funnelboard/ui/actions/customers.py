"""What comes after winning: the next deal of a customer, and a good word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import Outcome
from funnelboard.errors import BadInput
from funnelboard.ui.widgets.prompt import Echo, Prompt

if TYPE_CHECKING:
    from funnelboard.services.done import Done
    from funnelboard.ui.screens.board import BoardScreen


def repeat_deal(board: BoardScreen) -> None:
    """Start a customer's next deal from the won one at the cursor, and go to it."""
    card = board.state.card
    if card is None or card.outcome is not Outcome.WON:
        board.say("Only a won deal can be repeated.")
        return
    repeat, deal_id = board.workspace.customers.repeat, card.id

    def deed() -> Done:
        done = repeat(deal_id)
        assert done.row_id is not None
        return replace(done, deal_ids=(done.row_id,))

    board.write(deed, to_result=True)


def ask_reference(board: BoardScreen) -> None:
    """Ask when the customer is to be asked for a reference."""
    card = board.state.card
    if card is None or card.outcome is not Outcome.WON:
        board.say("Only the customer of a won deal can be asked for a reference.")
        return
    from funnelboard.domain.dates import describe_date, parse_date

    customers, today, deal_id = board.workspace.customers, board.moment.today, card.id

    def submit(text: str) -> None:
        try:
            due = parse_date(text, today) if text.strip() else None
        except BadInput as error:
            board.ask(prompt)
            board.show_echo(Echo(str(error), wrong=True))
        else:
            board.write(partial(customers.ask_reference, deal_id, due))

    def echo(text: str) -> Echo:
        try:
            return Echo(describe_date(parse_date(text, today), today)) if text.strip() else Echo("in two weeks")
        except BadInput as error:
            return Echo(str(error), wrong=True)

    prompt = Prompt(
        command="",
        label="ask for a reference",
        submit=submit,
        echo=echo,
        placeholder="Enter: in two weeks, or type a day",
    )
    board.ask(prompt)


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"repeat-deal": repeat_deal, "ask-reference": ask_reference}
