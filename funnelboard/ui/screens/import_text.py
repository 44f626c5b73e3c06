"""A file before it is imported, as lines: what has to be looked at, what comes of it, its columns, its first deals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnelboard.domain.dates import whole_date
from funnelboard.domain.grammar import counted
from funnelboard.domain.money import Money, format_money, short_money
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.csv_text import Reject
from funnelboard.exchange.headers import AS_OWN
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.stage_reading import AS_TAG, PLACES, StageWord
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.preview import ColumnPreview, ImportPreview
from funnelboard.services.importing.telling import told_of_rows
from funnelboard.ui.drawing.deal_facts import DealText
from funnelboard.ui.drawing.lines import Line, Span, cut, flow, hang, line_width
from funnelboard.ui.drawing.text import fit, padded, width_of

MOST_WORDS, MOST_REJECTS = 300, 100
"""Words of the stage column, and lines that cannot be read, that are listed."""

_LABEL = 10
"""Cells for what a line of the summary is about."""

_WIDE = 72
"""From this width on a column or a word takes one line."""

_FIELD = 18
"""Cells for the field that a column fills."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the cursor can be on.

    Attributes:
        kind: ``counts``, ``currency``, ``dates``, ``rejects``, ``remark``, ``word``, ``column``, ``reject``, ``deal``.
        name: What tells it from the others of its kind, also when the file has been read anew.
        heading: Of the section that it is the first of; else empty.
        thing: What it is about.
    """

    kind: str
    name: Any
    heading: str
    thing: Any = None


def entries_of(preview: ImportPreview, rejects: str) -> Iterator[Entry]:
    """Everything there is to see, in the order of the cursor; what needs a look comes first.

    Args:
        rejects: The name of the file that lines which cannot be read go to.
    """
    plan = preview.plan
    yield from _section("STAGES TO LOOK AT", _words(preview.unsure))
    yield from _section("WHAT COMES OF IT", _summary(preview, rejects))
    yield from _section("COLUMNS", (Entry("column", each.position, "", each) for each in preview.columns))
    yield from _section("STAGES", _words(preview.sure))
    yield from _section("LINES THAT CANNOT BE READ", _rejected(plan.rejected))
    first = preview.first_deals
    yield from _section("THE FIRST DEALS", (Entry("deal", deal.external_id, "", deal) for deal in first))


def counts_of(preview: ImportPreview) -> str:
    """How many deals are new, updated and left as they are, and how many lines make none."""
    report = preview.report
    parts = (
        counted(report.created, "new deal") if report.created else "",
        f"{report.updated:,} with changes" if report.updated else "",
        f"{report.unchanged:,} unchanged" if report.unchanged else "",
        f"{report.kept:,} left as they are here" if report.kept else "",
        f"{report.in_bin:,} in the bin" if report.in_bin else "",
        f"{len(report.rejected):,} cannot be read" if report.rejected else "",
    )
    return ", ".join(filter(None, parts)) or "nothing new"


def field_words(name: str) -> str:
    """A field as it is shown."""
    return name.replace("_", " ")


def _section(heading: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        yield Entry(entry.kind, entry.name, "" if number else heading, entry.thing)


def _words(words: Sequence[StageWord]) -> Iterator[Entry]:
    yield from (Entry("word", word.word, "", word) for word in words[:MOST_WORDS])
    if len(words) > MOST_WORDS:
        yield Entry("remark", "words", "", f"and {len(words) - MOST_WORDS:,} more")


def _rejected(rejected: Sequence[Reject]) -> Iterator[Entry]:
    yield from (Entry("reject", reject.line, "", reject) for reject in rejected[:MOST_REJECTS])
    if len(rejected) > MOST_REJECTS:
        yield Entry("remark", "rejects", "", f"and {counted(len(rejected) - MOST_REJECTS, 'more line')}")


def _summary(preview: ImportPreview, rejects: str) -> Iterator[Entry]:
    plan = preview.plan
    yield Entry("counts", "", "")
    if "amount" in plan.columns.positions:
        yield Entry("currency", "", "")
    if preview.day is not None:
        yield Entry("dates", "", "", preview.day)
    if plan.rejected:
        yield Entry("rejects", "", "", rejects)
    for told in told_of_rows(plan, preview.report):
        yield Entry("remark", told.text, "", told.text)


@dataclass(frozen=True, slots=True)
class ImportText:
    """Writes a preview for the width, styles and moment of ``deals``.

    Attributes:
        choices: What the seller has said by now; what of it is not in the preview yet is being read.
    """

    preview: ImportPreview
    choices: ImportChoices
    deals: DealText

    def lines(self, entry: Entry) -> Sequence[Line]:
        """One entry."""
        return [*getattr(self, f"_{entry.kind}")(entry.thing)]

    @property
    def _ellipsis(self) -> str:
        return self.deals.styles.glyphs.ellipsis

    # -- what comes of it ----------------------------------------------------------

    def _counts(self, _: None) -> Iterator[Line]:
        """How many, and where they come to stand with what they are worth."""
        yield from hang((), self.deals.cells(counts_of(self.preview)), "title", self.deals.width, 2)
        for name, stage in self.preview.report.by_stage.items():
            if stage.count:
                head: Line = (
                    (padded(f"  {self._place(name)}", 16, self._ellipsis), name if name in ("won", "lost") else "text"),
                    (f"{stage.count:>7,}  ", "text"),
                )
                yield (*head, *self._amounts(stage.amounts, self.deals.width - line_width(head)))

    def _amounts(self, amounts: Sequence[Money], room: int) -> Line:
        """Each in its currency, shortened where there is no room."""
        for shown in (format_money, short_money):
            text = self.deals.cells(", ".join(map(shown, amounts)))
            if width_of(text) <= room:
                break
        return ((fit(text, room, self._ellipsis), "amount"),)

    def _currency(self, _: None) -> Iterator[Line]:
        assumed, said = self.preview.plan.read.assumed, self.choices.currency
        if said is not None:
            text, role = f"{said} where an amount names none", "text"
        elif assumed:
            amounts = counted(sum(assumed.values()), "amount")
            text, role = f"{', '.join(assumed)} was assumed for {amounts}; Enter says which it is", "today"
        else:
            text, role = "as every amount says", "dim"
        return self._fact("currency", text, role, said=said is not None)

    def _dates(self, day: tuple[str, date]) -> Iterator[Line]:
        cell, meant = day
        return self._fact("dates", f"{cell} is {whole_date(meant)}", "text", said=self.choices.day_first is not None)

    def _rejects(self, name: str) -> Iterator[Line]:
        lines = counted(len(self.preview.plan.rejected), "line")
        return self._fact("not read", f"{lines}, to be kept in {name} with the reasons", "today", said=False)

    def _remark(self, text: str) -> Iterator[Line]:
        return hang((), self.deals.cells(text), "dim", self.deals.width, 2)

    def _fact(self, label: str, text: str, role: str, *, said: bool) -> Iterator[Line]:
        head: Line = ((self._sign(said=said), "accent"), (padded(label, _LABEL), "label"))
        return hang(head, self.deals.cells(text), role, self.deals.width, _LABEL + 2)

    # -- words and columns ---------------------------------------------------------

    def _word(self, word: StageWord) -> Iterator[Line]:
        """A word, how often it is there, what it is taken for, and whether that is known."""
        said = self.choices.stages.get(word.word)
        places = word.places.items()
        why = ""
        if said is not None and said != self.preview.choices.stages.get(word.word):
            meant = self._meaning(said)
        elif word.tagged:
            meant, why = self._meaning(AS_TAG), "" if said else "not known"
        else:
            one = len(word.places) == 1
            meant = ", ".join(self._place(name) if one else f"{count:,} {self._place(name)}" for name, count in places)
            if said is None:
                why = "the nearest that is known" if word.unclear else ""
            elif {said} != word.places.keys():
                why = "another column says how these ended"
        role = "accent" if said else "today" if why else "text"
        name = self.deals.cells(word.word)
        return self._pair(name, f"{word.count:,}", meant, role, why, said=said is not None)

    def _column(self, column: ColumnPreview) -> Iterator[Line]:
        """Its name, what it is taken for, and a few of its cells."""
        said = dict(self.choices.columns).get(column.position)
        names = column.fields if said is None or said in column.fields else tuple(filter(None, (said,)))
        meant, role = " and ".join(map(field_words, names)) or "left out", "text" if names else "dim"
        if AS_OWN in names:
            role = "dim"
        if column.kind and said is None:
            meant, role = f"own field, though it may be {column.kind}", "today"
        samples = f" {self.deals.styles.glyphs.dot} ".join(map(self.deals.cells, column.samples))
        return self._pair(self.deals.cells(column.name), "", meant, role, samples, said=said is not None)

    def _pair(self, name: str, count: str, meant: str, role: str, more: str, *, said: bool) -> Iterator[Line]:
        """What the file says → what it is taken for, and more about it; where it is narrow that has its own line."""
        width, arrow = self.deals.width, f" {self.deals.styles.glyphs.arrow} "
        sign: Span = (self._sign(said=said), "accent")
        after: Line = ((meant, role), ("  " if more else "", "text"), (more, "dim"))
        if width >= _WIDE:
            room = min(30, width // 3)
            left: Line = ((padded(name, room, self._ellipsis), "text"), (f" {count:>7}" if count else "", "dim"))
            after = ((padded(meant, max(_FIELD, width_of(meant))), role), *after[1:])
            yield cut((sign, *left, (arrow, "dim"), *after), width, self._ellipsis)
            return
        room = width - 4 - width_of(count)
        yield (sign, (fit(name, room, self._ellipsis), "text"), (f"  {count}", "dim"))
        yield cut((("   ", "text"), (arrow, "dim"), *after), width, self._ellipsis)

    def _sign(self, *, said: bool) -> str:
        return f"{self.deals.styles.glyphs.chosen} " if said else "  "

    def _meaning(self, place: str) -> str:
        return f"{self._place(Stage.LEAD.value)} with a tag" if place == AS_TAG else self._place(place)

    def _place(self, name: str) -> str:
        return self.deals.preset.place(*PLACES[name])

    # -- rows ----------------------------------------------------------------------

    def _reject(self, reject: Reject) -> Iterator[Line]:
        head: Line = ((f"  line {reject.line:,}  ", "label"),)
        yield from hang(head, self.deals.cells(reject.reason), "today", self.deals.width, 4)
        cells = f" {self.deals.styles.glyphs.dot} ".join(self.deals.cells(cell) for cell in reject.row if cell.strip())
        yield cut((("    ", "text"), (cells, "dim")), self.deals.width, self._ellipsis)

    def _deal(self, deal: ImportedDeal) -> Iterator[Line]:
        """Title and amount, then all else that is known of it."""
        cells = self.deals.cells
        amount = ""
        if deal.amount is not None and deal.currency is not None:
            amount = cells(format_money(Money(deal.amount, deal.currency)))
        room = self.deals.width - width_of(amount) - 3
        yield (("  ", "text"), (padded(cells(deal.title), room, self._ellipsis), "title"), (f" {amount}", "amount"))
        place = self.deals.preset.place(deal.stage, deal.outcome)
        if deal.lost_reason is not None:
            place += f" ({cells(deal.lost_reason)})"
        follow_up = f"{self._date(deal.follow_up)} {deal.follow_up_what}".strip() if deal.follow_up else ""
        ended = "won" if deal.outcome is Outcome.WON else "lost" if deal.outcome is Outcome.LOST else ""
        parts: list[Span] = [
            (place, ended or "accent"),
            (deal.company if deal.company != deal.title else "", "text"),
            (deal.contact if deal.contact != deal.title else "", "text"),
            *((text, "dim") for text in (deal.job_title, deal.email, deal.phone)),
            (f"owner {deal.owner}" if deal.owner else "", "text"),
            (self._moment("created", deal.created_at), "dim"),
            (self._moment("closed", deal.closed_at), "dim"),
            (f"close {self._date(deal.expected_close)}" if deal.expected_close else "", "text"),
            (f"{deal.probability} %" if deal.probability is not None else "", "dim"),
            (": ".join(filter(None, (deal.source, deal.source_detail))), "dim"),
            (f"parked until {self._date(deal.park_until)}" if deal.park_until else "", "parked"),
            *((f"#{tag}", "tag") for tag in deal.tags),
            (follow_up, "later"),
            *((" ".join(text.split()), "dim") for text in (deal.lost_detail, deal.note)),
            *((f"{name}: {' '.join(text.split())}", "dim") for name, text in deal.fields),
        ]
        shown = ((cells(text), role) for text, role in parts)
        lines = [*flow(shown, self.deals.dot, self.deals.width - 4)]
        yield from ((("    ", "text"), *line) for line in lines[:3])
        if len(lines) > 3:
            yield (("    ", "text"), (self._ellipsis, "dim"))

    def _moment(self, what: str, at: int | None) -> str:
        return f"{what} {self.deals.moment(at)[0]}" if at is not None else ""

    def _date(self, text: str | None) -> str:
        return whole_date(date.fromisoformat(text)) if text else ""
