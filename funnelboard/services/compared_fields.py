"""The fields of deals, companies and contacts that are chosen between when two become one."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.comparison import ComparedField
from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.own_fields import PREFIX
from funnelboard.domain.value_words import in_words
from funnelboard.services.editing import DETAILS, field_value

OF_A_DEAL: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "company": ("company_id",),
    "contact": (),
    "amount": ("amount", "currency"),
    "probability": ("probability",),
    "expected_close": ("expected_close",),
    "owner": ("owner_id",),
    "source": ("source", "source_detail"),
    "referred_by": ("referred_by_id",),
    **{criterion.value: (criterion.value,) for criterion in YES_OR_NO},
    **{name: (name,) for name in DETAILS},
}
"""Fields and the columns of a deal that they are kept in; the contact is the primary one, which its link says."""

OF_A_COMPANY: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "folded"), "website": ("website",), "phone": ("phone",), "address": ("address",),
    "industry": ("industry",),
}  # fmt: skip

OF_A_CONTACT: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "folded"), "company": ("company_id",), "email": ("email",), "phone": ("phone",),
    "job_title": ("job_title",), "birthday": ("birthday",), "contact_by": ("contact_by",),
}  # fmt: skip


def deal_words(deal: Deal) -> dict[str, str]:
    """What a deal says in each field, own fields last."""
    answers = {criterion.value: getattr(deal, criterion.value) for criterion in YES_OR_NO}
    usual = {
        name: in_words(answers[name] if answers[name] is not Answer.UNKNOWN else None)
        if name in answers
        else in_words(field_value(deal, name))
        for name in OF_A_DEAL
    }
    return usual | {f"{PREFIX}{name}": text for name, text in deal.own_fields}


def compared(keep: Mapping[str, str], other: Mapping[str, str]) -> tuple[ComparedField, ...]:
    """Both side by side, without what neither says."""
    names = dict.fromkeys((*keep, *other))
    fields = (ComparedField(name, keep.get(name, ""), other.get(name, "")) for name in names)
    return tuple(field for field in fields if field.keep or field.other)
