"""The initials of a name."""

from __future__ import annotations


def initials(name: str) -> str:
    """Two capitals for a narrow place: of the first and last word, or of the only word."""
    words = name.split()
    if not words:
        return ""
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else words[0][:2]
    return letters.upper()
