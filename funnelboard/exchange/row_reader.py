"""One row of a file as a deal: every cell read, cleaned and checked; a cell that cannot be read is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial

from funnelboard.domain.money import Money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.times_of_day import parse_time
from funnelboard.errors import BadInput
from funnelboard.exchange.amounts import AmountReader
from funnelboard.exchange.csv_text import Row
from funnelboard.exchange.headers import Columns
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.row_cells import CellReader, RowCells, SetAside
from funnelboard.exchange.row_people import company_of, owner_of, people_of, phone_of
from funnelboard.exchange.stage_reading import Meaning, StageReader
from funnelboard.exchange.values import (
    REMEMBERED,
    instant,
    is_blank,
    local_day,
    local_time,
    read_moment,
    read_probability,
    read_tags,
)
from funnelboard.exchange.vendor_words import read_flag, read_lost_reason, read_source, read_status

_CLOSED = "closed"

_Moment = date | datetime | None
"""A day or an instant in a cell, if there is one."""


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


class RowReader:
    """Reads one file's rows; equal cells are understood once.

    Attributes:
        amounts: Reads amounts, and counts the currencies that were assumed.
        stages: Reads stages, and counts what was made of them.
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
        self._cells = CellReader(columns)
        remember = lru_cache(maxsize=REMEMBERED)
        self._moments: dict[str, Callable[[str], _Moment]] = {
            name: remember(partial(read_moment, day_first=first)) for name, first in day_first.items()
        }
        self._instant = remember(instant)
        self._day = remember(_iso_day)
        self._decide = remember(self._place)
        self._source = remember(read_source)
        self._tags = remember(read_tags)
        self._lost_reason = remember(read_lost_reason)
        # In a list of people a deal is called like its person.
        people = ("first_name" in columns.positions) or ("last_name" in columns.positions)
        self._person_first = people or columns.positions.get("title") == columns.positions.get("contact", -1)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The columns with cells that could not be read."""
        return tuple(self._cells.set_aside.values())

    def read(self, row: Row) -> ImportedDeal:
        """The deal a row makes.

        Raises:
            BadInput: It makes no deal; the reason can follow a line number.
        """
        cells = self._cells.read(row.cells)
        text = cells.text
        company, people = company_of(cells), people_of(cells)
        contact, email = people[0]
        phone = phone_of(cells)
        names = (contact, company) if self._person_first else (company, contact)
        title = next(filter(None, (text["title"], *names, email, phone)), "")
        if not title:
            raise BadInput("it has no title")
        place = self._where(cells)
        stage, outcome = place.stage, place.outcome
        lost_reason, lost_detail = None, ""
        if outcome is Outcome.LOST:
            lost_reason, lost_detail = self._lost_reason(text["lost_reason"], text["lost_detail"])
        created = self._date(cells, "created")
        closed, expected_close = self._ends(cells, place, created)
        created_at, closed_at = self._times(cells, created, closed)
        money = self._amount(cells, outcome)
        probability = cells.try_read("probability", read_probability)
        follow_up = self._date(cells, "follow_up")
        follow_up_time = self._time(cells, follow_up)
        due = self._day(follow_up) if follow_up else None
        expected = self._day(expected_close) if expected_close else None
        park_until = (due or expected) if place.on_hold else None
        birthday = self._date(cells, "birthday")
        if birthday and not (contact or email or phone):
            cells.put_aside("birthday", text["birthday"], "there is nobody whose birthday it is")
        source, source_detail = self._source(text["source"])
        deal = ImportedDeal(
            line=row.line,
            external_id=text["external_id"],
            title=title,
            stage=stage,
            outcome=outcome,
            company=company,
            contact=contact,
            email=email,
            phone=phone,
            job_title=text["job_title"],
            owner=owner_of(cells),
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
            tags=self._tags(",".join(filter(None, (text["tags"], "" if park_until else place.tag)))),
            note=text["note"],
            follow_up=due,
            follow_up_time=follow_up_time,
            follow_up_what=text["follow_up_what"],
            park_until=park_until,
            fields=cells.own_fields,
            birthday=self._day(birthday) if birthday else None,
            others=people[1:],
        )
        return deal if deal.external_id else deal.known_by("\n".join(text.values()))

    def _ends(self, cells: RowCells, place: _Place, created: _Moment) -> tuple[_Moment, _Moment]:
        """When a deal was closed, if it is, and when that is or was expected."""
        closed, expected = self._date(cells, "closed"), self._date(cells, "expected_close")
        if place.stage is not Stage.CLOSED:
            return None, expected or closed
        closed = closed or self._date(cells, f"{place.outcome}_on")
        if closed is None and expected and not (created and self._day(expected) < self._day(created)):
            closed = expected
        return closed, expected

    def _where(self, cells: RowCells) -> _Place:
        text = cells.text
        place = self._decide(text["stage"], text["outcome"], text["is_won"], text["is_lost"], text["is_closed"])
        if word := place.tag or text["stage"]:
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
        if outcome is None and stage is not Stage.CLOSED:
            # A column says that it is closed, and nothing how it ended, unless the user does.
            said = self.stages.read(_CLOSED)
            if said is None or said == Meaning(Stage.CLOSED):
                return _Place(stage, tag=_CLOSED, unclear=True)
            return _Place(said.stage, said.outcome)
        if outcome is None:
            return _Place(Stage.LEAD, tag=word, unclear=True)
        return _Place(Stage.CLOSED, outcome, unclear=near)

    def _amount(self, cells: RowCells, outcome: Outcome | None) -> Money | None:
        name = "final_amount" if outcome is Outcome.WON and not is_blank(cells.text["final_amount"]) else "amount"
        if is_blank(cells.text[name]):
            return None
        currency = cells.text["currency"]
        if self.amounts.is_unknown(name, currency):
            cells.put_aside("currency", currency, f"“{currency}” is not a currency")
        money = cells.try_read(name, partial(self.amounts.read, name, currency=currency, country=cells.country))
        # What a lost deal brought in says nothing about what it was worth.
        return None if money is None or (outcome is Outcome.LOST and not money.minor) else money

    def _date(self, cells: RowCells, name: str) -> _Moment:
        return cells.try_read(name, self._moments[name]) if cells.text[name] else None

    def _time(self, cells: RowCells, day: _Moment) -> str | None:
        """The time of a follow-up: of its own column, or of the cell with its day, where midnight is none."""
        if not is_blank(cells.text["follow_up_time"]):
            typed = cells.try_read("follow_up_time", parse_time)
            return typed.isoformat(timespec="minutes") if typed is not None else None
        return local_time(day) if isinstance(day, datetime) else None

    def _times(self, cells: RowCells, created: _Moment, closed: _Moment) -> tuple[int | None, int | None]:
        if created is None or closed is None:
            return self._instant(created) if created else None, self._instant(closed) if closed else None
        if self._day(closed) < self._day(created):
            reason = f"it was closed ({self._day(closed)}) before it was created ({self._day(created)})"
            cells.put_aside("created", cells.text["created"], reason)
            return None, self._instant(closed)
        return self._instant(created), max(self._instant(created), self._instant(closed))


def _iso_day(moment: date | datetime) -> str:
    return local_day(moment).isoformat()
