"""A text that was typed: one not yet submitted, or one submitted earlier."""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple


class DraftKey(NamedTuple):
    """What takes a draft up again.

    Attributes:
        command: Id of the command.
        deal_ids: The deals it is about; none for a new deal, for example.
    """

    command: str
    deal_ids: tuple[int, ...] = ()


class Draft(NamedTuple):
    """A text not yet submitted.

    Attributes:
        text: Plain, or JSON for a form.
        title: What it is about, for a person.
        at: When it was typed, in UTC epoch microseconds.
        orphan: Whether nothing takes it up any more: its deals are gone, or a newer one has its place.
    """

    key: DraftKey
    text: str
    title: str
    at: int
    orphan: bool = False


class Earlier(NamedTuple):
    """A text that a command was given before."""

    command: str
    text: str


Entry = Draft | Earlier
"""What a file of drafts is made of."""
