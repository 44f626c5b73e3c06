"""Drivers of databases: Peewee imports every one that is installed, and a board in a file shall not wait for that."""

from __future__ import annotations

import sys
from _thread import get_ident  # threading is more than the first sight of a board may load
from typing import TYPE_CHECKING, Any

from funnelboard.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

NOT_YET = frozenset(("psycopg2cffi", "psycopg2", "psycopg", "pymysql", "MySQLdb"))


def import_no_drivers() -> None:
    """Have Peewee, once somebody imports it, find none but SQLite's; a driver that is loaded by then it gets."""
    if "peewee" not in sys.modules:
        sys.meta_path.insert(0, _PeeweeFinder())


def use_psycopg() -> None:
    """Import psycopg 3 and have Peewee know it, as if it had found it by itself.

    Raises:
        DatabaseError: It is not installed.
    """
    import peewee

    known = vars(peewee)
    if known["psycopg"] is not None:
        return
    try:
        import psycopg
        from psycopg.pq import TransactionStatus
        from psycopg.types.json import Json, Jsonb
    except ImportError:
        raise DatabaseError(
            "What speaks to PostgreSQL is not installed: pip install 'funnelboard[postgres]' brings it."
        ) from None
    adapter = known["Psycopg3Adapter"]
    adapter.txn_idle = TransactionStatus.IDLE
    adapter.txn_inerror = TransactionStatus.INERROR
    adapter.txn_unknown = TransactionStatus.UNKNOWN
    known.update(TransactionStatus=TransactionStatus, Json_pg3=Json, Jsonb_pg3=Jsonb)
    known["psycopg"] = psycopg  # last: another thread that sees it may use the rest


class _PeeweeFinder:
    """Finds Peewee, and no driver for the thread that imports it until it has been imported; then it is gone."""

    def __init__(self) -> None:
        self._importing: int | None = None

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """What the finders after this one find of Peewee; of anything else nothing."""
        if name in NOT_YET and get_ident() == self._importing:
            raise ModuleNotFoundError(f"{name} is not needed yet", name=name)
        if name != "peewee":
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in others)), None)
        if spec is not None:
            spec.loader = _PeeweeLoader(spec.loader, self)  # type: ignore[assignment]
        return spec

    def run(self, loader: Any, module: ModuleType) -> None:
        """Run Peewee's own code."""
        self._importing = get_ident()
        try:
            loader.exec_module(module)
        finally:
            self._importing = None
        # A list of its own: threads that import something else just now go on through the one they have begun.
        sys.meta_path = [finder for finder in sys.meta_path if finder is not self]


class _PeeweeLoader:
    """Stands before Peewee's loader until that has run."""

    def __init__(self, loader: Any, finder: _PeeweeFinder) -> None:
        self._loader = loader
        self._finder = finder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def exec_module(self, module: ModuleType) -> None:
        """Load Peewee."""
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._finder.run(self._loader, module)
