"""What the side panel says about a deal and everything that happened to it, as lines; nothing here knows Textual."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from funnelboard.domain.agenda import refusal
from funnelboard.domain.dates import describe_distance
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import DueState, FollowUp, due_state
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.seller import initials
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.ui.drawing.deal_facts import DealText, Detail
from funnelboard.ui.drawing.lines import EMPTY, Line, hang, line_width
from funnelboard.ui.drawing.own_fields import own_field_lines
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

KINDS: tuple[EntryKind | None, ...] = (None, *EntryKind)
"""What the timeline can be narrowed to, in the order the keys go through them; None is everything."""

_WIDE = 52
"""From this width on the timeline is set in columns."""


class PanelText(NamedTuple):
    """Writes the lines for one width, look and moment.

    Attributes:
        width: Cells of a line.
        now: UTC epoch microseconds.
        today: The seller's local date.
        preset: For the words of a kind of business.
        unfolded: Whether every point of the score, every answer and all of the own fields are told.
        is_past: Whether the deal is told as it was: no key can change that.
    """

    styles: Styles
    width: int
    now: int
    today: date
    preset: Preset = GENERAL
    unfolded: bool = False
    is_past: bool = False

    def lines(self, detail: Detail, kind: EntryKind | None) -> Iterator[Line]:
        """Every line from the title down, made as they are asked for; the timeline may be narrowed to a kind."""
        deal = detail.deal
        about = self._about
        yield from about.title(deal)
        yield from about.facts(deal)
        yield from about.questions(detail)
        yield EMPTY
        yield from about.people(deal, detail.customer)
        yield from about.state(detail)
        yield from own_field_lines(deal.own_fields, self.styles, self.width, unfolded=self.unfolded)
        yield EMPTY
        yield from self._next(deal, detail.follow_ups)
        yield from about.objections(detail.objections)
        yield from about.checklist(detail.checklist)
        yield EMPTY
        yield self._timeline_heading(kind)
        shown = [entry for entry in detail.timeline if kind is None or entry.kind is kind]
        for entry in shown:
            yield from self._entry(entry)
        if not shown:
            yield ((f"no {kind}s yet" if kind else "nothing has happened yet", "dim"),)

    @property
    def _about(self) -> DealText:
        return DealText(self.styles, self.width, self.now, self.today, self.preset, self.unfolded, self.is_past)

    def _next(self, deal: Deal, follow_ups: tuple[FollowUp, ...]) -> Iterator[Line]:
        open_ones = sorted((f for f in follow_ups if f.done_at is None and f.dropped_at is None), key=lambda f: f.place)
        if not open_ones:
            if deal.stage is not Stage.CLOSED:
                nothing = f"nothing yet{'' if self.is_past else ': f adds one'}"
                yield from hang((("NEXT  ", "heading"),), nothing, "dim", self.width, 6)
            return
        for number, follow_up in enumerate(open_ones[:3]):
            state = due_state(follow_up.due, self.today)
            sign: str = getattr(self.styles.glyphs, state.value)
            when = follow_up.when(self.today)
            distance = describe_distance(follow_up.due, self.today)
            if state is DueState.OVERDUE and len(when) + len(distance) + 12 <= self.width:
                when = f"{when}, {distance}"
            head = (("NEXT  " if number == 0 else "      ", "heading"), (f"{sign} {when}  ", state.value))
            yield from hang(head, self._about.cells(follow_up.words), "text", self.width, 8)
            if name := refusal(deal, follow_up.kind):
                yield from hang(
                    (("        ", "text"),), f"{self._about.cells(name)} has said no", "error", self.width, 8
                )
        if len(open_ones) > 3:
            yield ((f"      and {len(open_ones) - 3} more", "dim"),)

    def _timeline_heading(self, kind: EntryKind | None) -> Line:
        glyphs = self.styles.glyphs
        chosen = f"{glyphs.left} {'everything' if kind is None else f'{kind}s'} {glyphs.right}"
        gap = " " * (self.width - len("TIMELINE") - width_of(chosen))
        if not gap:
            return ((fit(chosen, self.width, glyphs.ellipsis), "heading"),)
        return (("TIMELINE", "heading"), (gap, "text"), (chosen, "dim"))

    def _entry(self, entry: TimelineEntry) -> Iterator[Line]:
        about = self._about
        day, time = about.moment(entry.at)
        who = initials(about.cells(entry.seller))
        label_role = "accent" if entry.kind is EntryKind.NOTE else "text"
        label = about.cells(entry.called(self.today).replace("→", self.styles.glyphs.arrow))
        wide = self.width >= _WIDE
        when = f"{day} {time}".ljust(13) if wide else (time or day).ljust(9) + " "
        head: Line = ((when, "dim"), (f"{who:<{4 if wide else 3}}", "dim"))
        indent = line_width(head) if wide else 2
        if line_width(head) + width_of(label) > self.width:
            yield head
            *above, head = hang(((" " * 2, "text"),), label, label_role, self.width, 2)
            yield from above
        else:
            head = (*head, (label, label_role))
        if not entry.text:
            yield head
            return
        text = "\n".join(about.cells(line) for line in entry.text.strip().splitlines())
        yield from hang((*head, ("  ", "text")), text, "text", self.width, indent)
