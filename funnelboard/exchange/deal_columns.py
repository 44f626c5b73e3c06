"""The columns of a table of whole deals: what of a deal stands in each, and what a cell of it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.whole_deal import Answered, Moved, Objected, Promised, TakingPart, Told, WholeDeal
from funnelboard.errors import BadInput
from funnelboard.exchange.blocks import Block, read_blocks, write_blocks
from funnelboard.exchange.deal_cells import (
    Read,
    Reading,
    read_channels,
    read_day,
    read_instant,
    read_line,
    read_number,
    read_text,
    read_time,
    read_words,
    read_yes,
    word_of,
    written,
    written_instant,
)
from funnelboard.exchange.values import read_probability


class Column(NamedTuple):
    """One column.

    Attributes:
        name: In the file's first line.
        value: What of a deal stands in it; of a column of blocks the texts of several cells, or of none.
        read: What a text in it says.
        empty: What an empty cell says.
        attribute: Of the deal that it fills; "" where it takes more than this column.
    """

    name: str
    value: Callable[[WholeDeal], Any]
    read: Read
    empty: Any
    attribute: str


PERSON: Mapping[str, Read] = {
    "name": read_line,
    "company": read_line,
    "role": word_of(Role),
    "decides": read_yes,
    "email": read_line,
    "phone": read_line,
    "job_title": read_line,
    "birthday": read_day,
    "may_contact": read_yes,
    "contact_by": read_channels,
}
"""What is said of a contact, and how it is read."""

IN_FRONT = {"contact": "name", "contact_company": "company"} | {
    name: name for name in PERSON if name not in ("name", "company")
}
"""The columns of the contact named on the card, and what of the contact stands in each."""


def _same(name: str, read: Read = read_line, empty: Any = "") -> Column:
    return Column(name, attrgetter(name), read, empty, name)


def _instant(name: str) -> Column:
    return Column(name, lambda deal: written_instant(getattr(deal, name)), read_instant, None, name)


def _amount(deal: WholeDeal) -> str:
    return "" if deal.amount is None else f"{deal.amount.major:f}"


def _currency(deal: WholeDeal) -> str:
    return "" if deal.amount is None else deal.amount.currency


def _in_front(name: str, attribute: str) -> Column:
    def value(deal: WholeDeal) -> Any:
        return getattr(deal.contacts[0], attribute) if deal.contacts else ""

    return Column(name, value, PERSON[attribute], None, "")


def _blocks(
    name: str,
    write: Callable[[Any], Block],
    read: Callable[[Block, Reading], Any],
    of: Callable[[WholeDeal], Sequence[Any]] | None = None,
) -> Column:
    def read_all(text: str, reading: Reading) -> tuple[Any, ...]:
        try:
            return tuple(read(block, reading) for block in read_blocks(text))
        except (BadInput, KeyError, ValueError) as error:
            raise BadInput(f"its {name} cannot be read: {error}") from None

    which = of or (lambda deal: getattr(deal, name))
    return Column(
        name,
        lambda deal: write_blocks(map(write, these)) if (these := which(deal)) else (),
        read_all,
        (),
        "" if of else name,
    )


def _write_person(person: TakingPart) -> Block:
    fields = {
        name.replace("_", " "): written(value)
        for name, value in person._asdict().items()
        if name != "name" and value != TakingPart._field_defaults[name]
    }
    return Block(person.name, fields)


def _read_person(block: Block, reading: Reading) -> TakingPart:
    said = {name.replace(" ", "_"): text for name, text in block.fields.items()}
    return TakingPart(**{name: PERSON[name](text, reading) for name, text in {"name": block.head, **said}.items()})


def _write_answer(given: Answered) -> Block:
    fields = {"by": given.seller, "answered by": given.contact, "how": given.how}
    return Block(f"{written_instant(given.at)} {given.criterion} {given.answer}", fields)


def _read_answer(block: Block, reading: Reading) -> Answered:
    at, criterion, answer = block.head.split(" ")
    text = _texts(block)
    return Answered(
        read_instant(at, reading), Criterion(criterion), Answer(answer), text["by"], text["answered by"], text["how"]
    )


def _write_note(note: Told) -> Block:
    return Block(f"{written_instant(note.at)} {note.kind}", {"by": note.seller, "text": note.text})


def _read_note(block: Block, reading: Reading) -> Told:
    at, _, kind = block.head.partition(" ")
    text = _texts(block)
    return Told(read_instant(at, reading), NoteKind(kind), text["by"], read_text(text["text"], reading))


def _write_follow_up(promise: Promised) -> Block:
    at = f" {promise.time:%H:%M}" if promise.time is not None else ""
    fields = {
        "kind": promise.kind,
        "what": promise.what,
        "by": promise.seller,
        "made": written_instant(promise.made_at),
        "done": written_instant(promise.done_at),
        "dropped": written_instant(promise.dropped_at),
        "result": promise.result,
    }
    return Block(f"{promise.due.isoformat()}{at}", fields)


def _read_follow_up(block: Block, reading: Reading) -> Promised:
    day, _, at = block.head.partition(" ")
    text = _texts(block)
    return Promised(
        due=read_day(day, reading),
        time=read_time(at, reading) if at else None,
        kind=text["kind"],
        what=text["what"],
        seller=text["by"],
        made_at=read_instant(text["made"], reading),
        done_at=read_instant(text["done"], reading) if text["done"] else None,
        dropped_at=read_instant(text["dropped"], reading) if text["dropped"] else None,
        result=text["result"],
    )


def _write_objection(objection: Objected) -> Block:
    fields = {
        "by": objection.seller,
        "text": objection.text,
        "resolved": written_instant(objection.resolved_at),
        "answer": objection.answer,
    }
    return Block(written_instant(objection.raised_at), fields)


def _read_objection(block: Block, reading: Reading) -> Objected:
    text = _texts(block)
    resolved = read_instant(text["resolved"], reading) if text["resolved"] else None
    return Objected(read_instant(block.head, reading), text["by"], text["text"], resolved, text["answer"])


def _write_move(move: Moved) -> Block:
    fields = {"from": _place(move.from_stage, move.from_outcome), "by": move.seller, "why": move.why}
    return Block(f"{written_instant(move.at)} {_place(move.to_stage, move.to_outcome)}", fields)


def _read_move(block: Block, reading: Reading) -> Moved:
    at, _, to = block.head.partition(" ")
    text = _texts(block)
    from_stage, from_outcome = _read_place(text["from"]) if text["from"] else (None, None)
    return Moved(read_instant(at, reading), from_stage, from_outcome, *_read_place(to), text["by"], text["why"])


def _place(stage: Stage | None, outcome: Outcome | None) -> str:
    return outcome or stage or ""


def _read_place(word: str) -> tuple[Stage, Outcome | None]:
    if word in tuple(Outcome):
        return Stage.CLOSED, Outcome(word)
    return Stage(word), None


def _texts(block: Block) -> dict[str, str]:
    """What a block says, "" for what it does not say."""
    return {**dict.fromkeys(_SAID, ""), **block.fields}


_SAID = (
    *("by", "answered by", "how", "text", "kind", "what", "made", "done", "dropped", "result"),
    *("resolved", "answer", "from", "why"),
)
_ANSWER = word_of(Answer)

SINGLE: tuple[Column, ...] = (
    _same("title"),
    _same("stage", word_of(Stage), Stage.LEAD),
    _same("outcome", word_of(Outcome), None),
    Column("amount", _amount, read_line, "", ""),
    Column("currency", _currency, read_line, "", ""),
    _same("probability", lambda text, _: read_probability(text), None),
    *map(_same, ("owner", "source", "source_detail", "company")),
    *(_in_front(name, attribute) for name, attribute in IN_FRONT.items()),
    _same("tags", read_words, ()),
    _same("expected_close", read_day, None),
    *(_same(name, _ANSWER, Answer.UNKNOWN) for name in ("market", "means", "authority", "need", "willing")),
    *(_same(name, read_text) for name in ("pain_point", "current_supplier", "competitor", "decision_process")),
    _same("buyer_next_step", read_text),
    *(_same(name, _ANSWER, Answer.UNKNOWN) for name in ("agreed", "signed", "settled")),
    _same("lost_reason", word_of(LostReason), None),
    _same("lost_detail", read_text),
    _same("may_return", _ANSWER, Answer.UNKNOWN),
    _same("parked_until", read_day, None),
    *map(_same, ("parked_reason", "referred_by")),
    _same("repeat_of", read_number, None),
    *map(_instant, ("created_at", "stage_since", "closed_at")),
    *map(_same, ("company_website", "company_phone", "company_address", "company_industry")),
    _instant("customer_since"),
    _same("external_id"),
    _same("external_source"),
)
"""Columns of which a deal has one cell."""

BLOCKS: tuple[Column, ...] = (
    _blocks("more_contacts", _write_person, _read_person, lambda deal: deal.contacts[1:]),
    _blocks("notes", _write_note, _read_note),
    _blocks("follow_ups", _write_follow_up, _read_follow_up),
    _blocks("objections", _write_objection, _read_objection),
    _blocks("answers", _write_answer, _read_answer),
    _blocks("moves", _write_move, _read_move),
)
"""Columns of which a deal has as many cells as it needs."""

COLUMNS = (*SINGLE, *BLOCKS)
"""In the order of the file: what one looks for first is in front."""
