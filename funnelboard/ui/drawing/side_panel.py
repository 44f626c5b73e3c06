"""The side panel: everything about the deal under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from funnelboard.domain.presets import GENERAL
from funnelboard.domain.timeline import EntryKind
from funnelboard.ui.drawing.deal_facts import Detail
from funnelboard.ui.drawing.deal_text import KINDS, PanelText
from funnelboard.ui.drawing.lines import Line, wrap
from funnelboard.ui.drawing.scrolled import ScrolledLines
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.looks.styles import Styles


class SidePanel(ScrolledLines):
    """Shows one deal at a time; never reads or writes anything itself.

    Attributes:
        kind_filter: What the timeline shows, None for everything; it stays when another deal is shown.
        preset: For the words of a kind of business.
        worth: The sums of the deal's column, where its heading has no room for all of them.
        is_past: Whether a deal is shown as it was, which nobody can do anything to.
    """

    def __init__(self, styles: Styles, draft_of: Callable[[int], str] | None = None) -> None:
        """Show no deal yet.

        Args:
            draft_of: What was typed as a note on a deal and not kept yet; None where no note can be written.
        """
        super().__init__(styles, styles.glyphs.edge)
        self.kind_filter: EntryKind | None = None
        self.preset = GENERAL
        self.worth = ""
        self.is_past = False
        self._draft_of = draft_of
        self._unfolded = False
        self._detail: Detail | None = None
        self._now = 0
        self._today = date.min

    @property
    def _may_have_score(self) -> bool:
        """Whether the deal shown has a score, or is not read yet."""
        return self._detail is None or self._detail.score is not None

    @property
    def deal_id(self) -> int | None:
        """The deal shown."""
        return self._detail.deal.id if self._detail else None

    def show(self, detail: Detail | None, now: int, today: date) -> None:
        """Show a deal, or that there is none. The same deal again stays scrolled where it is.

        Args:
            detail: With a timeline that is newest first.
            now: UTC epoch microseconds.
            today: The seller's local date.
        """
        same = detail is not None and detail.deal.id == self.deal_id
        self._detail, self._now, self._today = detail, now, today
        people = [link.contact for link in detail.deal.contacts] if detail is not None else []
        self.addresses = [address for person in people for address in (person.email, person.phone)]
        self.tell(self._text, top=self.top if same else 0)
        if not self._may_have_score:
            self.bring(None)

    def toggle_score(self) -> None:
        """Tell every point of the score, which comes into sight, and every answer, or fold them again."""
        self._unfolded = not self._unfolded
        self.tell(self._text, top=self.top)
        self.bring(_tells_score if self._unfolded and self._may_have_score else None)

    def narrow(self, by: int) -> None:
        """Let the timeline show the next kind of entry, or the one before."""
        self.kind_filter = KINDS[(KINDS.index(self.kind_filter) + by) % len(KINDS)]
        self.tell(self._text, top=self.top)

    def foot(self) -> Sequence[Line]:
        """What the column is worth, where that has to be told here; how to write a note, or go on with one."""
        worth = [((text, "amount"),) for text in wrap(self.worth, self.line_width)] if self.worth else []
        return (*worth, *(() if self._draft_of is None or self.is_past else (self._note(self._draft_of),)))

    def _note(self, draft_of: Callable[[int], str]) -> Line:
        head = (f"{self.styles.glyphs.prompt} ", "accent")
        draft = draft_of(self.deal_id) if self.deal_id is not None else ""
        if not draft:
            return head, ("n writes a note", "dim")
        text = f"n goes on with: {self.styles.cells(draft)}"
        return head, (fit(text, self.line_width - 2, self.styles.glyphs.ellipsis), "text")

    def _text(self, width: int) -> Iterator[Line]:
        if self._detail is None:
            return iter([(("no deal here", "dim"),)])
        text = PanelText(self.styles, width, self._now, self._today, self.preset, self._unfolded, self.is_past)
        return text.lines(self._detail, self.kind_filter)


def _tells_score(line: Line) -> bool:
    return bool(line) and line[0][1] == "accent" and line[0][0].startswith("score ")
