"""The text of an HTML message, plainly: paragraphs and lists as lines, what is quoted behind ``>``.

The standard library's parser takes the square of the time for some broken pages, minutes for 200 kB; this one reads
every character once.
"""

from __future__ import annotations

import re
from html import unescape

_NAME = re.compile(r"(/?)\s*([a-zA-Z][a-zA-Z0-9]*)")
_BLANKS = re.compile(r"\s+")
_UNSEEN = frozenset({"head", "noscript", "script", "style", "template", "title"})
_PARAGRAPHS = frozenset({"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"})
_LINES = frozenset({"address", "article", "br", "dd", "div", "dt", "footer", "header", "li", "section", "tr"})
_CELLS = frozenset({"td", "th"})


def text_of_html(html: str) -> str:
    """What a page says, without how it looks."""
    reader = _Reader()
    at = 0
    while (start := html.find("<", at)) >= 0:
        reader.say(html[at:start])
        if html.startswith("<!--", start):
            at = _after(html, "-->", start + 4)
            continue
        if html.startswith(("<!", "<?"), start):
            at = _after(html, ">", start)
            continue
        tag = _NAME.match(html, start + 1)
        if tag is None:
            reader.say("<")
            at = start + 1
            continue
        at = _after(html, ">", start)
        closes, name = bool(tag[1]), tag[2].lower()
        if name in _UNSEEN and not closes:
            end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
            at = end.start() if end else len(html)
        else:
            reader.obey(name, closes=closes)
    reader.say(html[at:])
    return reader.text


def _after(html: str, sign: str, start: int) -> int:
    """Where a sign ends that comes next; the end of the page where none comes."""
    found = html.find(sign, start)
    return found + len(sign) if found >= 0 else len(html)


class _Reader:
    """Puts what is said into lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._as_written = False

    @property
    def text(self) -> str:
        """All of it."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def say(self, source: str) -> None:
        """Take text as the page has it."""
        if not source:
            return
        text = unescape(source)
        if self._as_written:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(keep_blank=True)
                self._line.append(line)
        else:
            self._line.append(_BLANKS.sub(" ", text))

    def obey(self, name: str, *, closes: bool) -> None:
        """Take a tag."""
        if name == "br":
            self._end_line(keep_blank=True)
        elif name in _PARAGRAPHS:
            self._end_line()
            self._leave_blank()
            if name == "blockquote":
                self._depth = max(0, self._depth + (-1 if closes else 1))
            self._as_written = name == "pre" and not closes
        elif name in _LINES:
            self._end_line()
            if name == "li" and not closes:
                self._line.append("- ")
        elif name in _CELLS and closes:
            self._line.append(" ")

    def _end_line(self, *, keep_blank: bool = False) -> None:
        text = "".join(self._line)
        line = text.rstrip() if self._as_written else _BLANKS.sub(" ", text).strip()
        self._line = []
        if line:
            self._lines.append(f"{'> ' * min(self._depth, 3)}{line}")
        elif keep_blank:
            self._leave_blank()

    def _leave_blank(self) -> None:
        quoted = ">" if self._depth else ""
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(quoted)
