"""A deal as a row of a CSV file that a spreadsheet can open without running anything in it."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.domain.deal import Deal
from funnelboard.domain.own_fields import PREFIX, own_text
from funnelboard.exchange.deal_json import deal_to_json, time_to_json
from funnelboard.exchange.safe_text import csv_cell

_PLAIN = (
    *("id", "title", "stage", "outcome", "amount", "currency", "probability", "weighted_amount", "owner", "source"),
    "source_detail",
)
_REST = (
    *("created_at", "stage_since", "last_touch", "expected_close", "closed_at", "lost_reason"),
    *("score", "parked_until", "external_id"),
)

HEADER: tuple[str, ...] = (
    *_PLAIN,
    "company",
    *("contact", "role", "email", "phone"),
    "tags",
    *("next_due", "next_time", "next_kind", "next_what"),
    *_REST,
)
"""The columns, named as in the JSON of a deal; own fields follow them."""


def header_cells(own_fields: Sequence[str]) -> list[str]:
    """The names of the columns, those of own fields with what tells them apart from the others."""
    return [*HEADER, *(csv_cell(f"{PREFIX}{name}") for name in own_fields)]


def deal_cells(deal: Deal, own_fields: Sequence[str] = ()) -> list[str]:
    """The cells of one deal, in the order of ``header_cells``."""
    document = deal_to_json(deal)
    person = deal.primary
    promise = deal.next_follow_up
    values = (
        *(document[key] for key in _PLAIN),
        document["company"],
        *((person.contact.name, person.role, person.contact.email, person.contact.phone) if person else [None] * 4),
        ",".join(deal.tags),
        *((promise.due, time_to_json(promise.time), promise.kind, promise.what) if promise else [None] * 4),
        *(document[key] for key in _REST),
        *(own_text(deal.own_fields, name) for name in own_fields),
    )
    return ["" if value is None else csv_cell(str(value)) for value in values]
