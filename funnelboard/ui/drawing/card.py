"""One card of the board as two or three strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from rich.style import Style

from funnelboard.domain.board import Card
from funnelboard.domain.criteria import TICKS
from funnelboard.domain.deal import Answer
from funnelboard.domain.follow_up import DueState
from funnelboard.domain.money import Money, short_money
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.seller import initials
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.ui.drawing.strips import LeanStrip, strip_of
from funnelboard.ui.drawing.styles import Glyphs, Styles
from funnelboard.ui.drawing.text import cells, fit, joined, width_of

ROOMY = 24
"""From this many cells on, title and amount share a line; below, the title has it alone."""

EVALUATION_CRITERIA = 4
"""Need, willing, amount, expected close."""

Piece = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Moment:
    """The time cards are drawn for.

    Attributes:
        now: UTC epoch microseconds.
        today: Local date.
    """

    now: int
    today: date


@dataclass(frozen=True, slots=True)
class CardState:
    """What a card looks like besides what it says."""

    cursor: bool = False
    marked: bool = False
    first_column: bool = False


def card_strips(
    card: Card, width: int, lines: int, state: CardState, moment: Moment, styles: Styles, preset: Preset = GENERAL
) -> list[LeanStrip]:
    """The card in exactly ``lines`` strips of ``width`` cells: the bar's cell, the words, one blank."""
    inner = width - 2
    who, amount, owner = _who(card, styles), _amount(card, styles), _owner(card, styles)
    signs = partial(_signs, card, inner, styles, moment, preset)
    if inner >= ROOMY:
        rows = [_two(_title(card, styles), _title_style(state, styles), amount, inner, styles)]
        if lines >= 3:
            rows += [_two(who, styles.text, owner, inner, styles), signs(_tags(card, styles))]
        else:
            rows += [signs(_people(who, owner, styles))]
    else:
        rows = [_two(_title(card, styles), _title_style(state, styles), ("", styles.amount), inner, styles)]
        rows += (
            [_two(who, styles.text, amount, inner, styles), signs([owner])]
            if lines >= 3
            else [signs([amount], insist=True)]
        )
    return [_with_edge(row, number, width, state, styles) for number, row in enumerate(rows[:lines])]


def _with_edge(row: list[Piece], number: int, width: int, state: CardState, styles: Styles) -> LeanStrip:
    ground = styles.cursor_ground if state.cursor and number == 0 else styles.ground
    if state.marked and number == 0:
        edge = styles.glyphs.marked, ground + styles.marked
    elif state.cursor:
        edge = styles.glyphs.cursor, ground + styles.bar
    else:
        edge = " " if state.first_column else styles.glyphs.edge, styles.ground + styles.edge
    return strip_of([edge, *((text, ground + style) for text, style in row)], width, ground)


def _two(left: str, style: Style, right: Piece, width: int, styles: Styles) -> list[Piece]:
    """Two texts at both ends of the line; the right one is whole or absent."""
    text = joined(left, right[0], width, styles.glyphs.ellipsis)
    if right[0] and text.endswith(" " + right[0]):
        return [(text[: -len(right[0])], style), right]
    return [(text, style)]


def _title(card: Card, styles: Styles) -> str:
    return cells(card.title, ascii_look=styles.ascii)


def _title_style(state: CardState, styles: Styles) -> Style:
    if state.cursor:
        return styles.title_cursor
    return styles.marked if state.marked else styles.title


def _amount(card: Card, styles: Styles) -> Piece:
    if card.amount is None or card.currency is None:
        return "", styles.amount
    return cells(short_money(Money(card.amount, card.currency)), ascii_look=styles.ascii), styles.amount


def _owner(card: Card, styles: Styles) -> Piece:
    return cells(initials(card.owner), ascii_look=styles.ascii), styles.owner


def _who(card: Card, styles: Styles) -> str:
    """Contact and company; a company that the title already begins with is not said twice."""
    company = "" if card.company and card.title.casefold().startswith(card.company.casefold()) else card.company
    names = [cells(name, ascii_look=styles.ascii) for name in (card.contact, company) if name]
    return f" {styles.glyphs.dot} ".join(names)


def _signs(
    card: Card,
    width: int,
    styles: Styles,
    moment: Moment,
    preset: Preset,
    right: Sequence[Piece],
    *,
    insist: bool = False,
) -> list[Piece]:
    """The line of signs: what is known, what comes next, what is wrong; at the right the first thing that fits.

    Where the right end must be kept, the signs lose their words for it.
    """
    groups = [_standing(card, styles, preset, moment.today), *_next_touch(card, styles, moment)]
    if card.open_objections:
        groups.append([[(f"{styles.glyphs.objection}{card.open_objections}", styles.objection)]])
    stale = card.stale_days(moment.now, moment.today)
    if stale is not None:
        groups.append([[(f"{styles.glyphs.stale}{stale}d", styles.stale)]])
    kept = width - width_of(right[0][0]) - 1 if insist and right else 0
    pieces = _fitting(groups, kept) if kept > 0 else None
    while pieces is None:
        pieces = _fitting(groups, width)
        if pieces is None:
            groups.pop()
    return _right(pieces, width, right)


