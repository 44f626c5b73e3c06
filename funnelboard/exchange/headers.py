"""Which column of a file holds which field: guessed from the columns' names and cells, and overruled by ``--map``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from funnelboard.domain.own_fields import LONGEST_NAME, PREFIX, key_of
from funnelboard.errors import BadInput
from funnelboard.exchange.column_guess import ColumnGuess
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.column_words import COUNTRY_NAMES, HINTS, HINTS_BEFORE
from funnelboard.exchange.csv_file import REASON_COLUMN
from funnelboard.exchange.currencies import split_unit
from funnelboard.exchange.folding import squashed, words_of

AMOUNT_FIELDS = ("amount", "final_amount")

AS_OWN = "own_field"
"""What is said of a column that is to be kept as an own field, though its name is known."""

TITLE_INSTEAD = ("company", "contact", "email", "phone", "mobile")
"""Fields whose columns name the deal too when no column has a title."""

_SAMPLE = 200
"""Rows whose cells are looked at where a column's name does not tell."""
_HINTS = {word: kind for kind, words in HINTS.items() for word in words.split()}
_HINTS_BEFORE = {word: kind for kind, words in HINTS_BEFORE.items() for word in words.split()}
_DEAL_FIELDS = frozenset(("amount", "expected_close", "closed", "probability", "lost_reason"))
_COUNTRY_NAMES = frozenset(map(squashed, COUNTRY_NAMES))
_REACHED_BY = ("email", "phone", "mobile")
_JOB = "title"
_PERSON_NAMES = ("name", "navn", "namn", "nimi", "nombre", "nome", "nom")
_WHOLE_NAMES = ("fullname", "nombrecompleto", "nomecompleto", "nomcomplet")


