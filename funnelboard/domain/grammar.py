"""The grammar of a sentence: lists, articles, plurals, quotes, and what a slip was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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


def in_quotes(text: str) -> str:
    """A typed text in quotes for a sentence, shortened when it is long."""
    return f"“{text}”" if len(text) <= 40 else f"“{text[:40]}…”"


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that begins so, else the one most like it; None when there is none."""
    begun = next((each for each in known if each.startswith(word)), None)
    if begun is not None:
        return begun
    # Only a slip needs it, so a start should not wait for it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1, cutoff=0.65)), None)


def meant(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, if there is one."""
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else "."
