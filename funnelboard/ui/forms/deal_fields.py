"""The fields of a deal as a form shows and reads them; nothing here draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.own_fields import PREFIX, key_of, own_text
from funnelboard.domain.seller import Seller
from funnelboard.domain.sources import read_source, source_words
from funnelboard.domain.stage import Stage, default_probability
from funnelboard.errors import BadInput
from funnelboard.ui.forms.contact_fields import person_fields
from funnelboard.ui.forms.reading import amount_field, day_field, needed
from funnelboard.ui.sheet.asked import Field

_LABEL = 20
"""Characters of an own field's name that a form has room for."""

_NOBODY = frozenset({"", "nobody", "none", "-"})


def deal_fields(
    deal: Deal,
    *,
    sellers: Sequence[Seller],
    tags: Sequence[str],
    today: date,
    day_first: bool,
    default_currency: str,
    sources: Sequence[str] = SOURCES,
    own_fields: Sequence[str] = (),
) -> list[Field]:
    """Every field that can be edited, with the deal's values in them.

    Args:
        deal: As it was read; its contact fields are those of the primary contact.
        sellers, tags: For completion.
        today: The seller's local date, for typed dates.
        day_first: Whether 3/12 is 3 December.
        sources: Where a lead can come from.
        default_currency: Meant when an amount names none and the deal has none.
        own_fields: Names of the own fields that are offered before those that the deal has besides.
    """
    link = deal.primary
    return [
        Field("title", "title", deal.title, needed("title")),
        amount_field("amount", deal.amount, default_currency),
        *_probability_field(deal),
        day_field(
            "expected_close",
            "close date",
            whole_date(deal.expected_close) if deal.expected_close else "",
            today,
            day_first=day_first,
        ),
        Field("owner", "owner", deal.owner.name if deal.owner else "", _owner, suggestions=_owners(sellers)),
        Field("source", "source", deal.origin, lambda text: source_words(*read_source(text, sources)), str, sources),
        Field("referred_by", "referred by", deal.referred_by),
        Field("company", "company", deal.company.name if deal.company else ""),
        Field("contact", "contact", link.contact.name if link else ""),
        *person_fields(link),
        Field("tags", "tags", " ".join(f"#{tag}" for tag in deal.tags), _tags, suggestions=[f"#{t}" for t in tags]),
        Field("pain_point", "pain point", deal.pain_point),
        *_own_fields(deal, own_fields),
    ]


def _probability_field(deal: Deal) -> list[Field]:
    """Its own probability; a closed deal can have none."""
    if deal.stage is Stage.CLOSED:
        return []
    own = "" if deal.own_probability is None else f"{deal.own_probability} %"
    usual = f"{default_probability(deal.stage, deal.outcome)} %, as for every {deal.stage}"
    return [Field("probability", "probability", own, _probability, lambda own: usual if own is None else "")]


def _own_fields(deal: Deal, offered: Sequence[str]) -> Iterator[Field]:
    """The own fields that are offered and those in which the deal has a text, called as it has them."""
    names = {key_of(name): name for name in offered}
    names |= {key_of(name): name for name, _ in deal.own_fields}
    for name in names.values():
        label = name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"
        yield Field(f"{PREFIX}{name}", label, own_text(deal.own_fields, name))


def _owners(sellers: Sequence[Seller]) -> list[str]:
    return ["me", "nobody", *(seller.name for seller in sellers)]


def _owner(text: str) -> str | None:
    name = text.strip()
    return None if name.casefold() in _NOBODY else name


def _probability(text: str) -> int | None:
    digits = text.strip().removesuffix("%").strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or int(digits[:4]) > 100:
        raise BadInput("A probability is a percentage from 0 to 100; leave it empty for the stage's own.")
    return int(digits)


def _tags(text: str) -> tuple[str, ...]:
    words = (word.lstrip("#") for word in text.replace(",", " ").split())
    return tuple(dict.fromkeys(word for word in words if word))