@dataclass(frozen=True, slots=True)
class Columns:
    """What was decided about a file's columns.

    Attributes:
        header: The columns' names.
        positions: For each field that has one, the position of its column from 0.
        units: The currency that stands in the name of an amount's column, as in "Value (EUR)", by the field.
        country: Position of the column with countries, which tell currencies apart; None without.
        questions: Positions of the columns that are questions, as a form asks them: their answers go into a note.
        skipped: Positions of the columns that are to be left out.
    """

    header: tuple[str, ...]
    positions: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    country: int | None = None
    questions: tuple[int, ...] = ()
    skipped: frozenset[int] = frozenset()

    @property
    def used(self) -> tuple[tuple[str, str], ...]:
        """Each column's name and the field it fills, in the order of the file."""
        pairs = [(position, name) for name, position in self.positions.items()]
        pairs += [(position, "note") for position in self.questions]
        return tuple((self.header[position], name) for position, name in sorted(pairs))

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that fill nothing."""
        taken = {*self.positions.values(), *self.questions}
        return tuple(name for position, name in enumerate(self.header) if name and position not in taken)

    @property
    def own(self) -> tuple[tuple[int, str], ...]:
        """The columns that are kept as own fields of the deals: their positions, and the fields' names, each once."""
        taken = {*self.positions.values(), *self.questions, *self.skipped}
        computed = _COMPUTED if _COMPUTED.issubset(self.header) else ()
        names: dict[str, int] = {}
        known: set[str] = set()
        for position, column in enumerate(self.header):
            if not column or column == REASON_COLUMN or column in computed or position in taken:
                continue
            name = own_column(column)
            number = 2
            while key_of(name) in known:
                name, number = f"{own_column(column)} {number}", number + 1
            known.add(key_of(name))
            names[name] = position
        return tuple((position, name) for name, position in names.items())

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are left out because the user said so."""
        return tuple(self.header[position] for position in sorted(self.skipped))

    @property
    def kept(self) -> tuple[str, ...]:
        """All other columns."""
        return tuple(name for position, name in enumerate(self.header) if position not in self.skipped)

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """Columns that fill nothing and seem to matter, each with what it seems to hold: an amount, a stage, …"""
        return tuple((self.header[position], kind) for position, name in self.own if (kind := _hint_of(name)))

    def name_of(self, field: str) -> str:
        """The name of the column that fills ``field``, which must have one."""
        return self.header[self.positions[field]]


def own_column(column: str) -> str:
    """The name of the own field that a column becomes."""
    name = " ".join(column.split())
    if name.casefold().startswith(PREFIX):
        name = name[len(PREFIX) :].strip() or name
    return name[:LONGEST_NAME].rstrip()


_COMPUTED = frozenset(("id", "weighted_amount", "score", "stage_since", "last_touch", "next_kind"))
"""Columns of our own files that say nothing of their own."""

_LISTED = 20
"""Names of columns that one sentence lists."""


class NoTitle(BadInput):
    """Nothing in a file can be the title of its deals.

    Attributes:
        header: The names of its columns.
    """

    def __init__(self, header: Sequence[str], what: str = "the deals' titles", field: str = "title") -> None:
        super().__init__(
            f"No column holds {what}. Say which one does with --map COLUMN={field}; there are {_list(header)}."
        )
        self.header = header


def read_mapping(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The (column, field) pairs of ``--map COLUMN=FIELD`` options; the field is empty for a column to leave out.

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


def match_columns(
    header: Sequence[str],
    mapping: Iterable[tuple[str | int, str]] = (),
    rows: Iterable[Sequence[str]] = (),
    *,
    of_people: bool = False,
) -> Columns:
    """Decide which column fills which field.

    Columns named in the mapping fill what it says, and nothing else; the others are guessed from their names, and a
    column of yes and no is never a date. A file without a title gets its company's or contact's name as the title; in a
    list of people that is the person's, and the column “Title” is their job.

    Args:
        header: The columns' names.
        mapping: Pairs of column and field, as :func:`read_mapping` gives, or the column's position from 0 in place of
            its name; a column may come more than once.
        rows: The file's cells, of which the first are looked at.
        of_people: It is a list of people, whatever it looks like; nothing in it needs to be a title.

    Raises:
        NoTitle: There is nothing to make a title of.
        BadInput: A column or field that does not exist, or two columns for one field.
    """
    positions, settled, skipped = _mapped(header, mapping)
    guess = ColumnGuess(header, settled, islice(rows, _SAMPLE))
    for how in (guess.take, guess.take_loosely):
        for name in FIELD_NAMES:
            if name not in positions and (position := how(name)) is not None:
                positions[name] = position
    questions = tuple(
        position for position in guess.left if header[position].rstrip().endswith("?") and len(header[position]) > 1
    )
    _see_people(header, settled, positions, of_people)
    title = positions.get("title")
    if title is not None and squashed(header[title]) == "leadname" and "contact" in positions:
        positions.setdefault("company", title)
    if "title" not in positions and not of_people and not {"first_name", "last_name"} & positions.keys():
        instead = next((name for name in TITLE_INSTEAD if name in positions), None)
        if instead is None:
            raise NoTitle(header)
        positions["title"] = positions[instead]
    units = {name: guess.units[positions[name]] for name in AMOUNT_FIELDS if guess.units.get(positions.get(name, -1))}
    countries = (position for position in guess.left if squashed(header[position]) in _COUNTRY_NAMES)
    return Columns(tuple(header), positions, units, next(countries, None), questions, skipped)


def _mapped(
    header: Sequence[str], mapping: Iterable[tuple[str | int, str]]
) -> tuple[dict[str, int], set[int], frozenset[int]]:
    """The columns of the fields that a mapping names, all columns it names, and those it leaves out."""
    positions: dict[str, int] = {}
    settled: set[int] = set()
    skipped: set[int] = set()
    for column, field_name in mapping:
        position = _find_column(header, column)
        settled.add(position)
        if not field_name:
            skipped.add(position)
            continue
        name = field_name.casefold().replace("-", "_").replace(" ", "_")
        if name == AS_OWN:
            continue
        if name not in FIELD_NAMES:
            raise BadInput(f"“{field_name}” is not a field. The fields are {', '.join(FIELD_NAMES)}, {AS_OWN}.")
        if positions.setdefault(name, position) != position:
            both = f"“{header[positions[name]]}” and “{header[position]}”"
            raise BadInput(f"Two columns are mapped to {name}: {both}. Choose one.")
    return positions, settled, frozenset(skipped.difference(positions.values()))


def _see_people(header: Sequence[str], settled: set[int], positions: dict[str, int], of_people: bool) -> None:
    """In a list of people, see that the person is the contact and what they are called is not their job."""
    named = "first_name" in positions or "last_name" in positions
    reached = not positions.keys().isdisjoint(_REACHED_BY)
    title = positions.get("title")
    is_list = of_people or named or (reached and not _DEAL_FIELDS & positions.keys())
    if not is_list or title in settled:
        return
    names = {squashed(name): position for position, name in enumerate(header) if position not in settled}
    called = next((names[name] for name in _PERSON_NAMES if name in names), None)
    if called is not None and (part := _missing_part(header, positions)):
        positions[part] = called
        if title == called:
            del positions["title"]
            title = None
    person = called if not named and "contact" not in positions else None
    whole = "contact" in positions and squashed(header[positions["contact"]]) in _WHOLE_NAMES
    if title is not None and title == names.get(_JOB) and (named or whole or person is not None):
        positions.setdefault("job_title", positions.pop("title"))
    elif title is not None and title != person:
        return
    if person is not None:
        positions["contact"] = person
    if "contact" in positions:
        positions["title"] = positions["contact"]


def _missing_part(header: Sequence[str], positions: Mapping[str, int]) -> str | None:
    """Which part of a person's name a column “Nombre” or “Nom” must be, where another has the other part.

    “Name” beside “Last Name” is the whole of it, however.
    """
    if "last_name" in positions and "first_name" not in positions:
        return "first_name" if squashed(header[positions["last_name"]]) != "lastname" else None
    return "last_name" if "first_name" in positions and "last_name" not in positions else None


def _hint_of(name: str) -> str | None:
    words = words_of(split_unit(name)[0]).split()
    if not words or words[0] in ("days", "age"):
        return None
    return _HINTS.get(words[-1]) or _HINTS_BEFORE.get(words[0])


def _find_column(header: Sequence[str], column: str | int) -> int:
    if isinstance(column, int):
        return column
    if column in header:
        return header.index(column)
    wanted = squashed(column)
    alike = [position for position, name in enumerate(header) if squashed(name) == wanted]
    if len(alike) != 1 or not wanted:
        raise BadInput(f"There is no column “{column}”. There are {_list(header)}.")
    return alike[0]


def _list(header: Sequence[str]) -> str:
    named = [f"“{name}”" for name in header if name]
    more = f" and {len(named) - _LISTED:,} more" if len(named) > _LISTED else ""
    return ", ".join(named[:_LISTED]) + more
