"""The page for the meeting: whole by itself, harmless whatever a title says, and with the same figures."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

from funnelboard.domain.deal_query import Query
from funnelboard.domain.reports.funnel import Funnel, standings
from funnelboard.domain.reports.measure import Measure
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.table import Heading, Report, Row, Table
from funnelboard.domain.reports.worth import NOTHING
from funnelboard.exchange.report_html import write_page

HOSTILE = '<script src="//evil.example/x.js"></script>\x1b]0;x\x07 & "Åse"\u202e'
TABLE = Table(
    "Why",
    (Heading("reason"), Heading("lost", right=True), Heading("amount", right=True)),
    (
        Row((HOSTILE, "3", "≈ 1 000 €"), bars=(3, 10)),
        Row(("price", "1", ""), bars=(1, 0)),
        Row(("none", "0", ""), bars=(0, 0)),
    ),
    ("lost", "amount"),
    ("Nothing < else.",),
)
REPORT = Report(
    ReportName.LOSSES,
    Scope(Query(), "owner:<me>", date(2026, 1, 1)),
    Funnel(standings([]), NOTHING, (), 0, Measure("EUR")),
    (TABLE, Table("Empty", (Heading("a"),), (), (), ("None.",))),
)


class Reader(HTMLParser):
    """Collects the cells of every table, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attributes if name in ("src", "href", "data", "action")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1] += data


def test_a_table_has_its_cells_and_a_bar_for_each_figure() -> None:
    page = write_page([REPORT], "deals.db", "30 Nov 2026, 09:00")
    reader = Reader(page)
    assert reader.rows[0] == ["reason", "lost", "amount"]
    assert reader.rows[1][1:] == ["3", "≈ 1 000 €"]
    assert reader.rows[2:] == [["price", "1", ""], ["none", "0", ""]]
    (plot,) = re.findall("<svg.*?</svg>", page, re.DOTALL)
    drawn = ElementTree.fromstring(plot)
    widths = [float(each.get("width", "")) for each in drawn.iter("rect")]
    # Three bars and a legend of two; nothing is drawn of what is nothing.
    assert len(widths) == 5
    assert widths[0] / widths[1] == 0.3
    assert [each.text for each in drawn.iter("text")][1:3] == ["3", "≈ 1 000 €"]


def test_the_page_stands_alone_and_runs_nothing() -> None:
    page = write_page([REPORT, REPORT], 'x"><b>.db', "now")
    reader = Reader(page)
    assert {"script", "img", "link", "iframe", "b"}.isdisjoint(reader.tags)
    assert "default-src 'none'" in page
    assert [link for link in reader.links if not link.startswith("#")] == []
    assert "url(" not in page
    assert "@import" not in page
    assert not set("\x1b\x07\u202e") & set(page)
    assert "owner:&lt;me&gt;" in page
    assert "Nothing &lt; else." in page


def test_it_is_dark_on_a_dark_screen_and_light_on_a4() -> None:
    page = write_page([REPORT], "deals.db", "now")
    assert "prefers-color-scheme: dark" in page
    assert "size: A4" in page
    assert "@media print" in page
    assert "break-inside: avoid" in page
