"""What can be said in one word of the command line: a number such as #17, or one word of a list, by its beginning.

``one_of`` and ``number_of`` make the functions that click calls to read such an argument or option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from funnelboard.domain.grammar import nearest, with_article
from funnelboard.errors import BadInput

Word = TypeVar("Word", bound=str)

_LARGEST = 2**63 - 1


def choose(text: str, choices: Iterable[Word], noun: str) -> Word:
    """The one choice that the text is, or is the beginning of; case, dashes and underscores do not matter.

    Raises:
        BadInput: It is none of them, or the beginning of several.
    """
    words = tuple(choices)
    wanted = _plain(text)
    same = [word for word in words if _plain(word) == wanted]
    beginning = [word for word in words if wanted and _plain(word).startswith(wanted)]
    if same or len(beginning) == 1:
        return (same or beginning)[0]
    if beginning:
        raise BadInput(f"“{text}” could be {' or '.join(beginning)}. Write more of the {noun}.")
    raise unknown(text, wanted, words, noun)


def unknown(text: str, wanted: str, known: Sequence[str], noun: str) -> BadInput:
    """The refusal of a word that is none of those known; it names the nearest one, else all of them.

    Args:
        text: As typed; ``wanted`` is what it is looked for as.
    """
    near = nearest(wanted, known) if wanted else None
    end = f"; did you mean {near}?" if near else f". It is one of: {', '.join(known)}."
    return BadInput(f"“{text}” is not {with_article(noun)}{end}")


def one_of(choices: Iterable[Word], noun: str) -> Callable[[str], Word]:
    """What reads one of the choices, or refuses it as wrong usage."""
    words = tuple(choices)

    def read(text: str) -> Word:
        try:
            return choose(text, words, noun)
        except BadInput as error:
            raise click.BadParameter(str(error)) from error

    return read


def whole_number(least: int, most: int = _LARGEST) -> Callable[[str], int]:
    """What reads a whole number within limits, or refuses it as wrong usage."""

    def read(text: str | int) -> int:
        digits = str(text)
        if digits.isascii() and digits.isdigit() and len(digits) < 20 and least <= int(digits) <= most:
            return int(digits)
        limits = f"from {least} to {most}" if most < _LARGEST else f"of at least {least}"
        raise click.BadParameter(f"“{text}” is not a whole number {limits}.")

    return read


def number_of(noun: str) -> Callable[[str], int]:
    """What reads the number of a deal, a follow-up or a change, or refuses it as wrong usage."""

    def read(text: str) -> int:
        digits = text.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) < 20 and 0 < int(digits) <= _LARGEST:
            return int(digits)
        raise click.BadParameter(f"“{text}” is not the number of {with_article(noun)}. Write it like 17 or #17.")

    return read


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
