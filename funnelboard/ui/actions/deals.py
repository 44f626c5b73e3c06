"""Deals: added in a line, given tags and an owner, deleted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.sources import any_other
from funnelboard.errors import BadInput
from funnelboard.ui.desk import Desk
from funnelboard.ui.drawing.text import fit, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from funnelboard.domain.deal import Deal
    from funnelboard.domain.quick_add import QuickAdd
    from funnelboard.domain.seller import Seller
    from funnelboard.ui.sheet.choices import Row

PLACEHOLDER = "Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call"

_UNDERSTOOD = frozenset(("amount", "follow-up", "new source", "not understood"))
"""Labels of what may be understood otherwise than it was meant."""

_LEAST = 8
"""Cells that anything else is shortened to."""

NOBODY = ""
"""The owner of a deal that nobody works."""


async def add(desk: Desk) -> None:
    """Ask for a new deal in one line, add it to the leads, and go to it."""
    quick = await desk.ask(
        "new deal", partial(_read_deal, desk), understood=partial(_understood_deal, desk), placeholder=PLACEHOLDER
    )
    if quick.unknown_source:
        quick = await _with_source(desk, quick)
    await desk.write_and_go(desk.workspace.pipeline.add, quick)


async def _with_source(desk: Desk, quick: QuickAdd) -> QuickAdd:
    """Ask what to make of a source that the board does not have."""
    name, other = quick.unknown_source, any_other(desk.settings.sources)
    choices = (("y", f"add “{name}” to the sources", name), ("o", f"keep it as {other}: {name}", other))
    source = await desk.choose(f"“{name}” is no source of this board", choices)
    if source == name:
        await desk.write(desk.workspace.settings.add_source, name)
    detail = quick.source_detail if source == name else f"{name} {quick.source_detail}".rstrip()
    return quick._replace(source=source, source_detail=detail, unknown_source="")


async def set_tags(desk: Desk) -> None:
    """Ask which tags to add and to take away."""
    targets = desk.targets
    deals = await desk.read(desk.workspace.board.by_ids, targets)
    now = " ".join(f"#{tag}" for tag in deals[0].tags) if len(deals) == 1 else ""
    dot = f" {desk.styles.glyphs.dot} "
    add, remove = await desk.ask(
        "tags" if len(targets) == 1 else f"tags of {len(targets)} deals",
        _read_tags,
        about=targets,
        understood=lambda text: _understood_tags(text, dot) if text.strip() else now and f"now {now}",
        placeholder="+expo -cold",
    )
    await desk.act(targets, partial(desk.workspace.pipeline.set_tags, add=add, remove=remove))


async def set_owner(desk: Desk) -> None:
    """Let the seller be chosen who works the deals."""
    targets = desk.targets
    deals = await desk.read(desk.workspace.board.by_ids, targets)
    sellers = await desk.read(desk.workspace.board.sellers)
    what = deals[0].title if len(deals) == 1 else f"these {len(targets)} deals"
    owners = {_owner_of(deal) for deal in deals}
    rows = _owner_rows(desk, sellers, owners)
    chosen = owners.pop() if len(owners) == 1 else None
    owner = await desk.pick(f"Who works {what}?", rows, chosen=chosen, narrows=True)
    await desk.act(targets, partial(desk.workspace.pipeline.set_owner, owner=owner or None))


async def delete(desk: Desk) -> None:
    """Put the deals in the bin."""
    await desk.act(desk.targets, desk.workspace.pipeline.delete)


def _read_deal(desk: Desk, text: str) -> QuickAdd:
    from funnelboard.domain.quick_add import parse_quick_add

    return parse_quick_add(
        text,
        desk.today,
        desk.workspace.default_currency,
        desk.settings.sources,
        day_first=desk.workspace.day_first,
    )


def _understood_deal(desk: Desk, text: str) -> str:
    from funnelboard.domain.quick_add import describe

    quick = _read_deal(desk, text)
    said = describe(quick, desk.today)
    if quick.company and quick.title.startswith(quick.company):
        said.remove(("company", quick.company))
    return _in_room(said, desk.viewport.width - 2, desk.styles.glyphs.ellipsis)


def _in_room(said: Sequence[tuple[str, str]], room: int, ellipsis: str) -> str:
    """What was understood in so many cells, as far as that is possible.

    The title is shortened first, then the other names; then labels are left out, and what had to be understood leads.
    """
    others = [label for label, _ in said if label not in _UNDERSTOOD]
    for labelled in (True, False):
        texts = list(said) if labelled else sorted(said, key=lambda one: one[0] in others)
        for labels in ((), ("title",), others):
            for place, (label, text) in enumerate(texts):
                if label in labels:
                    over = max(0, width_of(_joined(texts, labelled)) - room)
                    texts[place] = label, fit(text, max(width_of(text) - over, _LEAST), ellipsis)
            if width_of(_joined(texts, labelled)) <= room:
                return _joined(texts, labelled)
    return _joined(texts, labelled)


def _joined(texts: Sequence[tuple[str, str]], labelled: bool) -> str:
    return "  ".join(f"{label}: {text}" if labelled else text for label, text in texts)


def _read_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags to add, and those to take away.

    Raises:
        BadInput: A sign without a tag.
    """
    words = text.replace(",", " ").split()
    add = tuple(word.lstrip("+#") for word in words if not word.startswith("-"))
    remove = tuple(word.lstrip("-#") for word in words if word.startswith("-"))
    if not all((*add, *remove)):
        raise BadInput("A tag is missing after + or -. Type for example +expo -cold.")
    return add, remove


def _understood_tags(text: str, dot: str) -> str:
    add, remove = _read_tags(text)
    adds = "adds " + " ".join(f"#{tag}" for tag in add) if add else ""
    takes = "takes away " + " ".join(f"#{tag}" for tag in remove) if remove else ""
    return dot.join(filter(None, (adds, takes)))


def _owner_of(deal: Deal) -> str:
    return deal.owner.handle if deal.owner else NOBODY


def _owner_rows(desk: Desk, sellers: Sequence[Seller], owners: set[str]) -> list[Row]:
    """The seller at the keyboard first, nobody last; beside each whether they work it now."""
    me = desk.workspace.seller.id
    names = [
        (f"{seller.name} (you)" if seller.id == me else seller.name, seller.handle)
        for seller in sorted(sellers, key=lambda seller: seller.id != me)
    ]
    shown = [(desk.styles.cells(name), owner) for name, owner in (*names, ("nobody", NOBODY))]
    widest = max(width_of(name) for name, _ in shown)
    now = "works it now" if len(owners) == 1 else "works some now"

    from funnelboard.ui.sheet.choices import Row

    def row(name: str, owner: str) -> Row:
        gap = " " * (widest - width_of(name) + 3)
        return Row((((name, "text"), (gap + now if owner in owners else "", "dim")),), owner, find=name)

    return [row(name, owner) for name, owner in shown]


async def mark(desk: Desk) -> None:
    """Mark the deal or take its mark away, and go to the next."""
    state, deal_id = desk.board.state, desk.deal_id
    state.toggle_mark()
    state.step(1)
    desk.board.touch_all()
    desk.board.moved_cursor(state.active)
    desk.board.went_on(deal_id)
