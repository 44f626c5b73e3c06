"""One typed line as a new deal: ``Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call``.

Words before ``: `` name the company. ``@`` starts the contact, ``#`` is a tag, ``~`` the source, with words of one's
own after a colon (``~event:spring fair``), ``=`` the owner and ``!`` starts the follow-up. An amount, an e-mail address
and a phone number need no sign. Whatever is not understood stays in the title, so nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from funnelboard.domain.dates import describe_moment, line_words
from funnelboard.domain.deal import SOURCES
from funnelboard.domain.follow_up_line import FollowUpLine, parse_follow_up
from funnelboard.domain.money import Money, TooLarge, currencies_of, format_money, names_currency, parse_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.sources import CALLED, UnknownSource, plain, read_source, source_words
from funnelboard.errors import BadInput

_MARKED = r"(?P<sign>[@#~=!])(?P<rest>[+\w].*)"
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE_START = re.compile(r"\(?(?:\+|00)[0-9()./-]*")
_PHONE_PART = re.compile(r"[0-9()./-]+")
_PHONE_DIGITS = range(6, 16)
_NUMBER_WITH_SUFFIX = re.compile(r"[0-9][0-9.,]*(?:k|mn|m|bn)", re.IGNORECASE)
_LIKE_AN_AMOUNT = r"(?i)-?[€$£¥][0-9.,]+(?:k|m)?|-?[0-9][0-9.,]*(?:(?:k|m|[€$£¥])+|(?:k|m)? \S+)"
_FIRST_GROUP = re.compile(r"[0-9]{1,3}")
_LATER_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_AMOUNT = 5
_CLOSING = ",.;:"

# Codes that are also words (ALL, TOP, TRY) are taken for a currency in capitals only; these in small letters too.
_CODES_IN_SMALL_LETTERS = ("eur", "usd", "gbp", "sek", "nok", "dkk", "isk", "chf", "pln", "czk", "kr", "euro", "euros")


class QuickAdd(NamedTuple):
    """What a line says about a new deal; texts it does not mention are empty.

    Attributes:
        source: One of the sources, or empty; ``source_detail`` is the seller's own word for it.
        unknown_source: What was named as the source and is none of the board's, or empty.
        owner: What was typed after ``=``, a login or the beginning of a name; None without one.
        problems: A sentence for every part that was left in the title because it could not be understood.
    """

    title: str
    company: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    amount: Money | None = None
    tags: tuple[str, ...] = ()
    source: str = ""
    follow_up: FollowUpLine | None = None
    owner: str | None = None
    problems: tuple[str, ...] = ()
    source_detail: str = ""
    unknown_source: str = ""


def parse_quick_add(
    line: str,
    today: date,
    default_currency: str,
    sources: Sequence[str] = SOURCES,
    *,
    day_first: bool | None = True,
) -> QuickAdd:
    """Read one line as a new deal; text without any sign is simply its title.

    Args:
        line: As typed.
        today: The seller's local date.
        default_currency: The ISO 4217 code of an amount that names none.
        sources: What ``~`` can name.
        day_first: Whether 3/12 is 3 December.

    Raises:
        BadInput: Nothing in the line can name the deal, its follow-up does not say when, an amount in it is too large,
            a source could be several, or it is too long.
    """
    reader = _Reader(line_words(line), today, default_currency, tuple(sources))
    reader.read()
    promised = " ".join(reader.follow_up)
    title, contact = " ".join(reader.title).rstrip(",;"), " ".join(reader.contact).rstrip(_CLOSING)
    company, colon, about = title.partition(": ")
    if not colon:
        company = title[:-1] if title.endswith(":") else ""
    if company and not about:
        title = company
    title = title or contact or reader.email or reader.phone
    if not title:
        raise BadInput("The deal has no name yet. Type a title, or a contact after @.")
    return QuickAdd(
        title=title,
        company=company.strip(),
        contact=contact,
        email=reader.email,
        phone=reader.phone,
        amount=reader.amount,
        tags=tuple(dict.fromkeys(reader.tags)),
        source=reader.source,
        source_detail=" ".join(reader.source_detail).rstrip(_CLOSING),
        unknown_source=reader.unknown_source,
        follow_up=parse_follow_up(promised, today, day_first=day_first) if promised else None,
        owner=reader.owner,
        problems=tuple(reader.problems),
    )


def describe(quick_add: QuickAdd, today: date) -> list[tuple[str, str]]:
    """What was understood, as pairs of a label and a text to show below the line while it is typed."""
    unknown = quick_add.unknown_source
    new_source = source_words(unknown, quick_add.source_detail) if unknown else ""
    rows = [
        ("title", quick_add.title),
        ("company", quick_add.company),
        ("contact", " · ".join(filter(None, (quick_add.contact, quick_add.email, quick_add.phone)))),
        ("amount", format_money(quick_add.amount) if quick_add.amount else ""),
        ("tags", " ".join(f"#{tag}" for tag in quick_add.tags)),
        ("source", source_words(quick_add.source, quick_add.source_detail)),
        ("new source", new_source),
        ("owner", quick_add.owner or ""),
    ]
    if quick_add.follow_up is not None:
        promised = quick_add.follow_up
        when = describe_moment(promised.due, promised.time, today)
        rows.append(("follow-up", f"{when} {promised.what or promised.kind}"))
    rows.extend(("not understood", problem) for problem in quick_add.problems)
    return [(label, text) for label, text in rows if text]


@dataclass(eq=False, repr=False, slots=True)
class _Reader:
    """Walks over the words once and sorts them into the parts of a deal."""

    words: list[str]
    today: date
    currency: str
    sources: tuple[str, ...]
    title: list[str] = field(default_factory=list)
    contact: list[str] = field(default_factory=list)
    follow_up: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    amount: Money | None = None
    source: str = ""
    unknown_source: str = ""
    source_detail: list[str] = field(default_factory=list)
    owner: str | None = None

    def read(self) -> None:
        part, at = self.title, 0
        while at < len(self.words):
            marked = re.fullmatch(_MARKED, self.words[at])
            if marked is not None:
                part, used = self._read_marked(marked["sign"], marked["rest"], part, at)
                if used:
                    at += used
                    continue
            used = 0 if part is self.follow_up else self._read_unmarked(at, in_contact=part is self.contact)
            if used:
                part = self.title
            else:
                part.append(self.words[at])
            at += used or 1
        self._explain_amounts()

    def _read_marked(self, sign: str, rest: str, part: list[str], at: int) -> tuple[list[str], int]:
        """The part that the next words belong to, and how many words are done with."""
        word = rest.rstrip(_CLOSING)
        if sign == "#" and _LETTERS.search(word):
            self.tags.append(word)
            return self.title, 1
        if sign == "~" and word[:1].isalpha():
            return self._read_source(at)
        if sign == "=" and word[:1].isalpha():
            if self.owner is None:
                self.owner = word
                return self.title, 1
            return self._refuse_second("owner", at)
        if sign == "@":
            return self._begin(self.contact, "contact", rest, at)
        if sign == "!":
            return self._begin(self.follow_up, "follow-up", rest, at)
        return part, 0

    def _begin(self, part: list[str], name: str, rest: str, at: int) -> tuple[list[str], int]:
        if part:
            return self._refuse_second(name, at)
        self.words[at] = rest
        return part, 0

    def _refuse_second(self, name: str, at: int) -> tuple[list[str], int]:
        self.problems.append(f"“{self.words[at]}” stays in the title: a line has one {name}.")
        self.title.append(self.words[at])
        return self.title, 1

    def _read_source(self, at: int) -> tuple[list[str], int]:
        """Take the source at ``at``, of as many words as continue its name; after a colon follow words of one's own.

        Raises:
            BadInput: It could be several.
        """
        if self.source or self.unknown_source:
            return self._refuse_second("source", at)
        name, colon, detail = self.words[at][1:].partition(":")
        used = 1
        while not colon and at + used < len(self.words):
            longer = f"{plain(name)} {plain(self.words[at + used].rstrip(_CLOSING))}"
            if not any(known.startswith(longer) for known in (*self.sources, *CALLED)):
                break
            name, used = f"{name} {self.words[at + used]}", used + 1
        try:
            self.source, own_word = read_source(name.rstrip(_CLOSING), self.sources)
        except UnknownSource as unknown:
            self.unknown_source, own_word = unknown.name, ""
        if detail or own_word:
            self.source_detail.append(detail or own_word)
        return self.source_detail if colon else self.title, used

    def _read_unmarked(self, at: int, *, in_contact: bool) -> int:
        """Take an address, phone number or amount that begins at ``at``; the number of words it has, or 0."""
        address = self.words[at].strip("<>()" + _CLOSING)
        if not self.email and _EMAIL.fullmatch(address):
            self.email = address
            return 1
        used = 0 if self.phone else self._phone_words(at, _PHONE_START)
        if not used and self.amount is None:
            if grouped := self._grouped_amount(at):
                self.amount = parse_money(" ".join(self.words[at : at + grouped]).rstrip(_CLOSING), self.currency)
                return grouped
            for length in range(min(_LONGEST_AMOUNT, len(self.words) - at), 0, -1):
                self.amount = _plain_amount(" ".join(self.words[at : at + length]).rstrip(","), self.currency)
                if self.amount is not None:
                    return length
        if not used and in_contact and not self.phone:
            used = self._phone_words(at, _PHONE_PART)
        if used:
            self.phone = " ".join(self.words[at : at + used]).rstrip(_CLOSING)
        return used

    def _grouped_amount(self, at: int) -> int:
        """How many words are one amount from ``at`` on: digits in groups of three, and their currency; else 0."""
        first = at + _is_currency(self.words[at])
        end = first
        while end < len(self.words) and (_LATER_GROUP if end > first else _FIRST_GROUP).fullmatch(self.words[end]):
            end += 1
        if end - first < 2:
            return 0
        if end < len(self.words) and _is_currency(self.words[end]):
            return end + 1 - at
        return end - at if first > at else 0

    def _phone_words(self, at: int, start: re.Pattern[str]) -> int:
        if not start.fullmatch(self.words[at].rstrip(",;")):
            return 0
        end = at + 1
        last = min(len(self.words), at + _PHONE_DIGITS.stop)
        while end < last and _PHONE_PART.fullmatch(self.words[end].rstrip(",;")):
            end += 1
        digits = sum(character.isdigit() for word in self.words[at:end] for character in word)
        return end - at if digits in _PHONE_DIGITS else 0

    def _explain_amounts(self) -> None:
        if self.amount is not None:
            return
        for word, after in zip_longest(self.title, self.title[1:], fillvalue=""):
            text = f"{word} {after}" if after and _is_currency(after) else word
            if not re.fullmatch(_LIKE_AN_AMOUNT, text):
                continue
            try:
                parse_money(text, self.currency)
            except TooLarge:
                raise
            except BadInput as error:
                self.problems.append(str(error))


def _is_currency(word: str) -> bool:
    """Whether a word names a currency, and hardly anything else."""
    plain = word.rstrip(_CLOSING)
    return bool(currencies_of(plain)) and (not plain.islower() or plain in _CODES_IN_SMALL_LETTERS)


def _plain_amount(text: str, default_currency: str) -> Money | None:
    """An amount that can hardly be anything else: ``12k`` or ``12 000 €``, but not the 12 of ``Room 12``."""
    if not any(character.isdigit() for character in text):
        return None
    try:
        money = parse_money(text, default_currency)
        if not names_currency(text):
            return money if _NUMBER_WITH_SUFFIX.fullmatch(text) else None
        # In “phase 2 120k€” the 2 is no thousands: blanks group the digits only of amounts that are written out.
        written_out = re.sub(r"[^\d\s.,]", "", text)
        if re.search(r"\d\s+\d", text) and parse_money(written_out, money.currency) != money:
            return None
    except BadInput:
        return None
    small = [word for word in _LETTERS.findall(text) if not word.isupper()]
    return money if all(word.casefold().endswith(_CODES_IN_SMALL_LETTERS) or len(word) == 1 for word in small) else None
