"""Which column of a file holds which field: guessed from the columns' names, and overruled by ``--map``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from funnelboard.domain.money import is_currency
from funnelboard.errors import BadInput

_NAMES = {
    "external_id": "external id, opportunity id, deal id, record id, lead id, uuid, guid, id, number",
    "title": (
        "title, deal title, deal name, opportunity name, deal, opportunity, name, subject, topic, product, product name"
    ),
    "company": (
        "company, company name, account, account name, organisation, organization, organisation name, organization "
        "name, associated company, customer, customer name, client, client name, business, business name, firm"
    ),
    "contact": (
        "contact, contact name, contact person, primary contact, associated contact, person, person name, full name, "
        "buyer"
    ),
    "email": "email, e mail, email address, e mail address, mail, contact email",
    "phone": "phone, phone number, telephone, tel, mobile, mobile phone, contact phone",
    "job_title": "job title, contact job title, contact title, position",
    "owner": (
        "owner, deal owner, opportunity owner, owner name, sales agent, sales rep, sales representative, salesperson, "
        "sales person, rep, agent, seller, account manager, account executive, assigned to, responsible, user"
    ),
    "stage": (
        "stage, deal stage, opportunity stage, sales stage, pipeline stage, stage name, status, deal status, lead "
        "status, phase"
    ),
    "outcome": "outcome, result, won lost, status, deal status",
    "amount": (
        "amount, deal amount, deal value, opportunity amount, opportunity value, close value, contract value, "
        "estimated value, value, revenue, price, total"
    ),
    "currency": (
        "currency, currency code, deal currency, amount currency, currency of value, iso currency, currency iso code"
    ),
    "probability": "probability, deal probability, win probability, prob, likelihood, confidence",
    "created": (
        "created, created at, created on, created date, create date, creation date, date created, created time, deal "
        "created, engage date, add time, date added, open date, opened, start date"
    ),
    "closed": (
        "closed, closed at, closed on, close date, closed date, closing date, date closed, close time, deal closed, "
        "won time, lost time"
    ),
    "expected_close": (
        "expected close, expected close date, expected closing date, estimated close date, forecast close date, "
        "projected close date, target close date, target date"
    ),
    "lost_reason": "lost reason, loss reason, closed lost reason, reason lost, reason for loss, why lost",
    "lost_detail": "lost detail, loss detail, lost comment, loss comment",
    "source": "source, lead source, deal source, original source, origin, channel",
    "tags": "tags, tag, labels, label",
    "follow_up": (
        "follow up, follow up date, next follow up, next follow up date, next activity date, next step date, next "
        "contact date, next activity, due date, due, next due"
    ),
    "follow_up_time": "follow up time, next follow up time, next activity time, activity time, due time, next time",
    "follow_up_what": "follow up what, next what, next step, next action, next activity subject, todo, to do",
    "note": "note, notes, comment, comments, description, remark, remarks, memo",
}

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {field: tuple(names.split(", ")) for field, names in _NAMES.items()}
"""Every field that a column can fill, and the names its column usually has, likeliest first."""

TITLE_INSTEAD = ("company", "contact")
"""Fields whose column names the deal too when no column has a title."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")
_NOUNS = frozenset(("deal", "opportunity", "lead", "crm"))


