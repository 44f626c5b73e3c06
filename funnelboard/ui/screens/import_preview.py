"""What would come of importing a file, and putting right how it is understood before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from funnelboard.domain.grammar import counted
from funnelboard.errors import FunnelBoardError
from funnelboard.exchange.headers import NoTitle
from funnelboard.exchange.values import UnclearDates
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.preview import ImportPreview, preview_import
from funnelboard.ui.actions.importing import (
    ask_currency,
    ask_day_first,
    ask_field,
    ask_rejects,
    ask_stage,
    free_path,
    stage_keys,
    with_field,
)
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Over
from funnelboard.ui.drawing.deal_facts import DealText
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import EMPTY, Line
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.link import Latest
from funnelboard.ui.screens.import_text import Entry, ImportText, counts_of, entries_of
from funnelboard.ui.screens.page import Page

_FEW = 1_000
"""Deals of a file that are gone through again whenever somebody else has written."""


class ImportPage(Page[ImportPreview]):
    """The words to be looked at, the summary, the columns, the other words, what cannot be read, the first deals.

    What the seller says of it is read in the background; until then it shows what it was, and what was said.

    Attributes:
        preview: The newest that has been read.
        choices: What the seller has said.
    """

    def __init__(
        self, desk: Desk, preview: ImportPreview, keep: Callable[[ImportPreview, ImportChoices], None]
    ) -> None:
        """Show a preview.

        Args:
            keep: Told what the seller has said of the file, whenever that changes.
        """
        super().__init__(desk)
        self.preview = preview
        self.choices = self._before = preview.choices
        self._keep = keep
        self._rejects: Path | None = None
        self._place = 0
        self._warned = False
        self._refusal = ""
        self._to_be_asked = False
        self._entries: list[Entry] = []
        self._drawn: tuple[int, list[Block]] = (0, [])
        self._previews: Latest[ImportPreview] = Latest(self.board.readings.link, self.show, self._refused)
        self._letters = stage_keys(desk)
        self.keys = {
            **self.keys,
            **self.going(self._go),
            "tab": partial(self._go_to_section, 1),
            "shift+tab": partial(self._go_to_section, -1),
            "y": partial(Over, True),
            **dict.fromkeys(("D", "delete"), self._take_back),
            **{key: partial(self._say_stage, place) for key, (_, place) in self._letters.items()},
        }
        self.talks = {"enter": ("import", self.put_right), "r": ("import", self.name_rejects)}
        self.show(preview)

    @property
    def rejects(self) -> Path | None:
        """Where lines go that cannot be read; None where all can be."""
        if not self.preview.plan.rejected:
            return None
        return self._rejects or free_path(self.preview.seen.path)

    def why_nothing(self) -> str:
        """Why nothing can be imported, if that is so."""
        plan, report = self.preview.plan, self.preview.report
        if report.created or report.updated:
            return ""
        if not plan.deals:
            first, lines = plan.rejected[0], counted(len(plan.rejected), "line")
            return f"Nothing to import: of the {lines} none can be read. Line {first.line}: {first.reason}."
        in_bin = f" {counted(report.in_bin, 'deal')} of it {'is' if report.in_bin == 1 else 'are'} in the bin."
        return f"“{plan.name}” has nothing new; all of it is here already.{in_bin if report.in_bin else ''}"

    def why_not_yet(self) -> str:
        """Why it is not imported at once; the seller is asked once only to look at words that are not known."""
        left = self.preview.open_words
        if (why := self._refusal or self.why_nothing()) or not left or self._warned:
            return why
        self._warned = True
        stages = "1 stage is" if len(left) == 1 else f"{len(left):,} stages are"
        return f"{stages} not known yet: Enter says what is meant. y once more imports them as leads with a tag."

    # -- reading -------------------------------------------------------------------

    def read(self) -> ImportPreview:
        return preview_import(self.board.workspace, self.preview.seen, self.choices)

    async def reload(self, desk: Desk) -> None:
        """What was put right is being read already."""

    def look_again(self) -> None:
        """Others may have changed what is known already; a large file is only gone through when it is imported."""
        if len(self.preview.plan.deals) <= _FEW and not self._previews.pending:
            self._want()

    async def rest(self) -> None:
        """Wait until it shows what was said last, or that has been refused; what is still to be asked is refused."""
        if not self._to_be_asked:
            self._refusal = ""
        await self._previews.rest()

    def close(self) -> None:
        """It is left: what is being read is of no use any more."""
        self._previews.drop()

    def renew(self, preview: ImportPreview) -> None:
        """Show the file as it is now."""
        self._previews.drop()
        self.choices = self._before = preview.choices
        self.show(preview)

    def show(self, reading: ImportPreview) -> None:
        """Show it, the cursor on what it was on."""
        here = (self._entry.kind, self._entry.name) if self._entries else None
        self.preview = reading
        rejects = self.rejects
        self._entries = [*entries_of(reading, self.styles.cells(rejects.name) if rejects is not None else "")]
        places = (at for at, entry in enumerate(self._entries) if (entry.kind, entry.name) == here)
        self._place = next(places, self._place)
        self._show_again()

    def _want(self) -> None:
        self._previews.want(partial(preview_import, self.board.workspace, self.preview.seen, self.choices))
        self._show_again()

    def _say(self, choices: ImportChoices) -> None:
        """Take in what the seller has said, and have the file read with it."""
        self._before, self.choices = self.choices, choices
        self._keep(self.preview, self.choices)
        self._want()

    def _refused(self, error: FunnelBoardError) -> None:
        """What was said last cannot be: show the file as it was before that, or ask what follows from it."""
        said, self.choices, self._before = self.choices, self._before, self.preview.choices
        self._keep(self.preview, self.choices)
        if self.choices != self.preview.choices:
            self._want()
        self._show_again()
        self._refusal = str(error)
        if isinstance(error, UnclearDates):
            self._refusal = f"{error.found}."
            self._to_be_asked = True
            self.board.converse(partial(self._settle_dates, said, error.found), "import")
        elif isinstance(error, NoTitle):
            self._refusal = "Something has to be the title of the deals. Give that to another column first."
        self.viewport.refuse(self._refusal)

    async def _settle_dates(self, said: ImportChoices, found: str, desk: Desk) -> None:
        """Ask how dates are meant that came with what was said."""
        self._to_be_asked = False
        day_first = await ask_day_first(desk, f"{found}: ", foreseen=False)
        self._say(replace(said, day_first=day_first))

    # -- drawing -------------------------------------------------------------------

    def head(self) -> tuple[str, str]:
        """The file, and what comes of it."""
        counts = "reading" + self.styles.glyphs.ellipsis if self._previews.pending else counts_of(self.preview)
        return f"Import {self.styles.glyphs.dot} {self.preview.plan.name}", counts

    def _show_again(self) -> None:
        self._drawn = (0, [])
        self._go(0)

    def _blocks(self, width: int) -> list[Block]:
        """A block to each entry, the first of a section with its heading above it."""
        if self._drawn[0] != width:
            board = self.board
            deals = DealText(self.styles, width - 1, board.now, board.today, board.state.settings.preset)
            text = ImportText(self.preview, self.choices, deals)
            self._drawn = width, [text.lines(entry) for entry in self._entries]
        blocks: list[Block] = []
        for place, (entry, lines) in enumerate(zip(self._entries, self._drawn[1], strict=True)):
            above: list[Line] = [EMPTY, ((f" {entry.heading}", "heading"),)] if entry.heading else []
            marked = (self.marked(line, at=place == self._place) for line in lines)
            blocks.append([*(above if place else above[1:]), *marked])
        return blocks

    # -- going about -----------------------------------------------------------------

    @property
    def _entry(self) -> Entry:
        return self._entries[self._place]

    def go_to(self, entry: int) -> None:
        self._go(entry - self._place)

    def _go(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._entries) - 1))
        self.hints = self._hints_now()
        self.lines.tell_blocks(self._blocks, self._place)
        self.viewport.foot_soon()
        self.redraw()

    def _hints_now(self) -> Sequence[Hint]:
        """What fits the entry at the cursor."""
        kind = self._entry.kind
        letters = ((" ".join(self._letters), "say it at once"),) if kind == "word" else ()
        enter = (("Enter", "put right"),) if kind in ("word", "column", "currency", "dates", "rejects") else ()
        rejects = (("r", "unread lines"),) if self.preview.plan.rejected else ()
        return (("y", "import"), *enter, *letters, *rejects, ("Tab", "next part"), ("jk", "go"), ("Esc", "leave"))

    def _go_to_section(self, by: int) -> None:
        starts = [place for place, entry in enumerate(self._entries) if entry.heading]
        ahead = [place for place in starts if (place > self._place if by > 0 else place < self._place)]
        self._go((ahead[0] if by > 0 else ahead[-1]) - self._place if ahead else 0)

    def _go_to_open_word(self) -> None:
        """Go to the next word that is not known and nothing was said of."""
        places = [
            place
            for place, entry in enumerate(self._entries)
            if entry.kind == "word" and entry.thing.tagged and entry.name not in self.choices.stages
        ]
        if places:
            self._go(next((place for place in places if place > self._place), places[0]) - self._place)
        else:
            self.viewport.say("Every stage is known now. y imports the file.")

    # -- putting right ---------------------------------------------------------------

    async def put_right(self, desk: Desk) -> None:
        """Ask what the entry at the cursor is."""
        entry, choices = self._entry, self.choices
        if entry.kind == "word":
            place = await ask_stage(desk, entry.name, choices.stages.get(entry.name))
            self._say(replace(self.choices, stages={**self.choices.stages, entry.name: place}))
            self._go_to_open_word()
        elif entry.kind == "column":
            columns = self.preview.plan.columns
            if self.preview.plan.table is not None:
                raise NotDone("The file comes from FunnelBoard: its columns are what they are called.")
            taken = {name: columns.name_of(name) for name in columns.positions}
            field = await ask_field(desk, entry.thing, taken)
            self._say(with_field(self.choices, entry.name, field))
        elif entry.kind == "currency":
            currency = await ask_currency(desk, choices.currency or "")
            self._say(replace(self.choices, currency=currency))
        elif entry.kind == "dates":
            day_first = await ask_day_first(desk, chosen=choices.day_first)
            self._say(replace(self.choices, day_first=day_first))
        elif entry.kind == "rejects":
            await self.name_rejects(desk)
        elif self.preview.open_words:
            self._go_to_open_word()
        else:
            raise NotDone("There is nothing to put right here. y imports the file, Esc leaves it.")

    async def name_rejects(self, desk: Desk) -> None:
        """Ask where lines go that cannot be read."""
        rejects = self.rejects
        if rejects is None:
            raise NotDone("Every line of the file can be read.")
        self._rejects = await ask_rejects(desk, rejects)
        self.show(self.preview)

    def _say_stage(self, place: str) -> None:
        """Say at once what the word at the cursor means, and go on to the next that is not known."""
        entry = self._entry
        if entry.kind != "word":
            raise NotDone("These letters say what a stage means; the cursor is on none.")
        self._say(replace(self.choices, stages={**self.choices.stages, entry.name: place}))
        self._go_to_open_word()

    def _take_back(self) -> None:
        """Have the entry at the cursor understood again as the file has it."""
        entry, choices = self._entry, self.choices
        if entry.kind == "word":
            stages = {word: place for word, place in choices.stages.items() if word != entry.name}
            choices = replace(choices, stages=stages)
        elif entry.kind == "column":
            choices = replace(choices, columns=tuple(pair for pair in choices.columns if pair[0] != entry.name))
        elif entry.kind == "currency":
            choices = replace(choices, currency=None)
        elif entry.kind == "dates":
            choices = replace(choices, day_first=None)
        if choices == self.choices:
            raise NotDone("Nothing was put right here.")
        self._say(choices)
