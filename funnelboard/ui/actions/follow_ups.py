"""Promises: one added, the next one finished, all of them listed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.dates import describe_distance, describe_moment, whole_date
from funnelboard.domain.follow_up import DueState, due_state
from funnelboard.domain.grammar import counted
from funnelboard.domain.stage import Stage
from funnelboard.services.sight import FOLLOW_UPS
from funnelboard.ui.actions.conflicts import write_over
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.forms.reading import if_any
from funnelboard.ui.sheet.choices import Deed, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from funnelboard.domain.follow_up import FollowUp
    from funnelboard.domain.follow_up_line import FollowUpLine
    from funnelboard.services.activity import Activity
    from funnelboard.services.written import Written
    from funnelboard.ui.drawing.lines import Line

PLACEHOLDER = "fri call about price"

NO_NEXT_STEP = "There is no next step now."


async def add(desk: Desk) -> None:
    """Ask for a next touch: when, how and about what, in any order."""
    targets = desk.targets
    await _promise(desk, targets, "follow-up" if len(targets) == 1 else f"follow-up for {len(targets)} deals")


async def finish(desk: Desk) -> None:
    """Ask what came of the next follow-up of the deals, finish it, and ask what is promised next."""
    targets = desk.targets
    deals = await desk.read(desk.workspace.board.by_ids, targets)
    due = [deal.next_follow_up for deal in deals if deal.next_follow_up is not None]
    if not due and not await desk.is_overtaken(targets, FOLLOW_UPS):
        raise NotDone(f"There is no open follow-up here. {desk.key_of('add-follow-up')} adds one.")
    if due and len(targets) == 1:
        await _finish(desk, due[0])
        return
    # Where others have finished all of them, what is typed is asked for nevertheless, or it would be taken for keys.
    result = await _what_came_of(desk, f"the next follow-up of {counted(len(due) or len(targets), 'deal')}", targets)
    written = await desk.act(targets, partial(desk.workspace.activity.finish_next, result=result))
    await _promise_next(desk, targets, written.summary)


async def list_open(desk: Desk) -> None:
    """List the deal's open follow-ups, to edit, finish or drop one, or to add another."""
    deal_id, activity = desk.deal_id, desk.workspace.activity
    detail = await desk.read(desk.workspace.board.detail, deal_id, None, 0)
    rows = [Row((_line(desk, one),), one) for one in sorted(detail.follow_ups, key=lambda one: one.place)]
    deeds = (
        Deed("e", "edit", partial(_edit, desk)),
        Deed("d", "done", lambda one: _finish(desk, one, command=f"finish-follow-up-{one.id}")),
        Deed("x", "drop", lambda one: desk.write(activity.drop_follow_up, one.id)),
        Deed("f", "add", lambda _: _promise(desk, (deal_id,), "follow-up"), alone=True),
    )
    await desk.pick(f"Follow-ups of {detail.deal.title}", rows, deeds, empty="No open follow-ups. f adds one.")


def read_follow_up(desk: Desk, text: str) -> FollowUpLine:
    """A typed line as a follow-up, of any kind that the board's preset offers.

    Raises:
        BadInput: It does not say when.
    """
    from funnelboard.domain.follow_up_line import PRESET_KINDS, parse_follow_up

    offered = {kind.value for kind in desk.settings.preset.note_kinds}
    kinds = [kind for kind in PRESET_KINDS if kind in offered]
    return parse_follow_up(text, desk.today, kinds, day_first=desk.workspace.day_first)


def understood_follow_up(desk: Desk, text: str) -> str:
    """What a line promises: when, how and about what.

    Raises:
        BadInput: It does not say when.
    """
    line = read_follow_up(desk, text)
    when = describe_moment(line.due, line.time, desk.today)
    return f" {desk.styles.glyphs.dot} ".join(filter(None, (when, line.kind, line.what)))


async def ask_next(
    desk: Desk, about: tuple[int, ...], still: str, label: str = "what next?", command: str = "add-follow-up"
) -> FollowUpLine | None:
    """Ask what is promised next; Enter alone promises nothing.

    Args:
        about: The deals it is about.
        still: What is said of them while nothing is typed, see ``still_promised``.
        command: Whose draft it is.
    """
    line: FollowUpLine | None = await desk.ask(
        label,
        if_any(partial(read_follow_up, desk)),
        about=about,
        command=command,
        may_be_empty=True,
        understood=lambda text: understood_follow_up(desk, text) if text.strip() else still,
        placeholder=f"{PLACEHOLDER}; Enter alone for nothing",
    )
    return line


