"""The query language of the board's filter and of ``funnelboard list``: ``owner:me due:today or amount>50k``.

A query is read into plain data here and turned into SQL by the store. Terms side by side must all hold; ``or``
separates groups of which one must hold; there are no brackets. ``QUERY_HELP`` is the reference.

What cannot be read is refused, never passed over: only a blank text shows every deal.
"""

from __future__ import annotations

import re
from datetime import date

from funnelboard.domain.grammar import in_quotes, nearest
from funnelboard.domain.money import names_currency, parse_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import PREFIX, key_of
from funnelboard.domain.query_fields import (
    DUE,
    FIELDS,
    OWN,
    RANGES,
    Range,
    Reading,
    fold,
    read_range,
    read_words,
    takes,
)
from funnelboard.errors import BadInput

QUERY_HELP: tuple[tuple[str, str], ...] = (
    ("acme pilot", "both words, in the title, company, contact, notes or own fields"),
    ('"wants a price"', "these words in this order, whatever they look like"),
    ("-acme, not acme", "without the word; works before every term"),
    ("stage:opp", "a stage: lead, prospect, opportunity or closed; its beginning is enough"),
    ("owner:me, owner:none, owner:kari", "mine, nobody's, or a seller's"),
    ("owner:me or owner:none", "one or the other; owner:me,none is the same, shorter"),
    ("company:acme contact:kari tag:expo", "by company, contact or tag"),
    ("source:referral", "where the lead came from"),
    ("field.renewal:2027, field.renewal:none", "by an own field: what it holds; blanks in its name are hyphens"),
    ("outcome:won", "how it ended: won or lost"),
    ("amount>10k, amount:1k..5k, amount<9k€", "by amount, at the board's rates, or in the currency named"),
    ("currency:EUR", "in this currency"),
    ("score>50 prob<30", "by score, by probability in per cent"),
    ("due:today, due:overdue, due:week, due:none", "by the next follow-up: week is seven days, overdue included"),
    ("due<fri, due:3dec..9dec", "the next follow-up by date"),
    ("close<2026-12-31, close:2026-12, close:+2w", "by expected close date"),
    ("created>-30d, closed:2026", "by when it was created or closed"),
    ("in-stage>14d, in-stage>2w", "by days in its stage"),
    ("is:stale, is:open, is:mine", "also adrift (without a next step), parked, won, lost, closed, repeat, birthday"),
    ("missing:authority", "also market, means, need, willing, amount, close, agreed, signed and settled"),
    ("missing:owner", "also contact, company and follow-up"),
)
"""Examples and their meaning, for the help screen."""

LONGEST_QUERY = 500
"""Characters that a query may have, as any other line."""

MOST_TERMS = 50
"""Terms that a query may have, over all its groups.

Every value after a comma is one, and so is the currency that an amount names.
"""


class Term(NamedTuple):
    """One condition.

    Attributes:
        field: ``text``, or the name before the colon as in ``QUERY_HELP``.
        value: A casefolded text, several of which any one will do, or a range. Currencies are in capitals.
            An amount's range is in major units; a currency that was named comes as a term of its own, too.
        negated: The condition must not hold.
        name: Of an own field, whose ``field`` is ``OWN``: as ``key_of`` compares it.
    """

    field: str
    value: str | tuple[str, ...] | Range
    negated: bool = False
    name: str = ""


class Query(NamedTuple):
    """Groups of terms: all terms of at least one group must hold.

    Attributes:
        groups: Each has a term at least.
        problem: Why the text is no query, as a sentence; only when it was read leniently. There are no groups then,
            and the store refuses to look for it: keep what was shown before, and show the sentence.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    problem: str | None = None

    @property
    def everything(self) -> bool:
        """Whether it asks for nothing, so that every deal matches."""
        return not self.groups and self.problem is None


TOKEN = re.compile(r'(?:"[^"]*"?|[^\s"])+')
"""A term, ``or`` or ``not``; blanks between quotes belong to it."""

FIELD = re.compile(
    r"""
    (?P<name> [a-z][a-z-]* ) (?: \. (?P<own> (?: "[^"]*" | [^\s":<>=] )+ ) )?
    (?P<operator> :?(?:>=|<=|>|<|=) | : ) (?P<value> .* )
    """,
    re.ASCII | re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""A term that may be a field's; an own field's name follows a dot."""

LIST_ITEM = re.compile(r'(?:"[^"]*"?|[^",])+')
"""One of several values; commas between quotes belong to it."""

_LINK = re.compile(r"[a-z-]+://|(?:mailto|tel):", re.ASCII | re.IGNORECASE)

_IN_QUOTES = "To look for the text, put it in quotes."
_BOTH_SIDES = "“or” needs a term on both sides, for example: stage:lead or is:stale."
_LOOSE_ENDS = {
    "": _BOTH_SIDES,
    "or": _BOTH_SIDES,
    "not": "“not” needs a term after it, for example: not stage:lead.",
    "-": "“-” needs a term right after it, for example: -stage:lead.",
}
"""What cannot stand before ``or`` or at the end, and what to say then."""