@dataclass(frozen=True, slots=True)
class Columns:
    """What was decided about a file's columns.

    Attributes:
        header: The columns' names.
        positions: For each field that has one, the position of its column from 0.
        currency: The ISO 4217 code that the amount's column name ends in, as in "Value (EUR)"; None without.
    """

    header: tuple[str, ...]
    positions: Mapping[str, int]
    currency: str | None = None

    @property
    def used(self) -> tuple[tuple[str, str], ...]:
        """Each column's name and the field it fills, in the order of the file."""
        pairs = sorted((position, field) for field, position in self.positions.items())
        return tuple((self.header[position], field) for position, field in pairs)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that fill nothing."""
        taken = set(self.positions.values())
        return tuple(name for position, name in enumerate(self.header) if name and position not in taken)

    def name_of(self, field: str) -> str:
        """The name of the column that fills ``field``, which must have one."""
        return self.header[self.positions[field]]


_LISTED = 20
"""Names of columns that one sentence lists."""


class NoTitle(BadInput):
    """Nothing in a file can be the title of its deals.

    Attributes:
        header: The names of its columns.
    """

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(
            f"No column holds the deals' titles. Say which one does with --map COLUMN=title; there are {_list(header)}."
        )
        self.header = header


def read_mapping(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The (column, field) pairs of ``--map COLUMN=FIELD`` options; the field is empty for a column to ignore.

    Raises:
        BadInput: A text without an equals sign.
    """
    pairs = []
    for text in texts:
        column, equals, field = text.rpartition("=")
        if not equals or not column.strip():
            raise BadInput(f"“{text}” is not COLUMN=FIELD. Write for example --map product=title.")
        pairs.append((column.strip(), field.strip()))
    return tuple(pairs)


def match_columns(header: Sequence[str], mapping: Iterable[tuple[str, str]] = ()) -> Columns:
    """Decide which column fills which field.

    Columns named in the mapping fill what it says, and nothing else; the others are guessed from their names. A file
    without a title gets its company's or contact's name as the title.

    Args:
        header: The columns' names.
        mapping: Pairs of column and field, as :func:`read_mapping` gives; a column may come more than once.

    Raises:
        NoTitle: There is nothing to make a title of.
        BadInput: A column or field that does not exist, or two columns for one field.
    """
    positions: dict[str, int] = {}
    settled: set[int] = set()
    for column, field in mapping:
        position = _find_column(header, column)
        settled.add(position)
        if not field:
            continue
        name = field.casefold().replace("-", "_").replace(" ", "_")
        if name not in FIELD_NAMES:
            raise BadInput(f"“{field}” is not a field. The fields are {', '.join(FIELD_NAMES)}.")
        if positions.setdefault(name, position) != position:
            raise BadInput(f"Two columns are mapped to {name}: “{header[positions[name]]}” and “{column}”. Choose one.")
    names = {position: _plain(name) for position, name in enumerate(header) if position not in settled}
    for field in FIELD_NAMES:
        if field not in positions and (guess := _guess(field, names)) is not None:
            positions[field] = guess
            del names[guess]
    if "title" not in positions:
        instead = next((field for field in TITLE_INSTEAD if field in positions), None)
        if instead is None:
            raise NoTitle(header)
        positions["title"] = positions[instead]
    amount = positions.get("amount")
    return Columns(tuple(header), positions, None if amount is None else _currency_in(header[amount]))


def words_of(text: str) -> str:
    """The words of a name in lower case without accents: ``CloseDate (€)`` and ``close_date`` are ``close date``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare)).casefold()


def _find_column(header: Sequence[str], column: str) -> int:
    if column in header:
        return header.index(column)
    wanted = words_of(column)
    alike = [position for position, name in enumerate(header) if words_of(name) == wanted]
    if len(alike) != 1 or not wanted:
        raise BadInput(f"There is no column “{column}”. There are {_list(header)}.")
    return alike[0]


def _plain(name: str) -> str:
    currency = _currency_in(name)
    return words_of(name if currency is None else name[: name.rindex(currency)])


def _guess(field: str, names: Mapping[int, str]) -> int | None:
    for wanted in FIELD_NAMES[field]:
        for position, name in names.items():
            if name == wanted:
                return position
    for position, name in names.items():
        noun, _, rest = name.partition(" ")
        if noun in _NOUNS and rest in FIELD_NAMES[field]:
            return position
    return None


def _currency_in(name: str) -> str | None:
    match = re.fullmatch(r".+[\s(\[]([A-Z]{3})[)\]]?", name)
    return match[1] if match and is_currency(match[1]) else None


def _list(header: Sequence[str]) -> str:
    named = [f"“{name}”" for name in header if name]
    more = f" and {len(named) - _LISTED:,} more" if len(named) > _LISTED else ""
    return ", ".join(named[:_LISTED]) + more