def still_promised(desk: Desk, left: FollowUp | None) -> str:
    """What an open deal still has as its next step; a warning where that is nothing."""
    return f"still promised: {left.words}, {left.when(desk.today)}" if left is not None else NO_NEXT_STEP


async def _promise(desk: Desk, targets: tuple[int, ...], label: str) -> None:
    line = await desk.ask(
        label,
        partial(read_follow_up, desk),
        about=targets,
        command="add-follow-up",
        understood=partial(understood_follow_up, desk),
        placeholder=PLACEHOLDER,
    )
    await _keep(desk, targets, line)


async def _keep(desk: Desk, targets: tuple[int, ...], line: FollowUpLine) -> None:
    promise = partial(desk.workspace.activity.add_follow_up, due=line.due, kind=line.kind, what=line.what, at=line.time)
    await desk.act(targets, promise)


async def _promise_next(desk: Desk, targets: tuple[int, ...], done: str) -> None:
    """Ask what comes next on open deals, those first that have nothing else promised.

    Args:
        done: What has just been done, which is said once more where nothing is promised now.
    """
    deals = await desk.read(desk.workspace.board.by_ids, targets)
    still_open = [deal for deal in deals if deal.stage is not Stage.CLOSED]
    adrift = [deal for deal in still_open if deal.next_follow_up is None]
    if not still_open:
        return
    about = tuple(deal.id for deal in adrift or still_open)
    label = "what next?" if len(targets) == 1 else f"what next on {desk.title_of(about)}?"
    still = still_promised(desk, None if adrift else still_open[0].next_follow_up)
    line = await ask_next(desk, about, still, label)
    if line is not None:
        await _keep(desk, about, line)
    elif adrift:
        desk.say(f"{done}. {NO_NEXT_STEP}", after=f"{desk.key_of('add-follow-up')} adds one")


async def _finish(desk: Desk, follow_up: FollowUp, command: str = "") -> None:
    """Finish exactly this follow-up, also if another is due first meanwhile."""
    targets, activity = (follow_up.deal_id,), desk.workspace.activity
    what = f"{follow_up.words}, {follow_up.when(desk.today)}"
    result = await _what_came_of(desk, what, targets, command)
    desk.repeats(lambda desk: desk.act(desk.targets, partial(activity.finish_next, result=result)))
    written = await desk.write(activity.finish_follow_up, follow_up.id, result)
    desk.unmark(targets)
    await _promise_next(desk, targets, written.summary)


async def _what_came_of(desk: Desk, what: str, targets: tuple[int, ...], command: str = "") -> str:
    return await desk.ask(
        "done",
        about=targets,
        command=command,
        may_be_empty=True,
        understood=lambda _: what,
        placeholder="what came of it? Enter alone is enough",
    )


async def _edit(desk: Desk, follow_up: FollowUp) -> None:
    """Its own kind stays as long as it is among the words, also one that a new line could not name."""
    at = f" {follow_up.time:%H:%M}" if follow_up.time else ""
    line = await desk.ask(
        "follow-up",
        partial(read_follow_up, desk),
        about=(follow_up.deal_id,),
        command=f"edit-follow-up-{follow_up.id}",
        elsewhere="add-follow-up",
        text=f"{whole_date(follow_up.due)}{at} {follow_up.words}",
        understood=partial(understood_follow_up, desk),
    )
    kind = follow_up.kind if follow_up.kind in line.what.casefold() else line.kind
    moment = {"due": line.due, "time": line.time}
    values: dict[str, Any] = moment if (line.due, line.time) != (follow_up.due, follow_up.time) else {}
    values |= {"kind": kind} if kind != follow_up.kind else {}
    values |= {"what": line.what} if line.what != follow_up.what else {}
    await write_over(
        desk, "the follow-up", values, partial(_change, desk.workspace.activity, follow_up.id),
        partial(_edit, desk, follow_up),
    )  # fmt: skip


def _change(activity: Activity, follow_up_id: int, values: Mapping[str, Any]) -> Written:
    more = {name: values[name] for name in ("due", "kind", "what") if name in values}
    return activity.edit_follow_up(follow_up_id, at=values.get("time"), **more)


def _line(desk: Desk, follow_up: FollowUp) -> Line:
    """When, how urgent, what."""
    styles, today = desk.styles, desk.today
    state = due_state(follow_up.due, today)
    when = follow_up.when(today)
    if state is DueState.OVERDUE:
        when += f", {describe_distance(follow_up.due, today)}"
    sign = getattr(styles.glyphs, state.value)
    return (f"{sign} {when}  ", state.value), (styles.cells(follow_up.words), "text")