def parse_query(
    text: str,
    today: date,
    default_currency: str | None = None,
    *,
    day_first: bool = True,
    lenient: bool = False,
) -> Query:
    """Read a query.

    A name with a colon or a comparison and a value behind it is a field; when there is none of that name
    (``ownr:me``), it is refused. Searched as text like any other word are names with nothing behind the colon
    (``acme:``, unless it is nearly a field's name), single letters (``c:deals``), ``10:30``, links, and all that is
    quoted (``"re:pilot"``).

    Args:
        text: As typed or remembered.
        today: The seller's local date, for ``due<fri`` and the like.
        default_currency: The currency whose decimals an amount may have when it names none.
        day_first: Whether 3/12 is 3 December.
        lenient: Give a query with a ``problem`` instead of raising it, as needed while it is still being typed.

    Raises:
        BadInput: It cannot be understood, or lacks its end (``amount>``, ``acme or``), or is longer than
            ``LONGEST_QUERY`` or ``MOST_TERMS`` allow. An unknown word is told with the nearest known one. Never when
            lenient.
    """
    try:
        return Query(_read_groups(text.strip(), Reading(today, default_currency or "EUR", day_first)))
    except BadInput as error:
        if not lenient:
            raise
        return Query(problem=str(error))


def _read_groups(text: str, reading: Reading) -> tuple[tuple[Term, ...], ...]:
    if not text:
        return ()
    if len(text) > LONGEST_QUERY:
        raise BadInput(f"The filter has {len(text):,} characters; {LONGEST_QUERY} fit. Leave out some of its terms.")
    groups: list[list[Term]] = [[]]
    previous, negated, terms = "", False, 0
    for token in TOKEN.findall(text):
        word = token.casefold()
        if word == "or":
            _refuse_loose_end(previous)
            groups.append([])
        elif word == "not":
            negated = not negated
        else:
            read = _read_term(token, reading, negated=negated)
            terms += sum(1 if isinstance(term.value, str | Range) else len(term.value) for term in read)
            if terms > MOST_TERMS:
                raise BadInput(f"The filter has more than {MOST_TERMS} terms, each value counted. Leave out some.")
            groups[-1].extend(read)
            negated = False
        previous = word
    _refuse_loose_end(previous)
    return tuple(map(tuple, groups))


def _refuse_loose_end(word: str) -> None:
    if word in _LOOSE_ENDS:
        raise BadInput(_LOOSE_ENDS[word])


def _read_term(token: str, reading: Reading, *, negated: bool) -> list[Term]:
    if token.startswith("-") and len(token) > 1:
        token, negated = token[1:], not negated
    match = FIELD.fullmatch(token)
    if match is None or not _names_field(match):
        return [Term("text", _words(token), negated)]
    field, operator = match["name"].casefold(), match["operator"].removeprefix(":") or ":"
    called = f"{PREFIX}{match['own']}" if field == OWN else field
    values = field_values(field, match["value"])
    if not values:
        raise BadInput(f"“{called}{operator}” needs a value. {takes(field)}")
    exactly = operator in (":", "=")
    if field not in RANGES and not exactly:
        raise BadInput(f"“{called}” cannot be more or less than something. {takes(field)}")
    folded = [fold(value) for value in values]
    if field == OWN:
        return [Term(OWN, folded[0] if len(folded) == 1 else tuple(folded), negated, key_of(match["own"]))]
    if field not in RANGES or (field == "due" and exactly and set(folded).issubset(DUE)):
        words = read_words(field, folded)
        return [Term(field, words[0] if len(words) == 1 else words, negated)]
    value = ",".join(values)
    limits = read_range(field, operator, value, reading)
    code = _named_currency(value, reading.currency) if field == "amount" else ""
    if not code:
        return [Term(field, limits, negated)]
    return [Term(field, limits._replace(currency=code), negated), Term("currency", code)]


def _names_field(match: re.Match[str]) -> bool:
    """Whether a term that looks like a field's is one, and not text.

    Raises:
        BadInput: It can only be meant for a field, but there is none of that name.
    """
    name, value = match["name"].casefold(), match["value"]
    if match["own"] is not None:
        if name != OWN and len(name) > 3 and nearest(name, (OWN,)):
            raise BadInput(f"There is no {in_quotes(match[0])}; did you mean {PREFIX}{match['own']}? {_IN_QUOTES}")
        return name == OWN
    if name in FIELDS:
        return True
    if name == OWN:
        raise BadInput(f"Say which own field is meant. {takes(OWN)}")
    if len(name) == 1 or _LINK.match(match[0]):
        return False
    near = nearest(name, FIELDS)
    if near is None and not value:
        return False
    known = f"; did you mean {near}?" if near else f". Fields are {', '.join(FIELDS)} and {PREFIX}NAME."
    raise BadInput(f"There is no field {in_quotes(name)}{known} {_IN_QUOTES}")


def _words(token: str) -> str:
    words = fold(token.replace('"', "")).strip()
    if not words:
        raise BadInput('There is nothing between the quotes. Put words there, for example "wants a price".')
    return words


def field_values(field: str, text: str) -> list[str]:
    """The values behind a field's operator as they are meant: without commas, quotes and a tag's sign."""
    values = [item.replace('"', "").strip() for item in LIST_ITEM.findall(text)]
    if field == "tag":
        values = [value.removeprefix("#") for value in values]
    return [value for value in values if value]


def _named_currency(amounts: str, currency: str) -> str:
    named = {parse_money(text, currency).currency for text in amounts.split("..") if names_currency(text)}
    if len(named) > 1:
        raise BadInput(f"{in_quotes(amounts)} names two currencies. Keep the one that is meant.")
    return next(iter(named), "")
