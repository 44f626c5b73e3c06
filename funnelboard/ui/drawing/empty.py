"""What is said where there are no cards: how to begin on a new board, else why a column is empty and what fills it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelboard.domain.presets import Preset
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import Command
from funnelboard.ui.drawing.card import BESIDE
from funnelboard.ui.drawing.lines import EMPTY, Line, hang, wrap
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.looks.styles import Styles

_WHAT = "A board of all your deals, from the first contact to won or lost, which always says what to do next."

_WAYS_IN = (
    ("add-deal", "Add the first lead", "type a line: Acme Oy: pilot 12k € !fri call"),
    ("import", "Import a file", "CSV from a spreadsheet or another program"),
    ("play", "Play with the sample", "made-up deals in a copy; this board stays as it is"),
)
"""The commands that a new board begins with, what they do here, and more about it."""

_MEANS = {
    Stage.LEAD: "somebody you have met; a name is enough",
    Stage.PROSPECT: "it fits your market, they can pay, and they decide",
    Stage.OPPORTUNITY: "they need it, and you know how much and when",
    Stage.CLOSED: "won, or lost with a reason",
}

_WIDEST = 78
"""Most cells of a line of the first steps."""

_NARROW = 60
"""In fewer cells the ways in are named and no more."""

Clickable = tuple[Line, str]
"""A line, and the id of the command that a click on it carries out; empty for none."""


def first_steps(
    width: int, height: int, commands: Sequence[Command], preset: Preset, styles: Styles
) -> list[Clickable]:
    """A new board in the middle of at most ``height`` lines: what it is, the ways in, and, with room, the stages."""
    room = min(_WIDEST, width - 4)
    told = [*_ways_in(room, commands, styles)]
    stages: list[Clickable] = [(EMPTY, ""), *((line, "") for line in _stages(preset))]
    if room >= _NARROW and len(told) + len(stages) + 2 <= height:
        told += stages
    name: Clickable = (("FunnelBoard", "panel_title"),), ""
    if len(told) + 2 <= height:
        told = [name, (EMPTY, ""), *told]
    margin = (" " * ((width - room) // 2), "text")
    above = max(0, height - len(told)) // 3
    return [*[(EMPTY, "")] * above, *(((margin, *line), command) for line, command in told)][:height]


def _ways_in(width: int, commands: Sequence[Command], styles: Styles) -> Iterator[Clickable]:
    yield from ((line, "") for line in hang((), _WHAT, "text", width, 0))
    yield EMPTY, ""
    known = {command.id: command for command in commands if command.keys}
    ways = [(known[name], words, more) for name, words, more in _WAYS_IN if name in known]
    key_width = max(width_of(shown_key(command.keys[0])) for command, _, _ in ways)
    name_width = max(len(words) for _, words, _ in ways)
    for command, words, more in ways:
        key = styles.cells(shown_key(command.keys[0]))
        head: Line = ((f"{key:<{key_width}}  ", "key"), (f"{words:<{name_width}}", "title"))
        about = (f"   {fit(styles.cells(more), width - key_width - name_width - 5, styles.glyphs.ellipsis)}", "dim")
        yield (*head, about) if width >= _NARROW else head, command.id
    yield EMPTY, ""
    others = [(known[name], words) for name, words in (("help", "every key"), ("quit", "leave")) if name in known]
    spans: Line = ()
    for command, words in others:
        spans = (*spans, (f"{styles.cells(shown_key(command.keys[0]))} ", "key"), (f"{words}   ", "dim"))
    yield spans, "help"


def _stages(preset: Preset) -> Iterator[Line]:
    widest = max(width_of(preset.place(stage)) for stage in STAGES)
    for stage in STAGES:
        name = preset.place(stage)
        yield (name + " " * (widest - width_of(name) + 3), "label"), (_MEANS[stage], "dim")


def empty_lines(stage: Stage, state: BoardState, width: int, height: int, styles: Styles) -> list[Line]:
    """At most ``height`` lines for a column without cards: why there are none, and what to press."""
    lines = wrap(_why_empty(stage, state), width - BESIDE - 1)[: max(0, height)]
    return [((" " * BESIDE, "text"), (fit(line, width - BESIDE, styles.glyphs.ellipsis), "dim")) for line in lines]


def _why_empty(stage: Stage, state: BoardState) -> str:
    """Said once, in the column with the cursor, where all columns are empty."""
    if not state.loaded:
        return "Opening…" if stage is Stage.LEAD else ""
    if state.query_text and not state.matching:
        if stage is not state.active:
            return ""
        parked = " Parked deals are not searched; Z shows them." if state.parked else ""
        return f"No deal matches the filter. Esc clears it.{parked}"
    if state.query_text:
        return "None here matches the filter."
    if not state.deals:
        why = "All deals are parked. Z shows them." if state.parked else "There was no deal yet."
        return why if stage is state.active else ""
    preset = state.settings.preset
    if state.is_past:
        return f"Nothing was {'' if stage is Stage.CLOSED else 'in '}{preset.place(stage)}."
    return _how_to_fill(stage, preset)


def _how_to_fill(stage: Stage, preset: Preset) -> str:
    before = stage.step(-1)
    if before is None:
        return f"Nothing in {preset.place(stage)}. a adds a deal."
    if stage is Stage.CLOSED:
        return f"Nothing {preset.place(stage)}. w closes a deal as {preset.won}, x as {preset.lost}."
    return f"Nothing in {preset.place(stage)}. L on a deal in {preset.place(before)} moves it here."