def _standing(card: Card, styles: Styles, preset: Preset, today: date) -> list[list[Piece]]:
    """How far the deal has come, in full and shorter; with a sign when it may move on.

    Qualification, evaluation and ticks, or how it ended.
    """
    glyphs = styles.glyphs
    if card.stage is Stage.CLOSED:
        won = card.outcome is Outcome.WON
        sign, style = (glyphs.won, styles.won) if won else (glyphs.lost, styles.lost)
        words = f"{sign} {preset.place(card.stage, card.outcome)}"
        dated = f"{words} {short_day(_day_of(card.closed_at), today)}" if card.closed_at is not None else words
        return [[(text, style)] for text in (dated, words, sign)]
    onward: list[Piece] = [(glyphs.onward, styles.yes)] if card.suggested is not None else []
    evaluation: Piece = (f"{card.evaluated}/{EVALUATION_CRITERIA}", styles.accent)
    if card.stage is Stage.OPPORTUNITY:
        ticks: list[Piece] = [(f" {glyphs.done}{card.ticked}/{len(TICKS)}", styles.accent)] if card.ticked else []
        return [[evaluation, *ticks, *onward], [*(ticks or [evaluation]), *onward]]
    answers = [_answer(answer, glyphs, styles) for answer in (card.market, card.means, card.authority)]
    if card.stage is Stage.PROSPECT and card.evaluated:
        return [[*answers, (" ", Style.null()), evaluation, *onward], [*answers, *onward]]
    return [[*answers, *onward]]


def _answer(answer: Answer, glyphs: Glyphs, styles: Styles) -> Piece:
    if answer is Answer.YES:
        return glyphs.yes, styles.yes
    return (glyphs.no, styles.no) if answer is Answer.NO else (glyphs.unknown, styles.unknown)


def _next_touch(card: Card, styles: Styles, moment: Moment) -> list[list[list[Piece]]]:
    """What comes next, in full and shorter; nothing for a closed deal."""
    glyphs = styles.glyphs
    if card.stage is Stage.CLOSED:
        return []
    if card.parked_until is not None:
        sign, when, kind = f"{glyphs.parked} ", f"parked to {short_day(card.parked_until, moment.today)}", ""
        style = styles.parked
    elif card.next_due is None:
        sign, when, kind, style = glyphs.none, "", "", styles.no_touch
    else:
        state = card.due(moment.today)
        sign, style = {
            DueState.OVERDUE: (glyphs.overdue, styles.overdue),
            DueState.TODAY: (glyphs.today, styles.today),
        }.get(state, (glyphs.later, styles.later))
        when = "today" if state is DueState.TODAY else f"{abs((card.next_due - moment.today).days)}d"
        when += f" {card.next_time:%H:%M}" if card.next_time else ""
        kind = cells(card.next_kind, ascii_look=styles.ascii)
    return [[[(text.rstrip(), style)] for text in (f"{sign}{when} {kind}", sign + when, sign)]]


def _fitting(groups: Sequence[Sequence[list[Piece]]], width: int) -> list[Piece] | None:
    """All groups, with a blank between them, each in the longest of its versions at which they fit together."""
    for level in range(max((len(versions) for versions in groups), default=1)):
        chosen = [versions[min(level, len(versions) - 1)] for versions in groups]
        pieces = [piece for group in chosen for piece in ((" ", Style.null()), *group)][1:]
        if sum(width_of(text) for text, _ in pieces) <= width:
            return pieces
    return None


def _right(pieces: list[Piece], width: int, choices: Sequence[Piece]) -> list[Piece]:
    """The pieces with the first of the choices that fits at the right end."""
    taken = sum(width_of(text) for text, _ in pieces)
    for text, style in choices:
        room = width - taken - width_of(text)
        if text and room >= (1 if pieces else 0):
            return [*pieces, (" " * room, Style.null()), (text, style)]
    return pieces


def _tags(card: Card, styles: Styles) -> list[Piece]:
    """All tags, else as many as fit and how many more there are."""
    shown = ["#" + cells(tag, ascii_look=styles.ascii) for tag in card.tags]
    fewer = [" ".join(shown[:count]) + f" +{len(shown) - count}" for count in range(len(shown) - 1, 0, -1)]
    return [(text, styles.tag) for text in (" ".join(shown), *fewer)]


def _people(who: str, owner: Piece, styles: Styles) -> list[Piece]:
    """Contact and owner, else a shortened contact and the owner, else the owner."""
    shorter = [fit(who, room, styles.glyphs.ellipsis) for room in (24, 16, 12, 8) if width_of(who) > room]
    return [(" ".join(filter(None, (words, owner[0]))), styles.owner) for words in (who, *shorter, "")]


def _day_of(instant: int) -> date:
    return date.fromtimestamp(instant / (MICROSECONDS_A_DAY / 86_400))


def short_day(day: date, today: date) -> str:
    """A day in as few letters as say which: ``2 Nov``, or ``Nov 2027`` in another year."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day:%b %Y}"
