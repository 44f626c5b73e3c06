"""The grammar of a sentence: lists, articles and plurals."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def with_article(noun: str) -> str:
    """``a stage`` or ``an answer``."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def counted(number: int, noun: str) -> str:
    """``1 day`` or ``3 days``; ``1 touch`` or ``2 touches``."""
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
