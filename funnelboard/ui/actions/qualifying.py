"""Answering the questions of a deal's stage, and finding the one who decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.stage import Stage
from funnelboard.errors import FunnelBoardError

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.ui.modals.answers import Answers, Given
    from funnelboard.ui.screens.board import BoardScreen

_ADD, _NOBODY = 0, -1
"""Choices that are no contact's id."""


def qualify(board: BoardScreen) -> None:
    """Ask the questions of the stage of the deal at the cursor; a draft of an earlier session comes back."""
    card = board.state.card
    draft = board.memory.take_draft("qualify") if board.memory else None
    deal_id = draft.deal_id if draft else card.id if card else None
    if deal_id is None:
        board.say("There is no deal here.")
        return
    given = _read_draft(draft.text) if draft else None
    board.link.ask(partial(board.workspace.board.detail, deal_id), lambda detail: _show(board, detail, given))


def _show(board: BoardScreen, detail: DealDetail, given: Given | None = None, problem: str = "") -> None:
    from funnelboard.ui.actions.gates import form_writer
    from funnelboard.ui.modals.answer_forms import read_answers, read_details
    from funnelboard.ui.modals.answers import AnswersModal

    deal = detail.deal
    if deal.stage is Stage.CLOSED:
        board.say("A closed deal has no questions left; m moves it back to another stage.")
        return
    memory = board.memory

    def keep(given: Given) -> None:
        if memory is not None:
            memory.keep_draft("qualify", _write_draft(given) if given else "", deal.id, deal.title)

    def answered(answers: Answers | None) -> None:
        if answers is None or not answers.values:
            forget()
            return
        learnt = read_answers(answers.values)
        board.write(
            partial(
                board.workspace.qualifying.answer_many,
                deal.id,
                learnt,
                answers.how,
                answers.contact_id,
                read_details(answers.values),
            ),
            lambda _: kept(learnt),
            lambda error: refused(answers.given, error),
        )

    def kept(learnt: Mapping[Criterion, Any]) -> None:
        forget()
        offer_decider(board, deal, learnt)

    def forget() -> None:
        if memory is not None:
            memory.forget_draft()

    def refused(given: Given, error: FunnelBoardError) -> None:
        _show(board, detail, given, str(error))

    form = form_writer(board).stage(deal, detail.answers)
    board.app.push_screen(AnswersModal(form, given, problem, keep), answered)


def offer_decider(board: BoardScreen, deal: Deal, learnt: Mapping[Criterion, Any]) -> None:
    """After a no to authority, ask who decides instead."""
    if learnt.get(Criterion.AUTHORITY) is not Answer.NO or any(link.decides for link in deal.contacts):
        return
    from funnelboard.ui.modals.choice import Choice, ChoiceModal

    others = [link for link in deal.contacts if link is not deal.primary]
    choices = [
        Choice("a", "somebody else: add the contact", _ADD),
        *(Choice(str(number), link.contact.name, link.id) for number, link in enumerate(others[:9], 1)),
        Choice("n", "not known yet", _NOBODY),
    ]

    def chosen(link_id: int | None) -> None:
        if link_id == _ADD:
            _add_decider(board, deal)
        elif link_id is not None and link_id != _NOBODY:
            board.write(partial(board.workspace.people.set_decides, deal.id, link_id))

    who = deal.primary.contact.name if deal.primary else "This contact"
    board.app.push_screen(ChoiceModal(f"{who} does not decide. Who does?", choices), chosen)


def _add_decider(board: BoardScreen, deal: Deal) -> None:
    from funnelboard.ui.modals.edit_deal import ContactModal

    def edited(fields: Mapping[str, Any] | None) -> None:
        if fields:
            known = {"role": Role.DECISION_MAKER, **fields, "decides": True}
            board.write(partial(board.workspace.people.add_contact, deal.id, **known))

    board.app.push_screen(ContactModal(today=board.moment.today), edited)


def _write_draft(given: Given) -> str:
    return json.dumps({"answers": given.answers, "texts": given.texts, "how": given.how, "who": given.who})


def _read_draft(text: str) -> Given | None:
    from funnelboard.ui.modals.answers import Given

    try:
        read = json.loads(text)
        answers = {str(name): Answer(answer) for name, answer in read["answers"].items()}
        texts = {str(name): str(typed) for name, typed in read["texts"].items()}
        return Given(answers, texts, str(read["how"]), int(read["who"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {"qualify": qualify}
