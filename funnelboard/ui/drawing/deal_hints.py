"""The keys that fit the deal at the cursor, the nearest to its next step first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from funnelboard.domain.answer import Answer
from funnelboard.domain.board import Card
from funnelboard.domain.criteria import EVALUATION, TICKS
from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import Preset
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import Command
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.key_names import shown_key

Offer = tuple[str, str]
"""The ids of one command or more, with blanks between, and the words for them."""

_ALWAYS = (("filter", "find"), ("agenda", "agenda"), ("add-deal", "add"))
_MARKED = (
    *(("write-note", "note"), ("add-follow-up", "follow-up"), ("set-tags", "tags"), ("set-owner", "owner")),
    *(("move-to", "move"), ("park", "park"), ("delete-deal", "delete"), ("clear", "unmark")),
)
_RARER = (("edit-deal", "edit"), ("add-objection", "objection"), ("park", "park"), ("set-tags", "tags"))
_NEW = (("add-deal", "add"), ("import", "import"), ("play", "sample"), ("undo", "undo"), ("help", "help"))
_QUESTIONS = len("3 questions left")
_LAST = (("undo", "undo"), ("saved-views", "views"), ("help", "help"))


class HintWriter(NamedTuple):
    """Writes the hints of the board.

    Attributes:
        keys: The key of each command that has one, as printed, by the command's id.
    """

    keys: Mapping[str, str]

    def of_board(self, state: BoardState) -> list[Hint]:
        """What fits what is at hand on the board."""
        return self.write(
            state.card,
            state.settings.preset,
            marked=bool(state.marks),
            filtered=bool(state.query_text),
            new=state.is_new,
        )

    def write(
        self,
        card: Card | None,
        preset: Preset,
        *,
        marked: bool = False,
        filtered: bool = False,
        new: bool = False,
    ) -> list[Hint]:
        """What fits a deal, or all that are marked, then what fits always; as many of them are shown as have room.

        Args:
            new: Whether there is no deal on the whole board.
        """
        fitting = _MARKED if marked else tuple(_of(card, preset)) if card is not None else ()
        rarer = _RARER if card is not None and card.outcome is None and not marked else ()
        if card is not None and card.open_objections and not marked:
            rarer = (("list-objections", counted(card.open_objections, "objection")), *rarer)
        hints: dict[str, Hint] = {}
        back = (("clear", "all deals"),) if filtered and not marked else ()
        for ids, words in _NEW if new else (*fitting, *back, *_ALWAYS, *rarer, *_LAST):
            keys = " ".join(self.keys[each] for each in ids.split() if each in self.keys)
            if keys:
                hints.setdefault(keys, (keys, words))
        return list(hints.values())


def hint_writer(commands: Iterable[Command]) -> HintWriter:
    """Writes the hints with the keys of these commands."""
    return HintWriter({command.id: shown_key(command.keys[0]) for command in commands if command.keys})


def _of(card: Card, preset: Preset) -> Iterator[Offer]:
    """From one card to the next as little as possible stands elsewhere: a line that shifts is sent anew."""
    if card.outcome is not None:
        promised = ("add-follow-up", "follow-up") if card.next_due is None else ("finish-follow-up", "step done")
        yield from (("write-note", "note"), promised, ("company", "company"))
        if card.outcome is Outcome.WON:
            yield from (("repeat-deal", "next deal"), ("ask-reference", "ask for a reference"))
        else:
            yield "move-back", f"back to {preset.place(Stage.OPPORTUNITY)}"
        return
    if card.parked_until is not None:
        yield "park", "wake"
    left = _questions_left(card)
    yield "qualify", (f"{counted(left, 'question')} left" if left else "all answered").ljust(_QUESTIONS)
    yield ("add-follow-up", "next step") if card.next_due is None else ("finish-follow-up", "step done")
    yield "write-note", "note"
    onward = card.stage.step(1)
    if onward not in (None, Stage.CLOSED):
        yield "move-on", f"to {preset.place(onward)}"
    yield "close-won close-lost", f"{preset.won} {preset.lost}"


def _questions_left(card: Card) -> int:
    """How many questions of its stage are not answered as the next one needs it."""
    match card.stage:
        case Stage.LEAD:
            return sum(answer is not Answer.YES for answer in (card.market, card.means, card.authority))
        case Stage.PROSPECT:
            return len(EVALUATION) - card.evaluated
        case _:
            return len(TICKS) - card.ticked + (card.amount is None)
