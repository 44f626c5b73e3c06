"""The fields of a deal and of a contact as a form shows and reads them; nothing here draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from funnelboard.domain.contact import DealContact, Role
from funnelboard.domain.dates import describe_date, describe_distance, parse_date
from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.money import format_money, parse_money
from funnelboard.domain.seller import Seller
from funnelboard.domain.stage import Stage, default_probability
from funnelboard.errors import BadInput
from funnelboard.ui.modals.form import FormField
from funnelboard.ui.text import cells

_NOBODY = frozenset({"", "nobody", "none", "-"})


def deal_fields(
    deal: Deal,
    *,
    sellers: Sequence[Seller],
    tags: Sequence[str],
    today: date,
    default_currency: str,
    sources: Sequence[str] = SOURCES,
) -> list[FormField]:
    """Every field that can be edited, with the deal's values in them.

    Args:
        deal: As it was read; its contact fields are those of the primary contact.
        sellers, tags: For completion.
        today: The seller's local date, for typed dates.
        sources: Where a lead can come from.
        default_currency: Meant when an amount names none and the deal has none.
    """
    link = deal.primary
    person = link.contact if link else None
    currency = deal.amount.currency if deal.amount else default_currency
    stage_probability = default_probability(deal.stage, deal.outcome)
    fields = [
        FormField("title", "title", deal.title, needed("title")),
        FormField(
            "amount",
            "amount",
            format_money(deal.amount) if deal.amount else "",
            lambda text: parse_money(text, currency) if text.strip() else None,
            lambda amount: format_money(amount) if amount else "",
        ),
        FormField(
            "expected_close",
            "close date",
            deal.expected_close.isoformat() if deal.expected_close else "",
            lambda text: parse_date(text, today) if text.strip() else None,
            lambda day: date_in_words(day, today) if day else "",
        ),
        FormField("owner", "owner", deal.owner.name if deal.owner else "", _owner, suggestions=_owners(sellers)),
        FormField("source", "source", deal.source, _source(sources), str, sources),
        FormField("referred_by", "referred by", deal.referred_by),
        FormField("company", "company", deal.company.name if deal.company else ""),
        FormField("contact", "contact", person.name if person else ""),
        *person_fields(link),
        FormField("tags", "tags", " ".join(f"#{tag}" for tag in deal.tags), _tags, suggestions=[f"#{t}" for t in tags]),
        FormField("pain_point", "pain point", deal.pain_point),
    ]
    if deal.stage is not Stage.CLOSED:
        own = "" if deal.own_probability is None else f"{deal.own_probability} %"
        fields.insert(
            2,
            FormField(
                "probability",
                "probability",
                own,
                _probability,
                lambda own: "" if own is not None else f"{stage_probability} %, as for every {deal.stage}",
            ),
        )
    return [cleaned(field) for field in fields]


def person_fields(link: DealContact | None) -> list[FormField]:
    """What is known of a contact and their role in a deal; empty for a new one."""
    person = link.contact if link else None
    return [
        FormField("role", "role", link.role.value if link else "", _role, str, [role.value for role in Role]),
        FormField("job_title", "job title", person.job_title if person else ""),
        FormField("email", "e-mail", person.email if person else "", _email),
        FormField("phone", "phone", person.phone if person else "", _phone),
    ]


def cleaned(field: FormField) -> FormField:
    """The field with its text fit to be shown."""
    return FormField(field.name, field.label, cells(field.text), field.read, field.echo, field.suggestions)


def needed(what: str) -> Callable[[str], str]:
    """Reads a text that must not be empty."""

    def read(text: str) -> str:
        if not text.strip():
            raise BadInput(f"A {what} is needed.")
        return text.strip()

    return read


def date_in_words(day: date, today: date) -> str:
    words, distance = describe_date(day, today), describe_distance(day, today)
    return words if words == distance else f"{words}, {distance.replace('overdue', 'ago')}"


def _owners(sellers: Sequence[Seller]) -> list[str]:
    return ["me", "nobody", *(seller.name for seller in sellers)]


def _owner(text: str) -> str | None:
    name = text.strip()
    return None if name.casefold() in _NOBODY else name


def _source(sources: Sequence[str]) -> Callable[[str], str]:
    return lambda text: one_of(text, sources, "source")


def _role(text: str) -> Role:
    return Role(one_of(text, [role.value for role in Role], "role") or Role.OTHER)


def one_of(text: str, choices: Sequence[str], what: str) -> str:
    """The only choice that begins like the text; empty for no text.

    Raises:
        BadInput: There is none, or there are several.
    """
    wanted = text.strip().casefold()
    if not wanted or wanted in choices:
        return wanted
    found = [choice for choice in choices if choice.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise BadInput(f"“{text.strip()}” is no {what}. Choose one of: {', '.join(found or choices)}.")


def _probability(text: str) -> int | None:
    digits = text.strip().removesuffix("%").strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or int(digits[:4]) > 100:
        raise BadInput("A probability is a percentage from 0 to 100; leave it empty for the stage's own.")
    return int(digits)


def _email(text: str) -> str:
    address = text.strip()
    name, at, host = address.rpartition("@")
    if address and (not at or not name or "." not in host or " " in address):
        raise BadInput(f"“{address}” is not an e-mail address. Write it like name@example.com.")
    return address


def _phone(text: str) -> str:
    number = text.strip()
    if number and not any(character.isdigit() for character in number):
        raise BadInput(f"“{number}” has no digits. Write the phone number, or leave it empty.")
    return number


def _tags(text: str) -> tuple[str, ...]:
    words = (word.lstrip("#") for word in text.replace(",", " ").split())
    return tuple(dict.fromkeys(word for word in words if word))
