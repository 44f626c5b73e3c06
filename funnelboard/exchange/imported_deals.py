"""The rows of a CSV file as deals: every cell read, cleaned and checked; rows that make no deal set aside with why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from funnelboard.domain.money import Money, is_currency, parse_money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.times_of_day import parse_time
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import REASON_COLUMN, CsvFile, Reject, Row
from funnelboard.exchange.headers import Columns, words_of
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT, clean, from_csv_cell
from funnelboard.exchange.values import (
    BLANKS,
    instant,
    local_day,
    local_time,
    read_email,
    read_moment,
    read_probability,
    read_tags,
    settle_day_first,
)
from funnelboard.exchange.vendor_words import read_lost_reason, read_outcome, read_source, read_stage

DATE_FIELDS = ("created", "closed", "expected_close", "follow_up")

_NOTE = "note"
_BARE_ID_NAMES = frozenset(("", "id", "number", "uuid", "guid", "key", "no", "nr"))


class ImportedDeal(NamedTuple):
    """One row of a file, in our terms.

    Attributes:
        line: The line of the file it begins on.
        external_id: What tells it from the file's other rows, also when the file is imported again.
        title: Never empty.
        company, contact, email, phone, job_title, owner, source, lost_detail, note, follow_up_what: "" for none.
        source_detail: The file's own word for the source, where it has one.
        amount: Minor units of ``currency``; both None for none.
        probability: Per cent, of an open deal only.
        created_at, closed_at: UTC epoch microseconds, None where the file does not say.
        expected_close, follow_up: ISO local dates, or None.
        follow_up_time: Wall clock of that day (``10:30``), or None.
    """

    line: int
    external_id: str
    title: str
    stage: Stage
    outcome: Outcome | None
    company: str
    contact: str
    email: str
    phone: str
    job_title: str
    owner: str
    source: str
    source_detail: str
    amount: int | None
    currency: str | None
    probability: int | None
    created_at: int | None
    closed_at: int | None
    expected_close: str | None
    lost_reason: LostReason | None
    lost_detail: str
    tags: tuple[str, ...]
    note: str
    follow_up: str | None
    follow_up_time: str | None
    follow_up_what: str

    def created(self, now: int) -> int:
        """When it was created: at the latest when it was closed, or just now if the file says neither."""
        if self.created_at is not None:
            return self.created_at
        return now if self.closed_at is None else self.closed_at

    def closed(self, now: int) -> int:
        """When a closed deal was closed: at its creation, if the file does not say."""
        return self.created(now) if self.closed_at is None else self.closed_at

    def since(self, now: int) -> int:
        """When it came to its stage, as far as a file can tell."""
        return self.closed(now) if self.stage is Stage.CLOSED else self.created(now)


def read_deals(
    file: CsvFile, columns: Columns, currency: str, day_first: bool | None
) -> tuple[tuple[ImportedDeal, ...], tuple[Reject, ...]]:
    """Read every row.

    Args:
        file: The rows.
        columns: Which column fills which field.
        currency: ISO 4217 code of amounts that name no currency.
        day_first: How dates like 03/04/2026 are meant; None lets the file's own dates decide.

    Returns:
        The deals in the file's order, and all rejected rows (those of the file included) by line.

    Raises:
        BadInput: The order of day and month cannot be told.
    """
    if day_first is None:
        day_first = settle_day_first(
            {
                columns.name_of(field): _column(file, columns, field)
                for field in DATE_FIELDS
                if field in columns.positions
            }
        )
    reader = _RowReader(columns, currency, day_first)
    deals: list[ImportedDeal] = []
    rejects = list(file.rejects)
    lines: dict[str, int] = {}
    for row in file.rows:
        try:
            deal = reader.read(row)
            if (other := lines.setdefault(deal.external_id, row.line)) != row.line:
                raise BadInput(f"its {columns.name_of('external_id')} “{deal.external_id}” is that of line {other}")
            deals.append(deal)
        except BadInput as problem:
            rejects.append(Reject(row.line, str(problem), row.cells))
    return tuple(deals), tuple(sorted(rejects))


def source_name(file: CsvFile, columns: Columns) -> str:
    """What the external ids of a file belong to, the same for every export of the same program.

    It is the name of the column they are in. Where that is just "id" the other columns' names count as well, and where
    the file has no such column, the file's name.
    """
    if "external_id" not in columns.positions:
        return f"rows of {clean(file.path.name)}"
    name = words_of(columns.name_of("external_id"))
    if name not in _BARE_ID_NAMES:
        return name
    others = "\n".join(words_of(column) for column in columns.header if column != REASON_COLUMN)
    return f"{name or 'id'} {_digest(others)}"


class _RowReader:
    """Reads one file's rows; equal cells are understood once."""

    def __init__(self, columns: Columns, currency: str, day_first: bool) -> None:
        self._columns = columns
        self._currency = currency
        self._moment: Callable[[str], date | datetime | None] = cache(lambda text: read_moment(text, day_first))
        self._instant = cache(instant)
        self._day = cache(local_day)
        self._money = cache(parse_money)
        self._stage = cache(read_stage)
        self._outcome = cache(read_outcome)
        self._source = cache(read_source)
        self._positions = columns.positions.items()
        self._same_rows: Counter[str] = Counter()

    def read(self, row: Row) -> ImportedDeal:
        """The deal a row makes; raises ``BadInput`` with the reason when it makes none."""
        cells = row.cells
        text = {field: _text(cells[position], field) for field, position in self._positions}
        get = text.get
        title = get("title") or get("company") or get("contact") or get("email")
        if not title:
            raise BadInput("it has no title")
        stage, outcome = self._where(text)
        lost_reason, lost_detail = None, ""
        if outcome is Outcome.LOST:
            lost_reason, lost_detail = read_lost_reason(get("lost_reason", ""), get("lost_detail", ""))
        created, closed = self._date(text, "created"), self._date(text, "closed")
        expected_close = self._date(text, "expected_close")
        if stage is not Stage.CLOSED:
            expected_close, closed = expected_close or closed, None
        money = self._amount(text, outcome)
        probability = read_probability(get("probability", ""))
        follow_up = self._date(text, "follow_up")
        source, source_detail = self._source(get("source", ""))
        created_at, closed_at = self._times(created, closed)
        return ImportedDeal(
            line=row.line,
            external_id=get("external_id") or self._fingerprint(text),
            title=title,
            stage=stage,
            outcome=outcome,
            company=get("company", ""),
            contact=get("contact", ""),
            email=read_email(get("email", "")),
            phone=get("phone", ""),
            job_title=get("job_title", ""),
            owner=get("owner", ""),
            source=source,
            source_detail=source_detail,
            amount=money.minor if money else None,
            currency=money.currency if money else None,
            probability=None if stage is Stage.CLOSED else probability,
            created_at=created_at,
            closed_at=closed_at,
            expected_close=self._day(expected_close).isoformat() if expected_close else None,
            lost_reason=lost_reason,
            lost_detail=lost_detail,
            tags=read_tags(get("tags", "")),
            note=get(_NOTE, ""),
            follow_up=self._day(follow_up).isoformat() if follow_up else None,
            follow_up_time=self._time(text, follow_up),
            follow_up_what=get("follow_up_what", ""),
        )

    def _where(self, text: dict[str, str]) -> tuple[Stage, Outcome | None]:
        stage, outcome = self._stage(text.get("stage", ""))
        outcome = outcome or self._outcome(text.get("outcome", ""))
        if outcome:
            return Stage.CLOSED, outcome
        if stage is Stage.CLOSED:
            raise BadInput(f"“{text['stage']}” does not say whether it was won or lost; write won or lost")
        return stage, None

    def _amount(self, text: dict[str, str], outcome: Outcome | None) -> Money | None:
        currency = text.get("currency", "").upper() or self._currency
        if not is_currency(currency):
            raise BadInput(f"“{currency}” is not a currency; use an ISO 4217 code such as EUR")
        amount = text.get("amount", "")
        if amount.casefold() in BLANKS:
            return None
        money = self._money(amount, currency)
        # What a lost deal brought in says nothing about what it was worth.
        return None if outcome is Outcome.LOST and not money.minor else money

    def _date(self, text: dict[str, str], field: str) -> date | datetime | None:
        try:
            return self._moment(text.get(field, ""))
        except BadInput as problem:
            raise BadInput(f"{self._columns.name_of(field)}: {problem}") from None

    def _time(self, text: dict[str, str], day: date | datetime | None) -> str | None:
        """The time of a follow-up: of its own column, or of the cell with its day, where midnight is none."""
        typed = text.get("follow_up_time", "")
        if typed.casefold() not in BLANKS:
            try:
                return parse_time(typed).isoformat(timespec="minutes")
            except BadInput as problem:
                raise BadInput(f"{self._columns.name_of('follow_up_time')}: {problem}") from None
        return local_time(day) if isinstance(day, datetime) else None

    def _times(self, created: date | datetime | None, closed: date | datetime | None) -> tuple[int | None, int | None]:
        if created is None or closed is None:
            return self._instant(created) if created else None, self._instant(closed) if closed else None
        if self._day(closed) < self._day(created):
            raise BadInput(f"it was closed ({self._day(closed)}) before it was created ({self._day(created)})")
        return self._instant(created), max(self._instant(created), self._instant(closed))

    def _fingerprint(self, text: dict[str, str]) -> str:
        """An id for a row without one, from what does not change in the life of a deal."""
        fields = ("title", "company", "contact", "email", "created")
        digest = _digest("\n".join(text.get(field, "").casefold() for field in fields))
        self._same_rows[digest] += 1
        count = self._same_rows[digest]
        return digest if count == 1 else f"{digest}-{count}"


def _text(cell: str, field: str) -> str:
    if not cell:
        return ""
    text = clean(from_csv_cell(cell), multiline=field == _NOTE).strip()
    longest = LONGEST_TEXT if field == _NOTE else LONGEST_LINE
    if len(text) > longest:
        raise BadInput(f"its {field.replace('_', ' ')} has {len(text):,} characters; {longest:,} fit")
    return text


def _column(file: CsvFile, columns: Columns, field: str) -> Sequence[str]:
    position = columns.positions[field]
    return [clean(row.cells[position]).strip() for row in file.rows]


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
