"""The cells of one row, cleaned; those that cannot be read are set aside, so that nothing a row says is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from funnelboard.domain.own_fields import OwnFields
from funnelboard.errors import BadInput
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.folding import words_of
from funnelboard.exchange.headers import Columns, own_column
from funnelboard.exchange.imported_deal import fitted
from funnelboard.exchange.safe_text import LONGEST_LINE, LONGEST_TEXT, clean, from_csv_cell
from funnelboard.exchange.values import REMEMBERED

T = TypeVar("T")

_NOTE = "note"
_BLANK = dict.fromkeys(FIELD_NAMES, "")


@dataclass(slots=True)
class SetAside:
    """Cells of one column that could not be read; each is kept as an own field of its deal.

    Attributes:
        column: Its name.
        reason: What is wrong with the first of them.
        count: How many there are.
    """

    column: str
    reason: str
    count: int = 0


class CellReader:
    """Takes rows apart into the texts of the fields that their columns fill.

    Attributes:
        set_aside: The cells that could not be read, by column.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.set_aside: dict[str, SetAside] = {}
        positions = columns.positions
        shared = positions.get("title") in [positions.get(name) for name in ("company", "contact")]
        self._own = columns.own
        self._positions = [(name, position) for name, position in positions.items() if not (name == "title" and shared)]
        # Numbers that stand for companies and people are told apart by what they are numbers of.
        self._nouns = {
            name: " ".join(word for word in words if word != "id")
            for name in ("title", "company", "owner")
            if name in positions and "id" in (words := words_of(columns.name_of(name)).split())
        }

    def read(self, cells: Sequence[str]) -> RowCells:
        """The texts of one row.

        Raises:
            BadInput: One that a deal cannot do without is too long.
        """
        text = _BLANK.copy()
        longest = 0
        for name, position in self._positions:
            if cell := cells[position]:
                text[name] = plain = _line_in(cell) if name != _NOTE else _text_in(cell)
                if len(plain) > longest:
                    longest = len(plain)
        for name, noun in self._nouns.items():
            if text[name].isdigit():
                text[name] = f"{noun} {text[name]}"
                longest = max(longest, len(text[name]))
        for position in self.columns.questions:
            if answer := _text_in(cells[position]):
                question = clean(self.columns.header[position]).replace("_", " ")
                text[_NOTE] = "\n".join(filter(None, (text[_NOTE], f"{question} {answer}")))
                longest = max(longest, len(text[_NOTE]))
        country = "" if self.columns.country is None else cells[self.columns.country]
        own = [(name, said) for position, name in self._own if (cell := cells[position]) and (said := _text_in(cell))]
        row = RowCells(self, text, own, country)
        if longest > LONGEST_LINE:
            row.shorten()
        return row


class RowCells:
    """The texts of one row by the field.

    Attributes:
        text: "" for a field that no column fills, or whose cell is blank.
        country: Where it is, as the file has it; "" where it does not say.
    """

    __slots__ = ("_own", "_reader", "country", "text")

    def __init__(self, reader: CellReader, text: dict[str, str], own: list[tuple[str, str]], country: str) -> None:
        self._reader = reader
        self._own = own
        self.text = text
        self.country = country

    @property
    def own_fields(self) -> OwnFields:
        """What is kept as own fields: the columns that fill nothing, and what cannot be read of the others."""
        return fitted(self._own) if self._own else ()

    def try_read(self, name: str, read: Callable[[str], T]) -> T | None:
        """What a field's text means; None when there is none, or it cannot be read and is set aside."""
        cell = self.text[name]
        if not cell:
            return None
        try:
            return read(cell)
        except BadInput as problem:
            self.put_aside(name, cell, str(problem))
            return None

    def put_aside(self, name: str, text: str, reason: str) -> None:
        """Keep what a field's column says beside what it is read as, and count it."""
        column = self._reader.columns.name_of(name)
        self._own.append((own_column(column), text))
        self._reader.set_aside.setdefault(column, SetAside(column, reason)).count += 1

    def shorten(self) -> None:
        """Set aside what is longer than its field can be.

        Raises:
            BadInput: It is one that a deal cannot do without.
        """
        for name, text in self.text.items():
            longest = LONGEST_TEXT if name == _NOTE else LONGEST_LINE
            if len(text) <= longest:
                continue
            reason = f"{len(text):,} characters; {longest:,} fit"
            if name in ("title", "external_id", _NOTE):
                raise BadInput(f"its {name.replace('_', ' ')} has {reason}")
            self.put_aside(name, text, f"it has {reason}")
            self.text[name] = ""


@lru_cache(maxsize=REMEMBERED)
def _line_in(cell: str) -> str:
    return clean(from_csv_cell(cell)).strip()


def _text_in(cell: str) -> str:
    return clean(from_csv_cell(cell), multiline=True).strip()
