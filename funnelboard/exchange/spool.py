"""Lists of any length that hold but a few of their items in memory, and the others in a file without a name."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any, TypeVar, cast, overload

from funnelboard.errors import BadInput, reason

T = TypeVar("T")

_LOT = 500
"""Items that are written, and read back, together."""

_IN_MEMORY = 2**18
"""Bytes of a list from which on it is in a file."""


class Spool(Sequence[T]):
    """Items that are added once, and then read from the first to the last as often as they are needed.

    The file has no name, so that nobody else can put anything into it, and is gone with the list. One thread may
    read it while another does.
    """

    def __init__(self, items: Iterable[T] = (), made: Callable[[Any], T] | None = None) -> None:
        """
        Args:
            items: The first of them.
            made: What makes an item of a plain tuple of what is in it, where they are named tuples: so they are read
                and written in half the time.
        """
        self._made = made
        self._reading = Lock()
        self._file: Any = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is closed with the list
        self._places: list[int] = []
        self._last: list[T] = []
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        """Add an item.

        Raises:
            BadInput: There is no room for it where temporary files go.
        """
        self._last.append(item)
        if len(self._last) == _LOT:
            try:
                self._places.append(self._file.seek(0, 2))
                plain = self._last if self._made is None else [*map(tuple, cast("list[Any]", self._last))]
                pickle.dump(plain, self._file, pickle.HIGHEST_PROTOCOL)
            except OSError as error:
                raise BadInput(
                    f"What is read cannot be kept among the temporary files: {reason(error)}. Make room there, or name "
                    "another folder in TMPDIR."
                ) from error
            self._last = []

    def __len__(self) -> int:
        return _LOT * len(self._places) + len(self._last)

    def __iter__(self) -> Iterator[T]:
        for lot in range(len(self._places)):
            yield from self._lot(lot)
        yield from self._last

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """One of them, or some in a row from a place on."""
        wanted = range(len(self))[index]
        if isinstance(wanted, range):
            return tuple(islice(self, wanted.start, wanted.stop, wanted.step))
        lot, place = divmod(wanted, _LOT)
        return (self._lot(lot) if lot < len(self._places) else self._last)[place]

    def __del__(self) -> None:
        self._file.close()

    def _lot(self, number: int) -> list[T]:
        with self._reading:
            self._file.seek(self._places[number])
            found: list[T] = pickle.load(self._file)
        return found if self._made is None else [*map(self._made, found)]
