"""A person as a file of another program has them, in our terms."""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.exchange.folding import plain_words
from funnelboard.exchange.likeness import people_alike


class ImportedPerson(NamedTuple):
    """Somebody a file names.

    Attributes:
        name: What they are called, or else how they are reached; never empty.
        company, email, phone, job_title: "" for none.
        birthday: ISO date, or None.
    """

    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    job_title: str = ""
    birthday: str | None = None


def may_share(one: str, other: str) -> bool:
    """Whether the people of two names may be one, since they have one address: not two colleagues with one mailbox."""
    if not _is_named(one) or not _is_named(other) or people_alike(one, other):
        return True
    return not set(plain_words(one)).isdisjoint(plain_words(other))


def _is_named(name: str) -> bool:
    return "@" not in name and any(map(str.isalpha, name))
