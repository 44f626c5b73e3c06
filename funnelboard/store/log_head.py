"""The head of an entry in the log: who did what, when."""

from __future__ import annotations

from typing import Any

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.store.models import ChangeRow
from funnelboard.store.prepared_query import PreparedQuery


class Head(NamedTuple):
    """All of it but the summary, which is known at the end.

    Attributes:
        operation: A unique id, under which nothing can be written twice.
        seller: Id of the seller whose doing it is.
        at: UTC epoch microseconds.
        kind: A verb: ``create``, ``edit``, ``move``, …
        undoes: The change this one takes back.
    """

    operation: str
    seller: int
    at: int
    kind: str
    undoes: int | None


@PreparedQuery
def first(operation: Any, seller: Any, at: Any, kind: Any, undoes: Any) -> Any:
    """What inserts it without a summary, and gives its id."""
    head = ChangeRow.insert(operation=operation, seller=seller, at=at, kind=kind, summary="", undoes=undoes)
    return head.returning(ChangeRow.id)


@PreparedQuery
def last(change_id: Any, summary: Any, operation: Any, seller: Any, at: Any, kind: Any, undoes: Any) -> Any:
    """What inserts it as it is to stay."""
    return ChangeRow.insert(
        id=change_id, operation=operation, seller=seller, at=at, kind=kind, summary=summary, undoes=undoes
    )
