"""Own fields: what a board keeps of its deals beyond their usual facts, each a name and a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from funnelboard.domain.grammar import in_quotes
from funnelboard.errors import BadInput

PREFIX = "field."
"""What the name of an own field begins with where names of the usual ones can stand too: ``field.renewal``."""

LONGEST_NAME = 100
"""Characters that the name of an own field may have."""

MOST_FIELDS = 500
"""Own fields that a deal may have."""

OwnFields = tuple[tuple[str, str], ...]
"""The own fields of a deal, each with its name and a text that is not empty."""


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """An own field's name as it is compared: by letters and digits alone, in lower case.

    ``Contract no.``, ``contract-no`` and ``contractno`` are one name.
    """
    return "".join(_words(unicodedata.normalize("NFKC", name))) or name.strip()


def typed_name(name: str) -> str:
    """An own field's name as it is typed in one word: ``contract-no``."""
    return "-".join(_words(name)) or name.strip()


def own_name(name: str) -> str | None:
    """The own field that a field's name stands for, as it was typed; None for one of the usual fields.

    Raises:
        BadInput: It is too long, or nothing follows the prefix.
    """
    if not name.casefold().startswith(PREFIX):
        return None
    own = " ".join(name[len(PREFIX) :].replace('"', "").split())
    if not own:
        raise BadInput(f"“{name}” names no own field. Write its name after the dot, for example {PREFIX}renewal.")
    if len(own) > LONGEST_NAME:
        raise BadInput(f"{in_quotes(own)} is too long. The name of an own field has at most {LONGEST_NAME} characters.")
    return own


def own_text(fields: Iterable[tuple[str, str]], name: str) -> str:
    """The text that some own fields have under a name; empty for none."""
    wanted = key_of(name)
    return next((text for known, text in fields if key_of(known) == wanted), "")


def _words(name: str) -> list[str]:
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in name.casefold()).split()
