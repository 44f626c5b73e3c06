"""One row of a file as a deal: every cell read, cleaned and checked; a cell that cannot be read is set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple, TypeVar

from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.times_of_day import parse_time
from funnelboard.errors import BadInput
from funnelboard.exchange.amounts import AmountReader
from funnelboard.exchange.csv_file import Row
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.headers import Columns
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT, clean, from_csv_cell
from funnelboard.exchange.stage_reading import StageReader
from funnelboard.exchange.values import (
    BLANKS,
    instant,
    is_blank,
    local_day,
    local_time,
    read_emails,
    read_moment,
    read_probability,
    read_tags,
)
from funnelboard.exchange.vendor_words import read_flag, read_lost_reason, read_source, read_status

T = TypeVar("T")

_NOTE = "note"
_NOBODY = BLANKS | {"unassigned", "not assigned", "nobody", "sin asignar", "non attribué", "nicht zugewiesen"}
_ADDRESSED = re.compile(r"([^<(]+?)\s*[(<]([^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.]+)[)>]")
_NUMBERED = re.compile(r"\s*\(\d{5,}\)$")


class _Place(NamedTuple):
    """Where a row stands.

    Attributes:
        tag: What it is tagged with, where a stage does not say it all.
        on_hold: It is set aside, until a day if there is one.
        unclear: The user may want to say what its stage means.
    """

    stage: Stage
    outcome: Outcome | None = None
    tag: str = ""
    on_hold: bool = False
    unclear: bool = False


@dataclass(slots=True)
class SetAside:
    """Cells of one column that could not be read; each is kept in a note on its deal.

    Attributes:
        column: Its name.
        reason: What is wrong with the first of them.
        count: How many there are.
    """

    column: str
    reason: str
    count: int = 0


class RowReader:
    """Reads one file's rows; equal cells are understood once.

    Attributes:
        amounts: Reads amounts, and counts the currencies that were assumed.
        stages: Reads stages, and counts what was made of them.
        set_aside: The cells that could not be read, by column.
    """

    def __init__(
        self,
        columns: Columns,
        day_first: Mapping[str, bool],
        amounts: AmountReader,
        stages: StageReader,
    ) -> None:
        self.amounts = amounts
        self.stages = stages
        self.set_aside: dict[str, SetAside] = {}
        self._columns = columns
        self._moments: dict[str, Callable[[str], date | datetime | None]] = {
            name: cache(partial(read_moment, day_first=first)) for name, first in day_first.items()
        }
        self._instant = cache(instant)
        self._day = cache(local_day)
        self._decide = cache(self._place)
        self._source = cache(read_source)
        self._positions = tuple(columns.positions.items())
        self._nouns = {
            name: " ".join(word for word in words if word != "id")
            for name in ("title", "company", "owner")
            if name in columns.positions and "id" in (words := words_of(columns.name_of(name)).split())
        }
        self._is_of_people = not columns.positions.keys().isdisjoint(("first_name", "last_name"))
        self._aside: list[str] = []

    def read(self, row: Row) -> ImportedDeal:
        """The deal a row makes.

        Raises:
            BadInput: It makes no deal; the reason can follow a line number.
        """
        self._aside = []
        text = self._texts(row.cells)
        get = text.get
        company, contact = self._first(text, "company"), self._person(text)
        title = get("title") or self._title(company, contact, text)
        place = self._where(text)
        stage, outcome = place.stage, place.outcome
        lost_reason, lost_detail = None, ""
        if outcome is Outcome.LOST:
            lost_reason, lost_detail = read_lost_reason(get("lost_reason", ""), get("lost_detail", ""))
        created, closed = self._date(text, "created"), self._date(text, "closed")
        expected_close = self._date(text, "expected_close")
        if stage is Stage.CLOSED:
            closed = closed or self._date(text, f"{outcome}_on") or expected_close
        else:
            expected_close, closed = expected_close or closed, None
        country = "" if self._columns.country is None else row.cells[self._columns.country]
        money = self._amount(text, outcome, country)
        probability = self._try(text, "probability", read_probability)
        follow_up = self._date(text, "follow_up")
        due = self._day(follow_up).isoformat() if follow_up else None
        expected = self._day(expected_close).isoformat() if expected_close else None
        park_until = (due or expected) if place.on_hold else None
        source, source_detail = self._source(get("source", ""))
        created_at, closed_at = self._times(text, created, closed)
        deal = ImportedDeal(
            line=row.line,
            external_id=get("external_id", ""),
            title=title,
            stage=stage,
            outcome=outcome,
            company=company,
            contact=contact,
            email=self._email(text),
            phone=self._phone(text),
            job_title=get("job_title", ""),
            owner=self._owner(text),
            source=source,
            source_detail=source_detail,
            amount=money.minor if money else None,
            currency=money.currency if money else None,
            probability=None if stage is Stage.CLOSED else probability,
            created_at=created_at,
            closed_at=closed_at,
            expected_close=expected,
            lost_reason=lost_reason,
            lost_detail=lost_detail,
            tags=read_tags(f"{get('tags', '')},{'' if park_until else place.tag}"),
            note=get(_NOTE, ""),
            follow_up=due,
            follow_up_time=self._time(text, follow_up),
            follow_up_what=get("follow_up_what", ""),
            park_until=park_until,
            set_aside="\n".join(self._aside),
        )
        if len(deal.set_aside) > LONGEST_TEXT:
            raise BadInput(f"what cannot be read of it has {len(deal.set_aside):,} characters; {LONGEST_TEXT:,} fit")
        return deal if deal.external_id else deal.known_by("\n".join(text.values()))

    def _title(self, company: str, contact: str, text: dict[str, str]) -> str:
        """What a deal is called that has no title: its company or person, in a list of people the other way round."""
        names = (contact, company) if self._is_of_people else (company, contact)
        for title in (*names, *map(text.get, ("email", "phone", "mobile"))):
            if title:
                return title
        raise BadInput("it has no title")

    def _texts(self, cells: tuple[str, ...]) -> dict[str, str]:
        text = {name: _text(cells[position], name) for name, position in self._positions}
        for name, noun in self._nouns.items():
            if text[name].isdigit():
                text[name] = f"{noun} {text[name]}"
        for position in self._columns.questions:
            if answer := _text(cells[position], _NOTE):
                question = clean(self._columns.header[position]).replace("_", " ")
                text[_NOTE] = "\n".join(filter(None, (text.get(_NOTE), f"{question} {answer}")))
        if max(map(len, text.values())) > LONGEST_LINE:
            for name in text:
                self._shorten(text, name)
        return text

    def _shorten(self, text: dict[str, str], name: str) -> None:
        longest = LONGEST_TEXT if name == _NOTE else LONGEST_LINE
        if len(text[name]) <= longest:
            return
        reason = f"{len(text[name]):,} characters; {longest:,} fit"
        if name in ("title", "external_id", _NOTE):
            raise BadInput(f"its {name.replace('_', ' ')} has {reason}")
        self._put_aside(name, text[name], f"it has {reason}")
        text[name] = ""

    def _put_aside(self, name: str, cell: str, reason: str) -> None:
        column = self._columns.name_of(name)
        self._aside.append(f"{column}: {cell}")
        self.set_aside.setdefault(column, SetAside(column, reason)).count += 1

    def _try(self, text: dict[str, str], name: str, read: Callable[[str], T]) -> T | None:
        cell = text.get(name)
        if not cell:
            return None
        try:
            return read(cell)
        except BadInput as problem:
            self._put_aside(name, cell, str(problem))
            return None

    def _first(self, text: dict[str, str], name: str) -> str:
        """The first of a cell's names, without the number that some programs put behind one."""
        cell = text.get(name, "")
        if ";" in cell:
            cell, _, rest = (part.strip() for part in cell.partition(";"))
            if rest:
                self._put_aside(name, rest, f"there is more than one: “{cell}” was taken")
        return _NUMBERED.sub("", cell) if cell.endswith(")") else cell

    def _person(self, text: dict[str, str]) -> str:
        """The contact's name; an address behind it is theirs."""
        if self._is_of_people and (whole := " ".join(filter(None, (text.get("first_name"), text.get("last_name"))))):
            return whole
        name = self._first(text, "contact")
        if match := _ADDRESSED.fullmatch(name):
            text["email"] = text.get("email") or match[2]
            return match[1]
        return name

    def _owner(self, text: dict[str, str]) -> str:
        name = text.get("owner", "")
        if name.casefold() in _NOBODY:
            return ""
        return match[1] if name.endswith((")", ">")) and (match := _ADDRESSED.fullmatch(name)) else name

    def _phone(self, text: dict[str, str]) -> str:
        phone, mobile = text.get("phone", ""), text.get("mobile", "")
        if phone and mobile and phone != mobile:
            self._put_aside("mobile", mobile, f"there is more than one: “{phone}” was taken")
        return phone or mobile

    def _email(self, text: dict[str, str]) -> str:
        cell = text.get("email", "")
        if not cell:
            return ""
        found = self._try(text, "email", read_emails) or ()
        if len(found) > 1:
            self._put_aside("email", ", ".join(found[1:]), f"there is more than one: “{found[0]}” was taken")
        return found[0] if found else ""

    def _where(self, text: dict[str, str]) -> _Place:
        get = text.get
        word = get("stage", "")
        place = self._decide(word, *(get(name, "") for name in ("outcome", "is_won", "is_lost", "is_closed")))
        if word:
            name = (place.outcome or place.stage).value
            self.stages.count(word, name, unclear=place.unclear, tagged=bool(place.tag) and not place.on_hold)
        return place

    def _place(self, word: str, status: str, is_won: str, is_lost: str, is_closed: str) -> _Place:
        """Where a row stands: how it ended, as a status or a column of yes and no says, comes before its stage."""
        won, lost, closed = map(read_flag, (is_won, is_lost, is_closed))
        ended = read_status(status)
        if won or ended is Outcome.WON:
            return _Place(Stage.CLOSED, Outcome.WON)
        if lost or ended is Outcome.LOST:
            return _Place(Stage.CLOSED, Outcome.LOST)
        meaning = self.stages.read(word)
        if meaning is None:
            return _Place(Stage.LEAD, tag=word, unclear=True)
        stage, outcome, on_hold, near = meaning
        if stage is not Stage.CLOSED and not closed:
            return _Place(stage, tag=word if on_hold else "", on_hold=on_hold, unclear=near)
        if ended == "open" or closed is False:
            return _Place(Stage.OPPORTUNITY)
        if won is False or lost is False:
            outcome = Outcome.LOST if won is False else Outcome.WON
        if outcome is None:
            return _Place(Stage.LEAD, tag=word or "closed", unclear=True)
        return _Place(Stage.CLOSED, outcome, unclear=near)

    def _amount(self, text: dict[str, str], outcome: Outcome | None, country: str) -> Money | None:
        name = "final_amount" if outcome is Outcome.WON and not is_blank(text.get("final_amount", "")) else "amount"
        if is_blank(text.get(name, "")):
            return None
        currency = text.get("currency", "")
        if self.amounts.is_unknown(name, currency):
            self._put_aside("currency", currency, f"“{currency}” is not a currency")
        money = self._try(text, name, partial(self.amounts.read, name, currency=currency, country=country))
        # What a lost deal brought in says nothing about what it was worth.
        return None if money is None or (outcome is Outcome.LOST and not money.minor) else money

    def _date(self, text: dict[str, str], name: str) -> date | datetime | None:
        return self._try(text, name, self._moments[name]) if text.get(name) else None

    def _time(self, text: dict[str, str], day: date | datetime | None) -> str | None:
        """The time of a follow-up: of its own column, or of the cell with its day, where midnight is none."""
        if not is_blank(text.get("follow_up_time", "")):
            typed = self._try(text, "follow_up_time", parse_time)
            return typed.isoformat(timespec="minutes") if typed is not None else None
        return local_time(day) if isinstance(day, datetime) else None

    def _times(
        self, text: dict[str, str], created: date | datetime | None, closed: date | datetime | None
    ) -> tuple[int | None, int | None]:
        if created is None or closed is None:
            return self._instant(created) if created else None, self._instant(closed) if closed else None
        if self._day(closed) < self._day(created):
            reason = f"it was closed ({self._day(closed)}) before it was created ({self._day(created)})"
            self._put_aside("created", text["created"], reason)
            return None, self._instant(closed)
        return self._instant(created), max(self._instant(created), self._instant(closed))


def _text(cell: str, name: str) -> str:
    return clean(from_csv_cell(cell), multiline=name == _NOTE).strip() if cell else ""
